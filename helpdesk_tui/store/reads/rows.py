"""Rows of a list of tickets, by their numbers (TQ7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.history import since
from helpdesk_tui.store.reads.presence import company_of
from helpdesk_tui.store.reads.row import queue_row
from helpdesk_tui.store.tables import clients, desk, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import QueueRow

_ticket = table(tickets.Ticket)
_task = table(tickets.Task)
_client = table(clients.Client)
_service = table(clients.Service)
_department = table(people.Department)
_staff = table(people.Staff)
_favourite = table(people.Favourite)
_reading = table(people.Reading)
_event = table(desk.Event)
_tag = table(tickets.TicketTag)

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
    favourites = _favourites(asking, numbers)
    readings = _readings(asking, numbers)
    company = company_of(asking, numbers)
    tags: dict[int, list[str]] = defaultdict(list)
    for tagged in run(select(_tag.c.ticket, _tag.c.tag).where(_tag.c.ticket.in_(numbers))):
        tags[tagged.ticket].append(tagged.tag)
    found = {
        row.id: queue_row(
            asking.scope, row, tasks[row.id], favourites.get(row.id), readings, company.get(row.id, ()), tags[row.id]
        )
        for row in run(_rows.where(_ticket.c.id.in_(numbers)))
    }
    return tuple(found[number] for number in numbers if number in found)


def _favourites(asking: Asking, numbers: Sequence[int]) -> dict[int, int]:
    """Those of these tickets that are favourites of who asks, and how often others changed each since they looked."""
    mine = _favourite.c.staff == asking.scope.staff_id
    asked = (
        select(_favourite.c.ticket, func.count(_event.c.change.distinct()).label("changes"))
        .outerjoin(_event, since(asking, _favourite, _event))
        .where(mine, _favourite.c.ticket.in_(numbers))
        .group_by(_favourite.c.ticket)
    )
    return {row.ticket: row.changes for row in asking.connection.execute(asked)}


def _readings(asking: Asking, numbers: Sequence[int]) -> dict[tuple[int, int], Any]:
    """When each member of staff last read each of these tickets."""
    asked = select(_reading.c.staff, _reading.c.ticket, _reading.c.at).where(_reading.c.ticket.in_(numbers))
    return {(row.staff, row.ticket): row.at for row in asking.connection.execute(asked)}
