"""What an invoice of a payment says (CL12): put together in one place, for the act that sends it and for who looks.

Once its payment is Paid it is kept as it is then (`rooms.issued`). Only another payer who is named can be put in.
It lists what no invoice in force lists already: what they list stays on them, and the rest of the money covers the rest
of what was charged, the oldest first. Whoever asks has one transaction, so that payment, payer, breakdown and price
belong together.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.allocation import Part, Share, of_payment
from helpdesk_tui.rules.invoice import Invoice, Item, due_on, labelled
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.rules.provider import default
from helpdesk_tui.store.rooms.billing import shares_of
from helpdesk_tui.store.rooms.issued import earlier, issued_of, listed, put_back
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
_expense = table(billing.Expense)
_WAITS = "waits"
"""What stands for the expense of something that was not charged yet."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What covers what beside what invoices in force list already; it remembers accounts, for who asks about many."""

    connection: Connection
    _listed: dict[int, Mapping[str, int]] = field(default_factory=dict)
    _shares: dict[int, tuple[Share, ...]] = field(default_factory=dict)

    def of(self, account: int, paid: Sequence[Part] = (), charged: Sequence[Part] = ()) -> tuple[Share, ...]:
        """The shares of an account, or those that would be if `paid` and `charged` came to it."""
        if not paid and not charged and account in self._shares:
            return self._shares[account]
        if account not in self._listed:
            self._listed[account] = listed(self.connection, account)
        found = shares_of(self.connection, account, paid, charged, self._listed[account])
        if not paid and not charged:
            self._shares[account] = found
        return found


def invoice_of(
    connection: Connection, number: int, payer: int | None, provider: str, now: datetime, zone: tzinfo,
    turn: int | None = None,
) -> Invoice:  # fmt: skip
    """The invoice of a payment, to a payer of the client, the first one if none is named; raises NotFound.

    `provider` is the desk's name, for where the provider has none for invoices. With a `turn` that of then, also where
    the payment was put back or deleted since. Raises UnusableData for kept facts that cannot be read.
    """
    row = payment_row(connection, number, deleted=turn is not None)
    found: Invoice | None
    if turn is not None and (turn != turn_of(row) or row.deleted is not None):
        found = _then(connection, row, turn, zone)
    else:
        found = issued_of(connection, [row]).get(row.id)
    if found is None:
        return composed(connection, row, payer, provider, now, zone)
    return found if payer is None else replace(found, **_billed(connection, _owner(connection, row.account), payer))


def turn_of(row: Any) -> int:
    """Of which turn of a payment its invoice is now: that which it is Paid for, or will be."""
    turn: int = row.turn
    return turn if row.status == PaymentStatus.PAID.value else turn + 1


def _then(connection: Connection, row: Any, turn: int, zone: tzinfo) -> Invoice:
    """The invoice of an earlier turn, as it was issued; raises NotFound where none was kept."""
    found = earlier(connection, {(row.id, turn)}).get((row.id, turn))
    if found is None:
        raise NotFound(f"Invoice {labelled(row.id, turn)}")
    ended = put_back(connection, {row.account}, {(row.id, turn)})
    return replace(found, put_back=day_of(ended[row.id, turn], zone) if ended else None)


def composed(
    connection: Connection, row: Any, payer: int | None, provider: str, now: datetime, zone: tzinfo
) -> Invoice:
    """The invoice of a payment's row as it is to be now, whatever was kept; raises NotFound for no such payer."""
    owner = _owner(connection, row.account)
    unlisted = Unlisted(connection)
    items = _items(connection, of_payment(unlisted.of(row.account), f"payment:{row.id}"))
    turn = turn_of(row)
    before = put_back(connection, {row.account}, {(row.id, turn - 1)}).get((row.id, turn - 1), row.created)
    sender = _sender(connection, provider, day_of(row.created, zone), owner)
    late = row.paid_at is None and sender["due"] is not None and sender["due"] < day_of(now, zone)
    step = steps_of(connection, [row.id]).get(row.id)
    priced = None if step is None else price_by(unlisted, row, step, now)
    price, exact = _covered_price(connection, row, items) if priced is None else (priced.price, priced.exact)
    # Money that came for an order which something else paid, or nothing, is money on the account like any other.
    bought = row.incident_order is None or priced is not None
    return Invoice(
        number=row.id, turn=turn, created=day_of(before, zone),
        paid=None if row.paid_at is None else day_of(row.paid_at, zone), late=late,
        amount=row.amount, currency=owner.currency, note=row.text if bought else "", items=items, price=price,
        exact=exact, **sender, **_billed(connection, owner, payer),
    )  # fmt: skip


def _items(connection: Connection, shares: Iterable[Share]) -> tuple[Item, ...]:
    """What a payment covers, as parts of its invoice: expenses. Money that was paid out again was no supply."""
    own = [(int(one.charge.removeprefix("expense:")), one) for one in shares if one.charge.startswith("expense:")]
    asked = select(_expense.c.id, _expense.c.text).where(_expense.c.id.in_([number for number, _ in own]))
    texts = {row.id: row.text for row in connection.execute(asked)} if own else {}
    return tuple(Item(texts.get(number) or f"expense {number}", one.amount, one.charge) for number, one in own)


def _covered_price(connection: Connection, row: Any, items: Sequence[Item]) -> tuple[Price | None, bool]:
    """The price of the purchase that all of a payment covers, whoever was to pay that; whether there is one."""
    if len(items) != 1 or items[0].amount != row.amount:
        return None, False
    expense = int(items[0].charge.removeprefix("expense:"))
    asked = select(_step).where(_step.c.expense == expense, _step.c.price == row.amount)
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


def payment_row(connection: Connection, number: int, *, deleted: bool = False) -> Any:
    """The row of a payment; raises NotFound, for one that was deleted too unless that is asked for."""
    row = connection.execute(select(_payment).where(_payment.c.id == number)).first()
    if row is None or (row.deleted is not None and not deleted):
        raise NotFound(f"Payment {number}")
    return row


def paid_price_of(
    connection: Connection, payment: Any, now: datetime, issued: Invoice | None = None
) -> PaidPriceView | None:
    """The price of what waits, or waited, for a payment, as its invoice was `issued`.

    None where nothing did, or where something else paid it.
    """
    step = steps_of(connection, [payment.id]).get(payment.id)
    if step is None:
        return None
    if issued is None:
        return price_by(Unlisted(connection), payment, step, now)
    own = any(item.charge == f"expense:{step.expense}" for item in issued.items)
    return PaidPriceView(step.incident_order, issued.price, issued.exact) if own and issued.price is not None else None


def steps_of(connection: Connection, payments: Collection[int]) -> Mapping[int, Any]:
    """What waits, or waited, for these payments, by their numbers; what was given up does not count."""
    waited = _step.c.payment.in_(payments) & (_step.c.state != OrderState.CANCELLED.value)
    rows = connection.execute(select(_step).where(waited)) if payments else ()
    return {row.payment: row for row in rows}


def price_by(unlisted: Unlisted, payment: Any, step: Any, now: datetime) -> PaidPriceView | None:
    """The price that a payment is for, by what waits or waited for it; None where it pays for nothing of that.

    One that is New pays for what waits for it, and for what it would cover if it became Paid now.
    """
    is_paid, waits = payment.status == PaymentStatus.PAID.value, step.state == OrderState.WAITING.value
    paid = [] if is_paid else [Part(f"payment:{payment.id}", payment.amount, now, payment.id)]
    charged = [Part(_WAITS, step.price, now, sys.maxsize)] if waits else []
    found = of_payment(unlisted.of(payment.account, paid, charged), f"payment:{payment.id}")
    shares = [(one.charge, one.amount) for one in found]
    own = _WAITS if waits else f"expense:{step.expense}"
    if is_paid if waits else own not in dict(shares):
        return None
    price = price_of_step(step)
    return PaidPriceView(step.incident_order, price, payment.amount == price.total and shares == [(own, step.price)])


def _payers(connection: Connection, client: int | None, payer: int | None) -> list[Any]:
    """The payers of a client as they came, or the one who is named; raises NotFound where that is none of them."""
    which = (_payer.c.client == client) & _payer.c.deleted.is_(None)
    if payer is not None:
        which &= _payer.c.id == payer
    found = list(connection.execute(select(_payer).where(which).order_by(_payer.c.id)))
    if payer is not None and not found:
        raise NotFound(f"Payer {payer}")
    return found
