"""Accounts of clients: balance, incidents at a moment, and what moved (CL11, IN12, IN13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import Select, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadAccount,
    ReadExpense,
    ReadExpenses,
    ReadIncidentMoves,
    ReadIncidents,
    ReadMoney,
    ReadPayment,
    ReadPayments,
)
from helpdesk_tui.rules.incidents import balance, held_at
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import currency_of, find_client
from helpdesk_tui.store.reads.support import lot_view
from helpdesk_tui.store.rooms.accounts import entry_of
from helpdesk_tui.store.tables import billing, ledger, people
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import AccountView, ExpenseView, IncidentLine, IncidentsView, MoneyLine, PaymentView
from helpdesk_tui.vocab import EntryKind, PaymentStatus, Unit

_account = table(ledger.Account)
_entry = table(ledger.Entry)
_lot = table(ledger.Lot)
_staff = table(people.Staff)
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_withdrawal = table(billing.Withdrawal)
_adjustment = table(billing.Adjustment)
_order = table(billing.IncidentOrder)
_plan = table(billing.Plan)
_TEXTS = (
    ("payment", _payment, _payment.c.text), ("expense", _expense, _expense.c.text),
    ("withdrawal", _withdrawal, _withdrawal.c.reference), ("adjustment", _adjustment, _adjustment.c.text),
)  # fmt: skip
moves = (
    select(_entry, _lot.c.starts, _lot.c.ends, _lot.c.number, _staff.c.login)
    .join_from(_entry, _lot, _lot.c.id == _entry.c.lot, isouter=True)
    .join(_staff, _staff.c.id == _entry.c.staff, isouter=True)
    .order_by(_entry.c.seq)
)


_charges = (
    select(_expense, _account.c.currency, _account.c.client)
    .join_from(_expense, _account, _account.c.id == _expense.c.account)
    .where(_expense.c.deleted.is_(None))
    .order_by(_expense.c.at, _expense.c.id)
)


_paid = (
    select(_payment, _account.c.currency, _account.c.client)
    .join_from(_payment, _account, _account.c.id == _payment.c.account)
    .where(_payment.c.deleted.is_(None))
    .order_by(_payment.c.created, _payment.c.id)
)


def account(asking: Asking, question: ReadAccount) -> AccountView:
    """The active account of a client; raises NotFound for no client."""
    number = find_client(asking, question.client)
    row = _active(asking, number)
    if row is None:
        return AccountView(number, currency_of(asking))
    return AccountView(
        number, row.currency, row.balance, row.credit_limit, row.postpaid, row.grace, row.respite, row.block,
        row.active, row.given, row.used,
    )  # fmt: skip


def money(asking: Asking, question: ReadMoney) -> tuple[MoneyLine, ...]:
    """Every movement of money on a client's active account, the oldest first, with the balance after it."""
    row = _active(asking, find_client(asking, question.client))
    if row is None:
        return ()
    texts = _texts(asking, row.id)
    found = _moved(asking, row.id, Unit.MONEY)
    balances = accumulate(one.amount for one in found)
    return tuple(
        MoneyLine(one.id, one.at, one.login or "", EntryKind(one.kind), one.amount, after, row.currency,
                  texts.get(one.document, ""), one.ticket)
        for one, after in zip(found, balances, strict=True)
    )  # fmt: skip


def incident_moves(asking: Asking, question: ReadIncidentMoves) -> tuple[IncidentLine, ...]:
    """Every movement of incidents on a client's active account, the oldest first."""
    row = _active(asking, find_client(asking, question.client))
    if row is None:
        return ()
    texts = _texts(asking, row.id)
    return tuple(
        IncidentLine(one.id, one.at, one.login or "", EntryKind(one.kind), one.amount, one.starts, one.ends,
                     texts.get(one.document, ""), one.ticket)
        for one in _moved(asking, row.id, Unit.INCIDENT)
    )  # fmt: skip


def incidents(asking: Asking, question: ReadIncidents) -> IncidentsView:
    """The incidents of a client at a moment: the sum of what was posted until then, on the date it has at the desk."""
    row = _active(asking, find_client(asking, question.client))
    # The last entry may be a little ahead of this clock: what waited for a lock is posted after what it waited for.
    moment = question.at or (asking.now if row is None else max(asking.now, row.moved))
    moved = _moved(asking, row.id, Unit.INCIDENT) if row is not None else []
    there = balance(held_at((entry_of(one) for one in moved), moment), moment, asking.zone)
    return IncidentsView(
        there.lifetime, tuple(lot_view(one) for one in there.dated), tuple(lot_view(one) for one in there.upcoming),
        there.credit_used, there.total,
    )  # fmt: skip


def expenses(asking: Asking, question: ReadExpenses) -> tuple[ExpenseView, ...]:
    """The expenses on a client's active account, the oldest first."""
    return tuple(_expense_view(one) for one in _of_client(asking, question.client, _charges))


def expense(asking: Asking, question: ReadExpense) -> ExpenseView:
    """One of them; raises NotFound."""
    row = asking.connection.execute(_charges.where(_expense.c.id == question.expense)).first()
    if row is None:
        raise NotFound(f"Expense {question.expense}")
    return _expense_view(row)


def payments(asking: Asking, question: ReadPayments) -> tuple[PaymentView, ...]:
    """The payments on a client's active account, the oldest first."""
    return tuple(_payment_view(one) for one in _of_client(asking, question.client, _paid))


def payment(asking: Asking, question: ReadPayment) -> PaymentView:
    """One of them; raises NotFound."""
    row = asking.connection.execute(_paid.where(_payment.c.id == question.payment)).first()
    if row is None:
        raise NotFound(f"Payment {question.payment}")
    return _payment_view(row)


def _payment_view(row: Any) -> PaymentView:
    return PaymentView(
        row.id, row.client, row.created, row.amount, row.currency, PaymentStatus(row.status), row.paid_at, row.text
    )


def _expense_view(row: Any) -> ExpenseView:
    return ExpenseView(row.id, row.client, row.at, row.amount, row.currency, row.text, row.ticket)


def _of_client(asking: Asking, words: int | str, documents: Select[Any]) -> Sequence[Any]:
    """The documents on a client's active account; raises NotFound for no client."""
    row = _active(asking, find_client(asking, words))
    return [] if row is None else asking.connection.execute(documents.where(_account.c.id == row.id)).all()


def _active(asking: Asking, client: int) -> Any:
    return asking.connection.execute(select(_account).where(_account.c.client == client, _account.c.active)).first()


def _moved(asking: Asking, account: int, unit: Unit) -> list[Any]:
    which = (_entry.c.account == account) & (_entry.c.unit == unit.value)
    return list(asking.connection.execute(moves.where(which)))


def _texts(asking: Asking, account: int) -> Mapping[str, str]:
    """What the documents of an account say, by the name that entries have of them."""
    found: dict[str, str] = {}
    for name, where, text in _TEXTS:
        rows = asking.connection.execute(select(where.c.id, text.label("said")).where(where.c.account == account))
        found |= {f"{name}:{row.id}": row.said for row in rows}
    ordered = select(_order.c.id, _plan.c.name).join_from(_order, _plan, _plan.c.id == _order.c.plan)
    for row in asking.connection.execute(ordered.where(_order.c.account == account)):
        found[f"order:{row.id}"] = row.name
    return found
