"""What the rules know of a ticket: its facts and its tasks, and what follows from them.

The facts are the one input and output of `rules.lifecycle`; the store loads and saves them and derives its
index columns from the properties here, so that a status exists in one place only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from helpdesk_tui.vocab import ClientStatus, Priority, TicketStatus

WAIT_BITS = 42
PRIORITY_BITS = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Task:
    """The part of a ticket that one department, or one person in it, has to do (TQ5).

    `id` is 0 until it is stored. `former` is the last holder of a task that is closed, or was reopened and not yet
    taken again: then it is theirs under *Mine*. `answered` is when its holder last answered.
    """

    id: int
    department: int
    holder: int | None
    open: bool
    opened: datetime
    closed: datetime | None = None
    closed_by: int | None = None
    former: int | None = None
    answered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """The facts of a ticket.

    `delayed` is stored, cleared by whoever sees that `delayed_until` has come, so that order needs no clock;
    `returned` marks a ticket that came back from a delay until staff act on it. `waiting` is since when the
    client waits. `continues` is the archived ticket that this one goes on with. `version` grows with every change.
    """

    number: int
    client: int
    subject: str
    service: int | None
    tasks: tuple[Task, ...]
    created: datetime
    updated: datetime
    waiting: datetime
    priority: Priority = Priority.NORMAL
    front: bool = False
    summary: str = ""
    by_staff: bool = False
    spam: bool = False
    merged_into: int | None = None
    continues: int | None = None
    archived: datetime | None = None
    delayed_until: datetime | None = None
    delayed: bool = False
    returned: bool = False
    client_wrote: datetime | None = None
    staff_wrote: datetime | None = None
    client_read: datetime | None = None
    version: int = 1

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """The tasks that are not closed, in the order they were opened."""
        return tuple(task for task in self.tasks if task.open)

    @property
    def status(self) -> TicketStatus:
        """Admin-area status (TQ3)."""
        if self.open_tasks:
            return TicketStatus.IN_PROGRESS
        return TicketStatus.ARCHIVED if self.archived else TicketStatus.AWAITING

    @property
    def client_status(self) -> ClientStatus:
        """Client-area status (TQ4)."""
        return client_status(self.staff_wrote, self.client_read, bool(self.open_tasks))

    @property
    def departments(self) -> tuple[int, ...]:
        """Every department that has or had a task of the ticket."""
        return tuple(dict.fromkeys(task.department for task in self.tasks))

    @property
    def department(self) -> int:
        """That of the open task assigned last, else of the task closed last (clarification)."""
        if self.open_tasks:
            return sorted(self.open_tasks, key=lambda task: (task.opened, task.id or 2**62))[-1].department
        return self.closed_last.department

    @property
    def closed_last(self) -> Task:
        """Of a closed ticket, the task that was closed last; of several closed at once, the one that answered last."""
        return sorted(self.tasks, key=_when_closed)[-1]

    def held_by(self, staff: int | None) -> Task | None:
        """The oldest open task that this member of staff holds."""
        return next((t for t in self.open_tasks if staff is not None and t.holder == staff), None)

    def holders(self) -> tuple[int, ...]:
        """The holders of its open tasks, the longest holding first."""
        return tuple(dict.fromkeys(t.holder for t in self.open_tasks if t.holder is not None))


def _when_closed(task: Task) -> tuple[datetime, bool, datetime, int]:
    return task.closed or task.opened, task.answered is not None, task.answered or task.opened, task.id


class HasHolder(Protocol):
    """A task, of the facts or of a row in a list."""

    @property
    def department(self) -> int:
        """Whose task it is."""
        ...

    @property
    def holder(self) -> int | None:
        """Who holds it."""
        ...


T = TypeVar("T", bound=HasHolder)


def in_the_way(opened: Iterable[T], covers: Callable[[int], bool]) -> T | None:
    """Of open tasks, oldest first, the held one that keeps a member out: of a department of theirs, else of any."""
    held = [task for task in opened if task.holder is not None]
    return next((task for task in held if covers(task.department)), held[0] if held else None)


def client_status(staff_wrote: datetime | None, client_read: datetime | None, opened: bool) -> ClientStatus:
    """Client-area status (TQ4): of a ticket's facts and of its row in a list alike; `opened` where a task is open."""
    if staff_wrote and (client_read is None or client_read < staff_wrote):
        return ClientStatus.NEW_MESSAGES
    return ClientStatus.IN_PROGRESS if opened else ClientStatus.REVIEWED


def unread(client_wrote: datetime | None, seen: datetime | None) -> bool:
    """Whether the client wrote something newer than what was seen (clarification: Unread).

    `seen` is the holder's last reading; with no holder, the last staff message.
    """
    return client_wrote is not None and (seen is None or client_wrote > seen)


def place(front: bool, priority: Priority, waiting: datetime, use_priority: bool) -> int:
    """Position in queue order (TQ8) as one number: front first, then priority, then longest waiting.

    One integer makes paging by key one comparison; 48 bits, so it survives JSON. Where the desk does not use
    priorities they do not count, *front* does (clarification).
    """
    rank = int(Priority.URGENT - priority) if use_priority else 0
    key = (0 if front else 1) << PRIORITY_BITS | rank
    return key << WAIT_BITS | (waiting - _EPOCH) // _MILLISECOND
