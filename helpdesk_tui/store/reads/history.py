"""What was changed, by whom and when."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, select

from helpdesk_tui.rules.money import amount
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.row import UNTOLD
from helpdesk_tui.store.tables import billing, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import EventView
from helpdesk_tui.vocab import ActorKind

_account = table(ledger.Account)
_DOCUMENTS = {"payment": table(billing.Payment), "expense": table(billing.Expense)}
_AMOUNT = re.compile(r"(payment|expense):(\d{1,18}) amount", re.ASCII)


def events(asking: Asking, statement: Any) -> tuple[EventView, ...]:
    """Events as views."""
    return tuple(
        EventView(r.id, r.at, r.actor_name, r.action, r.ticket, r.field, r.before, r.after, r.reason)
        for r in asking.connection.execute(statement)
    )


def with_sums(asking: Asking, found: tuple[EventView, ...]) -> tuple[EventView, ...]:
    """Events with the amounts of documents as sums of their currency, not as minor units."""
    named = {one.field: match for one in found if (match := _AMOUNT.fullmatch(one.field))}
    wanted = {kind: {int(match[2]) for match in named.values() if match[1] == kind} for kind in _DOCUMENTS}
    currencies: dict[str, str] = {}
    for kind, where in _DOCUMENTS.items():
        if wanted[kind]:
            asked = select(where.c.id, _account.c.currency).join_from(where, _account, _account.c.id == where.c.account)
            rows = asking.connection.execute(asked.where(where.c.id.in_(wanted[kind])))
            currencies |= {f"{kind}:{row.id} amount": row.currency for row in rows}
    return tuple(
        replace(one, before=sum_of(one.before, currencies[one.field]), after=sum_of(one.after, currencies[one.field]))
        if one.field in currencies else one
        for one in found
    )  # fmt: skip


def sum_of(minor: str, currency: str) -> str:
    """A sum of minor units, as an event has it, with its currency."""
    return f"{amount(int(minor), currency)} {currency}" if minor.isascii() and minor.isdecimal() else minor


def since(asking: Asking, favourite: Any, event: Any) -> ColumnElement[bool]:
    """The condition under which an event changed a favourite since who asks looked at it: somebody else's, and news."""
    mine = and_(event.c.actor == ActorKind.STAFF.value, event.c.actor_id.is_not_distinct_from(asking.scope.staff_id))
    return and_(
        event.c.ticket == favourite.c.ticket, event.c.change > favourite.c.change, event.c.field.not_in(UNTOLD),
        not_(mine),
    )  # fmt: skip
