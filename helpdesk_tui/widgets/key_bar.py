"""The line at the foot of a screen: the keys that matter now."""

from __future__ import annotations

from dataclasses import dataclass

from textual.strip import Strip
from textual.timer import Timer

from helpdesk_tui.widgets.cells import shown, width_of
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece

MOST = 11
CALM = 0.08
"""Seconds without a further change after which a change is drawn: holding an arrow key down redraws nothing here."""

_GAP = "   "


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the bar shows it: `Key("t", "take")`; one that is not `enabled` stands in brackets.

    One that is there `always` keeps its room however narrow the bar is.
    """

    label: str
    word: str
    enabled: bool = True
    always: bool = False


class KeyBar(LineWidget):
    """Up to eleven keys and their words; what does not fit is left out from the right."""

    DEFAULT_CSS = "KeyBar { height: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[Key, ...] = ()
        self._wanted: tuple[Key, ...] = ()
        self._timer: Timer | None = None

    def show(self, keys: tuple[Key, ...], *, at_once: bool = False) -> None:
        """Show these keys, most important first, 80 ms after the last change; the first ones `at_once`.

        A screen that shows something else altogether asks for that too: its keys belong into that frame.
        """
        if keys == self._wanted and not (at_once and self._timer):
            return
        self._wanted = keys
        if at_once or not self._drawn:
            self._draw()
        elif self._timer is None:
            self._timer = self.set_timer(CALM, self._draw)
        else:
            self._timer.reset()

    @property
    def settled(self) -> bool:
        """Whether it shows the keys it was given last."""
        return self._wanted == self._drawn

    def _draw(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._wanted != self._drawn:
            self._drawn = self._wanted
            self.repaint()

    def line(self, y: int) -> Strip:
        """The keys."""
        return self.strip(*key_pieces(self._drawn, self.size.width))


def key_pieces(keys: tuple[Key, ...], width: int) -> list[Piece]:
    """The first eleven keys, or as many of them as fit into `width` cells beside those that are there always."""
    pieces: list[Piece] = []
    room = width - sum(_width(key) for key in keys[:MOST] if key.always)
    full = False
    for key in keys[:MOST]:
        room += _width(key) if key.always else 0
        size = _width(key) - (0 if pieces else len(_GAP) - 1)
        full = full or (size > room and not key.always)
        if size > room or (full and not key.always):
            continue
        room -= size
        gap, label, word = _GAP if pieces else " ", shown(key.label), shown(key.word)
        if key.enabled:
            pieces += [(gap, "plain"), (label, "accent"), (f" {word}", "plain")]
        else:
            pieces += [(gap, "plain"), (f"({label} {word})", "dim")]
    return pieces


def _width(key: Key) -> int:
    """Cells of a key with the gap before it."""
    return len(_GAP) + width_of(f"{shown(key.label)} {shown(key.word)}") + (0 if key.enabled else 2)
