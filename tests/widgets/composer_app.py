"""A small app around the composer and the comment box, for tests and measurements."""

from __future__ import annotations

import os
import sys

from textual.app import App, ComposeResult
from textual.strip import Strip

from helpdesk_tui.themes import ansi_color, dress
from helpdesk_tui.widgets.composer import CommentBox, Composer
from helpdesk_tui.widgets.line_widget import LineWidget


class Filler(LineWidget):
    """Something above the composer."""

    def line(self, y: int) -> Strip:
        """A line of text."""
        return self.strip((f"line {y} of the conversation", "plain"))


class ComposerApp(App[None]):
    """A conversation above, an answer and a comment below."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Composer { height: 10; } CommentBox { height: 6; }"

    def __init__(self, theme: str = "ansi") -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        self.pauses: list[str] = []
        dress(self, theme)

    def compose(self) -> ComposeResult:
        """The three of them."""
        yield Filler()
        yield Composer("Hello Hans,\n\n", id="answer")
        yield CommentBox(id="comment")

    def on_mount(self) -> None:
        """Write at the end of the answer."""
        answer = self.query_one("#answer", Composer)
        answer.focus()
        answer.put_at_end()

    def on_composer_paused(self, message: Composer.Paused) -> None:
        """Keep the message for the test."""
        self.pauses.append(message.text)


if __name__ == "__main__":
    ComposerApp(*sys.argv[1:]).run()
