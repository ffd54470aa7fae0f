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
from helpdesk_tui.store.tables import billing, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import PaymentStatus

_invoice = table(billing.Invoice)
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_withdrawal = table(billing.Withdrawal)
_entry = table(ledger.Entry)
Turn = tuple[int, int]
"""A payment and how often it was Paid by then: what an invoice is of."""


def issued_of(connection: Connection, payments: Collection[Any], *, lenient: bool = False) -> Mapping[int, Invoice]:
    """The invoices that were issued of those of these rows of payments that are Paid, by their numbers.

    Raises UnusableData for facts that cannot be read; a `lenient` list does without them, and `doctor` names them.
    """
    wanted = {row.id: row.account for row in payments if row.status == PaymentStatus.PAID.value}
    strict = () if lenient else wanted
    found = _in_force(connection, set(wanted.values()), strict) if wanted else ()
    return {one.number: one for one in found if one.number in wanted}


def listed(connection: Connection, account: int) -> Mapping[str, int]:
    """How much of each payment and of each charge of an account its invoices in force list: what did not go back.

    An invoice is in force while its payment is Paid. By the names of documents (`expense:9`), in minor units.
    """
    found: dict[str, int] = {}
    for one in _in_force(connection, {account}):
        parts = [*one.items, *(replace(back, amount=-back.amount) for back in one.returned)]
        for item in (item for item in parts if item.charge):
            for document in (item.charge, f"payment:{one.number}"):
                found[document] = found.get(document, 0) + item.amount
    return found


def _in_force(connection: Connection, accounts: Collection[int], strict: Collection[int] = ()) -> list[Invoice]:
    """The invoices of the Paid payments of accounts, as they were issued one after another.

    What was returned of one shows only beside all others of its account. Those that cannot be read are left out; one of
    a payment of `strict` raises UnusableData.
    """
    asked = (
        select(_invoice.c.facts, _invoice.c.turn, _payment.c.id, _payment.c.account)
        .join_from(_invoice, _payment, (_payment.c.id == _invoice.c.payment) & (_payment.c.turn == _invoice.c.turn))
        .where(_payment.c.account.in_(accounts), _payment.c.status == PaymentStatus.PAID.value)
        .order_by(_invoice.c.id)
    )
    there: dict[int, list[Invoice]] = {}
    for row in connection.execute(asked):
        try:
            there.setdefault(row.account, []).append(replace(read(row.facts), turn=row.turn))
        except UnusableData:
            if row.id in strict:
                raise
    now = _amounts(connection, {item.charge for all_ in there.values() for one in all_ for item in one.items})
    return [
        replace(one, returned=back[one.number])
        for all_ in there.values() for back in [returned(all_, now)] for one in all_
    ]  # fmt: skip


def earlier(connection: Connection, turns: Collection[Turn], *, lenient: bool = False) -> Mapping[Turn, Invoice]:
    """The invoices that were issued of these turns of payments, whatever became of them; without what went back.

    Raises UnusableData for facts that cannot be read; a `lenient` list does without them.
    """
    found: dict[Turn, Invoice] = {}
    numbers = {payment for payment, _ in turns}
    for row in connection.execute(select(_invoice).where(_invoice.c.payment.in_(numbers))) if turns else ():
        if (row.payment, row.turn) in turns:
            try:
                found[row.payment, row.turn] = replace(read(row.facts), turn=row.turn)
            except UnusableData:
                if not lenient:
                    raise
    return found


def put_back(connection: Connection, accounts: Collection[int], turns: Collection[Turn]) -> Mapping[Turn, datetime]:
    """When these turns of payments on accounts were put back to New; those that never were are left out."""
    causes = {f"payment:{payment}:new:{turn}": (payment, turn) for payment, turn in turns if turn > 0}
    asked = select(_entry.c.cause, _entry.c.at).where(_entry.c.account.in_(accounts), _entry.c.cause.in_(causes))
    return {causes[row.cause]: row.at for row in (connection.execute(asked) if causes else ())}


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
