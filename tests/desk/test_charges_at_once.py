"""Many processes charge and refund at the same moment, on both databases (SF3; RELIABILITY rules 22 to 26)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.questions import ReadExpenses, ReadMoney
from tests.desk.charges import allow_extra, charge, costs, held_ticket, sound
from tests.desks import HANS, MadeDesk
from tests.race import Starter

FIFTY, TWENTY = 50, 20
BEFORE = 10_00
Rounds = list[list[dict[str, Any]]]


def fifty(desk: MadeDesk, rounds: int = 0, *, locked: bool = True) -> Rounds:
    """Fifty who charge a fee on one of five tickets, and refund a part of an expense that was charged before.

    In rounds each of them does one of the two in one round and the other in the next, no sum twice; else both.
    """
    tickets = [desk.ticket() for _ in range(5)]
    for number in tickets:
        desk.anna.perform(Take(number))
    expenses = [desk.gary.perform(AddExpense(HANS, BEFORE, "Backup")) for _ in range(FIFTY)]
    return [
        [{"login": "anna", "number": tickets[turn % 5], "locked": locked, "back_first": bool(turn % 2),
          "fee": 0 if rounds and (turn + at) % 2 else 1_00 + FIFTY * at + turn, "expense": expenses[turn],
          "left": None if rounds and not (turn + at) % 2 else BEFORE - 7 * (at + 1) - turn % 7}
         for turn in range(FIFTY)]
        for at in range(rounds or 1)
    ]  # fmt: skip


def exact(desk: MadeDesk, done: Rounds) -> bool:
    """Whether every fee was charged once and every part refunded once, to the cent and without a gap."""
    each = [one for round_ in done for one in round_]
    fees, refunds = [one["fee"] for one in each if one["fee"]], [one for one in each if one["left"] is not None]
    charged = sorted([*fees, *{one["expense"]: one["left"] for one in refunds}.values()])
    lines = desk.gary.read(ReadMoney(HANS))
    return (
        lines[-1].balance == -sum(charged)
        and sorted(one.amount for one in desk.gary.read(ReadExpenses(HANS))) == charged
        and Counter(one.kind.value for one in lines) == {"expense": FIFTY + len(fees), "expense_change": len(refunds)}
        and sound(desk)
    )


def test_fifty_charge_and_refund_at_once(desk: MadeDesk, race: Starter) -> None:
    """SF3, rule 24: fees and refunds of fifty on one account, in each of twenty rounds; the sums are exact and nobody
    is refused.
    """
    runners = fifty(desk, TWENTY)
    answers, _ = race.rounds(desk.where, "charge_and_refund", runners, [])
    assert [Counter(str(answer) for answer in one) for one in answers] == [{"{'done': True}": FIFTY}] * TWENTY
    assert exact(desk, runners)


def test_without_the_lock_it_would_show(desk: MadeDesk, race: Starter) -> None:
    """The test above can fail: where nothing is locked before it is looked at, some are refused or the sums wrong."""
    runners = fifty(desk, locked=False)
    (answers,), _ = race.rounds(desk.where, "charge_and_refund", runners, [])
    assert not (all("done" in answer for answer in answers) and exact(desk, runners))
    assert sound(desk), "what was refused left nothing behind"


@pytest.mark.parametrize("key", ["form", ""])
def test_sessions_on_one_form(desk: MadeDesk, race: Starter, key: str) -> None:
    """SF3, rule 26: with the form's key all hear the earlier result; with keys of their own all but one are told."""
    number = held_ticket(desk, incidents=9)
    runners = [{"login": "anna", "number": number, "fee": 15_00, "incidents": 2, "seen": [0, 0],
                "key": key or f"form-{turn}"} for turn in range(8)]  # fmt: skip
    answers = race(desk.where, "save", runners)
    told = Counter(answer.get("code", "done") for answer in answers)
    assert told == ({"done": 8} if key else {"done": 1, "stale": 7})
    assert costs(desk, number) == (15_00, 2, -15_00, 7)


def test_the_last_incidents_are_taken_by_whoever_comes_first(desk: MadeDesk, race: Starter) -> None:
    """Rule 24: ten tickets want the three that are left and the two on credit; five of them get one."""
    numbers = [held_ticket(desk) for _ in range(10)]
    charge(desk.anna, held_ticket(desk, incidents=4), incidents=1)
    allow_extra(desk, 2)
    answers = race(desk.where, "save", [{"login": "anna", "number": number, "incidents": 1} for number in numbers])
    assert Counter(answer.get("code", "done") for answer in answers) == {"done": 5, "no_incidents": 5}
    assert costs(desk, numbers[0])[3] == -2
    assert sound(desk)
