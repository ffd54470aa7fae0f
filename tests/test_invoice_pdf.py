"""The drawing of an invoice (CL12; rule 17): the same to the byte in every process, whoever draws it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from helpdesk_tui import invoice_pdf
from helpdesk_tui.errors import Unavailable
from helpdesk_tui.rules.invoice import Invoice, Item

DAY = date(2026, 4, 11)
WAITS = Invoice(12, "Acme support", "Nordlicht GmbH", "Straße 1\n10115 Berlin", "DE", DAY, None, 50_00, "EUR", "Server",
                (Item("Сервер перенесён", 12_50),))  # fmt: skip
_DRAWS = """
import hashlib
from tests.test_invoice_pdf import WAITS
from helpdesk_tui.invoice_pdf import drawn
print(hashlib.sha256(drawn(WAITS)[0]).hexdigest())
"""


def elsewhere(seed: str) -> str:
    """The digest of the same invoice, drawn by another process that hashes otherwise."""
    told = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
    done = subprocess.run([sys.executable, "-c", _DRAWS], env=told, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_it_is_the_same_wherever_it_is_drawn() -> None:
    mine = hashlib.sha256(invoice_pdf.drawn(WAITS)[0]).hexdigest()
    assert [elsewhere("1"), elsewhere("2")] == [mine, mine]


def test_what_the_font_has_not_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The readers' own font is western; what it has not is named, and no letter of the alphabet is."""
    monkeypatch.setattr(invoice_pdf, "_FONTS", ())
    assert invoice_pdf.drawn(replace(WAITS, items=()))[1] == ""
    document, missing = invoice_pdf.drawn(WAITS)
    assert (document[:5], missing) == (b"%PDF-", "".join(sorted(set("Сервер перенесён") - {" "})))


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(Unavailable) as refused:
        invoice_pdf.drawn(WAITS)
    assert refused.value.sentence == "PDF files need the extra export: pip install 'helpdesk-tui[export]'."
