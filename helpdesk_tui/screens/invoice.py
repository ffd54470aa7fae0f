"""An invoice as a page, and saved: as PDF, or as the text that a printer takes (CL12)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadInvoice
from helpdesk_tui.rules.invoice import Invoice, printed
from helpdesk_tui.screens.attach import path_of, save_file
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import AskLine
from helpdesk_tui.screens.raw import TextScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.key_bar import Key


class InvoiceScreen(TextScreen):
    """The invoice of a payment, as `payment show` prints it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "save_pdf", "Save as PDF", id="invoice.pdf", tooltip="Save the invoice as PDF into a folder."),
        Binding("t", "save_text", "Save as text", id="invoice.text",
                tooltip="Save the page as a text file, for a printer (lpr) or a letter."),
    ]  # fmt: skip

    def __init__(self, session: Session, payment: int) -> None:
        super().__init__(session, f"Invoice {payment}")
        self._payment = payment

    async def load(self) -> None:
        """Read it, then show it."""
        self._text = printed(await self.session.read(ReadInvoice(self._payment)))
        await super().load()

    def keys(self) -> tuple[Key, ...]:
        """Saving it, and the way back."""
        return (Key("w", "save as PDF"), Key("t", "save as text"), *super().keys())

    def action_save_pdf(self) -> None:
        """As PDF."""
        self.begin(save_invoice(self, self._payment))

    def action_save_text(self) -> None:
        """As text."""
        self.begin(_saved(self, self._payment, ".txt", _as_text))


async def save_invoice(screen: DeskScreen[None], payment: int) -> None:
    """Save the invoice of a payment as PDF, where files of attachments are saved; what goes wrong is said."""
    from helpdesk_tui.invoice_pdf import drawn

    await _saved(screen, payment, ".pdf", drawn)


def _as_text(invoice: Invoice) -> tuple[bytes, str]:
    return f"{printed(invoice)}\n".encode(), ""


async def _saved(
    screen: DeskScreen[None], payment: int, ending: str, made: Callable[[Invoice], tuple[bytes, str]]
) -> None:
    """Make a file of an invoice, which may take a moment, then ask for the folder."""
    try:
        invoice = await screen.session.read(ReadInvoice(payment))
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
