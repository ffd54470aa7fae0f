"""A few fixed lines of text, each made of pieces with looks."""

from __future__ import annotations

from textual.strip import Strip

from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece, clipped


class Words(LineWidget):
    """As many lines as it is given."""

    DEFAULT_CSS = "Words { height: auto; }"

    def __init__(self, lines: list[list[Piece]] | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = lines or []

    def show(self, lines: list[list[Piece]]) -> None:
        """Show these lines."""
        if lines != self._lines:
            grown = len(lines) != len(self._lines)
            self._lines = lines
            self.refresh(layout=grown)

    def get_content_height(self, *_: object) -> int:
        """One line each."""
        return len(self._lines)

    def line(self, y: int) -> Strip:
        """A line, cut to the width."""
        return self.strip(*clipped(self._lines[y], self.size.width)) if y < len(self._lines) else self.strip()
