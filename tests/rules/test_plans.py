"""Plans, their prices and packages, and what an order gives (IN1, IN3, IN4; SPEC: Plans)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.periods import ordered
from helpdesk_tui.rules.plans import Bought, Given, Plan, bought, checked, given, upgraded

PLAN = Plan("Support", 10, {0: 50_00, 1: 9_00, 3: 25_00, 12: 0}, {20: 5_00, 50: 12_00})
APRIL = date(2026, 4, 11)


def refusal(call: Any, *values: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*values)
    return refused.value.code


@pytest.mark.parametrize(
    ("months", "package", "expected"),
    [
        (0, None, Bought(10, 50_00)), (3, None, Bought(10, 25_00)), (12, None, Bought(10, 0)),
        (0, 20, Bought(20, 55_00)), (1, 50, Bought(50, 21_00)), (0, 10, Bought(10, 50_00)),
    ],
)  # fmt: skip
def test_price_and_number_of_an_order(months: int, package: int | None, expected: Bought) -> None:
    """IN1, IN3: a price per period, the number included or that of a package; price 0 is a price."""
    assert bought(PLAN, months, package) == expected


@pytest.mark.parametrize(
    ("months", "package", "code"), [(6, None, "no_period"), (0, 30, "no_package"), (0, 0, "no_package")]
)
def test_what_the_plan_does_not_have(months: int, package: int | None, code: str) -> None:
    assert refusal(bought, PLAN, months, package) == code


@pytest.mark.parametrize(
    ("now", "number", "expected"), [(10, 20, Bought(10, 5_00)), (10, 50, Bought(40, 12_00)), (20, 50, Bought(30, 7_00))]
)
def test_an_upgrade_costs_and_adds_the_difference(now: int, number: int, expected: Bought) -> None:
    """SPEC, Plans."""
    assert upgraded(PLAN, now, number) == expected


@pytest.mark.parametrize(
    ("now", "number", "code"), [(20, 10, "not_raised"), (20, 20, "not_raised"), (20, 30, "no_package")]
)
def test_only_upgrade(now: int, number: int, code: str) -> None:
    """IN1, SPEC, Plans: lowering is refused."""
    assert refusal(upgraded, PLAN, now, number) == code


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan("", 1, {0: 1}), "bad_name"), (Plan(" \n", 1, {0: 1}), "bad_name"),
        (Plan("x" * 121, 1, {0: 1}), "bad_name"),
        (Plan("A", -1, {0: 1}), "bad_number"), (Plan("A", 100_000, {0: 1}), "bad_number"),
        (Plan("A", 1, {}), "no_period"),
        (Plan("A", 10, {0: 1}, {10: 1}), "bad_package"), (Plan("A", 10, {0: 1}, {5: 1}), "bad_package"),
        (Plan("A", 10, {0: 1}, {20: 5, 30: 4}), "bad_package"), (Plan("A", 10, {0: 1}, {100_000: 5}), "bad_package"),
    ],
)  # fmt: skip
def test_plans_that_cannot_be(plan: Plan, code: str) -> None:
    assert refusal(checked, plan) == code


def test_a_plan_is_kept_as_it_is() -> None:
    assert checked(Plan(" Support\n plus ", 0, {0: 0}, {1: 0})) == Plan("Support plus", 0, {0: 0}, {1: 0})
    assert checked(PLAN) == PLAN


def test_what_an_order_gives() -> None:
    """IN3, IN4: for life at once; for months anew in each window that is not over."""
    assert given(10, 0, APRIL, ordered(0), APRIL) == (Given(10),)
    found = given(10, 3, APRIL, ordered(3), date(2026, 5, 11))
    assert [(one.count, one.window and str(one.window.starts)) for one in found] == [
        (10, "2026-05-11"), (10, "2026-06-11"),
    ]  # fmt: skip
    assert given(0, 0, APRIL, ordered(0), APRIL) == given(0, 3, APRIL, ordered(3), APRIL) == ()


def test_a_raise_is_added_from_the_current_window() -> None:
    """SPEC, Plans: dated: from the current window, which is ordered from 11 April and raised in its second month."""
    more = upgraded(PLAN, 10, 20)
    found = given(more.number, 3, APRIL, ordered(3), date(2026, 6, 10))
    assert [(one.count, one.window and str(one.window.ends)) for one in found] == [
        (10, "2026-06-10"), (10, "2026-07-10"),
    ]  # fmt: skip
