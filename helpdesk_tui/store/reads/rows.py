"""Rows of a list of tickets, by their numbers (TQ7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from helpdesk_tui.store import shelves
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import clients, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import Characteristic, ClientStatus, Priority, TicketStatus

_ticket = table(tickets.Ticket)
_task = table(tickets.Task)
_client = table(clients.Client)
_service = table(clients.Service)
_department = table(people.Department)
_staff = table(people.Staff)
_favourite = table(people.Favourite)
_reading = table(people.Reading)
_draft = table(people.Draft)

WRITING_FOR = timedelta(minutes=2)
"""A draft younger than this means that its author is writing."""

_rows = (
    select(
        _ticket,
        _client.c.name.label("client_name"), _client.c.email.label("client_email"), _client.c.characteristic,
        _department.c.name.label("department_name"), _service.c.name.label("service_name"),
    )
    .join(_client, _client.c.id == _ticket.c.client)
    .join(_department, _department.c.id == _ticket.c.department)
    .outerjoin(_service, _service.c.id == _ticket.c.service)
)  # fmt: skip
_tasks = (
    select(_task.c.ticket, _task.c.department, _task.c.holder, _task.c.opened, _task.c.id, _staff.c.login)
    .outerjoin(_staff, _staff.c.id == _task.c.holder)
    .order_by(_task.c.opened, _task.c.id)
)


def load_rows(asking: Asking, numbers: Sequence[int]) -> tuple[QueueRow, ...]:
    """The rows of these tickets, in this order."""
    if not numbers:
        return ()
    run = asking.connection.execute
    tasks: dict[int, list[Any]] = defaultdict(list)
    for row in run(_tasks.where(_task.c.ticket.in_(numbers), _task.c.open.is_(True))):
        tasks[row.ticket].append(row)
    favourites = set(run(_mine(asking, _favourite, numbers)).scalars())
    readings = _readings(asking, numbers)
    writers = _writers(asking, numbers)
    found = {
        row.id: _row(asking, row, tasks[row.id], row.id in favourites, readings, writers.get(row.id))
        for row in run(_rows.where(_ticket.c.id.in_(numbers)))
    }
    return tuple(found[number] for number in numbers if number in found)


def _mine(asking: Asking, where: Any, numbers: Iterable[int]) -> Any:
    return select(where.c.ticket).where(where.c.staff == asking.scope.staff_id, where.c.ticket.in_(list(numbers)))


def _readings(asking: Asking, numbers: Sequence[int]) -> dict[tuple[int, int], Any]:
    """When each member of staff last read each of these tickets."""
    asked = select(_reading.c.staff, _reading.c.ticket, _reading.c.at).where(_reading.c.ticket.in_(numbers))
    return {(row.staff, row.ticket): row.at for row in asking.connection.execute(asked)}


def _writers(asking: Asking, numbers: Sequence[int]) -> dict[int, str]:
    """Who else is writing on which of these tickets."""
    asked = (
        select(_draft.c.ticket, _staff.c.login)
        .join(_staff, _staff.c.id == _draft.c.staff)
        .where(_draft.c.ticket.in_(numbers), _draft.c.saved > asking.now - WRITING_FOR)
    )
    if asking.scope.staff_id is not None:
        asked = asked.where(_draft.c.staff != asking.scope.staff_id)
    return {row.ticket: row.login for row in asking.connection.execute(asked)}


def _row(
    asking: Asking,
    row: Any,
    tasks: list[Any],
    favourite: bool,
    readings: dict[tuple[int, int], Any],
    writing: str | None,
) -> QueueRow:
    scope = asking.scope
    rated = Characteristic.COMMON if scope.client_id is not None else Characteristic(row.characteristic)
    held = [task for task in tasks if task.holder is not None]
    mine = next((task for task in held if task.holder == scope.staff_id), None)
    holder = mine or (held[0] if held else None)
    free = any(task.holder is None and scope.covers(task.department) for task in tasks)
    return QueueRow(
        number=row.id, subject=row.subject, client_id=row.client, client=row.client_name or row.client_email,
        client_email=row.client_email, characteristic=rated,
        department=row.department_name, service=row.service_name, status=TicketStatus(row.status),
        client_status=_client_status(row), priority=Priority(row.priority), front=row.front,
        taken_by=holder.login if holder else None, held_by_me=mine is not None, has_free_task=free,
        unread=_unread(row, holder, readings), favourite=favourite, delayed=row.delayed, returned=row.returned,
        delayed_until=row.delayed_until, created=row.created, updated=row.updated, waiting_since=row.waiting,
        place=row.place, version=row.version, writing=writing,
    )  # fmt: skip


def _client_status(row: Any) -> ClientStatus:
    """Client-area status (TQ4) from the stored columns; `rules.ticket` derives the same from the facts."""
    if row.staff_wrote and (row.client_read is None or row.client_read < row.staff_wrote):
        return ClientStatus.NEW_MESSAGES
    open_somewhere = row.shelf in (shelves.WANTS_STAFF, shelves.DELAYED)
    return ClientStatus.IN_PROGRESS if open_somewhere else ClientStatus.REVIEWED


def _unread(row: Any, holder: Any | None, readings: dict[tuple[int, int], Any]) -> bool:
    """A client message newer than the holder's reading; with no holder, than the last staff message (clarification)."""
    if row.client_wrote is None:
        return False
    seen = readings.get((holder.holder, row.id)) if holder else row.staff_wrote
    return seen is None or bool(row.client_wrote > seen)
