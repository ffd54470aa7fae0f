"""Of a whole frame only the lines that differ from what the terminal shows are sent (TERMINAL rule 2)."""

from __future__ import annotations

import io
import re

from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from helpdesk_tui.widgets.frame import Frame, plain

WIDTH = 10
DEFAULT = Style(color=Color.default(), bgcolor=Color.default())
BOLD = Style(bold=True)
CONSOLE = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=WIDTH)


def strip(text: str, style: Style | None = None) -> Strip:
    return Strip([Segment(text.ljust(WIDTH), style)])


def sent(frame: Frame, update: object, width: int = WIDTH) -> str:
    """What goes to the terminal."""
    written = frame.written(update, width, CONSOLE)
    assert written is not None
    return written.render_segments(CONSOLE)


def whole(*lines: Strip) -> LayoutUpdate:
    return LayoutUpdate([[line] for line in lines], Region(0, 0, WIDTH, len(lines)))


def part(y: int, line: Strip, end: int = WIDTH) -> ChopsUpdate:
    return ChopsUpdate([{0: line if row == y else None} for row in range(y + 1)], [(y, 0, end)], [[WIDTH]] * (y + 1))


def words(output: str) -> list[str]:
    """The words, without escape sequences."""
    return re.sub(r"\x1b\[[\d;]*[A-Za-z]", " ", output).split()


def test_a_frame_is_sent_once() -> None:
    frame = Frame()
    lines = whole(strip("one"), strip("two", BOLD), strip("three"))
    assert words(sent(frame, lines)) == ["one", "two", "three"]
    assert sent(frame, lines) == ""
    assert sent(frame, whole(strip("one"), strip("2"), strip("three"))) == "\x1b[2;1H2         "


def test_what_a_terminal_shows_alike_is_alike() -> None:
    """Under a dialogue Textual writes the default colours out, and elsewhere it cuts a line into other pieces."""
    frame = Frame()
    sent(frame, whole(strip("one two")))
    assert sent(frame, whole(strip("one two", DEFAULT))) == ""
    cut = LayoutUpdate([[Strip([Segment("one ")]), Strip([Segment("two", DEFAULT), Segment("   ")])]],
                       Region(0, 0, WIDTH, 1))  # fmt: skip
    assert sent(frame, cut) == ""
    assert words(sent(frame, whole(strip("one two", BOLD)))) == ["one", "two"]
    assert plain([strip("a", BOLD + DEFAULT)]) == strip("a", BOLD)


def test_what_is_written_into_a_line_is_known() -> None:
    frame = Frame()
    sent(frame, whole(strip("one"), strip("two")))
    assert words(sent(frame, part(1, strip("two and"), 7))) == ["two", "and"]
    assert sent(frame, part(1, strip("two and"))) == ""
    assert sent(frame, whole(strip("one"), strip("two and"))) == ""
    assert words(sent(frame, part(1, strip("twelve"), 3))) == ["twe"]
    assert sent(frame, whole(strip("one"), strip("twe and"))) == ""


def test_of_a_line_that_is_not_known_a_part_says_nothing() -> None:
    frame = Frame()
    assert words(sent(frame, part(1, strip("two"), 3))) == ["two"]
    assert words(sent(frame, part(1, strip("two"), 3))) == ["two"]
    assert words(sent(frame, part(1, strip("two")))) == ["two"]
    assert sent(frame, part(1, strip("two"), 3)) == ""


def test_lines_that_the_terminal_moved_are_known_where_they_are_now() -> None:
    lines = [strip(f"line {number}") for number in range(5)]
    for by, left in ((1, {3}), (2, {2, 3}), (-1, {1})):
        frame = Frame()
        sent(frame, whole(*lines))
        frame.scrolled(1, 3, by)
        now = [lines[0], *(lines[y + by] if 1 <= y + by <= 3 else strip(f"new {y}") for y in range(1, 4)), lines[4]]
        assert {int(number) for number in re.findall(r"new (\d)", sent(frame, whole(*now)))} == left
        assert sent(frame, whole(*now)) == ""


def test_another_size_and_other_updates_make_everything_unknown() -> None:
    frame = Frame()
    lines = whole(strip("one"), strip("two"))
    sent(frame, lines)
    frame.forget()
    assert words(sent(frame, lines)) == ["one", "two"]
    assert frame.written("something else", WIDTH, CONSOLE) is None
    assert words(sent(frame, lines)) == ["one", "two"]
    frame.forget()
    for _ in range(2):  # of a wider terminal these are no whole lines
        assert words(sent(frame, lines, WIDTH + 1)) == ["one", "two"]


def test_half_of_a_wide_character_is_not_known() -> None:
    """A terminal may keep the other half, or not: what is written there is sent, and the whole line next time."""
    frame = Frame()
    sent(frame, whole(Strip([Segment("ab日cdefg ")])))
    half = ChopsUpdate([{3: Strip([Segment(" cd")])}], [(0, 3, 6)], [[6]])
    assert words(sent(frame, half)) == ["cd"]
    assert words(sent(frame, whole(Strip([Segment("ab cdefg  ")])))) == ["ab", "cdefg"]
