"""Support incidents in words: how many each month, for how long; what a ticket took, gave back, and what is left."""

from __future__ import annotations

from datetime import date

import pytest

from helpdesk_tui.rules.incident_words import counted, given_back, left, moved, per_period, taken
from helpdesk_tui.rules.incidents import Balance, Dated, Holding
from helpdesk_tui.rules.ledger import Lot, Movement
from helpdesk_tui.vocab import EntryKind, Unit


@pytest.mark.parametrize(
    ("counts", "months", "said"),
    [
        ([10], 0, "10 support incidents for life"),
        ([1], 0, "1 support incident for life"),
        ([10], 1, "10 support incidents for 1 month"),
        ([1], 1, "1 support incident for 1 month"),
        ([10], 12, "10 support incidents a month for 12 months"),
        ([20, 10, 20], 3, "10 to 20 support incidents a month for 3 months"),
        ([1_000, 2_500], 2, "1,000 to 2,500 support incidents a month for 2 months"),
    ],
)
def test_how_many_a_month_for_how_long(counts: list[int], months: int, said: str) -> None:
    """IN4: months of an order that was raised on its way are told by the fewest and the most."""
    assert per_period(counts, months) == said


def test_one_is_not_many() -> None:
    assert [counted(number) for number in (0, 1, 2, 1_000)] == [
        "0 support incidents", "1 support incident", "2 support incidents", "1,000 support incidents",
    ]  # fmt: skip


def moves(*each: tuple[int, EntryKind, Lot | None]) -> list[Movement]:
    return [Movement(Unit.INCIDENT, amount, kind, lot) for amount, kind, lot in each]


def test_lots_of_one_end_are_added_up() -> None:
    """IN10, IN13: what was taken, given back and is left says each end once, however many lots have it."""
    one, two, other = (
        Lot(number, date(2028, 3, 1), date(2028, 3, day), 9) for number, day in ((1, 30), (2, 30), (3, 31))
    )
    took = moves((-4, EntryKind.TICKET, one), (-6, EntryKind.TICKET, two), (-1, EntryKind.TICKET, other),
                 (-3, EntryKind.TICKET, None))  # fmt: skip
    said = "14 support incidents: 10 until 30 Mar 2028, 1 until 31 Mar 2028, 1 lifetime, 2 on credit"
    assert taken(Holding(1), took) == said
    assert moved(Holding(1), took) == f"takes {said}"
    back = moves((2, EntryKind.LAPSED_BACK, None), (4, EntryKind.TICKET_BACK, one), (6, EntryKind.TICKET_BACK, two),
                 (1, EntryKind.LAPSED_BACK, None))  # fmt: skip
    said = "13 support incidents: 3 lifetime instead of lapsed ones, 10 until 30 Mar 2028"
    assert given_back(Holding(), back) == said
    assert moved(Holding(), back) == f"gives back {said}"
    assert moved(Holding(), []) == ""
    assert left(Balance(4, 1, (Dated(one, 2), Dated(two, 3)), ())) == (
        "5 until 30 Mar 2028, 4 lifetime; used on credit: 1"
    )


def test_credit_comes_first_back() -> None:
    """SPEC, Giving back: of several movements, until the debt is none."""
    back = moves((2, EntryKind.TICKET_BACK, None), (2, EntryKind.LAPSED_BACK, None))
    assert given_back(Holding(-3), back) == (
        "4 support incidents: 2 on credit, 1 on credit instead of lapsed ones, 1 lifetime instead of lapsed ones"
    )
