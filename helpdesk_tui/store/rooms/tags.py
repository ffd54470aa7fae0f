"""Tags of tickets in a write transaction (TQ10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from helpdesk_tui.rules.tags import MAX_TAGS, changed_tags
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.store.tables import tickets as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_tag = table(tables.TicketTag)


class Tags:
    """Which tags a ticket carries."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def of(self, ticket: int) -> tuple[str, ...]:
        """A ticket's tags, sorted."""
        asked = select(_tag.c.tag).where(_tag.c.ticket == ticket)
        return tuple(sorted(self._tx.connection.execute(asked).scalars()))

    def change(self, ticket: Ticket, add: Iterable[str], remove: Iterable[str]) -> Ticket:
        """Add and take off; the ticket with its new version. Raises Refused for a word that can be no tag."""
        before = self.of(ticket.number)
        after = changed_tags(before, add, remove)
        if after == before:
            return ticket
        self._write(ticket, before, after)
        return self._tx.tickets.save(ticket, replace(ticket, updated=self._tx.now))

    def share(self, ticket: Ticket, tags: Iterable[str]) -> tuple[str, ...]:
        """Give a ticket these tags too, as many as a ticket may have; those that it had not. Its version stays."""
        before = self.of(ticket.number)
        came = tuple(tag for tag in tags if tag not in before)[: MAX_TAGS - len(before)]
        self._write(ticket, before, tuple(sorted((*before, *came))))
        return came

    def unshare(self, ticket: Ticket, tags: Iterable[str]) -> None:
        """Take what was given so off again, where it still is. Its version stays."""
        before, off = self.of(ticket.number), set(tags)
        self._write(ticket, before, tuple(tag for tag in before if tag not in off))

    def _write(self, ticket: Ticket, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        if after == before:
            return
        gone, new = sorted(set(before) - set(after)), sorted(set(after) - set(before))
        run = self._tx.connection.execute
        if gone:
            run(delete(_tag).where(_tag.c.ticket == ticket.number, _tag.c.tag.in_(gone)))
        if new:
            run(insert(_tag), [{"ticket": ticket.number, "tag": tag} for tag in new])
        self._tx.record("tags", ", ".join(before), ", ".join(after), ticket=ticket.number, client=ticket.client)
