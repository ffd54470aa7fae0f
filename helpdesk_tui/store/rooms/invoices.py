"""What an invoice of a payment says (CL12): put together in one place, for the act that sends it and for who looks.

Once its payment is Paid it is kept as it is then (`rooms.issued`). Only another payer who is named can be put in.
Whoever asks has one transaction, so that payment, payer, breakdown and price belong together.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.allocation import Part, Share, of_payment
from helpdesk_tui.rules.invoice import Invoice, Item, due_on
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.rules.provider import default
from helpdesk_tui.store.rooms.billing import shares_of
from helpdesk_tui.store.rooms.issued import issued_of
from helpdesk_tui.store.rooms.pricing import price_of_step
from helpdesk_tui.store.tables import billing, clients, desk, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import PaidPriceView, Price
from helpdesk_tui.vocab import Grace, OrderState, PaymentStatus

_payment = table(billing.Payment)
_payer = table(billing.Payer)
_step = table(billing.OrderStep)
_account = table(ledger.Account)
_client = table(clients.Client)
_setting = table(desk.Setting)
_OF_INVOICES = ("invoice_name", "invoice_address", "invoice_tax_number", "invoice_bank", "invoice_due_days")
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
    """The invoice of a payment, to a payer of the client, the first one if none is named; raises NotFound.

    `provider` is the desk's name, for where the provider has none for invoices. Raises UnusableData for kept facts that
    cannot be read.
    """
    row = payment_row(connection, number)
    found = issued_of(connection, [row]).get(row.id)
    if found is None:
        return composed(connection, row, payer, provider, now, zone)
    return found if payer is None else replace(found, **_billed(connection, _owner(connection, row.account), payer))


def composed(
    connection: Connection, row: Any, payer: int | None, provider: str, now: datetime, zone: tzinfo
) -> Invoice:
    """The invoice of a payment's row as it is to be now, whatever was kept; raises NotFound for no such payer."""
    owner = _owner(connection, row.account)
    own = of_payment(shares_of(connection, row.account), f"payment:{row.id}")
    texts = _texts(connection, [one.charge for one in own])
    items = tuple(Item(texts.get(one.charge) or one.charge.replace(":", " "), one.amount, one.charge) for one in own)
    created = day_of(row.created, zone)
    price, exact = _price_of(connection, row, own, now)
    # Money that came for an order and bought nothing is money on the account, whatever was written on the payment.
    bought = own or row.incident_order is None or row.status != PaymentStatus.PAID.value
    return Invoice(
        number=row.id, created=created, paid=None if row.paid_at is None else day_of(row.paid_at, zone),
        amount=row.amount, currency=owner.currency, note=row.text if bought else "", items=items,
        price=price if bought else None, exact=exact and bool(bought),
        **_sender(connection, provider, created, owner), **_billed(connection, owner, payer),
    )  # fmt: skip


def _price_of(connection: Connection, row: Any, own: Sequence[Share], now: datetime) -> tuple[Price | None, bool]:
    """The price that a payment is over, and whether over exactly that: of what it waited for, else of what it covers.

    Whatever paid it: money that came later, or that completed an order which waited for another payment.
    """
    priced = paid_price_of(connection, row, now)
    if priced is not None:
        return priced.price, priced.exact
    expense = own[0].charge.removeprefix("expense:") if len(own) == 1 and own[0].amount == row.amount else ""
    if not expense.isdecimal():
        return None, False
    asked = select(_step).where(_step.c.expense == int(expense), _step.c.price == row.amount)
    step = connection.execute(asked).first()
    return (None, False) if step is None else (price_of_step(step), True)


def settings_of(connection: Connection) -> Mapping[str, str]:
    """What the provider wants on invoices."""
    rows = connection.execute(select(_setting.c.name, _setting.c.value).where(_setting.c.name.in_(_OF_INVOICES)))
    return {name: default(name) for name in _OF_INVOICES} | {row.name: row.value for row in rows}


def _sender(connection: Connection, provider: str, created: date, account: Any) -> dict[str, Any]:
    """Who sends it, where to pay and until when."""
    found = settings_of(connection)
    tax = f"Tax number {found['invoice_tax_number']}" if found["invoice_tax_number"] else ""
    seller = "\n".join(line for line in (found["invoice_address"], tax) if line)
    due = due_on(created, Grace(account.grace), account.respite, int(found["invoice_due_days"]))
    return {
        "provider": found["invoice_name"] or provider, "seller": seller, "bank": found["invoice_bank"], "due": due
    }  # fmt: skip


def _owner(connection: Connection, account: int) -> Any:
    """The row of an account with the client whose it is."""
    return connection.execute(
        select(_account, _client.c.name, _client.c.email, _client.c.country)
        .join_from(_account, _client, _client.c.id == _account.c.client, isouter=True)
        .where(_account.c.id == account)
    ).one()  # fmt: skip


def _billed(connection: Connection, owner: Any, payer: int | None) -> dict[str, Any]:
    """Whom it is for: a payer, the first one, or the client where there is none; raises NotFound."""
    payers = _payers(connection, owner.client, payer)
    if payers:
        one = payers[0]
        return {
            "client": one.name, "address": one.address, "country": "", "tax_number": one.tax_number, "payer": one.id
        }  # fmt: skip
    return {
        "client": owner.name or owner.email or "", "address": owner.email or "", "country": owner.country or "",
        "tax_number": "", "payer": None,
    }  # fmt: skip


def payment_row(connection: Connection, number: int) -> Any:
    """The row of a payment; raises NotFound, for one that was deleted too."""
    asked = select(_payment).where(_payment.c.id == number, _payment.c.deleted.is_(None))
    row = connection.execute(asked).first()
    if row is None:
        raise NotFound(f"Payment {number}")
    return row


def paid_price_of(
    connection: Connection, payment: Any, now: datetime, issued: Invoice | None = None
) -> PaidPriceView | None:
    """The price of what waits, or waited, for a payment, as its invoice was `issued`; None where nothing did."""
    step = steps_of(connection, [payment.id]).get(payment.id)
    if step is None:
        return None
    if issued is not None and issued.price is not None:
        return PaidPriceView(step.incident_order, issued.price, issued.exact)
    return price_by(connection, payment, step, now)


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
