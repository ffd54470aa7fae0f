"""The line at the foot of a screen: the keys that matter now."""

from __future__ import annotations

from dataclasses import dataclass

from textual.strip import Strip
from textual.timer import Timer

from helpdesk_tui.widgets.cells import shown, width_of
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece, width_of_pieces

MOST = 11
CALM = 0.08
"""Seconds without a further change after which a change is drawn: holding an arrow key down redraws nothing here."""

_GAP = "   "


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the bar shows it: `Key("t", "take")`; one that is not `enabled` stands in brackets."""

    label: str
    word: str
    enabled: bool = True


class KeyBar(LineWidget):
    """Up to eleven keys and their words; what does not fit is left out from the right."""

    DEFAULT_CSS = "KeyBar { height: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[Key, ...] = ()
        self._wanted: tuple[Key, ...] = ()
        self._timer: Timer | None = None

    def show(self, keys: tuple[Key, ...]) -> None:
        """Show these keys, most important first, 80 ms after the last change; the first ones at once."""
        if keys == self._wanted:
            return
        self._wanted = keys
        if not self._drawn:
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
        self._timer = None
        if self._wanted != self._drawn:
            self._drawn = self._wanted
            self.refresh()

    def line(self, y: int) -> Strip:
        """The keys."""
        return self.strip(*key_pieces(self._drawn, self.size.width))


def key_pieces(keys: tuple[Key, ...], width: int) -> list[Piece]:
    """The first eleven keys, or as many of them as fit into `width` cells."""
    pieces: list[Piece] = []
    for key in keys[:MOST]:
        gap = _GAP if pieces else " "
        label, word = shown(key.label), shown(key.word)
        if width_of_pieces(pieces) + width_of(gap + label + word) + (1 if key.enabled else 3) > width:
            break
        if key.enabled:
            pieces += [(gap, "plain"), (label, "accent"), (f" {word}", "plain")]
        else:
            pieces += [(gap, "plain"), (f"({label} {word})", "dim")]
    return pieces
