"""A sign that the desk is slow: after a moment the last line says what is waited for, until it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from helpdesk_tui.desk.actions.base import Act

if TYPE_CHECKING:
    from helpdesk_tui.screens.base import DeskScreen

SLOW_SECONDS = 0.3
"""Who waits longer than this wants to know that the key was understood."""


@contextmanager
def patience(screen: DeskScreen[Any], words: str) -> Iterator[None]:
    """Say these words on the screen's last line if what is done here takes long, and take them away afterwards."""
    foot = screen.foot

    def show() -> None:
        if not foot.said:
            foot.say(words, alarm=False)

    timer = screen.set_timer(SLOW_SECONDS, show)
    try:
        yield
    finally:
        timer.stop()
        if foot.said == words:
            foot.hush()


def doing(act: Act[Any]) -> str:
    """What is being done, as in "Close: ticket 342 ..."."""
    number = getattr(act, "number", None)
    return f"{act.title}: ticket {number} ..." if isinstance(number, int) else f"{act.title} ..."
