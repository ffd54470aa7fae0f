"""Payments and expenses of one client or of all, what covers what, and withdrawals (CL12, CL13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    Narrow,
    ReadAccountChanges,
    ReadExpensePart,
    ReadPayers,
    ReadPaymentPart,
    ReadShares,
    ReadWithdrawals,
)
from helpdesk_tui.rules.allocation import of_charge, of_payment
from helpdesk_tui.store.reads.accounts import charges, expense_view, paid, payment_view
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import find_client
from helpdesk_tui.store.reads.filters import clients_with, contains
from helpdesk_tui.store.reads.history import events
from helpdesk_tui.store.reads.parts import part_of
from helpdesk_tui.store.reads.statement import texts_of
from helpdesk_tui.store.rooms.billing import shares_of
from helpdesk_tui.store.tables import billing, clients, desk, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import EventView, ExpenseView, Part, PayerView, PaymentView, ShareView, WithdrawalView
from helpdesk_tui.vocab import PayerKind, PaymentStatus, WithdrawalReason

_account = table(ledger.Account)
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_withdrawal = table(billing.Withdrawal)
_payer = table(billing.Payer)
_event = table(desk.Event)
_client = table(clients.Client)
withdrawn = (
    select(_withdrawal, _account.c.client, _account.c.currency, _client.c.name, _client.c.email)
    .join_from(_withdrawal, _account, _account.c.id == _withdrawal.c.account)
    .join(_client, _client.c.id == _account.c.client, isouter=True)
    .order_by(_withdrawal.c.id)
)


def payments(asking: Asking, question: ReadPaymentPart) -> Part[PaymentView]:
    """A part of the payments, by their numbers."""
    rows, newer, older = payment_rows(asking, question)
    return Part(tuple(payment_view(row) for row in rows), newer, older)


def payment_rows(asking: Asking, question: ReadPaymentPart) -> tuple[Sequence[Any], bool, bool]:
    """The rows of such a part; whether there are newer ones, and older ones."""
    # An accountant's period of what is Paid is that of the days on which it became so.
    at = _payment.c.paid_at if question.narrow.status is PaymentStatus.PAID else _payment.c.created
    asked = narrowed(asking, paid, _payment, at, question.narrow, _payment.c.text)
    if question.narrow.status is not None:
        asked = asked.where(_payment.c.status == question.narrow.status.value)
    return part_of(asking, asked, _payment.c.id, question.part)


def expenses(asking: Asking, question: ReadExpensePart) -> Part[ExpenseView]:
    """A part of the expenses, by their numbers."""
    asked = narrowed(asking, charges, _expense, _expense.c.at, question.narrow, _expense.c.text)
    rows, newer, older = part_of(asking, asked, _expense.c.id, question.part)
    return Part(tuple(expense_view(row) for row in rows), newer, older)


def shares(asking: Asking, question: ReadShares) -> tuple[ShareView, ...]:
    """What a payment covers, or what covers a charge: computed of all that was paid and charged on the account."""
    name, _, number = question.document.partition(":")
    where = {"payment": _payment, "expense": _expense, "withdrawal": _withdrawal}.get(name)
    row = None
    if where is not None and number.isdecimal():
        row = asking.connection.execute(select(where.c.account).where(where.c.id == int(number))).first()
    if row is None:
        raise NotFound("This document")
    found = shares_of(asking.connection, row.account)
    mine = of_payment(found, question.document) if name == "payment" else of_charge(found, question.document)
    texts = texts_of(asking, [one.charge if name == "payment" else one.payment for one in mine])
    return tuple(
        ShareView(int(one.payment.partition(":")[2]), one.charge, one.amount,
                  texts.get(one.charge if name == "payment" else one.payment, ""))
        for one in mine
    )  # fmt: skip


def withdrawals(asking: Asking, question: ReadWithdrawals) -> tuple[WithdrawalView, ...]:
    """The withdrawals from a client's accounts."""
    asked = withdrawn.where(_account.c.client == find_client(asking, question.client))
    return tuple(withdrawal_view(one) for one in asking.connection.execute(asked))


def withdrawal_view(row: Any) -> WithdrawalView:
    """A withdrawal of a row that has its account and its client beside it."""
    return WithdrawalView(
        row.id, row.client, row.at, row.amount, row.currency, WithdrawalReason(row.reason), row.reference,
        row.name or row.email or "",
    )  # fmt: skip


def payers(asking: Asking, question: ReadPayers) -> tuple[PayerView, ...]:
    """The payers of a client, as they came."""
    which = (_payer.c.client == find_client(asking, question.client)) & _payer.c.deleted.is_(None)
    return tuple(
        PayerView(row.id, row.client, PayerKind(row.kind), row.name, row.address, row.tax_number)
        for row in asking.connection.execute(select(_payer).where(which).order_by(_payer.c.id))
    )


def account_changes(asking: Asking, question: ReadAccountChanges) -> tuple[EventView, ...]:
    """What was changed on the terms of a client's account."""
    number = find_client(asking, question.client)
    which = (_event.c.client == number) & _event.c.field.startswith("account\\_", escape="\\")
    return events(asking, select(_event).where(which).order_by(_event.c.id))


def narrowed(asking: Asking, asked: Any, where: Any, at: Any, narrow: Narrow, text: Any) -> Any:
    """A question for documents of a client or of all, with the words, from a time to another, in a currency."""
    if narrow.client is not None:
        of_client = select(_account.c.id).where(_account.c.client == find_client(asking, narrow.client))
        asked = asked.where(where.c.account.in_(of_client))
    if narrow.currency:
        asked = asked.where(_account.c.currency == narrow.currency)
    for word in narrow.words.split():
        number = [where.c.id == int(word)] if word.isascii() and word.isdecimal() and len(word) < 19 else []
        asked = asked.where(or_(contains(text, word), _account.c.client.in_(clients_with([word])), *number))
    if narrow.since is not None:
        asked = asked.where(at >= narrow.since)
    return asked if narrow.until is None else asked.where(at < narrow.until)
