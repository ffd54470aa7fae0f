"""Invoices and withdrawals of one client or of all, an invoice by itself, what became of a document (CL12, CL13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadInvoice, ReadInvoicePart, ReadPaperHistory, ReadPaymentPart, ReadWithdrawalPart
from helpdesk_tui.rules.invoice import Invoice, due_on
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.reads.accounts import payment_view
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.billing import narrowed, payment_rows, withdrawal_view, withdrawn
from helpdesk_tui.store.reads.history import events, sum_of
from helpdesk_tui.store.reads.parts import part_of
from helpdesk_tui.store.rooms.invoices import Unlisted, invoice_of, price_by, settings_of, steps_of
from helpdesk_tui.store.rooms.issued import issued_of
from helpdesk_tui.store.tables import billing, desk, ledger, mail
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import EventView, InvoiceRow, Part, WithdrawalView
from helpdesk_tui.vocab import Grace

_account = table(ledger.Account)
_payment = table(billing.Payment)
_withdrawal = table(billing.Withdrawal)
_payer = table(billing.Payer)
_event = table(desk.Event)
_desk = table(desk.Desk)
_outbox = table(mail.Outbox)
_PAPERS = {"payment": _payment, "expense": table(billing.Expense), "withdrawal": _withdrawal}
_UNTOLD = ("paid_at",)
"""Fields that only repeat what another one says."""


def invoice(asking: Asking, question: ReadInvoice) -> Invoice:
    """The invoice of a payment."""
    name = asking.desk_name or str(asking.connection.execute(select(_desk.c.name)).scalar_one())
    return invoice_of(asking.connection, question.payment, question.payer, name, asking.now, asking.zone)


def invoices(asking: Asking, question: ReadInvoicePart) -> Part[InvoiceRow]:
    """A part of the invoices, by their numbers."""
    rows, newer, older = payment_rows(asking, ReadPaymentPart(question.narrow, question.part))
    payers, sent, issued = _payers(asking, rows), _sent(asking, rows), issued_of(asking.connection, rows, lenient=True)
    steps, unlisted = steps_of(asking.connection, [row.id for row in rows]), Unlisted(asking.connection)
    days = int(settings_of(asking.connection)["invoice_due_days"])
    found = []
    for row in rows:
        mailed, kept = sent.get(row.id), issued.get(row.id)
        if kept is None:
            kept = _foreseen(asking, row, steps.get(row.id), unlisted, days)
        payer, price = None if row.id in issued else payers.get(row.client), kept.price if kept.exact else None
        found.append(InvoiceRow(
            payment_view(row), payer.name if payer else kept.client, payer.tax_number if payer else kept.tax_number,
            price.net if price else None, price.tax if price else None,
            mailed.sent if mailed else None, ", ".join(mailed.to_addresses) if mailed else "",
            None if kept.paid else kept.due, sum(item.amount for item in kept.returned),
        ))  # fmt: skip
    return Part(tuple(found), newer, older)


def _foreseen(asking: Asking, row: Any, step: Any, unlisted: Unlisted, days: int) -> Invoice:
    """What a list tells of an invoice that was not issued yet."""
    priced = None if step is None else price_by(unlisted, row, step, asking.now)
    created = day_of(row.created, asking.zone)
    return Invoice(
        row.id, "", row.name or row.email or "", "", "", created,
        None if row.paid_at is None else day_of(row.paid_at, asking.zone), row.amount, row.currency,
        price=priced.price if priced else None, exact=priced is not None and priced.exact,
        due=due_on(created, Grace(row.grace), row.respite, days),
    )  # fmt: skip


def withdrawals(asking: Asking, question: ReadWithdrawalPart) -> Part[WithdrawalView]:
    """A part of the withdrawals, by their numbers."""
    asked = narrowed(asking, withdrawn, _withdrawal, _withdrawal.c.at, question.narrow, _withdrawal.c.reference)
    rows, newer, older = part_of(asking, asked, _withdrawal.c.id, question.part)
    return Part(tuple(withdrawal_view(row) for row in rows), newer, older)


def history(asking: Asking, question: ReadPaperHistory) -> tuple[EventView, ...]:
    """What was changed of a document, each field with its words and sums."""
    name, _, number = question.document.partition(":")
    where = _PAPERS.get(name)
    currency = None
    if where is not None and number.isascii() and number.isdecimal() and len(number) < 19:
        of_it = select(_account.c.currency).join_from(where, _account, _account.c.id == where.c.account)
        currency = asking.connection.execute(of_it.where(where.c.id == int(number))).scalar()
    if currency is None:
        raise NotFound("This document")
    asked = select(_event).where(_event.c.document == f"{name}:{int(number)}").order_by(_event.c.id)
    told = (_told(one, f"{name}:{int(number)}", currency) for one in events(asking, asked))
    return tuple(one for one in told if one.field not in _UNTOLD)


def _told(event: EventView, document: str, currency: str) -> EventView:
    """An event of a document in the words of its history: `added`, `amount`, `status`, `invoice`."""
    if event.field == document.partition(":")[0]:
        return replace(event, field="added", after="")
    field = event.field.removeprefix(f"{document} ")
    if field == "amount":
        return replace(event, field=field, before=sum_of(event.before, currency), after=sum_of(event.after, currency))
    return replace(event, field=field, after="" if field == "deleted" else event.after)


def _payers(asking: Asking, rows: Sequence[Any]) -> Mapping[int, Any]:
    """The first payer of each of these payments' clients."""
    clients = {row.client for row in rows if row.client is not None}
    if not clients:
        return {}
    which = _payer.c.client.in_(clients) & _payer.c.deleted.is_(None)
    found = asking.connection.execute(select(_payer).where(which).order_by(_payer.c.id.desc()))
    return {row.client: row for row in found}


def _sent(asking: Asking, rows: Sequence[Any]) -> Mapping[int, Any]:
    """The email that each of these payments' invoice was last sent with."""
    numbers = [row.id for row in rows]
    if not numbers:
        return {}
    which = _outbox.c.payment.in_(numbers) & _outbox.c.sent.is_not(None)
    asked = select(_outbox.c.payment, _outbox.c.sent, _outbox.c.to_addresses).where(which).order_by(_outbox.c.id)
    return {row.payment: row for row in asking.connection.execute(asked)}
