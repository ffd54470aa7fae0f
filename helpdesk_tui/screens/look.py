"""A small look before sending what belongs to no open ticket form: an answer without a ticket, a ticket to a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from helpdesk_tui.screens.base import Dialog
from helpdesk_tui.screens.dialogs import lines_left
from helpdesk_tui.screens.review import Choice
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
        Binding("e,q,escape", "choose('edit')", show=False),
    ]

    def __init__(self, lines: Sequence[list[Piece]], ways: dict[Choice, str]) -> None:
        """`ways` are the choices that are offered, each in words."""
        super().__init__()
        self._lines = list(lines)
        self._ways = ways | {Choice.EDIT: "edit"}
        self._foot = Foot()

    def compose(self) -> ComposeResult:
        """A hairline, what matters, the keys."""
        with Vertical(classes="dialog"):
            yield Rule("Before sending")
            yield Words(self._lines[: lines_left(self.app, 2)])
            yield self._foot

    def on_mount(self) -> None:
        """Show the keys."""
        self._foot.show((*(Key(_KEYS[way], words) for way, words in self._ways.items()), Key("q", "back")))

    def action_choose(self, name: str) -> None:
        """Take one of the ways that are offered."""
        if Choice(name) in self._ways:
            self.dismiss(Choice(name))
