"""What others did on a favourite since one looked, in one line (TF8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from helpdesk_tui.views import EventView
from helpdesk_tui.vocab import AS_CLIENT, MessageKind

_MOST = 5
_DONE = {
    "take": "took it", "take-over": "took it over", "release": "released it", "reply": "answered",
    "comment": "commented", "close": "closed it", "assign": "assigned it", "delay": "delayed it",
    "archive": "archived it", "spam": "marked it as spam or took that off",
    "summary": "wrote the summary", "priority": "changed its place in the queue",
    "set": "changed its parameters", "confirm-sender": "confirmed the sender",
}  # fmt: skip
"""Acts by their words, as what their actor did."""


def news_words(news: Iterable[EventView]) -> str:
    """`Since you looked: anna took it, anna answered, the client wrote twice`; empty when there is nothing."""
    done: dict[object, str] = {}
    for event in news:
        # An act changes several fields at one moment; the client's message says more than what it did to the ticket.
        one = (event.at, event.who, event.action)
        if one not in done or event.field == MessageKind.CLIENT.value:
            done[one] = _did(event)
    counted = Counter(done.values())
    words = [f"{said}{_TIMES.get(count, f' {count} times')}" for said, count in counted.items()]
    more = f", and {len(words) - _MOST} more" if len(words) > _MOST else ""
    return f"Since you looked: {', '.join(words[:_MOST])}{more}" if words else ""


_TIMES = {1: "", 2: " twice"}


def _did(event: EventView) -> str:
    if event.field == MessageKind.CLIENT.value:
        return f"{event.who} wrote as the client" if event.reason.startswith(AS_CLIENT) else "the client wrote"
    if event.action == "return-delayed":
        return "back from its delay"
    return f"{event.who or 'the program'} {_DONE.get(event.action, 'changed its ' + event.field.replace('_', ' '))}"
