"""Which personal discount lowers a price (CL13)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.discounts import Discount, checked, percent_off, say_discount

CARE, OTHER = 1, 2
DAY = date(2026, 4, 11)


@pytest.mark.parametrize(
    ("discounts", "expected"),
    [
        ([], 0),
        ([Discount(10_00)], 10_00),
        # One for this plan stands over one for all, even a higher one.
        ([Discount(50_00), Discount(10_00, CARE)], 10_00),
        ([Discount(10_00, CARE), Discount(50_00)], 10_00),
        ([Discount(90_00, OTHER), Discount(10_00)], 10_00),
        ([Discount(90_00, OTHER)], 0),
        # Among those the highest; they do not add up.
        ([Discount(10_00), Discount(30_00), Discount(20_00)], 30_00),
        ([Discount(10_00, CARE), Discount(30_00, CARE), Discount(20_00, CARE)], 30_00),
        # Both dates are included.
        ([Discount(10_00, starts=DAY, ends=DAY)], 10_00),
        ([Discount(10_00, starts=date(2026, 4, 12))], 0),
        ([Discount(10_00, ends=date(2026, 4, 10))], 0),
        ([Discount(50_00, CARE, ends=date(2026, 4, 10)), Discount(5_00)], 5_00),
    ],
)
def test_one_of_several(discounts: list[Discount], expected: int) -> None:
    """CL13: of those in force on the day, one for the plan, then the highest percent."""
    assert percent_off(discounts, CARE, DAY) == expected


@given(st.lists(st.tuples(st.integers(1, 10_000), st.sampled_from([None, CARE, OTHER])), max_size=6))
def test_never_more_than_the_highest(made: list[tuple[int, int | None]]) -> None:
    """They do not add up: what is taken off is one of them, or nothing."""
    found = percent_off([Discount(percent, plan) for percent, plan in made], CARE, DAY)
    assert found in {0, *(percent for percent, plan in made if plan != OTHER)}


@pytest.mark.parametrize(
    ("discount", "code"),
    [
        (Discount(0), "bad_percent"), (Discount(-1), "bad_percent"), (Discount(100_01), "bad_percent"),
        (Discount(10_00, starts=DAY, ends=date(2026, 4, 10)), "bad_period"),
        (Discount(10_00, comment="x" * 501), "too_long"),
    ],
)  # fmt: skip
def test_what_is_none(discount: Discount, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(discount)
    assert refused.value.code == code


def test_what_is_one() -> None:
    tidied = checked(Discount(100_00, CARE, DAY, DAY, "  for \n years "))
    assert tidied == Discount(100_00, CARE, DAY, DAY, "for years")
    assert say_discount(tidied, "Care") == "100 % on Care from 2026-04-11 until 2026-04-11"
    assert say_discount(Discount(12_50), "") == "12.5 % on all plans"
