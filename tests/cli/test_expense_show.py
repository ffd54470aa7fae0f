"""An expense with the payments that it is allocated to, on the command line (CL13)."""

from __future__ import annotations

from tests.cli.calls import Calls
from tests.desks import HANS


def test_the_payments_of_an_expense(call: Calls) -> None:
    """CL13: in JSON as `payment show` has what it covers; what is left to pay is told."""
    one = call.json("expense", "add", HANS, "12.50", "--text", "Backup restored")
    assert call.json("expense", "show", "1") == one | {"covered_by": [], "unpaid": "12.50"}
    assert "No payment covers it yet." in call("expense", "show", "1").text
    call.json("payment", "add", HANS, "10.00", "--status", "paid", "--text", "Invoice 7")
    call.json("payment", "add", HANS, "2.00", "--status", "paid")
    first = {"document": "payment:1", "amount": "10.00", "text": "Invoice 7"}
    second = {"document": "payment:2", "amount": "2.00", "text": ""}
    assert call.json("expense", "show", "1") == one | {"covered_by": [first, second], "unpaid": "0.50"}
    covered = call.json("payment", "show", "1")["covers"]
    assert covered == [{"document": "expense:1", "amount": "10.00", "text": "Backup restored"}]
    said = call("expense", "show", "1").text.splitlines()
    assert said[3].split() == ["Amount", "12.50", "EUR"]
    assert said[6].split() == ["Not", "paid", "yet", "0.50", "EUR"]
    assert [line.split() for line in said[7:]] == [
        ["Payment", "Covers", "Text"], ["1", "10.00", "EUR", "Invoice", "7"], ["2", "2.00", "EUR", "-"],
    ]  # fmt: skip


def test_one_that_is_not_there(call: Calls) -> None:
    call.json("expense", "add", HANS, "1", "--text", "Gone")
    call.json("expense", "delete", "1")
    for number in ("1", "9"):
        assert call.refused("expense", "show", number)["code"] == "not_found"
    assert call("expense", "show", "x").code == 2
