"""Tickets that come ready-made, with what was said on them: for demonstrations and for measuring.

The facts are those of `rules.ticket`, best made by `rules.lifecycle`, so that nothing can be in a state that acts
could not have led to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import MessageKind


@dataclass(frozen=True, slots=True)
class ReadyMessage:
    """A message that was said at a time: `author` is a login, an address in its compared form, or `system`.

    The first `own_lines` of the text are newly written, the rest is quoted history.
    """

    kind: MessageKind
    author: str
    at: datetime
    text: str
    own_lines: int
    staff: int | None = None
    attachments: tuple[ParsedAttachment, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ReadyTicket:
    """The facts of a ticket without its number, and its conversation in order of time.

    `readings` are the members of staff who read it, with the time of the last reading; `favourites` those who have it
    among theirs.
    """

    ticket: Ticket
    messages: tuple[ReadyMessage, ...]
    readings: tuple[tuple[int, datetime], ...] = ()
    favourites: tuple[int, ...] = ()
