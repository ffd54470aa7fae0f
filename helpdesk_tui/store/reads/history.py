"""What was changed, by whom and when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, not_

from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.row import UNTOLD
from helpdesk_tui.views import EventView
from helpdesk_tui.vocab import ActorKind


def events(asking: Asking, statement: Any) -> tuple[EventView, ...]:
    """Events as views."""
    return tuple(
        EventView(r.id, r.at, r.actor_name, r.action, r.ticket, r.field, r.before, r.after, r.reason)
        for r in asking.connection.execute(statement)
    )


def since(asking: Asking, favourite: Any, event: Any) -> ColumnElement[bool]:
    """The condition under which an event changed a favourite since who asks looked at it: somebody else's, and news."""
    mine = and_(event.c.actor == ActorKind.STAFF.value, event.c.actor_id.is_not_distinct_from(asking.scope.staff_id))
    return and_(
        event.c.ticket == favourite.c.ticket, event.c.change > favourite.c.change, event.c.field.not_in(UNTOLD),
        not_(mine),
    )  # fmt: skip
