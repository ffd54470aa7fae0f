"""Papers of all clients for the accountant, and what became of each (CL12, CL13, SF2), on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency
from helpdesk_tui.desk.actions.delivery import BeginOutgoing, LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.discounts import AddDiscount
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payers import AddPayer
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.taxes import AddTaxRule
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    Narrow,
    Read,
    ReadInvoice,
    ReadInvoicePart,
    ReadPaperHistory,
    ReadWithdrawalPart,
    Slice,
)
from helpdesk_tui.views import InvoiceRow, Part
from helpdesk_tui.vocab import OutboxState, PaymentStatus, WithdrawalReason
from tests.desks import HANS, NINE, NORD, MadeDesk

PAID, NEW = PaymentStatus.PAID, PaymentStatus.NEW
RETURN, REFERRAL = WithdrawalReason.RETURN, WithdrawalReason.REFERRAL


def told(desk: MadeDesk, document: str) -> list[tuple[str, str, str, str]]:
    """The history of a document: who, what, before, after."""
    return [(one.who, one.field, one.before, one.after) for one in desk.anna.read(ReadPaperHistory(document))]


def test_who_changed_what_of_a_payment(desk: MadeDesk) -> None:
    """CL12, history: added, edited, sent, Paid, put back and deleted, by whom and when; of no other payment."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, text="Server"))
    other = desk.anna.perform(AddPayment(HANS, 7_00, PAID))
    desk.clock.forward(hours=1)
    desk.gus.perform(EditPayment(number, 60_00, "Server, May"))
    desk.anna.perform(SendInvoice(number, "Tech"))
    desk.gary.perform(SetPayment(number, PAID))
    desk.gus.perform(SetPayment(number, NEW))
    desk.anna.perform(DeletePayment(number))
    assert told(desk, f"payment:{number}") == [
        ("anna", "added", "", "50.00 EUR"), ("gus", "text", "Server", "Server, May"),
        ("gus", "amount", "50.00 EUR", "60.00 EUR"), ("anna", "invoice", "", f"{number} sent to {HANS}"),
        ("gary", "status", "new", "paid"), ("gus", "status", "paid", "new"),
        ("anna", "deleted", "60.00 EUR", ""),
    ]  # fmt: skip
    assert [one.at - NINE for one in desk.anna.read(ReadPaperHistory(f"payment:{number}"))][:2] == [
        timedelta(0), timedelta(hours=1),
    ]  # fmt: skip
    assert told(desk, f"payment:{other}") == [
        ("anna", "added", "", "7.00 EUR"), ("anna", "status", "new", "paid"),
    ]  # fmt: skip


def test_both_sides_of_a_change_of_an_expense(desk: MadeDesk) -> None:
    """SF2: what it was, what it is, and what went back when it was deleted."""
    number = desk.anna.perform(AddExpense(HANS, 12_50, "Backup"))
    desk.gus.perform(EditExpense(number, 10_00))
    desk.anna.perform(DeleteExpense(number))
    assert told(desk, f"expense:{number}") == [
        ("anna", "added", "", "12.50 EUR"), ("gus", "amount", "12.50 EUR", "10.00 EUR"),
        ("anna", "deleted", "10.00 EUR", ""),
    ]  # fmt: skip
    other = desk.anna.perform(AddExpense(HANS, 7_00, "Call"))
    desk.gus.perform(DeleteExpense(other))
    assert told(desk, f"expense:{other}") == [("anna", "added", "", "7.00 EUR"), ("gus", "deleted", "7.00 EUR", "")]


@pytest.mark.parametrize("document", ["payment:9", "payment:", "payment:x", "payment:²", "entry:1", "", "9" * 30])
def test_what_has_no_history(desk: MadeDesk, document: str) -> None:
    with pytest.raises(NotFound):
        desk.gary.read(ReadPaperHistory(document))


@pytest.fixture
def sold(desk: MadeDesk) -> MadeDesk:
    """A desk that sold something with discount and tax, and took other money of two clients, on two days."""
    desk.gary.perform(AddPlan("Care", 10, {0: 10_00}))
    desk.gary.perform(AddPlan("Other", 10, {0: 1_00}))
    desk.anna.perform(AddDiscount(HANS, 10_00))
    desk.anna.perform(AddTaxRule(HANS, 20_000, "UTC", "2026-01-01 00:00"))
    desk.anna.perform(AddPayer(HANS, "Acme Holding", tax_number="DE 1"))
    desk.anna.perform(AddPayer(HANS, "Another"))
    desk.anna.perform(PlaceOrder(HANS, "Care", 0))
    desk.anna.perform(AddPayment(NORD, 5_00, PAID, "Server"))
    desk.clock.forward(days=1)
    desk.anna.perform(AddPayment(HANS, 3_00, PAID))
    desk.anna.perform(PlaceOrder(NORD, "Care", 0))
    return desk


def invoices(desk: MadeDesk, narrow: Narrow | None = None) -> list[InvoiceRow]:
    return list(desk.anna.read(ReadInvoicePart(narrow or Narrow())).rows)


def test_invoices_of_all_clients(sold: MadeDesk) -> None:
    """CL12: the newest first, with payer, net and tax where they are exact, as the invoice itself says them."""
    found = invoices(sold)
    assert [(one.id, one.client_name, one.payer, one.tax_number, one.amount, one.net, one.tax) for one in found] == [
        (4, "Nordlicht GmbH", "Nordlicht GmbH", "", 5_00, None, None),
        (3, "Acme GmbH", "Acme Holding", "DE 1", 3_00, None, None),
        (2, "Nordlicht GmbH", "Nordlicht GmbH", "", 5_00, None, None),
        (1, "Acme GmbH", "Acme Holding", "DE 1", 10_80, 9_00, 1_80),
    ]  # fmt: skip
    for one in found:
        whole = sold.anna.read(ReadInvoice(one.id))
        assert (whole.client, whole.amount, whole.currency) == (one.payer, one.amount, one.currency)
        assert (whole.price.tax if whole.price and whole.exact else None) == one.tax


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (Narrow(HANS), [3, 1]), (Narrow(status=NEW), [4, 1]), (Narrow(status=PAID), [3, 2]),
        (Narrow(since=NINE + timedelta(hours=1)), [4, 3]), (Narrow(until=NINE + timedelta(hours=1)), [2, 1]),
        (Narrow(words="server"), [2]), (Narrow(words="nordlicht"), [4, 2]), (Narrow(currency="EUR"), [4, 3, 2, 1]),
        (Narrow(currency="USD"), []), (Narrow(NORD, PAID, currency="EUR"), [2]),
    ],
)  # fmt: skip
def test_invoices_by_client_status_period_and_currency(sold: MadeDesk, narrow: Narrow, expected: list[int]) -> None:
    assert [one.id for one in invoices(sold, narrow)] == expected


def test_an_invoice_says_when_it_was_sent(sold: MadeDesk) -> None:
    """Not when it was queued; the last time counts."""
    sold.anna.perform(SendInvoice(2, "Tech"))
    assert invoices(sold)[2].sent is None
    (mail,) = sold.system.perform(LeaseOutbox("host/1/1"))
    sold.system.perform(BeginOutgoing(mail.id, "host/1/1"))
    sold.system.perform(SettleOutgoing(mail.id, OutboxState.SENT))
    assert [(one.sent, one.sent_to) for one in invoices(sold)] == [
        (None, ""), (None, ""), (sold.clock.now(), NORD), (None, ""),
    ]  # fmt: skip


def test_withdrawals_of_all_clients(desk: MadeDesk) -> None:
    """CL13: by client, words, period and currency; an account in an earlier currency is there too."""
    for client in (HANS, NORD):
        desk.anna.perform(AddPayment(client, 50_00, PAID))
    one = desk.anna.perform(AddWithdrawal(HANS, 5_00, RETURN, "Transfer 88"))
    desk.clock.forward(days=1)
    two = desk.gus.perform(AddWithdrawal(NORD, 7_00, REFERRAL, "Transfer 89"))
    desk.gary.perform(AddCurrency("USD"))
    desk.gary.perform(ChangeCurrency("USD"))
    desk.anna.perform(AddPayment(HANS, 9_00, PAID))
    three = desk.anna.perform(AddWithdrawal(HANS, 1_00, RETURN))

    def found(**narrow: object) -> list[int]:
        return [row.id for row in desk.anna.read(ReadWithdrawalPart(Narrow(**narrow))).rows]  # type: ignore[arg-type]

    assert [(row.id, row.client_name, row.amount, row.currency, row.reason, row.reference)
            for row in desk.anna.read(ReadWithdrawalPart()).rows] == [
        (three, "Acme GmbH", 1_00, "USD", RETURN, ""), (two, "Nordlicht GmbH", 7_00, "EUR", REFERRAL, "Transfer 89"),
        (one, "Acme GmbH", 5_00, "EUR", RETURN, "Transfer 88"),
    ]  # fmt: skip
    assert (found(client=HANS), found(words="transfer 89"), found(words="nord")) == ([three, one], [two], [two])
    assert (found(currency="EUR"), found(since=NINE + timedelta(hours=1), currency="EUR")) == ([two, one], [two])
    assert (found(until=NINE + timedelta(hours=1)), told(desk, f"withdrawal:{two}")) == (
        [one], [("gus", "added", "", "7.00 EUR")],
    )  # fmt: skip


@pytest.mark.parametrize("question", [ReadInvoicePart, ReadWithdrawalPart])
def test_long_lists_are_read_in_parts(desk: MadeDesk, question: type[Read[Part[InvoiceRow]]]) -> None:
    """TQ13: in both directions, each row once, whoever adds one meanwhile."""
    for number in range(7):
        desk.anna.perform(AddPayment(HANS, 5_00, PAID))
        desk.anna.perform(AddWithdrawal(HANS, number + 1, RETURN))

    def part(key: int | None, *, older: bool) -> Part[InvoiceRow]:
        return desk.anna.read(question(Narrow(), Slice(key, older, 3)))  # type: ignore[call-arg]

    first = part(None, older=True)
    assert ([one.id for one in first.rows], first.newer, first.older) == ([7, 6, 5], False, True)
    desk.anna.perform(AddPayment(HANS, 5_00, PAID))
    desk.anna.perform(AddWithdrawal(HANS, 1, RETURN))
    second = part(5, older=True)
    assert ([one.id for one in second.rows], second.newer, second.older) == ([4, 3, 2], True, True)
    last = part(7, older=False)
    assert ([one.id for one in last.rows], last.newer, last.older) == ([8], False, True)


def test_what_is_not_there(desk: MadeDesk) -> None:
    with pytest.raises(NotFound):
        desk.anna.read(ReadInvoicePart(Narrow("nobody@example.org")))
    with pytest.raises(NotFound):
        desk.anna.read(ReadWithdrawalPart(Narrow("nobody@example.org")))
    number = desk.anna.perform(AddPayment(NORD, 5_00))
    desk.anna.perform(DeletePayment(number))
    assert invoices(desk) == []
    with pytest.raises(NotFound):
        desk.anna.read(ReadInvoice(number))
    with pytest.raises(NotFound):
        desk.anna.read(ReadInvoice(99))
