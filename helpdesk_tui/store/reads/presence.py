"""Who has which ticket open now, and who writes on it; seen by who sees the ticket (TQ1), and never of oneself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from helpdesk_tui.questions import ReadPresence
from helpdesk_tui.rules.presence import is_writing
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.walk import reach
from helpdesk_tui.store.tables import people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import Colleague

_presence = table(people.Presence)
_draft = table(people.Draft)
_staff = table(people.Staff)
_ticket = table(tickets.Ticket)
_present = (
    select(_presence.c.ticket, _staff.c.login, _draft.c.saved)
    .join(_staff, _staff.c.id == _presence.c.staff)
    .outerjoin(_draft, and_(_draft.c.ticket == _presence.c.ticket, _draft.c.staff == _presence.c.staff))
    .order_by(_staff.c.login)
)


def presence(asking: Asking, question: ReadPresence) -> dict[int, tuple[Colleague, ...]]:
    """Colleagues by the ticket that they have open, of the tickets in the asker's scope."""
    asked = _present.join(_ticket, _ticket.c.id == _presence.c.ticket).where(*reach(asking))
    if question.number is not None:
        asked = asked.where(_presence.c.ticket == question.number)
    return _found(asking, asked)


def company_of(asking: Asking, numbers: Sequence[int]) -> dict[int, tuple[Colleague, ...]]:
    """The same of tickets that the asker is known to see."""
    return _found(asking, _present.where(_presence.c.ticket.in_(numbers)))


def _found(asking: Asking, asked: Any) -> dict[int, tuple[Colleague, ...]]:
    asked = asked.where(_presence.c.until > asking.now)
    if asking.scope.staff_id is not None:
        asked = asked.where(_presence.c.staff != asking.scope.staff_id)
    found: dict[int, list[Colleague]] = defaultdict(list)
    for row in asking.connection.execute(asked):
        found[row.ticket].append(Colleague(row.login, is_writing(row.saved, asking.now)))
    return {ticket: tuple(company) for ticket, company in found.items()}
