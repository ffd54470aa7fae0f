"""What belongs to one member of staff and a ticket: favourite, reading, and whether it is open before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from helpdesk_tui.rules.presence import OPEN_FOR
from helpdesk_tui.rules.ticket import Ticket, unread
from helpdesk_tui.store.tables import people as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import SavedView
from helpdesk_tui.vocab import QueueSort, QueueView

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_favourite = table(tables.Favourite)
_reading = table(tables.Reading)
_presence = table(tables.Presence)
_saved = table(tables.SavedView)


class Personal:
    """Rows of the acting member of staff."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def is_favourite(self, ticket: int) -> bool:
        """Whether the ticket is among my favourites."""
        asked = select(_favourite.c.ticket).where(*self._mine(_favourite, ticket))
        return self._tx.connection.execute(asked).first() is not None

    def read(self, ticket: int) -> None:
        """Remember that the ticket was read now."""
        self._put(_reading, ticket, {"at": self._tx.now})

    def has_read(self, ticket: int) -> bool:
        """Whether I ever read the ticket."""
        asked = select(_reading.c.ticket).where(*self._mine(_reading, ticket))
        return self._tx.connection.execute(asked).first() is not None

    def attend(self, ticket: int) -> None:
        """The ticket is open before me, for a while from now on; colleagues are told where that is news."""
        run, now = self._tx.connection.execute, self._tx.now
        known = run(select(_presence.c.until).where(*self._mine(_presence, ticket))).scalar()
        if known is None or known <= now:
            # Forms that ended without a word leave rows behind, which say nothing any more.
            run(delete(_presence).where(_presence.c.staff == self._tx.scope.staff_id, _presence.c.until <= now))
            self._tx.tell()
        self._put(_presence, ticket, {"until": now + OPEN_FOR})

    def depart(self, ticket: int) -> None:
        """The ticket is not open before me any more."""
        if self._tx.connection.execute(delete(_presence).where(*self._mine(_presence, ticket))).rowcount:
            self._tx.tell()

    def has_news(self, ticket: Ticket) -> bool:
        """Whether the client wrote since I last read the ticket (clarification: Unread)."""
        asked = select(_reading.c.at).where(*self._mine(_reading, ticket.number))
        return unread(ticket.client_wrote, self._tx.connection.execute(asked).scalar())

    def toggle_favourite(self, ticket: int) -> bool:
        """Add the ticket to the favourites or remove it; whether it is one now (TF8)."""
        if not self.is_favourite(ticket):
            self._put(_favourite, ticket, {"change": self._tx.change_number()})
            return True
        self._tx.connection.execute(delete(_favourite).where(*self._mine(_favourite, ticket)))
        return False

    def looked(self, ticket: int, seen: int | None) -> None:
        """A favourite was looked at, as of this change of the desk, by default as of now (TF8)."""
        change = self._tx.change_number() if seen is None else seen
        mine = self._mine(_favourite, ticket)
        self._tx.connection.execute(update(_favourite).where(*mine, _favourite.c.change < change).values(change=change))

    def view_on(self, slot: int) -> SavedView | None:
        """My own view on a digit."""
        row = self._tx.connection.execute(select(_saved).where(*self._on(slot))).first()
        return None if row is None else saved_view(row)

    def put_view(self, view: SavedView) -> None:
        """Keep a view on its digit, in the place of what was there."""
        self.drop_view(view.slot)
        values = {"slot": view.slot, "name": view.name, "view": view.view.value, "sort": view.sort.value,
                  "query": view.query, "staff": self._tx.scope.staff_id}  # fmt: skip
        self._tx.connection.execute(insert(_saved).values(values))

    def drop_view(self, slot: int) -> None:
        """Nothing is on this digit any more."""
        self._tx.connection.execute(delete(_saved).where(*self._on(slot)))

    def _on(self, slot: int) -> tuple[Any, Any]:
        return _saved.c.staff == self._tx.scope.staff_id, _saved.c.slot == slot

    def _mine(self, where: Any, ticket: int) -> tuple[Any, Any]:
        return where.c.staff == self._tx.scope.staff_id, where.c.ticket == ticket

    def _put(self, where: Any, ticket: int, values: dict[str, Any]) -> None:
        done = self._tx.connection.execute(update(where).where(*self._mine(where, ticket)).values(values))
        if done.rowcount == 0:
            keys = {"staff": self._tx.scope.staff_id, "ticket": ticket}
            self._tx.connection.execute(insert(where).values(values | keys))


def saved_view(row: Any) -> SavedView:
    """A view of one's own from its row."""
    return SavedView(row.slot, row.name, QueueView(row.view), QueueSort(row.sort), row.query)
