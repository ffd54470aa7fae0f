"""Columns drawn in terminal cells, with the number and the name of each below it (pure).

The numbers say all that the columns do: a terminal without these signs, or a reader who hears the screen, loses
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui.widgets.cells import fit
from helpdesk_tui.widgets.pieces import Piece

_UP = " ▁▂▃▄▅▆▇█"
_DOWN = " ▀█"
_EIGHTHS, _HALVES = 8, 2
_WIDEST = 9


def columns(
    values: Sequence[int], numbers: Sequence[str], names: Sequence[str], width: int, height: int
) -> list[list[Piece]]:
    """A chart of `width` cells: `height` lines of columns, what is below zero hanging from the others' foot, then the
    numbers and the names.
    """
    cell = max(min((width - 1) // max(len(values), 1) - 1, _WIDEST), 1)
    high, low = max(0, *values), -min(0, *values)
    up = _share(high, high + low, height)
    lines = [_row([_up(value, high, up, row) for value in values], cell, "accent") for row in range(up)]
    down = height - up if low else 0
    lines += [_row([_down(-value, low, down, row) for value in values], cell, "alarm") for row in range(down)]
    for words, look in ((numbers, "plain"), (names, "dim")):
        lines.append([(" " + " ".join(fit(word, cell, right=True) for word in words), look)])
    return lines


def spark(values: Sequence[int]) -> str:
    """The course of some numbers in one line, a sign each, from the lowest to the highest."""
    low, high = min(values), max(values)
    return "".join(_UP[1 + (value - low) * (_EIGHTHS - 1) // max(high - low, 1)] for value in values)


def _share(high: int, span: int, height: int) -> int:
    """The lines above zero: in proportion, and one at least for either side that has anything."""
    if high == 0 or span == 0:
        return 0
    return height if high == span else min(max(round(height * high / span), 1), height - 1)


def _up(value: int, high: int, rows: int, row: int) -> str:
    """The sign of a column in a line, counted from the top; what is above zero is seen however small."""
    level = max(value * rows * _EIGHTHS // high, 1) if value > 0 else 0
    return _UP[min(max(level - (rows - 1 - row) * _EIGHTHS, 0), _EIGHTHS)]


def _down(value: int, low: int, rows: int, row: int) -> str:
    level = max(value * rows * _HALVES // low, 1) if value > 0 else 0
    return _DOWN[min(max(level - row * _HALVES, 0), _HALVES)]


def _row(signs: Sequence[str], cell: int, look: str) -> list[Piece]:
    return [(" " + " ".join(sign * cell for sign in signs), look)]
