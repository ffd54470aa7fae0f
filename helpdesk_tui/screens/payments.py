"""Payments of a client, or of all (CL12; SPEC: Billing screens)."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.questions import ReadPaymentPart, Slice
from helpdesk_tui.rules.money import amount
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.bills import BillsScreen
from helpdesk_tui.screens.money_forms import add_payment, delete_payment, edit_payment, set_payment
from helpdesk_tui.screens.money_words import sum_words
from helpdesk_tui.screens.papers import cells_for, columns_for
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import Part, PaymentView, ShareView
from helpdesk_tui.vocab import PaymentStatus
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList


class PaymentsScreen(BillsScreen[PaymentView]):
    """The list, the newest first; below it what a payment covers."""

    TITLE_WORDS = "Payments"
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddPayment, "add"), act_key("e", EditPayment, "edit"), act_key("s", SetPayment, "set"),
        act_key("d", DeletePayment, "delete"),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int | None = None, number: int | None = None) -> None:
        columns = columns_for(
            client, Column("Created", 17), Column("Amount", 14, right=True), Column("Status", 6),
            Column("Paid", 17, fold=True), Column("Note", fold=client is None),
        )  # fmt: skip
        empty = "There are no payments yet." if client is None else "The client has no payments yet; {n} adds one."
        super().__init__(session, columns, empty, client, number)

    async def read_part(self, part: Slice) -> Part[PaymentView]:
        """A part of the payments."""
        return await self.session.read(ReadPaymentPart(self.narrow, part))

    @property
    def payment(self) -> PaymentView | None:
        """The one under the cursor."""
        return self.row

    def record(self, row: PaymentView) -> Record:
        """A payment."""
        now = self.session.now()
        paid = moment(row.paid_at, now) if row.paid_at else ""
        status = "Paid" if row.status is PaymentStatus.PAID else "New"
        return Record(row.id, cells_for(self.client, row, moment(row.created, now), self.sum_of(row),
                                        status, paid, row.text))  # fmt: skip

    def detail(self, row: PaymentView, shares: tuple[ShareView, ...]) -> list[list[Piece]]:
        """Its breakdown by expense, and what of it covers nothing yet."""
        head = f"Payment {row.id} of {row.client_name}: {sum_words(row.amount, row.currency)}"
        note = f", {row.text}" if row.text else ""
        if row.status is not PaymentStatus.PAID:
            return self.lines(f"{head}{note}", "It is New: it waits to be paid and counts nothing yet.")
        covered = sum(one.amount for one in shares)
        parts = [f"{one.charge.replace(':', ' ')} {amount(one.amount, row.currency)}"
                 f"{f' ({one.text})' if one.text else ''}" for one in shares]  # fmt: skip
        rest = f"; {amount(row.amount - covered, row.currency)} are left" if covered < row.amount else ""
        return self.lines(f"{head}{note}", f"Covers {', '.join(parts)}{rest}." if parts else "It covers nothing yet.")

    def keys(self) -> tuple[Key, ...]:
        """What can be done with one."""
        row = self.row
        paid = row is not None and row.status is PaymentStatus.PAID
        return (self.key_for("n", "add", AddPayment), Key("Enter", "edit", row is not None),
                Key("s", "put back to New" if paid else "to Paid", row is not None),
                Key("d", "delete", row is not None and not paid),
                *self.invoice_keys(), *self.keys_of_list())  # fmt: skip

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Edit it."""
        self.action_edit()

    def action_add(self) -> None:
        """Add one."""
        if (client := self.whose()) is not None:
            self.begin(self.go_to_added(add_payment(self, client)))

    def action_edit(self) -> None:
        """Change the one under the cursor."""
        if (row := self.row) is not None:
            self.begin(edit_payment(self, row))

    def action_set(self) -> None:
        """To Paid, or back to New."""
        if (row := self.row) is not None:
            self.begin(set_payment(self, row))

    def action_delete(self) -> None:
        """Delete one that is New."""
        if (row := self.row) is not None:
            self.begin(delete_payment(self, row))
