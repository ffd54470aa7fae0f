"""An invoice as PDF (CL12), drawn by fpdf2 of the extra `export`; imported when one is asked for.

The fonts that every reader has know western letters only. For others a font file is needed: the one that is named, or
DejaVu Sans where the system has it. Characters that the font does not have are told, not left out in silence.
Sending, screens and the command line draw it here, never inside a transaction.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from helpdesk_tui.errors import Unavailable, WrongUsage
from helpdesk_tui.rules.invoice import RETURNED, Invoice
from helpdesk_tui.rules.money import amount
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from fpdf import FPDF

_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
)  # fmt: skip
_MARGIN, _LINE = 22, 7
MISSING = "PDF files need the extra export: pip install 'helpdesk-tui[export]'."


def drawn(invoice: Invoice, font: str = "") -> tuple[bytes, str]:
    """The document, and the characters that its font does not have; raises Unavailable and WrongUsage.

    It is the same to the byte whenever it is drawn of the same facts, with the same font and library: what is sent
    again has to be what was sent (rule 17).
    """
    try:
        from fpdf import FPDF
    except ImportError:
        raise Unavailable(MISSING, code="no_extra") from None
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    page = FPDF(format="A4")
    page.set_creation_date(datetime.combine(invoice.created, time(), UTC))
    page.set_title(f"{invoice.title} {invoice.provider}")
    page.set_margin(_MARGIN)
    page.add_page()
    family = _font(page, font)
    lost: set[str] = set()
    _draw(page, family, invoice, lost)
    document = bytes(page.output())
    known = page.fonts.get(family.lower())
    lost |= {chr(code) for code in getattr(known, "missing_glyphs", ())}
    return document, "".join(sorted(lost))


def _font(page: FPDF, named: str) -> str:
    """The font to write with: the one that is named, one that is there, or the readers' own."""
    found = named or next((path for path in _FONTS if Path(path).is_file()), "")
    if not found:
        return "helvetica"
    try:
        page.add_font("invoice", fname=found)
    except Exception as failed:
        if named:
            raise WrongUsage(f"{named} is no font that can be used: {type(failed).__name__}.") from None
        return "helvetica"
    return "invoice"


def _draw(page: FPDF, family: str, invoice: Invoice, lost: set[str]) -> None:
    """Write it, line by line; what the readers' own font does not have is `lost`."""

    def line(text: str, size: int = 11, *, right: str = "") -> None:
        page.set_font(family, size=size)
        width = page.epw - (40 if right else 0)
        top = page.get_y()
        page.multi_cell(width, _LINE, _fit(text, family, lost), align="L", new_x="LMARGIN", new_y="NEXT")
        below = page.get_y()
        if right:
            page.set_xy(page.l_margin + width, top)
            page.cell(40, _LINE, _fit(right, family, lost), align="R")
            page.set_xy(page.l_margin, below)

    name, *seller = invoice.sender() or ("",)
    line(name, 14)
    for one in seller:
        line(one)
    page.ln(_LINE)
    line(invoice.title, 18, right=invoice.created.isoformat())
    page.ln(_LINE)
    for one in invoice.to():
        line(one)
    page.ln(_LINE)
    for text, said in invoice.lines():
        line(text, right=said)
    page.line(page.l_margin, page.get_y() + 1, page.l_margin + page.epw, page.get_y() + 1)
    page.ln(3)
    for text, said in invoice.parts():
        line(text, right=said)
    line("Total", 12, right=f"{amount(invoice.amount, invoice.currency)} {invoice.currency}")
    page.ln(_LINE)
    if invoice.has_note:
        line(one_line(invoice.note))
    if invoice.share():
        line(invoice.share())
    for one in (invoice.state, *invoice.turns()):
        line(one)
    for one in invoice.where_to_pay():
        line(one)
    if invoice.returned:
        page.ln(_LINE)
        line(RETURNED)
    for text, said in invoice.returns():
        line(text, right=said)


def _fit(text: str, family: str, lost: set[str]) -> str:
    """The text as far as the readers' own font can show it."""
    if family != "helvetica":
        return text
    lost.update(char for char in text if char > "\xff")
    return text.encode("latin-1", "replace").decode("latin-1")
