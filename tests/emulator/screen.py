"""The picture a program's bytes make, on pyte's screen.

pyte keeps the cells; this adds what full-screen programs rely on and pyte lacks or gets wrong: the alternate
screen, SU and SD, blank lines that scroll, moves outside the scroll region, erasing with the background colour,
text drawn over half a wide character, marks without width, xterm's 16 colour names, and a size change that keeps
the top left corner. References: ECMA-48, and the control sequences document of xterm.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

import pyte
from pyte import modes
from pyte.graphics import FG_BG_256
from pyte.screens import Char, Cursor, Margins, wcwidth

from tests.emulator.answers import IN_BAND_RESIZE, Abilities, size_report

_ALTERNATE = {47, 1047, 1049}
_COLUMN_MODE = 3
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_SWITCHES = {
    1: ("bold", True), 3: ("italics", True), 4: ("underscore", True), 5: ("blink", True), 7: ("reverse", True),
    9: ("strikethrough", True), 21: ("underscore", True), 22: ("bold", False), 23: ("italics", False),
    24: ("underscore", False), 25: ("blink", False), 27: ("reverse", False), 29: ("strikethrough", False),
}  # fmt: skip
_GROUNDS = {38: "fg", 48: "bg", 58: "underline_colour"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the screen.

    Attributes:
        text: its character with marks; empty for the right half of a wide character.
        foreground: `default`, one of the 16 names (`red`, `bright_red`), or `rrggbb`.
        background: the same for the background.
        bold: SGR 1.
        italic: SGR 3.
        underline: SGR 4.
        reverse: SGR 7.
        strike: SGR 9.
    """

    text: str
    foreground: str
    background: str
    bold: bool
    italic: bool
    underline: bool
    reverse: bool
    strike: bool


class Screen(pyte.Screen):
    """A screen of `columns` x `lines` cells with a main and an alternate picture."""

    def __init__(self, columns: int, lines: int, abilities: Abilities) -> None:
        self.abilities = abilities
        self.replies: list[str] = []
        """Answers not yet sent to the program."""
        self.alternate = False
        """Whether the alternate screen is shown."""
        self._main: dict[int, Any] = {}
        self._main_cursor = Cursor(0, 0)
        self._kitty: list[int] = []
        self._last = " "
        super().__init__(columns, lines)

    # What can be seen

    @property
    def position(self) -> tuple[int, int]:
        """Row and column of the cursor, from 0; a cursor waiting to wrap is in the last column."""
        return self.cursor.y, min(self.cursor.x, self.columns - 1)

    @property
    def private_modes(self) -> set[int]:
        """The private (DEC) modes that are set."""
        return {mode >> 5 for mode in self.mode if mode >> 5 and not mode & 31}

    @property
    def kitty_flags(self) -> int:
        """The kitty keyboard flags in force, 0 in the legacy encoding."""
        return self._kitty[-1] if self._kitty else 0

    @property
    def cursor_visible(self) -> bool:
        """Whether the program shows the cursor (DECTCEM)."""
        return modes.DECTCEM in self.mode

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place, from 0.

        Raises:
            IndexError: outside the screen.
        """
        if not (0 <= row < self.lines and 0 <= column < self.columns):
            raise IndexError(f"no cell at row {row}, column {column} of {self.lines} x {self.columns}")
        char = self.buffer[row][column]
        return Cell(
            char.data, char.fg, char.bg, char.bold, char.italics, char.underscore, char.reverse, char.strikethrough
        )

    def row_text(self, row: int) -> str:
        """The text of a row without the blanks at its end; a wide character counts once."""
        line = self.buffer[row]
        return "".join(line[column].data for column in range(self.columns)).rstrip()

    def column_of(self, row: int, index: int) -> int:
        """The cell that holds a character of `row_text`; the last column for one behind its end."""
        line, passed = self.buffer[row], 0
        for column in range(self.columns):
            passed += len(line[column].data)
            if passed > index:
                return column
        return self.columns - 1

    # Drawing

    def draw(self, data: str) -> None:
        """Put text at the cursor, wrapping at the margin if autowrap (DECAWM) is on."""
        for char in data.translate(self.g1_charset if self.charset else self.g0_charset):
            width = wcwidth(char)
            if width == 0:
                self._join(char)
            elif 0 < width <= self.columns:
                self._place(char, width)

    def _place(self, char: str, width: int) -> None:
        if self.cursor.x + width > self.columns:
            if modes.DECAWM in self.mode:
                self.carriage_return()
                self.index()
            else:
                self.cursor.x = self.columns - width
        if modes.IRM in self.mode:
            self.insert_characters(width)
        line, column, pen = self.buffer[self.cursor.y], self.cursor.x, self.cursor.attrs
        if line[column].data == "" and column:
            line[column - 1] = line[column - 1]._replace(data=" ")
        if column + width < self.columns and line[column + width].data == "":
            line[column + width] = line[column + width]._replace(data=" ")
        line[column] = pen._replace(data=char)
        if width == 2:
            line[column + 1] = pen._replace(data="")
        self.cursor.x += width
        self._last = char

    def _join(self, mark: str) -> None:
        """Add a character without width to the cell before the cursor, as it came."""
        line, column = self.buffer[self.cursor.y], self.cursor.x - 1
        if column > 0 and line[column].data == "":
            column -= 1
        if column >= 0:
            line[column] = line[column]._replace(data=line[column].data + mark)

    def repeat(self, count: int = 1) -> None:
        """REP: the last character again."""
        self.draw(self._last * max(1, count))

    # Erasing and scrolling

    def _clear(self, row: int, start: int, stop: int) -> None:
        blank, line = Char(" ", bg=self.cursor.attrs.bg), self.buffer[row]
        for column in range(start, min(stop, self.columns)):
            line[column] = blank

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """EL: to the end (0), to the beginning (1), the whole line (2)."""
        row, column = self.position
        self._clear(row, column if how == 0 else 0, column + 1 if how == 1 else self.columns)

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        """ED: below (0), above (1), everything (2); what has scrolled away (3) is not kept anyway."""
        if how > 2:
            return
        if how < 2:
            self.erase_in_line(how)
        start = self.cursor.y + 1 if how == 0 else 0
        stop = self.cursor.y if how == 1 else self.lines
        for row in range(start, stop):
            self._clear(row, 0, self.columns)

    def erase_characters(self, count: int | None = None) -> None:
        """ECH: some characters from the cursor on."""
        row, column = self.position
        self._clear(row, column, column + (count or 1))

    @property
    def _region(self) -> tuple[int, int]:
        return (self.margins.top, self.margins.bottom) if self.margins else (0, self.lines - 1)

    def _shift(self, top: int, bottom: int, count: int) -> None:
        """Move rows up (or down, if negative); rows that come in are blank in the background colour."""
        rows = {row: self.buffer.pop(row) for row in range(top, bottom + 1) if row in self.buffer}
        for row in range(top, bottom + 1):
            source = row + count
            if source in rows:
                self.buffer[row] = rows[source]
            elif not top <= source <= bottom and self.cursor.attrs.bg != "default":
                self._clear(row, 0, self.columns)

    def scroll_up(self, count: int = 1) -> None:
        """SU: the scroll region moves up, the cursor stays."""
        self._shift(*self._region, max(1, count))

    def scroll_down(self, count: int = 1) -> None:
        """SD: the scroll region moves down, the cursor stays."""
        self._shift(*self._region, -max(1, count))

    def set_margins(self, top: int | None = None, bottom: int | None = None) -> None:
        """DECSTBM: rows from 1; none is the whole screen. The cursor goes home; a region of one row is no region."""
        first, last = max(top or 1, 1) - 1, min(bottom or self.lines, self.lines) - 1
        if first < last:
            self.margins = None if (first, last) == (0, self.lines - 1) else Margins(first, last)
            self.cursor_position()

    def save_cursor(self) -> None:
        """DECSC: there is one place to save to."""
        self.savepoints.clear()
        super().save_cursor()

    def restore_cursor(self) -> None:
        """DECRC: what was saved stays saved."""
        kept = [saved._replace(cursor=copy(saved.cursor)) for saved in self.savepoints]
        super().restore_cursor()
        if kept and modes.DECOM not in self.mode:
            self.cursor.y = min(kept[-1].cursor.y, self.lines - 1)
        self.savepoints = kept

    def index(self) -> None:
        """IND: down one row, scrolling at the bottom of the region."""
        if self.cursor.y == self._region[1]:
            self.scroll_up()
        else:
            self.cursor.y = min(self.cursor.y + 1, self.lines - 1)

    def reverse_index(self) -> None:
        """RI: up one row, scrolling at the top of the region."""
        if self.cursor.y == self._region[0]:
            self.scroll_down()
        else:
            self.cursor.y = max(self.cursor.y - 1, 0)

    def insert_lines(self, count: int | None = None) -> None:
        """IL: blank rows at the cursor, pushing the rest of the region down."""
        top, bottom = self._region
        if top <= self.cursor.y <= bottom:
            self._shift(self.cursor.y, bottom, -(count or 1))
            self.carriage_return()

    def delete_lines(self, count: int | None = None) -> None:
        """DL: take rows out at the cursor, pulling the rest of the region up."""
        top, bottom = self._region
        if top <= self.cursor.y <= bottom:
            self._shift(self.cursor.y, bottom, count or 1)
            self.carriage_return()

    # Moving

    def cursor_up(self, count: int | None = None) -> None:
        """CUU: stops at the top of the region, if it began inside or below it."""
        limit = self._region[0] if self.cursor.y >= self._region[0] else 0
        self.cursor.y = max(self.cursor.y - (count or 1), limit)

    def cursor_down(self, count: int | None = None) -> None:
        """CUD: stops at the bottom of the region, if it began inside or above it."""
        limit = self._region[1] if self.cursor.y <= self._region[1] else self.lines - 1
        self.cursor.y = min(self.cursor.y + (count or 1), limit)

    def back_tab(self, count: int = 1) -> None:
        """CBT: back to earlier tab stops."""
        for _ in range(max(1, count)):
            self.cursor.x = max((stop for stop in self.tabstops if stop < self.cursor.x), default=0)

    # Modes and colours

    def set_mode(self, *numbers: int, **kwargs: Any) -> None:
        """SM and DECSET, the alternate screen and the in-band size report included."""
        private = bool(kwargs.get("private"))
        if private and _ALTERNATE & set(numbers) and not self.alternate:
            self._swap()
        super().set_mode(*(n for n in numbers if not (private and n == _COLUMN_MODE)), **kwargs)
        if private and IN_BAND_RESIZE in numbers and self.abilities.in_band_resize:
            self.replies.append(size_report(self))

    def reset_mode(self, *numbers: int, **kwargs: Any) -> None:
        """RM and DECRST."""
        private = bool(kwargs.get("private"))
        if private and _ALTERNATE & set(numbers) and self.alternate:
            self._swap()
        super().reset_mode(*(n for n in numbers if not (private and n == _COLUMN_MODE)), **kwargs)

    def _swap(self) -> None:
        """Change between main and alternate screen; the alternate one begins blank."""
        self.alternate = not self.alternate
        shown = dict(self.buffer)
        self.buffer.clear()
        if self.alternate:
            self._main, self._main_cursor = shown, self.cursor
            row, column = self.position
            self.cursor = Cursor(column, row, self.default_char)
        else:
            self.buffer.update(self._main)
            self.cursor = self._main_cursor

    def push_kitty(self, flags: int = 0) -> None:
        """`CSI > flags u`: new keyboard flags, the old ones kept below."""
        if self.abilities.kitty:
            self._kitty.append(flags)

    def pop_kitty(self, count: int = 1) -> None:
        """`CSI < count u`: back to earlier keyboard flags."""
        del self._kitty[-max(1, count) :]

    def select_graphic_rendition(self, *attrs: int) -> None:
        """SGR: the look of what is drawn next."""
        look: dict[str, Any] = self.cursor.attrs._asdict()
        rest = list(attrs or (0,))
        while rest:
            code = rest.pop(0)
            if code == 0:
                look = self.default_char._asdict()
            elif code in _SWITCHES:
                name, on = _SWITCHES[code]
                look[name] = on
            elif code in (38, 48, 58):
                look[_GROUNDS[code]] = _extended(rest)
            elif code in (39, 49):
                look[_GROUNDS[code - 1]] = "default"
            elif 30 <= code <= 37 or 90 <= code <= 97:
                look["fg"] = _basic(code - 30)
            elif 40 <= code <= 47 or 100 <= code <= 107:
                look["bg"] = _basic(code - 40)
        look.pop("underline_colour", None)
        self.cursor.attrs = Char(**{**look, "data": " "})

    def soft_reset(self) -> None:
        """DECSTR: modes, margins and colours as at the start; the picture stays."""
        self.mode = {modes.DECAWM, modes.DECTCEM} | ({1049 << 5} if self.alternate else set())
        self.margins, self.cursor.attrs = None, self.default_char

    def reset(self) -> None:
        """RIS: everything as at the start, on the main screen."""
        self.alternate, self._main, self._kitty = False, {}, []
        super().reset()

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """A new size, keeping the top left corner; margins are given up."""
        self.lines, self.columns = lines or self.lines, columns or self.columns
        for row in [row for row in self.buffer if row >= self.lines]:
            del self.buffer[row]
        for line in self.buffer.values():
            for column in [column for column in line if column >= self.columns]:
                del line[column]
        self.tabstops = set(range(8, self.columns, 8))
        self.margins = None
        self.ensure_hbounds()
        self.ensure_vbounds()
        if IN_BAND_RESIZE in self.private_modes and self.abilities.in_band_resize:
            self.replies.append(size_report(self))


def _basic(index: int) -> str:
    return _NAMES[index] if index < 8 else f"bright_{_NAMES[index - 60]}"


def _extended(rest: list[int]) -> str:
    """Take the rest of a 256-colour (`5;n`) or direct (`2;r;g;b`) colour off a list of parameters."""
    kind = rest.pop(0) if rest else 0
    if kind == 5 and rest:
        index = rest.pop(0)
        return _basic(index if index < 8 else index + 52) if index < 16 else FG_BG_256[min(index, 255)]
    if kind == 2 and len(rest) >= 3:
        red, green, blue = (min(rest.pop(0), 255) for _ in range(3))
        return f"{red:02x}{green:02x}{blue:02x}"
    return "default"
