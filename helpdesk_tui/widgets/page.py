"""A page of text that scrolls: the client card, an incoming email, a raw original."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from helpdesk_tui.widgets.cells import shown_line, wrap
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece, clipped


class Page(LineWidget, can_focus=True):
    """Lines of pieces, longer than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_by(1)", "Line down", show=False, id="page.down"),
        Binding("up,k", "scroll_by(-1)", "Line up", show=False, id="page.up"),
        Binding("pagedown,space", "scroll_pages(1)", "Page down", show=False, id="page.page_down"),
        Binding("pageup", "scroll_pages(-1)", "Page up", show=False, id="page.page_up"),
        Binding("home", "edge(0)", "Top", show=False, id="page.top"),
        Binding("end,G", "edge(-1)", "End", show=False, id="page.end"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[list[Piece]] = []
        self._top = 0

    def show(self, lines: list[list[Piece]], *, from_top: bool = False) -> None:
        """Show these lines, keeping the place unless told otherwise."""
        self._lines = lines
        self._go(0 if from_top else self._top)

    def action_scroll_by(self, by: int) -> None:
        """Scroll by lines."""
        self._go(self._top + by)

    def action_scroll_pages(self, by: int) -> None:
        """Scroll by pages."""
        self._go(self._top + by * max(self.size.height - 1, 1))

    def action_edge(self, end: int) -> None:
        """To the top (0) or the end (-1)."""
        self._go(len(self._lines) if end else 0)

    def on_resize(self) -> None:
        """Leave no empty space below."""
        self._go(self._top)

    def _go(self, top: int) -> None:
        self._top = max(0, min(top, len(self._lines) - self.size.height))
        self.refresh()

    @property
    def origin(self) -> int:
        """The top line."""
        return self._top

    def line(self, y: int) -> Strip:
        """A line, cut to the width."""
        at = self._top + y
        return self.strip(*clipped(self._lines[at], self.size.width)) if at < len(self._lines) else self.strip()


def text_lines(text: str, width: int, *, indent: str = " ", look: str = "plain") -> list[list[Piece]]:
    """Foreign text as lines of at most `width` cells, made safe and wrapped."""
    room = max(width - len(indent), 10)
    pieces = (part for line in text.split("\n") for part in wrap(shown_line(line.rstrip("\r")), room))
    return [[(indent + part, look)] for part in pieces]
