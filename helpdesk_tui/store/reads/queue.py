"""Pages of the queue, its counts, and what changed in it."""

from __future__ import annotations

from sqlalchemy import select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadCounts, ReadMatches, ReadQueue, ReadRow, ReadTouched
from helpdesk_tui.store.reads import walk
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.rows import load_rows
from helpdesk_tui.store.tables import desk
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import QueuePage, QueueRow
from helpdesk_tui.vocab import QueueView

_event = table(desk.Event)
_desk = table(desk.Desk)
_MANY = 500
"""More changed tickets than this are reported as *anything may have changed*."""


def queue_page(asking: Asking, question: ReadQueue) -> QueuePage:
    """A page of rows in the order asked for, whichever way it was walked."""
    found = walk.numbers(asking, question, question.limit + 1)
    page = found[: question.limit]
    if question.before is not None or question.last:
        page.reverse()
    change = asking.connection.execute(select(_desk.c.change)).scalar_one()
    return QueuePage(load_rows(asking, page), len(found) > question.limit, change)


def counts(asking: Asking, question: ReadCounts) -> dict[QueueView, int]:
    """How many tickets each view holds."""
    return {view: walk.count(asking, view, None, question.client) for view in QueueView}


def matches(asking: Asking, question: ReadMatches) -> int:
    """How many tickets a filtered view holds."""
    return walk.count(asking, question.view, question.query, question.client)


def one_row(asking: Asking, question: ReadRow) -> QueueRow:
    """A ticket as a row; raises NotFound when it is not there or not in the asker's scope."""
    seen = select(walk.ticket.c.id).where(walk.ticket.c.id == question.number, *walk.reach(asking))
    if asking.connection.execute(seen).first() is None:
        raise NotFound(f"Ticket {question.number}")
    return load_rows(asking, [question.number])[0]


def touched(asking: Asking, question: ReadTouched) -> tuple[int, frozenset[int]]:
    """The change number now, and which tickets changed since; -1 among them stands for anything else."""
    change = asking.connection.execute(select(_desk.c.change)).scalar_one()
    if question.since is None or question.since == change:
        return change, frozenset()
    # Of the number and not of the column: SQLite would walk all events in the order of tickets, to see each once.
    asked = select((_event.c.ticket + 0).label("ticket")).where(_event.c.change > question.since).distinct()
    numbers = list(asking.connection.execute(asked.limit(_MANY)).scalars())
    named = [number for number in numbers if number is not None]
    seen = select(walk.ticket.c.id).where(walk.ticket.c.id.in_(named), *walk.reach(asking))
    other = {-1} if len(named) < len(numbers) or len(numbers) == _MANY else set()
    return change, frozenset(asking.connection.execute(seen).scalars()) | other
