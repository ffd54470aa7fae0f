"""A form of labelled fields at the foot of a screen; collects, never acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.screens.base import Dialog
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.filter_bar import QueryField
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the answer, its label, its value; with `options` one of them is chosen.

    `value` is a str for a line, a bool for a switch, an option for a choice. `locked` says why it cannot be changed.
    """

    name: str
    label: str
    value: str | bool = ""
    options: tuple[str, ...] = ()
    locked: str = ""


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


class Form(Dialog[dict[str, Any]]):
    """Fields, one a line. Enter goes on, ctrl+s saves, Esc leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("escape", "cancel", "Cancel", show=False, priority=True),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]

    def __init__(self, title: str, fields: Sequence[Field], *, note: str = "") -> None:
        super().__init__()
        self._title = title
        self._fields = tuple(fields)
        self._note = note
        self._foot = Foot()
        self._widgets: dict[str, QueryField | Option] = {
            field.name: _field_widget(field) for field in self._fields if not field.locked
        }

    def compose(self) -> ComposeResult:
        """A hairline, the fields, the keys."""
        width = max(len(field.label) for field in self._fields) + 3
        with Vertical(classes="dialog"):
            yield Rule(self._title, self._note)
            for field in self._fields:
                with Horizontal(classes="field"):
                    label = Words([[(f" {field.label}", "dim")]])
                    label.styles.width = width
                    yield label
                    yield self._widget_of(field)
            yield self._foot

    def _widget_of(self, field: Field) -> Widget:
        if field.locked:
            return Words([[(f" {shown(str(field.value))}  ({field.locked})", "dim")]])
        return self._widgets[field.name]

    def on_mount(self) -> None:
        """Begin with the first field."""
        self._foot.show((Key("ctrl+s", "save"), Key("Tab", "next field"), Key("Esc", "cancel")))
        self.set_focus(next(iter(self._widgets.values())))

    def on_input_submitted(self) -> None:
        """Enter goes to the next field; behind the last one it saves."""
        widgets = list(self._widgets.values())
        if self.focused is widgets[-1]:
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Give the values back; what was not changed is left out."""
        changed: dict[str, Any] = {}
        for field in self._fields:
            widget = self._widgets.get(field.name)
            if widget is None:
                continue
            value: str | bool = widget.value
            if isinstance(field.value, bool):
                value = value == "yes"
            if value != field.value:
                changed[field.name] = value
        self.dismiss(changed)

    def action_cancel(self) -> None:
        """Leave without changing anything."""
        self.dismiss(None)


def _field_widget(field: Field) -> QueryField | Option:
    if isinstance(field.value, bool):
        return Option(("no", "yes"), "yes" if field.value else "no")
    if field.options:
        return Option(field.options, str(field.value))
    line = QueryField()
    line.value = str(field.value)
    return line
