"""Invoices of a client, or of all, as an accountant reads them (CL12): who pays, net and tax, when it was sent."""

from __future__ import annotations

from helpdesk_tui.questions import ReadInvoicePart, Slice
from helpdesk_tui.rules.invoice import labelled
from helpdesk_tui.rules.money import amount
from helpdesk_tui.screens.bills import BillsScreen
from helpdesk_tui.screens.money_words import sum_words
from helpdesk_tui.screens.papers import cells_for, columns_for
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import InvoiceRow, Part, PaymentView, ShareView
from helpdesk_tui.vocab import PaymentStatus
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList

_NEVER_SENT = "It was never sent by email; {i} sends it."


class InvoicesScreen(BillsScreen[InvoiceRow]):
    """The list, the newest first; below it the payer, the parts of the price, and when it was sent."""

    TITLE_WORDS = "Invoices"

    def __init__(self, session: Session, client: int | None = None, number: int | None = None) -> None:
        columns = columns_for(
            client, Column("Payer", fold=client is None), Column("Date", 10), Column("Total", 14, right=True),
            Column("Tax", 12, right=True, fold=True), Column("Status", 8), Column("Sent", 17, fold=True), number=8,
        )  # fmt: skip
        empty = "There are no invoices yet: each payment is one."
        super().__init__(session, columns, empty, client, number)

    async def read_part(self, part: Slice) -> Part[InvoiceRow]:
        """A part of the invoices."""
        return await self.session.read(ReadInvoicePart(self.narrow, part))

    @property
    def payment(self) -> PaymentView | None:
        """The payment under the cursor."""
        return None if self.row is None else self.row.payment

    @property
    def turn(self) -> int | None:
        """Which of the payment's invoices is under the cursor; None for the one of now."""
        return self.row.turn if self.row is not None and self.row.put_back and self.row.entry else None

    def number_of(self, row: InvoiceRow) -> int:
        """A payment may be there more than once."""
        return row.key

    def record(self, row: InvoiceRow) -> Record:
        """An invoice."""
        status = "Paid" if row.payment.status is PaymentStatus.PAID else "New"
        if row.put_back and row.entry:
            status = "Reversal" if row.reversal else "Put back"
        tax = "" if row.tax is None else amount(row.tax, row.currency)
        sent = moment(row.sent, self.session.now()) if row.sent else ""
        day = row.day.isoformat() if row.day else ""
        _, *cells = cells_for(self.client, row, row.payer, day, self.sum_of(row), tax, status, sent)
        return Record(row.key, (labelled(row.id, row.turn), *cells))

    def detail(self, row: InvoiceRow, shares: tuple[ShareView, ...]) -> list[list[Piece]]:
        """Who pays, what the total is made of, when it was sent."""
        tax_number = f", tax number {row.tax_number}" if row.tax_number else ""
        head = f"Invoice {labelled(row.id, row.turn)} to {row.payer}{tax_number}: {sum_words(row.amount, row.currency)}"
        parts = "Net and tax are not stated."
        if row.net is not None and row.tax is not None:
            parts = f"Net {amount(row.net, row.currency)}, tax {amount(row.tax, row.currency)}."
        if row.returned:
            parts += f" {sum_words(row.returned, row.currency)} of it went back to the account since."
        now = self.session.now()
        if row.put_back and row.entry:
            back = f"The payment was put back on {row.put_back.astimezone(now.tzinfo).date().isoformat()}"
            return self.lines(head, parts, f"{back}: this takes the invoice back." if row.reversal else f"{back}.")
        due = ""
        if row.due is not None:
            late = "It is overdue: it was to be paid by" if now.date() > row.due else "To be paid by"
            due = f"{late} {row.due.isoformat()}. "
        sent = (
            f"Last sent to {row.sent_to}, {moment(row.sent, now)}." if row.sent is not None else self.keyed(_NEVER_SENT)
        )
        return self.lines(head, parts, due + sent)

    def keys(self) -> tuple[Key, ...]:
        """What can be done with one."""
        return (Key("Enter", "view", self.row is not None), *self.invoice_keys(), *self.keys_of_list())

    def action_invoice(self) -> None:
        """Send it; one that was put back is sent no more."""
        if self.turn is None:
            super().action_invoice()
        else:
            self.say("This invoice was put back; it is not sent any more.")

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Show it."""
        self.action_view()
