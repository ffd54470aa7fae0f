"""What goes on record of a transaction: one changed field, one added message, one refused right (CL14; rule 35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpdesk_tui.vocab import AS_CLIENT, Actor

_MOST = 2000
"""Characters that are kept of a value."""


@dataclass(frozen=True, slots=True)
class Change:
    """A changed field of a ticket, a client or the desk: before, after, and why."""

    ticket: int | None
    client: int | None
    field: str
    before: str
    after: str
    reason: str
    document: str | None = None


def event_row(change: Change, number: int, now: datetime, actor: Actor, action: str) -> dict[str, Any]:
    """The columns of its event, under a change number.

    On record is whose hand it was; as whom they acted stands beside the reason (docs/adr/0023).
    """
    who = actor.by or actor
    acting = "" if actor.by is None else f"{AS_CLIENT} #{actor.id}"
    return {
        "change": number, "at": now, "actor": who.kind.value, "actor_id": who.id, "actor_name": who.name,
        "action": action, "ticket": change.ticket, "client": change.client, "field": change.field,
        "before": change.before, "after": change.after, "reason": "; ".join(filter(None, (acting, change.reason))),
        "document": change.document,
    }  # fmt: skip


def word(value: object) -> str:
    """A value as text: `yes` and `no`, a time in ISO 8601, the beginning of what is long."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= _MOST else text[:_MOST] + "…"
