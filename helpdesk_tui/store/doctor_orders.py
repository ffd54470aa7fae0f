"""Whether orders gave what was bought under them, and were charged for it (rule 25). Nothing here is mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from helpdesk_tui.rules.exchange import is_made_of
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.order_check import Done, fault
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.rules.pricing import adds_up
from helpdesk_tui.store.rooms.orders import PLAN_PRICE, order_of, plan_price_of, purchase_of
from helpdesk_tui.store.rooms.pricing import price_of_step
from helpdesk_tui.store.tables import billing, desk, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import EntryKind, OrderState, PaymentStatus, PurchaseKind

_order = table(billing.IncidentOrder)
_step = table(billing.OrderStep)
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_lot = table(ledger.Lot)
_entry = table(ledger.Entry)
_account = table(ledger.Account)
_desk = table(desk.Desk)
_is_old = (_account.c.currency != select(_desk.c.currency).scalar_subquery()) & _account.c.client.is_not(None)
_orders = (
    select(_order, _account.c.currency, _is_old.label("old"))
    .join_from(_order, _account, _account.c.id == _order.c.account, isouter=True)
    .order_by(_order.c.id)
)
_steps = (
    select(_step, _payment.c.status, _payment.c.deleted, _expense.c.account.label("charged"))
    .join_from(_step, _payment, _payment.c.id == _step.c.payment, isouter=True)
    .join(_expense, (_expense.c.id == _step.c.expense) & (_expense.c.incident_order == _step.c.incident_order),
          isouter=True)
    .order_by(_step.c.done, _step.c.id)
)  # fmt: skip


def wrong_orders(connection: Connection) -> Iterator[tuple[int, str]]:
    """Number and first fault of each order that is not what was bought."""
    steps: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(_steps):
        steps[row.incident_order].append(row)
    lots: dict[int, list[tuple[Window, int]]] = defaultdict(list)
    for row in connection.execute(select(_lot).where(_lot.c.incident_order.is_not(None))):
        lots[row.incident_order].append((Window(row.starts, row.ends), row.number))
    lifetime = _lifetime(connection)
    for row in connection.execute(_orders):
        own = steps[row.id]
        done = [one for one in own if one.state == OrderState.ACTIVE.value]
        said = _unpaid(row, own) or _unexplained(row, own)
        said = said or fault(order_of(row), map(_done, done), lots[row.id], lifetime.get(row.id, 0))
        if said:
            yield row.id, said


def counted(connection: Connection) -> int:
    """How many orders there are."""
    return int(connection.execute(select(func.count()).select_from(_order)).scalar_one())


def _unpaid(order: Any, steps: list[Any]) -> str:
    """What was given without a charge, or waits for nothing."""
    for step in steps:
        active, waits = step.state == OrderState.ACTIVE.value, step.state == OrderState.WAITING.value
        if active and step.price and step.charged != order.account:
            return f"a purchase of {step.day} was not charged"
        if waits and (step.status != PaymentStatus.NEW.value or step.deleted is not None):
            return "it waits for a payment that is not New"
        if waits and order.old:
            return "it waits on an account in an earlier currency of the provider"
    return ""


def _unexplained(order: Any, steps: list[Any]) -> str:
    """A price whose parts do not make it, or an order that names another price than its own purchase (CL13)."""
    for step in steps:
        price, listed = (f"{amount(sum_, order.currency)} {order.currency}" for sum_ in (step.price, step.full_price))
        if not adds_up(price_of_step(step)):
            return f"the parts of the price {price} of its {step.kind} do not add up"
        if not _is_converted(step, order.currency):
            return f"the listed price {listed} of its {step.kind} is not what its exchange rate makes"
        if step.kind == PurchaseKind.ORDER.value and step.price != order.price:
            return "its price is not that of its own purchase"
    return ""


def _is_converted(step: Any, currency: str) -> bool:
    """Whether a listed price is what the plan's became in the account's currency; so it is where they had the same."""
    kept = [getattr(step, name) is not None for name in PLAN_PRICE]
    told = plan_price_of(step) if all(kept) else None
    return not any(kept) if told is None else is_made_of(step.full_price, currency, told)


def _done(step: Any) -> Done:
    return Done(purchase_of(step), step.first, range(step.begin, step.begin + step.windows), step.day)


def _lifetime(connection: Connection) -> dict[int, int]:
    """Lifetime incidents that orders gave, by order."""
    bought = (_entry.c.kind == EntryKind.PURCHASE.value) & _entry.c.lot.is_(None)
    asked = select(_entry.c.document, func.sum(_entry.c.amount).label("given")).where(bought)
    rows = connection.execute(asked.where(_entry.c.document.like("order:%")).group_by(_entry.c.document))
    return {int(row.document.removeprefix("order:")): int(row.given) for row in rows}
