"""Ready-made tickets in a write transaction, many at once; for desks that are a demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from helpdesk_tui.rules.ready import ReadyMessage, ReadyTicket
from helpdesk_tui.store.rooms.tickets import task_columns, ticket_columns
from helpdesk_tui.store.tables import people
from helpdesk_tui.store.tables import tickets as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

DEMONSTRATION = "demonstration"
"""The provider setting that marks a desk as one, `on`; no act of the staff can change it."""

_ticket = table(tables.Ticket)
_task = table(tables.Task)
_message = table(tables.Message)
_attachment = table(tables.Attachment)
_reading = table(people.Reading)
_favourite = table(people.Favourite)


class Bulk:
    """Stores what the single acts would have stored, a table at a time."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    @property
    def allowed(self) -> bool:
        """Whether this desk is a demonstration."""
        return self._tx.desk.switch(DEMONSTRATION)

    def allow(self) -> None:
        """Mark the desk as a demonstration."""
        self._tx.desk.set(DEMONSTRATION, "on")

    def has_tickets(self) -> bool:
        """Whether the desk has any ticket."""
        return self._tx.connection.execute(select(_ticket.c.id).limit(1)).first() is not None

    def store(self, batch: Sequence[ReadyTicket]) -> list[int]:
        """Store tickets with all that belongs to them, an event for each ticket and message; the tickets' numbers."""
        if not batch:
            return []
        use_priority = self._tx.desk.switch("use_priority")
        numbers = self._numbered(_ticket, [ticket_columns(ready.ticket, use_priority) for ready in batch])
        tasks: list[dict[str, Any]] = []
        said: list[tuple[ReadyMessage, dict[str, Any]]] = []
        for number, ready in zip(numbers, batch, strict=True):
            self._tx.record("ticket", "", ready.ticket.subject, ticket=number, client=ready.ticket.client)
            tasks += [columns | {"ticket": number} for columns in task_columns(ready.ticket, use_priority)]
            said += [(message, message_columns(message, number)) for message in ready.messages]
        self._tx.connection.execute(insert(_task), tasks)
        self._say(said, {number: ready.ticket.client for number, ready in zip(numbers, batch, strict=True)})
        self._remember(numbers, batch)
        return numbers

    def _remember(self, numbers: list[int], batch: Sequence[ReadyTicket]) -> None:
        numbered = list(zip(numbers, batch, strict=True))
        readings = [
            {"staff": staff, "ticket": number, "at": at} for number, ready in numbered for staff, at in ready.readings
        ]
        change = self._tx.change_number() + 1  # that of what is stored here
        favourites = [
            {"staff": staff, "ticket": number, "change": change}
            for number, ready in numbered
            for staff in ready.favourites
        ]
        for where, rows in ((_reading, readings), (_favourite, favourites)):
            if rows:
                self._tx.connection.execute(insert(where), rows)

    def _say(self, said: list[tuple[ReadyMessage, dict[str, Any]]], clients: Mapping[int, int]) -> None:
        ids = self._numbered(_message, [columns for _, columns in said])
        attached: list[dict[str, Any]] = []
        for number, (message, columns) in zip(ids, said, strict=True):
            ticket = columns["ticket"]
            self._tx.record(message.kind.value, "", number, ticket=ticket, client=clients[ticket])
            attached += [
                {"message": number, "blob": self._tx.conversation.blob(a.content), "name": a.name,
                 "content_type": a.content_type, "size": len(a.content), "content_id": a.content_id}
                for a in message.attachments
            ]  # fmt: skip
        if attached:
            self._tx.connection.execute(insert(_attachment), attached)
            for ticket in {columns["ticket"] for message, columns in said if message.attachments}:
                self._tx.tags.attached(ticket)

    def _numbered(self, where: Any, rows: list[dict[str, Any]]) -> list[int]:
        """Insert the rows; their ids, in the same order."""
        if not rows:
            return []
        made = insert(where).returning(where.c.id, sort_by_parameter_order=True)
        return list(self._tx.connection.execute(made, rows).scalars())


def message_columns(message: ReadyMessage, ticket: int) -> dict[str, Any]:
    """Every column of a message's row but its id."""
    return {
        "ticket": ticket, "kind": message.kind.value, "staff": message.staff, "author": message.author,
        "at": message.at, "text": message.text, "own_lines": message.own_lines, "mail": None, "note": "",
        "names": " ".join(a.name for a in message.attachments),
    }  # fmt: skip
