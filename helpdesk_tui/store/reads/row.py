"""One row of a list of tickets from what the database holds (TQ7); knows nothing of how it was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from helpdesk_tui.rules.access import Scope
from helpdesk_tui.store import shelves
from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import Characteristic, ClientStatus, Priority, TicketStatus

WRITING_FOR = timedelta(minutes=2)
"""A draft younger than this means that its author is writing."""


def queue_row(
    scope: Scope,
    row: Any,
    tasks: Sequence[Any],
    favourite: bool,
    readings: Mapping[tuple[int, int], datetime],
    writing: str | None,
) -> QueueRow:
    """The row as this scope sees it.

    `row` has the columns of the ticket and the names that stand beside it, `tasks` are the open ones, oldest first,
    `readings` say when (staff, ticket) was last read, `writing` names a colleague who writes on it now.
    """
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


def _unread(row: Any, holder: Any | None, readings: Mapping[tuple[int, int], datetime]) -> bool:
    """A client message newer than the holder's reading; with no holder, than the last staff message (clarification)."""
    if row.client_wrote is None:
        return False
    seen = readings.get((holder.holder, row.id)) if holder else row.staff_wrote
    return seen is None or bool(row.client_wrote > seen)
