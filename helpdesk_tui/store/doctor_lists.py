"""Whether tickets stand in the lists where their tasks put them, and how to put them right.

The columns in question repeat what follows from the facts (`store.tables.tickets`), written in the same transaction.
The conditions below say which rows cannot be right; what is right is computed by the rules alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, not_, or_, select, true, update
from sqlalchemy.engine import Connection

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.rules.access import SYSTEM_SCOPE
from helpdesk_tui.rules.tags import ATTACHED
from helpdesk_tui.store import shelves
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.rooms.tickets import task_columns, ticket_columns
from helpdesk_tui.store.tables import tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tx import SendRules, Tx
from helpdesk_tui.vocab import SYSTEM, TicketStatus

_ticket = table(tickets.Ticket)
_task = table(tickets.Task)
_tag = table(tickets.TicketTag)
_row = table(tickets.TagRow)
_message = table(tickets.Message)
_attachment = table(tickets.Attachment)
_IN_WORK = (shelves.WANTS_STAFF, shelves.DELAYED)
_AT_ONCE = 200


def wrong_tickets(connection: Connection) -> list[int]:
    """Numbers of the tickets whose columns for the lists cannot be right, in order."""
    found: set[int] = set()
    for statement in (*_conditions(), *_conditions_of_tags()):
        found.update(connection.execute(statement).scalars())
    return sorted(found)


def mend(store: Store, numbers: Sequence[int], now: datetime) -> None:
    """Write these tickets' columns for the lists as the rules derive them, in short transactions."""
    for start in range(0, len(numbers), _AT_ONCE):
        with store.write() as connection:
            tx = Tx(store, connection, FixedClock(now), SYSTEM, SYSTEM_SCOPE, "doctor", SendRules())
            use_priority = tx.desk.switch("use_priority")
            for number in numbers[start : start + _AT_ONCE]:
                ticket = tx.tickets.load(number)
                values = ticket_columns(ticket, use_priority)
                connection.execute(update(_ticket).where(_ticket.c.id == number).values(values))
                for task, columns in zip(ticket.tasks, task_columns(ticket, use_priority), strict=True):
                    connection.execute(update(_task).where(_task.c.id == task.id).values(columns))
                tx.tags.put_right(ticket)
                tx.record("lists", "", "put right", ticket=number, client=ticket.client)
            tx.finish()


def _conditions() -> Iterator[Any]:
    """One statement a sentence; each gives numbers of tickets."""
    free = and_(_task.c.open.is_(True), _task.c.holder.is_(None))
    # A task's place and time are its ticket's; an open task stands on its ticket's shelf.
    shelf = and_(_task.c.open.is_(True), _task.c.shelf != _ticket.c.shelf)
    yield _joined(or_(_task.c.place != _ticket.c.place, _task.c.updated != _ticket.c.updated, shelf))
    # A task is free when it is open, held by nobody, and its ticket wants staff.
    yield _joined(_task.c.free != and_(free, _task.c.shelf == shelves.WANTS_STAFF))
    # Whoever holds an open task, or held it last, has it among theirs.
    holder = and_(_task.c.open.is_(True), _task.c.shelf.in_(_IN_WORK), _task.c.holder.is_not(None))
    yield _joined(and_(holder, or_(_task.c.owner.is_(None), _task.c.owner != _task.c.holder)))
    # A ticket is in progress exactly while a task of it is open, and stands on a shelf of its own then.
    of_ticket = select(_task.c.id).where(_task.c.ticket == _ticket.c.id)
    opened = of_ticket.where(_task.c.open.is_(True)).exists()
    yield select(_ticket.c.id).where((_ticket.c.status == TicketStatus.IN_PROGRESS.value) != opened)
    visible = _ticket.c.shelf.not_in((shelves.SPAM, shelves.MERGED))
    yield select(_ticket.c.id).where(visible, _ticket.c.shelf.in_(_IN_WORK) != opened)
    # A ticket is free exactly when it wants staff and one of its tasks is free.
    free_task = of_ticket.where(free).exists()
    yield select(_ticket.c.id).where(_ticket.c.free != and_(_ticket.c.shelf == shelves.WANTS_STAFF, free_task))
    # A task of each ticket stands for it in the lists.
    listed = of_ticket.where(_task.c.listed.is_(true())).exists()
    yield select(_ticket.c.id).where(not_(listed))


def _joined(condition: Any) -> Any:
    return select(_task.c.ticket).join(_ticket, _ticket.c.id == _task.c.ticket).where(condition).distinct()


def _conditions_of_tags() -> Iterator[Any]:
    """The same of tagged tickets in the lists of their tags: a row for the ticket, and one for each department."""
    here = and_(_row.c.ticket == _task.c.ticket, _row.c.department == _task.c.department)
    of_task = select(_row.c.ticket).join(_task, here)
    of_row = select(_row.c.ticket).where(_row.c.ticket == _tag.c.ticket, _row.c.tag == _tag.c.tag)
    # A row repeats its ticket's shelf, place and time, or those of the task that stands for its department.
    for source, found in (
        (_ticket, select(_row.c.ticket).join(_ticket, _ticket.c.id == _row.c.ticket).where(_row.c.department == 0)),
        (_task, of_task.where(_task.c.listed.is_(True))),
    ):
        yield found.where(or_(*[_row.c[name] != source.c[name] for name in ("shelf", "place", "updated")]))
    # The ticket's is free where the ticket is, a department's where any of its tasks is.
    free = select(_task.c.id).where(here, _task.c.free.is_(True)).exists()
    whole = select(_ticket.c.id).where(_ticket.c.id == _row.c.ticket, _ticket.c.free.is_(True)).exists()
    yield select(_row.c.ticket).where(_row.c.department == 0, _row.c.free != whole)
    yield select(_row.c.ticket).where(_row.c.department != 0, _row.c.free != free)
    # Each tag of a ticket has all of these rows, and there are no others.
    tagged = select(_tag.c.tag).where(_tag.c.ticket == _row.c.ticket, _tag.c.tag == _row.c.tag).exists()
    yield select(_row.c.ticket).where(not_(tagged), _row.c.tag != ATTACHED)
    yield select(_row.c.ticket).where(
        _row.c.department != 0, not_(select(_task.c.id).where(here, _task.c.listed.is_(True)).exists())
    )
    yield select(_tag.c.ticket).where(not_(of_row.where(_row.c.department == 0).exists()))
    missing = not_(of_row.where(_row.c.department == _task.c.department).exists())
    yield select(_tag.c.ticket).join(_task, _task.c.ticket == _tag.c.ticket).where(_task.c.listed.is_(True), missing)
    # A ticket with an attachment has them in the list of those.
    found = select(_message.c.ticket).join(_attachment, _attachment.c.message == _message.c.id)
    listed = select(_row.c.ticket).where(_row.c.ticket == _message.c.ticket, _row.c.tag == ATTACHED)
    yield found.where(not_(listed.where(_row.c.department == 0).exists()))
    lacking = not_(listed.where(_row.c.department == _task.c.department).exists())
    yield found.join(_task, _task.c.ticket == _message.c.ticket).where(_task.c.listed.is_(True), lacking)
