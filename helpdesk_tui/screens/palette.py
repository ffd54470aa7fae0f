"""The commands (`:` or ctrl+p): every action of the screen by name, and any ticket by its number.

A list of our own instead of Textual's palette, which covers the page, moves it and sends 30 kB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.help import keys_of
from helpdesk_tui.screens.places import PLACES, go_there
from helpdesk_tui.widgets.record_list import Column

_OPEN = "open ticket "
_PLACE = "place "
_TITLE = "Commands, or a ticket's number"
_SHOWN = 10


class Commands(Choose[str]):
    """The actions and places; a number is a ticket."""

    def found(self, typed: str) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Those that hold every word typed, best first: words that begin a title's words; for a number, the ticket."""
        number = typed.strip().lstrip("#")
        if number.isascii() and number.isdigit():
            return [(_OPEN + number[:18], (f"Open ticket {int(number[:18])}", "", ""))]
        words = typed.casefold().split()
        return sorted(super().found(typed), key=lambda one: _rank(words, one[1][0].casefold()))

    def narrow(self, typed: str) -> None:
        """Show the best ten and say that there are more."""
        super().narrow(typed)
        found = len(self.found(typed))
        self._rule.show(_TITLE, f"{found}, the list goes on" if found > _SHOWN else "")


def _rank(words: list[str], title: str) -> int:
    """How well the words fit a title: its beginning, beginnings of its words, anything in it, only its sentence."""
    if title.startswith(" ".join(words)):
        return 0
    if all(any(part.startswith(word) for part in title.split()) for word in words):
        return 1
    return 2 if all(word in title for word in words) else 3


async def run_command(screen: DeskScreen[Any]) -> None:
    """Ask for an action and run it; one that is refused now is listed too and says why."""
    found = [one for one in keys_of(screen) if one.section != "Moving" and one.action != "palette"]
    found.sort(key=lambda one: one.section != "Here")
    options = [(one.action, (one.title, one.keys, one.sentence)) for one in found]
    options += [
        (_PLACE + place, (words[0].upper() + words[1:], f"g {key}", "Go there.")) for key, place, words in PLACES
    ]
    columns = (Column("", 24), Column("", 8), Column("", fold=True))
    chosen = await screen.ask(Commands(_TITLE, options, columns))
    if chosen is None:
        return
    if chosen.startswith(_OPEN):
        screen.open_by_number(int(chosen.removeprefix(_OPEN)))
    elif chosen.startswith(_PLACE):
        go_there(screen, chosen.removeprefix(_PLACE))
    else:
        await screen.run_action(chosen)
