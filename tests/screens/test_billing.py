"""Payments, expenses, invoices and payers by keys, of a client and of all (CL12, CL13; SPEC: Billing screens)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.questions import (
    Narrow,
    ReadExpensePart,
    ReadMoney,
    ReadOutbox,
    ReadPaymentPart,
)
from helpdesk_tui.vocab import PaymentStatus
from tests.screens.desk import ACME, NORD, SAKURA
from tests.screens.money import account, balance
from tests.screens.seat import Seat, Seats

PAID = PaymentStatus.PAID
PLAN = "INSERT INTO plan (name, name_key, incidents, active) VALUES ('Support', 'support', 5, 1)"


async def test_a_payment_from_new_to_paid_and_back(seat: Seat) -> None:
    """CL12: added, edited, credited, put back, deleted; the balance afterwards is said before it moves."""
    await account(seat, "p")
    await seat.see("The client has no payments yet")
    await seat.press("n")
    await seat.see("Add payment", "Amount (EUR)")
    await seat.type("12,50")
    await seat.press("ctrl+s")
    await seat.told("“12,50” is no sum like 12.50.")
    await seat.press("ctrl+u")
    await seat.type("50\n")
    await seat.press("tab")
    await seat.type("Invoice 7")
    await seat.press("ctrl+s")
    await seat.told("The payment is added.")
    await seat.see("50.00  New", "It is New: it waits to be paid and counts nothing yet.")
    await seat.press("s")
    await seat.see("Credit payment 1 to the account?", "Balance 0.00 -> 50.00 EUR.")
    assert balance(seat) == 0
    await seat.press("y")
    await seat.told("Payment 1 is Paid.")
    await seat.see("It covers nothing yet.")
    assert balance(seat) == 50_00
    await seat.press("d")
    await seat.told("Payment 1 is Paid; put it back to New first (s).")
    await seat.press("e")
    await seat.see("it is Paid; s puts it back to New")
    await seat.press("escape")
    await seat.press("s")
    await seat.see("Put payment 1 back to New?", "Balance 50.00 -> 0.00 EUR.")
    await seat.press("n")
    await seat.gone("Put payment 1 back")
    assert balance(seat) == 50_00
    await seat.press("s", "y")
    await seat.told("Payment 1 is New again.")
    await seat.press("d")
    await seat.see("Delete payment 1, 50.00 EUR?")
    await seat.press("y")
    await seat.see("The client has no payments yet")
    assert (balance(seat), len(seat.desk.read(ReadMoney(ACME)))) == (0, 2)


async def test_paid_at_once_is_looked_at_first(seat: Seat) -> None:
    """SPEC, Once: pressed many times, it is booked once."""
    await account(seat, "p")
    await seat.press("n")
    await seat.see("Add payment")
    await seat.type("50\n")
    await seat.press("right", "ctrl+s")
    await seat.see("Add payment?", "Balance 0.00 -> 50.00 EUR.")
    await seat.press("y", "y", "y")
    await seat.see("50.00  Paid")
    assert [one.amount for one in seat.desk.read(ReadMoney(ACME))] == [50_00]


async def test_an_expense_and_its_payments(seat: Seat) -> None:
    """CL13: added, edited, deleted, and the payments that it is allocated to, there and back."""
    seat.desk.perform(AddPayment(ACME, 20_00, PAID, "Invoice 7"))
    await account(seat, "x")
    await seat.press("n")
    await seat.see("Add expense")
    await seat.type("30\n")
    await seat.press("ctrl+s")
    await seat.told("Say what it is for.")
    await seat.type("Backup restored")
    await seat.press("ctrl+s")
    await seat.see("Balance 20.00 -> -10.00 EUR; that is a debt.")
    await seat.press("y")
    await seat.told("The client is charged.")
    await seat.see("Expense 1 of Acme GmbH: 30.00 EUR, Backup restored", "Allocated to payment 1 20.00, 10.00 not paid")
    await seat.press("p")
    await seat.see("Payments", "Covers expense 1 20.00 (Backup restored).")
    await seat.press("q")
    await seat.see("Allocated to payment 1")
    await seat.press("enter")
    await seat.see("Edit expense 1")
    await seat.press("ctrl+u")
    await seat.type("15")
    await seat.press("ctrl+s")
    await seat.see("Balance -10.00 -> 5.00 EUR.")
    await seat.press("y")
    await seat.told("The expense is changed.")
    await seat.see("Allocated to payment 1 15.00.")
    await seat.press("d")
    await seat.see("Delete expense 1? 15.00 EUR return to the client.", "Balance 5.00 -> 20.00 EUR.")
    await seat.press("y")
    await seat.see("The client was charged nothing yet")
    assert (balance(seat), seat.desk.read(ReadExpensePart(Narrow(ACME))).rows) == (20_00, ())


async def test_payments_of_all_clients(seat: Seat) -> None:
    """SPEC, Billing screens: filters, the narrowing to a client, and from a payment to its client."""
    seat.desk.perform(AddPayment(ACME, 20_00, PAID, "Invoice 7"))
    seat.desk.perform(AddPayment(NORD, 30_00, text="Invoice 8"))
    await seat.go("$", "Payments", "Nordlicht GmbH", "Acme GmbH", "Invoice 8")
    assert "Nordlicht" in seat.cursor()
    await seat.press("slash")
    await seat.type("status:paid")
    await seat.gone("Nordlicht GmbH")
    await seat.press("enter", "escape")
    await seat.see("Nordlicht GmbH")
    await seat.press("slash")
    await seat.type("from:soon")
    await seat.press("enter")
    await seat.told("“soon” is no day like 2026-04-11")
    await seat.press("ctrl+u")
    await seat.type("nowhere")
    await seat.press("enter")
    await seat.see("Nothing is like that; Esc shows all.")
    await seat.press("escape")
    await seat.see("Acme GmbH")
    await seat.press("f")
    await seat.gone("Acme GmbH  ")
    await seat.press("n")
    await seat.see("Add payment")
    await seat.type("5\n")
    await seat.press("ctrl+s")
    await seat.told("The payment is added.")
    assert [one.amount for one in seat.desk.read(ReadPaymentPart(Narrow(NORD))).rows] == [5_00, 30_00]
    await seat.until(lambda: "5.00" in seat.cursor(), "the new one under the cursor")
    await seat.press("c")
    await seat.see("Nordlicht GmbH  <info@nordlicht.example>")


async def test_an_invoice_by_email(seat: Seat) -> None:
    """CL12: from a department of one's own, to the client's main address; once."""
    seat.desk.perform(AddPayment(ACME, 20_00, text="Invoice 7"))
    await account(seat, "p")
    await seat.see("Invoice 7")
    await seat.press("i")
    await seat.see("Invoice 1, 20.00 EUR, to hans@acme.example", "< Billing >")
    await seat.press("right", "ctrl+s")
    await seat.told("Invoice 1 is on its way.")
    (mail,) = (one for one in seat.desk.read(ReadOutbox()) if one.ticket is None)
    assert (mail.to, mail.subject) == (ACME, "Invoice 1")


async def test_payers(seat: Seat) -> None:
    """SPEC, Payers: who invoices name."""
    await account(seat)
    await seat.see("Nothing has moved yet")
    await seat.press("y")
    await seat.see("The client has no payers; n adds one.")
    await seat.press("n")
    await seat.see("Add payer", "< individual >")
    await seat.type("Acme Holding\n")
    await seat.press("right", "tab", "tab")
    await seat.type("DE 1")
    await seat.press("ctrl+s")
    await seat.told("The payer is added.")
    await seat.see("Acme Holding", "legal entity", "DE 1")
    await seat.press("d")
    await seat.see("Delete 1 Acme Holding?")
    await seat.press("y")
    await seat.see("The client has no payers; n adds one.")


async def test_expenses_of_all_clients(seat: Seat) -> None:
    await seat.go("e", "Expenses", "Nobody was charged yet.")
    await seat.press("n")
    await seat.told("Open a client's card (g c) and their account (b) to add one.")
    seat.desk.perform(AddExpense(SAKURA, 9_99, "サーバーの移行"))
    await seat.see("株式会社さくら", "サーバーの移行", "No payment covers it yet.")
    await seat.press("p")
    await seat.told("No payment covers this expense yet.")


async def test_a_long_list_is_read_in_parts(seat: Seat) -> None:
    """TQ13: to its old end and back; never more than three parts are kept."""
    for number in range(1, 701):
        seat.desk.perform(AddExpense(NORD, number, f"Work {number}"))
    await seat.go("e", "Work 700")
    await seat.press("end")
    await seat.until(lambda: seat.cursor().endswith("Work 1"), "the oldest")
    kept = []
    for _ in range(40):
        await seat.press("pageup")
        await seat.calm()
        kept.append(len(seat.app.screen.part.rows))  # type: ignore[attr-defined]
        if "Work 700" in seat.cursor():
            break
    assert "Work 700" in seat.cursor()
    assert max(kept) == 600
    await seat.press("end")
    await seat.until(lambda: seat.cursor().endswith("Work 1"), "the oldest")
    await seat.press("home")
    await seat.until(lambda: "Work 700" in seat.cursor(), "the newest")
    seat.desk.perform(AddExpense(NORD, 1, "Work 701"))
    await seat.until(lambda: seat.app.screen.part.rows[0].text == "Work 701", "the new one")  # type: ignore[attr-defined]
    assert "Work 700" in seat.cursor()
    await seat.press("home")
    await seat.until(lambda: "Work 701" in seat.cursor(), "the new one under the cursor")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_wide_names_and_high_sums_fit(seats: Seats, size: tuple[int, int]) -> None:
    """SCREENS: at 80 columns what folds away is not what matters."""
    async with seats.sit(size=size) as seat:
        name = "株式会社さくらインターネット北海道支店第二営業部" * 3
        client = seat.desk.perform(AddClient("wide@sakura.example", name))
        seat.desk.perform(AddPayment(f"#{client}", 9_999_999_999_99, PAID, "株" * 100))
        seat.desk.perform(AddExpense(f"#{client}", 1, "請求書" * 50))
        for key in ("$", "e"):
            await seat.go(key, "9999999999.99" if key == "$" else "0.01", "株式会社さくら")
            assert all(len(line) <= size[0] for line in seat.text.split("\n"))
            await seat.press("q")
            await seat.see("Held by")
        await seat.go("$", "Payments")
        await seat.press("c")
        await seat.see("Balance 9999999999.98 EUR")
        await seat.press("b")
        await seat.see("──── Account ", "9999999999.98", "9999999999.99")
