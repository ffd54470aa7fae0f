"""Fifty processes spend a client's last incidents at the same moment (rules 24 and 33; IN10, IN12)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.questions import ReadMatches
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import QueueView
from tests.desk.paid import extra, left, moves, paid
from tests.desk.test_ticket_incidents import MAY, lot
from tests.desks import HANS, MadeDesk
from tests.race import Starter

FIFTY, ROUNDS = 50, 3


def together(desk: MadeDesk, race: Starter, round_: int, locked: bool) -> Counter[str]:
    """Fifty processes, released together, each open a ticket; how often each came to what."""
    runners: list[dict[str, Any]] = [{"number": FIFTY * round_ + n, "locked": locked} for n in range(FIFTY)]
    return Counter("opened" if "ticket" in one else one["code"] for one in race(desk.where, "open_paid", runners))


@pytest.mark.parametrize(("way", "rounds"), [("lifetime", 2), ("dated", 1), ("credit", 1)])
def test_ten_incidents_open_ten_tickets(desk: MadeDesk, store: Store, race: Starter, way: str, rounds: int) -> None:
    """Whichever of dated, lifetime and credit they are: ten succeed, forty are told, and every round anew."""
    paid(desk)
    for round_ in range(rounds):
        if way == "credit":
            extra(desk, 10 * (round_ + 1))
        elif way == "dated":
            lot(store, MAY, 10, f"order:{round_}")
        else:
            desk.gary.perform(AdjustIncidents(HANS, 10, "gift"))
        assert together(desk, race, round_, locked=True) == {"opened": 10, "no_incidents": FIFTY - 10}
    assert desk.gary.read(ReadMatches(QueueView.ALL)) == 10 * rounds
    taken = moves(desk)
    assert sorted(ticket or 0 for *_, ticket in taken) == list(range(1, 10 * rounds + 1))
    assert {(kind, number) for kind, number, *_ in taken} == {("ticket", -1)}
    assert left(desk) == (-10 * rounds if way == "credit" else 0)
    assert all(found.ok for found in diagnose(desk.where))


def test_without_the_locks_that_would_fail(desk: MadeDesk, race: Starter) -> None:
    """The race is one: the same without locks does not come to ten and forty. No incident is spent twice even then."""
    paid(desk)
    found = []
    for round_ in range(ROUNDS):
        desk.gary.perform(AdjustIncidents(HANS, 10, "gift"))
        found.append(together(desk, race, round_, locked=False))
    assert {"opened": 10, "no_incidents": FIFTY - 10} not in found, found
    assert left(desk) == 10 * ROUNDS - sum(one["opened"] for one in found) >= 0
