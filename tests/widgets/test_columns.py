"""Charts in terminal cells: what they draw, and that the numbers below say the same (SCREENS: Client card)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.widgets.bars import columns, spark
from helpdesk_tui.widgets.cells import width_of


def drawn(values: Sequence[int], width: int = 20, height: int = 4) -> list[str]:
    numbers, names = [str(value) for value in values], [chr(97 + at) for at in range(len(values))]
    return ["".join(text for text, _ in line) for line in columns(values, numbers, names, width, height)]


def test_columns_stand_in_proportion() -> None:
    assert drawn([8, 4, 1, 0], width=13, height=2) == [
        " ██         ", " ██ ██ ▂▂   ", "  8  4  1  0", "  a  b  c  d",
    ]  # fmt: skip


def test_what_is_below_zero_hangs_down() -> None:
    assert drawn([2, -2], width=7, height=4) == [" ██   ", " ██   ", "    ██", "    ██", "  2 -2", "  a  b"]


def test_the_smallest_is_seen() -> None:
    """One cent beside a million, and a debt of one beside it."""
    lines = drawn([1_000_000, 1, -1], width=10, height=3)
    assert [line[4] for line in lines[:2]] == [" ", "▁"]
    assert lines[2][7] == "█"


def test_nothing_but_debts() -> None:
    assert drawn([-4, -1], width=7, height=2) == [" ██ ▀▀", " ██   ", " -4 -1", "  a  b"]


@pytest.mark.parametrize(
    ("values", "line"), [([0, 0], "▁▁"), ([0, 7], "▁█"), ([-7, 0, 7], "▁▄█"), ([5], "▁"), ([1, 2, 3], "▁▄█")]
)
def test_a_course_in_one_line(values: list[int], line: str) -> None:
    assert spark(values) == line


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=14), st.integers(40, 160), st.integers(3, 9))
def test_every_line_fits_and_every_value_is_told(values: list[int], width: int, height: int) -> None:
    """Whatever the numbers are: lines of one width, as many as asked for, a sign for each value that is not 0."""
    numbers = [str(value)[:2] for value in values]
    lines = ["".join(text for text, _ in line) for line in columns(values, numbers, ["x"] * len(values), width, height)]
    assert len(lines) - 2 == (height if any(values) else 0)
    assert len({width_of(line) for line in lines}) == 1
    assert width_of(lines[0]) <= width
    cell = width_of(lines[0]) // len(values)
    for at, value in enumerate(values):
        column = [line[1 + at * cell] for line in lines[:-2]]
        assert (set(column) - {" "} != set()) is (value != 0)
