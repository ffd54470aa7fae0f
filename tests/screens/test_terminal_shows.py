"""After any walk through the program the terminal shows what painting everything anew shows (TERMINAL rule 2)."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.emulator.screen import Cell
from tests.terminal import Terminal

WALK = (
    ("down",), ("down", "down", "down"), ("up",), ("enter",), ("q",), ("escape",), ("J",), ("K",), ("h",), ("a",),
    ("colon",), ("question_mark",), ("g", "i"), ("g", "c"), ("g", "o"), ("g", "y"), ("c",), ("p",), ("r",), ("i",),
    ("tab",), ("slash",), ("2",), ("7",), ("pagedown",), ("end",), ("home",), ("ctrl+s",), ("m",), ("v",), ("V",),
)  # fmt: skip
STEPS = 45
LINE = re.compile(rb"\x1b\[(?:\d+;1)?H")
"""The way to the beginning of a line."""


@pytest.fixture
def app(request: pytest.FixtureRequest, furnished: Path, tmp_path: Path) -> Iterator[Terminal]:
    """anna before the queue, in a theme."""
    shutil.copy2(furnished, tmp_path / "desk.sqlite")
    config = tmp_path / "config.toml"
    config.write_text(f'[desk]\ntest_clock = true\n[screen]\ntheme = "{request.param}"\n')
    environment = {
        "HELPDESK_DATABASE": str(tmp_path / "desk.sqlite"), "HELPDESK_CONFIG": str(config), "HOME": str(tmp_path),
        "PYTHONPATH": os.getcwd(), "HELPDESK_NOW": "2026-11-23T09:41:00Z",
    }  # fmt: skip
    argv = [sys.executable, "-m", "helpdesk_tui", "--as", "anna"]
    with Terminal(argv, columns=100, rows=30, env=environment, patience=20) as running:
        running.wait_for("Server unreachable")
        running.settle(300)
        yield running


def picture(app: Terminal) -> list[list[Cell]]:
    """Every cell of the screen."""
    return [[app.cell(row, column) for column in range(app.columns)] for row in range(app.rows)]


@pytest.mark.parametrize(("app", "seed"), [("ansi", 1), ("ansi", 2), ("dark", 3)], indirect=["app"])
def test_after_any_walk(app: Terminal, seed: int) -> None:
    random, history = Random(seed), []
    for _ in range(STEPS):
        keys = random.choice(WALK)
        history.append(" ".join(keys))
        app.press(*keys)
        # Within 100 ms after an escape the next key would count as one with Alt.
        app.settle(250)
        before, mark = picture(app), app.mark()
        app.press("ctrl+l")
        app.wait_until(lambda _, mark=mark: app.raw_since(mark), what="painted anew")  # type: ignore[misc]
        app.settle(100)
        assert len(LINE.findall(app.raw_since(mark))) >= app.rows, "not everything was painted"
        for number, (old, new) in enumerate(zip(before, picture(app), strict=True)):
            assert old == new, f"line {number} after {history[-4:]}"


@pytest.mark.parametrize("app", ["ansi"], indirect=True)
def test_a_dialogue_sends_its_lines_and_not_the_page(app: Terminal) -> None:
    """P5: a slow line: three lines at the foot cost no more than a page of the list, and going away no more either."""
    for keys, seen, most in (
        ("h", "Delay until", 2_500), ("escape", "delay", 2_000), ("colon", "a ticket's number", 3_500),
        ("escape", "delay", 3_500),
    ):  # fmt: skip
        mark = app.mark()
        app.press(keys)
        app.wait_for(seen)
        app.settle(300)
        assert len(app.raw_since(mark)) <= most, keys
