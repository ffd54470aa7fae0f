"""A small look before sending what belongs to no open ticket form: an answer without a ticket, a ticket to a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from helpdesk_tui.rules import blanks
from helpdesk_tui.screens.base import Dialog
from helpdesk_tui.screens.dialogs import lines_left
from helpdesk_tui.screens.review import Choice, left_lines, not_filled
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_KEYS = {Choice.OK: "y", Choice.SEND: "s", Choice.EDIT: "e"}


class Look(Dialog[Choice]):
    """What goes to whom, and a key for each of the ways on; every other way leads back to what was written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "choose('ok')", show=False),
        Binding("s", "choose('send')", show=False),
        Binding("b", "as_is", show=False),
        Binding("e,q,escape", "choose('edit')", show=False),
    ]

    def __init__(self, lines: Sequence[list[Piece]], ways: dict[Choice, str], text: str) -> None:
        """`ways` are the choices that are offered, each in words; `text` is what would be sent."""
        super().__init__()
        self._lines = list(lines)
        self._left = blanks.left_in(text)
        self.as_is = False
        """Whether braces that look like placeholders are meant as they stand."""
        self._words = Words([])
        self._ways = ways | {Choice.EDIT: "edit"}
        self._foot = Foot()

    def compose(self) -> ComposeResult:
        """A hairline, what matters, the keys."""
        with Vertical(classes="dialog"):
            yield Rule("Before sending")
            yield self._words
            yield self._foot

    def on_mount(self) -> None:
        """Show it."""
        self._show()

    def _show(self) -> None:
        lines = [*left_lines(self._left, as_is=self.as_is), *self._lines]
        self._words.show(lines[: lines_left(self.app, 2)])
        keys = [Key(_KEYS[way], words, way is Choice.EDIT or not self._held) for way, words in self._ways.items()]
        meant = (Key("b", "braces are meant"),) if self._held else ()
        self._foot.show((*meant, *keys, Key("q", "back")))

    @property
    def _held(self) -> bool:
        return bool(self._left) and not self.as_is

    def action_as_is(self) -> None:
        """Send braces as they stand."""
        if self._held:
            self.as_is = True
            self._show()

    def action_choose(self, name: str) -> None:
        """Take one of the ways that are offered, or say why not."""
        choice = Choice(name)
        if choice not in self._ways:
            return
        if choice is not Choice.EDIT and self._held:
            self._foot.say(not_filled(self._left))
            return
        self.dismiss(choice)
