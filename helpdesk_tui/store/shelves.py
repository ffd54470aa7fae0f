"""Where a ticket stands in the lists: the shelf of the ticket and of each of its tasks.

A view (TQ2) is one shelf, or all that are visible; the number is stored with the row, so that a page of a view is
one walk along one index.
"""

from __future__ import annotations

from helpdesk_tui.rules.ticket import Task, Ticket

WANTS_STAFF = 0
DELAYED = 1
AWAITING = 2
ARCHIVED = 3
SPAM = 4
MERGED = 5
ELSEWHERE = 6
"""A closed task of a ticket that is open for others."""


def shelf_of(ticket: Ticket) -> int:
    """The shelf of a ticket as a whole."""
    if ticket.merged_into is not None:
        return MERGED
    if ticket.spam:
        return SPAM
    if ticket.open_tasks:
        return DELAYED if ticket.delayed else WANTS_STAFF
    return ARCHIVED if ticket.archived else AWAITING


def shelf_for(ticket: Ticket, task: Task) -> int:
    """The shelf of one task: the ticket's, unless the task is done while the ticket goes on."""
    shelf = shelf_of(ticket)
    return ELSEWHERE if shelf in (WANTS_STAFF, DELAYED) and not task.open else shelf


def listed(ticket: Ticket) -> set[int]:
    """Positions in `ticket.tasks` that stand for their department in lists: an open one, else the newest."""
    best: dict[int, int] = {}
    for position, task in enumerate(ticket.tasks):
        held = best.get(task.department)
        if held is None or task.open or not ticket.tasks[held].open:
            best[task.department] = position
    return set(best.values())
