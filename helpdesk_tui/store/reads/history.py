"""What was changed, by whom and when."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.views import EventView


def events(asking: Asking, statement: Any) -> tuple[EventView, ...]:
    """Events as views."""
    return tuple(
        EventView(r.id, r.at, r.actor_name, r.action, r.ticket, r.field, r.before, r.after, r.reason)
        for r in asking.connection.execute(statement)
    )
