"""Gateways, *Incoming emails*, stored originals, the outbox."""

from __future__ import annotations

import zlib
from typing import Any

from sqlalchemy import and_, case, func, not_, or_, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadGateways,
    ReadIncoming,
    ReadIncomingMail,
    ReadKnownUnits,
    ReadMailMessages,
    ReadOutbox,
    ReadOutgoing,
    ReadRaw,
)
from helpdesk_tui.rules.headers import address_ticket
from helpdesk_tui.rules.secret_places import hidden, masked
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.walk import reach, ticket
from helpdesk_tui.store.rooms.people import login_at
from helpdesk_tui.store.tables import clients, mail, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import GatewayView, IncomingMail, IncomingRow, OutboxRow, OutgoingView
from helpdesk_tui.vocab import WRONG_TO, GatewayType, IncomingState, MailOutcome, MessageKind, OutboxState, TlsMode

_gateway = table(mail.Gateway)
_mail = table(mail.Mail)
_arrival = table(mail.Arrival)
_outbox = table(mail.Outbox)
_blob = table(tickets.Blob)
_message = table(tickets.Message)
_department = table(people.Department)
_staff = table(people.Staff)
_user = table(clients.ClientUser)

_BAD = (OutboxState.FAILED.value, OutboxState.UNKNOWN.value)
_TROUBLES_FIRST = case(
    (_outbox.c.dropped.is_not(None), 4), (_outbox.c.state.in_(_BAD), case((_outbox.c.mass.is_(None), 0), else_=1)),
    (_outbox.c.state != OutboxState.SENT.value, case((_outbox.c.mass.is_(None), 2), else_=3)), else_=4,
)  # fmt: skip


def gateways(asking: Asking, question: ReadGateways) -> tuple[GatewayView, ...]:
    """The gateways by name."""
    run = asking.connection.execute
    counted = select(_arrival.c.gateway, func.count()).group_by(_arrival.c.gateway)
    taken: dict[int, int] = dict(run(counted).all()) if question.counted else {}
    asked = select(_gateway, _department.c.name.label("department_name")).join(
        _department, _department.c.id == _gateway.c.department
    )
    return tuple(_gateway_view(asking, row, taken.get(row.id, 0)) for row in run(asked.order_by(_gateway.c.name)))


def known_units(asking: Asking, question: ReadKnownUnits) -> dict[str, tuple[MailOutcome, str, int]]:
    """Which of these units were recorded already, and what was noted of them."""
    asked = select(_arrival.c.unit, _arrival.c.outcome, _arrival.c.reason, _mail.c.size)
    asked = asked.join(_mail, _mail.c.id == _arrival.c.mail)
    rows = asking.connection.execute(
        asked.where(
            _arrival.c.gateway == question.gateway,
            _arrival.c.generation == question.generation,
            _arrival.c.unit.in_(question.units),
        )
    )
    return {row.unit: (MailOutcome(row.outcome), row.reason, row.size) for row in rows}


def incoming(asking: Asking, question: ReadIncoming) -> tuple[IncomingRow, ...]:
    """What waits among *Incoming emails* for the asker, or what waits there no more, newest first.

    On demand also what was ignored.
    """
    handled = [state.value for state in IncomingState if state is not IncomingState.WAITING]
    which: Any = _mail.c.incoming.in_(handled if question.handled else [IncomingState.WAITING.value])
    if question.ignored or question.only_ignored:
        which = _ignored() if question.only_ignored else or_(which, _ignored())
    asked = _incoming().where(which, _seen(asking))
    if question.client is not None:
        asked = asked.where(_of_client(question.client))
    rows = asking.connection.execute(asked.order_by(_mail.c.id.desc()).limit(question.limit)).all()
    answered = _answered(asking, [row.id for row in rows])
    return tuple(_incoming_row(asking, row, answered.get(row.id)) for row in rows)


def incoming_mail(asking: Asking, question: ReadIncomingMail) -> IncomingMail:
    """One of them; raises NotFound. Its text is parsed from the original by whoever shows it."""
    shown = or_(_mail.c.incoming.is_not(None), _ignored())
    row = asking.connection.execute(_incoming().where(_mail.c.id == question.mail, shown, _seen(asking))).first()
    if row is None:
        raise NotFound(f"Incoming email {question.mail}")
    shown_row = _incoming_row(asking, row, _answered(asking, [row.id]).get(row.id))
    of_staff = bool(login_at(asking.connection, row.sender))
    usual = 0 if row.outcome == MailOutcome.REFUSED.value else 1
    costs = _writes_off(asking, row.department, row.recipients)
    return IncomingMail(shown_row, row.recipients, of_staff, row.authserv_id or "", usual if costs else None)


def _writes_off(asking: Asking, department: int | None, recipients: tuple[str, ...]) -> bool:
    """Whether a ticket made of the email costs an incident: in its department, or in one of another gateway that it
    names. For a department that was deleted the desk's first one answers, as in the act.
    """
    run, to = asking.connection.execute, {address_ticket(one)[0] for one in recipients}
    departments = {row.id: row for row in run(select(_department).order_by(_department.c.id))}
    if department not in departments:
        return False
    living = [number for number in (department, *departments) if departments[number].active] or [department]
    named = select(_gateway.c.department).where(_gateway.c.enabled, _gateway.c.address.in_(to))
    return any(departments[number].write_off for number in (living[0], *run(named).scalars()))


def messages(asking: Asking, question: ReadMailMessages) -> tuple[int, ...]:
    """Emails that became messages of tickets in the asker's scope."""
    asked = (
        select(_mail.c.id)
        .join(_message, _message.c.id == _mail.c.message)
        .join(ticket, ticket.c.id == _message.c.ticket)
        .where(
            _mail.c.received >= question.since, not_(_mail.c.head_only),
            _message.c.kind == MessageKind.CLIENT.value, _message.c.mail == _mail.c.id, *reach(asking),
        )
    )  # fmt: skip
    return tuple(asking.connection.execute(asked.order_by(_mail.c.received, _mail.c.id)).scalars())


def raw(asking: Asking, question: ReadRaw) -> bytes:
    """The stored original; its department, its ticket's departments and administrators may read it."""
    scope = asking.scope
    asked = select(_mail.c.department, _mail.c.ticket, _blob.c.packed).join(_blob, _blob.c.id == _mail.c.raw)
    row = asking.connection.execute(asked.where(_mail.c.id == question.mail)).first()
    if row is None or not (_may_read(asking, row.ticket) or (row.department and scope.covers(row.department))):
        raise NotFound(f"Mail {question.mail}")
    return zlib.decompress(row.packed)


def outbox(asking: Asking, question: ReadOutbox) -> tuple[OutboxRow, ...]:
    """Outgoing emails the asker may see, newest first."""
    asked = _outgoing(asking)
    if question.client is not None:
        asked = asked.where(or_(ticket.c.client == question.client, _outbox.c.client == question.client))
    if question.troubles_first:
        asked = asked.order_by(_TROUBLES_FIRST)
    rows = asking.connection.execute(asked.order_by(_outbox.c.id.desc()).limit(question.limit))
    return tuple(_outbox_row(row) for row in rows)


def outgoing(asking: Asking, question: ReadOutgoing) -> OutgoingView:
    """One of them; raises NotFound."""
    row = asking.connection.execute(_outgoing(asking).where(_outbox.c.id == question.mail)).first()
    if row is None:
        raise NotFound(f"Outgoing email {question.mail}")
    return OutgoingView(_outbox_row(row), row.sender, row.reply_to, ", ".join(row.cc_addresses), row.sent,
                        row.written_by or "", row.text, row.payment)  # fmt: skip


def _outgoing(asking: Asking) -> Any:
    """Those of tickets in the asker's scope, those the asker wrote, and answers to emails of their departments."""
    asked = (
        select(_outbox, _staff.c.login.label("written_by"))
        .outerjoin(ticket, ticket.c.id == _outbox.c.ticket)
        .outerjoin(_mail, _mail.c.id == _outbox.c.mail)
        .outerjoin(_staff, _staff.c.id == _outbox.c.staff)
    )
    if asking.scope.everything:
        return asked
    own = or_(_outbox.c.staff == asking.scope.staff_id, _mail.c.department.in_(asking.scope.departments))
    of_ticket = and_(_outbox.c.ticket.is_not(None), *reach(asking))
    return asked.where(or_(of_ticket, and_(_outbox.c.ticket.is_(None), own)))


def _outbox_row(r: Any) -> OutboxRow:
    return OutboxRow(r.id, ", ".join(r.to_addresses), r.subject, OutboxState(r.state), r.error, r.attempts, r.ticket,
                     r.created, r.next_try, r.dropped is not None)  # fmt: skip


def _answered(asking: Asking, mails: list[int]) -> dict[int, Any]:
    """Who answered these emails without a ticket, and when; the latest answer of each."""
    if not mails:
        return {}
    asked = select(_outbox.c.mail, _outbox.c.created, _staff.c.login).outerjoin(_staff, _staff.c.id == _outbox.c.staff)
    of_staff = _outbox.c.mail.in_(mails) & ~_outbox.c.auto
    rows = asking.connection.execute(asked.where(of_staff).order_by(_outbox.c.id))
    return {row.mail: row for row in rows}


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
        select(
            _mail,
            _department.c.name.label("department_name"),
            _gateway.c.name.label("gateway_name"),
            _gateway.c.authserv_id,
        )
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


def _of_client(client: int) -> Any:
    """Known to be the client's, from an address of theirs, or perhaps about a ticket of theirs."""
    addresses = select(_user.c.address).where(_user.c.client == client)
    theirs = select(ticket.c.id).where(ticket.c.client == client)
    return or_(_mail.c.client == client, func.lower(_mail.c.sender).in_(addresses), _mail.c.suggestion.in_(theirs))


def _incoming_row(asking: Asking, row: Any, answered: Any | None) -> IncomingRow:
    return IncomingRow(
        row.id, row.sender_name, row.sender, row.subject, row.reason, MailOutcome(row.outcome),
        IncomingState(row.incoming or IncomingState.WAITING.value), row.received, row.department_name,
        row.gateway_name or "", row.suggestion, row.size, row.ticket,
        "" if answered is None else answered.login or "the program", None if answered is None else answered.created,
        row.notice, row.department is None or asking.scope.covers(row.department),
    )  # fmt: skip


def _gateway_view(asking: Asking, r: Any, taken: int) -> GatewayView:
    """The gateway; where its password is, whole for the program itself only (rule 47)."""
    scope = asking.scope
    password = r.password if scope.system else masked(r.password) if scope.admin else hidden(r.password)
    return GatewayView(
        r.id, r.name, GatewayType(r.type), r.address, r.department_name, r.department, r.enabled, r.host, r.port,
        TlsMode(r.tls), r.login, password, r.folder, r.path, r.delete, r.interval, r.authserv_id, r.match,
        r.last_poll, r.last_error, r.failures, taken, r.next_poll, r.state, r.ca_file, r.generation,
    )  # fmt: skip
