"""A hairline that may carry words: what begins under it, and something about it at the right."""

from __future__ import annotations

from textual.strip import Strip

from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece, spread

HAIR = "─"


class Rule(LineWidget):
    """`──── Reply to hans@acme.example ─────────────── draft kept 07:33 ────`."""

    DEFAULT_CSS = "Rule { height: 1; }"

    def __init__(self, left: str = "", right: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._words = (left, right)

    def show(self, left: str = "", right: str = "") -> None:
        """Show these words in the line."""
        if (left, right) != self._words:
            self._words = (left, right)
            self.refresh()

    def line(self, y: int) -> Strip:
        """The hairline with its words."""
        left: list[Piece] = [(HAIR * 4, "dim"), (f" {shown(self._words[0])} ", "strong")] if self._words[0] else []
        right: list[Piece] = [(f" {shown(self._words[1])} ", "plain"), (HAIR * 4, "dim")] if self._words[1] else []
        return self.strip(*spread(left, right, self.size.width, filler=(HAIR, "dim")))
