"""Bytes of the list on a real pseudo-terminal (PERFORMANCE P5; 120x40, default theme)."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator

import pytest

from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "tests.widgets.list_app", "--rows", "1000"]


@pytest.fixture(scope="module")
def terminal() -> Iterator[Terminal]:
    """The list of 1,000 tickets at 120x40."""
    with Terminal(PROGRAM, env={"TEXTUAL_ANIMATIONS": "none"}) as running:
        running.wait_for("1 of 1,000")
        running.settle(200)
        yield running


def cost(terminal: Terminal, keys: list[str], place: int) -> int:
    """Bytes that some keys cost until the position says `place` and all is quiet."""
    mark = terminal.mark()
    terminal.press(*keys)
    terminal.wait_for(f" {place:,} of 1,000")
    terminal.settle(150)
    return len(terminal.raw_since(mark))


def test_the_start_costs_at_most_25_000_bytes(terminal: Terminal) -> None:
    assert len(terminal.raw) <= 25_000


def test_down_costs_at_most_300_bytes_in_the_window_and_400_when_it_scrolls(terminal: Terminal) -> None:
    """The position is sent with it; a footer that changes comes later and is in the next test."""
    terminal.press("home")
    terminal.wait_for(" 1 of 1,000")
    terminal.settle(150)
    costs: list[int] = []
    for place in range(2, 62):
        mark = terminal.mark()
        terminal.press("down")
        terminal.wait_for(f" {place} of 1,000")
        costs.append(len(terminal.raw_since(mark)))
    visible = 36
    assert statistics.median(costs[: visible - 1]) <= 300
    assert statistics.median(costs[visible:]) <= 400


def test_a_footer_that_changes_costs_at_most_300_bytes_more(terminal: Terminal) -> None:
    terminal.press("home")
    terminal.wait_for(" 1 of 1,000")
    terminal.settle(150)
    costs = [cost(terminal, ["down"], place) for place in range(2, 14)]
    assert max(costs) > 300, "no footer changed: the test shows nothing"
    assert max(costs) <= 300 + 300


def test_a_page_costs_at_most_9_000_bytes(terminal: Terminal) -> None:
    terminal.press("home")
    terminal.wait_for(" 1 of 1,000")
    terminal.settle(150)
    page = 36
    costs = [cost(terminal, ["pagedown"], 1 + number * (page - 1)) for number in range(1, 6)]
    assert min(costs) > 1_000
    assert max(costs) <= 9_000


def test_nothing_is_sent_while_nobody_does_anything(terminal: Terminal) -> None:
    terminal.settle(200)
    mark = terminal.mark()
    terminal.settle(1_200)
    assert terminal.raw_since(mark) == b""


def test_going_to_the_filter_and_typing_there_is_cheap(terminal: Terminal) -> None:
    """Mounting a field on `/` cost 28 to 39 kB and 1,410 bytes a character (TERMINAL rule 11); what a word may become
    is shown with it.
    """
    mark = terminal.mark()
    terminal.press("slash")
    terminal.settle(150)
    assert len(terminal.raw_since(mark)) <= 600
    for number, char in enumerate("dept:tech", 1):
        mark = terminal.mark()
        terminal.press(char)
        terminal.wait_for("/ " + "dept:tech"[:number])
        terminal.settle(60)
        assert len(terminal.raw_since(mark)) <= 400
    terminal.press("enter")
    terminal.settle(150)


def test_200_downs_at_once_are_few_frames(terminal: Terminal) -> None:
    """P6: keys that wait together are drawn together; how long that takes is measured by `benchmarks/app.py`."""
    terminal.press("home")
    terminal.wait_for(" 1 of 1,000")
    terminal.settle(200)
    assert cost(terminal, ["down"] * 200, 201) <= 30_000


@pytest.mark.parametrize("theme", ["dark", "light", "mono"])
def test_other_themes_draw_the_same_words(theme: str) -> None:
    with Terminal([*PROGRAM, "--theme", theme]) as other:
        other.wait_for("1 of 1,000")
        assert other.find("4000")
        row, _ = other.find("4000")
        assert other.lines[row].startswith(">")
