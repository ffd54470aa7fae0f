"""Fee and incidents of a ticket on the command line (CLI: ticket set, reply, show; SF1, SF2, SF3, IN11)."""

from __future__ import annotations

import pytest

from tests.cli.calls import Calls
from tests.desks import HANS


@pytest.fixture
def taken(call: Calls) -> str:
    """A ticket of Hans's that gary holds; Hans has paid 20.00 and has five incidents."""
    number = call.json("ticket", "new", "--client", HANS, "--department", "Tech", "--subject", "Down", "--message",
                       "Help!")["number"]  # fmt: skip
    call.json("ticket", "take", str(number))
    call.json("payment", "add", HANS, "20.00", "--status", "paid")
    call.json("incident", "adjust", HANS, "5", "--reason", "gift")
    return str(number)


def shown(call: Calls, number: str) -> tuple[str, int, str, int]:
    """The ticket's fee and incidents, the client's balance and incidents."""
    ticket = call.json("ticket", "show", number)
    assert ticket["currency"] == "EUR"
    balance = call.json("account", "show", HANS)["balance"]
    return ticket["fee"], ticket["incidents"], balance, call.json("incident", "balance", HANS)["total"]


def test_a_ticket_that_costs_nothing(call: Calls, taken: str) -> None:
    assert shown(call, taken) == ("0.00", 0, "20.00", 5)
    assert call.json("ticket", "show", taken)["entries"] == []
    assert "Costs" not in call("ticket", "show", taken).text


@pytest.mark.parametrize("verb", [("set",), ("reply", "--text", "Done."), ("reply", "--text", "Done.", "--close")])
def test_a_fee_and_incidents(call: Calls, taken: str, verb: tuple[str, ...]) -> None:
    """CLI: they answer with the ticket as in a list; a fee may make the balance negative."""
    name, *options = verb
    answer = call.json("ticket", name, taken, *options, "--fee", "25", "--incidents", "2")
    assert (answer["number"], answer["status"]) == (
        int(taken), "awaiting_client" if "--close" in verb else "in_progress",
    )  # fmt: skip
    assert shown(call, taken) == ("25.00", 2, "-5.00", 3)


def test_every_movement_is_shown(call: Calls, taken: str) -> None:
    """IN12, SF2: who, when, why; the refund stands beside what it takes back."""
    call.json("ticket", "set", taken, "--fee", "15.00", "--incidents", "2")
    call.json("ticket", "set", taken, "--incidents", "1")
    (expense,) = call.json("expense", "list", HANS)
    assert (expense["ticket"], expense["amount"]) == (int(taken), "15.00")
    call.json("expense", "edit", str(expense["id"]), "--amount", "10.00")
    entries = call.json("ticket", "show", taken)["entries"]
    assert [(one["unit"], one["kind"], one["amount"], one["currency"], one["expense"]) for one in entries] == [
        ("money", "expense", "-15.00", "EUR", expense["id"]), ("incident", "ticket", -2, None, None),
        ("incident", "ticket_back", 1, None, None), ("money", "expense_change", "5.00", "EUR", expense["id"]),
    ]  # fmt: skip
    assert list(entries[0]) == [
        "id", "at", "who", "kind", "unit", "amount", "currency", "from", "until", "expense", "ticket",
    ]  # fmt: skip
    assert {(one["who"], one["ticket"]) for one in entries} == {("gary", int(taken))}
    assert shown(call, taken) == ("10.00", 1, "10.00", 4)
    told = call("ticket", "show", taken).text
    assert "Costs 1 support incident, support fee 10.00 EUR (5.00 EUR refunded)" in told
    assert "+1 incidents" in told


def test_one_key_charges_once(call: Calls, taken: str) -> None:
    """SF3, SPEC Once: for both verbs; other content is refused."""
    for name, options in (("set", ()), ("reply", ("--text", "Done."))):
        charge = ("ticket", name, taken, *options, "--key", f"k-{name}")
        for _ in range(2):
            call.json(*charge, "--fee", "5.00")
        ended = call(*charge, "--fee", "5.01", "--json")
        assert (ended.code, ended.error["code"]) == (1, "key_reused")
    assert shown(call, taken)[0] == "10.00"


@pytest.mark.parametrize(
    ("options", "code", "error"),
    [
        (("--fee", "0"), 1, "bad_sum"), (("--fee", "-1"), 1, "bad_sum"), (("--fee", "1.555"), 1, "bad_sum"),
        (("--fee", "10000000000"), 1, "bad_sum"), (("--fee", "x"), 2, "usage"), (("--fee", "１"), 2, "usage"),
        (("--incidents", "-1"), 1, "bad_number"), (("--incidents", "100000"), 1, "bad_number"),
        (("--incidents", "6"), 1, "no_incidents"), (("--incidents", "1.5"), 2, "usage"),
        (("--fee", "5", "--incidents", "6"), 1, "no_incidents"),
    ],
)  # fmt: skip
def test_what_is_refused(call: Calls, taken: str, options: tuple[str, ...], code: int, error: str) -> None:
    """SPEC, Sums; CLI: a value that is none is 2, one that the rules refuse is 1; nothing is left of a refused act."""
    for verb in (("set",), ("reply", "--text", "Done.")):
        name, *rest = verb
        ended = call("ticket", name, taken, *rest, *options, "--json")
        assert (ended.code, ended.error["code"]) == (code, error)
    assert shown(call, taken) == ("0.00", 0, "20.00", 5)
    assert len(call.json("ticket", "show", taken)["messages"]) == 1


def test_somebody_else_s_ticket(call: Calls, taken: str) -> None:
    """TR1, TQ1: only its holder; where it is not seen it is not there."""
    for login, code in (("anna", "ticket_blocked"), ("john", "not_found")):
        ended = call("ticket", "set", taken, "--fee", "5", "--json", as_=login)
        assert (ended.code, ended.error["code"]) == (1, code)
    assert shown(call, taken)[0] == "0.00"


def test_fees_from_before_a_change_of_the_currency(call: Calls, taken: str) -> None:
    """SF1, CL11: the provider's currency first; `fee` and `currency` are of that one alone."""
    call.json("ticket", "set", taken, "--fee", "10")
    call.json("currency", "add", "KWD")
    call.json("provider", "set", "currency", "KWD")
    ticket = call.json("ticket", "show", taken)
    assert (ticket["fee"], ticket["currency"]) == ("0.000", "KWD")
    assert ticket["earlier_fees"] == [{"currency": "EUR", "fee": "10.00"}]
    assert "support fee 10.00 EUR\n" in call("ticket", "show", taken).text
    call.json("ticket", "set", taken, "--fee", "1.234")
    assert "support fee 1.234 KWD, 10.00 EUR\n" in call("ticket", "show", taken).text
    seen = call.json("client", "area", HANS, "--ticket", taken)
    assert (seen["fee"], seen["currency"], seen["earlier_fees"]) == (
        "1.234", "KWD", [{"currency": "EUR", "fee": "10.00"}],
    )  # fmt: skip
    told = call("client", "area", HANS, "--ticket", taken).text
    assert "1.234 KWD" in told
    assert "10.00 EUR" in told
