"""What an invoice of a payment says (CL12): put together in one place, for the act that sends it and for who looks.

Whoever asks has one transaction, so that payment, payer, breakdown and price belong together.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.allocation import Part, Share, of_payment
from helpdesk_tui.rules.invoice import Invoice, Item
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.rooms.billing import shares_of
from helpdesk_tui.store.rooms.pricing import price_of_step
from helpdesk_tui.store.tables import billing, clients, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import PaidPriceView
from helpdesk_tui.vocab import OrderState, PaymentStatus

_payment = table(billing.Payment)
_payer = table(billing.Payer)
_step = table(billing.OrderStep)
_account = table(ledger.Account)
_client = table(clients.Client)
_TEXTS: Mapping[str, tuple[Any, Any]] = {
    "expense": (table(billing.Expense), table(billing.Expense).c.text),
    "withdrawal": (table(billing.Withdrawal), table(billing.Withdrawal).c.reference),
}
Shares = dict[int, tuple[Share, ...]]
"""What covers what, by account."""
_WAITS = "waits"
"""What stands for the expense of something that was not charged yet."""


def invoice_of(
    connection: Connection, number: int, payer: int | None, provider: str, now: datetime, zone: tzinfo
) -> Invoice:
    """The invoice of a payment, to a payer of the client, the first one if none is named; raises NotFound."""
    row = payment_row(connection, number)
    owner = connection.execute(
        select(_account.c.currency, _account.c.client, _client.c.name, _client.c.email, _client.c.country)
        .join_from(_account, _client, _client.c.id == _account.c.client, isouter=True)
        .where(_account.c.id == row.account)
    ).one()  # fmt: skip
    payers = _payers(connection, owner.client, payer)
    name, address, country, tax = owner.name or owner.email or "", owner.email or "", owner.country or "", ""
    if payers:
        name, address, country, tax = payers[0].name, payers[0].address, "", payers[0].tax_number
    shares = of_payment(shares_of(connection, row.account), f"payment:{row.id}")
    texts = _texts(connection, [one.charge for one in shares])
    items = tuple(Item(texts.get(one.charge) or one.charge.replace(":", " "), one.amount) for one in shares)
    priced = paid_price_of(connection, row, now)
    return Invoice(
        row.id, provider, name, address, country, day_of(row.created, zone),
        None if row.paid_at is None else day_of(row.paid_at, zone), row.amount, owner.currency, row.text, items, tax,
        priced.price if priced else None, priced is not None and priced.exact,
    )  # fmt: skip


def payment_row(connection: Connection, number: int) -> Any:
    """The row of a payment; raises NotFound, for one that was deleted too."""
    asked = select(_payment).where(_payment.c.id == number, _payment.c.deleted.is_(None))
    row = connection.execute(asked).first()
    if row is None:
        raise NotFound(f"Payment {number}")
    return row


def paid_price_of(connection: Connection, payment: Any, now: datetime) -> PaidPriceView | None:
    """The price of what waits, or waited, for a payment; None where nothing did."""
    step = steps_of(connection, [payment.id]).get(payment.id)
    return None if step is None else price_by(connection, payment, step, now)


def steps_of(connection: Connection, payments: Collection[int]) -> Mapping[int, Any]:
    """What waits, or waited, for these payments, by their numbers; what was given up does not count."""
    waited = _step.c.payment.in_(payments) & (_step.c.state != OrderState.CANCELLED.value)
    rows = connection.execute(select(_step).where(waited)) if payments else ()
    return {row.payment: row for row in rows}


def price_by(
    connection: Connection, payment: Any, step: Any, now: datetime, known: Shares | None = None
) -> PaidPriceView:
    """The price that a payment is for, by what waits or waited for it.

    `known` remembers what covers what on an account, for who asks about many payments.
    """
    price = price_of_step(step)
    exact = payment.amount == price.total and _alone(connection, payment, step, now, {} if known is None else known)
    return PaidPriceView(step.incident_order, price, exact)


def _alone(connection: Connection, payment: Any, step: Any, now: datetime, known: Shares) -> bool:
    """Whether a payment covers what was bought with all of it, or would if it became Paid now."""
    paid, charged = [], []
    if payment.status != PaymentStatus.PAID.value:
        paid.append(Part(f"payment:{payment.id}", payment.amount, now, payment.id))
    if step.state == OrderState.WAITING.value:
        charged.append(Part(_WAITS, step.price, now, sys.maxsize))
    if paid or charged:
        found = shares_of(connection, payment.account, paid, charged)
    elif payment.account in known:
        found = known[payment.account]
    else:
        found = known[payment.account] = shares_of(connection, payment.account)
    shares = of_payment(found, f"payment:{payment.id}")
    own = _WAITS if step.state == OrderState.WAITING.value else f"expense:{step.expense}"
    return [(one.charge, one.amount) for one in shares] == [(own, step.price)]


def _payers(connection: Connection, client: int | None, payer: int | None) -> list[Any]:
    """The payers of a client as they came, or the one who is named; raises NotFound where that is none of them."""
    which = (_payer.c.client == client) & _payer.c.deleted.is_(None)
    if payer is not None:
        which &= _payer.c.id == payer
    found = list(connection.execute(select(_payer).where(which).order_by(_payer.c.id)))
    if payer is not None and not found:
        raise NotFound(f"Payer {payer}")
    return found


def _texts(connection: Connection, charges: Iterable[str]) -> Mapping[str, str]:
    """What charges say, by the name that entries have of them."""
    wanted: dict[str, list[int]] = {}
    for charge in charges:
        name, _, number = charge.partition(":")
        wanted.setdefault(name, []).append(int(number))
    found: dict[str, str] = {}
    for name, numbers in wanted.items():
        where, text = _TEXTS[name]
        asked = select(where.c.id, text.label("said")).where(where.c.id.in_(numbers))
        found |= {f"{name}:{row.id}": row.said for row in connection.execute(asked)}
    return found
