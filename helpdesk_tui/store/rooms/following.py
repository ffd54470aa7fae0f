"""What members of staff keep on a ticket when its messages go to another one: favourites, readings, drafts (TF7).

Nothing is taken away from the ticket whose messages went; what is added to the other one is told, so that it can be
taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from helpdesk_tui.rules.drafts import joined
from helpdesk_tui.rules.regroup import reading
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.store.tables import people as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_TABLES = {"favourite": table(tables.Favourite), "reading": table(tables.Reading), "draft": table(tables.Draft)}

_other = table(tables.OtherDraft)

_BESIDE = "otherdraft"
"""A draft beside the first that went along, by its number, with nothing before and after."""

Change = tuple[str, int, int, dict[str, Any] | None, dict[str, Any] | None]
"""Table, ticket and member of staff of a row, its values before and after; None where there is none."""


class Following:
    """Rows of all members of staff on two tickets."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def merged(self, source: Ticket, target: int) -> list[Change]:
        """Who follows the source follows the target; its news are news there; a draft stands under the one there."""
        number = source.number
        changes: list[Change] = []
        stars = self._rows("favourite", target)
        changes += [
            ("favourite", target, who, None, row)
            for who, row in self._rows("favourite", number).items()
            if who not in stars
        ]
        seen = self._rows("reading", number)
        for who, row in self._rows("reading", target).items():
            at = reading(row["at"], seen[who]["at"] if who in seen else None, source)
            if at != row["at"]:
                changes.append(("reading", target, who, row, {"at": at}))
        there = self._rows("draft", target)
        for who, typed in self._rows("draft", number).items():
            mine = there.get(who)
            both = typed if mine is None else mine | {
                name: joined(mine[name], typed[name]) for name in ("text", "comment")
            }  # fmt: skip
            if both != mine:
                changes.append(("draft", target, who, mine, both))
        for change in changes:
            self._write(change)
        # What a session keeps beside another goes to where its form is led; it is read there, and in no field yet.
        moved = update(_other).where(_other.c.ticket == number).values(ticket=target).returning(_other.c.id)
        beside = self._tx.connection.execute(moved).scalars().all()
        return [*changes, *((_BESIDE, target, one, None, None) for one in sorted(beside))]

    def split(self, source: int, target: int) -> None:
        """Who read the source has read what was split off."""
        for who, row in self._rows("reading", source).items():
            self._write(("reading", target, who, None, row))

    def back(self, changes: Sequence[Sequence[Any]], source: int) -> None:
        """Take back what was told; what somebody changed since stays, but for drafts that came from the source."""
        for name, ticket, who, before, after in changes:
            if name == _BESIDE:
                still = (_other.c.id == who, _other.c.ticket == ticket)
                self._tx.connection.execute(update(_other).where(*still).values(ticket=source))
                continue
            now = self._rows(name, ticket).get(who)
            if now == after:
                self._write((name, ticket, who, after, before))
            elif name == "draft":
                self._draft_back(ticket, source, who, now if before is None else None, gone=now is None)

    def _draft_back(self, ticket: int, source: int, who: int, now: dict[str, Any] | None, *, gone: bool) -> None:
        """A draft that was the source's alone goes back as it was gone on with; one that was sent is no draft any more.

        One of both tickets that was gone on with stays, and so does what its writer had typed on the source.
        """
        first = self._rows("draft", source).get(who)
        if now is not None:
            self._write(("draft", ticket, who, now, None))
            self._write(("draft", source, who, first, now))
        elif gone and first is not None:
            self._write(("draft", source, who, first, None))

    def _rows(self, name: str, ticket: int) -> dict[int, dict[str, Any]]:
        found = self._tx.connection.execute(select(_TABLES[name]).where(_TABLES[name].c.ticket == ticket))
        return {
            row.staff: {key: value for key, value in row._mapping.items() if key not in ("staff", "ticket")}
            for row in found
        }

    def _write(self, change: Change) -> None:
        name, ticket, who, before, after = change
        one = _TABLES[name]
        which = (one.c.ticket == ticket, one.c.staff == who)
        if after is None:
            self._tx.connection.execute(delete(one).where(*which))
        elif before is None:
            self._tx.connection.execute(insert(one).values(after | {"ticket": ticket, "staff": who}))
        else:
            self._tx.connection.execute(update(one).where(*which).values(after))
