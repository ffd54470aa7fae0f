"""An invoice says what it said when its payment became Paid, whatever is edited later (CL12, SF2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from helpdesk_tui.desk.actions.accounts import AddWithdrawal, EditAccount
from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder
from helpdesk_tui.desk.actions.payers import AddPayer, EditPayer
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.taxes import AddTaxRule
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import Refused, UnusableData
from helpdesk_tui.questions import (
    Narrow,
    ReadInvoice,
    ReadInvoicePart,
    ReadOutgoing,
    ReadPaidPrice,
    ReadPaymentPart,
    ReadShares,
    Slice,
)
from helpdesk_tui.rules.invoice import Invoice, printed
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import InvoiceRow
from helpdesk_tui.vocab import Grace, OutboxState, PaymentStatus, WithdrawalReason
from tests.desks import HANS, MadeDesk

PAID, NEW = PaymentStatus.PAID, PaymentStatus.NEW


def invoice(desk: MadeDesk, payment: int, payer: int | None = None) -> Invoice:
    """The invoice as it is read now."""
    return desk.anna.read(ReadInvoice(payment, payer))


def row(desk: MadeDesk, payment: int) -> InvoiceRow:
    """The same in the list."""
    found = desk.anna.read(ReadInvoicePart(Narrow(HANS), Slice(50))).rows
    return next(one for one in found if one.id == payment)


def test_an_expense_edited_afterwards_stays_on_it_and_is_told_as_returned(desk: MadeDesk) -> None:
    """SF2: what went back stands below the total; raised again, it is covered again."""
    fee = desk.anna.perform(AddExpense(HANS, 30_00, "Backup"))
    number = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    before = invoice(desk, number)
    assert before.lines() == (("Backup", "30.00"), ("Payment to the account", "20.00"))
    desk.anna.perform(EditExpense(fee, 12_00))
    assert invoice(desk, number).lines() == before.lines()
    assert invoice(desk, number).returns() == (("Backup", "-18.00"),)
    assert row(desk, number).returned == 18_00
    assert printed(invoice(desk, number)).endswith(
        f"Paid on 2026-04-11\n\nReturned to the account since then:\n{'Backup':<60}{'-18.00':>16}"
    )
    desk.anna.perform(EditExpense(fee, 25_00))
    assert invoice(desk, number).returns() == (("Backup", "-5.00"),)
    desk.anna.perform(DeleteExpense(fee))
    assert invoice(desk, number).returns() == (("Backup", "-30.00"),)
    assert [one.amount for one in desk.anna.read(ReadShares(f"payment:{number}"))] == []


def test_what_is_covered_later_does_not_change_it(desk: MadeDesk) -> None:
    """CL12: money paid in is an invoice over money paid in; the breakdown says what it went for."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, PAID, "Funds"))
    desk.anna.perform(AddExpense(HANS, 20_00, "Backup"))
    desk.anna.perform(EditPayment(number, text="Something else"))
    assert invoice(desk, number).lines() == (("Funds", "50.00"),)
    assert [(one.text, one.amount) for one in desk.anna.read(ReadShares(f"payment:{number}"))] == [("Backup", 20_00)]


def test_of_two_payments_the_later_one_has_what_went_back_first(desk: MadeDesk) -> None:
    """What is left of an expense is covered by the payment that covered it first."""
    fee = desk.anna.perform(AddExpense(HANS, 50_00, "Move"))
    first = desk.anna.perform(AddPayment(HANS, 20_00, PAID))
    second = desk.anna.perform(AddPayment(HANS, 30_00, PAID))
    desk.anna.perform(EditExpense(fee, 35_00))
    assert (invoice(desk, first).returned, invoice(desk, second).returns()) == ((), (("Move", "-15.00"),))
    desk.anna.perform(EditExpense(fee, 5_00))
    assert [row(desk, one).returned for one in (first, second)] == [15_00, 30_00]


def test_back_to_new_it_is_made_anew(desk: MadeDesk) -> None:
    """CL12: one that became Paid again says what is so then."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    fee = desk.anna.perform(AddExpense(HANS, 30_00, "Backup"))
    desk.anna.perform(SetPayment(number, NEW))
    assert (invoice(desk, number).items, invoice(desk, number).paid) == ((), None)
    desk.anna.perform(SetPayment(number, PAID))
    assert invoice(desk, number).lines() == (("Backup", "30.00"), ("Payment to the account", "20.00"))
    desk.anna.perform(DeleteExpense(fee))
    assert invoice(desk, number).lines() == (("Backup", "30.00"), ("Payment to the account", "20.00"))


def test_net_and_tax_of_a_past_period_stay(desk: MadeDesk) -> None:
    """CL12, CL13: an expense that is deleted later leaves the tax of the invoice as the accountant has filed it."""
    desk.gary.perform(AddPlan("Care", 10, {0: 100_00}))
    desk.anna.perform(AddTaxRule(HANS, 19_000, "UTC", "2026-01-01 00:00"))
    desk.anna.perform(PlaceOrder(HANS, "Care", 0))
    number = desk.anna.read(ReadInvoicePart(Narrow(HANS), Slice(50))).rows[0].id
    desk.anna.perform(SetPayment(number, PAID))
    assert (row(desk, number).net, row(desk, number).tax) == (100_00, 19_00)
    price = desk.anna.read(ReadPaidPrice(number))
    (share,) = desk.anna.read(ReadShares(f"payment:{number}"))
    desk.anna.perform(EditExpense(int(share.charge.partition(":")[2]), 60_00))
    assert (row(desk, number).net, row(desk, number).tax, row(desk, number).returned) == (100_00, 19_00, 59_00)
    assert invoice(desk, number).parts() == (("Net", "100.00"), ("Tax 19 %", "19.00"))
    assert price is not None
    assert price.exact
    assert desk.anna.read(ReadPaidPrice(number)) == price


def test_whom_it_is_for_stays_unless_another_payer_is_named(desk: MadeDesk) -> None:
    """SPEC, Payers: one who moves later has the address of then; somebody else can be put in, the sums stay."""
    early = desk.anna.perform(AddPayment(HANS, 10_00, PAID))
    payer = desk.anna.perform(AddPayer(HANS, "Acme Ltd", address="Old Street 1"))
    number = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    to_the_client = invoice(desk, early).to()
    assert (to_the_client[0], row(desk, early).payer) == ("Acme GmbH", "Acme GmbH"), "it was issued to the client"
    assert invoice(desk, early, payer).to() == ("Acme Ltd", "Old Street 1"), "unless a payer is named"
    desk.anna.perform(EditClient(HANS, country="CH"))
    assert (invoice(desk, early).to(), row(desk, early).payer) == (to_the_client, "Acme GmbH")
    desk.anna.perform(EditPayer(payer, "Acme Limited", address="New Street 2"))
    other = desk.anna.perform(AddPayer(HANS, "Holding", tax_number="HR 7"))
    assert invoice(desk, number).to() == ("Acme Ltd", "Old Street 1")
    assert row(desk, number).payer == "Acme Ltd"
    assert invoice(desk, number, payer).to() == ("Acme Limited", "New Street 2")
    assert invoice(desk, number, other).to() == ("Holding", "Tax number HR 7")
    assert invoice(desk, number, other).lines() == invoice(desk, number).lines()


def test_who_sends_it_and_until_when_to_pay(desk: MadeDesk) -> None:
    """CL12: name, address, tax number and bank are the provider's; kept with what is Paid, new for what is New."""
    paid = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    for name, value in (
        ("invoice_name", " Acme  Hosting GmbH"), ("invoice_address", "Street 1 \n 10115 Berlin\n"),
        ("invoice_tax_number", "DE 123"), ("invoice_bank", "IBAN DE00 1234"), ("invoice_due_days", "14"),
    ):  # fmt: skip
        desk.gary.perform(SetProvider(name, value))
    new = desk.anna.perform(AddPayment(HANS, 20_00))
    said = printed(invoice(desk, new)).split("\n")
    assert said[:4] == ["Acme Hosting GmbH", "Street 1", "10115 Berlin", "Tax number DE 123"]
    assert said[-2:] == ["Not paid yet; please pay by 2026-04-25", "IBAN DE00 1234"]
    assert row(desk, new).due == date(2026, 4, 25)
    assert invoice(desk, paid).sender() == ("Acme support",)
    desk.anna.perform(SetPayment(new, PAID))
    assert "IBAN" not in printed(invoice(desk, new))
    assert row(desk, new).due is None


@pytest.mark.parametrize(
    ("grace", "respite", "due"),
    [(Grace.NONE, None, date(2026, 4, 25)), (Grace.UNLIMITED, None, None), (Grace.DUE, 30, date(2026, 5, 11)),
     (Grace.DUE, 0, date(2026, 4, 25))],
)  # fmt: skip
def test_the_account_says_how_long_it_may_take(
    desk: MadeDesk, grace: Grace, respite: int | None, due: date | None
) -> None:
    """CL11: days till respite are days to pay; unlimited is without end; none leaves it to the provider."""
    desk.gary.perform(SetProvider("invoice_due_days", "14"))
    desk.anna.perform(EditAccount(HANS, grace=grace, respite=respite))
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    assert (invoice(desk, number).due, row(desk, number).due) == (due, due)


@pytest.mark.parametrize(
    ("name", "value"), [("invoice_name", "a\nb"), ("invoice_bank", "x" * 501), ("invoice_due_days", "soon")]
)
def test_what_no_such_setting_is(desk: MadeDesk, name: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.gary.perform(SetProvider(name, value))
    assert refused.value.code == "bad_value"


def test_one_that_was_paid_before_invoices_were_kept(desk: MadeDesk, store: Store) -> None:
    """It is made anew each time until it is sent; from then on it stays."""
    fee = desk.anna.perform(AddExpense(HANS, 30_00, "Backup"))
    number = desk.anna.perform(AddPayment(HANS, 30_00, PAID))
    with store.write() as connection:
        connection.execute(text("DELETE FROM invoice"))
    desk.anna.perform(EditExpense(fee, 20_00))
    assert invoice(desk, number).lines() == (("Backup", "20.00"), ("Payment to the account", "10.00"))
    desk.anna.perform(SendInvoice(number))
    desk.anna.perform(EditExpense(fee, 5_00))
    assert invoice(desk, number).lines() == (("Backup", "20.00"), ("Payment to the account", "10.00"))
    assert invoice(desk, number).returns() == (("Backup", "-15.00"),)


def test_money_that_was_withdrawn_is_no_purchase(desk: MadeDesk) -> None:
    """CL13: what was paid out to the client stands on no invoice; the money that it was is money on the account."""
    desk.anna.perform(AddPayment(HANS, 20_00, PAID))
    desk.anna.perform(AddWithdrawal(HANS, 15_00, WithdrawalReason.RETURN, "bank"))
    desk.anna.perform(AddExpense(HANS, 30_00, "Backup"))
    second = desk.anna.perform(AddPayment(HANS, 25_00, PAID))
    found = invoice(desk, second)
    assert found.lines() == (("Backup", "10.00"), ("Payment to the account", "15.00"))
    assert found.returned == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [("facts = '{}'", "invoice 1 cannot be read"),
     ("facts = replace(facts, '5000', '4000')", "invoice 1 says 40.00 EUR, its payment 50.00 EUR"),
     ("facts = replace(facts, '\"amount\": 3000', '\"amount\": 6000')", "the parts of invoice 1 do not make its sum")],
)  # fmt: skip
def test_doctor_compares_it_with_its_payment(desk: MadeDesk, store: Store, change: str, said: str) -> None:
    """RELIABILITY rule 25."""
    desk.anna.perform(AddExpense(HANS, 30_00, "Backup"))
    desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    with store.write() as connection:
        connection.execute(text(f"UPDATE invoice SET {change}"))
    (found,) = (one for one in diagnose(desk.where, clock=desk.clock) if one.name == "documents")
    assert (found.ok, found.sentence) == (False, f"Not what was posted: 1 document ({said}); restore a backup.")


def test_what_was_put_back_and_paid_again_is_returned_once(desk: MadeDesk) -> None:
    """SF2: invoices together list what is charged, in whatever order payments were put back."""
    fee = desk.anna.perform(AddExpense(HANS, 100_00, "Move"))
    first = desk.anna.perform(AddPayment(HANS, 60_00, PAID))
    desk.clock.forward(minutes=1)
    second = desk.anna.perform(AddPayment(HANS, 40_00, PAID))
    desk.anna.perform(SetPayment(first, NEW))
    desk.anna.perform(EditExpense(fee, 40_00))
    assert (invoice(desk, second).lines(), invoice(desk, second).returned) == ((("Move", "40.00"),), ())
    desk.clock.forward(minutes=1)
    desk.anna.perform(SetPayment(first, PAID))
    assert (invoice(desk, first).lines(), invoice(desk, first).returned) == ((("Payment to the account", "60.00"),), ())
    desk.anna.perform(EditExpense(fee, 10_00))
    assert (row(desk, first).returned, row(desk, second).returned) == (0, 30_00)


@pytest.mark.parametrize("how", ["given up", "deleted", "lowered"])
def test_what_bought_nothing_is_money_on_the_account(desk: MadeDesk, how: str) -> None:
    """CL12: an invoice lists no purchase that was never charged, or is not any more."""
    desk.gary.perform(AddPlan("Care", 10, {0: 100_00}))
    desk.anna.perform(AddTaxRule(HANS, 19_000, "UTC", "2026-01-01 00:00"))
    order = desk.anna.perform(PlaceOrder(HANS, "Care", 0))
    number = desk.anna.read(ReadInvoicePart(Narrow(HANS), Slice(50))).rows[0].id
    if how == "deleted":
        desk.anna.perform(SetPayment(number, PAID))
        (share,) = desk.anna.read(ReadShares(f"payment:{number}"))
        desk.anna.perform(DeleteExpense(int(share.charge.partition(":")[2])))
        desk.anna.perform(SetPayment(number, NEW))
    else:
        desk.anna.perform(EditPayment(number, 40_00))
    desk.anna.perform(SetPayment(number, PAID))
    if how == "given up":
        desk.anna.perform(CancelOrder(order))
    found = invoice(desk, number)
    assert [text for text, _ in found.lines()] == ["Payment to the account"]
    assert (found.note, found.parts(), found.share(), row(desk, number).tax) == ("", (), "", None)


@pytest.mark.parametrize("how", ["afterwards", "other money"])
def test_tax_is_told_whoever_paid(desk: MadeDesk, how: str) -> None:
    """CL13: over exactly one purchase, though it waited for another payment, or for none."""
    desk.gary.perform(AddPlan("Care", 10, {0: 100_00}))
    desk.anna.perform(AddTaxRule(HANS, 19_000, "UTC", "2026-01-01 00:00"))
    if how == "afterwards":
        desk.anna.perform(EditAccount(HANS, postpaid=True))
    desk.anna.perform(PlaceOrder(HANS, "Care", 0))
    number = desk.anna.perform(AddPayment(HANS, 119_00, PAID))
    assert invoice(desk, number).parts() == (("Net", "100.00"), ("Tax 19 %", "19.00"))
    assert (row(desk, number).net, row(desk, number).tax) == (100_00, 19_00)


def test_the_period_of_what_is_paid_is_that_of_the_days_it_became_so(desk: MadeDesk) -> None:
    """CL12: a month that was declared gets no more invoices."""
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    april = Narrow(HANS, PAID, since=desk.clock.now() - timedelta(days=1), until=desk.clock.now() + timedelta(days=9))
    desk.clock.forward(days=30)
    desk.anna.perform(SetPayment(number, PAID))
    assert desk.anna.read(ReadInvoicePart(april, Slice(50))).rows == ()
    may = replace(april, since=april.until, until=None)
    assert [one.id for one in desk.anna.read(ReadInvoicePart(may, Slice(50))).rows] == [number]
    assert [one.id for one in desk.anna.read(ReadPaymentPart(may, Slice(50))).rows] == [number]


def test_a_stale_amount_is_not_credited(desk: MadeDesk) -> None:
    """RELIABILITY rule 26: whoever saw another amount is told the new one."""
    number = desk.anna.perform(AddPayment(HANS, 22_00))
    desk.gary.perform(EditPayment(number, 55_55))
    with pytest.raises(Refused) as refused:
        desk.anna.perform(SetPayment(number, PAID, seen=22_00))
    assert (refused.value.code, refused.value.details["amount"]) == ("stale", "55.55")
    assert desk.anna.perform(SetPayment(number, PAID, seen=55_55)) == number


def test_a_deleted_payment_sends_no_invoice(desk: MadeDesk) -> None:
    """MO1: what nobody is to pay any more does not leave, deleted by hand or because other money was enough."""
    desk.gary.perform(AddPlan("Care", 10, {0: 100_00}))
    desk.anna.perform(PlaceOrder(HANS, "Care", 0))
    waits = desk.anna.read(ReadInvoicePart(Narrow(HANS), Slice(50))).rows[0].id
    mails = [desk.anna.perform(SendInvoice(waits))]
    by_hand = desk.anna.perform(AddPayment(HANS, 5_00))
    mails.append(desk.anna.perform(SendInvoice(by_hand)))
    desk.anna.perform(AddPayment(HANS, 100_00, PAID))
    desk.anna.perform(DeletePayment(by_hand))
    states = [desk.anna.read(ReadOutgoing(mail)).row for mail in mails]
    assert [(one.state, one.error) for one in states] == [
        (OutboxState.FAILED, f"Payment {waits} was deleted."), (OutboxState.FAILED, f"Payment {by_hand} was deleted."),
    ]  # fmt: skip


def test_one_that_cannot_be_read_hides_no_other(desk: MadeDesk, store: Store) -> None:
    """A damaged one is told where it is asked for; the list has all."""
    first, second = (desk.anna.perform(AddPayment(HANS, amount, PAID)) for amount in (50_00, 20_00))
    with store.write() as connection:
        connection.execute(text(f"UPDATE invoice SET facts = '' WHERE payment = {first}"))
    assert [one.id for one in desk.anna.read(ReadInvoicePart(Narrow(HANS), Slice(50))).rows] == [second, first]
    assert invoice(desk, second).amount == 20_00
    with pytest.raises(UnusableData):
        invoice(desk, first)
