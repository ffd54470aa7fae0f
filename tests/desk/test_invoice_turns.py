"""An invoice of a payment that was put back stays readable and in its month; the next one has another number (CL12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from helpdesk_tui.desk.actions.expenses import AddExpense, EditExpense
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.taxes import AddTaxRule
from helpdesk_tui.errors import NotFound, UnusableData
from helpdesk_tui.questions import (
    Narrow,
    ReadExpenses,
    ReadInvoice,
    ReadInvoicePart,
    ReadOutgoing,
    ReadPaidPrice,
    ReadPaperHistory,
    ReadPayments,
    Slice,
)
from helpdesk_tui.rules.invoice import Invoice, printed
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import InvoiceRow
from helpdesk_tui.vocab import PaymentStatus
from tests.desks import HANS, NORD, MadeDesk

PAID, NEW = PaymentStatus.PAID, PaymentStatus.NEW
FEBRUARY, MAY = date(2027, 2, 1), date(2027, 5, 1)


def invoice(desk: MadeDesk, payment: int, turn: int | None = None) -> Invoice:
    """An invoice of a payment as it is read now."""
    return desk.anna.read(ReadInvoice(payment, turn=turn))


def month(desk: MadeDesk, first: date) -> list[InvoiceRow]:
    """What an accountant sees of what was paid in a month, the oldest first."""
    since = datetime(first.year, first.month, 1, tzinfo=UTC)
    narrow = Narrow(None, PAID, since=since, until=since + timedelta(days=28))
    return list(reversed(desk.anna.read(ReadInvoicePart(narrow)).rows))


def sold(desk: MadeDesk) -> int:
    """An order that is paid on 1 February; the number of its payment."""
    desk.clock.at = datetime(2027, 2, 1, 9, tzinfo=UTC)
    desk.gary.perform(AddPlan("Care", 10, {0: 100_00}))
    desk.anna.perform(AddTaxRule(HANS, 19_000, "UTC", "2026-01-01 00:00"))
    desk.anna.perform(PlaceOrder(HANS, "Care", 0))
    (payment,) = desk.anna.read(ReadPayments(HANS))
    desk.anna.perform(SetPayment(payment.id, PAID))
    return payment.id


def put_back_in_may(desk: MadeDesk) -> int:
    """The same payment put back on 3 May, and Paid again on the next day, over less of the purchase."""
    number = sold(desk)
    desk.clock.at = datetime(2027, 5, 3, 9, tzinfo=UTC)
    desk.anna.perform(SetPayment(number, NEW))
    desk.anna.perform(EditExpense(desk.anna.read(ReadExpenses(HANS))[0].id, 60_00))
    desk.clock.forward(days=1)
    desk.anna.perform(SetPayment(number, PAID))
    return number


def test_a_declared_month_stays_as_it_is(desk: MadeDesk) -> None:
    """CL12: what was paid then stands in its month, the reversal in the one in which it was put back."""
    number = sold(desk)
    (declared,) = month(desk, FEBRUARY)
    back_on = datetime(2027, 5, 3, 9, tzinfo=UTC)
    desk.clock.at = back_on
    desk.anna.perform(SetPayment(number, NEW))
    desk.clock.forward(days=1)
    desk.anna.perform(SetPayment(number, PAID))
    (then,) = month(desk, FEBRUARY)
    assert (then.id, then.turn, then.amount, then.net, then.tax) == (number, 1, 119_00, 100_00, 19_00)
    assert (then.payer, then.day, then.payment.status) == (declared.payer, declared.day, PAID)
    assert (then.put_back, declared.put_back) == (back_on, None)
    back, again = month(desk, MAY)
    assert (back.id, back.turn, back.reversal, back.day) == (number, 1, True, date(2027, 5, 3))
    assert (back.amount, back.net, back.tax) == (-119_00, -100_00, -19_00)
    assert (again.turn, again.reversal, again.put_back, again.amount) == (2, False, None, 119_00)
    assert sum(one.amount for one in (then, back, again)) == 119_00


def test_the_earlier_one_is_read_as_it_was(desk: MadeDesk) -> None:
    """CL12: with what it listed, what became of it, and another number than the one in its place."""
    number = put_back_in_may(desk)
    first, second = invoice(desk, number, 1), invoice(desk, number)
    assert (first.lines()[0][1], second.lines()) == (
        "119.00", ((first.lines()[0][0], "60.00"), ("Payment to the account", "59.00")),
    )  # fmt: skip
    assert first.parts() == (("Net", "100.00"), ("Tax 19 %", "19.00"))
    assert (first.title, second.title, second.file_name) == (
        f"Invoice {number}", f"Invoice {number}-2", f"invoice-{number}-2.pdf",
    )  # fmt: skip
    assert (first.created, second.created) == (date(2027, 2, 1), date(2027, 5, 3))
    said = printed(first).splitlines()
    assert said[-2:] == ["Paid on 2027-02-01", "Put back on 2027-05-03: it counts no more from that day."]
    assert printed(second).splitlines()[-2:] == [
        "Paid on 2027-05-04", f"In place of invoice {number}, which was put back.",
    ]  # fmt: skip
    assert invoice(desk, number, 2) == second
    assert (first.returned, second.returned) == ((), ()), "one that counts no more gives nothing back"
    for turn in (3, 9):
        with pytest.raises(NotFound, match=rf"Invoice {number}-{turn} was not found"):
            invoice(desk, number, turn)


def test_while_it_is_new_again_the_next_one_waits(desk: MadeDesk) -> None:
    """CL12: it has the next number already, and says when the one before it was put back."""
    number = sold(desk)
    desk.gary.perform(SetProvider("invoice_due_days", "14"))
    desk.clock.forward(days=90)
    desk.anna.perform(SetPayment(number, NEW))
    waits = invoice(desk, number)
    assert (waits.title, waits.paid, waits.created) == (f"Invoice {number}-2", None, date(2027, 5, 2))
    assert waits.state == "Not paid yet; was due on 2027-02-15", "that day is over"
    (row,) = desk.anna.read(ReadInvoicePart(Narrow(HANS))).rows
    assert (row.turn, row.put_back, row.reversal, row.key) == (2, desk.clock.now(), False, number)
    desk.anna.perform(DeletePayment(number))
    assert invoice(desk, number, 1).lines()[0][1] == "119.00", "deleting the payment leaves what was declared"
    assert [one.amount for one in month(desk, FEBRUARY)] == [119_00]
    for turn in (None, 2):
        with pytest.raises(NotFound):
            invoice(desk, number, turn)


def test_on_the_day_it_is_due_it_is_not_late(desk: MadeDesk) -> None:
    """CL12: until the end of the day one may pay."""
    desk.gary.perform(SetProvider("invoice_due_days", "14"))
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    desk.clock.forward(days=14)
    assert invoice(desk, number).state == "Not paid yet; please pay by 2026-04-25"
    desk.clock.forward(days=1)
    assert invoice(desk, number).state == "Not paid yet; was due on 2026-04-25"


def test_it_is_sent_with_its_own_number(desk: MadeDesk) -> None:
    """CL12, MO2: the email, its history and the list mean the one of now."""
    number = put_back_in_may(desk)
    mail = desk.anna.read(ReadOutgoing(desk.anna.perform(SendInvoice(number))))
    assert mail.row.subject == f"Invoice {number}-2"
    told = [one.after for one in desk.anna.read(ReadPaperHistory(f"payment:{number}")) if one.field == "invoice"]
    assert told == [f"{number}-2 sent to {HANS}"]
    desk.sql("UPDATE outbox SET sent = 1")
    assert [one.sent is not None for one in month(desk, FEBRUARY) + month(desk, MAY)] == [False, False, True]


def test_they_are_read_in_parts_and_narrowed(desk: MadeDesk) -> None:
    """TQ13: a payment is there as often as it was booked, each line once, in either direction."""
    number = put_back_in_may(desk)
    other = desk.anna.perform(AddPayment(NORD, 5_00, PAID, "Hosting"))
    paid = Narrow(status=PAID)
    whole = desk.anna.read(ReadInvoicePart(paid, Slice(None, limit=50))).rows
    assert [one.id for one in whole] == [other, number, number, number]
    found: list[InvoiceRow] = []
    while len(found) < len(whole):
        part = desk.anna.read(ReadInvoicePart(paid, Slice(found[-1].key if found else None, limit=1)))
        assert (part.newer, part.older) == (bool(found), len(found) < len(whole) - 1)
        found += part.rows
    assert tuple(found) == whole
    for narrow, expected in (
        (Narrow(NORD, PAID), [other]), (Narrow(status=PAID, words="hosting"), [other]),
        (Narrow(status=PAID, words=str(number)), [number] * 3), (Narrow(status=PAID, currency="USD"), []),
    ):  # fmt: skip
        assert [one.id for one in desk.anna.read(ReadInvoicePart(narrow)).rows] == expected, narrow


def test_one_that_was_not_kept_or_cannot_be_read(desk: MadeDesk, store: Store) -> None:
    """Payments from before invoices were kept have their sums in the list, and no page of then."""
    number = put_back_in_may(desk)
    with store.write() as connection:
        connection.execute(text("UPDATE invoice SET facts = '{}' WHERE turn = 1"))
    with pytest.raises(UnusableData):
        invoice(desk, number, 1)
    with store.write() as connection:
        connection.execute(text("DELETE FROM invoice WHERE turn = 1"))
    (then,) = month(desk, FEBRUARY)
    assert (then.amount, then.net, then.due, then.day) == (119_00, None, None, date(2027, 2, 1))
    with pytest.raises(NotFound):
        invoice(desk, number, 1)


def test_what_something_else_paid_is_neither_its_note_nor_its_price(desk: MadeDesk) -> None:
    """CL12: once other money covers the order, a payment that was for it is money like any other."""
    number = sold(desk)
    note = invoice(desk, number).note
    assert note
    desk.clock.forward(days=1)
    desk.anna.perform(SetPayment(number, NEW))
    assert (invoice(desk, number).note, invoice(desk, number).exact) == (note, True), "it would cover it again"
    other = desk.anna.perform(AddPayment(HANS, 119_00, PAID, "bank transfer"))
    assert (invoice(desk, number).note, invoice(desk, number).price, invoice(desk, number).lines()) == (
        "", None, (("Payment to the account", "119.00"),),
    )  # fmt: skip
    rows = {one.id: one for one in desk.anna.read(ReadInvoicePart(Narrow(HANS))).rows}
    assert [(rows[one].net, rows[one].tax) for one in (number, other)] == [(None, None), (100_00, 19_00)]
    assert desk.anna.read(ReadPaidPrice(number)) is None
    desk.clock.forward(days=1)
    desk.anna.perform(AddExpense(HANS, 119_00, "other work"))
    desk.anna.perform(SetPayment(number, PAID))
    assert printed(invoice(desk, number)).splitlines()[-3:] == [
        "", "Paid on 2027-02-03", f"In place of invoice {number}, which was put back.",
    ]  # fmt: skip
    assert (invoice(desk, number).lines(), invoice(desk, number).parts()) == ((("other work", "119.00"),), ())
    assert desk.anna.read(ReadPaidPrice(number)) is None


def test_what_another_payment_lists_is_none_of_its_price(desk: MadeDesk) -> None:
    """CL12: net and tax are told once, also where everything was booked in one moment."""
    number = sold(desk)
    desk.anna.perform(SetPayment(number, NEW))
    desk.anna.perform(EditPayment(number, text="Deposit"))
    other = desk.anna.perform(AddPayment(HANS, 119_00, PAID))
    desk.anna.perform(SetPayment(number, PAID))
    assert [(invoice(desk, one).exact, invoice(desk, one).note) for one in (other, number)] == [(True, ""), (False, "")]
