"""Opening a ticket on top of any screen: the form is made once, and read before it is shown (ADR 0007)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.worker import WorkType

from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.going_on import Neighbour
from helpdesk_tui.screens.ticket import TicketScreen
from helpdesk_tui.widgets.sought import Sought

_NAME = "ticket"


def open_ticket(
    where: DeskScreen[Any], number: int, neighbour: Neighbour | None = None, *, begin: str = "",
    sought: Sought | None = None,
) -> None:  # fmt: skip
    """Open a ticket on top of a screen, at once writing a `reply` or `comment` if asked for; mark what was `sought`.

    It is read before the form is shown: a form that fills up before one's eyes is painted twice.
    """
    screen = _screen(where)
    opened: Callable[[], None] = partial(_open, where, screen, number, neighbour, begin, sought)
    if screen in where.app.screen_stack and screen.lost():
        where.begin(_open_if_left(where, screen, opened))
    else:
        opened()


def _screen(where: DeskScreen[Any]) -> TicketScreen:
    if not where.app.is_screen_installed(_NAME):
        where.app.install_screen(TicketScreen(where.session), _NAME)
    screen = where.app.get_screen(_NAME)
    assert isinstance(screen, TicketScreen)
    return screen


async def _open_if_left(where: DeskScreen[Any], screen: TicketScreen, opened: Callable[[], None]) -> None:
    if await screen.may_leave(where):
        opened()


def _open(
    where: DeskScreen[Any], screen: TicketScreen, number: int, neighbour: Neighbour | None, begin: str,
    sought: Sought | None,
) -> None:  # fmt: skip
    app = where.app
    screen.sought = sought
    screen.feed(number, neighbour, begin)
    if screen in app.screen_stack:
        app.call_later(_uncover, app, screen)
    else:
        begun: WorkType[None] = partial(screen.arrive, where)
        app.run_worker(begun, group="open", exclusive=True)


def _uncover(app: App[Any], screen: TicketScreen) -> None:
    """Take away what stands on top of the form: a client card that one came to from it."""
    while app.screen is not screen and screen in app.screen_stack:
        app.pop_screen()
