"""Small dialogues at the foot of a screen: one line asked for, one of several chosen, a yes or no.

They only collect: whoever opened one performs the act, so leaving a dialogue is one `return`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.base import Dialog
from helpdesk_tui.widgets.filter_bar import Completer, FilterField, QueryField
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.question import Question
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

T = TypeVar("T", bound=Hashable)
_SHARE = 0.8
"""The part of the terminal that a dialogue may take: as in `app.tcss`."""


def lines_left(app: App[Any], taken: int) -> int:
    """How many lines a list or the fields of a dialogue may have beside the lines that are taken."""
    return max(int(app.size.height * _SHARE) - taken, 1)


class AskLine(Dialog[str]):
    """Ask for one line; `explain` says what is understood while it is typed, or raises DeskError with the reason.

    `said` stands at the foot at first: why the question is asked again. `completer` offers what a word may become.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]

    def __init__(
        self, title: str, *, value: str = "", explain: Callable[[str], str] | None = None, said: str = "",
        completer: Completer | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._title = title
        self._field = QueryField() if completer is None else FilterField(completer)
        self._field.value = value
        self._explain = explain
        self._said = said
        self._rule = Rule(title)
        self._foot = Foot()

    def compose(self) -> ComposeResult:
        """A hairline with the question, the line, the keys."""
        with Vertical(classes="dialog"):
            yield self._rule
            yield self._field
            yield self._foot

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        more = (Key("Tab", "complete"),) if isinstance(self._field, FilterField) else ()
        self._foot.show((Key("Enter", "ok"), *more, Key("Esc", "cancel")))
        self.set_focus(self._field)
        self._field.cursor_position = len(self._field.value)
        if self._said:
            self._foot.say(self._said)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood."""
        if self._said:
            self._said = ""  # the first change is the value that it begins with
        else:
            self._foot.hush()
        self.understand(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line, unless it is refused."""
        self.take(event.value)

    def understand(self, typed: str) -> None:
        """Show what is understood of the line so far."""
        if self._explain is None:
            return
        try:
            self.explain(self._explain(typed) if typed.strip() else "")
        except DeskError:
            self.explain("")

    def take(self, typed: str) -> None:
        """Answer with the line, or say why not."""
        if self._explain is not None and typed.strip():
            try:
                self._explain(typed)
            except DeskError as refused:
                self.say(refused.sentence)
                return
        self.dismiss(typed)

    def explain(self, words: str) -> None:
        """Show these words beside the question."""
        self._rule.show(self._title, words)

    def say(self, words: str) -> None:
        """Say at the foot why the line is not taken."""
        self._foot.say(words)

    def on_query_field_left(self) -> None:
        """Escape within the line."""
        self.dismiss(None)

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


def ask_spam_sender(address: str = "") -> AskLine:
    """Ask whose emails are spam, beginning with this address."""
    return AskLine("Whose emails are spam (an address, or @domain)?", value=address)


class Choose(Dialog[T], Generic[T]):
    """Choose one of several; typing narrows the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False),
        Binding("down", "move(1)", "Next", show=False, priority=True),
        Binding("up", "move(-1)", "Previous", show=False, priority=True),
    ]

    def __init__(
        self, title: str, options: Sequence[tuple[T, tuple[str, ...]]], columns: tuple[Column, ...] = (Column(""),),
        lines: int = 0, typed: str = "", nothing: str = "Nothing",
    ) -> None:  # fmt: skip
        """Each option is what it stands for and its cells, one for each of the columns.

        `lines` are shown, by default as many as there are options; `typed` stands in the line at first; `nothing` is
        what no option with the words typed is called.
        """
        super().__init__()
        self._lines = lines or min(len(options), 10)
        self._options = tuple(options)
        self._field = QueryField()
        self._field.value = typed
        self._shown_for = typed
        self._list = RecordList(columns, empty=f"{nothing} has these words; Esc leaves.")
        self._rule = Rule(title)
        self._foot = Foot()

    def compose(self) -> ComposeResult:
        """A hairline with the question, the options, what is typed, the keys."""
        with Vertical(classes="dialog tall"):
            yield self._rule
            yield self._list
            yield self._field
            yield self._foot

    def on_mount(self) -> None:
        """Show all of them."""
        self._list.styles.height = self.list_height()
        self._foot.show(self.foot_keys())
        self._field.cursor_position = len(self._field.value)
        self._show_found(self._field.value)
        self.set_focus(self._field)

    def list_height(self) -> int:
        """The lines of the list, its heading among them."""
        return min(self._lines + self._list.header, lines_left(self.app, 3))

    def foot_keys(self) -> tuple[Key, ...]:
        """The keys that are named at the foot."""
        return (Key("Enter", "choose"), Key("type", "narrow"), Key("Esc", "cancel"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._foot.hush()
        self._show_found(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the option under the cursor, of those that hold what is typed now."""
        if self._shown_for != self._field.value:
            # Enter came before the list heard of the last letter: its cursor stands on what is not meant.
            self._show_found(self._field.value)
        self.take()

    def _show_found(self, typed: str) -> None:
        self._shown_for = typed
        self.narrow(typed)

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Take the option that was clicked."""
        self.take()

    def on_query_field_left(self) -> None:
        """Escape within the line."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Move the cursor while typing."""
        self._list.action_move(by)

    def action_cancel(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)

    @property
    def typed(self) -> str:
        """What was typed."""
        return self._field.value

    def say(self, words: str) -> None:
        """Say something at the foot."""
        self._foot.say(words)

    def narrow(self, typed: str) -> None:
        """Show the options that hold what was typed."""
        self._list.show(tuple(Record(key, cells) for key, cells in self.found(typed)))
        self._list.action_go(0)

    def found(self, typed: str) -> Sequence[tuple[T, tuple[str, ...]]]:
        """The options that hold every word typed."""
        words = typed.casefold().split()
        return [one for one in self._options if all(word in " ".join(one[1]).casefold() for word in words)]

    def take(self) -> None:
        """Answer with the option under the cursor."""
        chosen = self._list.current
        for key, _ in self.found(self._field.value):
            if key == chosen:
                self.dismiss(key)
                return
        self.say(self._list.empty)


class Confirm(Dialog[bool]):
    """A yes or no, for what cannot be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,q,escape,enter", "answer(False)", "No", show=False),
    ]

    def __init__(self, question: str, more: str = "", said: str = "") -> None:
        """`more` stands below the question, in as many lines as it needs; `said` at the foot at first."""
        super().__init__()
        self._question = Question(question, more)
        self._said = said
        self._foot = Foot()

    def compose(self) -> ComposeResult:
        """The question and the keys."""
        with Vertical(classes="dialog"):
            yield self._question
            yield self._foot

    def on_mount(self) -> None:
        """Show the keys."""
        self._foot.show((Key("y", "yes"), Key("n", "no")))
        if self._said:
            self._foot.say(self._said)

    def tell(self, more: str) -> None:
        """Let this stand below the question from now on."""
        self._question.tell(more)

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)


class Notice(Dialog[bool]):
    """Something that ended what somebody was writing: it takes every key until Esc or Enter, so that none acts."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "read", "Read", show=False)]

    def __init__(self, words: str) -> None:
        super().__init__()
        self._rule = Rule()
        self._said = words
        self._words = Words()
        self._foot = Foot()

    def compose(self) -> ComposeResult:
        """The words and the keys."""
        with Vertical(classes="dialog"):
            yield self._rule
            yield self._words
            yield self._foot

    def on_mount(self) -> None:
        """Show the keys."""
        self._foot.show((Key("Esc", "go on", always=True),))

    def on_resize(self) -> None:
        """Lay the lines out for this width."""
        self._words.show(text_lines(self._said, self.app.size.width - 1))

    def action_read(self) -> None:
        """It was read."""
        self.dismiss(True)
