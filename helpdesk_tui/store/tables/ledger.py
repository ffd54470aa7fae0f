"""Accounts of clients, their entries and their lots of dated incidents (CL11, IN12; docs/adr/0018).

Entries and lots are only ever added: triggers on both databases refuse anything else, and on PostgreSQL the desk's own
role has no right to it. So no foreign key may point at them: checking one locks the row, which needs that right.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose, to

ACTIVE = sql("active")


class Account(SQLModel, table=True):
    """What a client has in one currency. It is locked before anything is posted, so all of it comes one after another.

    The one in the provider's currency is the client's; those in earlier ones can only be read (docs/adr/0022).

    One whose client was deleted stays without a client, because its entries stay (CL6). `grace` is none,
    unlimited or due, the latter with `respite` and `block` days from the date of the due payment. The last seven
    columns repeat what the entries sum up to (`rules.ledger.Standing`); `doctor` recomputes them.
    """

    __table_args__ = (
        Index("uq_account_active", "client", "currency", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE),
        Index("ix_account_client", "client"),
    )

    id: int | None = key()
    client: int | None = to("client.id", null=True)
    currency: str = Field(max_length=3)
    active: bool = True
    postpaid: bool = False
    credit_limit: int = Field(default=0, sa_type=BigInt)
    grace: str = Field(default="none", max_length=12)
    respite: int = 0
    block: int = 0
    referred_by: str = prose()
    opened: datetime = moment()
    balance: int = Field(default=0, sa_type=BigInt)
    pool: int = Field(default=0, sa_type=BigInt)
    given: int = Field(default=0, sa_type=BigInt)
    used: int = Field(default=0, sa_type=BigInt)
    seq: int = 0
    tip: str = Field(max_length=64)
    moved: datetime = moment()


class Lot(SQLModel, table=True):
    """Dated incidents that were given together, from one calendar date to another. Its grant is an entry."""

    __table_args__ = (Index("ix_lot_account", "account", "ends"), Index("ix_lot_incident_order", "incident_order"))

    id: int | None = key()
    account: int = to("account.id")
    incident_order: int | None = to("incidentorder.id", null=True)
    starts: date = Field(sa_type=Date)
    ends: date = Field(sa_type=Date)
    number: int


class Entry(SQLModel, table=True):
    """A movement of money (minor units) or of incidents, of a lot or of the lifetime pool (`rules.ledger`).

    `reverses` is the `seq` of the entry of the same account that it takes back. There is no personal text in it: ticket
    and document are numbers, whose texts can be cleared.
    """

    __table_args__ = (
        UniqueConstraint("account", "seq"),
        UniqueConstraint("account", "cause"),
        Index("ix_entry_ticket", "ticket", "account"),
        Index("ix_entry_lot", "lot"),
    )

    id: int | None = key()
    account: int = to("account.id")
    seq: int
    unit: str = Field(max_length=8)
    amount: int = Field(sa_type=BigInt)
    lot: int | None = Field(default=None, sa_type=BigInt)
    kind: str = Field(max_length=16)
    reverses: int | None = None
    cause: str = Field(max_length=120)
    ticket: int | None = Field(default=None, sa_type=BigInt)
    document: str = Field(default="", max_length=40)
    staff: int | None = Field(default=None, sa_type=BigInt)
    at: datetime = moment()
    hash: str = Field(max_length=64)
