"""A form of labelled fields at the foot of a screen.

A form that is refused stays open with what was typed in it; `fill` asks, performs the act and says what came of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.base import DeskScreen, Dialog, in_background
from helpdesk_tui.screens.dialogs import lines_left
from helpdesk_tui.screens.type_ahead import Busy
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.composer import Composer
from helpdesk_tui.widgets.filter_bar import QueryField
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the answer, its label, its value; with `options` one of them is chosen.

    `value` is a str for a line, a bool for a switch, an option for a choice. `locked` says why it cannot be changed;
    with `lines` it is a text of several lines, that many of them in sight; `picked` says how another value is found.
    """

    name: str
    label: str
    value: str | bool = ""
    options: tuple[str, ...] = ()
    locked: str = ""
    lines: int = 1
    picked: str = ""


_MOST_LABEL = "50%"
"""However long a label is, the other half of the line is the field's."""

R = TypeVar("R")
Review = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


class TextField(Composer):
    """A text of several lines; its value by the name that the other fields use."""

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.text


class Option(LineWidget, can_focus=True):
    """A choice of one of several, changed with left, right or space; also a switch (yes, no)."""

    DEFAULT_CSS = "Option { height: 1; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "turn(1)", "Next", show=False),
        Binding("left", "turn(-1)", "Previous", show=False),
    ]

    @dataclass
    class Turned(Message):
        """Another option was chosen."""

        value: str

    def __init__(self, options: tuple[str, ...], value: str) -> None:
        super().__init__()
        self._options = options
        self.value = value if value in options else options[0]

    def offer(self, options: tuple[str, ...]) -> None:
        """Offer other options, the first one chosen."""
        self._options, self.value = options, options[0]
        self.refresh()

    def action_turn(self, by: int) -> None:
        """The next option."""
        self.value = self._options[(self._options.index(self.value) + by) % len(self._options)]
        self.refresh()
        self.post_message(self.Turned(self.value))

    def on_focus(self, event: events.Focus) -> None:
        """Show that it is the one that keys change."""
        self.refresh()

    def on_blur(self, event: events.Blur) -> None:
        """Show that it is not."""
        self.refresh()

    def line(self, y: int) -> Strip:
        """The chosen option between arrows."""
        look = "cursor" if self.has_focus else "plain"
        return self.strip((f" < {shown(self.value)} > ", look))


class Picked(LineWidget, can_focus=True):
    """A value that is found elsewhere: Enter asks for another one, and so does a character, which begins the search."""

    DEFAULT_CSS = "Picked { height: 1; width: 1fr; }"

    @dataclass
    class Asked(Message):
        """Another value is asked for; `typed` is what the search begins with."""

        typed: str

    def __init__(self, value: str, hint: str) -> None:
        super().__init__()
        self.value = value
        self._hint = hint

    def on_key(self, event: events.Key) -> None:
        """Ask for another one."""
        if event.key == "enter" or (event.is_printable and event.character):
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked("" if event.key in ("enter", "space") else event.character or ""))

    def on_focus(self, event: events.Focus) -> None:
        """Show that it is the one that keys change."""
        self.refresh()

    def on_blur(self, event: events.Blur) -> None:
        """Show that it is not."""
        self.refresh()

    def put(self, value: str) -> None:
        """Show another value."""
        self.value = value
        self.refresh()

    def line(self, y: int) -> Strip:
        """The value, and how another one is found."""
        look = "cursor" if self.has_focus else "plain"
        hint = self._hint if self.has_focus or not self.value else ""
        return self.strip((f" {shown(self.value) or '(nobody yet)'} ", look), (f"  {hint}", "dim"))


class Fields(VerticalScroll, can_focus=False):
    """The fields of a form; where they do not all fit, the one that has the focus is in sight."""

    DEFAULT_CSS = "Fields { height: auto; scrollbar-size-vertical: 0; }"


class Form(Dialog[dict[str, Any]]):
    """Fields, one below the other. Enter goes on, ctrl+s saves, Esc leaves; what was typed goes with a second Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("escape", "cancel", "Cancel", show=False, priority=True),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]
    LINES_BELOW: ClassVar[int] = 0
    """Lines that `below` takes at most."""

    def __init__(
        self, title: str, fields: Sequence[Field],
        submit: Callable[[dict[str, Any]], Awaitable[str | None]] | None = None, begin: str = "", verb: str = "save",
    ) -> None:  # fmt: skip
        """`submit` takes what was changed and answers why it is refused, empty when it is done, None to go on writing.

        `begin` names the field to begin with, the first one if empty; `verb` is what ctrl+s does.
        """
        super().__init__()
        self._title = title
        self._fields = tuple(fields)
        self._submit = submit
        self._begin = begin
        self._verb = verb
        self._rule = Rule(title)
        self._foot = Foot()
        self._given_up: dict[str, Any] = {}
        self.busy: Busy | None = None
        """Keys wait while what was entered is on its way; set by who opens the form."""
        self._widgets: dict[str, QueryField | Option | TextField | Picked] = {
            field.name: _field_widget(field) for field in self._fields if not field.locked
        }
        # A field takes no control characters: a value that had some is not changed by being shown.
        self._as_shown = {
            name: widget.value for name, widget in self._widgets.items() if isinstance(widget, QueryField | TextField)
        }

    def compose(self) -> ComposeResult:
        """A hairline, the fields, the keys."""
        width = max(len(field.label) for field in self._fields) + 3
        with Vertical(classes="dialog"):
            yield self._rule
            with Fields():
                for field in self._fields:
                    with Horizontal(classes="field"):
                        if field.label:
                            label = Words([[(f" {field.label}", "dim")]])
                            label.styles.width = width
                            label.styles.max_width = _MOST_LABEL
                            yield label
                        yield self._widget_of(field)
            yield from self.below()
            yield self._foot

    def below(self) -> ComposeResult:
        """What stands between the fields and the keys; nothing here."""
        yield from ()

    def _widget_of(self, field: Field) -> Widget:
        if field.locked:
            return Words([[(f" {shown(str(field.value))}  ({field.locked})", "dim")]])
        return self._widgets[field.name]

    def on_mount(self) -> None:
        """Begin with the first field, or the one that is named."""
        self._fit()
        self.show_verb(self._verb)
        self.set_focus(self._widgets.get(self._begin) or next(iter(self._widgets.values())))

    def on_resize(self) -> None:
        """Hairline and foot stay in sight, the fields scroll between them."""
        self._fit()

    def _fit(self) -> None:
        self.query_one(Fields).styles.max_height = lines_left(self.app, 2 + self.LINES_BELOW)

    def show_verb(self, verb: str) -> None:
        """Show the keys; `verb` is what ctrl+s does."""
        self._foot.show((Key("ctrl+s", verb), *self.own_keys(), Key("Tab", "next field"), Key("Esc", "cancel")))

    def value_of(self, name: str) -> str:
        """What stands in a field."""
        return self._widgets[name].value

    def put(self, name: str, value: str) -> None:
        """Put a value that was found into its field."""
        widget = self._widgets[name]
        assert isinstance(widget, Picked)
        widget.put(value)

    def offer(self, name: str, options: tuple[str, ...]) -> None:
        """Offer other options in a field."""
        widget = self._widgets[name]
        assert isinstance(widget, Option)
        widget.offer(options)

    def own_keys(self) -> tuple[Key, ...]:
        """Further keys of a form of its own kind."""
        return ()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said is over with the next change: a field keeps its keys to itself."""
        self._foot.hush()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The same."""
        self._foot.hush()

    def on_input_submitted(self) -> None:
        """Enter goes to the next field; behind the last one it saves."""
        widgets = list(self._widgets.values())
        if self.focused is widgets[-1]:
            self.action_save()
        else:
            self.focus_next()

    def on_key(self) -> None:
        """The next key takes away what was said."""
        self._foot.hush()

    def action_save(self) -> None:
        """Give the values back; what was not changed is left out."""
        changed = self.changed()
        if self._submit is None:
            self.dismiss(changed)
            return
        if self.busy is not None:
            self.busy.hold()
        in_background(self, partial(self._try, self._submit, changed), "submit")

    async def _try(self, submit: Callable[[dict[str, Any]], Awaitable[str | None]], changed: dict[str, Any]) -> None:
        try:
            refused = await submit(changed)
        finally:
            if self.busy is not None:
                self.busy.release()
        if refused:
            self._foot.say(refused)
        elif refused is not None:
            self.dismiss(changed)

    def changed(self) -> dict[str, Any]:
        """What stands in the fields that were changed."""
        changed: dict[str, Any] = {}
        for field in self._fields:
            widget = self._widgets.get(field.name)
            if widget is None:
                continue
            value: str | bool = widget.value
            if isinstance(field.value, bool):
                value = value == "yes"
            if value != field.value and widget.value != self._as_shown.get(field.name):
                changed[field.name] = value
        return changed

    def action_cancel(self) -> None:
        """Leave without changing anything; what was typed is lost only when the key is pressed again."""
        changed = self.changed()
        if changed and changed != self._given_up:
            self._given_up = changed
            self._foot.say("Esc again throws away what you typed.")
        else:
            self.dismiss(None)


def _field_widget(field: Field) -> QueryField | Option | TextField | Picked:
    if field.picked:
        return Picked(str(field.value), field.picked)
    if isinstance(field.value, bool):
        return Option(("no", "yes"), "yes" if field.value else "no")
    if field.options:
        return Option(field.options, str(field.value))
    if field.lines > 1:
        text = TextField(str(field.value))
        text.styles.height = field.lines
        return text
    line = QueryField()
    line.value = str(field.value)
    return line


async def fill(
    screen: DeskScreen[None], title: str, fields: Sequence[Field], act_of: Callable[[dict[str, Any]], Act[R] | None],
    said: str = "", begin: str = "", verb: str = "save", review: Review | None = None,
) -> R | None:  # fmt: skip
    """Ask for the fields, perform the act made of what was changed, say what came of it.

    `review` shows what is about to be sent and answers with what the act is made of, None to go on writing. A refusal
    is told in the form, which stays. None as an act, as for nothing changed, ends it without one. Answers with the
    act's answer, None when the form was left.
    """
    answers: list[R] = []

    async def submit(changed: dict[str, Any]) -> str | None:
        try:
            looked = changed if review is None else await review(changed)
            if looked is None:
                return None
            act = act_of(looked)
            if act is not None:
                answers.append(await screen.session.perform(act))
        except DeskError as refused:
            return refused.sentence
        return ""

    form = Form(title, fields, submit, begin, verb)
    form.busy = screen.session.busy
    await screen.ask(form)
    if not answers:
        return None
    await screen.read_again()
    if said:
        screen.say(said, alarm=False)
    return answers[0]
