"""The incident statement of a client (IN12, IN13): what is left, lot by lot, every movement and every lapse."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.questions import ReadClient, ReadIncidents, ReadIncidentStatement, Slice
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.money_forms import adjust
from helpdesk_tui.screens.money_words import KINDS
from helpdesk_tui.screens.parts import PartScreen, headed, open_ticket_of
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import IncidentLine, IncidentsView, LotView, Part
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

Lines = list[list[Piece]]
_COLUMNS = (
    Column("When", 17), Column("What", 17, fold=True), Column("Number", 8, right=True), Column("After", 8, right=True),
    Column("Of", 21), Column("Ticket", 7, right=True, fold=True), Column("By", 10, fold=True), Column("Text"),
)  # fmt: skip
_MOST_LOTS = 6
_BAR = 10


class IncidentsScreen(PartScreen[IncidentLine]):
    """What is left above, the movements below, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("a", AdjustIncidents, "adjust"),
        Binding("t", "ticket", "Ticket", id="incidents.ticket", tooltip="Open the ticket that incidents went to."),
        Binding("l", "lots", "Lots", id="incidents.lots",
                tooltip="Every lot of dated incidents, also those that are used up or have lapsed."),
        Binding("v", "chart", "Chart", id="incidents.chart",
                tooltip="Balance and incidents of the last twelve months, drawn and in numbers."),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session, _COLUMNS, "The client never had incidents; a gives or takes some by hand.")
        self._client = client
        self._head = Words(id="head")

    def compose(self) -> ComposeResult:
        """A hairline, what is left, the movements, the keys."""
        yield Rule("Support incidents")
        yield self._head
        yield self.list
        yield self.foot

    async def load(self) -> None:
        """Read what is left, and the movements."""
        head = (await self.session.read(ReadClient(self._client))).head
        has = await self.session.read(ReadIncidents(f"#{self._client}"))
        await self.load_part()
        headed(self, "Support incidents", head.name or head.email)
        self._head.show(left_lines(has, self.keyed("{l} lists all")))
        self.set_focus(self.list)

    async def read_part(self, part: Slice) -> Part[IncidentLine]:
        """A part of the statement."""
        return await self.session.read(ReadIncidentStatement(self._client, part))

    def record(self, row: IncidentLine) -> Record:
        """A movement or a lapse, with the dates of its lot and how many there were then."""
        of = "lifetime" if row.starts is None or row.ends is None else _span(row.starts, row.ends)
        ticket = f" {row.ticket}" if row.ticket else ""
        return Record(row.id, (moment(row.at, self.session.now()), KINDS[row.kind], f"{row.amount:+,}",
                               f"{row.after:,}", of, ticket, row.who or "system",
                               row.text or f"{KINDS[row.kind]}{ticket}"))  # fmt: skip

    def keys(self) -> tuple[Key, ...]:
        """What can be done."""
        return (self.key_for("a", "adjust", AdjustIncidents), Key("Enter", "ticket"), Key("l", "lots"),
                Key("v", "chart"), Key("q", "back"), Key("?", "keys"))  # fmt: skip

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Open the ticket."""
        self.action_ticket()

    def action_ticket(self) -> None:
        """Open the ticket that incidents went to."""
        open_ticket_of(self, None if self.row is None else self.row.ticket)

    def action_adjust(self) -> None:
        """More or fewer by hand."""
        self.begin(adjust(self, self._client))

    def action_lots(self) -> None:
        """Every lot."""
        from helpdesk_tui.screens.lots import LotsScreen

        self.app.push_screen(LotsScreen(self.session, self._client))

    def action_chart(self) -> None:
        """The year."""
        from helpdesk_tui.screens.account_more import ChartScreen

        self.app.push_screen(ChartScreen(self.session, self._client))


def left_lines(has: IncidentsView, more: str) -> Lines:
    """What is left: in all, for life, on credit, and each lot as a bar with its dates."""
    credit: list[Piece] = [(f"   {has.credit_used:,} on credit", "alarm")] if has.credit_used else []
    lines: Lines = [[(" Left now ", "dim"), (f"{has.total:,}", "strong"), (f"   {has.lifetime:,} lifetime", "plain"),
                     *credit]]  # fmt: skip
    lots = [(lot, "until") for lot in has.dated] + [(lot, "from") for lot in has.upcoming]
    lines += [_lot(lot, when) for lot, when in lots[:_MOST_LOTS]]
    if len(lots) > _MOST_LOTS:
        lines.append([(f"   and {len(lots) - _MOST_LOTS:,} later ones; {more}", "dim")])
    return lines


def _lot(lot: LotView, when: str) -> list[Piece]:
    full = -(-lot.count * _BAR // lot.given) if lot.given else 0
    dates = f"until {_day(lot.ends)}" if when == "until" else f"from {_day(lot.starts)} to {_day(lot.ends)}"
    return [("   " + "█" * full, "accent"), ("░" * (_BAR - full), "dim"),
            (f"  {lot.count:,} of {lot.given:,} left, {dates}", "plain" if when == "until" else "dim")]  # fmt: skip


def _span(starts: date, ends: date) -> str:
    """The dates of a lot, short: `11 Nov - 10 Dec 2026`, `11 Dec 26 - 10 Jan 27`."""
    if starts.year == ends.year:
        return f"{starts.day} {starts:%b} - {ends.day} {ends:%b %Y}"
    return f"{starts.day} {starts:%b %y} - {ends.day} {ends:%b %y}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
