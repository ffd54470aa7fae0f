"""Every key of a screen, with what it does (`?`)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

_NAMES = {
    "question_mark": "?", "colon": ":", "slash": "/", "asterisk": "*", "circumflex_accent": "^", "plus": "+",
    "left_square_bracket": "[", "right_square_bracket": "]", "escape": "Esc", "enter": "Enter", "space": "Space",
    "pagedown": "PgDn", "pageup": "PgUp", "dollar_sign": "$", "exclamation_mark": "!",
}  # fmt: skip


def key_names(keys: str) -> str:
    """Keys as people write them: `question_mark,f1` becomes `? F1`."""
    names = [_NAMES.get(key, key if len(key) == 1 or "+" in key else key.capitalize()) for key in keys.split(",")]
    return " ".join(dict.fromkeys(names))


def keys_of(screen: Screen[Any]) -> list[tuple[str, str, str, str]]:
    """Every key that works on a screen now: keys, title, sentence, action; grouped by what they do."""
    found: dict[str, tuple[list[str], Binding]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.system or not binding.description:
            continue
        found.setdefault(binding.action, ([], binding))[0].append(binding.key)
    return [
        (key_names(",".join(keys)), binding.description, binding.tooltip or "", action)
        for action, (keys, binding) in found.items()
    ]


class HelpScreen(DeskScreen[None]):
    """The keys of the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, about: Screen[Any]) -> None:
        super().__init__(session)
        self._keys = keys_of(about)
        self._list = RecordList((Column("Key", 14), Column("", 26), Column("", fold=True)))

    def compose(self) -> ComposeResult:
        """A hairline and the list."""
        yield Rule("Keys")
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """List them."""
        self._list.show(tuple(Record(at, (keys, title, help)) for at, (keys, title, help, _) in enumerate(self._keys)))
        self.set_focus(self._list)

    def keys(self) -> tuple[Key, ...]:
        """The way back."""
        return (Key("q", "back"), Key("j k", "move"))
