"""What messages said before they were edited, and which splits and merges could be taken back (TF7)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadEarlier, ReadRegroupings, ReadRow
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.queue import one_row
from helpdesk_tui.store.reads.walk import reach
from helpdesk_tui.store.tables import people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import EarlierText, RegroupingView
from helpdesk_tui.vocab import Regrouped

_ticket = table(tickets.Ticket)
_message = table(tickets.Message)
_edit = table(tickets.MessageEdit)
_regrouping = table(tickets.Regrouping)
_staff = table(people.Staff)


def earlier(asking: Asking, question: ReadEarlier) -> tuple[EarlierText, ...]:
    """Every earlier text of a message, the newest first; raises NotFound where its ticket is not in the scope."""
    shown = (_message.c.id == question.message, _message.c.taken_back.is_(None))
    there = select(_message.c.id).join(_ticket, _ticket.c.id == _message.c.ticket)
    if asking.connection.execute(there.where(*shown, *reach(asking))).first() is None:
        raise NotFound(f"Message {question.message}")
    asked = (
        select(_edit.c.at, _edit.c.text, _staff.c.login)
        .outerjoin(_staff, _staff.c.id == _edit.c.staff)
        .where(_edit.c.message == question.message)
        .order_by(_edit.c.id.desc())
    )
    return tuple(EarlierText(row.at, row.login or "system", row.text) for row in asking.connection.execute(asked))


def regroupings(asking: Asking, question: ReadRegroupings) -> tuple[RegroupingView, ...]:
    """Splits and merges to or from a ticket that were not taken back, the newest first; raises NotFound."""
    one_row(asking, ReadRow(question.number))
    found: list[Any] = []
    for end in (_regrouping.c.source, _regrouping.c.target):
        asked = select(_regrouping, _staff.c.login).outerjoin(_staff, _staff.c.id == _regrouping.c.staff)
        found += asking.connection.execute(asked.where(end == question.number, _regrouping.c.undone.is_(None))).all()
    return tuple(
        RegroupingView(row.id, Regrouped(row.kind), row.source, row.target, row.login or "system", row.at,
                       len(json.loads(row.moved)["messages"]))
        for row in sorted(found, key=lambda row: -row.id)
    )  # fmt: skip
