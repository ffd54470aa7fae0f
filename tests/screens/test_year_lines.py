"""IN13: the chart of a year is drawn from the numbers that stand below it."""

from __future__ import annotations

from datetime import date

import pytest

from helpdesk_tui.screens.account_more import year_lines
from helpdesk_tui.views import MonthView


def drawn(used: list[int], given: int = 0) -> list[str]:
    """The lines of the lower chart, of months from January on; 5 lifetime incidents are there at the end."""
    months = tuple(MonthView(date(2026, at, 1), 0, 0, 0, number, given, 5) for at, number in enumerate(used, 1))
    lines = ["".join(text for text, _ in line) for line in year_lines(months, "EUR", 40, 4)]
    return [line.rstrip() for line in lines[lines.index(" Support incidents used in each month") + 1 :]]


FULL, NAMES = "█" * 9, "       Jan       Feb       Mar"


@pytest.mark.parametrize(
    ("used", "chart"),
    [
        ([0, 0, 0], ["   none were used", " 0 used, 6 given, 5 lifetime now"]),
        ([1, 4, 2], [" 7 used, 6 given, 5 lifetime now", f"{'':11}{FULL}", f"{'':11}{FULL}",
                     f"{'':11}{FULL} {FULL}", f" {FULL} {FULL} {FULL}", "         1         4         2", NAMES]),
        ([3, 0, -3], [" 0 used, 6 given, 5 lifetime now", f" {FULL}", f" {FULL}", f"{'':21}{FULL}", f"{'':21}{FULL}",
                      "         3         0        -3", NAMES]),
        ([0, -2, 0], [" -2 used, 6 given, 5 lifetime now", *[f"{'':11}{FULL}"] * 4,
                      "         0        -2         0", NAMES]),
        ([1234, 0, 0], [" 1,234 used, 6 given, 5 lifetime now", *[f" {FULL}"] * 4,
                        "     1,234         0         0", NAMES]),
    ],
)  # fmt: skip
def test_incidents_used(used: list[int], chart: list[str]) -> None:
    """What was used in a month stands as high as its number; what came back hangs below."""
    assert drawn(used, 2) == chart
