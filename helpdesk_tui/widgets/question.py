"""A question over a hairline, whole: one that the line has no room for goes on below it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from helpdesk_tui.widgets.cells import shown, width_of
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_AROUND = 8
"""Cells of the hairline before and behind the words in it."""


class Question(Vertical):
    """`──── Close ticket 12? ────`, and `more` about it in as many lines as it needs."""

    DEFAULT_CSS = "Question { height: auto; }"

    def __init__(self, question: str, more: str = "") -> None:
        super().__init__()
        self._question, self._more = question, more
        self._rule = Rule()
        self._words = Words()

    def compose(self) -> ComposeResult:
        """The hairline and what stands below."""
        yield self._rule
        yield self._words

    def on_mount(self) -> None:
        """Before the first size is known."""
        self._lay_out()

    def on_resize(self) -> None:
        """Lay it out for this width."""
        self._lay_out()

    def show(self, question: str) -> None:
        """Ask, or say, something else, without more about it."""
        self._question, self._more = question, ""
        self._lay_out()

    def tell(self, more: str) -> None:
        """Say something else about the same question."""
        self._more = more
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.app.size.width
        fits = width_of(shown(self._question)) + _AROUND <= width
        self._rule.show(self._question if fits else "")
        whole = [] if fits else text_lines(self._question, width - 1, look="strong")
        self._words.show(whole + (text_lines(self._more, width - 1) if self._more else []))
