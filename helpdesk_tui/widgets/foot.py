"""The last line of a screen: its keys, or for a moment what the program has to say."""

from __future__ import annotations

from textual.strip import Strip

from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.key_bar import KeyBar
from helpdesk_tui.widgets.pieces import Piece, clipped


class Foot(KeyBar):
    """The keys of the screen; a refusal or a result stands in their place until the next key."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: tuple[str, bool] = ("", False)

    def say(self, words: str, *, alarm: bool = True) -> None:
        """Say this in place of the keys; `alarm` for what went wrong or was refused."""
        self._said = (words, alarm)
        self.refresh()

    def hush(self) -> None:
        """Show the keys again."""
        if self._said[0]:
            self._said = ("", False)
            self.refresh()

    @property
    def said(self) -> str:
        """What is being said, empty when the keys are shown."""
        return self._said[0]

    def line(self, y: int) -> Strip:
        """What is said, or the keys."""
        words, alarm = self._said
        if not words:
            return super().line(y)
        piece: Piece = (f" ! {shown(words)}" if alarm else f" {shown(words)}", "alarm" if alarm else "accent")
        return self.strip(*clipped([piece], self.size.width))
