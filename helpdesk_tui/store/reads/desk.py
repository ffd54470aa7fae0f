"""The desk as a whole: health and provider settings (CLI: status, provider show)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, true

from helpdesk_tui import __version__
from helpdesk_tui.questions import ReadDue, ReadHealth, ReadProvider
from helpdesk_tui.store import SCHEMA
from helpdesk_tui.store.reads.abuse import due_abuses
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import currency_of
from helpdesk_tui.store.rooms.outbox import WAITING_STATES
from helpdesk_tui.store.tables import clients, desk, mail, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import Due, GatewayHealth, Health
from helpdesk_tui.vocab import OutboxState

_desk = table(desk.Desk)
_setting = table(desk.Setting)
_gateway = table(mail.Gateway)
_outbox = table(mail.Outbox)
_ticket = table(tickets.Ticket)
_COUNTED = {
    "tickets": table(tickets.Ticket), "messages": table(tickets.Message), "clients": table(clients.Client),
    "staff": table(people.Staff), "departments": table(people.Department), "mails": table(mail.Mail),
}  # fmt: skip

WORKER_SILENT = timedelta(seconds=30)
"""A worker that has not been heard of for so long is not running."""
_NOT_SENT = tuple(state.value for state in OutboxState if state is not OutboxState.SENT)
_POLLED = ("imap", "pop3", "maildir", "mbox")


def health(asking: Asking, question: ReadHealth) -> Health:
    """Version, counts, gateways, outbox and the worker's heartbeat.

    The status line asks every few seconds and leaves out what takes longer the more tickets and emails there are.
    """
    run = asking.connection.execute
    row = run(select(_desk)).one()
    alive = row.worker_seen is not None and asking.now - row.worker_seen < WORKER_SILENT
    by_state = select(_outbox.c.state, func.count()).where(_outbox.c.dropped.is_(None)).group_by(_outbox.c.state)
    if not question.counts:
        by_state = by_state.where(_outbox.c.state.in_(_NOT_SENT))
    states: dict[str, int] = dict(run(by_state).all())
    counted = _COUNTED if question.counts else {}
    gateways = run(select(_gateway).where(_gateway.c.enabled.is_(True)).order_by(_gateway.c.name))
    return Health(
        version=__version__,
        schema=SCHEMA,
        desk=row.name,
        database=asking.database,
        counts={name: run(select(func.count()).select_from(t)).scalar_one() for name, t in counted.items()},
        gateways=tuple(
            GatewayHealth(
                g.name,
                g.last_poll,
                _late(g.type, g.last_poll, g.interval, asking.now),
                g.last_error,
                verified=bool(g.authserv_id),
            )
            for g in gateways
        ),
        outbox=states,
        worker_seen=row.worker_seen,
        worker_alive=alive,
        change=row.change,
    )


def due(asking: Asking, question: ReadDue) -> Due:
    """What waits for the worker."""
    run = asking.connection.execute
    late = select(_ticket.c.id).where(_ticket.c.delayed == true(), _ticket.c.delayed_until <= asking.now)
    lease_now = asking.lease_now() if asking.lease_now else asking.now
    sent_now = _outbox.c.state == OutboxState.SENDING.value
    ready = _outbox.c.state.in_(WAITING_STATES) & (_outbox.c.next_try <= asking.now)
    # The lease of a sender on another host, of which nobody can tell whether it lives.
    interrupted = sent_now & (_outbox.c.until <= lease_now)
    waits = select(_outbox.c.id).where(or_(ready, interrupted))
    sending = select(_outbox.c.owner).where(sent_now)
    return Due(
        run(late.limit(1)).first() is not None,
        run(waits.limit(1)).first() is not None,
        frozenset(run(sending).scalars()),
        due_abuses(asking),
    )


def provider(asking: Asking, question: ReadProvider) -> dict[str, str]:
    """The provider's currency, and those settings that were ever set."""
    found = asking.connection.execute(select(_setting).order_by(_setting.c.name))
    return {"currency": currency_of(asking)} | {row.name: row.value for row in found}


def _late(kind: str, last: datetime | None, interval: int, now: datetime) -> bool:
    """Whether two polls were missed (MG1)."""
    return kind in _POLLED and last is not None and now - last > timedelta(seconds=2 * interval + 30)
