"""Whether the keys that the configuration gives can all be used, on every screen (`[keys]`; TF6).

Every module of the screens is looked at, which takes a while: only where the configuration has keys at all.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, TypeVar

from textual.app import App
from textual.dom import DOMNode

from helpdesk_tui import screens
from helpdesk_tui.screens.base import DeskScreen, Dialog
from helpdesk_tui.screens.key_labels import Remapped, check, check_ids

N = TypeVar("N", bound=DOMNode)


def check_keys(remapped: Remapped, app: type[App[Any]]) -> None:
    """Raise WrongUsage, with one sentence, for an id that is none, an action out of reach, two actions on one key."""
    if not remapped:
        return
    from helpdesk_tui.screens.queue import QueueScreen
    from helpdesk_tui.screens.ticket import TicketScreen
    from helpdesk_tui.widgets.filter_bar import FilterField
    from helpdesk_tui.widgets.page import Page
    from helpdesk_tui.widgets.record_list import RecordList
    from helpdesk_tui.widgets.thread import Thread
    from helpdesk_tui.widgets.ticket_list import TicketList

    found = every_screen()
    focused = {QueueScreen: (TicketList,), TicketScreen: (Thread,)}
    check_ids(remapped, (app, *found), (TicketList, Thread, RecordList, Page, FilterField))
    first: list[type[DOMNode]] = [QueueScreen, TicketScreen, DeskScreen]
    rooms = [*first, *(one for one in found if one not in first)]
    check(remapped, [(app, room, *within) for room in rooms for within in _within(room, focused, (RecordList, Page))])
    check(remapped, [(app, dialog) for dialog in _below(Dialog)])


def _within(room: type[DOMNode], focused: Any, usual: tuple[type[DOMNode], ...]) -> list[tuple[type[DOMNode], ...]]:
    """What has the focus on a screen: its own widget, else a list or a page."""
    return [tuple(focused[room])] if room in focused else [(one,) for one in usual]


def every_screen() -> list[type[DeskScreen[Any]]]:
    """All screens that there are, by name."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(module.name)
    return sorted(set(_below(DeskScreen)), key=lambda one: one.__name__)


def _below(base: type[N]) -> Iterator[type[N]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)
