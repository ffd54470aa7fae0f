"""The lines that HTML becomes: wrapped in quotation marks and list indents, cells of table rows side by side."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.signatures import OWN, QUOTED, SIGNATURE, TYPED

_SPACES = re.compile("[ \t\n\r\f]+")
_INVISIBLE = {0x00AD: None, 0x034F: None, 0x200B: None, 0x2060: None, 0xFEFF: None, 0x00A0: " ", 0x2007: " "}
_MAX_PREFIXES = 12
_MAX_TABLES = 12

Line = tuple[str, int]


class Page:
    """Takes text and breaks, gives lines; each line is marked OWN, QUOTED, SIGNATURE or TYPED.

    `quoted` and `signature` count the elements of that kind that are open.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.quoted = 0
        self.signature = 0
        self.pre = 0
        self._buffer: list[str] = []
        self._prefixes: list[str] = []
        self._too_many = 0
        self._bullet = ""
        self._gap = False
        self._fresh = False
        self._outer: list[tuple[list[Line], list[str], str, bool]] = []
        self._rows: list[list[list[Line]]] = []

    # ------------------------------------------------------------ text and breaks

    def text(self, text: str) -> None:
        """Add running text; white space collapses unless inside `pre`."""
        if self.pre:
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._buffer.append(first)
            for line in others:
                self.line_break(keep=True)
                self._buffer.append(line)
            return
        text = _SPACES.sub(" ", text)
        if text[:1] == " " and (not self._buffer or self._buffer[-1][-1:] == " "):
            text = text[1:]
        if text:
            self._buffer.append(text)

    def end_line(self) -> None:
        """End the line if anything is on it (the edge of a block)."""
        if not self._buffer:
            return
        line = "".join(self._buffer).rstrip(" ")
        self._buffer.clear()
        seen = bool(line)
        if not line.isascii():
            line = line.translate(_INVISIBLE).rstrip()
        if line.strip():
            self._put(line)
        elif seen:
            self.gap()

    def line_break(self, *, keep: bool = False) -> None:
        """End the line, be it empty (`br`); `keep` keeps every empty line, not one of a run."""
        if any(self._buffer):
            had = len(self.lines)
            self.end_line()
            if len(self.lines) == had:
                self.gap()
        elif keep:
            self._buffer.clear()
            self._put("")
        else:
            self.gap()

    def gap(self) -> None:
        """Leave one empty line before the next text, unless a quotation or item has just begun."""
        self._gap = not self._fresh

    def paragraph(self) -> None:
        """Edge of a block that stands apart."""
        self.end_line()
        self.gap()

    def append_to_last(self, text: str) -> None:
        """Add text to the line being written, or to the one just ended."""
        if self._buffer or not self.lines:
            self._buffer.append(text.lstrip() if not self._buffer else text)
        else:
            line, mark = self.lines[-1]
            self.lines[-1] = (line + text, mark)

    @property
    def place(self) -> tuple[int, int]:
        """Where writing stands: ended lines, pieces on the line being written."""
        return len(self.lines), len(self._buffer)

    def _put(self, line: str) -> None:
        mark = QUOTED if self.quoted else SIGNATURE if self.signature else OWN
        if mark == OWN and line.startswith(">") and not self._prefixes:
            mark = TYPED
        self._fresh = False
        prefix = "".join(self._prefixes)
        if self._gap:
            self._gap = False
            if self.lines:
                self.lines.append((prefix.rstrip(), mark))
        if self._bullet:
            prefix = prefix[: -len(self._bullet)] + self._bullet if prefix.endswith(" " * len(self._bullet)) else prefix
            self._bullet = ""
        self.lines.append(((prefix + line).rstrip(), mark))

    # ------------------------------------------------------------ quotations and lists

    def push(self, prefix: str, bullet: str = "") -> None:
        """Put `prefix` before the lines that follow; the first of them has `bullet` instead of its spaces."""
        self.end_line()
        if self._gap and not bullet and self.lines:
            self.lines.append(("".join(self._prefixes).rstrip(), QUOTED if self.quoted else OWN))
            self._gap = False
        if len(self._prefixes) >= _MAX_PREFIXES:
            self._too_many += 1
        else:
            self._prefixes.append(prefix)
            self._bullet = bullet
        self._fresh = True

    def pop(self) -> None:
        """Take the last prefix back."""
        self.end_line()
        self._bullet = ""
        self._fresh = False
        if self._too_many:
            self._too_many -= 1
        elif self._prefixes:
            self._prefixes.pop()

    # ------------------------------------------------------------ tables

    def begin_row(self) -> None:
        """A row begins."""
        self.end_line()
        self._rows.append([])

    def begin_cell(self) -> bool:
        """A cell begins; False where tables are nested so deep that it is read as a block."""
        if len(self._outer) >= _MAX_TABLES or not self._rows:
            self.end_line()
            return False
        self.end_line()
        self._outer.append((self.lines, self._prefixes, self._bullet, self._gap))
        self.lines, self._prefixes, self._bullet, self._gap = [], [], "", False
        return True

    def end_cell(self) -> None:
        """The cell begun last ends."""
        self.end_line()
        cell = self.lines
        self.lines, self._prefixes, self._bullet, self._gap = self._outer.pop()
        self._rows[-1].append(cell)

    def end_row(self) -> None:
        """The row ends: cells of one line each stand side by side, others one below the other."""
        self.end_line()
        cells = [cell for cell in self._rows.pop() if any(line.strip() for line, _ in cell)]
        if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
            self._copy([(" | ".join(cell[0][0].strip() for cell in cells), min(cell[0][1] for cell in cells))])
            return
        for cell in cells:
            self._copy(cell)

    def _copy(self, lines: list[Line]) -> None:
        prefix = "".join(self._prefixes)
        if self._gap and self.lines:
            self.lines.append((prefix.rstrip(), lines[0][1]))
        self._gap = False
        if self._bullet and lines:
            first, mark = lines[0]
            self.lines.append((prefix[: -len(self._bullet)] + self._bullet + first, mark))
            self._bullet = ""
            lines = lines[1:]
        self.lines += [((prefix + line).rstrip(), mark) for line, mark in lines]
