"""What lists of payments and of expenses share: one client's or all, a filter line, a detail (CL12, CL13)."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Protocol, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import Narrow, ReadClient, ReadProvider, ReadShares
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.papers import parse_narrow
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.money_words import sum_words
from helpdesk_tui.screens.narrowing import ALL_CLIENTS, narrowing
from helpdesk_tui.screens.parts import PartScreen, headed
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import ShareView
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_DETAIL_LINES = 4


class Paper(Protocol):
    """A payment or an expense, as far as a list of either knows it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def client(self) -> int | None:
        """Whose it is; None for a client that was deleted."""

    @property
    def client_name(self) -> str:
        """The client's name or address."""

    @property
    def text(self) -> str:
        """What it says."""

    @property
    def amount(self) -> int:
        """Its sum, in minor units of its currency."""

    @property
    def currency(self) -> str:
        """The currency of its account."""


P = TypeVar("P", bound=Paper)


class PapersScreen(PartScreen[P]):
    """Documents of one client, or of all."""

    TITLE_WORDS: ClassVar[str]
    NAME: ClassVar[str]
    """The word of its documents: `payment`."""
    AUTO_FOCUS = "RecordList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Filter", id="filter",
                tooltip="Words of text, number or client; status:new, currency:EUR, from:2026-01-01, to:2026-03-31."),
        Binding("c", "client", "Client card", id="client",
                tooltip="Information on the client: services, tickets, users, history."),
        Binding("C", "new_ticket", "New ticket", id="new-ticket", tooltip="Write to the client."),
        Binding("h", "history", "History", id="papers.history", tooltip="Who changed what of it, and when."),
        Binding("o", "others", "Other papers", id="papers.others",
                tooltip="Payments, invoices, expenses or withdrawals instead, of the same client or of all."),
        ALL_CLIENTS,
        Binding("escape", "show_all", "Show all", id="papers.all", tooltip="Take the filter away; back where none is."),
    ]  # fmt: skip

    def __init__(
        self, session: Session, columns: tuple[Column, ...], empty: str, client: int | None, number: int | None
    ) -> None:
        """Those of a client, or (None) of all; the cursor begins at the document of a number."""
        super().__init__(session, columns, empty)
        self.client = client
        self._none = self.keyed(empty)
        self._begin = number
        self._narrow = Narrow(client)
        self._whose = ""
        self._currency = ""
        self._detail = Words(id="detail")

    def compose(self) -> ComposeResult:
        """A hairline, the filter, the list, more about one, the keys."""
        yield Rule(self.TITLE_WORDS)
        yield FilterBar(id="filter")
        yield self.list
        yield self._detail
        yield self.foot

    @property
    def narrow(self) -> Narrow:
        """What the list is narrowed to."""
        one = self.client if self.client is not None else self.session.only
        return replace(self._narrow, client=one)

    def _nothing(self) -> str:
        """What an empty list says without a filter; a client's own documents are not narrowed."""
        return self.nothing(self._none) if self.client is None else self._none

    async def load(self) -> None:
        """Read and list; at first the cursor goes to the document that was asked for."""
        if self.client is not None and not self._whose:
            head = (await self.session.read(ReadClient(self.client))).head
            self._whose = head.name or head.email
        filtered = bool(self.query_one(FilterBar).text.strip())
        self.list.empty = "Nothing is like that; Esc shows all." if filtered else self._nothing()
        self._currency = (await self.session.read(ReadProvider()))["currency"]
        await self.load_part()
        headed(self, self.TITLE_WORDS, self._whose or narrowing(self.session))
        if self._begin is not None:
            self.list.go_to(self._begin)
            self._begin = None

    def shown_part(self) -> None:
        """Say more about the one under the cursor."""
        row = self.row
        if row is None:
            self._detail.show([])
        else:
            in_background(self, partial(self._tell, row), "detail")

    async def _tell(self, row: P) -> None:
        try:
            shares = await self.session.read(ReadShares(f"{self.NAME}:{row.id}"))
        except DeskError:
            shares = ()  # it was deleted by somebody; the list is about to say so
        if self.row is not None and self.row.id == row.id:
            self._detail.show(self.detail(row, shares)[:_DETAIL_LINES])

    def detail(self, row: P, shares: tuple[ShareView, ...]) -> list[list[Piece]]:
        """A few lines about a document and what it covers, or is covered by."""
        raise NotImplementedError

    def sum_of(self, row: P) -> str:
        """The sum of a document; with its currency where that is not the provider's."""
        own = row.currency == self._currency
        return amount(row.amount, row.currency) if own else sum_words(row.amount, row.currency)

    def lines(self, *sentences: str) -> list[list[Piece]]:
        """Sentences as lines of the detail."""
        return [line for one in sentences if one for line in text_lines(one, self.app.size.width)]

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another one."""
        self.shown_part()
        self.show_keys()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self.shown_part()

    def keys_of_list(self) -> tuple[Key, ...]:
        """The keys that both lists end with."""
        narrowed = self.narrow_keys() if self.client is None else ()
        return (Key("/", "filter"), *narrowed, Key("?", "keys"), Key("q", "back"),
                Key("h", "history", self.row is not None), Key("o", "others"))  # fmt: skip

    def client_here(self) -> tuple[int, str] | None:
        """The client whose list it is, or the one of the document under the cursor."""
        row = self.row
        if self.client is not None:
            return self.client, self._whose
        return None if row is None or row.client is None else (row.client, row.client_name)

    def whose(self) -> int | None:
        """The client for whom something is added; says how one is chosen where there is none."""
        here = self.client_here() or self.session.client
        if self.client is not None:
            return self.client
        if here is None:
            self.say(self.keyed("Open a client's card ({g} c) and their account ({client.account:b}) to add one."))
            return None
        return here[0]

    async def go_to_added(self, adding: Coroutine[Any, Any, int | None]) -> None:
        """Add one; the cursor goes to it."""
        number = await adding
        if number is not None:
            self.list.go_to(number)

    def action_search(self) -> None:
        """Write a filter."""
        self.query_one(FilterBar).enter()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Narrow while typing, where it can be understood."""
        self._understand(event.query, said=False)

    def on_filter_bar_asked(self, event: FilterBar.Asked) -> None:
        """Into the list; what is not understood is said."""
        if self._understand(self.query_one(FilterBar).text, said=True):
            self.set_focus(self.list)
            self.reload_for_keys()

    def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        """Into the list; where nothing was found, to all of it."""
        if self.list.current is None:
            self.action_show_all()
        self.set_focus(self.list)

    def _understand(self, line: str, *, said: bool) -> bool:
        try:
            self._narrow = parse_narrow(line, self.session.zone, self.client)
        except DeskError as wrong:
            if said:
                self.say(wrong.sentence)
            return False
        self.start_anew()
        return True

    def action_show_all(self) -> None:
        """Take the filter away; back where there is none."""
        bar = self.query_one(FilterBar)
        if not bar.text.strip():
            self.action_back()
            return
        bar.text = ""
        self._narrow = Narrow(self.client)
        self.start_anew()

    def action_history(self) -> None:
        """What became of the one under the cursor."""
        from helpdesk_tui.screens.paper_history import PaperHistoryScreen

        if (row := self.row) is not None:
            self.app.push_screen(PaperHistoryScreen(self.session, f"{self.NAME}:{row.id}"))

    def action_others(self) -> None:
        """Another kind of papers."""
        self.begin(self._others())

    async def _others(self) -> None:
        kinds = {kind.TITLE_WORDS: kind for kind in every_kind() if kind is not type(self)}
        chosen = await self.ask(Choose("Which papers?", [(name, (name,)) for name in kinds]))
        if chosen is not None:
            self.app.switch_screen(kinds[chosen](self.session, self.client))

    def action_client(self) -> None:
        """Open the client card."""
        from helpdesk_tui.screens.client import ClientScreen

        if (here := self.client_here()) is not None:
            self.app.push_screen(ClientScreen(self.session, here[0]))

    def action_new_ticket(self) -> None:
        """Write to the client."""
        from helpdesk_tui.screens.new_ticket import new_ticket

        if (here := self.client_here()) is not None:
            self.begin(new_ticket(self, f"#{here[0]}"))


def every_kind() -> tuple[type[Any], ...]:
    """The screens of all kinds of papers; each is made of a session and a client, or None for all."""
    from helpdesk_tui.screens.expenses import ExpensesScreen
    from helpdesk_tui.screens.invoices import InvoicesScreen
    from helpdesk_tui.screens.payments import PaymentsScreen
    from helpdesk_tui.screens.withdrawals import WithdrawalsScreen

    return PaymentsScreen, InvoicesScreen, ExpensesScreen, WithdrawalsScreen


def columns_for(client: int | None, *columns: Column, number: int = 6) -> tuple[Column, ...]:
    """The columns of a list, with the client's behind the number where it is everybody's."""
    first: tuple[Column, ...] = (Column("No", number, right=True),)
    return first + ((Column("Client"),) if client is None else ()) + columns


def cells_for(client: int | None, row: Any, *cells: str) -> tuple[str, ...]:
    """The cells of a row, in the same order."""
    return (str(row.id), *((row.client_name or "(deleted)",) if client is None else ()), *cells)
