"""Rows of tickets in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk_tui.vocab import Characteristic, ClientStatus, Priority, QueueSort, QueueView, TicketStatus


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One ticket in a list (TQ7).

    `place` and `number` are the row's position in queue order; `taken_by` is the asker's own login if they
    hold a task of the ticket, else the login of the holder of the oldest open held task. `kept_by` is who keeps the
    asker from taking it: the holder of the oldest held task of the asker's departments, else of any; `covered` says
    whether a department of the asker has an open task. `changes` says how often others changed a favourite of the
    asker since they looked at it (TF8).
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
    changes: int = 0


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A run of rows in the order asked for; `more` says whether the list goes on in that direction."""

    rows: tuple[QueueRow, ...]
    more: bool
    change: int


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list that a member of staff named (TQ2): on which digit, of which view, in which order, how filtered."""

    slot: int
    name: str
    view: QueueView
    sort: QueueSort
    query: str
