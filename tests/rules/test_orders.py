"""Orders of incidents: what each purchase gives and costs, and what an order is with it (IN3 to IN5; SPEC: Orders)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.orders import (
    Order,
    Purchase,
    check_cancel,
    gives,
    is_over,
    ordering,
    raising,
    renewing,
    say_purchase,
    windows_of,
    with_purchase,
)
from helpdesk_tui.rules.plans import Plan
from helpdesk_tui.vocab import OrderState, PurchaseKind

PLAN = Plan("Care", 10, {0: 50_00, 1: 9_00, 3: 25_00}, {20: 5_00, 50: 12_00})
APRIL, MAY, JULY = date(2026, 4, 11), date(2026, 5, 10), date(2026, 7, 10)
DATED = Order(3, 3, 10, None, APRIL, 3)
LIFE = Order(4, 0, 10, None, APRIL)


def refusal(call: Any, *values: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*values, **named)
    return refused.value.code


def test_an_order() -> None:
    """SPEC, Windows: without a start it counts from the day on which it is completed."""
    bought = ordering(PLAN, 3, 20, None, APRIL)
    assert bought == Purchase(PurchaseKind.ORDER, 3, 20, 20, 20, 30_00)
    assert windows_of(bought, replace(DATED, windows=0), MAY) == (MAY, range(3))
    assert windows_of(replace(bought, start=APRIL), replace(DATED, windows=0), MAY) == (APRIL, range(3))
    assert ordering(PLAN, 3, 10, None, APRIL).package is None, "the number that is included is no package"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (MAY, 3, (APRIL, range(3, 6))), (JULY, 1, (APRIL, range(3, 4))),
        (date(2026, 7, 11), 3, (date(2026, 7, 11), range(3))), (MAY, 0, (APRIL, range(0))),
    ],
)  # fmt: skip
def test_a_renewal(day: date, months: int, expected: tuple[date, range]) -> None:
    """SPEC, Windows: it goes on from the first order date; after the last window it starts anew."""
    assert windows_of(renewing(PLAN, DATED, months, day), DATED, day) == expected


def test_a_lifetime_order_renewed_by_the_month_starts_on_that_day() -> None:
    """IN2: periods can be mixed."""
    bought = renewing(PLAN, LIFE, 3, MAY)
    assert windows_of(bought, LIFE, MAY) == (MAY, range(3))
    assert with_purchase(LIFE, bought, MAY, range(3)) == Order(4, 3, 10, None, MAY, 3)


def test_a_lifetime_renewal_leaves_the_windows() -> None:
    """IN5."""
    bought = renewing(PLAN, DATED, 0, MAY)
    assert with_purchase(DATED, bought, APRIL, range(0)) == replace(DATED, months=0)
    assert [one.window for one in gives(bought, APRIL, range(0), MAY)] == [None]


def test_a_raise() -> None:
    """SPEC, Plans: the difference, from the current window; the period stays."""
    bought = raising(PLAN, DATED, 20, MAY)
    assert (bought.count, bought.price, bought.number) == (10, 5_00, 20)
    given = gives(bought, *windows_of(bought, DATED, date(2026, 5, 11)), date(2026, 5, 11))
    assert [(one.count, one.window and str(one.window.starts)) for one in given] == [
        (10, "2026-05-11"), (10, "2026-06-11"),
    ]  # fmt: skip
    assert with_purchase(DATED, bought, APRIL, range(3)) == replace(DATED, number=20, package=20)


@pytest.mark.parametrize(
    ("order", "day", "package", "code"),
    [
        (DATED, date(2026, 7, 11), 20, "order_over"), (replace(DATED, number=20), MAY, 20, "not_raised"),
        (replace(DATED, number=50), MAY, 20, "not_raised"), (DATED, MAY, 30, "no_package"),
        (replace(DATED, state=OrderState.WAITING), MAY, 20, "order_waits"),
        (replace(DATED, state=OrderState.CANCELLED), MAY, 20, "order_cancelled"),
    ],
)  # fmt: skip
def test_raises_that_are_refused(order: Order, day: date, package: int, code: str) -> None:
    assert refusal(raising, PLAN, order, package, day) == code


def test_beyond_the_calendar() -> None:
    assert refusal(ordering, PLAN, 3, None, date(9999, 12, 1), APRIL) == "too_far"
    late = Order(1, 1, 10, None, date(9999, 11, 1), 1)
    assert refusal(renewing, PLAN, late, 3, date(9999, 11, 2)) == "too_far"


def test_the_last_day_counts() -> None:
    """SPEC, Windows: both ends included."""
    assert (DATED.ends, is_over(DATED, JULY), is_over(DATED, date(2026, 7, 11))) == (JULY, False, True)
    assert (LIFE.ends, is_over(LIFE, date(2099, 1, 1))) == (None, False)


def test_what_is_cancelled() -> None:
    """IN3: only what still waits."""
    check_cancel(DATED, waits=True)
    assert refusal(check_cancel, LIFE, waits=False) == refusal(check_cancel, DATED, waits=False) == "not_cancelled"
    assert refusal(check_cancel, replace(LIFE, state=OrderState.CANCELLED), waits=False) == "order_cancelled"


@pytest.mark.parametrize(
    ("purchase", "said"),
    [
        (ordering(PLAN, 0, None, None, APRIL), "Care: 10 support incidents for life"),
        (ordering(PLAN, 3, None, None, APRIL), "Care: 10 support incidents a month for 3 months"),
        (renewing(PLAN, DATED, 1, MAY), "Care renewed: 10 support incidents for 1 month"),
        (raising(PLAN, DATED, 20, MAY), "Care: 10 support incidents more a month"),
        (raising(PLAN, DATED, 20, MAY, 3), "Care: 10 support incidents more a month in 3 terms"),
        (Purchase(PurchaseKind.ORDER, 0, 1, None, 1, 0), "Care: 1 support incident for life"),
    ],
)  # fmt: skip
def test_what_the_client_reads(purchase: Purchase, said: str) -> None:
    assert say_purchase("Care", purchase) == said
