"""What the terminal shows of the ticket form, compared with the same screen painted anew (TERMINAL rule 2)."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.desk import SERVER
from tests.terminal import Terminal


@pytest.fixture
def terminal(furnished: Path, tmp_path: Path) -> Iterator[Terminal]:
    """anna at a terminal of 80x24, on a ticket whose conversation fills the page."""
    desk = tmp_path / "desk.sqlite"
    shutil.copy2(furnished, desk)
    config = tmp_path / "config.toml"
    config.write_text('[desk]\nname = "Acme support"\ntest_clock = true\n')
    environment = {
        "HELPDESK_DATABASE": str(desk), "HELPDESK_CONFIG": str(config), "HOME": str(tmp_path),
        "PYTHONPATH": os.getcwd(), "HELPDESK_NOW": "2026-11-23T09:41:00Z", "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip
    argv = [sys.executable, "-m", "helpdesk_tui", "--as", "anna"]
    with Terminal(argv, columns=80, rows=24, env=environment, patience=20) as running:
        running.wait_for("Server unreachable")
        running.press("colon")
        running.wait_for("Commands")
        running.type(str(SERVER))
        running.wait_for(f"Open ticket {SERVER}")
        running.press("enter")
        running.wait_for("Still nothing.")
        running.settle(200)
        yield running


def anew(terminal: Terminal) -> str:
    """The screen after it was painted whole: a terminal that changes its size and changes it back."""
    terminal.settle(300)
    terminal.resize(81, 24)
    terminal.settle(300)
    terminal.resize(80, 24)
    terminal.settle(300)
    return terminal.text


def test_a_field_that_opens_or_closes_leaves_nothing_behind(terminal: Terminal) -> None:
    """Reply, three lines, comment, back: after each step the terminal shows what a whole repaint shows."""
    for keys, seen in (
        ("r", "Reply to"), ("one\ntwo\nthree", "draft kept"), ("f2", "staff only"), ("escape", "quoted"),
        ("i", "staff only"), ("escape", "quoted"),
    ):  # fmt: skip
        if "\n" in keys:
            terminal.type(keys)
        else:
            terminal.press(keys)
        terminal.wait_for(seen)
        terminal.settle(300)
        shown = terminal.text
        assert shown == anew(terminal), keys


def test_a_character_costs_little_in_the_form(terminal: Terminal) -> None:
    """P5: with both fields open a character is sent, and not the page."""
    terminal.press("r")
    terminal.wait_for("Reply to")
    terminal.type("one\ntwo")
    terminal.press("f2")
    terminal.wait_for("staff only, never sent")
    terminal.type("nod")
    terminal.settle(200)
    for key, seen in (("e", "node"), ("enter", "node"), ("4", " 4 ")):
        mark = terminal.mark()
        terminal.press(key)
        terminal.wait_until(lambda _, mark=mark: terminal.raw_since(mark))  # type: ignore[misc]
        terminal.settle(60)
        assert terminal.find(seen)
        assert len(terminal.raw_since(mark)) <= 400, key
