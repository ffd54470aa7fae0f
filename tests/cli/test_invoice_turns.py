"""Invoices of payments that were put back, on the command line (CL12)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import Calls
from tests.desks import HANS


@pytest.fixture
def number(call: Calls, monkeypatch: pytest.MonkeyPatch) -> str:
    """A payment that was Paid in April, put back in May and Paid again on the day after."""
    call.json("expense", "add", HANS, "12.50", "--text", "Backup")
    number = str(call.json("payment", "add", HANS, "50", "--status", "paid")["id"])
    for day, status in (("03", "new"), ("04", "paid")):
        monkeypatch.setenv("HELPDESK_NOW", f"2026-05-{day}T10:00:00Z")
        call.json("payment", "set", number, "--status", status)
        call.json("expense", "edit", "1", "--amount", "10")
    return number


def test_each_month_says_what_it_said(call: Calls, number: str) -> None:
    """CL12: a declared month keeps its invoice; the reversal stands in the month in which it was put back."""

    def paid(since: str, until: str) -> list[tuple[object, ...]]:
        words = ("payment", "invoices", "--status", "paid", "--from", since, "--to", until)
        return [
            tuple(one[name] for name in ("number", "turn", "date", "amount", "put_back", "reversal", "paid_at"))
            for one in call.json(*words)
        ]

    back = "2026-05-03T10:00:00Z"
    first = (number, 1, "2026-04-11", "50.00", back, False, "2026-04-11T10:00:00Z")
    reversal = (number, 1, "2026-05-03", "-50.00", back, True, None)
    second = (f"{number}-2", 2, "2026-05-03", "50.00", None, False, "2026-05-04T10:00:00Z")
    assert paid("2026-04-01", "2026-04-30") == [first]
    assert paid("2026-05-01", "2026-05-31") == [reversal, second]
    assert paid("2026-04-01", "2026-05-31") == [first, reversal, second]
    said = [line.split() for line in call("payment", "invoices", "--status", "paid").text.splitlines()]
    assert [line[0] for line in said] == ["Id", number, number, f"{number}-2"]
    assert [" ".join(line) for line in said[1:]] == [
        f"{number} Acme GmbH Acme GmbH 2026-04-11 50.00 EUR - - - paid, put back on 2026-05-03 -",
        f"{number} Acme GmbH Acme GmbH 2026-05-03 -50.00 EUR - - - put back -",
        f"{number}-2 Acme GmbH Acme GmbH 2026-05-03 50.00 EUR - - - paid -",
    ]


def test_the_earlier_one_is_printed_and_saved(call: Calls, number: str, tmp_path: Path) -> None:
    """CL12: as it was, beside the one in its place."""
    first, second = call("payment", "invoice", number, "--turn", "1").text, call("payment", "invoice", number).text
    assert first.split("\n")[2] == f"Invoice {number}    2026-04-11"
    assert ("12.50" in first, "12.50" in second, second) == (True, False, call("payment", "show", number).text)
    assert first.endswith("Paid on 2026-04-11\nPut back on 2026-05-03: it counts no more from that day.\n")
    found = call.json("payment", "invoice", number, "--turn", "1")
    assert found == {
        "id": int(number), "number": number, "turn": 1, "date": "2026-04-11", "from": ["Acme support"],
        "to": ["Acme GmbH", HANS], "amount": "50.00", "currency": "EUR", "note": "", "returned": [],
        "lines": [{"text": "Backup", "amount": "12.50"}, {"text": "Payment to the account", "amount": "37.50"}],
        "where_to_pay": [], "paid": "2026-04-11", "put_back": "2026-05-03", "due": None,
        "net": None, "rate": None, "tax": None,
    }  # fmt: skip
    for words, name in ((("--turn", "1"), f"invoice-{number}.pdf"), ((), f"invoice-{number}-2.pdf")):
        assert call.json("payment", "pdf", number, str(tmp_path), *words)["file"] == str(tmp_path / name)
    assert call("payment", "invoice", number, "--turn", "3", "--json").error == {
        "code": "not_found", "message": f"Invoice {number}-3 was not found.",
    }  # fmt: skip
    assert call("payment", "invoice", number, "--turn", "0").code == 2


def test_net_and_tax_of_one_invoice(call: Calls) -> None:
    """CL12: as its price has them, and as whoever is to pay reads it."""
    call.json("plan", "add", "Care", "--incidents", "2", "--period", "lifetime=10")
    call.json("tax", "add", HANS, "19", "--zone", "UTC", "--from", "2026-01-01 00:00:00")
    call.json("order", HANS, "Care", "--period", "lifetime")
    call.json("provider", "set", "invoice_due_days", "14")
    found = call.json("payment", "invoice", "1")
    assert [found[name] for name in ("net", "rate", "tax", "amount", "paid", "put_back", "due")] == [
        "10.00", "19", "1.90", "11.90", None, None, "2026-04-25",
    ]  # fmt: skip
