"""What the accounts of clients have today, for lists, cards and the head above a ticket (IN13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, time

from sqlalchemy import func, select

from helpdesk_tui.rules.incidents import Dated, Holding, balance
from helpdesk_tui.rules.ledger import Lot
from helpdesk_tui.rules.periods import after_months, day_of
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import desk, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import LotView, SupportView
from helpdesk_tui.vocab import EntryKind, Unit

_account = table(ledger.Account)
_desk = table(desk.Desk)
_entry = table(ledger.Entry)
_lot = table(ledger.Lot)


def support_of(asking: Asking, clients: Collection[int]) -> Mapping[int, SupportView]:
    """What those of these clients have on whose account anything ever moved."""
    if not clients:
        return {}
    now = select(_desk.c.currency).scalar_subquery()
    asked = select(_account).where(_account.c.client.in_(clients), _account.c.seq > 0, _account.c.currency == now)
    # The active one last: where there is one, it is the client's.
    accounts = asking.connection.execute(asked.order_by(_account.c.active, _account.c.id)).all()
    lots = lots_of(asking, [row.id for row in accounts])
    found = {}
    for row in accounts:
        there = balance(Holding(row.pool, tuple(lots[row.id])), asking.now, asking.zone)
        dated = tuple(lot_view(one) for one in there.dated)
        had = bool(row.given or row.used or lots[row.id])
        found[row.client] = SupportView(row.balance, there.lifetime, dated, there.credit_used, True, had)
    return found


def paid_in_a_year(asking: Asking, client: int) -> int:
    """What was paid on a client's accounts in the provider's currency, in this month and the eleven before (CL4).

    In minor units; a payment that was put back to New is none.
    """
    this = day_of(asking.now, asking.zone).replace(day=1)
    since = datetime.combine(after_months(this, -11), time(), asking.zone)
    now = select(_desk.c.currency).scalar_subquery()
    own = select(_account.c.id).where(_account.c.client == client, _account.c.currency == now)
    paid = _entry.c.kind.in_((EntryKind.PAYMENT.value, EntryKind.PAYMENT_BACK.value))
    asked = select(func.coalesce(func.sum(_entry.c.amount), 0)).where(
        _entry.c.account.in_(own), paid, _entry.c.unit == Unit.MONEY.value, _entry.c.at >= since
    )
    return int(asking.connection.execute(asked).scalar_one())


def lot_view(one: Dated) -> LotView:
    """What is left of a lot, and its dates."""
    return LotView(one.left, one.lot.starts, one.lot.ends, one.lot.count)


def lots_of(asking: Asking, accounts: Collection[int]) -> Mapping[int, list[Dated]]:
    """Every lot of these accounts, by account."""
    found: dict[int, list[Dated]] = defaultdict(list)
    if not accounts:
        return found
    left = func.coalesce(func.sum(_entry.c.amount), 0)
    asked = (
        select(_lot, left.label("left"))
        .join_from(_lot, _entry, _entry.c.lot == _lot.c.id)
        .where(_lot.c.account.in_(accounts))
        .group_by(_lot.c.id)
    )
    for row in asking.connection.execute(asked):
        found[row.account].append(Dated(Lot(row.id, row.starts, row.ends, row.number), int(row.left)))
    return found
