"""Mail: gateways, what came in, what goes out, and the Message-IDs that tie both to tickets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, UTCDateTime, key, moment, prose, to, words

PAID = "payment IS NOT NULL"
_OF_CLIENT, _OF_MASS = "client IS NOT NULL", "mass IS NOT NULL"


class Gateway(SQLModel, table=True):
    """A mail gateway (MG1, MG2). `password` says where the secret is (`env:NAME`, `command:...`), never what it is.

    `state` is the source's own memory between polls (UIDVALIDITY, last UID ...), JSON. `generation` counts the
    mailboxes that the gateway has had: what is known of one says nothing about the next.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = key()
    name: str = Field(unique=True)
    type: str
    address: str
    department: int = to("department.id")
    enabled: bool = True
    host: str = ""
    port: int = 0
    tls: str = "tls"
    login: str = ""
    password: str = ""
    folder: str = "INBOX"
    path: str = ""
    delete: bool = False
    interval: int = 300
    authserv_id: str = ""
    match: str = "to"
    ca_file: str = ""
    last_poll: datetime | None = moment(null=True)
    last_error: str = prose()
    failures: int = 0
    next_poll: datetime | None = moment(null=True)
    state: str = prose()
    generation: int = 0


class Mail(SQLModel, table=True):
    """An email that came in, kept whole. `digest` is the content hash without trace headings: one row an email,
    whatever the number of gateways and deliveries (rule 4). `head_only`: it was too large, and only its beginning is
    kept (rule 7). `proof`: "unproven" where a trusted server said nothing for its sender, "held" where that holds back
    what its ticket costs, "confirmed" once staff vouched for the sender (MG11). `notice`: whether its sender was told
    that it made no ticket, and why not (MG7). `references` are the Message-IDs that it stands behind, for an answer
    that keeps the client's thread.
    """

    __table_args__ = (Index("ix_mail_incoming", "incoming", "id"), Index("ix_mail_client", "client", "received"))

    id: int | None = key()
    digest: str = Field(unique=True, max_length=64)
    raw: int = to("blob.id", index=True)
    head_only: bool = False
    size: int = Field(sa_type=BigInt)
    message_id: str = Field(default="", index=True)
    gateway: int | None = to("gateway.id", null=True)
    department: int | None = to("department.id", null=True)
    outcome: str = Field(max_length=16)
    reason: str = prose()
    auto: bool = False
    sender_name: str = prose()
    sender: str = prose()
    recipients: tuple[str, ...] = words()
    subject: str = prose()
    date: datetime | None = moment(null=True)
    received: datetime = Field(sa_type=UTCDateTime, index=True)
    ticket: int | None = to("ticket.id", null=True, index=True)
    message: int | None = Field(default=None, sa_type=BigInt)
    client: int | None = to("client.id", null=True)
    suggestion: int | None = Field(default=None, sa_type=BigInt)
    incoming: str | None = Field(default=None, max_length=10)
    proof: str = Field(default="", max_length=12)
    notice: str = prose()
    references: tuple[str, ...] = words()


class Arrival(SQLModel, table=True):
    """One delivery of an email at one gateway: never twice the same unit of a source (rule 4, rule 11).

    A unit names a mail within one mailbox: `generation` is the gateway's at the time.
    """

    __table_args__ = (UniqueConstraint("gateway", "generation", "unit"),)

    id: int | None = key()
    gateway: int = to("gateway.id")
    generation: int = 0
    unit: str
    mail: int = to("mail.id", index=True)
    outcome: str = Field(max_length=16)
    reason: str = prose()
    at: datetime = moment()


class Reference(SQLModel, table=True):
    """A Message-ID that belongs to a ticket: ours (`issued`) or a client's; the base of threading (MG8)."""

    __table_args__ = (Index("ix_reference_value", "value"), Index("ix_reference_ticket", "ticket", "id"))

    id: int | None = key()
    value: str
    ticket: int = to("ticket.id")
    message: int | None = to("message.id", null=True, index=True)
    issued: bool = False


class Outbox(SQLModel, table=True):
    """An outgoing email (MO1): data only, its MIME form is made when it is sent. Written in the transaction of what
    caused it; `message_id` is fixed then, so that a repetition can be recognised (rule 17). `staff` wrote it; `mail` is
    the email it answers where that made no ticket. `begun`: the attempt came so far that the mail may have arrived.
    `again` is when staff last had it sent again: five days count from there. `dropped` is when they gave it up.
    `waiting_for` are the recipients that are left where the server took it for the others; empty means all. `payment`
    is the one whose invoice it is; `invoice` (JSON) are the facts that the invoice is drawn from each time it is sent.
    `client` is whom an email of no ticket was written to; `mass` the mass message that it is: one a client, which goes
    out after everything else that is due.
    """

    __table_args__ = (
        Index("ix_outbox_due", "state", "next_try"), Index("ix_outbox_kind", "kind", "created"),
        Index("ix_outbox_addressee", "to_addresses", "kind", "created"),
        Index("ix_outbox_payment", "payment", sqlite_where=sql(PAID), postgresql_where=sql(PAID)),
        Index("ix_outbox_client", "client", "id", sqlite_where=sql(_OF_CLIENT), postgresql_where=sql(_OF_CLIENT)),
        Index("ix_outbox_mass", "mass", "client", unique=True, sqlite_where=sql(_OF_MASS),
              postgresql_where=sql(_OF_MASS)),
        Index("ix_outbox_urgent", "mass", "state", "next_try"),
    )  # fmt: skip

    id: int | None = key()
    message_id: str = Field(unique=True)
    kind: str = Field(max_length=24)
    ticket: int | None = to("ticket.id", null=True, index=True)
    message: int | None = to("message.id", null=True, index=True)
    mail: int | None = to("mail.id", null=True, index=True)
    staff: int | None = to("staff.id", null=True)
    sender_name: str = ""
    sender: str = ""
    reply_to: str = ""
    to_addresses: tuple[str, ...] = words()
    cc_addresses: tuple[str, ...] = words()
    subject: str = prose()
    in_reply_to: str = prose()
    references: tuple[str, ...] = words()
    text: str = prose()
    auto: bool = False
    null_sender: bool = False
    state: str = Field(max_length=8)
    attempts: int = 0
    unknown_tries: int = 0
    next_try: datetime | None = moment(null=True)
    owner: str = ""
    until: datetime | None = moment(null=True)
    error: str = prose()
    begun: bool = False
    created: datetime = moment()
    again: datetime | None = moment(null=True)
    sent: datetime | None = moment(null=True)
    dropped: datetime | None = moment(null=True)
    waiting_for: tuple[str, ...] = words()
    payment: int | None = Field(default=None, sa_type=BigInt)
    invoice: str = prose()
    client: int | None = Field(default=None, sa_type=BigInt)
    mass: int | None = Field(default=None, sa_type=BigInt)


class MassMessage(SQLModel, table=True):
    """What was written to many clients at once (MO2), as it was typed. `key` is the idempotency key of its sending: one
    that was given, or one made of what it says and of its department. Nobody gets it twice under it.
    """

    id: int | None = key()
    key: str = Field(unique=True, max_length=80)
    department: int = to("department.id")
    staff: int | None = to("staff.id", null=True)
    subject: str = prose()
    text: str = prose()
    at: datetime = moment()


class Letter(SQLModel, table=True):
    """The text of one kind of the desk's own emails in one language, where the desk changed it (MO2)."""

    kind: str = Field(primary_key=True, max_length=24)
    language: str = Field(primary_key=True, max_length=8)
    subject: str = prose()
    text: str = prose()


class SpamSender(SQLModel, table=True):
    """A sender whose email is spam (MG6): an address in its compared form, or `@domain` for all of one domain."""

    id: int | None = key()
    pattern: str = Field(unique=True)
    staff: int | None = to("staff.id", null=True)
    at: datetime = moment()
