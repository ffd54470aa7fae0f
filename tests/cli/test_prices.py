"""`discount` and `tax` on the command line, and what orders and invoices say of a price (CL13, CL12)."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui import invoice_pdf
from tests.cli.calls import Calls
from tests.desks import HANS

CARE = ("plan", "add", "Care", "--incidents", "10", "--period", "lifetime=10.00", "--period", "1m=3.00")
WORDS = "Care: 10 support incidents for life (10.00 - 10 % = 9.00 + 20 % tax 1.80 = 10.80)"


@pytest.fixture
def priced(call: Calls) -> Calls:
    """10 % off and 20 % on top for Hans, of a plan that costs 10.00."""
    call.json(*CARE)
    call.json("discount", "add", HANS, "10")
    call.json("tax", "add", HANS, "20", "--zone", "Europe/Berlin", "--from", "2026-01-01 00:00")
    return call


def test_discounts(call: Calls) -> None:
    """CL13: added, listed, edited, deleted; what is not named stays."""
    call.json(*CARE)
    made = call.json("discount", "add", HANS, "12.5", "--plan", "care", "--from", "2026-04-11", "--until", "2026-12-31",
                     "--comment", "for years")  # fmt: skip
    assert made == {
        "id": 1, "client": "#1", "percent": "12.5", "plan": "Care", "from": "2026-04-11", "until": "2026-12-31",
        "comment": "for years", "in_force": True,
    }  # fmt: skip
    assert call("discount", "add", HANS, "5 %").text == "Discount 2: 5 % on all plans.\n"
    assert call.json("discount", "list", HANS)[0] == made
    for word in ("12.5", "Care", "all", "2026-12-31", "for years"):
        assert word in call("discount", "list", HANS).text
    assert call.json("discount", "edit", "1", "--percent", "15", "--until", "") == {"id": 1, "changed": True}
    assert call.json("discount", "edit", "1", "--plan", "", "--from", "2026-05-01") == {"id": 1, "changed": True}
    assert call.json("discount", "list", HANS)[0] == made | {
        "percent": "15", "until": None, "plan": None, "from": "2026-05-01", "in_force": False,
    }  # fmt: skip
    assert call.json("discount", "delete", "#2") == {"id": 2, "deleted": True}
    assert len(call.json("discount", "list", HANS)) == 1


def test_tax_rules(call: Calls) -> None:
    """CL13: the same; times are those of the rule's zone."""
    made = call.json("tax", "add", HANS, "8.875", "--zone", "America/New_York", "--from", "2026-01-01 00:00:00",
                     "--until", "2026-12-31 23:59:59", "--product", "incidents", "--comment", "city")  # fmt: skip
    assert made == {
        "id": 1, "client": "#1", "rate": "8.875", "zone": "America/New_York", "from": "2026-01-01 00:00:00",
        "until": "2026-12-31 23:59:59", "products": ["incidents"], "comment": "city", "in_force": True,
    }  # fmt: skip
    said = call("tax", "add", HANS, "0", "--zone", "UTC", "--from", "2027-01-01 00:00").text
    assert said == "Tax rule 2: 0 % from 2027-01-01 00:00:00 UTC.\n"
    assert [one["in_force"] for one in call.json("tax", "list", HANS)] == [True, False]
    for word in ("8.875", "America/New_York", "2026-12-31 23:59:59", "incidents", "all", "city"):
        assert word in call("tax", "list", HANS).text
    changed = ("--rate", "20", "--zone", "Europe/Berlin", "--until", "", "--product", "all")
    assert call.json("tax", "edit", "1", *changed) == {"id": 1, "changed": True}
    assert call.json("tax", "list", HANS)[0] == made | {
        "rate": "20", "zone": "Europe/Berlin", "until": None, "products": [],
    }  # fmt: skip
    assert call.json("tax", "delete", "1") == {"id": 1, "deleted": True}
    assert [one["id"] for one in call.json("tax", "list", HANS)] == [2]


TAX = ("tax", "add", HANS, "20", "--zone", "UTC", "--from", "2026-01-01 00:00")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("discount", "add", HANS, "0"), 1, "A discount is above 0 and at most 100 percent."),
        (("discount", "add", HANS, "100.01"), 1, "A discount is above 0 and at most 100 percent."),
        (("discount", "add", HANS, "12.345"), 1, "This percent has at most 2 decimal places."),
        (("discount", "add", HANS, "ten"), 2, "“ten” is no percent like 10 or 12.5."),
        (("discount", "add", HANS, "10", "--from", "soon"), 2, "“soon” is no date like 2026-04-11."),
        (("discount", "add", HANS, "10", "--plan", "other"), 1, "Plan other was not found."),
        (("discount", "edit", "1"), 2, "Name something to change."),
        (("discount", "edit", "9", "--percent", "1"), 1, "Discount 9 was not found."),
        (("discount", "delete", "9"), 1, "Discount 9 was not found."),
        ((*TAX[:3], "100.001", *TAX[4:]), 1, "A tax rate is 0 to 100 percent."),
        ((*TAX[:5], "Europe/Berlni", *TAX[6:]), 1,
         "The time zone “Europe/Berlni” has to be a time zone like Europe/Berlin; did you mean Europe/Berlin?"),
        ((*TAX[:-1], "2026-01-01"), 2, "“2026-01-01” is no time like 2026-01-01 00:00:00."),
        ((*TAX[:-1], ""), 1, "A tax rule has a start, like 2026-01-01 00:00:00."),
        ((*TAX, "--until", "2025-12-31 00:00"), 1, "A tax rule does not end before it starts."),
        ((*TAX, "--product", "hosting"), 2, "Invalid value for '--product'"),
        (("tax", "edit", "1"), 2, "Name something to change."),
        (("tax", "delete", "9"), 1, "Tax rule 9 was not found."),
    ],
)  # fmt: skip
def test_what_is_refused(call: Calls, words: tuple[str, ...], code: int, said: str) -> None:
    """Bad input: one clear sentence and the right exit code; nothing is stored."""
    ended = call(*words, "--json")
    assert ended.code == code
    assert ended.error["message"].startswith(said)
    assert (call.json("discount", "list", HANS), call.json("tax", "list", HANS)) == ([], [])


def part(**more: Any) -> dict[str, Any]:
    return {"listed": "10.00", "discount": "10", "net": "9.00", "rate": "20", "tax": "1.80", "total": "10.80"} | more


def test_an_order_explains_its_price(priced: Calls) -> None:
    """CL13: `order show`, the payment it waits for, the expense, the movement."""
    made = priced.json("order", HANS, "Care", "--period", "lifetime")
    assert made["price"] == "10.80"
    assert made["purchases"] == [part(kind="order", state="waiting", at="2026-04-11T10:00:00Z", refunded="0.00")]
    assert priced.json("payment", "show", "1")["price"] == part(order=1, exact=True)
    assert priced.json("payment", "set", "1", "--status", "paid")["amount"] == "10.80"
    assert [one["text"] for one in priced.json("expense", "list", HANS)] == [WORDS]
    assert priced.json("account", "history", HANS)[-1]["text"] == WORDS
    shown = priced("order", "show", "1").text
    assert "Order: 10.00 - 10 % = 9.00 + 20 % tax 1.80 = 10.80 EUR." in shown


def drawn(call: Calls, number: str, place: Path) -> str:
    """What the PDF of an invoice says, in the readers' own font."""
    assert call.json("payment", "pdf", number, str(place))["missing"] == ""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", place.read_bytes(), re.DOTALL)
    page = b"".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"\x78").decode("latin-1")
    return " ".join(" ".join(re.findall(r"\(((?:[^()\\]|\\.)*)\) Tj", page)).replace("\\", "").split())


def test_an_invoice_shows_net_and_tax(priced: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL12: listed price, discount, net, tax and total, where the payment is over exactly that; as PDF too."""
    priced.json("order", HANS, "Care", "--period", "lifetime")
    said = priced("payment", "show", "1").text.splitlines()
    first = said.index("Care: 10 support incidents for life (10.00 - 10 % = 9.00 +             10.80")
    assert said[first + 1 : first + 9] == [
        "20 % tax 1.80 = 10.80)",
        "-" * 76,
        f"{'Listed price':<60}{'10.00':>16}",
        f"{'Discount 10 %':<60}{'-1.00':>16}",
        f"{'Net':<60}{'9.00':>16}",
        f"{'Tax 20 %':<60}{'1.80':>16}",
        "-" * 76,
        f"{'Total':<60}{'10.80 EUR':>16}",
    ]
    monkeypatch.setattr(invoice_pdf, "_FONTS", ())
    page = drawn(priced, "1", tmp_path / "a.pdf")
    assert "Listed price 10.00 Discount 10 % -1.00 Net 9.00 Tax 20 % 1.80 Total 10.80 EUR" in page


def test_an_invoice_over_a_part_states_no_tax(priced: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL12: a payment over what is missing is only a part; it says so, and invents nothing."""
    priced.json("payment", "add", HANS, "4", "--status", "paid")
    priced.json("order", HANS, "Care", "--period", "lifetime")
    found = priced.json("payment", "show", "2")
    assert (found["amount"], found["price"]) == ("6.80", part(order=1, exact=False))
    said = " ".join(priced("payment", "show", "2").text.split())
    assert (
        "The price is 10.00 - 10 % = 9.00 + 20 % tax 1.80 = 10.80 EUR; this payment is not over exactly that, so its"
        " tax is not stated."
    ) in said
    assert "Tax 20 %" not in said
    monkeypatch.setattr(invoice_pdf, "_FONTS", ())
    page = drawn(priced, "2", tmp_path / "a.pdf")
    assert "its tax is not stated." in page
    assert "Tax 20 %" not in page


def test_an_invoice_without_discount_and_tax_is_as_before(call: Calls) -> None:
    call.json(*CARE)
    call.json("order", HANS, "Care", "--period", "lifetime")
    said = call("payment", "show", "1").text
    assert "Net" not in said
    assert "stated" not in said
    assert call.json("payment", "show", "1")["price"]["exact"] is True
    call.json("payment", "add", HANS, "5")
    assert call.json("payment", "show", "2")["price"] is None
