"""Tags of tickets in a write transaction (TQ10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from helpdesk_tui.rules.tags import MAX_TAGS, changed_tags
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.store.rooms.tickets import task_columns, ticket_columns
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import tickets as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_tag = table(tables.TicketTag)
_row = table(tables.TagRow)
_ticket = table(tables.Ticket)
_remove_rows = Statement(delete(_row).where(_row.c.ticket == bindparam("number")))
_add_rows = Statement(insert(_row))
_IN_LISTS = ("department", "shelf", "place", "updated", "free")


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

    def follow(self, ticket: Ticket) -> None:
        """A tagged ticket was saved: its tags' lists have it where it stands now. One without tags costs one look."""
        if _remove_rows.run(self._tx.connection, {"number": ticket.number}):
            self._add_rows(ticket)

    def put_right(self, ticket: Ticket) -> None:
        """Write a ticket's rows in the lists of its tags, whatever was there."""
        _remove_rows.run(self._tx.connection, {"number": ticket.number})
        self._add_rows(ticket)

    def re_place_all(self) -> None:
        """Take over every ticket's place, after all were computed anew."""
        own = select(_ticket.c.place).where(_ticket.c.id == _row.c.ticket).scalar_subquery()
        self._tx.connection.execute(update(_row).values(place=own))

    def _add_rows(self, ticket: Ticket) -> None:
        rows = list_rows(ticket, self._tx.desk.switch("use_priority"))
        of_ticket = {"ticket": ticket.number}
        tagged = [of_ticket | row | {"tag": tag} for tag in self.of(ticket.number) for row in rows]
        _add_rows.run_each(self._tx.connection, tagged)

    def _write(self, ticket: Ticket, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        if after == before:
            return
        gone, new = sorted(set(before) - set(after)), sorted(set(after) - set(before))
        run = self._tx.connection.execute
        if gone:
            run(delete(_tag).where(_tag.c.ticket == ticket.number, _tag.c.tag.in_(gone)))
        if new:
            run(insert(_tag), [{"ticket": ticket.number, "tag": tag} for tag in new])
        self.put_right(ticket)
        self._tx.record("tags", ", ".join(before), ", ".join(after), ticket=ticket.number, client=ticket.client)


def list_rows(ticket: Ticket, use_priority: bool) -> list[dict[str, Any]]:
    """Where a ticket stands in the lists of any of its tags: as a whole (department 0), and in each department."""
    return rows_of(ticket_columns(ticket, use_priority), task_columns(ticket, use_priority))


def rows_of(whole: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same of the columns of a ticket's row and of those of its tasks."""
    free = {task["department"] for task in tasks if task["free"]}
    listed = [dict(task) | {"free": task["department"] in free} for task in tasks if task["listed"]]
    return [{name: row[name] for name in _IN_LISTS} for row in (dict(whole) | {"department": 0}, *listed)]
