"""Plans of per-incident support and their orders (IN1 to IN5)."""

from __future__ import annotations

from helpdesk_tui.questions import ReadSetUp
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.rooms.plans import is_set_up


def set_up(asking: Asking, question: ReadSetUp) -> bool:
    """Whether paid support is set up."""
    return is_set_up(asking.connection)
