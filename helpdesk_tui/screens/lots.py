"""Every lot of a client's dated incidents, also those that are used up or have lapsed (IN4, IN13)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.questions import ReadClient, ReadIncidents
from helpdesk_tui.rules.incident_words import day
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.parts import headed
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import IncidentsView, LotView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

_TITLE = "Lots of support incidents"
_COLUMNS = (
    Column("From", 11), Column("Until", 11), Column("Given", 7, right=True), Column("Used", 7, right=True),
    Column("Unused", 7, right=True), Column("State"),
)  # fmt: skip


class LotsScreen(DeskScreen[None]):
    """What each lot gave, what of it was used, and what became of the rest; the one that ends last first."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session)
        self._client = client
        self._list = RecordList(_COLUMNS, empty="The client never had dated incidents.")

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule(_TITLE)
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        head = (await self.session.read(ReadClient(self._client))).head
        has = await self.session.read(ReadIncidents(f"#{self._client}"))
        headed(self, _TITLE, head.name or head.email)
        self._list.show(tuple(Record(place, cells) for place, cells in enumerate(lot_cells(has))))
        self.set_focus(self._list)

    def keys(self) -> tuple[Key, ...]:
        """Back."""
        return (Key("q", "back"), Key("?", "keys"))


def lot_cells(has: IncidentsView) -> list[tuple[str, ...]]:
    """The lots in words, the one that ends last first."""
    lots = [(lot, "lapsed" if lot.count else "used up") for lot in has.past]
    lots += [(lot, "can be used") for lot in has.dated] + [(lot, "to come") for lot in has.upcoming]
    return [_cells(lot, state) for lot, state in sorted(lots, key=lambda one: (one[0].ends, one[0].starts))][::-1]


def _cells(lot: LotView, state: str) -> tuple[str, ...]:
    numbers = (lot.given, lot.given - lot.count, lot.count)
    return (day(lot.starts), day(lot.ends), *(f"{number:,}" for number in numbers), state)
