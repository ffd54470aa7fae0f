"""What an account's year looks like, and what was changed on it (CL11, IN13)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.questions import ReadAccount, ReadAccountChanges, ReadClient, ReadMonths
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.money_words import short_sum
from helpdesk_tui.screens.parts import headed
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import MonthView
from helpdesk_tui.widgets.bars import columns
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

Lines = list[list[Piece]]
_HIGHEST = 9


class ChartScreen(DeskScreen[None]):
    """Balance and used incidents of twelve months, drawn, with their numbers below."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, client: int, currency: str = "") -> None:
        """Of the client's account in a currency; without one, in the provider's."""
        super().__init__(session)
        self._client = client
        self._months: tuple[MonthView, ...] = ()
        self._currency = currency

    def compose(self) -> ComposeResult:
        """A hairline, the page, the keys."""
        yield Rule("Twelve months")
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """Read the year and draw it."""
        head = (await self.session.read(ReadClient(self._client))).head
        self._currency = (await self.session.read(ReadAccount(self._client, self._currency))).currency
        self._months = await self.session.read(ReadMonths(self._client, currency=self._currency))
        headed(self, "Twelve months", head.name or head.email)
        self._draw()
        self.set_focus(self.query_one(Page))

    def on_resize(self) -> None:
        """Draw it anew."""
        if self._months:
            self._draw()

    def _draw(self) -> None:
        height = min(max((self.app.size.height - 12) // 2, 3), _HIGHEST)
        self.query_one(Page).show(year_lines(self._months, self._currency, self.app.size.width, height))

    def keys(self) -> tuple[Key, ...]:
        """Back."""
        return (Key("q", "back"), Key("?", "keys"))


def year_lines(months: tuple[MonthView, ...], currency: str, width: int, height: int) -> Lines:
    """Both charts, or in a sentence that there is nothing to draw."""
    names = [f"{month.first:%b}" for month in months]
    span = f"{months[0].first:%b %Y} to {months[-1].first:%b %Y}"
    balances, used = [month.balance for month in months], [month.used for month in months]
    cells = max((width - 1) // len(months) - 1, 1)
    numbers = [short_sum(value, currency, min(cells, 9)) for value in balances]
    paid, charged = sum(month.paid for month in months), sum(month.charged for month in months)
    said = f"paid {short_sum(paid, currency, 14)}, charged and withdrawn {short_sum(charged, currency, 14)}"
    lines = _chart(f"Balance at the end of each month, {span}, {currency}", said, balances, numbers, names, width,
                   height, "no money has moved")  # fmt: skip
    given = sum(month.given for month in months)
    said = f"{sum(used):,} used, {given:,} given, {months[-1].lifetime:,} lifetime now"
    lines.append([])
    return lines + _chart("Support incidents used in each month", said, used, [f"{value:,}" for value in used], names,
                          width, height, "none were used")  # fmt: skip


def _chart(
    title: str,
    said: str,
    values: list[int],
    numbers: list[str],
    names: list[str],
    width: int,
    height: int,
    nothing: str,
) -> Lines:
    lines: Lines = [[], [(f" {title}", "accent")], [(f" {said}", "dim")]]
    if not any(values):
        return [*lines[:2], [(f"   {nothing}", "dim")], *lines[2:]]
    return lines + columns(values, numbers, names, width, height)


class AccountChangesScreen(DeskScreen[None]):
    """The History of changes of an account: who changed what, before and after; the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session)
        self._client = client
        self._list = RecordList(
            (Column("When", 17), Column("Who", 12), Column("What", 14), Column("Before"), Column("After")),
            empty=self.keyed("Nothing was changed on the account yet; {edit-account:e} on it does."),
        )

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule("History of changes")
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        head = (await self.session.read(ReadClient(self._client))).head
        found = await self.session.read(ReadAccountChanges(self._client))
        now = self.session.now()
        headed(self, "History of changes", head.name or head.email)
        self._list.show(tuple(
            Record(one.id, (moment(one.at, now), one.who, one.field.removeprefix("account_").replace("_", " "),
                            one.before or "-", one.after or "-"))
            for one in reversed(found)
        ))  # fmt: skip
        self.set_focus(self._list)

    def keys(self) -> tuple[Key, ...]:
        """Back."""
        return (Key("q", "back"), Key("?", "keys"))
