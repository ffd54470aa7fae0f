"""Invoices and withdrawals of one client or of all, an invoice by itself, what became of a document (CL12, CL13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, case, cast, func, select

from helpdesk_tui.errors import NotFound, UnusableData
from helpdesk_tui.questions import ReadInvoice, ReadInvoicePart, ReadPaperHistory, ReadPaymentPart, ReadWithdrawalPart
from helpdesk_tui.rules.invoice import Invoice, due_on
from helpdesk_tui.rules.invoice_facts import read
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.reads.accounts import payment_view
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.billing import narrowed, payment_rows, withdrawal_view, withdrawn
from helpdesk_tui.store.reads.history import events, sum_of
from helpdesk_tui.store.reads.parts import part_of
from helpdesk_tui.store.rooms.invoices import Unlisted, invoice_of, price_by, settings_of, steps_of, turn_of
from helpdesk_tui.store.rooms.issued import Turn, earlier, issued_of, put_back
from helpdesk_tui.store.tables import billing, clients, desk, ledger, mail
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import EventView, InvoiceRow, Part, WithdrawalView
from helpdesk_tui.vocab import EntryKind, Grace, PaymentStatus

_account = table(ledger.Account)
_payment = table(billing.Payment)
_withdrawal = table(billing.Withdrawal)
_payer = table(billing.Payer)
_event = table(desk.Event)
_desk = table(desk.Desk)
_outbox = table(mail.Outbox)
_entry = table(ledger.Entry)
_client = table(clients.Client)
_KINDS = _entry.c.kind.in_((EntryKind.PAYMENT.value, EntryKind.PAYMENT_BACK.value))
_BOOKED = (
    select(
        _payment, _account.c.currency, _account.c.client, _account.c.grace, _account.c.respite, _client.c.name,
        _client.c.email, _entry.c.id.label("entry"), _entry.c.kind, _entry.c.cause, _entry.c.amount.label("moved"),
        _entry.c.at.label("booked"),
    )
    # Only where it is a payment's is the rest of the name surely a number.
    .join_from(_entry, _payment, _payment.c.id == case((_KINDS, cast(func.substr(_entry.c.document, 9), BigInteger))))
    .join(_account, _account.c.id == _payment.c.account)
    .join(_client, _client.c.id == _account.c.client, isouter=True)
    .where(_KINDS)
)  # fmt: skip
"""What became Paid and what was put back: an entry each, with its payment."""
_PAPERS = {"payment": _payment, "expense": table(billing.Expense), "withdrawal": _withdrawal}
_UNTOLD = ("paid_at",)
"""Fields that only repeat what another one says."""


def invoice(asking: Asking, question: ReadInvoice) -> Invoice:
    """The invoice of a payment."""
    name = asking.desk_name or str(asking.connection.execute(select(_desk.c.name)).scalar_one())
    payer, turn = question.payer, question.turn
    return invoice_of(asking.connection, question.payment, payer, name, asking.now, asking.zone, turn)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the list: a payment's row, of which turn, and the entry of the ledger that it stands for."""

    row: Any
    turn: int
    entry: Any = None

    @property
    def name(self) -> Turn:
        """Which invoice it is."""
        return self.row.id, self.turn

    @property
    def is_now(self) -> bool:
        """Whether it is the payment's invoice as it is now."""
        return self.turn == turn_of(self.row) and self.row.deleted is None

    @property
    def reversal(self) -> bool:
        """Whether the payment was put back with it."""
        return self.entry is not None and self.entry.kind == EntryKind.PAYMENT_BACK.value


def invoices(asking: Asking, question: ReadInvoicePart) -> Part[InvoiceRow]:
    """A part of the invoices, by their numbers; of what is Paid by the entries of the ledger."""
    if question.narrow.status is PaymentStatus.PAID:
        asked = narrowed(asking, _BOOKED, _payment, _entry.c.at, question.narrow, _payment.c.text)
        rows, newer, older = part_of(asking, asked, _entry.c.id, question.part)
        lines = [_Line(row, int(row.cause.rpartition(":")[2]), row) for row in rows]
    else:
        rows, newer, older = payment_rows(asking, ReadPaymentPart(question.narrow, question.part))
        lines = [_Line(row, turn_of(row)) for row in rows]
    return Part(_told_lines(asking, lines), newer, older)


def _told_lines(asking: Asking, lines: Sequence[_Line]) -> tuple[InvoiceRow, ...]:
    """What the lines say."""
    connection, rows = asking.connection, [line.row for line in lines]
    payers, sent, issued = _payers(asking, rows), _sent(asking, rows), issued_of(connection, rows, lenient=True)
    turns = {(line.row.id, turn) for line in lines for turn in (line.turn - 1, line.turn)}
    ended = put_back(connection, {row.account for row in rows}, turns)
    past = earlier(connection, {line.name for line in lines if not line.is_now}, lenient=True)
    steps, unlisted = steps_of(connection, [row.id for row in rows]), Unlisted(connection)
    days = int(settings_of(connection)["invoice_due_days"])
    found = []
    for line in lines:
        row = line.row
        kept = issued.get(row.id) if line.is_now else past.get(line.name)
        known = kept is not None
        if kept is None:
            created = ended.get((row.id, line.turn - 1), row.created)
            kept = _foreseen(asking, row, steps.get(row.id) if line.is_now else None, unlisted, days, created)
        payer = None if known else payers.get(row.client)
        found.append(_row(asking, line, kept, payer, sent.get(line.name), ended))
    return tuple(found)


def _row(
    asking: Asking, line: _Line, kept: Invoice, payer: Any, mailed: Any, ended: Mapping[Turn, datetime]
) -> InvoiceRow:
    """A line of the list, of what its invoice says and whoever is to pay where that was not kept."""
    price, sign = kept.price if kept.exact else None, -1 if line.reversal else 1
    view, entry = payment_view(line.row), line.entry
    back = ended.get((line.row.id, line.turn - (entry is None)))
    if entry is not None:
        at = None if line.reversal else entry.booked
        view = replace(view, amount=entry.moved, status=PaymentStatus.PAID, paid_at=at)
    waits = view.status is PaymentStatus.NEW
    return InvoiceRow(
        view, payer.name if payer else kept.client, payer.tax_number if payer else kept.tax_number,
        sign * price.net if price else None, sign * price.tax if price else None,
        mailed.sent if mailed else None, ", ".join(mailed.to_addresses) if mailed else "",
        kept.due if waits else None, 0 if line.reversal else sum(item.amount for item in kept.returned),
        turn=line.turn, day=day_of(entry.booked, asking.zone) if line.reversal else kept.created,
        put_back=back if waits or entry is not None else None, reversal=line.reversal, entry=entry and entry.entry,
    )  # fmt: skip


def _foreseen(asking: Asking, row: Any, step: Any, unlisted: Unlisted, days: int, created: datetime) -> Invoice:
    """What a list tells of an invoice that was not issued yet, or was not kept."""
    priced = None if step is None else price_by(unlisted, row, step, asking.now)
    return Invoice(
        row.id, "", row.name or row.email or "", "", "", day_of(created, asking.zone),
        None if row.paid_at is None else day_of(row.paid_at, asking.zone), row.amount, row.currency,
        price=priced.price if priced else None, exact=priced is not None and priced.exact,
        due=due_on(day_of(row.created, asking.zone), Grace(row.grace), row.respite, days),
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
    found = None
    if where is not None and number.isascii() and number.isdecimal() and len(number) < 19:
        of_it = select(_account.c.currency, where.c.amount)
        of_it = of_it.join_from(where, _account, _account.c.id == where.c.account).where(where.c.id == int(number))
        found = asking.connection.execute(of_it).first()
    if found is None:
        raise NotFound("This document")
    asked = select(_event).where(_event.c.document == f"{name}:{int(number)}").order_by(_event.c.id)
    told = _told(events(asking, asked), f"{name}:{int(number)}", found.amount, found.currency)
    return tuple(one for one in told if one.field not in _UNTOLD)


def _told(found: Sequence[EventView], document: str, amount: int, currency: str) -> Iterator[EventView]:
    """The events of a document in the words of its history: `added`, `amount`, `status`, `invoice`, `deleted`.

    Its amount is `amount` now, also where it was deleted; what it was added and deleted with follows from the changes.
    """
    added, edited = document.partition(":")[0], f"{document} amount"
    last = next((one.before for one in found if one.field == edited), str(amount))
    for one in found:
        field = "added" if one.field == added else one.field.removeprefix(f"{document} ")
        before, after = one.before, one.after
        if field == "added":
            after = sum_of(last, currency)
        elif field == "amount":
            last, before, after = after, sum_of(before, currency), sum_of(after, currency)
        elif field == "deleted":
            before, after = sum_of(last, currency), ""
        yield replace(one, field=field, before=before, after=after)


def _payers(asking: Asking, rows: Sequence[Any]) -> Mapping[int, Any]:
    """The first payer of each of these payments' clients."""
    clients = {row.client for row in rows if row.client is not None}
    if not clients:
        return {}
    which = _payer.c.client.in_(clients) & _payer.c.deleted.is_(None)
    found = asking.connection.execute(select(_payer).where(which).order_by(_payer.c.id.desc()))
    return {row.client: row for row in found}


def _sent(asking: Asking, rows: Sequence[Any]) -> Mapping[Turn, Any]:
    """The email that each of these payments' invoices was last sent with, by turn."""
    numbers = {row.id for row in rows}
    if not numbers:
        return {}
    which = _outbox.c.payment.in_(numbers) & _outbox.c.sent.is_not(None)
    asked = select(_outbox).where(which).order_by(_outbox.c.id)
    return {(row.payment, _turn_in(row.invoice)): row for row in asking.connection.execute(asked)}


def _turn_in(facts: str) -> int:
    """Of which turn an invoice is that went out; of the first one where its facts cannot be read any more."""
    try:
        return read(facts).turn
    except UnusableData:
        return 1
