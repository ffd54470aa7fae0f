"""Accounts of clients: balance, incidents at a moment, and what moved (CL11, IN12, IN13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import Select, func, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadAccount,
    ReadAccounts,
    ReadExpense,
    ReadExpenses,
    ReadIncidents,
    ReadMoney,
    ReadPayment,
    ReadPayments,
)
from helpdesk_tui.rules.account_terms import blocked_since
from helpdesk_tui.rules.incidents import Dated, Holding, balance
from helpdesk_tui.rules.ledger import Lot
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import currency_of, find_client
from helpdesk_tui.store.reads.support import lot_view
from helpdesk_tui.store.rooms.ledger_rows import terms_of
from helpdesk_tui.store.tables import billing, clients, ledger, people
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.text import clipped
from helpdesk_tui.views import AccountView, ExpenseView, IncidentsView, MoneyLine, PaymentView
from helpdesk_tui.vocab import EntryKind, OrderState, PaymentStatus, Unit

_account = table(ledger.Account)
_entry = table(ledger.Entry)
_lot = table(ledger.Lot)
_staff = table(people.Staff)
_client = table(clients.Client)
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_withdrawal = table(billing.Withdrawal)
_adjustment = table(billing.Adjustment)
_order = table(billing.IncidentOrder)
_step = table(billing.OrderStep)
_plan = table(billing.Plan)
TEXTS = (
    ("payment", _payment, _payment.c.text), ("expense", _expense, _expense.c.text),
    ("withdrawal", _withdrawal, _withdrawal.c.reference), ("adjustment", _adjustment, _adjustment.c.text),
)  # fmt: skip
PLANS_OF_ORDERS = select(_order.c.id, _plan.c.name).join_from(_order, _plan, _plan.c.id == _order.c.plan)
moves = (
    select(_entry, _lot.c.starts, _lot.c.ends, _lot.c.number, _staff.c.login)
    .join_from(_entry, _lot, _lot.c.id == _entry.c.lot, isouter=True)
    .join(_staff, _staff.c.id == _entry.c.staff, isouter=True)
    .order_by(_entry.c.seq)
)


charges = (
    select(_expense, _account.c.currency, _account.c.client, _client.c.name, _client.c.email)
    .join_from(_expense, _account, _account.c.id == _expense.c.account)
    .join(_client, _client.c.id == _account.c.client, isouter=True)
    .where(_expense.c.deleted.is_(None))
    .order_by(_expense.c.at, _expense.c.id)
)


paid = (
    select(
        _payment,
        _account.c.currency,
        _account.c.client,
        _account.c.grace,
        _account.c.respite,
        _client.c.name,
        _client.c.email,
    )
    .join_from(_payment, _account, _account.c.id == _payment.c.account)
    .join(_client, _client.c.id == _account.c.client, isouter=True)
    .where(_payment.c.deleted.is_(None))
    .order_by(_payment.c.created, _payment.c.id)
)


def account(asking: Asking, question: ReadAccount) -> AccountView:
    """The account of a client in a currency; raises NotFound for no client, and for none in another currency."""
    number = find_client(asking, question.client)
    row = account_row(asking, number, question.currency)
    return AccountView(number, currency_of(asking)) if row is None else _account_view(asking, row)


def every_account(asking: Asking, question: ReadAccounts) -> tuple[AccountView, ...]:
    """The account in the provider's currency, then those in earlier ones, the newest first; raises NotFound."""
    number, now = find_client(asking, question.client), currency_of(asking)
    asked = select(_account).where(_account.c.client == number, _account.c.currency != now)
    older = asking.connection.execute(asked.order_by(_account.c.moved.desc(), _account.c.id.desc())).all()
    return (account(asking, ReadAccount(number)), *(_account_view(asking, row) for row in older))


def _account_view(asking: Asking, row: Any) -> AccountView:
    terms, old = terms_of(row), row.currency != currency_of(asking)
    unpaid = None if old else _unpaid_since(asking, row.id)
    return AccountView(
        row.client, row.currency, row.balance, row.credit_limit, row.postpaid, row.grace, row.respite, row.block,
        row.active, row.given, row.used, _address(asking, terms.referred_by), row.seq, unpaid,
        blocked_since(terms, unpaid, asking.now), old,
    )  # fmt: skip


def money(asking: Asking, question: ReadMoney) -> tuple[MoneyLine, ...]:
    """Every movement of money on a client's account, the oldest first, with the balance after it."""
    row = account_row(asking, find_client(asking, question.client), question.currency)
    if row is None:
        return ()
    texts = texts_on(asking, row.id)
    found = _moved(asking, row.id, Unit.MONEY)
    balances = accumulate(one.amount for one in found)
    return tuple(
        MoneyLine(one.id, one.at, one.login or "", EntryKind(one.kind), one.amount, after, row.currency,
                  texts.get(one.document, ""), one.ticket, one.document)
        for one, after in zip(found, balances, strict=True)
    )  # fmt: skip


def incidents(asking: Asking, question: ReadIncidents) -> IncidentsView:
    """The incidents of a client at a moment: the sum of what was posted until then, on the date it has at the desk.

    What moved from an account to the one in the provider's new currency is on one of them at any moment.
    """
    asked = select(_account.c.id, _account.c.moved).where(_account.c.client == find_client(asking, question.client))
    rows = asking.connection.execute(asked).all()
    # The last entry may be a little ahead of this clock: what waited for a lock is posted after what it waited for.
    moment = question.at or max([asking.now, *(row.moved for row in rows)])
    accounts = [row.id for row in rows]
    there = balance(_held_at(asking, accounts, moment), moment, asking.zone)
    gone_on = _gone_on(asking, accounts) if there.past else set()
    dated, upcoming, past = (tuple(lot_view(one) for one in lots) for lots in (
        there.dated, there.upcoming, (one for one in there.past if one.left or one.lot.id not in gone_on),
    ))  # fmt: skip
    return IncidentsView(moment, there.lifetime, dated, upcoming, there.credit_used, there.total, past)


def expenses(asking: Asking, question: ReadExpenses) -> tuple[ExpenseView, ...]:
    """The expenses of a client, the oldest first."""
    return tuple(expense_view(one) for one in _of_client(asking, question.client, charges))


def expense(asking: Asking, question: ReadExpense) -> ExpenseView:
    """One of them; raises NotFound."""
    row = asking.connection.execute(charges.where(_expense.c.id == question.expense)).first()
    if row is None:
        raise NotFound(f"Expense {question.expense}")
    return expense_view(row)


def payments(asking: Asking, question: ReadPayments) -> tuple[PaymentView, ...]:
    """The payments of a client, the oldest first."""
    return tuple(payment_view(one) for one in _of_client(asking, question.client, paid))


def payment(asking: Asking, question: ReadPayment) -> PaymentView:
    """One of them; raises NotFound."""
    row = asking.connection.execute(paid.where(_payment.c.id == question.payment)).first()
    if row is None:
        raise NotFound(f"Payment {question.payment}")
    view = payment_view(row)
    if view.status is not PaymentStatus.PAID:
        return view
    # What somebody cancels goes with its payment, so that this one was Paid before.
    given_up = (_step.c.payment == view.id) & (_step.c.state == OrderState.CANCELLED.value)
    late: int | None = asking.connection.execute(select(_step.c.incident_order).where(given_up).limit(1)).scalar()
    return replace(view, too_late_for=late)


def payment_view(row: Any) -> PaymentView:
    """A payment of a row that has its account and its client beside it."""
    return PaymentView(
        row.id, row.client, row.created, row.amount, row.currency, PaymentStatus(row.status), row.paid_at, row.text,
        row.name or row.email or "",
    )  # fmt: skip


def expense_view(row: Any) -> ExpenseView:
    """An expense of such a row."""
    name = row.name or row.email or ""
    return ExpenseView(row.id, row.client, row.at, row.amount, row.currency, row.text, row.ticket, name)


def _of_client(asking: Asking, words: int | str, documents: Select[Any]) -> Sequence[Any]:
    """The documents on a client's accounts; raises NotFound for no client."""
    return asking.connection.execute(documents.where(_account.c.client == find_client(asking, words))).all()


def account_row(asking: Asking, client: int, currency: str = "") -> Any:
    """The row of a client's account in the provider's currency: the active one, else the one that was switched off.

    None where none was opened yet; for another `currency` raises NotFound.
    """
    now = currency_of(asking)
    wanted = currency.upper() or now
    asked = select(_account).where(_account.c.client == client, _account.c.currency == wanted)
    row = asking.connection.execute(asked.order_by(_account.c.active.desc(), _account.c.id.desc()).limit(1)).first()
    if row is None and wanted != now:
        raise NotFound(f"An account in {clipped(wanted, 20)}")
    return row


def _held_at(asking: Asking, accounts: Sequence[int], moment: datetime) -> Holding:
    """The sums of what was posted to these accounts until a moment: the pools, and each lot."""
    asked = (
        select(_entry.c.lot, func.sum(_entry.c.amount).label("left"))
        .where(_entry.c.account.in_(accounts), _entry.c.unit == Unit.INCIDENT.value, _entry.c.at <= moment)
        .group_by(_entry.c.lot)
    )
    sums = {row.lot: int(row.left) for row in asking.connection.execute(asked)}
    lots = asking.connection.execute(select(_lot).where(_lot.c.account.in_(accounts)).order_by(_lot.c.id))
    given = (Lot(row.id, row.starts, row.ends, row.number) for row in lots if row.id in sums)
    return Holding(sums.get(None, 0), tuple(Dated(lot, sums[lot.id]) for lot in given))


def _gone_on(asking: Asking, accounts: Sequence[int]) -> set[int]:
    """The lots of these accounts of which something moved to the account in another currency."""
    off = (_entry.c.kind == EntryKind.MOVED.value) & (_entry.c.amount < 0) & _entry.c.lot.is_not(None)
    return set(asking.connection.execute(select(_entry.c.lot).where(_entry.c.account.in_(accounts), off)).scalars())


def _unpaid_since(asking: Asking, account: int) -> datetime | None:
    """When the oldest payment was made that is New."""
    unpaid = (_payment.c.account == account) & (_payment.c.status == PaymentStatus.NEW.value)
    asked = select(_payment.c.created).where(unpaid, _payment.c.deleted.is_(None)).order_by(_payment.c.created)
    found: datetime | None = asking.connection.execute(asked.limit(1)).scalar()
    return found


def _address(asking: Asking, client: int | None) -> str:
    asked = select(_client.c.email).where(_client.c.id == client)
    return "" if client is None else asking.connection.execute(asked).scalar() or f"#{client}"


def _moved(asking: Asking, account: int, unit: Unit) -> list[Any]:
    which = (_entry.c.account == account) & (_entry.c.unit == unit.value)
    return list(asking.connection.execute(moves.where(which)))


def texts_on(asking: Asking, account: int) -> Mapping[str, str]:
    """What the documents of an account say, by the name that entries have of them."""
    found: dict[str, str] = {}
    for name, where, text in TEXTS:
        rows = asking.connection.execute(select(where.c.id, text.label("said")).where(where.c.account == account))
        found |= {f"{name}:{row.id}": row.said for row in rows}
    for row in asking.connection.execute(PLANS_OF_ORDERS.where(_order.c.account == account)):
        found[f"order:{row.id}"] = row.name
    return found
