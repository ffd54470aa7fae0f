"""The commands (`:` or ctrl+p): every action of the screen by name, and any ticket by its number.

A list of our own instead of Textual's palette, which covers the page, moves it and sends 30 kB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.help import keys_of
from helpdesk_tui.screens.ticket import open_ticket
from helpdesk_tui.widgets.record_list import Column

_OPEN = "open ticket "


class Commands(Choose[str]):
    """The actions; a number is a ticket."""

    def found(self, typed: str) -> Sequence[tuple[str, tuple[str, ...]]]:
        """The actions that hold every word typed; for a number, the ticket."""
        number = typed.strip().lstrip("#")
        if number.isascii() and number.isdigit():
            return [(_OPEN + number[:18], (f"Open ticket {int(number[:18])}", "", ""))]
        return super().found(typed)


async def run_command(screen: DeskScreen[Any]) -> None:
    """Ask for an action and run it; one that is refused now is listed too and says why."""
    found = [one for one in keys_of(screen) if one.section != "Moving" and one.action != "palette"]
    found.sort(key=lambda one: one.section != "Here")
    options = [(one.action, (one.title, one.keys, one.sentence)) for one in found]
    columns = (Column("", 24), Column("", 8), Column("", fold=True))
    chosen = await screen.ask(Commands("Commands, or a ticket's number", options, columns))
    if chosen is None:
        return
    if chosen.startswith(_OPEN):
        open_ticket(screen, int(chosen.removeprefix(_OPEN)))
    else:
        await screen.run_action(chosen)
