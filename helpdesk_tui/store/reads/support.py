"""What the accounts of clients have today, for lists, cards and the head above a ticket (IN13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import LotView, SupportView

_account = table(ledger.Account)
_entry = table(ledger.Entry)
_lot = table(ledger.Lot)


def support_of(asking: Asking, clients: Collection[int]) -> Mapping[int, SupportView]:
    """What those of these clients have on whose account anything ever moved."""
    if not clients:
        return {}
    asked = select(_account).where(_account.c.client.in_(clients), _account.c.active, _account.c.seq > 0)
    accounts = asking.connection.execute(asked).all()
    dated, had = _dated(asking, [row.id for row in accounts])
    return {
        row.client: SupportView(
            row.balance, max(row.pool, 0), tuple(dated[row.id]), max(-row.pool, 0), True,
            bool(row.given or row.used or row.id in had),
        )
        for row in accounts
    }  # fmt: skip


def _dated(asking: Asking, accounts: Collection[int]) -> tuple[dict[int, list[LotView]], set[int]]:
    """The lots of accounts that are open today and have something left, by account; and who ever had a lot."""
    open_now: dict[int, list[LotView]] = defaultdict(list)
    if not accounts:
        return open_now, set()
    left = func.coalesce(func.sum(_entry.c.amount), 0)
    asked = (
        select(_lot.c.account, _lot.c.starts, _lot.c.ends, left.label("left"))
        .join_from(_lot, _entry, _entry.c.lot == _lot.c.id)
        .where(_lot.c.account.in_(accounts))
        .group_by(_lot.c.id)
        .order_by(_lot.c.ends, _lot.c.id)
    )
    today, had = day_of(asking.now, asking.zone), set()
    for row in asking.connection.execute(asked):
        had.add(row.account)
        if row.starts <= today <= row.ends and row.left > 0:
            open_now[row.account].append(LotView(int(row.left), row.starts, row.ends))
    return open_now, had
