"""The queue (TQ2, TQ7, TQ8, TQ12): views, the filter line, a live list under a cursor that stays on its ticket."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from helpdesk_tui.desk.actions.base import Glimpse
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.redirect import Assign, Close, Delay
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadMatches, ReadQueryWords
from helpdesk_tui.rules.query_complete import complete
from helpdesk_tui.rules.query_known import names_anything, unknown_name
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.rules.query_tree import Field, NumberIn, Query, Term
from helpdesk_tui.rules.query_values import EXAMPLES
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.health import MailWords
from helpdesk_tui.screens.preview import TicketBeside
from helpdesk_tui.screens.queue_views import QueueViews
from helpdesk_tui.screens.queue_words import LABELS, empty_words, order_words
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import QueueSort, QueueView
from helpdesk_tui.widgets.cells import cut
from helpdesk_tui.widgets.filter_bar import FilterBar, QueryField
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.sought import sought_in
from helpdesk_tui.widgets.status_bar import Status, StatusBar, needed
from helpdesk_tui.widgets.ticket_list import TicketList
from helpdesk_tui.widgets.ticket_row import LEGEND
from helpdesk_tui.widgets.view_tabs import ViewTabs

if TYPE_CHECKING:
    from helpdesk_tui.desk.actions.undo import TakenBack
    from helpdesk_tui.screens.help import Notes

_FILTER_KEYS = len(" Enter filter   Esc leave   Tab ")
_HEALTH_SECONDS = 20.0
_ROOM_FOR_REPLY = 100
"""Columns from which the keys of a row that is not mine have room for an answer, which needs taking first."""


class QueueScreen(TicketBeside, QueueViews):
    """The list of tickets."""

    HOLDS_KEYS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", id="filter",
                tooltip="Filter by words and fields, as in dept:tech from:acme disk."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._mail = MailWords()
        self._status_width = 0
        self._words: dict[Field, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        """Views and status on one line, the filter, the list, the keys."""
        with Horizontal(id="top"):
            yield ViewTabs(id="views")
            yield StatusBar(id="status")
        yield FilterBar(completer=lambda text, at: complete(text, at, self._words), id="filter")
        with Horizontal(id="middle"):
            yield TicketList(id="tickets")
            yield self.pane
        yield self.foot

    def on_mount(self) -> None:
        """Show the page at once, the rows as soon as the desk is open."""
        self.show_tabs({})
        self.watch(self.tickets, "place", self._show_position, init=False)
        self.place_beside()
        self.set_focus(self.tickets)
        self.session.busy.hold()
        if self.session.look is not None:
            page = self.session.look.page
            self._rows, self._after = page.rows, page.more
            self.show_rows()
            self._opened()
        self.set_interval(_HEALTH_SECONDS, self._look_at_health)

    def row(self) -> QueueRow | None:
        """The ticket under the cursor."""
        return self.tickets.current

    def beside_of(self) -> int | None:
        """The ticket under the cursor stands at the right too."""
        row = self.row()
        return row.number if row is not None else None

    def closes_everywhere(self) -> bool:
        """From the list an administrator closes for everybody, holding the ticket or not (TQ6)."""
        return self.session.scope.everything

    def glimpse(self) -> Glimpse | None:
        """What the row knows."""
        row = self.row()
        return None if row is None else Glimpse.of_row(row)

    def keys(self) -> tuple[Key, ...]:
        """The keys that matter on this row, or in the filter line."""
        if isinstance(self.focused, QueryField):
            room = max(self.size.width - _FILTER_KEYS, 0)
            return (Key("Enter", "filter"), Key("Esc", "leave"),
                    Key("Tab", cut(", ".join(self.query_one(FilterBar).offered) or "complete", room)))  # fmt: skip
        if self.tickets.marked:
            return self.keys_for_marks()
        row, client = self.row(), self.session.client
        wider = [Key("Esc", "all")] if self._query is not None else []
        wider += [Key("f", "all clients")] if client else []
        more = [Key("?", "keys"), *wider, Key("/", "search")]
        if row is None:
            return (Key("g i", "incoming"), *more, Key(":", "commands"), Key("[ ]", "view"))
        reply = self.key_for("r", "reply", Reply)
        if row.held_by_me:
            hold = [reply, Key("u", "release")]
        else:
            hold = [self.key_for("t", "take", Take), *([reply] if self.size.width >= _ROOM_FOR_REPLY else [])]
        if row.spam:
            return (Key("Enter", "open"), self.key_for("B", "no spam", MarkSpam), *more, Key(":", "commands"),
                    Key("[ ]", "view"))  # fmt: skip
        delay = self.key_for("h", "bring back" if row.delayed else "delay", Delay)
        more += [] if client else [Key("f", "this client")]
        return (Key("Enter", "open"), *hold, self.key_for("a", "assign", Assign), self.key_for("e", "close", Close),
                delay, *more, Key(":", "commands"), Key("[ ]", "view"))  # fmt: skip

    def on_descendant_focus(self) -> None:
        """In the filter line other keys matter."""
        if not self._opening:
            self.show_keys()

    # ------------------------------------------------------------ showing

    def show_rows(self) -> None:
        """The rows and where the cursor is among them."""
        tickets = self.tickets
        tickets.now = self.session.now()
        client = self.session.client
        words = empty_words(self._view, client[1] if client else "", self._query, self.keyed)
        tickets.empty = self._first_steps or words
        tickets.show(self._rows, start=self._start, total=self._total, more_before=self._before, more_after=self._after)
        self._show_position()

    def _show_position(self) -> None:
        place, total = self.tickets.place
        order = "" if self._sort is QueueSort.QUEUE else order_words(self._view, self._sort)
        self.query_one(FilterBar).show_position(place, total, order, len(self.tickets.marked))

    def show_status(self, mail: MailWords) -> None:
        """Who, which desk, and how the mail is."""
        self._mail = mail
        client = self.session.client
        status = Status(self.session.scope.login, self.desk_name, mail.full, mail.alarm, client[1] if client else "",
                        brief=mail.brief)  # fmt: skip
        bar = self.query_one(StatusBar)
        # The views come first; the status gets a third of the line at most, and no more than it has to say.
        width = needed(status, self.size.width // 3)
        if width != self._status_width:
            self._status_width = width
            bar.styles.width = width  # lays out anew, which paints the whole screen: only when it changed
        bar.show(status)

    def on_resize(self) -> None:
        """A third of the line is another width now."""
        if self._status_width:
            self.show_status(self._mail)

    # ------------------------------------------------------------ the list tells

    def on_ticket_list_moved(self, message: TicketList.Moved) -> None:
        """Another row: other keys may matter."""
        self.let_go(message.row)
        self.beside_soon()
        self.show_keys()

    def on_ticket_list_marked(self, message: TicketList.Marked) -> None:
        """How many there are, and what may be done with them."""
        self._show_position()
        self.show_keys()

    def on_ticket_list_opened(self, message: TicketList.Opened) -> None:
        """Open the ticket."""
        self._open(message.number)

    def open_number(self, number: int) -> None:
        """Open a ticket, whether it is listed or not."""
        self._open(number)

    def _open(self, number: int, begin: str = "") -> None:
        from helpdesk_tui.screens.opening import open_ticket  # the first frame does without the form

        open_ticket(self, number, self.neighbour, begin=begin, sought=sought_in(self._query))

    def action_reply(self) -> None:
        """Open the ticket and write."""
        if (number := self.meant(Reply)) is not None:
            self._open(number, "reply")

    def action_comment(self) -> None:
        """Open the ticket and write an internal comment."""
        if (number := self.meant(Comment)) is not None:
            self._open(number, "comment")

    async def taken_back(self, back: TakenBack) -> None:
        """The cursor on the ticket, where the list has it; an answer that was taken back is written on in its form."""
        await super().taken_back(back)
        for number in back.tickets:
            if self.tickets.go_to(number):
                break
        if back.given is not None:
            self.session.given_back[back.given.number] = back
            self._open(back.given.number, "reply" if back.given.answered else "comment")

    def neighbour(self, number: int, by: int) -> int | None:
        """The ticket that many rows away in this list; for going on without coming back."""
        numbers = [row.number for row in self.tickets.rows]
        at = numbers.index(number) + by if number in numbers else -1
        if not 0 <= at < len(numbers):
            return None
        self.tickets.go_to(numbers[at])
        return numbers[at]

    # ------------------------------------------------------------ views and filters

    def action_filter(self) -> None:
        """Write a filter."""
        self.query_one(FilterBar).enter()
        in_background(self, partial(self._quietly, self._learn_words), "words")

    async def _learn_words(self) -> None:
        self._words = await self.session.read(ReadQueryWords())
        self.show_keys()

    def notes(self) -> Notes:
        """What `?` says besides the keys: the marks before a ticket, and what the filter line takes."""
        return (("Marks before a ticket", LEGEND), ("What the filter line takes", tuple(EXAMPLES.items())))

    def on_filter_bar_asked(self, message: FilterBar.Asked) -> None:
        """Filter, or say what is wrong with the query."""
        try:
            query = parse_query(message.query, now=self.session.clock.now(), zone=self.session.zone)
        except DeskError as wrong:
            self.say(wrong.sentence)
            return
        self.begin(self._filter(query, message.query.strip()))

    async def _filter(self, query: Query, text: str) -> None:
        """Filter, unless the query names what does not exist."""
        if names_anything(query):
            try:
                self._words = await self.session.read(ReadQueryWords())
            except DeskError as failure:
                self.say(failure.sentence)
                return
            if wrong := unknown_name(query, self._words):
                self.say(wrong)
                return
        query, text = await self._of_number(query, text)
        self._query, self._asked = (query, text) if query.terms else (None, "")
        self._own_view = None
        self.set_focus(self.tickets)
        self._restart()

    async def _of_number(self, query: Query, text: str) -> tuple[Query, str]:
        """A lone number means the ticket of that number where the list has it, else a word like any other."""
        number = query.lone_number
        if number is None:
            return query, text
        numbered = Query((Term(NumberIn((number,))),))
        if not await self.session.read(ReadMatches(self._view, numbered, self.session.only)):
            return query, text
        self.query_one(FilterBar).text = f"#{number}"
        return numbered, f"#{number}"

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        """What it may go on as."""
        self.show_keys()

    def on_filter_bar_left(self, message: FilterBar.Left) -> None:
        """Back to the list; the filter stays as it was entered last, and says so."""
        self.query_one(FilterBar).text = self._asked
        self.set_focus(self.tickets)

    def narrowed(self, said: str) -> None:
        """Another client's rows, or all: the list begins anew, and the line above it says whose."""
        self._restart()

    def action_back(self) -> None:
        """Take the marks away, clear the filter, then the narrowing to a client; the queue is the lowest screen."""
        if self.tickets.marked:
            self.action_unmark()
        elif self._query is not None:
            self.clear_filter()
            self._restart()
            if self.session.client is not None:
                self.say(f"The filter is off; Esc again shows all clients, not only {self.session.client[1]}.",
                         alarm=False)  # fmt: skip
        elif self.session.client is not None:
            self.action_only_client()
            self.say("All clients are shown again.", alarm=False)
        else:
            super().action_back()

    # ------------------------------------------------------------ other places

    def go_to(self, place: str) -> None:
        """Go to a place (`screens.places`)."""
        from helpdesk_tui.screens.places import screen_at
        from helpdesk_tui.screens.provider import provider_settings

        if place == "first":
            self.tickets.action_edge("first")
        elif place in LABELS:
            self.show_view(QueueView(place))
        elif place == "provider":
            self.begin(provider_settings(self))
        else:
            self.app.push_screen(screen_at(place, self.session))
