"""Hostile text in every field of every widget, seen at the bytes of a real terminal run (RELIABILITY rule 36)."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator

import pytest

from tests.terminal import Terminal
from tests.widgets.hostile_app import CLICK

PROGRAM = [sys.executable, "-m", "tests.widgets.hostile_app"]

OWN_SEQUENCES = re.compile(
    r"\x1b\[[0-9;]*m"  # looks
    r"|\x1b\[\d+;\d+H"  # cursor moves
    r"|\x1b\[\d+;\d+r\x1b\[\d+[ST]\x1b\[r"  # moved lines
    r"|\x1b\[[?>=<][0-9;$]*[a-z]"  # private modes at the start
    r"|\x1b\]22;[a-z-]*\x07"  # the mouse pointer's shape, which Textual sets
)


@pytest.fixture(scope="module")
def terminal() -> Iterator[Terminal]:
    """All widgets on one screen, fed twice, some of them scrolled."""
    with Terminal(PROGRAM, columns=140, rows=60) as running:
        running.wait_for("OWNED")
        running.settle(150)
        running.press("down", "down", "x")
        running.settle(100)
        running.press("f9")
        running.wait_for("later")
        running.settle(150)
        yield running


def test_no_byte_of_a_mail_reaches_the_terminal_as_anything_but_text(terminal: Terminal) -> None:
    sent = terminal.raw.decode("utf-8")
    text = OWN_SEQUENCES.sub("", sent)
    assert [hex(ord(char)) for char in text if char not in "\r\n" and unicodedata.category(char) == "Cc"] == []
    assert [hex(ord(char)) for char in text if unicodedata.category(char) == "Cf"] == []


def test_the_terminal_was_not_renamed_cleared_or_coloured(terminal: Terminal) -> None:
    assert "OWNED" not in terminal.title
    for sequence in (b"\x1b]0;", b"\x1b]52;", b"\x1b[2J", b"\x1b[41m", b"\x1b(0", b"\x1bP", b"\x9b2J\xc2"):
        assert sequence not in terminal.raw


def test_markup_is_shown_as_it_stands_in_every_widget() -> None:
    with Terminal(PROGRAM, columns=140, rows=60) as running:
        running.wait_for("OWNED")
        running.settle(150)
        lines = running.lines
        assert sum(CLICK in line for line in lines) >= 14
        assert any("␛]0;OWNED␇" in line for line in lines)
        assert any("<9B>2J" in line for line in lines)
        assert any("‹bidi›gnp.exe" in line for line in lines)


def test_clicking_on_a_link_in_a_mail_does_nothing() -> None:
    with Terminal(PROGRAM, columns=140, rows=60) as running:
        running.wait_for("OWNED")
        running.settle(150)
        places = [(at, line.index(CLICK) + 16) for at, line in enumerate(running.lines) if CLICK in line]
        assert len(places) >= 14
        for line, column in places:
            where = f"{column + 1};{line + 1}"
            running.send(f"\x1b[<0;{where}M\x1b[<0;{where}m".encode())
        running.settle(200)
        assert running.exit_code is None
        running.press("f9")
        running.wait_for("later")
