"""Violations of clients, as lists show them (TF5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnClause, case, func, literal_column, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadAbuse, ReadAbuses
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.walk import reach
from helpdesk_tui.store.tables import abuse, clients, people, tickets
from helpdesk_tui.store.tables.abuse import OPEN
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import AbuseView
from helpdesk_tui.vocab import AbuseAction, AbuseState

_abuse = table(abuse.Abuse)
_client = table(clients.Client)
_service = table(clients.Service)
_staff = table(people.Staff)
_ticket = table(tickets.Ticket)

_MANY_DUE = 50
_is_open: ColumnClause[bool] = literal_column(f"abuse.{OPEN}")
_rows = (
    select(
        _abuse, _ticket.c.subject, _client.c.name.label("client_name"), _client.c.email.label("client_email"),
        _service.c.name.label("service_name"), _staff.c.login,
    )
    .join(_ticket, _ticket.c.id == _abuse.c.ticket)
    .join(_client, _client.c.id == _abuse.c.client)
    .outerjoin(_service, _service.c.id == _abuse.c.service)
    .outerjoin(_staff, _staff.c.id == _abuse.c.staff)
)  # fmt: skip


def abuses(asking: Asking, question: ReadAbuses) -> tuple[AbuseView, ...]:
    """A page of them: what is due next first, then what ended last."""
    asked = _rows.where(*reach(asking))
    if question.states:
        asked = asked.where(_abuse.c.state.in_([state.value for state in question.states]))
    if question.client is not None:
        asked = asked.where(_abuse.c.client == question.client)
    order = (_is_open.desc(), case((_is_open, _abuse.c.until)), _abuse.c.ended.desc(), _abuse.c.id.desc())
    return tuple(_view(row) for row in asking.connection.execute(asked.order_by(*order).limit(question.limit)))


def one_abuse(asking: Asking, question: ReadAbuse) -> AbuseView:
    """One of them; raises NotFound when it is not there or its ticket is not in the asker's scope."""
    row = asking.connection.execute(_rows.where(_abuse.c.id == question.abuse, *reach(asking))).first()
    if row is None:
        raise NotFound(f"Abuse {question.abuse}")
    return _view(row)


def scores_of(asking: Asking, client: int) -> int:
    """The sum of a client's scores; withdrawn violations do not count."""
    counts = _abuse.c.state != AbuseState.WITHDRAWN.value
    asked = select(func.coalesce(func.sum(_abuse.c.scores), 0)).where(_abuse.c.client == client, counts)
    return int(asking.connection.execute(asked).scalar_one())


def due_abuses(asking: Asking) -> tuple[int, ...]:
    """Numbers of those whose date has come, the longest due first; a few at a time."""
    asked = select(_abuse.c.id).where(_is_open, _abuse.c.until <= asking.now)
    return tuple(asking.connection.execute(asked.order_by(_abuse.c.until, _abuse.c.id).limit(_MANY_DUE)).scalars())


def _view(row: Any) -> AbuseView:
    return AbuseView(
        row.id, row.ticket, row.subject, row.client, row.client_name or row.client_email, row.client_email,
        row.service_name, row.scores, AbuseAction(row.action), row.until, row.comment, AbuseState(row.state),
        row.ended, row.reason, row.login or "", row.at,
    )  # fmt: skip
