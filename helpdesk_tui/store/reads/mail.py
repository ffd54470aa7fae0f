"""Gateways, *Incoming emails*, stored originals, the outbox."""

from __future__ import annotations

import zlib
from typing import Any

from sqlalchemy import and_, func, not_, or_, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadGateways,
    ReadIncoming,
    ReadIncomingMail,
    ReadKnownUnits,
    ReadOutbox,
    ReadRaw,
)
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.walk import reach, ticket
from helpdesk_tui.store.tables import mail, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import GatewayView, IncomingMail, IncomingRow, OutboxRow
from helpdesk_tui.vocab import WRONG_TO, GatewayType, IncomingState, MailOutcome, OutboxState, TlsMode

_gateway = table(mail.Gateway)
_mail = table(mail.Mail)
_arrival = table(mail.Arrival)
_outbox = table(mail.Outbox)
_blob = table(tickets.Blob)
_department = table(people.Department)


def gateways(asking: Asking, question: ReadGateways) -> tuple[GatewayView, ...]:
    """The gateways by name."""
    run = asking.connection.execute
    taken: dict[int, int] = dict(run(select(_arrival.c.gateway, func.count()).group_by(_arrival.c.gateway)).all())
    asked = select(_gateway, _department.c.name.label("department_name")).join(
        _department, _department.c.id == _gateway.c.department
    )
    return tuple(_gateway_view(row, taken.get(row.id, 0)) for row in run(asked.order_by(_gateway.c.name)))


def known_units(asking: Asking, question: ReadKnownUnits) -> dict[str, tuple[MailOutcome, str]]:
    """Which of these units were recorded already, and what was noted of them."""
    asked = select(_arrival.c.unit, _arrival.c.outcome, _arrival.c.reason)
    rows = asking.connection.execute(
        asked.where(
            _arrival.c.gateway == question.gateway,
            _arrival.c.generation == question.generation,
            _arrival.c.unit.in_(question.units),
        )
    )
    return {row.unit: (MailOutcome(row.outcome), row.reason) for row in rows}


def incoming(asking: Asking, question: ReadIncoming) -> tuple[IncomingRow, ...]:
    """What waits among *Incoming emails* for the asker, newest first; on demand also what was ignored."""
    waits = _mail.c.incoming == IncomingState.WAITING.value
    if question.ignored:
        waits = or_(waits, _ignored())
    rows = asking.connection.execute(
        _incoming().where(waits, _seen(asking)).order_by(_mail.c.id.desc()).limit(question.limit)
    )
    return tuple(_incoming_row(row) for row in rows)


def incoming_mail(asking: Asking, question: ReadIncomingMail) -> IncomingMail:
    """One of them; raises NotFound. Its text is parsed from the original by whoever shows it."""
    shown = or_(_mail.c.incoming.is_not(None), _ignored())
    row = asking.connection.execute(_incoming().where(_mail.c.id == question.mail, shown, _seen(asking))).first()
    if row is None:
        raise NotFound(f"Incoming email {question.mail}")
    return IncomingMail(_incoming_row(row), "", row.recipients, ())


def raw(asking: Asking, question: ReadRaw) -> bytes:
    """The stored original; its department, its ticket's departments and administrators may read it."""
    scope = asking.scope
    asked = select(_mail.c.department, _mail.c.ticket, _blob.c.packed).join(_blob, _blob.c.id == _mail.c.raw)
    row = asking.connection.execute(asked.where(_mail.c.id == question.mail)).first()
    if row is None or not (_may_read(asking, row.ticket) or (row.department and scope.covers(row.department))):
        raise NotFound(f"Mail {question.mail}")
    return zlib.decompress(row.packed)


def outbox(asking: Asking, question: ReadOutbox) -> tuple[OutboxRow, ...]:
    """Outgoing emails of tickets in the asker's scope, newest first."""
    asked = select(_outbox).outerjoin(ticket, ticket.c.id == _outbox.c.ticket)
    if not asking.scope.everything:
        asked = asked.where(_outbox.c.ticket.is_not(None), *reach(asking))
    rows = asking.connection.execute(asked.order_by(_outbox.c.id.desc()).limit(question.limit))
    return tuple(
        OutboxRow(r.id, ", ".join(r.to_addresses), r.subject, OutboxState(r.state), r.error, r.attempts, r.ticket,
                  r.created, r.next_try)
        for r in rows
    )  # fmt: skip


def _may_read(asking: Asking, number: int | None) -> bool:
    if asking.scope.everything:
        return True
    if number is None:
        return False
    return (
        asking.connection.execute(select(ticket.c.id).where(ticket.c.id == number, *reach(asking))).first() is not None
    )


def _incoming() -> Any:
    return (
        select(_mail, _department.c.name.label("department_name"), _gateway.c.name.label("gateway_name"))
        .outerjoin(_department, _department.c.id == _mail.c.department)
        .outerjoin(_gateway, _gateway.c.id == _mail.c.gateway)
    )


def _ignored() -> Any:
    elsewhere = _mail.c.reason.startswith(WRONG_TO, autoescape=True)
    return and_(_mail.c.incoming.is_(None), _mail.c.outcome == MailOutcome.IGNORED.value, not_(elsewhere))


def _seen(asking: Asking) -> Any:
    """They follow the gateway's department; quarantined ones and those without one are for all staff."""
    if asking.scope.everything:
        return _mail.c.id.is_not(None)
    return or_(
        _mail.c.department.in_(asking.scope.departments),
        _mail.c.department.is_(None),
        _mail.c.outcome == MailOutcome.QUARANTINED.value,
    )


def _incoming_row(row: Any) -> IncomingRow:
    return IncomingRow(
        row.id, row.sender_name, row.sender, row.subject, row.reason, MailOutcome(row.outcome),
        IncomingState(row.incoming or IncomingState.WAITING.value), row.received, row.department_name,
        row.gateway_name or "", row.suggestion, row.size,
    )  # fmt: skip


def _gateway_view(r: Any, taken: int) -> GatewayView:
    return GatewayView(
        r.id, r.name, GatewayType(r.type), r.address, r.department_name, r.department, r.enabled, r.host, r.port,
        TlsMode(r.tls), r.login, r.password, r.folder, r.path, r.delete, r.interval, r.authserv_id, r.match,
        r.last_poll, r.last_error, r.failures, taken, r.next_poll, r.state, r.ca_file, r.generation,
    )  # fmt: skip
