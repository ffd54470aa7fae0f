"""What a terminal answers when a program asks it something.

The answers are those of xterm unless `Abilities` says more. A program that asks and gets no answer may wait for
one, so every question with a fixed form has an answer here; a question about something this terminal cannot do is
answered the way terminals say no, or with silence where that is the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Protocol

CELL_WIDTH = 8
"""Width of a cell, pixels."""
CELL_HEIGHT = 16
"""Height of a cell, pixels."""

SYNCHRONIZED = 2026
IN_BAND_RESIZE = 2048

_KNOWN_MODES = {1, 6, 7, 25, 1000, 1002, 1003, 1004, 1006, 1015, 1049, 2004}
_COLOUR = re.compile(r"(1[0-9]|4;[0-9]+);\?")


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the terminal can do beyond xterm.

    Attributes:
        synchronized: knows synchronized output (mode 2026) and shows such frames whole.
        in_band_resize: reports a new size in the input stream (mode 2048).
        kitty: speaks the kitty keyboard protocol.
        name: the answer to XTVERSION.
        foreground: default text colour, `rrggbb`.
        background: default background colour, `rrggbb`.
    """

    synchronized: bool = False
    in_band_resize: bool = False
    kitty: bool = False
    name: str = "Emulator 1"
    foreground: str = "cccccc"
    background: str = "000000"


class Asked(Protocol):
    """The state an answer depends on."""

    columns: int
    lines: int
    abilities: Abilities

    @property
    def position(self) -> tuple[int, int]:
        """Row and column of the cursor, from 0."""

    @property
    def private_modes(self) -> Set[int]:
        """The private modes that are set."""

    @property
    def kitty_flags(self) -> int:
        """The kitty keyboard flags in force."""


def answer_sequence(screen: Asked, sequence: str, numbers: tuple[int, ...]) -> str:
    """The answer to a control sequence (ECMA-48), empty if it asks nothing.

    Args:
        screen: the terminal's state at this place of the output.
        sequence: prefix, intermediate and final characters of the sequence, such as `?$p`.
        numbers: its parameters.
    """
    reply = _ANSWERS.get(sequence)
    return reply(screen, numbers[0] if numbers else 0) if reply else ""


def size_report(screen: Asked) -> str:
    """The in-band report of the size, sent when mode 2048 is set and at each change."""
    return f"\x1b[48;{screen.lines};{screen.columns};{screen.lines * CELL_HEIGHT};{screen.columns * CELL_WIDTH}t"


def answer_string(screen: Asked, kind: str, body: str) -> str:
    """The answer to an OSC (`]`) or DCS (`P`) string, empty if it asks nothing."""
    if kind == "P" and body[:2] in ("+q", "$q"):
        return f"\x1bP0{'+' if body[0] == '+' else '$'}r\x1b\\"
    if kind != "]" or not (asked := _COLOUR.fullmatch(body)):
        return ""
    colour = screen.abilities.foreground if asked[1] == "10" else screen.abilities.background
    parts = "/".join(colour[at : at + 2] * 2 for at in (0, 2, 4))
    return f"\x1b]{asked[1]};rgb:{parts}\x1b\\"


def _status(screen: Asked, number: int) -> str:
    row, column = screen.position
    return {5: "\x1b[0n", 6: f"\x1b[{row + 1};{column + 1}R"}.get(number, "")


def _private_status(screen: Asked, number: int) -> str:
    row, column = screen.position
    return {6: f"\x1b[?{row + 1};{column + 1}R", 996: "\x1b[?997;1n"}.get(number, "")


def _mode(screen: Asked, number: int) -> str:
    known = (
        number in _KNOWN_MODES
        or (number == SYNCHRONIZED and screen.abilities.synchronized)
        or (number == IN_BAND_RESIZE and screen.abilities.in_band_resize)
    )
    setting = (1 if number in screen.private_modes else 2) if known else 0
    return f"\x1b[?{number};{setting}$y"


def _window(screen: Asked, number: int) -> str:
    height, width = screen.lines, screen.columns
    return {
        14: f"\x1b[4;{height * CELL_HEIGHT};{width * CELL_WIDTH}t",
        16: f"\x1b[6;{CELL_HEIGHT};{CELL_WIDTH}t",
        18: f"\x1b[8;{height};{width}t",
    }.get(number, "")


_ANSWERS: dict[str, Callable[[Asked, int], str]] = {
    "c": lambda screen, number: "\x1b[?62;22c",
    ">c": lambda screen, number: "\x1b[>41;380;0c",
    "=c": lambda screen, number: "\x1bP!|00000000\x1b\\",
    "n": _status,
    "?n": _private_status,
    "?$p": _mode,
    "$p": lambda screen, number: f"\x1b[{number};0$y",
    ">q": lambda screen, number: f"\x1bP>|{screen.abilities.name}\x1b\\",
    "?u": lambda screen, number: f"\x1b[?{screen.kitty_flags}u" if screen.abilities.kitty else "",
    "t": _window,
}
