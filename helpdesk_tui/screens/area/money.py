"""Money as the client sees it: the movements of their account, and their payments; nothing is changed here (CL16)."""

from __future__ import annotations

from typing import TypeVar

from textual.app import ComposeResult

from helpdesk_tui.questions import ReadMyPayments, ReadMyStatement, Slice
from helpdesk_tui.rules.money import amount
from helpdesk_tui.screens.area.base import AreaScreen
from helpdesk_tui.screens.area.session import ClientSession
from helpdesk_tui.screens.area.words import Line, bank_lines, pay_words
from helpdesk_tui.screens.money_words import KINDS
from helpdesk_tui.screens.parts import PartScreen
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import AreaView, MoneyLine, Part, PaymentView
from helpdesk_tui.vocab import PaymentStatus
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

T = TypeVar("T", MoneyLine, PaymentView)
_STATEMENT = (
    Column("When", 18), Column("Amount", 14, right=True), Column("Balance", 14, right=True),
    Column("Ticket", 7, right=True, fold=True), Column("What"),
)  # fmt: skip
_PAYMENTS = (
    Column("No", 6, right=True), Column("Created", 18), Column("Amount", 14, right=True), Column("State", 17),
    Column("Paid", 18, fold=True), Column("What for"),
)  # fmt: skip


class AreaPartScreen(AreaScreen, PartScreen[T]):
    """A long list of the client's, read in parts."""

    TITLE_WORDS: str

    def compose(self) -> ComposeResult:
        """The frame, the list, the keys."""
        yield from self.compose_top()
        yield Rule(self.TITLE_WORDS)
        yield self.list
        yield self.foot

    async def load(self) -> None:
        """Read what the client has, and the list."""
        await self.read_area()
        await self.load_part()
        self.set_focus(self.list)

    def keys(self) -> tuple[Key, ...]:
        """The way back."""
        return (Key("q", "back"), Key("?", "keys", always=True), Key("L", "leave", always=True))


class AreaStatementScreen(AreaPartScreen[MoneyLine]):
    """Every movement of money with the balance after it, the newest first; Enter opens the ticket of one."""

    TITLE_WORDS = "Account"

    def __init__(self, session: ClientSession) -> None:
        super().__init__(session, _STATEMENT, "Nothing was paid or charged yet.")

    async def read_part(self, part: Slice) -> Part[MoneyLine]:
        """A part of the statement."""
        return await self.session.read(ReadMyStatement(part))

    def record(self, row: MoneyLine) -> Record:
        """A movement."""
        moved, after = amount(row.amount, row.currency), amount(row.balance, row.currency)
        what = row.text or KINDS[row.kind].capitalize()
        cells = (moment(row.at, self.session.now()), moved, after, str(row.ticket or ""), what)
        return Record(row.id, cells, alarm=row.balance < 0)

    def keys(self) -> tuple[Key, ...]:
        """The ticket of a movement."""
        row = self.row
        return (Key("Enter", "ticket", row is not None and row.ticket is not None), *super().keys())

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Whether there is a ticket."""
        self.show_keys()

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Open it."""
        row = self.row
        if row is None or row.ticket is None:
            self.say("This movement belongs to no ticket.")
        else:
            self.open_by_number(row.ticket)


class AreaPaymentsScreen(AreaPartScreen[PaymentView]):
    """The payments, the newest first: which are paid, and which are waited for."""

    TITLE_WORDS = "Payments"

    def __init__(self, session: ClientSession) -> None:
        super().__init__(session, _PAYMENTS, "There are no payments yet.")

    async def read_part(self, part: Slice) -> Part[PaymentView]:
        """A part of the payments."""
        return await self.session.read(ReadMyPayments(part))

    def record(self, row: PaymentView) -> Record:
        """A payment."""
        now = self.session.now()
        paid = moment(row.paid_at, now) if row.paid_at else ""
        cells = (
            str(row.id),
            moment(row.created, now),
            amount(row.amount, row.currency),
            pay_words(row),
            paid,
            row.text,
        )
        return Record(row.id, cells, alarm=row.status is not PaymentStatus.PAID)

    def top_lines(self, area: AreaView, width: int) -> list[Line]:
        """What the client has, and where to pay."""
        return [*super().top_lines(area, width), *bank_lines(area)]
