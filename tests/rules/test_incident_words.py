"""Support incidents in words: how many a client has each month, for how long (IN4)."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.incident_words import counted, per_period


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
