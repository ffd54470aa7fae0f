"""What the test terminal shows: expectations written from ECMA-48 and xterm's control sequences document."""

from __future__ import annotations

import pytest

from tests.emulator.answers import Abilities
from tests.emulator.programs import program
from tests.emulator.screen import Cell
from tests.terminal import Terminal

PLAIN = Cell(
    text="x", foreground="default", background="default",
    bold=False, italic=False, underline=False, reverse=False, strike=False,
)  # fmt: skip


def drawn(output: str, *, columns: int = 20, rows: int = 5, abilities: Abilities | None = None) -> Terminal:
    """A terminal, left, that shows what these bytes draw; `|` and `~` stand for a new line and for ESC."""
    data = output.replace("|", "\r\n").replace("~", "\x1b")
    source = "import os, sys, tty; tty.setraw(1); os.write(1, bytes.fromhex(sys.argv[1]))"
    with Terminal(program(source, data.encode().hex()), columns=columns, rows=rows, abilities=abilities) as terminal:
        assert terminal.wait() == 0, terminal.text
    return terminal


PICTURES = {
    "cursor moves and overwriting": ("abc~[Dx~[2;3Hy~[3Gz", ["abx", "  z"]),
    "lines wrap at the margin": ("12345678901234567890ab", ["12345678901234567890", "ab"]),
    "without autowrap the last cell is overwritten": ("~[?7l12345678901234567890ab", ["1234567890123456789b"]),
    "erase to the end of the line and of the screen": ("abc|def|ghi~[1;2H~[K~[2;2H~[J", ["a", "d"]),
    "the bottom line scrolls": ("1|2|3|4|5|6", ["2", "3", "4", "5", "6"]),
    "repeat": ("-~[3b.", ["----."]),
    "insert and delete characters": ("abcdef~[1;3H~[2@~[1;1H~[P", ["b  cdef"]),
    "the cursor goes back to the saved place, and again": ("a~7bcd~8x~8y", ["aycd"]),
    "line drawing set": ("~(0lqk~(Babc", ["┌─┐abc"]),
    "title and other strings draw nothing": ("a~]0;title\x07b~P1$r0m~\\c~_Gx=1;zz~\\d~]8;;x:y~\\e~^p~\\f", ["abcdef"]),
    "private sequences draw nothing": ("a~[>25ub~[<uc~[?2026$pd~[>4;2me~[2 qf~[!pg~[=5uh", ["abcdefgh"]),
    "a broken string does not swallow what follows": ("a~]0;never ended~[1Cb", ["a b"]),
    "marks join the character before them": ("e\u0301x|日\u0301y|👍\ufe0fz", ["e\u0301x", "日\u0301y", "👍\ufe0fz"]),
    "line feed alone keeps the column": ("ab\ncd", ["ab", "  cd"]),
    "alternate screen goes without a trace": ("main~[?1049hother~[?1049l!", ["main!"]),
}


@pytest.mark.parametrize(("output", "expected"), PICTURES.values(), ids=list(PICTURES))
def test_pictures(output: str, expected: list[str]) -> None:
    assert drawn(output).lines == expected + [""] * (5 - len(expected))


REGIONS = {
    "scroll up": ("~[2;4r~[S~[r", ["1", "3", "4", "", "5"]),
    "scroll down": ("~[2;4r~[T~[r", ["1", "", "2", "3", "5"]),
    "scroll up by more than one": ("~[2;4r~[2S", ["1", "4", "", "", "5"]),
    "scroll down by more than the region": ("~[2;4r~[9T", ["1", "", "", "", "5"]),
    "scrolling leaves the cursor": ("~[2;4r~[3;1H~[Sx", ["1", "3", "x", "", "5"]),
    "a blank line scrolls as a blank line": ("~[3;1H~[K~[2;4r~[S~[r", ["1", "", "4", "", "5"]),
    "index at the bottom of the region": ("~[2;4r~[4;1H~Dx", ["1", "3", "4", "x", "5"]),
    "index below the region does not scroll": ("~[2;4r~[5;1H~Dx", ["1", "2", "3", "4", "x"]),
    "reverse index at the top of the region": ("~[2;4r~[2;1H~Mx", ["1", "x", "2", "3", "5"]),
    "insert lines": ("~[2;1H~[2L", ["1", "", "", "2", "3"]),
    "delete lines": ("~[2;1H~[2M", ["1", "4", "5", "", ""]),
    "delete lines over a blank one": ("~[3;1H~[K~[2;1H~[M", ["1", "", "4", "5", ""]),
    "insert lines outside the region does nothing": ("~[2;4r~[5;1H~[L", ["1", "2", "3", "4", "5"]),
    "setting a region takes the cursor home": ("~[2;4rx", ["x", "2", "3", "4", "5"]),
    "giving a region up takes the cursor home": ("~[2;4r~[3;1H~[rx", ["x", "2", "3", "4", "5"]),
    "a region of one line is no region": ("~[2;4r~[3;3r~[2;1H~[S", ["1", "3", "4", "", "5"]),
    "a saved place outside the region is gone back to": ("~[1;1H~7~[2;4r~[3;1H~8x", ["x", "2", "3", "4", "5"]),
    "moving down stops at the bottom of the region": ("~[2;4r~[2;1H~[9Bx", ["1", "2", "3", "x", "5"]),
    "moving up below the region stops at its top": ("~[2;4r~[5;1H~[9Ax", ["1", "x", "3", "4", "5"]),
}


@pytest.mark.parametrize(("output", "expected"), REGIONS.values(), ids=list(REGIONS))
def test_scroll_regions(output: str, expected: list[str]) -> None:
    """DECSTBM with SU, SD, IND, RI, IL and DL, over five numbered lines."""
    assert drawn("1|2|3|4|5" + output).lines == expected


def test_wide_characters_line_up() -> None:
    """A wide character takes two cells: what follows stands where a terminal shows it."""
    terminal = drawn("日本語x|ab漢字y|~[3;5Hz")
    assert terminal.lines[:3] == ["日本語x", "ab漢字y", "    z"]
    assert terminal.find("x") == (0, 6)
    assert terminal.find("y") == (1, 6)
    assert terminal.find("字") == (1, 4)
    assert [terminal.cell(0, column).text for column in range(7)] == ["日", "", "本", "", "語", "", "x"]


def test_half_a_wide_character_is_no_character() -> None:
    assert drawn("日本~[1;2Hx").lines[0] == " x本"
    assert drawn("日本~[1;1Hx").lines[0] == "x 本"
    assert drawn("ab日~[1;2H語").lines[0] == "a語"


def test_a_wide_character_does_not_fit_half() -> None:
    assert drawn("12345日", columns=6).lines[:2] == ["12345", "日"]


def test_the_looks_of_cells() -> None:
    terminal = drawn("x~[1;7mx~[0;4;3;9mx~[0;31mx~[92;44mx~[38;5;208mx~[48;2;1;2;255mx~[38:2::16:32:48mx~[mx")
    looks = [terminal.cell(0, column) for column in range(9)]
    assert looks[0] == looks[8] == PLAIN
    assert (looks[1].bold, looks[1].reverse, looks[1].underline) == (True, True, False)
    assert (looks[2].underline, looks[2].italic, looks[2].strike, looks[2].bold) == (True, True, True, False)
    assert looks[3].foreground == "red"
    assert (looks[4].foreground, looks[4].background) == ("bright_green", "blue")
    assert (looks[5].foreground, looks[5].background) == ("ff8700", "blue")
    assert (looks[6].foreground, looks[6].background) == ("ff8700", "0102ff")
    assert looks[7].foreground == "102030"
    with pytest.raises(IndexError, match="no cell at row 5, column 0"):
        terminal.cell(5, 0)


def test_erased_and_scrolled_cells_take_the_background() -> None:
    """Background colour erase (bce), which xterm-256color promises programs."""
    terminal = drawn("~[44mab~[K~[m|c~[42m~[2;3r~[T~[m~[r")
    assert terminal.cell(0, 19).background == "blue"
    assert [terminal.cell(row, 7).background for row in range(4)] == ["blue", "green", "default", "default"]
    assert terminal.lines[:3] == ["ab", "", "c"]


def test_a_synchronized_frame_is_shown_whole() -> None:
    """Mode 2026: nothing of a frame is seen before its end."""
    source = (
        "import os, sys, tty; tty.setraw(0)\n"
        "os.write(1, b'old\\x1b[?2026h\\x1b[H\\x1b[2Jhalf'); os.read(0, 1)\n"
        "os.write(1, b' and whole\\x1b[?2026l'); os.read(0, 1)\n"
    )
    for synchronized, first in ((True, "old"), (False, "half")):
        abilities = Abilities(synchronized=synchronized)
        with Terminal(program(source), abilities=abilities) as terminal:
            terminal.wait_until(lambda t: t.raw.endswith(b"half"))
            assert terminal.lines[0] == first
            terminal.press("x")
            terminal.wait_for("half and whole")


def test_output_cut_anywhere_draws_the_same() -> None:
    """Bytes come in pieces that respect neither characters nor sequences."""
    source = (
        "import os, sys, time\nfor byte in bytes.fromhex(sys.argv[1]): os.write(1, bytes([byte])); time.sleep(0.0005)\n"
    )
    data = "~[1;31mrot~[0m 日本 ~]0;titel~\\~[3;2Hé~[?25l".replace("~", "\x1b").encode()
    with Terminal(program(source, data.hex()), columns=30, rows=4) as terminal:
        terminal.wait_until(lambda t: t.lines[2] == " é" and not t.cursor_visible)
        assert terminal.lines == ["rot 日本", "", " é", ""]
        assert terminal.cell(0, 2).foreground == "red"
        assert terminal.title == "titel"
