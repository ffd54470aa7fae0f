"""What payments and invoices share: an invoice is shown, saved and sent from either list (CL12)."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.money_forms import send_invoice
from helpdesk_tui.screens.papers import Paper, PapersScreen
from helpdesk_tui.views import PaymentView
from helpdesk_tui.widgets.key_bar import Key

P = TypeVar("P", bound=Paper)


class BillsScreen(PapersScreen[P]):
    """Payments, as they are or as the invoices that they are."""

    NAME = "payment"
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("i", SendInvoice, "invoice"),
        Binding("v", "view", "View invoice", id="payment.invoice", tooltip="The invoice as a page, with the payer."),
        Binding("w", "save", "Save as PDF", id="payment.pdf", tooltip="Save the invoice as PDF into a folder."),
    ]  # fmt: skip

    @property
    def payment(self) -> PaymentView | None:
        """The payment under the cursor."""
        raise NotImplementedError

    @property
    def turn(self) -> int | None:
        """Which of its invoices is under the cursor; None for the one of now."""
        return None

    def invoice_keys(self) -> tuple[Key, ...]:
        """What can be done with its invoice."""
        there = self.payment is not None
        return (Key("i", "invoice", there), Key("v", "view", there), Key("w", "PDF", there))

    def action_invoice(self) -> None:
        """Send its invoice."""
        if (payment := self.payment) is not None:
            self.begin(send_invoice(self, payment))

    def action_view(self) -> None:
        """Show its invoice."""
        from helpdesk_tui.screens.invoice import InvoiceScreen

        if (payment := self.payment) is not None:
            self.app.push_screen(InvoiceScreen(self.session, payment.id, self.turn))

    def action_save(self) -> None:
        """Save its invoice."""
        from helpdesk_tui.screens.invoice import save_invoice

        if (payment := self.payment) is not None:
            self.begin(save_invoice(self, payment.id, self.turn))
