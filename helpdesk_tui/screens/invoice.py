"""An invoice as a page, and saved: as PDF, or as the text that a printer takes (CL12)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadInvoice
from helpdesk_tui.rules.invoice import Invoice, labelled, printed
from helpdesk_tui.screens.attach import path_of, save_file
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import AskLine
from helpdesk_tui.screens.raw import TextScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.rule import Rule


class InvoiceScreen(TextScreen):
    """The invoice of a payment, as `payment show` prints it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "save_pdf", "Save as PDF", id="invoice.pdf", tooltip="Save the invoice as PDF into a folder."),
        Binding("t", "save_text", "Save as text", id="invoice.text",
                tooltip="Save the page as a text file, for a printer (lpr) or a letter."),
        Binding("e", "earlier", "Earlier invoice", id="invoice.earlier",
                tooltip="The invoice that the payment had before it was put back and paid again."),
    ]  # fmt: skip

    def __init__(self, session: Session, payment: int, turn: int | None = None) -> None:
        """The one of now, or that of the `turn`th time that the payment was Paid."""
        super().__init__(session, f"Invoice {payment if turn is None else labelled(payment, turn)}")
        self._payment = payment
        self._turn = turn
        self._earlier = 0

    async def load(self) -> None:
        """Read it, then show it."""
        invoice = await self.session.read(ReadInvoice(self._payment, turn=self._turn))
        self._text, self._earlier = printed(invoice), invoice.turn - 1
        self.query_one(Rule).show(invoice.title)
        await super().load()

    def keys(self) -> tuple[Key, ...]:
        """Saving it, the one before it, and the way back."""
        return (Key("w", "save as PDF"), Key("t", "save as text"), Key("e", "earlier", self._earlier > 0),
                *super().keys())  # fmt: skip

    def action_save_pdf(self) -> None:
        """As PDF."""
        self.begin(save_invoice(self, self._payment, self._turn))

    def action_save_text(self) -> None:
        """As text."""
        self.begin(_saved(self, self._payment, self._turn, ".txt", _as_text))

    def action_earlier(self) -> None:
        """The one before this; the way back leads here."""
        if self._earlier > 0:
            self.app.push_screen(InvoiceScreen(self.session, self._payment, self._earlier))
        else:
            self.say("It is the first invoice of this payment.")


async def save_invoice(screen: DeskScreen[None], payment: int, turn: int | None = None) -> None:
    """Save the invoice of a payment as PDF, where files of attachments are saved; what goes wrong is said."""
    from helpdesk_tui.invoice_pdf import drawn

    await _saved(screen, payment, turn, ".pdf", drawn)


def _as_text(invoice: Invoice) -> tuple[bytes, str]:
    return f"{printed(invoice)}\n".encode(), ""


async def _saved(
    screen: DeskScreen[None], payment: int, turn: int | None, ending: str,
    made: Callable[[Invoice], tuple[bytes, str]],
) -> None:  # fmt: skip
    """Make a file of an invoice, which may take a moment, then ask for the folder."""
    try:
        invoice = await screen.session.read(ReadInvoice(payment, turn=turn))
        content, missing = await asyncio.to_thread(made, invoice)
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    folder = await screen.ask(AskLine("Save to folder", value=str(Path.home())))
    if not folder:
        return
    said = save_file(path_of(folder), Path(invoice.file_name).with_suffix(ending).name, content)
    lost = f" No font here has {shown(missing)}; `payment pdf --font` names another one." if missing else ""
    screen.say(said + lost, alarm=bool(lost))
