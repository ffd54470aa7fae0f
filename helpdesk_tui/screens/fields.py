"""The fields of a form: a line, a text, a choice, a switch, a value that is found elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.composer import Composer
from helpdesk_tui.widgets.filter_bar import QueryField
from helpdesk_tui.widgets.line_widget import LineWidget


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

    def offer(self, options: tuple[str, ...], chosen: str = "") -> None:
        """Offer other options, the first one chosen unless another is."""
        self._options, self.value = options, chosen or options[0]
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


def field_widget(field: Field) -> QueryField | Option | TextField | Picked:
    """What a field is typed or chosen in."""
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
