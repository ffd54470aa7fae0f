"""Plans and orders of support incidents on the command line (CLI: plan, order)."""

from __future__ import annotations

import pytest

from tests.cli.calls import Calls
from tests.desks import HANS

CARE = ("plan", "add", "Care", "--incidents", "10", "--period", "lifetime=50.00", "--period", "3m=25", "--package",
        "20=5.00")  # fmt: skip
SHOWN = {
    "id": 1, "name": "Care", "incidents": 10, "currency": "EUR",
    "periods": [{"period": "lifetime", "price": "50.00"}, {"period": "3m", "price": "25.00"}],
    "packages": [{"incidents": 20, "price": "5.00"}], "not_offered": [],
}  # fmt: skip


@pytest.fixture
def selling(call: Calls) -> Calls:
    """A desk with the plan Care; Hans has 60.00."""
    call.json(*CARE)
    call.json("payment", "add", HANS, "60.00", "--status", "paid")
    return call


def test_a_plan_is_added_shown_changed_and_deleted(call: Calls) -> None:
    """IN1, IN2."""
    assert call("plan", "list").text == "There are no plans: paid support is not set up.\n"
    assert call.json(*CARE) == SHOWN
    assert call.json("plan", "list") == [SHOWN]
    assert call.json("plan", "show", "care", as_="anna") == SHOWN
    edited = call.json("plan", "edit", "care", "--name", "Care plus", "--period", "3m=20.00", "--period", "1m=0",
                       "--drop-period", "lifetime", "--drop-package", "20")  # fmt: skip
    assert edited == SHOWN | {
        "name": "Care plus", "packages": [],
        "periods": [{"period": "1m", "price": "0.00"}, {"period": "3m", "price": "20.00"}],
    }  # fmt: skip
    assert call.json("plan", "edit", "care plus", "--incidents", "12")["incidents"] == 12
    text = call("plan", "list").text
    assert "Care plus" in text
    assert "1m=0.00, 3m=20.00" in text
    assert call("plan", "delete", "care plus").text == (
        "Plan care plus was deleted. Paid support is not set up any more.\n"
    )
    assert call.json("plan", "list") == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--incidents", "10", "--period", "daily=1"), 1,
         "Support incidents are given for life or by the month, so no daily period can be used."),
        (("--incidents", "10", "--period", "30d=1"), 1,
         "Support incidents are given for life or by the month, so no daily period can be used."),
        (("--incidents", "10", "--period", "trial=0"), 1,
         "Support incidents are given for life or by the month, so no trial period can be used."),
        (("--incidents", "10", "--period", "often=1"), 2, "“often” is no period; write lifetime, 1m, 3m, 6m or 12m."),
        (("--incidents", "10", "--period", "3m"), 2, "“3m” is not a period and its price, like 3m=25.00."),
        (("--incidents", "10", "--period", "3m=x"), 2, "“x” is no sum like 12.50."),
        (("--incidents", "10", "--period", "3m=1", "--period", "3M=2"), 2, "The period 3m has two prices."),
        (("--incidents", "10", "--period", "3m=-1"), 1, "A sum has to be zero or more."),
        (("--incidents", "ten", "--period", "3m=1"), 2, "“ten” is no number of support incidents."),
        (("--incidents", "1000000", "--period", "3m=1"), 1, "A number of support incidents is at most 99,999."),
        (("--incidents", "10"), 1, "A plan needs a price for at least one order period."),
        (("--incidents", "10", "--period", "3m=1", "--package", "5=1"), 1,
         "A package gives more support incidents than the plan includes."),
        (("--incidents", "10", "--period", "3m=1", "--package", "20=1", "--package", "020=2"), 2,
         "The package of 20 has two prices."),
    ],
)  # fmt: skip
def test_plans_that_are_refused(call: Calls, words: tuple[str, ...], code: int, said: str) -> None:
    """IN2: daily and trial periods with the reason."""
    ended = call("plan", "add", "Care", *words, "--json")
    assert (ended.code, ended.error["message"]) == (code, said)
    assert call.json("plan", "list") == []


def test_what_is_not_there(selling: Calls) -> None:
    for words in (
        ("plan", "show", "other"), ("plan", "edit", "care", "--drop-period", "6m"), ("plan", "delete", "other"),
        ("plan", "edit", "care", "--drop-package", "5"), ("order", "show", "9"), ("order", "renew", "9"),
        ("order", HANS, "other", "--period", "lifetime"), ("order", "list", "nobody@example.org"),
    ):  # fmt: skip
        ended = selling(*words, "--json")
        assert (ended.code, ended.error["code"]) == (1, "not_found"), words
    assert selling("plan", "edit", "care").code == 2


_THERE = {"lapsed": 0, "moved": 0, "moved_to": None}
"""Nothing of a month has lapsed or gone to another account."""


def test_an_order_with_and_without_the_verb(selling: Calls) -> None:
    """CLI: `order C PLAN`; options may stand before and after it."""
    first = selling.json("order", HANS, "Care", "--period", "3m", "--start", "2026-04-11")
    assert first == {
        "id": 1, "client": "#1", "plan": "Care", "period": "3m", "incidents": 10, "price": "25.00",
        "total": "25.00",
        "currency": "EUR", "state": "active", "first": "2026-04-11", "until": "2026-07-10", "lifetime": 0,
        "windows": [
            {"count": 10, "left": 10, "from": "2026-04-11", "until": "2026-05-10"} | _THERE,
            {"count": 10, "left": 10, "from": "2026-05-11", "until": "2026-06-10"} | _THERE,
            {"count": 10, "left": 10, "from": "2026-06-11", "until": "2026-07-10"} | _THERE,
        ],
        "purchases": [{
            "kind": "order", "state": "active", "at": "2026-04-11T10:00:00Z", "listed": "25.00", "discount": "0",
            "net": "25.00", "rate": "0", "tax": "0.00", "total": "25.00",
            "refunded": "0.00",
        }],
        "waits_for": None, "at": "2026-04-11T10:00:00Z", "staff": "gary", "plan_price": None,
    }  # fmt: skip
    assert selling.json("order", "--period", "3m", "--from=2026-04-12", "#1", "care", as_="anna")["staff"] == "anna"
    assert selling.json("order", "place", HANS, "Care", "--period", "lifetime", "--package", "20")["waits_for"] == {
        "purchase": "order", "payment": 2, "amount": "45.00",
    }  # fmt: skip
    listed = selling.json("order", "list", HANS)
    assert [(one["id"], one["state"]) for one in listed] == [(3, "waiting"), (2, "active"), (1, "active")]
    balance = selling.json("incident", "balance", HANS)
    assert [(one["count"], one["from"]) for one in balance["dated"]] == [(10, "2026-04-11")]
    assert selling.json("account", "show", HANS)["balance"] == "10.00"


def test_an_order_is_paid_renewed_raised_and_cancelled(selling: Calls) -> None:
    selling.json("order", HANS, "Care", "--period", "3m")
    assert selling.json("order", "renew", "1")["until"] == "2026-10-10"
    assert selling.json("order", "upgrade", "1", "--package", "20")["windows"][5] == {
        "count": 20, "left": 20, "from": "2026-09-11", "until": "2026-10-10",
    } | _THERE  # fmt: skip
    assert selling.json("order", "renew", "1", "--period", "lifetime")["waits_for"] == {
        "purchase": "renewal", "payment": 2, "amount": "55.00",
    }  # fmt: skip
    assert selling("order", "show", "1").text.splitlines()[0] == (
        "Order 1: Care, 20 support incidents a month for 6 months; renewal waits for payment 2 (55.00 EUR)."
    )
    selling.json("payment", "set", "2", "--status", "paid")
    assert selling("order", "show", "1").text.splitlines()[:7] == [
        "Order 1: Care, 20 support incidents for life; active.", "Order: 25.00 EUR.", "Renewal: 25.00 EUR.",
        "Upgrade: 10.00 EUR.", "Renewal: 55.00 EUR.", "In all: 115.00 EUR.", "20 for life were given.",
    ]  # fmt: skip
    assert selling("order", "show", "1").text.splitlines()[7:8] == [
        "20 from 2026-04-11 to 2026-05-10, 20 left.",
    ]  # fmt: skip
    ended = selling("order", "cancel", "1", "--json")
    assert (ended.code, ended.error["code"]) == (1, "not_cancelled")
    selling.json("order", HANS, "Care", "--period", "lifetime")
    assert selling.json("order", "cancel", "2")["state"] == "cancelled"
    text = selling("order", "list", HANS).text
    assert "cancelled" in text
    assert all(said in text for said in ("In all", "115.00 EUR"))


def test_what_was_refunded(selling: Calls) -> None:
    """SF2: a purchase whose expense was reduced says by how much, and the total is what stands."""
    selling.json("order", HANS, "Care", "--period", "3m", "--start", "2026-02-11")
    assert selling("order", "show", "1").text.splitlines() == [
        "Order 1: Care, 10 support incidents for 1 month; active.", "Order: 25.00 EUR.",
        "10 from 2026-04-11 to 2026-05-10, 10 left.",
    ]  # fmt: skip
    selling.json("expense", "edit", "1", "--amount", "20.00")
    assert "Order: 25.00 EUR, refunded 5.00." in selling("order", "show", "1").text.splitlines()
    assert selling.json("order", "show", "1")["total"] == "20.00"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((HANS, "Care", "--period", "daily"), 1,
         "Support incidents are given for life or by the month, so no daily period can be used."),
        ((HANS, "Care", "--period", "6m"), 1, "The plan Care has no period 6m; it has lifetime, 3m."),
        ((HANS, "Care", "--period", "3m", "--package", "15"), 1,
         "The plan Care has no 15 support incidents; it has 10, 20."),
        ((HANS, "Care", "--period", "3m", "--start", "11.4.2026"), 2, "“11.4.2026” is no date like 2026-04-11."),
        ((HANS, "Care", "--period", "lifetime", "--start", "2026-04-12"), 1,
         "Lifetime incidents count at once; only a period of months has a first date."),
        ((HANS, "Care", "--period", "3m", "--start", "9999-12-01"), 1, "This period reaches beyond the calendar."),
    ],
)  # fmt: skip
def test_orders_that_are_refused(selling: Calls, words: tuple[str, ...], code: int, said: str) -> None:
    ended = selling("order", *words, "--json")
    assert ended.code == code
    assert said in ended.error["message"]
    assert selling.json("order", "list", HANS) == []


def test_one_key_orders_once(selling: Calls) -> None:
    """SPEC, Once."""
    words = ("order", HANS, "Care", "--period", "3m", "--key", "k1")
    assert selling.json(*words) == selling.json(*words)
    for _ in range(2):
        assert len(selling.json("order", "renew", "1", "--key", "k2")["windows"]) == 6
        selling.json("order", "upgrade", "1", "--package", "20", "--key", "k3")
    assert selling.json("account", "show", HANS)["balance"] == "0.00"
    ended = selling("order", HANS, "Care", "--period", "lifetime", "--key", "k1", "--json")
    assert (ended.code, ended.error["code"]) == (1, "key_reused")


def test_without_words(selling: Calls) -> None:
    """A noun without a verb is wrong usage in one line; its help names the verbs and how one is placed."""
    assert selling("order", "--json").error["code"] == "usage"
    assert selling("order", HANS, "--json").code == 2
    text = selling("order", "--help").text
    assert "`order CLIENT PLAN` places one" in " ".join(text.split())
    assert "upgrade" in text


def test_periods_that_are_not_offered(selling: Calls) -> None:
    """IN1: which periods are sold is a setting; plans keep their prices for the others."""
    assert selling.json("provider", "set", "order_periods", "lifetime 1m")["order_periods"] == "lifetime, 1m"
    assert selling.json("plan", "show", "care") == SHOWN | {"not_offered": ["3m"]}
    assert "Not offered" in selling("plan", "show", "care").text
    ended = selling("order", HANS, "Care", "--period", "3m", "--json")
    assert (ended.code, ended.error) == (1, {
        "code": "period_not_offered",
        "message": "The period 3m is not offered; the plan Care can be had for lifetime.",
    })  # fmt: skip
    assert selling.json("order", HANS, "Care", "--period", "lifetime")["state"] == "active"
    ended = selling("provider", "set", "order_periods", "daily", "--json")
    assert (ended.code, ended.error["code"]) == (1, "bad_period")
    assert selling("provider", "set", "order_periods", "often", "--json").code == 2
    assert selling.json("provider", "set", "order_periods", "all")["order_periods"] == "all"


def test_months_that_are_over(selling: Calls) -> None:
    """SPEC, Windows: what gives nothing is told; the price is the price, and nobody waits for what is over."""
    text = selling("order", HANS, "Care", "--period", "3m", "--start", "2025-12-11").text
    assert text.splitlines()[1:] == ["Order: 25.00 EUR.", "Gives nothing: every month of it is over."]
    assert selling.json("account", "show", HANS)["balance"] == "35.00"
    selling.json("order", HANS, "Care", "--period", "3m")
    assert "nothing" not in selling("order", "show", "2").text
    words = ("order", HANS, "Care", "--period", "3m", "--start", "2025-12-11")
    assert "waits for payment 2" in selling(*words).text
    assert selling("order", "show", "3").text.splitlines()[1:] == [
        "Order: 25.00 EUR, waits.", "Gives nothing: every month of it is over.",
    ]  # fmt: skip
    assert selling("payment", "set", "2", "--status", "paid").text == (
        "Payment 2: 15.00 EUR, paid. It came too late for order 3: every month is over, nothing is charged, and the"
        " money stays theirs.\n"
    )
    assert selling.json("order", "show", "3")["state"] == "cancelled"
    assert selling.json("payment", "show", "2")["too_late_for"] == 3
    assert selling.json("account", "show", HANS)["balance"] == "25.00"


@pytest.mark.parametrize("discount", [False, True])
def test_what_was_given_up_is_not_told_as_bought(selling: Calls, discount: bool) -> None:
    """CL13: each purchase with its state, as the screen says it; one without discount or tax too."""
    selling.json("order", HANS, "Care", "--period", "lifetime")
    selling.json("expense", "add", HANS, "10", "--text", "Call")
    if discount:
        selling.json("discount", "add", HANS, "20")
    price = "5.00 - 20 % = 4.00 EUR" if discount else "5.00 EUR"
    waits = selling("order", "upgrade", "1", "--package", "20").text.splitlines()
    assert f"Upgrade: {price}, waits." in waits
    text = selling("order", "cancel", "1").text.splitlines()
    assert f"Upgrade: {price}, given up." in text
    assert selling("order", "show", "1").text.splitlines() == text
    assert [one["state"] for one in selling.json("order", "show", "1")["purchases"]] == ["active", "cancelled"]
