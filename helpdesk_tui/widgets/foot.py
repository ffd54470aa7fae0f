"""The last line of a screen: its keys, or for a moment what the program has to say."""

from __future__ import annotations

from textual.strip import Strip

from helpdesk_tui.widgets.cells import shown, wrap
from helpdesk_tui.widgets.key_bar import KeyBar
from helpdesk_tui.widgets.pieces import Piece

_MOST_LINES = 3


class Foot(KeyBar):
    """The keys of the screen; a refusal or a result stands in their place until the next key.

    A sentence that is wider than the terminal has up to three lines: its end says what to do next.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: tuple[str, bool] = ("", False)
        self._height = 1

    def say(self, words: str, *, alarm: bool = True) -> None:
        """Say this in place of the keys; `alarm` for what went wrong or was refused."""
        self._said = (words, alarm)
        self._make_room()
        self.refresh()

    def hush(self) -> None:
        """Show the keys again."""
        if self._said[0]:
            self._said = ("", False)
            self._make_room()
            self.refresh()

    def on_resize(self) -> None:
        """Another width may need other lines."""
        self._make_room()

    def _make_room(self) -> None:
        lines = max(len(self._lines()), 1)
        if self._height != lines:
            self._height = self.styles.height = lines

    def _lines(self) -> list[str]:
        words, alarm = self._said
        if not words or not self.size.width:
            return []
        return wrap(("! " if alarm else "") + shown(words), self.size.width - 1)[:_MOST_LINES]

    @property
    def said(self) -> str:
        """What is being said, empty when the keys are shown."""
        return self._said[0]

    def line(self, y: int) -> Strip:
        """What is said, or the keys."""
        if not self._said[0]:
            return super().line(y)
        lines = self._lines()
        piece: Piece = (f" {lines[y]}" if y < len(lines) else "", "alarm" if self._said[1] else "accent")
        return self.strip(piece)
