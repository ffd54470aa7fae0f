"""`currency`, `rate`, `provider set currency`, and what accounts and orders say of them (CL11, CL13)."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from tests.cli.calls import Calls
from tests.desks import HANS

TODAY = "2026-04-11"


@pytest.fixture
def two(call: Calls) -> Calls:
    """A desk of EUR that knows USD; a plan with prices in USD; Hans has 100.00 EUR."""
    call.json("currency", "add", "usd")
    call.json("plan", "add", "Care", "--incidents", "10", "--period", "3m=25.00", "--currency", "USD")
    call.json("payment", "add", HANS, "100", "--status", "paid")
    return call


def test_the_directory(call: Calls) -> None:
    """SPEC, Currencies: code, places, active."""
    eur = {"code": "EUR", "places": 2, "active": True, "provider": True}
    assert call.json("currency", "list") == [eur]
    yen = {"code": "JPY", "places": 0, "active": True, "provider": False}
    assert call.json("currency", "add", "JPY", "--places", "0") == yen
    assert call.json("currency", "edit", "jpy", "--active", "off") == yen | {"active": False}
    assert "JPY        0  no" in call("currency", "list").text
    for words, said in (
        (("currency", "add", "EURO"), "“EURO” is no currency code of ISO 4217, such as EUR."),
        (("currency", "add", "KWD", "--places", "2"), "KWD has 3 decimal places (ISO 4217); that cannot be changed."),
        (("currency", "edit", "EUR", "--active", "off"), "EUR is the provider's currency and stays active."),
        (("rate", "add", "--base", "JPY", "--to", "EUR", "--rate", "1"),
         "JPY is not among the desk's active currencies: currency edit JPY --active on comes first."),
        (("provider", "set", "currency", "USD"),
         "USD is not among the desk's active currencies: currency add USD comes first."),
    ):  # fmt: skip
        ended = call(*words)
        assert (ended.code, said in ended.err.decode()) == (1, True), ended


def test_rates(two: Calls) -> None:
    """CL13: base, converted currency, rate, units, date, comment; added, edited, listed, deleted."""
    made = two.json("rate", "add", HANS, "--base", "USD", "--to", "EUR", "--rate", "0.9200", "--comment", "as agreed")
    own = {"id": 1, "client": "#1", "base": "USD", "to": "EUR", "rate": "0.92", "units": 1, "from": TODAY,
           "comment": "as agreed", "in_force": True}  # fmt: skip
    assert made == own
    two.json("rate", "add", "--base", "USD", "--to", "EUR", "--rate", "91.5", "--units", "100", "--from", "2026-01-01")
    assert [one["client"] for one in two.json("rate", "list")] == [None]
    assert [(one["client"], one["in_force"]) for one in two.json("rate", "list", HANS)] == [("#1", True), (None, False)]
    assert two("rate", "edit", "1", "--rate", "0.95").text == (
        f"Exchange rate 1 of client #1: 1 USD = 0.95 EUR from {TODAY}.\n"
    )  # fmt: skip
    assert two.json("rate", "edit", "1", "--from", "2026-05-01")["in_force"] is False
    assert two.json("rate", "delete", "1") == {"id": 1, "deleted": True}
    assert [one["id"] for one in two.json("rate", "list", HANS)] == [2]
    assert two("rate", "delete", "1").code == 1
    assert two("rate", "edit", "2").code == 2
    for wrong, code in ((("--rate", "1,5"), 2), (("--rate", "0"), 1), (("--units", "0"), 1), (("--units", "x"), 2)):
        ended = two("rate", "edit", "2", *wrong)
        assert (ended.code, ended.err.count(b"\n") >= 1, b"Traceback" in ended.err) == (code, True, False)
    assert two("rate", "add", "--base", "USD", "--to", "EUR", "--rate", "1", as_="anna").code == 1


def test_an_order_in_another_currency(two: Calls) -> None:
    """CL13: refused without a rate, which it names; else listed price, rate and date are told."""
    ended = two("order", HANS, "Care", "--period", "3m")
    assert (ended.code, b"rate add --base USD --to EUR --rate" in ended.err) == (1, True)
    two.json("rate", "add", "--base", "USD", "--to", "EUR", "--rate", "0.92")
    made = two.json("order", HANS, "Care", "--period", "3m")
    assert (made["price"], made["currency"]) == ("23.00", "EUR")
    assert made["plan_price"] == {
        "price": "25.00", "currency": "USD", "base": "USD", "to": "EUR", "rate": "0.92", "units": 1, "from": TODAY,
    }  # fmt: skip
    assert two.json("order", "show", "1") == made
    assert "23.00 EUR, for 25.00 USD at 1 USD = 0.92 EUR of 2026-04-11." in two("order", "show", "1").text


def test_another_currency_of_the_provider(two: Calls) -> None:
    """CL11: what it does is said; both accounts are there to be read, and entries of both are exported."""
    two.json("expense", "add", HANS, "30", "--text", "Backup")
    said = two("provider", "set", "currency", "usd").text
    assert "The provider's currency is USD now; it was EUR." in said
    assert "1 account in EUR can only be read then" in said
    assert two.json("provider", "show")["currency"] == "USD"
    assert two.json("provider", "set", "currency", "USD")["currency"] == "USD"  # it has it already
    two.json("payment", "add", HANS, "7", "--status", "paid")
    accounts = two.json("account", "list", HANS)
    assert [(one["currency"], one["balance"], one["read_only"]) for one in accounts] == [
        ("USD", "7.00", False), ("EUR", "70.00", True),
    ]  # fmt: skip
    assert [line.split() for line in two("account", "list", HANS).text.splitlines()] == [
        ["Currency", "Balance", "Read", "only", "Active"], ["USD", "7.00", "no", "yes"], ["EUR", "70.00", "yes", "yes"],
    ]  # fmt: skip
    assert two.json("account", "show", HANS, "--currency", "eur") == accounts[1]
    assert "It can only be read" in two("account", "show", HANS, "--currency", "EUR").text
    assert [one["amount"] for one in two.json("account", "history", HANS, "--currency", "EUR")] == ["100.00", "-30.00"]
    assert [one["amount"] for one in two.json("account", "history", HANS)] == ["7.00"]
    assert two("account", "show", HANS, "--currency", "GBP").code == 1
    sums: dict[str, Decimal] = {}
    for line in csv.DictReader(io.StringIO(two("report", "entries", "--csv", "--client", HANS).text)):
        sums[line["unit"]] = sums.get(line["unit"], Decimal(0)) + Decimal(line["amount"])
    total = two.json("incident", "balance", HANS)["total"]
    assert (sums["USD"], sums["EUR"], sums.get("incident", 0)) == (Decimal("7.00"), Decimal("70.00"), total)
    ended = two("payment", "set", "1", "--status", "new")
    assert (ended.code, ended.err.decode().strip()) == (
        1, "helpdesk-tui: The account in EUR can only be read: the provider's currency is USD.",
    )  # fmt: skip
    assert two.json("client", "show", HANS)["balance"] == "7.00"


def test_prices_of_a_plan_in_another_currency(two: Calls) -> None:
    """CL13: all of them are said anew, in it."""
    two.json("currency", "add", "JPY")
    assert two("plan", "edit", "Care", "--currency", "JPY").code == 1
    changed = two.json("plan", "edit", "Care", "--currency", "JPY", "--period", "3m=4000")
    assert (changed["currency"], changed["periods"]) == ("JPY", [{"period": "3m", "price": "4000"}])
