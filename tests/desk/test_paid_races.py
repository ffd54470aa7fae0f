"""Fifty processes spend a client's last incidents at the same moment (rules 24 and 33; IN10, IN12)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.questions import ReadMatches
from helpdesk_tui.vocab import QueueView
from tests.desk.paid import left, moves, paid
from tests.desks import MadeDesk
from tests.race import Starter

FIFTY, TWENTY, FEW = 50, 20, 3
WAYS = ("lifetime", "dated", "credit")


def rounds(number: int, *, locked: bool) -> list[list[dict[str, Any]]]:
    """Fifty processes in so many rounds, released together in each: every one opens a ticket."""
    return [[{"number": FIFTY * turn + n, "locked": locked} for n in range(FIFTY)] for turn in range(number)]


def counted(answers: list[dict[str, Any]]) -> Counter[str]:
    """How often a round came to what."""
    return Counter("opened" if "ticket" in one else one["code"] for one in answers)


def test_ten_incidents_open_ten_tickets(desk: MadeDesk, race: Starter) -> None:
    """Whichever of lifetime, dated and credit they are: ten succeed, forty are told, in each of twenty rounds."""
    paid(desk)
    desk.gary.perform(AddPlan("Ten", 10, {1: 0}))
    ways = [WAYS[turn % len(WAYS)] for turn in range(TWENTY)]
    answers, before = race.rounds(
        desk.where, "open_paid", rounds(TWENTY, locked=True), [{"act": "grant", "way": way} for way in ways]
    )  # fmt: skip
    assert [counted(one) for one in answers] == [{"opened": 10, "no_incidents": FIFTY - 10}] * TWENTY
    assert before == [{"had": 0}] + [{"had": -10 if way == "credit" else 0} for way in ways[:-1]]
    assert desk.gary.read(ReadMatches(QueueView.ALL)) == 10 * TWENTY
    taken = moves(desk)
    assert sorted(ticket or 0 for *_, ticket in taken) == list(range(1, 10 * TWENTY + 1))
    assert {(kind, number) for kind, number, *_ in taken} == {("ticket", -1)}
    assert all(found.ok for found in diagnose(desk.where))


def test_without_the_locks_that_would_fail(desk: MadeDesk, race: Starter) -> None:
    """The race is one: the same without locks does not come to ten and forty. No incident is spent twice even then."""
    paid(desk)
    grants = [{"act": "grant", "way": "lifetime"}] * FEW
    answers, _ = race.rounds(desk.where, "open_paid", rounds(FEW, locked=False), grants)
    found = [counted(one) for one in answers]
    assert {"opened": 10, "no_incidents": FIFTY - 10} not in found, found
    assert left(desk) == 10 * FEW - sum(one["opened"] for one in found) >= 0
