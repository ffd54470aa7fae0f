"""What stands on the terminal after any moves is what a full repaint would put there (TERMINAL rule 2)."""

from __future__ import annotations

import re
import sys
from random import Random

import pytest

from tests.emulator.screen import Cell
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "tests.widgets.list_app", "--rows", "1200"]
WALK = (
    ("down",),
    ("down",) * 3,
    ("down",) * 12,
    ("down",) * 60,
    ("up",) * 2,
    ("up",) * 15,
    ("j", "j", "k"),
    ("pagedown",),
    ("pageup",),
    ("x",),
)
EVENTS = (("f6",), ("f7",), ("f8",), ("end",), ("home",))
SCROLL = re.compile(rb"\x1b\[\d+;\d+r\x1b\[(\d+)([ST])\x1b\[r")


def picture(terminal: Terminal) -> list[list[Cell]]:
    """Every cell of the screen."""
    return [[terminal.cell(row, column) for column in range(terminal.columns)] for row in range(terminal.rows)]


def assert_same_as_full_repaint(terminal: Terminal, history: list[str]) -> None:
    """Paint everything anew and compare."""
    before = picture(terminal)
    terminal.press("f5")
    terminal.settle(160)
    after = picture(terminal)
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        assert old == new, f"line {number} after {history[-3:]}"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_screen_after_random_moves_is_that_of_a_full_repaint(seed: int) -> None:
    random = Random(seed)
    with Terminal(PROGRAM, columns=100, rows=24) as terminal:
        terminal.wait_for("1 of 1,200")
        terminal.settle(100)
        history: list[str] = []
        for _ in range(24):
            keys = random.choice(WALK if random.random() < 0.75 else EVENTS)
            history.append(" ".join(keys))
            terminal.press(*keys)
            if keys == ("f8",):
                terminal.wait_for("A dialog over the list")
                terminal.press("down")
                terminal.wait_gone("A dialog over the list")
            terminal.settle(160)
            assert_same_as_full_repaint(terminal, history)
        moves = SCROLL.findall(terminal.raw)
        assert len(moves) >= 3, "hardly a line was moved by the terminal: the test shows nothing"


def test_resizing_between_moves_leaves_no_stale_line() -> None:
    with Terminal(PROGRAM, columns=100, rows=24) as terminal:
        terminal.wait_for("1 of 1,200")
        for columns, rows in ((80, 24), (120, 40), (60, 12)):
            terminal.press(*["down"] * 25)
            terminal.resize(columns, rows)
            terminal.wait_for("Subject")
            terminal.settle(150)
            assert_same_as_full_repaint(terminal, [f"{columns}x{rows}"])


def test_one_line_is_moved_by_the_terminal_and_nothing_is_moved_under_a_cover() -> None:
    with Terminal(PROGRAM, columns=100, rows=24) as terminal:
        terminal.wait_for("1 of 1,200")
        terminal.press(*["down"] * 20)
        terminal.wait_for("21 of 1,200")
        terminal.settle(120)
        mark = terminal.mark()
        terminal.press("down")
        terminal.wait_for("22 of 1,200")
        terminal.settle(120)
        moves = SCROLL.findall(terminal.raw_since(mark))
        assert moves == [(b"1", b"S")]
        terminal.press("f7")
        terminal.wait_for("cover 0")
        terminal.settle(120)
        mark = terminal.mark()
        terminal.press("down")
        terminal.wait_for("23 of 1,200")
        terminal.settle(120)
        assert not SCROLL.search(terminal.raw_since(mark))
        assert_same_as_full_repaint(terminal, ["down under a cover"])
