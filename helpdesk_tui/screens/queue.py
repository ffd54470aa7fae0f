"""The queue (TQ2, TQ7, TQ8, TQ12): views, the filter line, a live list under a cursor that stays on its ticket."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from helpdesk_tui.desk.actions.base import Glimpse
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.redirect import Assign, Close, Delay
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadCounts, ReadHealth, ReadMatches, ReadQueue, ReadTouched, RowKey, row_key
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.rules.query_tree import Query
from helpdesk_tui.screens.base import StoreChanged, in_background
from helpdesk_tui.screens.health import mail_words
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.ticket import open_ticket
from helpdesk_tui.screens.ticket_acts import TicketActs
from helpdesk_tui.views import QueuePage, QueueRow
from helpdesk_tui.vocab import QueueSort, QueueView
from helpdesk_tui.widgets.cells import width_of
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.status_bar import Status, StatusBar, needed
from helpdesk_tui.widgets.ticket_list import TicketList
from helpdesk_tui.widgets.view_tabs import Tab, ViewTabs

VIEWS = tuple(QueueView)
LABELS = {
    QueueView.SUPPORT: "Support", QueueView.MINE: "Mine", QueueView.UNASSIGNED: "Unassigned",
    QueueView.DELAYED: "Delayed", QueueView.FAVOURITES: "Favourites", QueueView.AWAITING: "Awaiting",
    QueueView.ALL: "All",
}  # fmt: skip
EMPTY = {
    QueueView.SUPPORT: "All done: no ticket wants you now.",
    QueueView.MINE: "You hold no ticket. Take one with t in Support.",
    QueueView.UNASSIGNED: "Every ticket has somebody.",
    QueueView.DELAYED: "No ticket is delayed.",
    QueueView.FAVOURITES: "No favourites yet; s adds a ticket.",
    QueueView.AWAITING: "No ticket awaits a client.",
    QueueView.ALL: "There are no tickets yet.",
}
_PAGE = 120
_KEEP = 480
_HEALTH_SECONDS = 20.0
_SORTS = tuple(QueueSort)


class QueueScreen(TicketActs):
    """The list of tickets."""

    HOLDS_KEYS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", id="filter",
                tooltip="Filter by words and fields, as in dept:tech from:acme disk."),
        Binding("left_square_bracket,left", "view(-1)", "Previous view", id="view.previous",
                tooltip="The view to the left."),
        Binding("right_square_bracket,right", "view(1)", "Next view", id="view.next", tooltip="The view to the right."),
        *[Binding(str(at + 1), f"show_view({at})", f"View {label}", id=f"view.{view.value}", show=False)
          for at, (view, label) in enumerate(LABELS.items())],
        Binding("o", "sort", "Order", id="sort", tooltip="Queue order, newest, oldest, or last changed first."),
        Binding("f", "only_client", "Only this client", id="filter.client",
                tooltip="Narrow every list to this client; f again shows all."),
        Binding("C", "new_ticket", "New ticket", id="new-ticket", tooltip="Write to a client."),
    ]  # fmt: skip

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
        self._opening = True

    def compose(self) -> ComposeResult:
        """Views and status on one line, the filter, the list, the keys."""
        with Horizontal(id="top"):
            yield ViewTabs(id="views")
            yield StatusBar(id="status")
        yield FilterBar(id="filter")
        yield TicketList(id="tickets")
        yield self.foot

    @property
    def tickets(self) -> TicketList:
        """The list."""
        return self.query_one(TicketList)

    def on_mount(self) -> None:
        """Show the page at once, the rows as soon as the desk is open."""
        self._show_tabs({})
        self.set_focus(self.tickets)
        self.session.busy.hold()
        if self.session.look is not None:
            page = self.session.look.page
            self._rows, self._after = page.rows, page.more
            self._show_rows()
            self._opened()
        self.set_interval(_HEALTH_SECONDS, self._look_at_health)

    def row(self) -> QueueRow | None:
        """The ticket under the cursor."""
        return self.tickets.current

    def closes_everywhere(self) -> bool:
        """From the list an administrator closes for everybody, holding the ticket or not (TQ6)."""
        return self.session.scope.everything

    def glimpse(self) -> Glimpse | None:
        """What the row knows."""
        row = self.row()
        return None if row is None else Glimpse.of_row(row)

    def keys(self) -> tuple[Key, ...]:
        """The keys that matter on this row."""
        row = self.row()
        move = (Key("/", "search"), Key("?", "keys"), Key("[ ]", "view"))
        if row is None:
            return (Key("g i", "incoming"), *move)
        return (Key("Enter", "open"), self.key_for("t", "take", Take), self.key_for("a", "assign", Assign),
                self.key_for("e", "close", Close), self.key_for("h", "delay", Delay), *move)  # fmt: skip

    # ------------------------------------------------------------ reading

    async def load(self) -> None:
        """Read as many rows as are shown, from the same place, then the counts."""
        await self.session.ready()
        first = self._rows[0] if self._rows and self._before else None
        page = await self._page(after=self._just_before(first), limit=max(len(self._rows), _PAGE))
        self._rows, self._after, self._change = page.rows, page.more, page.change
        self._show_rows()
        self._opened()
        await self._load_counts()

    def _opened(self) -> None:
        """The first rows are there: keys that were typed meanwhile mean them."""
        if self._opening:
            self._opening = False
            self.session.busy.release()

    def _just_before(self, first: QueueRow | None) -> RowKey | None:
        if first is None:
            return None
        key = row_key(first, self._sort)
        return RowKey(key.value, key.number + (1 if self._sort in (QueueSort.NEWEST, QueueSort.UPDATED) else -1))

    async def _page(self, *, after: RowKey | None = None, before: RowKey | None = None, last: bool = False,
                    limit: int = _PAGE) -> QueuePage:  # fmt: skip
        client = self.session.client[0] if self.session.client else None
        return await self.session.read(
            ReadQueue(self._view, self._sort, self._query, client, after, before, last, min(limit, _KEEP))
        )

    async def _load_counts(self) -> None:
        client = self.session.client[0] if self.session.client else None
        counts = await self.session.read(ReadCounts(client))
        self._total = counts[self._view]
        if self._query is not None:
            self._total = await self.session.read(ReadMatches(self._view, self._query, client))
        self._show_tabs(counts)
        self._show_rows()
        await self._load_health()

    async def _load_health(self) -> None:
        self._show_status(mail_words(await self.session.read(ReadHealth())))

    def _look_at_health(self) -> None:
        """A worker that died says nothing by itself; looking sends no bytes unless the words change."""
        if self.is_current:
            in_background(self, partial(self._quietly, self._load_health), "health")

    def on_store_changed(self, message: StoreChanged) -> None:
        """Read again what is shown, if the change can be seen from here."""
        in_background(self, partial(self._quietly, self._follow), "follow")

    async def _follow(self) -> None:
        change, touched = await self.session.read(ReadTouched(self._change))
        if -1 in touched:
            await self.session.refresh_scope()
        if touched:
            self.reload()
        else:
            self._change = change

    async def _quietly(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except DeskError as failure:
            self.say(f"{failure.sentence} F5 tries again.")

    # ------------------------------------------------------------ showing

    def _show_rows(self) -> None:
        tickets = self.tickets
        tickets.now = self.session.now()
        tickets.empty = self._empty_words()
        tickets.show(self._rows, start=self._start, total=self._total, more_before=self._before, more_after=self._after)
        self._show_position()

    def _empty_words(self) -> str:
        hidden = []
        if self._query is not None:
            hidden.append("the filter (Esc clears it)")
        if self.session.client:
            hidden.append(f"only {self.session.client[1]} (f shows all)")
        if hidden:
            return "Nothing here passes " + " and ".join(hidden) + "."
        return EMPTY[self._view]

    def _show_position(self) -> None:
        place, total = self.tickets.position
        self.query_one(FilterBar).show_position(place, total)

    def _show_tabs(self, counts: dict[QueueView, int]) -> None:
        tabs = tuple(Tab(LABELS[view], counts.get(view)) for view in VIEWS)
        self.query_one(ViewTabs).show(tabs, VIEWS.index(self._view))

    def _show_status(self, mail: tuple[str, bool]) -> None:
        words, alarm = mail
        scope, client = self.session.scope, self.session.client
        status = Status(scope.login, self.session.settings.desk.name, words, alarm, client[1] if client else "")
        bar = self.query_one(StatusBar)
        # The views come first; the status gets a third of the line at most, and no more than it has to say.
        room = max(self.size.width // 3, len(words) + 4 if alarm else 12)
        whole = needed(status)
        if whole > room and not status.client:
            whole = width_of(words) + 4
        bar.styles.width = min(whole, room)
        bar.show(status)

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
        if direction == "after" and key is not None:
            page = await self._page(after=row_key(key, self._sort))
            rows = (*self._rows, *page.rows)
            dropped = max(len(rows) - _KEEP, 0)
            self._rows, self._after, self._before = rows[dropped:], page.more, self._before or dropped > 0
            self._start = None if self._start is None else self._start + dropped
        elif direction == "before" and key is not None:
            page = await self._page(before=row_key(key, self._sort))
            rows = (*page.rows, *self._rows)
            self._rows, self._before = rows[:_KEEP], page.more
            self._after = self._after or len(rows) > _KEEP
            self._start = None if self._start is None else max(self._start - len(page.rows), 0)
        elif direction == "last":
            page = await self._page(last=True)
            self._rows, self._before, self._after = page.rows, page.more, False
            self._start = None if self._total is None else max(self._total - len(page.rows), 0)
        else:
            page = await self._page()
            self._rows, self._before, self._after, self._start = page.rows, False, page.more, 0
        self._show_rows()

    def on_ticket_list_moved(self, message: TicketList.Moved) -> None:
        """Another row: other keys may matter."""
        self._show_position()
        self.show_keys()

    def on_ticket_list_opened(self, message: TicketList.Opened) -> None:
        """Open the ticket."""
        open_ticket(self, message.number, self.neighbour)

    def action_reply(self) -> None:
        """Open the ticket and write."""
        if (number := self.meant(Reply)) is not None:
            open_ticket(self, number, self.neighbour, begin="reply")

    def action_comment(self) -> None:
        """Open the ticket and write an internal comment."""
        if (number := self.meant(Comment)) is not None:
            open_ticket(self, number, self.neighbour, begin="comment")

    def neighbour(self, number: int, by: int) -> int | None:
        """The ticket that many rows away in this list; for going on without coming back."""
        numbers = [row.number for row in self.tickets.rows]
        at = numbers.index(number) + by if number in numbers else -1
        if not 0 <= at < len(numbers):
            return None
        self.tickets.go_to(numbers[at])
        return numbers[at]

    # ------------------------------------------------------------ views and filters

    def _restart(self) -> None:
        self._rows, self._before, self._after, self._start, self._total = (), False, False, 0, None
        self.tickets.restart()
        self._show_tabs({})
        self.reload()

    def action_view(self, by: int) -> None:
        """Another view."""
        self.action_show_view((VIEWS.index(self._view) + by) % len(VIEWS))

    def action_show_view(self, at: int) -> None:
        """This view."""
        self._view = VIEWS[at]
        self._restart()

    def on_view_tabs_chosen(self, message: ViewTabs.Chosen) -> None:
        """A view was clicked."""
        self.action_show_view(message.index)

    def action_sort(self) -> None:
        """The next order."""
        self._sort = _SORTS[(_SORTS.index(self._sort) + 1) % len(_SORTS)]
        self._restart()
        self.say(f"Order: {self._sort.value}.", alarm=False)

    def action_filter(self) -> None:
        """Write a filter."""
        self.query_one(FilterBar).enter()

    def on_filter_bar_asked(self, message: FilterBar.Asked) -> None:
        """Filter, or say what is wrong with the query."""
        try:
            query = parse_query(message.query, now=self.session.clock.now(), zone=self.session.zone)
        except DeskError as wrong:
            self.say(wrong.sentence)
            return
        self._query, self._asked = (query, message.query.strip()) if query.terms else (None, "")
        self.set_focus(self.tickets)
        self._restart()

    def on_filter_bar_left(self, message: FilterBar.Left) -> None:
        """Back to the list; the filter stays as it was entered last, and says so."""
        self.query_one(FilterBar).text = self._asked
        self.set_focus(self.tickets)

    def action_only_client(self) -> None:
        """Narrow everything to this client, or show all again (TF9)."""
        row = self.row()
        if self.session.client is not None:
            self.session.client = None
        elif row is not None:
            self.session.client = (row.client_id, row.client)
        self._restart()

    def action_back(self) -> None:
        """Clear the filter; the queue is the lowest screen."""
        if self._query is not None:
            self._query, self._asked = None, ""
            self.query_one(FilterBar).text = ""
            self._restart()
        else:
            super().action_back()

    # ------------------------------------------------------------ other places

    def action_new_ticket(self) -> None:
        """Write to a client."""
        from helpdesk_tui.screens.new_ticket import new_ticket

        row = self.row()
        self.begin(new_ticket(self, row.client_email if row else "", row.department if row else ""))

    def go_to(self, place: str) -> None:
        """Go to a place (`screens.places`)."""
        from helpdesk_tui.screens.places import screen_at
        from helpdesk_tui.screens.provider import provider_settings

        if place == "first":
            self.tickets.action_edge("first")
        elif place in LABELS:
            self.action_show_view(VIEWS.index(QueueView(place)))
        elif place == "provider":
            self.begin(provider_settings(self))
        else:
            self.app.push_screen(screen_at(place, self.session))
