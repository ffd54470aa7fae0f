"""The line of the query: always there, so that `/` only moves the focus (mounting a field costs 30 kB)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widgets import Input

from helpdesk_tui.rules.query_complete import Completion
from helpdesk_tui.text import safe_text
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.line_widget import ChangedLines, LineWidget
from helpdesk_tui.widgets.pieces import Piece, spread

HINT = "words or fields, as dept:sales staff:none"
Completer = Callable[[str, int], tuple[Completion, ...]]
"""What the word at a place of a line may become, best first."""


class QueryField(ChangedLines, Input):
    """The field: no frame, no blinking cursor; what is put into it is made safe."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the filter", show=False, id="filter.leave")
    ]
    DEFAULT_CSS = """
    QueryField {
        width: 1fr;
        background: $background;
        &:focus { background-tint: $background 0%; }
        &:ansi > .input--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
        &:ansi > .input--suggestion { color: ansi_default; background: ansi_default; text-style: dim; }
    }
    """

    @dataclass
    class Left(Message):
        """The field was left with Escape."""

    def __init__(self, suggester: Suggester | None = None) -> None:
        super().__init__(compact=True, suggester=suggester, select_on_focus=False)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """The value without anything a terminal would obey."""
        return safe_text(value)

    def action_leave(self) -> None:
        """Leave the field; what stands in it stays."""
        self.post_message(self.Left())


class _Ghost(Suggester):
    """What a word that is being typed may become, dim behind the cursor."""

    def __init__(self, completer: Completer) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._completer = completer

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with the first completion that goes on as typed."""
        if not value or value[-1].isspace():
            return None
        for one in self._completer(value, len(value)):
            whole, _ = one.applied(value)
            if len(whole) > len(value) and whole.casefold().startswith(value.casefold()):
                return value + safe_text(whole[len(value) :])
        return None


class FilterField(QueryField):
    """The line of the query language: Right accepts what is offered, Tab completes and goes through what fits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False, id="filter.complete",
                tooltip="Complete the field or the value; again for the next one that fits. Right takes what is shown.")
    ]  # fmt: skip

    def __init__(self, completer: Completer, hint: str = "") -> None:
        """`hint` says what may be typed, as long as nothing is."""
        super().__init__(_Ghost(completer))
        self._completer = completer
        self._hint = hint
        self._offer: tuple[str, str, tuple[Completion, ...], int] = ("", "", (), 0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was typed since begins anew, also where it comes back to the same text."""
        if event.value != self._offer[0]:
            self._offer = ("", "", (), 0)

    @property
    def offered(self) -> tuple[Completion, ...]:
        """What Tab goes through."""
        if self._offer[2] and self.value == self._offer[0]:
            return self._offer[2]
        return self._completer(self.value, self.cursor_position)

    def on_focus(self) -> None:
        """What may be typed is said while nothing is."""
        self.placeholder = self._hint

    def on_blur(self) -> None:
        """The list is read now, not this line."""
        self.placeholder = ""

    def action_complete(self) -> None:
        """Put in the first completion, or the next one where the last thing done was to complete."""
        shown_now, before, found, at = self._offer
        if len(found) > 1 and self.value == shown_now:
            at = (at + 1) % len(found)
        else:
            before, at = self.value, 0
            found = self._completer(before, self.cursor_position)
        if found:
            self.value, cursor = found[at].applied(before)
            self.cursor_position = cursor
            self._offer = (self.value, before, found, at)


class _Margin(LineWidget):
    """The slash before the field, and the words behind it."""

    DEFAULT_CSS = "_Margin { height: 1; width: 3; &.-right { width: 30; &.-wide { width: 46; } } }"

    def __init__(self, pieces: list[Piece], classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._pieces = pieces

    def show(self, pieces: list[Piece]) -> None:
        if pieces != self._pieces:
            self._pieces = pieces
            self.repaint()

    def line(self, y: int) -> Strip:
        return self.strip(*spread([], self._pieces, self.size.width))


class FilterBar(Horizontal):
    """` / dept:tech status:progress                3 of 128 `."""

    DEFAULT_CSS = "FilterBar { height: 1; }"

    @dataclass
    class Asked(Message):
        """A query was entered; an empty one shows everything."""

        query: str

    @dataclass
    class Typed(Message):
        """The query is being typed; several at once are told once."""

        query: str

        def can_replace(self, message: Message) -> bool:
            """A later text makes an earlier one void."""
            return isinstance(message, FilterBar.Typed)

    @dataclass
    class Left(Message):
        """The field was left with Escape."""

    def __init__(self, *, completer: Completer | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._field = QueryField() if completer is None else FilterField(completer, HINT)
        self._slash = _Margin([("/ ", "dim")])
        self._words = _Margin([], classes="-right")

    def compose(self) -> ComposeResult:
        """The slash, the field and the words at the right."""
        yield self._slash
        yield self._field
        yield self._words

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._field.value

    @text.setter
    def text(self, query: str) -> None:
        with self.prevent(Input.Changed):
            self._field.value = query

    @property
    def offered(self) -> tuple[str, ...]:
        """What Tab goes through, in words of the desk's data: whoever shows them makes them safe."""
        return tuple(one.label for one in self._field.offered) if isinstance(self._field, FilterField) else ()

    def enter(self) -> None:
        """Put the focus into the field, behind its text; at once, so that the next key is already the field's."""
        self._field.cursor_position = len(self._field.value)
        self.screen.set_focus(self._field)

    def show_position(self, place: int | None, total: int | None, order: str = "", marked: int = 0) -> None:
        """Say `3 of 128`, `128` or nothing, as far as known, behind the order in words and how many are marked."""
        if place is not None and total is not None:
            total = max(place, total)  # a row that is shown and not counted, because it just left
        if total is None:
            words = "" if place is None else f"{place:,}"
        else:
            words = f"{total:,}" if place is None else f"{place:,} of {total:,}"
        self._words.set_class(bool(order), "-wide")
        marks = f"{marked:,} marked   " if marked else ""
        said = f"{order}   " if order else ""
        self._words.show([(marks, "accent"), (said, "strong"), (words, "plain"), (" ", "plain")])

    def complain(self, words: str) -> None:
        """Say what is wrong with the query, in the place of the position."""
        self._words.show([(shown(words), "alarm"), (" ", "plain")])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the text on."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass the query on."""
        event.stop()
        self.post_message(self.Asked(event.value))

    def on_query_field_left(self, event: QueryField.Left) -> None:
        """Pass it on under the name of the bar."""
        event.stop()
        self.post_message(self.Left())
