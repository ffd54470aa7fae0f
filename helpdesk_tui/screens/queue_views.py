"""The views of the queue, the desk's and one's own, and the order of the list (TQ2, TQ8)."""

from __future__ import annotations

import time
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadMatches, ReadViews
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.rules.query_tree import Query
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.queue_marks import QueueMarks
from helpdesk_tui.screens.queue_words import LABELS, order_words
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import SavedView
from helpdesk_tui.vocab import QueueSort, QueueView
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.view_tabs import Tab, ViewTabs

VIEWS = tuple(view for view in QueueView if view is not QueueView.SPAM)
"""The views that always have a tab; spam has one while it is looked at."""
_SORTS = tuple(QueueSort)
_CALM_SECONDS = 5.0
"""Filtered views are counted no sooner than so long after they were counted last: each is a walk of its own."""


class QueueViews(QueueMarks):
    """The list with its views."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket,left", "view(-1)", "Previous view", id="view.previous",
                tooltip="The view to the left."),
        Binding("right_square_bracket,right", "view(1)", "Next view", id="view.next", tooltip="The view to the right."),
        *[Binding(str(at + 1), f"show_view({at + 1})", f"View {label}", id=f"view.{view.value}", show=False)
          for at, (view, label) in enumerate(LABELS.items()) if view in VIEWS],
        *[Binding(str(digit), f"show_view({digit})", "View of your own", id=f"view.own{digit}", show=False)
          for digit in (8, 9)],
        Binding("0", "show_spam", "View Spam", id="view.spam", show=False),
        Binding("O", "own_views", "Your views", id="views",
                tooltip="Name this list as a view of your own on a digit; open, rename, move and delete them."),
        Binding("o", "sort", "Order", id="sort", tooltip="Sort: queue order, newest, oldest, or last changed first."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._own: tuple[SavedView, ...] = ()
        self._own_view: SavedView | None = None
        self._own_counts: dict[SavedView, int] = {}
        self._counting = self._count_again = False
        self._counted = 0.0

    # ------------------------------------------------------------ showing and counting

    def show_tabs(self, counts: dict[QueueView, int]) -> None:
        """The desk's views, then one's own with their digits."""
        tabs = [Tab(LABELS[view], counts.get(view)) for view in self._views]
        tabs += [Tab(f"{own.slot} {own.name}", self._own_counts.get(own) if counts else None) for own in self._own]
        self.query_one(ViewTabs).show(tuple(tabs), self._tab)

    @property
    def _views(self) -> tuple[QueueView, ...]:
        """The desk's views that have a tab now."""
        spam = self._view is QueueView.SPAM and self._own_view not in self._own
        return (*VIEWS, QueueView.SPAM) if spam else VIEWS

    @property
    def _tab(self) -> int:
        if self._own_view in self._own:
            return len(self._views) + self._own.index(self._own_view)
        return self._views.index(self._view)

    async def _load_counts(self) -> None:
        """One's own views are counted behind everything else, and seldom."""
        self._own = await self.session.read(ReadViews())
        if self._own_view is not None and self._own_view not in self._own:
            self._own_view = next((own for own in self._own if own.slot == self._own_view.slot), None)
        await super()._load_counts()
        self._count_soon()

    def _count_soon(self) -> None:
        if self._counting or not self._own:
            self._count_again = self._counting
            return
        self._counting = True
        wait = self._counted + _CALM_SECONDS - time.monotonic()
        if wait > 0 and set(self._own) <= set(self._own_counts):
            self.set_timer(wait, self._count)
        else:
            self._count()

    def _count(self) -> None:
        in_background(self, partial(self._quietly, self._count_own), "own")

    async def _count_own(self) -> None:
        client = self.session.only
        found: dict[SavedView, int] = {}
        try:
            for own in self._own:
                try:
                    query = self._read(own.query)
                except DeskError:
                    continue  # a word that the program knows no more; opening the view says which
                if query is None and own.view in self._counts:
                    found[own] = self._counts[own.view]
                else:
                    found[own] = await self.session.read(ReadMatches(own.view, query, client))
        finally:
            self._counting, self._counted = False, time.monotonic()
        self._own_counts = found
        if self.app.screen is self:
            self.show_tabs(self._counts)
        if self._count_again:
            self._count_again = False
            self._count_soon()

    def _read(self, text: str) -> Query | None:
        """A filter as it is understood now: `age:>2d` means another moment each time."""
        query = parse_query(text, now=self.session.clock.now(), zone=self.session.zone)
        return query if query.terms else None

    # ------------------------------------------------------------ choosing

    def action_view(self, by: int) -> None:
        """The view beside this one."""
        self._show_tab((self._tab + by) % (len(self._views) + len(self._own)))

    def action_show_view(self, digit: int) -> None:
        """One's own view on this digit, else the desk's at this place."""
        own = next((one for one in self._own if one.slot == digit), None)
        if own is not None:
            self.open_view(own)
        elif digit <= len(VIEWS) and not self.session.is_open:
            self._show_tab(digit - 1)  # keys do not wait for a desk that is still being opened
        else:
            self.begin(self._show_new(digit))

    async def _show_new(self, digit: int) -> None:
        """A view that was named a moment ago, or somewhere else; else one of the desk's."""
        try:
            self._own = await self.session.read(ReadViews())
        except DeskError as failure:
            self.say(failure.sentence)
            return
        own = next((one for one in self._own if one.slot == digit), None)
        if own is not None:
            self.open_view(own)
        elif digit <= len(VIEWS):
            self.show_view(VIEWS[digit - 1])
        else:
            self.say(f"No view of yours is on {digit}; {self.keyed('{O}')} names this list.")

    def action_show_spam(self) -> None:
        """What was marked as spam, which no other view shows."""
        self.show_view(QueueView.SPAM)

    def on_view_tabs_chosen(self, message: ViewTabs.Chosen) -> None:
        """A view was clicked."""
        self._show_tab(message.index)

    def _show_tab(self, at: int) -> None:
        views = self._views
        if at < len(views):
            self.show_view(views[at])
        else:
            self.open_view(self._own[at - len(views)])

    def show_view(self, view: QueueView) -> None:
        """One of the desk's views; a filter stays, one that came with a view of one's own goes with it."""
        if self._own_view is not None:
            self._sort = QueueSort.QUEUE
            self.clear_filter()
        self._view = view
        self._restart()

    def open_view(self, own: SavedView) -> None:
        """A view of one's own, with its filter and order."""
        try:
            self._query, self._asked = self._read(own.query), own.query
        except DeskError as wrong:
            self.say(wrong.sentence)
            return
        self._view, self._sort, self._own_view = own.view, own.sort, own
        self.query_one(FilterBar).text = own.query
        self._restart()

    def clear_filter(self) -> None:
        """Show what the view holds, unfiltered; a view of one's own is left with it."""
        self._query, self._asked, self._own_view = None, "", None
        self.query_one(FilterBar).text = ""

    def action_sort(self) -> None:
        """The next order."""
        self._sort = _SORTS[(_SORTS.index(self._sort) + 1) % len(_SORTS)]
        self._own_view = None
        self._restart(keep_marks=True)
        self.say(f"Order: {order_words(self._view, self._sort)}.", alarm=False)

    def action_own_views(self) -> None:
        """Open the list of one's own views, where this list can be named."""
        from helpdesk_tui.screens.own_views import OwnViewsScreen

        client = f"client:#{self.session.client[0]}" if self.session.client else ""
        text = self._asked if client in self._asked.split() else f"{self._asked} {client}".strip()
        slot = self._own_view.slot if self._own_view else 0
        here = SavedView(slot, "", self._view, self._sort, text)
        self.app.push_screen(OwnViewsScreen(self.session, here, self.open_view))
