"""Every read model: plain frozen data that leaves the store and is shown, printed or compared.

Times are aware and UTC, sizes are bytes, money is integer minor units of the named currency. Text fields
hold what came from outside as it came; whoever shows it passes it through `helpdesk_tui.text.safe_text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from helpdesk_tui.vocab import (
    Characteristic,
    ClientStatus,
    GatewayType,
    IncomingState,
    MailOutcome,
    MessageKind,
    OutboxState,
    Priority,
    ServiceStatus,
    TaskState,
    TicketStatus,
    TlsMode,
)

ASSIGNED = re.compile(r'The ticket has been assigned to "(.*)"\.')
"""The system's message of TF3."""

# ---------------------------------------------------------------- tickets


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One ticket in a list (TQ7).

    `place` and `number` are the row's position in queue order; `taken_by` is the asker's own login if they
    hold a task of the ticket, else the login of the holder of the oldest open held task. `kept_by` is who keeps the
    asker from taking it: the holder of the oldest held task of the asker's departments, else of any; `covered` says
    whether a department of the asker has an open task.
    """

    number: int
    subject: str
    client_id: int
    client: str
    client_email: str
    characteristic: Characteristic
    department: str
    service: str | None
    status: TicketStatus
    client_status: ClientStatus
    priority: Priority
    front: bool
    taken_by: str | None
    held_by_me: bool
    has_free_task: bool
    unread: bool
    favourite: bool
    delayed: bool
    returned: bool
    delayed_until: datetime | None
    created: datetime
    updated: datetime
    waiting_since: datetime
    place: int
    version: int
    writing: str | None = None
    tags: tuple[str, ...] = ()
    kept_by: str | None = None
    covered: bool = True


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A run of rows in the order asked for; `more` says whether the list goes on in that direction."""

    rows: tuple[QueueRow, ...]
    more: bool
    change: int


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """An attachment of a message (TF11); `size` in bytes, `name` as the safe file name."""

    id: int
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a conversation.

    `text` is the whole text; `own_lines` says how many of its first lines the writer newly wrote, the rest is
    quoted history that a screen folds. `undelivered` is the error of an answer that did not arrive. `author` is a
    login or an address; `name` is what a person of the client is called now, empty where that is not known.
    """

    id: int
    kind: MessageKind
    author: str
    at: datetime
    text: str
    own_lines: int
    attachments: tuple[AttachmentView, ...] = ()
    mail: int | None = None
    delivery: OutboxState | None = None
    undelivered: str = ""
    by_mail: bool = False
    note: str = ""
    name: str = ""

    @property
    def written_by(self) -> str:
        """Whom a reader is told it is from."""
        return self.name or self.author


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task of a ticket: department, holder, state (TQ5)."""

    id: int
    department: str
    staff: str | None
    state: TaskState
    mine: bool
    former: str | None = None


@dataclass(frozen=True, slots=True)
class DraftView:
    """What a member of staff has typed on a ticket and not sent (TR5)."""

    text: str
    comment: str
    saved: datetime
    seen_message: int = 0


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as its form shows it (TF1, TF11): the row, its tasks, its conversation and its client.

    `can_reply` says whether the asker holds an open task (TR1); `change` is the desk's change number at the
    time of reading. `reply_to` are the addresses an answer goes to, `reply_from` the address it comes from;
    `answers_arrive` is False when no gateway takes mail for that address.
    """

    row: QueueRow
    summary: str
    tasks: tuple[TaskView, ...]
    messages: tuple[MessageView, ...]
    client: ClientHead
    service_id: int | None
    draft: DraftView | None
    reply_to: tuple[str, ...]
    reply_from: str
    answers_arrive: bool
    holders: tuple[str, ...]
    merged_into: int | None
    change: int

    @property
    def can_reply(self) -> bool:
        """Whether the asker holds an open task of the ticket."""
        return self.row.held_by_me

    @property
    def assigned_to(self) -> str:
        """To whom the ticket was redirected last, while it is open; empty when it never was (TF3)."""
        if self.row.status is not TicketStatus.IN_PROGRESS:
            return ""
        said = (ASSIGNED.fullmatch(m.text) for m in reversed(self.messages) if m.kind is MessageKind.SYSTEM)
        return next((found[1] for found in said if found), "")

    @property
    def last_message(self) -> int:
        """Number of the newest message that is not the system's; 0 when there is none."""
        return max((m.id for m in self.messages if m.kind is not MessageKind.SYSTEM), default=0)


@dataclass(frozen=True, slots=True)
class ClientTicketRow:
    """One of their tickets as a client sees it (TQ4); `written` is when somebody last wrote to it."""

    number: int
    subject: str
    department: str
    service: str | None
    status: ClientStatus
    archived: bool
    created: datetime
    written: datetime


@dataclass(frozen=True, slots=True)
class ClientMessage:
    """A message as a client sees it; `author` is a name of theirs, of a member of staff, or a department's."""

    id: int
    kind: MessageKind
    author: str
    at: datetime
    text: str
    own_lines: int
    attachments: tuple[AttachmentView, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientTicket:
    """A ticket with its conversation as its client sees it."""

    row: ClientTicketRow
    messages: tuple[ClientMessage, ...]


# ---------------------------------------------------------------- clients


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service of a client (CL4); `cost` in minor units of `currency`."""

    id: int
    name: str
    plan: str
    domain: str
    status: ServiceStatus
    cost: int
    currency: str


@dataclass(frozen=True, slots=True)
class ClientHead:
    """What stands above a ticket about its client; `currency` is that of the client's sums."""

    id: int
    name: str
    email: str
    characteristic: Characteristic
    label: str
    language: str
    country: str
    comment: str
    registered: datetime
    tickets: int
    open_tickets: int
    services: tuple[ServiceView, ...]
    currency: str = ""

    @property
    def active(self) -> bool:
        """Whether the client has active services (CL3)."""
        return any(service.status is ServiceStatus.ACTIVE for service in self.services)


@dataclass(frozen=True, slots=True)
class UserView:
    """A person of a client with an address of their own (MG5)."""

    id: int
    name: str
    email: str
    main: bool
    active: bool


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in a list (CL1); `active` when they have active services (CL3)."""

    id: int
    name: str
    email: str
    active: bool
    characteristic: Characteristic
    label: str
    open_tickets: int
    currency: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of a client, for finding the client by anybody's name or address."""

    client: int
    client_name: str
    client_email: str
    label: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class ClientCard:
    """The client card on one page (CL4)."""

    head: ClientHead
    users: tuple[UserView, ...]
    tickets: tuple[QueueRow, ...]
    changes: tuple[EventView, ...]


# ---------------------------------------------------------------- people and departments


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A department (DS1)."""

    id: int
    name: str
    address: str
    signature: str
    write_off: bool
    external: bool
    support_center: bool
    open_tickets: int
    answers_arrive: bool


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff (DS2)."""

    id: int
    login: str
    name: str
    email: str
    admin: bool
    active: bool
    departments: tuple[str, ...]
    language: str
    signature: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One recorded change: who changed what, from what to what."""

    id: int
    at: datetime
    who: str
    action: str
    ticket: int | None
    field: str
    before: str
    after: str
    reason: str


# ---------------------------------------------------------------- mail


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
    for each of `authentication_results` how many of these stand above it.
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
    """What happened to an email (CLI: What happened to an email), with the parsed mail where there is one."""

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


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """An email among *Incoming emails* (MG6)."""

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


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """One such email, opened: its row, text and attachments' names and sizes."""

    row: IncomingRow
    text: str
    to: tuple[str, ...]
    attachments: tuple[AttachmentView, ...]


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An outgoing email (MO1)."""

    id: int
    to: str
    subject: str
    state: OutboxState
    error: str
    attempts: int
    ticket: int | None
    created: datetime
    next_try: datetime | None


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


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """An outbox row leased for sending: data only, MIME is made from it when it is released.

    `again` is when staff last had it sent again.
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


# ---------------------------------------------------------------- the desk as a whole


@dataclass(frozen=True, slots=True)
class GatewayHealth:
    """Health of one gateway for the status bar: `late` after two missed polls."""

    name: str
    last_poll: datetime | None
    late: bool
    error: str


@dataclass(frozen=True, slots=True)
class Due:
    """What waits for the worker: delayed tickets whose time has come, outgoing mail, and who is sending right now."""

    delays: bool
    outbox: bool
    senders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What `doctor` found about one thing (X6): `ok` unless something is broken.

    `note` marks what is worth knowing although nothing is broken, such as a department whose answers will not arrive.
    """

    name: str
    ok: bool
    sentence: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """One screen of health (CLI: status)."""

    version: str
    schema: str
    desk: str
    database: str
    counts: dict[str, int]
    gateways: tuple[GatewayHealth, ...]
    outbox: dict[str, int]
    worker_seen: datetime | None
    worker_alive: bool
    change: int
