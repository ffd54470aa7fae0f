"""Where answers and internal comments are written (TR2, TR5).

A plain `TextArea` repaints itself whole at every key, because its selection is a reactive that asks for a repaint
(2,300 to 7,800 bytes a character). `ChangedLines` leaves the lines that stayed the same out, so that a character costs
the line it is in. What is put into the text, typed or pasted or quoted, is made safe on its way in: an answer carries
no escapes to a client either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from helpdesk_tui.text import safe_text
from helpdesk_tui.widgets.line_widget import ChangedLines

PAUSE = 0.8
"""Seconds without a change after which `Paused` is posted."""
LATEST = 3.0
"""Seconds of changes without such a pause after which it is posted all the same: so much typing a crash can cost."""
CALL = "::"
"""What calls for a predefined reply where it is typed at the beginning of a word."""


class Composer(ChangedLines, TextArea, inherit_bindings=False):
    """A text field for an answer: soft wrap, no line numbers, no blinking cursor, no frame."""

    BINDINGS: ClassVar[list[BindingType]] = list(Binding.make_bindings(TextArea.BINDINGS))
    """Those of the field itself, each with its own line in the key map."""
    DEFAULT_CSS = """
    Composer {
        border: none;
        padding: 0 1;
        background: $background;
        scrollbar-size-vertical: 0;
        &:focus { border: none; }
        & .text-area--cursor-line { background: $background; }
        &:ansi {
            background: ansi_default;
            & .text-area--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
            & .text-area--cursor-line { background: ansi_default; }
        }
    }
    """

    @dataclass
    class Paused(Message):
        """Nothing was changed for 0.8 seconds, or something for 3 seconds: the moment to keep a draft."""

        composer: Composer
        text: str

        @property
        def control(self) -> Composer:
            """The composer that was written in."""
            return self.composer

    @dataclass
    class Called(Message):
        """`::` was typed at the beginning of a word; it stands before the cursor."""

        composer: Composer

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        self._pause: Timer | None = None
        self._latest: Timer | None = None
        super().__init__(
            safe_text(text, lines=True),
            id=id,
            classes=classes,
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
            tab_behavior="focus",
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False

    def load_text(self, text: str) -> None:
        """Put a text in place of what stands there, made safe; the history of changes is cleared."""
        super().load_text(safe_text(text, lines=True))

    def edit(self, edit: Edit) -> EditResult:
        """Carry out a change, with its text made safe."""
        done = super().edit(replace(edit, text=safe_text(edit.text, lines=True)))
        if edit.text == CALL[-1] and self._calls():
            self.post_message(self.Called(self))
        return done

    def _calls(self) -> bool:
        """Whether what stands before the cursor is `::`, and nothing or a blank before it."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        return before.endswith(CALL) and before[: -len(CALL)][-1:].strip() == ""

    def put_at_end(self) -> None:
        """Put the cursor behind the last character."""
        self.move_cursor(self.document.end)

    def on_text_area_changed(self) -> None:
        """Wait for a pause."""
        if self._pause is None or self._latest is None:
            self._pause = self.set_timer(PAUSE, self._tell_pause)
            self._latest = self.set_timer(LATEST, self._tell_pause)
        else:
            self._pause.reset()

    def _tell_pause(self) -> None:
        for timer in filter(None, (self._pause, self._latest)):
            timer.stop()
        self._pause = self._latest = None
        self.post_message(self.Paused(self, self.text))


class CommentBox(Composer):
    """A text field for an internal comment: its frame is yellow and says INTERNAL, with colours or without.

    It is a class of its own on purpose: what is written here has no way to become an answer (PEERS 15).
    """

    DEFAULT_CSS = """
    CommentBox {
        border: heavy $warning;
        border-title-color: black;
        border-title-background: $warning;
        border-title-style: bold;
        border-subtitle-color: $foreground;
        &:focus { border: heavy $warning; }
        &:ansi {
            border: heavy ansi_yellow;
            border-title-color: ansi_black;
            border-title-background: ansi_yellow;
            &:focus { border: heavy ansi_yellow; }
        }
        &:nocolor {
            border-title-color: ansi_default;
            border-title-background: ansi_default;
        }
    }
    """
    BORDER_TITLE = "INTERNAL"
    BORDER_SUBTITLE = "staff only, never sent"
