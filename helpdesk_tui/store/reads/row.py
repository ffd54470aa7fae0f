"""One row of a list of tickets from what the database holds (TQ7); knows nothing of how it was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ticket import client_status, in_the_way, unread
from helpdesk_tui.store import shelves
from helpdesk_tui.views import Colleague, QueueRow
from helpdesk_tui.vocab import Characteristic, Priority, TicketStatus

UNTOLD = ("favourite", "read", "client read", "mail out", "notice", "lists")
"""Fields of events that tell who follows a ticket nothing (TF8)."""


def queue_row(
    scope: Scope,
    row: Any,
    tasks: Sequence[Any],
    changes: int | None,
    readings: Mapping[tuple[int, int], datetime],
    company: Sequence[Colleague],
    tags: Sequence[str] = (),
) -> QueueRow:
    """The row as a member of staff of this scope sees it; clients have rows of their own (`reads.my`).

    `changes` says how often others changed a favourite of theirs since they looked; None where it is no favourite.
    `row` has the columns of the ticket and the names that stand beside it, `tasks` are the open ones, oldest first,
    `readings` say when (staff, ticket) was last read, `company` are the colleagues who have it open now.
    """
    held = [task for task in tasks if task.holder is not None]
    mine = next((task for task in held if task.holder == scope.staff_id), None)
    holder = mine or (held[0] if held else None)
    kept = in_the_way(tasks, scope.covers)
    opened = row.shelf in (shelves.WANTS_STAFF, shelves.DELAYED)
    seen = readings.get((holder.holder, row.id)) if holder else row.staff_wrote
    free = any(task.holder is None and scope.covers(task.department) for task in tasks)
    return QueueRow(
        number=row.id, subject=row.subject, client_id=row.client, client=row.client_name or row.client_email,
        client_email=row.client_email, characteristic=Characteristic(row.characteristic),
        department=row.department_name, service=row.service_name, status=TicketStatus(row.status),
        client_status=client_status(row.staff_wrote, row.client_read, opened), priority=Priority(row.priority),
        front=row.front, taken_by=holder.login if holder else None, held_by_me=mine is not None, has_free_task=free,
        unread=unread(row.client_wrote, seen), favourite=changes is not None, delayed=row.delayed,
        returned=row.returned, delayed_until=row.delayed_until, created=row.created, updated=row.updated,
        waiting_since=row.waiting,
        place=row.place, version=row.version, tags=tuple(sorted(tags)),
        kept_by=kept.login if kept else None,
        covered=any(scope.covers(task.department) for task in tasks), changes=changes or 0,
        spam=row.shelf == shelves.SPAM,
    ).in_company(company)  # fmt: skip
