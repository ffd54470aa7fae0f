"""Rows of tickets in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from helpdesk_tui.vocab import Characteristic, ClientStatus, Priority, QueueSort, QueueView, TicketStatus


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else before whom a ticket is open now, and whether they write on it."""

    login: str
    writing: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One ticket in a list (TQ7).

    `place` and `number` are the row's position in queue order; `taken_by` is the asker's own login if they
    hold a task of the ticket, else the login of the holder of the oldest open held task. `kept_by` is who keeps the
    asker from taking it: the holder of the oldest held task of the asker's departments, else of any; `covered` says
    whether a department of the asker has an open task. `changes` says how often others changed a favourite of the
    asker since they looked at it (TF8). `opened_by` are the colleagues before whom the ticket is open now, `writing` is
    one of them who writes on it.
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
    opened_by: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kept_by: str | None = None
    covered: bool = True
    changes: int = 0
    spam: bool = False

    def in_company(self, company: Iterable[Colleague]) -> QueueRow:
        """The row with those who have the ticket open now."""
        company = tuple(company)
        writing = next((one.login for one in company if one.writing), None)
        return replace(self, writing=writing, opened_by=tuple(one.login for one in company))


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
