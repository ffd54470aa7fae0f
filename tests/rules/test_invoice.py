"""What an invoice says (CL12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.rules.invoice import Invoice, Item, printed
from helpdesk_tui.rules.invoice_facts import kept, read
from helpdesk_tui.views import Price

DAY = date(2026, 4, 11)
WAITS = Invoice(12, "Acme support", "Nordlicht GmbH", "info@nordlicht.example", "DE", DAY, None, 50_00, "EUR", "Server")


def test_one_that_waits() -> None:
    """Its note is what it is for; it says that it is not paid."""
    assert printed(WAITS).split("\n") == [
        "Acme support", "", "Invoice 12    2026-04-11", "", "Nordlicht GmbH", "info@nordlicht.example", "DE", "",
        f"{'Server':<60}{'50.00':>16}", "-" * 76, f"{'Total':<60}{'50.00 EUR':>16}", "", "Not paid yet",
    ]  # fmt: skip


def test_one_that_covers_expenses() -> None:
    """Each with its part, and what is left of it; together they are the sum."""
    paid = replace(WAITS, paid=DAY, items=(Item("Backup", 12_50), Item("Move", 30_00)))
    assert paid.lines() == (("Backup", "12.50"), ("Move", "30.00"), ("Payment to the account", "7.50"))
    assert printed(paid).split("\n")[-2:] == ["Server", "Paid on 2026-04-11"]
    whole = replace(paid, items=(Item("Backup", 50_00),))
    assert whole.lines() == (("Backup", "50.00"),)
    assert replace(WAITS, note="").lines() == (("Payment to the account", "50.00"),)


def test_nothing_that_a_printer_or_terminal_obeys() -> None:
    """Rule 36."""
    evil = replace(WAITS, client="\x1b]0;x\x07Nord", note="a\r\nb\x1b[31m", items=(Item("c\x0c", 1),))
    said = printed(evil)
    assert not [char for char in said if ord(char) < 32 and char != "\n"]


def test_its_facts_are_kept_whole() -> None:
    """Rule 17: what an email is drawn from at each attempt is what the invoice said when it was sent."""
    price = Price(50_00, 10_00, 45_00, 20_000, 9_00, 54_00)
    for one in (
        WAITS, replace(WAITS, paid=DAY, items=(Item("Сервер “1”", 12_50), Item("Move\n", 30_00)), note=""),
        replace(WAITS, tax_number="DE 1", price=price, exact=True, address="Street 1\n10115 Berlin"),
    ):  # fmt: skip
        assert read(kept(one)) == one
        assert printed(read(kept(one))) == printed(one)


@pytest.mark.parametrize(
    "facts", ["", "{", "[]", "{}", "null", '{"price": null, "paid": null}', kept(WAITS)[:-1] + ', "new": 1}']
)
def test_what_no_facts_are(facts: str) -> None:
    with pytest.raises(UnusableData) as refused:
        read(facts)
    assert refused.value.code == "bad_invoice"


def test_wide_letters_take_two_columns() -> None:
    """CL12: the sum stands where it stands beside other letters, and no line is wider than the paper."""
    text = "日本語のサポート " * 8
    found = printed(
        replace(WAITS, items=(Item(text, 10_00), Item("A" * 100 + "技術", 5_00), Item("技術サポート", 35_00)))
    )
    assert all(cell_len(line) <= 76 for line in found.splitlines())
    sums = [line for line in found.splitlines() if line.endswith((" 10.00", " 5.00", " 35.00"))]
    assert [cell_len(line) for line in sums] == [76, 76, 76]
    assert found.count("サポート") == 9, "no letter is lost"
