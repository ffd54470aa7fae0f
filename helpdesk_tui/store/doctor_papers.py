"""Whether payments, expenses and withdrawals say what was posted for them (rule 25). Nothing here is mended.

A document repeats what its entries sum up to: a payment while it is Paid, an expense as it was edited last. An invoice
that was issued repeats its payment.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, String, case, cast, func, literal, select
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.rules.invoice import Invoice
from helpdesk_tui.rules.invoice_facts import read
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.pricing import adds_up
from helpdesk_tui.store.tables import billing, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import PaymentStatus, Unit

_account = table(ledger.Account)
_entry = table(ledger.Entry)
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_withdrawal = table(billing.Withdrawal)
_invoice = table(billing.Invoice)
_counts = (_payment.c.status == PaymentStatus.PAID.value) & _payment.c.deleted.is_(None)
_DOCUMENTS = {
    "payment": (_payment, case((_counts, _payment.c.amount), else_=0)),
    "expense": (_expense, case((_expense.c.deleted.is_(None), -_expense.c.amount), else_=0)),
    "withdrawal": (_withdrawal, -_withdrawal.c.amount),
}
"""Where documents of a kind are, and what each says that was posted for it, in minor units."""


def wrong_papers(connection: Connection) -> Iterator[str]:
    """Every document that says something else than was posted for it: `expense 7 says -25.00 EUR, posted is ...`."""
    for name, (where, says) in _DOCUMENTS.items():
        for row in connection.execute(_compared(name, where, says)):
            said, posted = (f"{amount(minor, row.currency)} {row.currency}" for minor in (row.says, row.posted))
            yield f"{name} {row.id} says {said}, posted is {posted}"


def _compared(name: str, where: Any, says: Any) -> Select[Any]:
    """The documents of a kind that differ from the sum of their entries."""
    money = _entry.c.unit == Unit.MONEY.value
    sums = select(_entry.c.account, _entry.c.document, func.sum(_entry.c.amount).label("posted"))
    posted = sums.where(money).group_by(_entry.c.account, _entry.c.document).subquery()
    mine = (posted.c.account == where.c.account) & (posted.c.document == literal(f"{name}:") + cast(where.c.id, String))
    found = func.coalesce(posted.c.posted, 0)
    return (
        select(where.c.id, _account.c.currency, says.label("says"), found.label("posted"))
        .join_from(where, _account, _account.c.id == where.c.account)
        .join(posted, mine, isouter=True)
        .where(says != found)
        .order_by(where.c.id)
    )


def wrong_invoices(connection: Connection) -> Iterator[str]:
    """Every issued invoice that cannot be read, or is over another sum than its payment, which is Paid."""
    asked = (
        select(_payment, _account.c.currency, _invoice.c.facts)
        .join_from(_payment, _invoice, (_invoice.c.payment == _payment.c.id) & (_invoice.c.turn == _payment.c.turn))
        .join(_account, _account.c.id == _payment.c.account)
        .where(_counts)
        .order_by(_payment.c.id)
    )
    for row in connection.execute(asked):
        try:
            issued = read(row.facts)
        except UnusableData:
            yield f"invoice {row.id} cannot be read"
            continue
        if (issued.number, issued.amount, issued.currency) != (row.id, row.amount, row.currency):
            said, paid = (f"{amount(minor, row.currency)} {row.currency}" for minor in (issued.amount, row.amount))
            yield f"invoice {row.id} says {said}, its payment {paid}"
        elif not _makes_its_sum(issued):
            yield f"the parts of invoice {row.id} do not make its sum"


def _makes_its_sum(issued: Invoice) -> bool:
    """Whether an invoice lists no more than it is over, and its price, which is that exactly, adds up."""
    if sum(item.amount for item in issued.items) > issued.amount:
        return False
    return issued.price is None or (adds_up(issued.price) and (not issued.exact or issued.price.total == issued.amount))


def counted(connection: Connection) -> int:
    """How many documents there are."""
    return sum(
        int(connection.execute(select(func.count()).select_from(where)).scalar_one())
        for where, _ in _DOCUMENTS.values()
    )
