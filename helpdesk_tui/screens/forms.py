"""A form of labelled fields at the foot of a screen.

A form that is refused stays open with what was typed in it; `fill` asks, performs the act and says what came of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, TextArea

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.base import DeskScreen, Dialog, in_background
from helpdesk_tui.screens.dialogs import lines_left
from helpdesk_tui.screens.fields import Field, Option, Picked, TextField, field_widget
from helpdesk_tui.screens.type_ahead import Busy
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.filter_bar import QueryField
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_MOST_LABEL = "50%"
"""However long a label is, the other half of the line is the field's."""

R = TypeVar("R")
Review = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


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
        Binding("enter", "go_on", "Next field", show=False),
    ]
    LINES_BELOW: ClassVar[int] = 0
    """Lines that `below` takes at most."""
    LEAVES: ClassVar[str] = "cancel"
    """What Esc does."""

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
            field.name: field_widget(field) for field in self._fields if not field.locked
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
        self._foot.show((Key("ctrl+s", verb), *self.own_keys(), Key("Tab", "next field"), Key("Esc", self.LEAVES)))

    def value_of(self, name: str) -> str:
        """What stands in a field."""
        return self._widgets[name].value

    def put(self, name: str, value: str) -> None:
        """Put a value that was found into its field."""
        widget = self._widgets[name]
        assert isinstance(widget, Picked)
        widget.put(value)

    def offer(self, name: str, options: tuple[str, ...], chosen: str = "") -> None:
        """Offer other options in a field, the first one chosen unless another is."""
        widget = self._widgets[name]
        assert isinstance(widget, Option)
        widget.offer(options, chosen)

    def own_keys(self) -> tuple[Key, ...]:
        """Further keys of a form of its own kind."""
        return ()

    def say(self, words: str) -> None:
        """Say how far what was entered is."""
        self._foot.say(words, alarm=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said is over with the next change: a field keeps its keys to itself."""
        self._foot.hush()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The same."""
        self._foot.hush()

    def on_input_submitted(self) -> None:
        """Enter within a line."""
        self.action_go_on()

    def action_go_on(self) -> None:
        """Enter goes to the next field, from a choice too; behind the last one it saves."""
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
