"""Tags of tickets in a write transaction (TQ10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, literal, select, true, update

from helpdesk_tui.rules.tags import ATTACHED, MAX_TAGS, changed_tags
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
_task = table(tables.Task)
_message = table(tables.Message)
_attachment = table(tables.Attachment)
_other = _task.alias("other")
_lists_of = Statement(select(_row.c.tag).where(_row.c.ticket == bindparam("number")).distinct())
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
        lists = [row.tag for row in _lists_of.rows(self._tx.connection, {"number": ticket.number})]
        if lists:
            _remove_rows.run(self._tx.connection, {"number": ticket.number})
            self._add_rows(ticket, lists)

    def put_right(self, ticket: Ticket) -> None:
        """Write a ticket's rows in the lists of its tags, whatever was there."""
        _remove_rows.run(self._tx.connection, {"number": ticket.number})
        attached = (ATTACHED,) if self._has_attachment(ticket.number) else ()
        self._add_rows(ticket, (*self.of(ticket.number), *attached))

    def attached(self, ticket: int) -> None:
        """A message with an attachment came to a ticket, as it stands in the database: its list has it from now on.

        It stays there when the message goes again: whoever walks along the list looks at each ticket anyway.
        """
        known = select(_row.c.ticket).where(_row.c.ticket == ticket, _row.c.tag == ATTACHED).limit(1)
        if self._tx.connection.execute(known).first() is not None or not self._has_attachment(ticket):
            return
        mark = literal(ATTACHED)
        here = (_other.c.ticket == _task.c.ticket, _other.c.department == _task.c.department, _other.c.free == true())
        free = select(_other.c.id).where(*here).exists()
        whole = select(_ticket.c.id, mark, literal(0), _ticket.c.shelf, _ticket.c.place, _ticket.c.updated,
                       _ticket.c.free).where(_ticket.c.id == ticket)  # fmt: skip
        parts = select(_task.c.ticket, mark, _task.c.department, _task.c.shelf, _task.c.place, _task.c.updated,
                       free).where(_task.c.ticket == ticket, _task.c.listed == true())  # fmt: skip
        for rows in (whole, parts):
            self._tx.connection.execute(insert(_row).from_select(["ticket", "tag", *_IN_LISTS], rows))

    def _has_attachment(self, ticket: int) -> bool:
        found = select(_attachment.c.id).join(_message, _message.c.id == _attachment.c.message)
        asked = found.where(_message.c.ticket == ticket).limit(1)
        return self._tx.connection.execute(asked).first() is not None

    def re_place_all(self) -> None:
        """Take over every ticket's place, after all were computed anew."""
        own = select(_ticket.c.place).where(_ticket.c.id == _row.c.ticket).scalar_subquery()
        self._tx.connection.execute(update(_row).values(place=own))

    def _add_rows(self, ticket: Ticket, lists: Iterable[str]) -> None:
        rows = list_rows(ticket, self._tx.desk.switch("use_priority"))
        of_ticket = {"ticket": ticket.number}
        tagged = [of_ticket | row | {"tag": tag} for tag in lists for row in rows]
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
