"""Invoices as they were issued (CL12; docs/adr/0025): what one says once its payment is Paid, whatever is edited later.

A payment that was put back to New and became Paid again has another one, told apart by `turn`. Facts are those of
`rules.invoice_facts`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.rules.invoice import Invoice, returned
from helpdesk_tui.rules.invoice_facts import kept, read
from helpdesk_tui.store.tables import billing
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import PaymentStatus

_invoice = table(billing.Invoice)
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_withdrawal = table(billing.Withdrawal)


def issued_of(connection: Connection, payments: Collection[Any], *, lenient: bool = False) -> Mapping[int, Invoice]:
    """The invoices that were issued of those of these rows of payments that are Paid, by their numbers.

    Raises UnusableData for facts that cannot be read; a `lenient` list does without them, and `doctor` names them.
    """
    wanted = {row.id: row.account for row in payments if row.status == PaymentStatus.PAID.value}
    if not wanted:
        return {}
    # What was returned of one shows only beside all others of the account.
    asked = (
        select(_invoice.c.facts, _payment.c.id, _payment.c.account)
        .join_from(_invoice, _payment, (_payment.c.id == _invoice.c.payment) & (_payment.c.turn == _invoice.c.turn))
        .where(_payment.c.account.in_(set(wanted.values())), _payment.c.status == PaymentStatus.PAID.value)
        .order_by(_invoice.c.id)
    )
    accounts: dict[int, list[Invoice]] = {}
    for row in connection.execute(asked):
        try:
            accounts.setdefault(row.account, []).append(read(row.facts))
        except UnusableData:
            if row.id in wanted and not lenient:
                raise
    there = [one for all_ in accounts.values() for one in all_]
    now = _amounts(connection, {item.charge for one in there for item in one.items})
    back = {number: gone for all_ in accounts.values() for number, gone in returned(all_, now).items()}
    return {one.number: replace(one, returned=back[one.number]) for one in there if one.number in wanted}


def issue(connection: Connection, turn: int, invoice: Invoice, now: datetime) -> None:
    """Keep what the invoice of a payment says, which became Paid for the `turn`th time."""
    values = {"payment": invoice.number, "turn": turn, "facts": kept(invoice), "at": now}
    connection.execute(insert(_invoice).values(values))


def _amounts(connection: Connection, charges: Iterable[str]) -> Mapping[str, int]:
    """What charges amount to now, in minor units; those that were deleted are not in it."""
    wanted: dict[str, list[int]] = {"expense": [], "withdrawal": []}
    for charge in charges:
        name, _, number = charge.partition(":")
        if name in wanted:
            wanted[name].append(int(number))
    there = {
        "expense": select(_expense.c.id, _expense.c.amount).where(
            _expense.c.id.in_(wanted["expense"]), _expense.c.deleted.is_(None)
        ),
        "withdrawal": select(_withdrawal.c.id, _withdrawal.c.amount).where(
            _withdrawal.c.id.in_(wanted["withdrawal"])
        ),
    }  # fmt: skip
    return {
        f"{name}:{row.id}": row.amount
        for name, asked in there.items() if wanted[name]
        for row in connection.execute(asked)
    }  # fmt: skip
