"""Gateways, emails that came in, and emails that go out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from helpdesk_tui.vocab import GatewayType, IncomingState, MailOutcome, OutboxState, TlsMode


@dataclass(frozen=True, slots=True)
class GatewayView:
    """A mail gateway (MG1, MG2). Secrets are named, never held: `password` says where it comes from.

    `generation` counts the mailboxes it has had: host, login, folder or path were changed so often.
    """

    id: int
    name: str
    type: GatewayType
    address: str
    department: str
    department_id: int
    enabled: bool
    host: str
    port: int
    tls: TlsMode
    login: str
    password: str
    folder: str
    path: str
    delete: bool
    interval: int
    authserv_id: str
    match: str
    last_poll: datetime | None
    last_error: str
    failures: int
    taken: int
    next_poll: datetime | None
    state: str
    ca_file: str = ""
    generation: int = 0


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """An attachment as found in an email: `name` is decoded and safe, `content` the decoded bytes."""

    name: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address as a heading gave them; `address` is in its compared form (lower case, IDNA)."""

    name: str
    address: str


_MOST_OF_SENDERS = 300


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """An email in plain data, within bounds (MG10).

    `senders` holds every address of every From heading (exactly one is needed to name a client, rule 12);
    `text` is the whole body, `own_lines` the number of its first lines that are newly written.
    `machine` says why a machine sent it, empty when a person did; `kind` is `mail`, `bounce`, `list`, `auto` (a
    machine's answer) or `generated` (a machine on its own account, such as monitoring: from a known client it makes
    a ticket, answered by nothing automatic).

    `more_to` and `more_cc` are the addresses beyond those that are kept with their names; `to_cut` says that there were
    more of them still. `received_by` are the servers that wrote its Received headings, topmost first, `results_below`
    for each of `authentication_results` how many of these stand above it. `forwarded` is who first sent an email that
    somebody passed on, as its text says: a proposal, never a proof. `reply_to` is whom its Reply-To names, where
    that is one address.

    `lists` are the addresses of the one mailing list it came through, and its List-Id; `wrote_to_list` whom that list
    names as the writer, `kind_apart` and `machine_apart` what `kind` and `machine` are without the list's headings.
    Where a list of ours wrote its own address into From, `by_list` is that address, and `senders` are whom the list
    names instead (`rules.own_lists`): never a proof.
    """

    senders: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    subject: str
    date: datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    own_lines: int
    attachments: tuple[ParsedAttachment, ...]
    authentication_results: tuple[str, ...]
    kind: str = "mail"
    machine: str = ""
    reported_ids: tuple[str, ...] = ()
    return_path: str | None = None
    notes: tuple[str, ...] = ()
    more_to: tuple[str, ...] = ()
    more_cc: tuple[str, ...] = ()
    to_cut: bool = False
    received_by: tuple[str, ...] = ()
    results_below: tuple[int, ...] = ()
    forwarded: Address | None = None
    reply_to: Address | None = None
    lists: tuple[str, ...] = ()
    wrote_to_list: tuple[Address, ...] = ()
    kind_apart: str = ""
    machine_apart: str = ""
    by_list: str = ""

    @property
    def sender(self) -> Address:
        """Who sent it. Several senders are nobody's address: all of them stand in the name (rule 12)."""
        if len(self.senders) == 1:
            return self.senders[0]
        told = (f"{one.name} <{one.address}>" if one.name and one.address else one.address or one.name
                for one in self.senders)  # fmt: skip
        return Address(", ".join(filter(None, told))[:_MOST_OF_SENDERS], "")

    @property
    def reply_text(self) -> str:
        """The text without quoted history and signature."""
        return "\n".join(self.text.split("\n")[: self.own_lines]).strip()

    @property
    def empty(self) -> bool:
        """Whether there is neither text nor attachment (MG4)."""
        return not self.text.strip() and not self.attachments


@dataclass(frozen=True, slots=True)
class MailReport:
    """What happened to an email (CLI: What happened to an email), with the parsed mail where there is one.

    `why` are the questions that were asked about it and their answers, in sentences.
    """

    gateway: str
    source: str
    file: str
    message_id: str
    outcome: MailOutcome
    reason: str
    auto: bool
    mail: int
    ticket: int | None
    message: int | None
    client: int | None
    parsed: ParsedMail | None = field(default=None, compare=False)
    why: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ReadAnew:
    """What differs in a ticket's message now that its email was read again (CLI: mail replay).

    `text` and `folding`: which lines are new, differ; `files` are the names of those that were missing. `answered`:
    staff have answered it, so it stayed as it was.
    """

    mail: int
    ticket: int
    message: int
    text: bool
    folding: bool
    files: tuple[str, ...] = ()
    answered: bool = False

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return self.text or self.folding or bool(self.files)


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """An email among *Incoming emails* (MG6). `notice`: whether its sender was told that it made no ticket.

    `covered`: whether the asker may handle it; the others only see that it could not be read.
    """

    id: int
    sender: str
    address: str
    subject: str
    reason: str
    outcome: MailOutcome
    state: IncomingState
    received: datetime
    department: str | None
    gateway: str
    suggestion: int | None
    size: int
    ticket: int | None = None
    answered_by: str = ""
    answered: datetime | None = None
    notice: str = ""
    covered: bool = True


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """One such email, opened. `of_staff`: a member of staff sent it; `authserv_id`: whom its gateway trusts (MG11).

    `incidents` are those that a ticket made of it takes unless staff say otherwise; None where no department that it
    went to writes requests off (IN10).
    """

    row: IncomingRow
    to: tuple[str, ...]
    of_staff: bool
    authserv_id: str
    incidents: int | None = None


@dataclass(frozen=True, slots=True)
class LetterView:
    """The text of one kind of the desk's own emails in one language (MO2); `own`: the desk changed it.

    `help` says when it is sent, `names` what its text may hold in double braces.
    """

    kind: str
    language: str
    subject: str
    text: str
    own: bool
    help: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpamSenderView:
    """A sender whose email is spam (MG6): an address or `@domain`, who listed it and when."""

    sender: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An outgoing email (MO1). `dropped`: staff gave it up."""

    id: int
    to: str
    subject: str
    state: OutboxState
    error: str
    attempts: int
    ticket: int | None
    created: datetime
    next_try: datetime | None
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingView:
    """An outgoing email, opened: its row, from whom and to whom it goes, when it was sent, what it says."""

    row: OutboxRow
    sender: str
    reply_to: str
    cc: str
    sent: datetime | None
    written_by: str
    text: str
    invoice: int | None = None
    """The payment whose invoice goes with it, as PDF where the program that sends it can draw one."""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """An outbox row leased for sending: data only, MIME is made from it when it is released.

    `again` is when staff last had it sent again. `left` are the recipients that it is still to be sent to where others
    have it; empty means all of To and Cc.
    """

    id: int
    message_id: str
    sender_name: str
    sender: str
    reply_to: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    auto: bool
    null_sender: bool
    attempts: int
    attachments: tuple[ParsedAttachment, ...]
    created: datetime
    again: datetime | None = None
    left: tuple[str, ...] = ()
    invoice: str = field(default="", repr=False)
    """The facts of the invoice that it is about (`rules.invoice_facts`); empty for every other email."""
    leaving: str = ""
    """The subject by which to ask for no more mass messages; empty for an email that is none."""

    @property
    def recipients(self) -> tuple[str, ...]:
        """To whom this attempt goes."""
        return self.left or (*self.to, *self.cc)
