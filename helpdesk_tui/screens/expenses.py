"""Expenses of a client, or of all (CL13, SF2; SPEC: Billing screens)."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.questions import ReadExpensePart, Slice
from helpdesk_tui.rules.money import amount
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.money_forms import add_expense, delete_expense, edit_expense
from helpdesk_tui.screens.money_words import sum_words
from helpdesk_tui.screens.opening import open_ticket
from helpdesk_tui.screens.papers import PapersScreen, cells_for, columns_for
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import ExpenseView, Part, ShareView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList


class ExpensesScreen(PapersScreen[ExpenseView]):
    """The list, the newest first; below it the payments that an expense is allocated to."""

    TITLE_WORDS = "Expenses"
    NAME = "expense"
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddExpense, "add"), act_key("e", EditExpense, "edit"), act_key("d", DeleteExpense, "delete"),
        Binding("t", "ticket", "Ticket", id="expense.ticket", tooltip="Open the ticket that was charged for."),
        Binding("p", "payment", "Payment", id="expense.payment",
                tooltip="The payments, at the first one that the expense is allocated to."),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int | None = None, number: int | None = None) -> None:
        columns = columns_for(
            client, Column("When", 17), Column("Amount", 14, right=True), Column("Ticket", 7, right=True, fold=True),
            Column("What for"),
        )  # fmt: skip
        empty = "Nobody was charged yet." if client is None else "The client was charged nothing yet; n does it."
        super().__init__(session, columns, empty, client, number)
        self._shares: tuple[int, tuple[ShareView, ...]] = (0, ())

    async def read_part(self, part: Slice) -> Part[ExpenseView]:
        """A part of the expenses."""
        return await self.session.read(ReadExpensePart(self.narrow, part))

    def record(self, row: ExpenseView) -> Record:
        """An expense."""
        return Record(row.id, cells_for(self.client, row, moment(row.at, self.session.now()),
                                        self.sum_of(row), str(row.ticket or ""), row.text))  # fmt: skip

    def detail(self, row: ExpenseView, shares: tuple[ShareView, ...]) -> list[list[Piece]]:
        """The payments that cover it, and what none covers yet."""
        self._shares = (row.id, shares)
        ticket = f" (ticket {row.ticket})" if row.ticket is not None else ""
        head = f"Expense {row.id} of {row.client_name}: {sum_words(row.amount, row.currency)}, {row.text}{ticket}"
        covered = sum(one.amount for one in shares)
        parts = [f"payment {one.payment} {amount(one.amount, row.currency)}" for one in shares]
        rest = f"{amount(row.amount - covered, row.currency)} not paid yet" if covered < row.amount else ""
        said = ", ".join([*parts, rest] if rest else parts)
        return self.lines(head, f"Allocated to {said}." if parts else "No payment covers it yet.")

    def keys(self) -> tuple[Key, ...]:
        """What can be done with one."""
        row = self.row
        return (self.key_for("n", "add", AddExpense), Key("Enter", "edit", row is not None),
                Key("d", "delete", row is not None), Key("p", "payment", row is not None),
                Key("t", "ticket", row is not None and row.ticket is not None), *self.keys_of_list())  # fmt: skip

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Edit it."""
        self.action_edit()

    def action_add(self) -> None:
        """Charge something."""
        if (client := self.whose()) is not None:
            self.begin(self.go_to_added(add_expense(self, client)))

    def action_edit(self) -> None:
        """Change the one under the cursor."""
        if (row := self.row) is not None:
            self.begin(edit_expense(self, row))

    def action_delete(self) -> None:
        """Delete it; its amount returns."""
        if (row := self.row) is not None:
            self.begin(delete_expense(self, row))

    def action_ticket(self) -> None:
        """Open its ticket."""
        row = self.row
        if row is not None and row.ticket is not None:
            open_ticket(self, row.ticket)
        elif row is not None:
            self.say("This expense belongs to no ticket.")

    def action_payment(self) -> None:
        """The payments, at the first one that covers it."""
        from helpdesk_tui.screens.payments import PaymentsScreen

        row = self.row
        number, shares = self._shares
        if row is None or row.client is None or number != row.id or not shares:
            self.say("No payment covers this expense yet.")
        else:
            self.app.push_screen(PaymentsScreen(self.session, row.client, shares[0].payment))
