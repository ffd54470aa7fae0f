"""Tickets, their messages and tasks, and what a client sees of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from helpdesk_tui.views.charges import UNCHARGED, ChargesView, FeesView
from helpdesk_tui.views.clients import ClientHead
from helpdesk_tui.views.queue import QueueRow
from helpdesk_tui.vocab import ClientStatus, MessageKind, OutboxState, Priority, Regrouped, TaskState, TicketStatus

ASSIGNED = re.compile(r'The ticket has been assigned to "(.*)"\.')
"""The system's message of TF3."""

TAKEN_BACK = " took it back: "
"""What stands between a login and the system's message of an act that was taken back."""


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
    login or an address; `name` is what a person of the client is called now, empty where that is not known. `edited`
    is when the text was changed last (TF7).
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
    edited: datetime | None = None

    @property
    def written_by(self) -> str:
        """Whom a reader is told it is from."""
        return self.name or self.author


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What a message said until `who` changed it at that time (TF7)."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class RegroupingView:
    """A split or merge that was not taken back (TF7): `messages` came from the ticket `source` to `target`."""

    id: int
    kind: Regrouped
    source: int
    target: int
    who: str
    at: datetime
    messages: int


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
class OtherDraft:
    """A draft beside the first: of another session of the asker's, or, with `former`, the copy of a holder's (TR1)."""

    id: int
    former: str | None
    text: str
    comment: str
    saved: datetime


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
    charges: ChargesView = UNCHARGED
    others: tuple[OtherDraft, ...] = ()

    @property
    def can_reply(self) -> bool:
        """Whether the asker holds an open task of the ticket."""
        return self.row.held_by_me

    @property
    def assigned_to(self) -> str:
        """To whom the ticket was redirected last, while it is open; empty when it never was (TF3)."""
        if self.row.status is not TicketStatus.IN_PROGRESS:
            return ""
        taken_back: list[str] = []
        for said in (m.text for m in reversed(self.messages) if m.kind is MessageKind.SYSTEM):
            found = ASSIGNED.fullmatch(said)
            if found is None:
                taken_back.append(said.partition(TAKEN_BACK)[2])
            elif said in taken_back:
                taken_back.remove(said)
            else:
                return found[1]
        return ""

    @property
    def last_message(self) -> int:
        """Number of the newest message that is not the system's; 0 when there is none."""
        return max((m.id for m in self.messages if m.kind is not MessageKind.SYSTEM), default=0)


@dataclass(frozen=True, slots=True)
class ClientTicketRow:
    """One of their tickets as a client sees it (TQ4); `written` is when somebody last wrote to it.

    `priority` is there where clients set it.
    """

    number: int
    subject: str
    department: str
    service: str | None
    status: ClientStatus
    archived: bool
    created: datetime
    written: datetime
    priority: Priority | None = None


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
    edited: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClientTicket:
    """A ticket with its conversation as its client sees it, and what it cost them: incidents, fees in minor units.

    `earlier` are its fees in currencies that the provider had before, the one that was charged in last first.
    """

    row: ClientTicketRow
    messages: tuple[ClientMessage, ...]
    incidents: int = 0
    fee: int = 0
    currency: str = ""
    earlier: tuple[FeesView, ...] = ()
