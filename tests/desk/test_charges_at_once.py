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

FIFTY = 50
FEES = [1_00 + turn for turn in range(FIFTY)]
LEFT = [turn % 7 for turn in range(FIFTY)]
BEFORE = 10_00


def fifty(desk: MadeDesk, *, locked: bool = True) -> list[dict[str, Any]]:
    """Fifty who each charge a fee on one of five tickets, and refund an expense that was charged before."""
    tickets = [desk.ticket() for _ in range(5)]
    for number in tickets:
        desk.anna.perform(Take(number))
    expenses = [desk.gary.perform(AddExpense(HANS, BEFORE, "Backup")) for _ in range(FIFTY)]
    return [
        {"login": "anna", "number": tickets[turn % 5], "fee": FEES[turn], "expense": expenses[turn],
         "left": LEFT[turn], "back_first": bool(turn % 2), "locked": locked}
        for turn in range(FIFTY)
    ]  # fmt: skip


def exact(desk: MadeDesk) -> bool:
    """Whether every fee was charged once and every expense refunded once, to the cent and without a gap."""
    lines = desk.gary.read(ReadMoney(HANS))
    there = sorted(one.amount for one in desk.gary.read(ReadExpenses(HANS)))
    moved = Counter(one.kind.value for one in lines)
    return (
        lines[-1].balance == -(sum(FEES) + sum(LEFT))
        and there == sorted([*FEES, *LEFT])
        and moved == {"expense": 2 * FIFTY, "expense_change": FIFTY}
        and sound(desk)
    )


def test_fifty_charge_and_refund_at_once(desk: MadeDesk, race: Starter) -> None:
    """SF3, rule 24: fifty fees and fifty refunds on one account; the sums are exact and nobody is refused."""
    answers = race(desk.where, "charge_and_refund", fifty(desk))
    assert Counter(str(answer) for answer in answers) == {"{'done': True}": FIFTY}
    assert exact(desk)


def test_without_the_lock_it_would_show(desk: MadeDesk, race: Starter) -> None:
    """The test above can fail: where nothing is locked before it is looked at, some are refused or the sums wrong."""
    answers = race(desk.where, "charge_and_refund", fifty(desk, locked=False))
    assert not (all("done" in answer for answer in answers) and exact(desk))
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
