"""Accounts and incidents on the command line (CLI: account show, history; incident balance, history, adjust)."""

from __future__ import annotations

from itertools import accumulate

import pytest

from helpdesk_tui.store.engine import Store
from tests.cli.calls import NOW, Calls
from tests.desks import HANS, NORD
from tests.store.test_ledger import book_some
from tests.store.transactions import writing

NOTHING = {"lifetime": 0, "dated": [], "upcoming": [], "credit_used": 0, "total": 0, "at": NOW}
MAY = {"count": 2, "from": "2026-05-11", "until": "2026-06-10"}
GIFT = ("--reason", "gift")


@pytest.fixture
def booked(call: Calls) -> Calls:
    """Money in and out, incidents for life and dated ones (`book_some`)."""
    store = Store(call.where)
    with writing(store) as tx:
        book_some(tx)
    store.close()
    return call


def test_an_account_that_nobody_needed_yet(call: Calls) -> None:
    assert call.json("account", "show", HANS) == {
        "client": "#1", "balance": "0.00", "currency": "EUR", "credit_limit": "0.00", "postpaid": False,
        "grace": "none", "respite_days": 0, "block_days": 0, "active": True, "incident_limit": 0, "incident_usage": 0,
        "referred_by": None, "ordering_blocked_since": None, "read_only": False,
        "turnover": "0.00",
    }  # fmt: skip
    assert call.json("account", "history", HANS) == call.json("incident", "history", HANS) == []
    assert call.json("incident", "balance", HANS) == NOTHING
    assert call("account", "history", HANS).text == "Nothing has moved.\n"


def test_incidents_are_adjusted(call: Calls) -> None:
    """A number below zero needs no `--` before it."""
    assert call.json("incident", "adjust", HANS, "5", *GIFT) == NOTHING | {"lifetime": 5, "total": 5}
    assert call.json("incident", "adjust", "1", "-3", "--reason", "twice", as_="anna")["total"] == 2
    found = call.json("incident", "history", HANS)
    assert [(one["amount"], one["kind"], one["who"], one["text"], one["from"], one["ticket"]) for one in found] == [
        (5, "limit", "gary", "gift", None, None), (-3, "limit", "anna", "twice", None, None),
    ]  # fmt: skip
    assert list(found[0]) == ["id", "at", "who", "kind", "amount", "from", "until", "text", "ticket", "after"]
    shown = call.json("account", "show", HANS)
    assert (shown["incident_limit"], shown["incident_usage"], shown["balance"]) == (2, 0, "0.00")


def test_one_key_adjusts_once(call: Calls) -> None:
    """SPEC, Once."""
    for _ in range(2):
        assert call.json("incident", "adjust", HANS, "5", *GIFT, "--key", "k1")["total"] == 5
    ended = call("incident", "adjust", HANS, "6", *GIFT, "--key", "k1", "--json")
    assert (ended.code, ended.error["code"]) == (1, "key_reused")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-1", *GIFT), 1, "below_zero"), (("0", *GIFT), 1, "bad_number"),
        (("1", "--reason", " "), 1, "reason_missing"),
        (("1.5", *GIFT), 2, "usage"), (("five", *GIFT), 2, "usage"), (("5",), 2, "usage"),
        (("5", *GIFT, "--nonsense"), 2, "usage"),
    ],
)  # fmt: skip
def test_what_is_refused(call: Calls, words: tuple[str, ...], code: int, said: str) -> None:
    ended = call("incident", "adjust", HANS, *words, "--json")
    assert (ended.code, ended.error["code"]) == (code, said)
    assert call.json("incident", "balance", HANS) == NOTHING


def test_a_client_that_is_not_there(call: Calls) -> None:
    for words in (("account", "show"), ("account", "history"), ("incident", "balance"), ("incident", "history")):
        ended = call(*words, "nobody@example.org", "--json")
        assert (ended.code, ended.error["code"]) == (1, "not_found")


def test_the_history_of_money_sums_to_the_balance(booked: Calls) -> None:
    """CLI: account history."""
    found = booked.json("account", "history", HANS)
    assert [(one["amount"], one["balance"], one["currency"], one["ticket"], one["who"]) for one in found] == [
        ("50.00", "50.00", "EUR", None, "gary"), ("-12.50", "37.50", "EUR", 7, "system"),
    ]  # fmt: skip
    assert booked.json("account", "show", HANS)["balance"] == "37.50"
    assert "Balance 37.50 EUR." in booked("account", "show", HANS).text
    assert "-12.50 EUR" in booked("account", "history", HANS).text


def test_a_client_has_what_their_account_has(booked: Calls) -> None:
    """IN13, CLI: client list and show; dated ones are those of today."""
    for found in (booked.json("client", "show", HANS), booked.json("client", "list", HANS)[0]):
        assert (found["balance"], found["currency"]) == ("37.50", "EUR")
        assert found["incidents"] == {"lifetime": 2, "dated": [], "credit_used": 0}
    other = booked.json("client", "show", NORD)
    assert (other["balance"], other["incidents"]) == ("0.00", {"lifetime": 0, "dated": [], "credit_used": 0})


@pytest.mark.parametrize(
    ("when", "total", "dated"),
    [
        ("2026-04-11", 2, []), ("2026-05-10", 2, []), ("2026-05-11", 4, [MAY]), ("2026-06-10", 4, [MAY]),
        ("2026-06-11", 2, []), ("2026-04-10", 0, []), ("2026-05-10T21:59:59Z", 2, []),
        ("2026-05-10T22:00:00Z", 4, [MAY]),
        ("2026-05-10T22:00:00+02:00", 2, []), ("31d", 4, [MAY]),
    ],
)  # fmt: skip
def test_the_balance_at_another_moment(booked: Calls, when: str, total: int, dated: list[object]) -> None:
    """CLI: incident balance --at; a day means its end in the desk's time zone, Berlin's."""
    found = booked.json("incident", "balance", HANS, "--at", when)
    assert (found["total"], found["dated"]) == (total, dated)


@pytest.mark.parametrize(
    ("when", "at", "total"),
    [
        ("2026-04-11T08:00", "2026-04-11T06:00:00Z", 0), ("2026-04-11 12:30", "2026-04-11T10:30:00Z", 2),
        ("yesterday", "2026-04-11T21:59:59Z", 2), ("yesterday 8:00", "2026-04-11T06:00:00Z", 0),
        ("11.04.2026", "2026-04-11T21:59:59Z", 2), ("11.4.", "2026-04-11T21:59:59Z", 2),
        ("11 Apr 2026", "2026-04-11T21:59:59Z", 2), ("11 Apr", "2026-04-11T21:59:59Z", 2),
        ("2d", "2026-04-14T09:00:00Z", 2), ("2 days ago", "2026-04-10T09:00:00Z", 0),
    ],
)  # fmt: skip
def test_a_moment_that_is_over_is_answered_for_and_named(
    booked: Calls, monkeypatch: pytest.MonkeyPatch, when: str, at: str, total: int
) -> None:
    """IN12: a time without offset is Berlin's, the desk's; what was booked was booked on 11 April at 11:00 there."""
    monkeypatch.setenv("HELPDESK_NOW", "2026-04-12T09:00:00Z")
    found = booked.json("incident", "balance", HANS, "--at", when)
    assert (found["at"], found["total"]) == (at, total)


def test_a_moment_is_named_in_the_desk_s_zone(booked: Calls) -> None:
    """IN12."""
    said = booked.people("incident", "balance", HANS, "--at", "2026-05-10T22:00:00Z")
    assert said == "Mon 11 May 2026 0:00: Total 4: 2 lifetime.\n2 from 2026-05-11 to 2026-06-10.\n"


@pytest.mark.parametrize(
    ("when", "code"),
    [("nonsense", 2), ("9999-12-31", 1), ("0001-01-01", 1), ("2026-13-01", 2), ("2026-04-11 25:00", 2), (" ", 2)],
)
def test_moments_that_are_none(call: Calls, when: str, code: int) -> None:
    assert call("incident", "balance", HANS, "--at", when, "--json").code == code


def test_people_read_what_there_is(booked: Calls) -> None:
    assert booked("incident", "balance", HANS).text == (
        "Total 2: 2 lifetime.\nLater: 2 from 2026-05-11 to 2026-06-10.\n"
    )  # fmt: skip
    assert "2026-05-11 to 2026-06-10" in booked("incident", "history", HANS).text


def test_expenses(call: Calls) -> None:
    """CLI: expense add, edit, list, delete; an edited one may be 0 (SPEC, Sums)."""
    made = call.json("expense", "add", HANS, "12.50", "--text", "Backup restored")
    assert made | {"at": ""} == {
        "id": 1, "client": "#1", "at": "", "amount": "12.50", "currency": "EUR", "ticket": None,
        "text": "Backup restored",
    }  # fmt: skip
    assert call.json("expense", "list", HANS) == [made]
    assert call.json("account", "show", HANS)["balance"] == "-12.50"
    assert call.json("expense", "edit", "1", "--amount", "0")["amount"] == "0.00"
    assert call.json("account", "show", HANS)["balance"] == "0.00"
    assert call("expense", "edit", "1", "--amount", "5").text == "Expense 1: 5.00 EUR, Backup restored\n"
    assert "5.00 EUR" in call("expense", "list", HANS).text
    assert call.json("expense", "delete", "1") == {"id": 1, "deleted": True}
    assert call("expense", "list", HANS).text == "The client has no expenses.\n"
    assert [one["amount"] for one in call.json("account", "history", HANS)] == ["-12.50", "12.50", "-5.00", "5.00"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", HANS, "0", "--text", "x"), 1, "bad_sum"), (("add", HANS, "1.234", "--text", "x"), 1, "bad_sum"),
        (("add", HANS, "-1", "--text", "x"), 1, "bad_sum"), (("add", HANS, "1e3", "--text", "x"), 2, "usage"),
        (("add", HANS, "+1", "--text", "x"), 2, "usage"), (("add", HANS, "1"), 2, "usage"),
        (("add", "nobody@example.org", "1", "--text", "x"), 1, "not_found"),
        (("add", HANS, "1", "--text", " "), 1, "text_missing"),
        (("edit", "9", "--amount", "1"), 1, "not_found"), (("edit", "1", "--amount", "-1"), 1, "bad_sum"),
        (("delete", "9"), 1, "not_found"),
    ],
)  # fmt: skip
def test_expenses_that_are_refused(call: Calls, words: tuple[str, ...], code: int, said: str) -> None:
    call.json("expense", "add", HANS, "5", "--text", "Backup")
    ended = call("expense", *words, "--json")
    assert (ended.code, ended.error["code"]) == (code, said)
    assert call.json("account", "show", HANS)["balance"] == "-5.00"


def test_one_key_charges_once(call: Calls) -> None:
    """SF3."""
    made = [call.json("expense", "add", HANS, "5", "--text", "Backup", "--key", "k")["id"] for _ in range(3)]
    assert made == [1, 1, 1]
    assert call.json("account", "show", HANS)["balance"] == "-5.00"


def test_payments(call: Calls) -> None:
    """CLI: payment add (New unless said otherwise), set, list, delete; CL12: a Paid one is not deleted."""
    made = call.json("payment", "add", HANS, "50")
    assert made | {"created": ""} == {
        "id": 1, "client": "#1", "amount": "50.00", "currency": "EUR", "status": "new", "created": "", "paid_at": None,
        "text": "", "too_late_for": None,
    }  # fmt: skip
    assert call.json("account", "show", HANS)["balance"] == "0.00"
    paid = call.json("payment", "set", "1", "--status", "paid")
    assert (paid["status"], paid["paid_at"]) == ("paid", "2026-04-11T10:00:00Z")
    assert call.json("account", "show", HANS)["balance"] == "50.00"
    refused = call("payment", "delete", "1", "--json")
    assert (refused.code, refused.error["code"]) == (1, "payment_paid")
    assert call("payment", "set", "1", "--status", "new").text == "Payment 1: 50.00 EUR, new.\n"
    assert call.json("account", "show", HANS)["balance"] == "0.00"
    assert call.json("payment", "delete", "1") == {"id": 1, "deleted": True}
    assert call("payment", "list", HANS).text == "The client has no payments.\n"
    assert call.json("payment", "add", HANS, "7.50", "--status", "paid", "--text", "Cash", "--key", "k")["id"] == 2
    assert call.json("payment", "add", HANS, "7.50", "--status", "paid", "--text", "Cash", "--key", "k")["id"] == 2
    assert [one["amount"] for one in call.json("account", "history", HANS)] == ["50.00", "-50.00", "7.50"]
    assert [one["id"] for one in call.json("payment", "list", HANS)] == [2]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", HANS, "0"), 1, "bad_sum"), (("add", HANS, "-1"), 1, "bad_sum"), (("add", HANS, "1,5"), 2, "usage"),
        (("add", HANS, "1", "--status", "old"), 2, "usage"), (("set", "9", "--status", "paid"), 1, "not_found"),
        (("set", "9"), 2, "usage"), (("delete", "9"), 1, "not_found"), (("add", "#9", "1"), 1, "not_found"),
    ],
)  # fmt: skip
def test_payments_that_are_refused(call: Calls, words: tuple[str, ...], code: int, said: str) -> None:
    ended = call("payment", *words, "--json")
    assert (ended.code, ended.error["code"]) == (code, said)
    assert call.json("payment", "list", HANS) == []


def test_what_lapsed_stands_in_the_history(booked: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN4, IN12: each lot's end, how many there were then; a lapse is told apart from an entry."""
    monkeypatch.setenv("HELPDESK_NOW", "2026-06-11T10:00:00Z")
    found = booked.json("incident", "history", HANS)
    gone = [one for one in found if one["kind"] == "lapsed"]
    assert [(one["id"], one["at"], one["who"], one["amount"], one["until"]) for one in gone] == [
        (None, "2026-06-10T22:00:00Z", "system", -2, "2026-06-10"),
    ]  # fmt: skip
    sums = list(accumulate(one["amount"] for one in found))
    assert [one["after"] for one in found] == sums
    assert found[-1]["after"] == booked.json("incident", "balance", HANS)["total"]
    told = booked("incident", "history", HANS).text
    assert "After" in told
    assert "lapsed" in told
