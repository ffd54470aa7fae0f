"""Pictures that the terminal draws itself: kitty's graphics protocol and iTerm2's inline images (TF11).

What is sent is always a PNG that our own child made, never a byte of a stranger's, and as one write, so that no other
output comes between. Nothing is asked of the terminal: the variables that name it are known, or it gets half blocks.
"""

from __future__ import annotations

import enum
import fcntl
import struct
import sys
import termios
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from textual.app import App

from helpdesk_tui.vocab import PictureUse

_CHUNK = 4096
_NUMBER = 7_411
"""The picture's number among those of the terminal; there is one at a time."""
_USUAL_CELL = (8, 16)
_MOST_DOTS = 2_000_000
"""A page is not drawn finer than this; the terminal enlarges it."""


class Way(enum.Enum):
    """How a picture comes on the terminal."""

    BLOCKS = "half blocks"
    KITTY = "kitty's graphics protocol"
    ITERM = "iTerm2's inline images"


def way_of(use: PictureUse, environ: Mapping[str, str]) -> Way:
    """The terminal's own way where it is known to have one, else half blocks.

    Within tmux and screen, also where only their TERM came along by SSH, what lies under them is not known.
    """
    term = environ.get("TERM", "")
    within = environ.get("TMUX") or environ.get("STY") or term.startswith(("tmux", "screen"))
    if use is not PictureUse.AUTO or within or "NO_COLOR" in environ:
        return Way.BLOCKS
    if term in ("xterm-kitty", "xterm-ghostty"):
        return Way.KITTY
    if environ.get("LC_TERMINAL") == "iTerm2" or environ.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm"):
        return Way.ITERM
    return Way.BLOCKS


def cell_dots(cells: tuple[int, int]) -> tuple[int, int]:
    """Width and height of a cell in dots for a page of so many cells: the terminal's pixels, or what is usual."""
    wide, high = _told_cell() or _USUAL_CELL
    while wide * high * cells[0] * cells[1] > _MOST_DOTS and min(wide, high) > 1:
        wide, high = wide // 2, high // 2
    return wide, high


def _told_cell() -> tuple[int, int] | None:
    """A cell in pixels as the terminal's size says it; None where it does not."""
    try:
        answer = fcntl.ioctl(sys.__stdout__.fileno(), termios.TIOCGWINSZ, bytes(8))  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        return None
    rows, columns, wide, high = struct.unpack("4H", answer)
    found = (wide // columns, high // rows) if rows and columns else (0, 0)
    return found if 2 <= found[0] <= 100 and 2 <= found[1] <= 200 else None


def drawn(way: Way, png: bytes, column: int, row: int, columns: int, rows: int) -> str:
    """What draws a PNG over so many cells from this one (from 0) on; the cursor stays where it is."""
    coded = b64encode(png).decode()
    move = f"\x1b7\x1b[{row + 1};{column + 1}H"
    if way is Way.ITERM:
        about = f"inline=1;size={len(png)};width={columns};height={rows};preserveAspectRatio=0;doNotMoveCursor=1"
        return f"{move}\x1b]1337;File={about}:{coded}\x07\x1b8"
    parts = [coded[at : at + _CHUNK] for at in range(0, len(coded), _CHUNK)]
    keys = [f"a=T,f=100,q=2,i={_NUMBER},p=1,C=1,c={columns},r={rows},", *[""] * (len(parts) - 1)]
    more = [1] * (len(parts) - 1) + [0]
    told = (f"\x1b_G{key}m={m};{part}\x1b\\" for key, m, part in zip(keys, more, parts, strict=True))
    return f"{erased(way)}{move}{''.join(told)}\x1b8"


def erased(way: Way) -> str:
    """What takes the picture away; nothing for iTerm2, where painting over it does."""
    return f"\x1b_Ga=d,d=I,q=2,i={_NUMBER}\x1b\\" if way is Way.KITTY else ""


def write(app: App[Any], sequence: str) -> None:
    """Hand it to the terminal in one piece, after the frames that were written before."""
    if app._driver is not None and sequence and draws(app):
        app._driver.write(sequence)


def draws(app: App[Any]) -> bool:
    """Whether there is a terminal that could draw: not where the driver is headless, inline or a browser."""
    driver = app._driver
    return driver is not None and not (driver.is_headless or driver.is_inline or driver.is_web)
