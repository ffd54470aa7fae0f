"""What the queue reads: pages of the list, counts, the mail's health, what others change (TQ12, TQ13)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Literal, TypeVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.hold import Release, Take, TakeOver
from helpdesk_tui.desk.actions.parameters import ToggleFavourite
from helpdesk_tui.errors import DeskError, NotFound
from helpdesk_tui.questions import (
    ReadCounts,
    ReadHealth,
    ReadMatches,
    ReadPresence,
    ReadQueue,
    ReadRow,
    RowKey,
)
from helpdesk_tui.rules.query_tree import Query
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.health import MailWords, mail_words
from helpdesk_tui.screens.queue_words import first_steps
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.ticket_acts import TicketActs
from helpdesk_tui.views import QueuePage, QueueRow
from helpdesk_tui.vocab import QueueSort, QueueView
from helpdesk_tui.widgets.ticket_list import TicketList

_PAGE = 120
KEEP = 480
"""So many rows are kept at most, and read at once."""
_TAKEN_BACK = (Take, TakeOver, Release, ToggleFavourite)
"""Acts after which one goes on with the ticket or takes the act back; others are done with it."""
A = TypeVar("A")


class QueueReading(TicketActs):
    """The list as far as it is read; subclasses show it."""

    ABOUT_ROWS: ClassVar[frozenset[str]] = frozenset()
    """Actions that mean a ticket of the list, and wait for its rows."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._view = QueueView.SUPPORT
        self._sort = QueueSort.QUEUE
        self._query: Query | None = None
        self._asked = ""
        self._rows: tuple[QueueRow, ...] = ()
        self._before = False
        self._after = False
        self._start: int | None = 0
        self._total: int | None = None
        self._change = -1
        self._counts: dict[QueueView, int] = {}
        self._opening = True
        self._back = False
        self._kept: int | None = None
        self._guest = False
        self._first_steps = ""
        self.desk_name = session.settings.desk.name

    @property
    def tickets(self) -> TicketList:
        """The list."""
        return self.query_one(TicketList)

    # ------------------------------------------------------------ what subclasses do

    def show_rows(self) -> None:
        """Show the rows that were read."""
        raise NotImplementedError

    def show_tabs(self, counts: dict[QueueView, int]) -> None:
        """Show the views with their counts."""
        raise NotImplementedError

    def show_status(self, mail: MailWords) -> None:
        """Show how the mail is."""
        raise NotImplementedError

    # ------------------------------------------------------------ reading

    def on_screen_resume(self) -> None:
        """Back from another screen: what left the list meanwhile leaves no gap."""
        self._back = True

    def waits_for_rows(self, key: str) -> bool:
        """Whether a key is about the tickets of the list (type_ahead)."""
        if self.focused is not self.tickets or not self.session.coming.on_its_way:
            return False
        bound = self.active_bindings.get(key)
        return bound is not None and bound.binding.action in self.ABOUT_ROWS

    def dropped(self) -> None:
        """Escape, while keys waited for rows."""
        self.say("The list is still being read; what was typed for its tickets is dropped.", alarm=False)

    def no_ticket(self) -> str:
        """Why there is no ticket under the cursor."""
        return "The list is still being read." if self.session.coming.on_its_way else super().no_ticket()

    async def load(self) -> None:
        """Read as many rows as are shown, from the same place, then the counts; raises DeskError."""
        try:
            await self._load_list()
        except DeskError as failure:
            dropped = self.session.coming.drop()
            self.session.coming.end()
            if not dropped:
                raise
            self.say(
                f"{failure.sentence} What was typed for the list is dropped; "
                f"{self.key_of('refresh', 'F5')} tries again."
            )

    async def _load_list(self) -> None:
        await self.session.ready()
        asked = self._list()
        while True:
            shown = self._rows
            first = shown[0] if shown and self._before else None
            after = None if first is None else asked.key_before(first)
            page = await self._page(after=after, limit=max(len(shown), _PAGE))
            rows = await self._with_kept(page.rows)
            if asked != self._list():
                return  # another list was chosen, whose reading is on its way
            if self._rows is shown:
                break
            # The list was scrolled meanwhile: what was read is not what it shows now.
        self._rows = rows
        if first is None:
            self._before, self._start = False, 0
        self._after, self._change = page.more, page.change
        self.show_rows()
        if self._back:
            self._back = False
            self.tickets.close_up()
        self._opened()
        await self._load_counts()

    async def act(self, act: Act[A], said: str = "") -> A | None:
        """Perform an act; after one that the same key takes back, its ticket stays under the cursor."""
        row = self.row()
        if isinstance(act, _TAKEN_BACK) and row is not None:
            self._kept = row.number
        return await super().act(act, said)

    async def _with_kept(self, rows: tuple[QueueRow, ...]) -> tuple[QueueRow, ...]:
        """The rows, with the one that is kept in its place though it left the view: what I took I want to open."""
        kept, old = self._kept, [row.number for row in self._rows]
        self._guest = False
        if kept is None or kept not in old or any(row.number == kept for row in rows):
            return rows
        try:
            row = await self.session.read(ReadRow(kept))
        except NotFound:
            return rows
        if self._kept != kept:
            return rows  # the cursor left it while it was read
        self._guest = True
        places = {row.number: at + 1 for at, row in enumerate(rows)}
        above = next((places[number] for number in reversed(old[: old.index(kept)]) if number in places), 0)
        return (*rows[:above], row, *rows[above:])

    def let_go(self, row: QueueRow | None) -> None:
        """The cursor stands on this row now: one that was kept in a view it left goes."""
        if self._kept is None or (row is not None and row.number == self._kept):
            return
        kept, self._kept = self._kept, None
        if self._guest:
            self._guest = False
            self._rows = tuple(one for one in self._rows if one.number != kept)
            self.show_rows()
            self.tickets.close_up()

    def _opened(self) -> None:
        """The first rows are there: keys that were typed meanwhile mean them."""
        self.session.coming.end()
        if self._opening:
            self._opening = False
            self.session.busy.release()

    async def _page(self, *, after: RowKey | None = None, before: RowKey | None = None, last: bool = False,
                    limit: int = _PAGE) -> QueuePage:  # fmt: skip
        question = replace(self._list(), after=after, before=before, last=last, limit=min(limit, KEEP))
        return await self.session.read(question)

    def _list(self) -> ReadQueue:
        """The list that is shown."""
        return ReadQueue(self._view, self._sort, self._query, self.session.only)

    async def _load_counts(self) -> None:
        client = self.session.only
        counts = await self.session.read(ReadCounts(client))
        self._total = counts[self._view]
        if self._query is not None:
            self._total = await self.session.read(ReadMatches(self._view, self._query, client))
        self._counts = counts
        self.show_tabs(counts)
        nothing = not counts[QueueView.ALL] and not self.session.client and self._query is None
        self._first_steps = await first_steps(self.session) if nothing else ""
        self.show_rows()
        await self._load_health()

    async def _load_health(self) -> None:
        health = await self.session.read(ReadHealth(counts=False))
        self.desk_name = self.session.settings.desk.name or health.desk
        if self.app.screen is self:
            self.show_status(mail_words(health))

    def _look_at_health(self) -> None:
        """A worker that died says nothing by itself; looking sends no bytes unless the words change.

        Below another screen nothing is looked at: Textual would paint that screen anew, and resuming reads it anyway.
        """
        if self.app.screen is self:
            in_background(self, partial(self._quietly, self._look_at_both), "health")

    async def _look_at_both(self) -> None:
        """Of who crashed nobody tells that they are gone, either."""
        await self._load_health()
        if any(row.opened_by for row in self._rows):
            await self._look_around()

    def store_changed(self) -> None:
        """Read again what is shown, if the change can be seen from here."""
        in_background(self, partial(self._quietly, self._follow), "follow")

    async def _follow(self) -> None:
        change, touched = await self.session.changes(self._change)
        if touched:
            self.reload()
        else:
            self._change = change
            await self._look_around()

    async def _look_around(self) -> None:
        """Who has which of the tickets open now; that is no change of them."""
        found = await self.session.read(ReadPresence())
        rows = tuple(row.in_company(found.get(row.number, ())) for row in self._rows)
        if rows != self._rows:
            self._rows = rows
            self.show_rows()

    async def _quietly(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except DeskError as failure:
            self.say(f"{failure.sentence} {self.key_of('refresh', 'F5')} tries again.")

    # ------------------------------------------------------------ the list asks

    def on_ticket_list_wants(self, message: TicketList.Wants) -> None:
        """Rows are wanted before the cursor reaches the end of those that are loaded."""
        in_background(self, partial(self._fetch, message.direction, message.key), "more")

    async def _fetch(self, direction: Literal["before", "after", "first", "last"], key: QueueRow | None) -> None:
        try:
            await self._more(direction, key)
        except DeskError as failure:
            self.say(failure.sentence)

    async def _more(self, direction: str, key: QueueRow | None) -> None:
        """Add rows at one end, or go to the other.

        A list that was read anew meanwhile may end with another row: what was read would leave a gap or a double, and
        the new list asks for itself.
        """
        asked = self._list()
        edge = None if key is None else asked.key_of(key)
        if direction == "after" and edge is not None:
            page = await self._page(after=edge)
            if asked == self._list() and self._ends_with(edge, -1):
                self._append(page)
        elif direction == "before" and edge is not None:
            page = await self._page(before=edge)
            if asked == self._list() and self._ends_with(edge, 0):
                self._prepend(page)
        else:
            page = await self._page(last=direction == "last")
            if asked == self._list():
                self._jump(page, last=direction == "last")

    def _ends_with(self, edge: RowKey, at: int) -> bool:
        return bool(self._rows) and self._list().key_of(self._rows[at]) == edge

    def _append(self, page: QueuePage) -> None:
        rows = (*self._rows, *page.rows)
        dropped = max(len(rows) - KEEP, 0)
        self._rows, self._after, self._before = rows[dropped:], page.more, self._before or dropped > 0
        self._start = None if self._start is None else self._start + dropped
        self.show_rows()

    def _prepend(self, page: QueuePage) -> None:
        rows = (*page.rows, *self._rows)
        self._rows, self._before = rows[:KEEP], page.more
        self._after = self._after or len(rows) > KEEP
        self._start = None if self._start is None else max(self._start - len(page.rows), 0)
        self.show_rows()

    def _jump(self, page: QueuePage, *, last: bool) -> None:
        self._rows = page.rows
        self._before, self._after = (page.more, False) if last else (False, page.more)
        self._start = 0
        if last:
            self._start = None if self._total is None else max(self._total - len(page.rows), 0)
        self.show_rows()

    def _restart(self, *, keep_marks: bool = False) -> None:
        self._kept, self._guest = None, False
        self._rows, self._before, self._after, self._start, self._total = (), False, False, 0, None
        self.tickets.restart(keep_marks=keep_marks)
        self.show_tabs({})
        self.session.coming.begin()
        self.reload()
