"""Invoices, withdrawals and what became of papers, by keys (CL12, CL13, SF2; SPEC: Billing screens)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.expenses import AddExpense, EditExpense
from helpdesk_tui.desk.actions.payers import AddPayer
from helpdesk_tui.desk.actions.payments import AddPayment, EditPayment, SetPayment
from helpdesk_tui.invoice_pdf import drawn
from helpdesk_tui.questions import ReadInvoice, ReadOutbox, ReadOutgoing
from helpdesk_tui.vocab import PaymentStatus, WithdrawalReason
from tests.screens.desk import ACME, NORD
from tests.screens.money import account
from tests.screens.seat import Seat, Seats

PAID = PaymentStatus.PAID


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is offered for saving."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


async def test_an_invoice_is_seen_and_saved(seat: Seat, home: Path) -> None:
    """CL12: as a page with the payer, as PDF and as text for a printer; nothing is overwritten (rule 46)."""
    seat.desk.perform(AddPayer(ACME, "Acme Holding", tax_number="DE 1"))
    seat.desk.perform(AddPayment(ACME, 20_00, PAID, "Server"))
    await account(seat, "p")
    await seat.see("i invoice", "v view", "w PDF")
    await seat.press("v")
    await seat.see("Invoice 1    2", "Acme Holding", "Tax number DE 1", "20.00 EUR", "Paid on ")
    await seat.press("t")
    await seat.see("Save to folder")
    await seat.press("enter")
    await seat.told(f"Saved as {home / 'invoice-1.txt'}.")
    assert "Acme Holding" in (home / "invoice-1.txt").read_text()
    await seat.press("w")
    await seat.see("Save to folder")
    await seat.press("escape")
    await seat.gone("Save to folder")
    assert not (home / "invoice-1.pdf").exists()
    await seat.press("q")
    for name in ("invoice-1.pdf", "invoice-1-1.pdf"):
        await seat.see("Payments")
        await seat.press("w")
        await seat.see("Save to folder")
        await seat.press("enter")
        await seat.told(f"Saved as {home / name}.")
        assert (home / name).read_bytes() == drawn(seat.desk.read(ReadInvoice(1)))[0]
        assert (home / name).stat().st_mode & 0o777 == 0o600


async def test_without_the_extra_the_key_says_which(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL12: the library is optional; the page and its text need none."""
    monkeypatch.setitem(sys.modules, "fpdf", None)
    seat.desk.perform(AddPayment(ACME, 20_00))
    await seat.go("$", "20.00")
    await seat.press("w")
    await seat.told("PDF files need the extra export: pip install 'helpdesk-tui[export]'.")
    await seat.press("v")
    await seat.see("Not paid yet")


async def test_an_invoice_to_one_of_several_payers(seat: Seat) -> None:
    """SPEC, Payers: where there are several, the form asks which."""
    seat.desk.perform(AddPayment(ACME, 20_00))
    seat.desk.perform(AddPayer(ACME, "Acme Holding"))
    seat.desk.perform(AddPayer(ACME, "Erika Beck"))
    await seat.go("$", "20.00")
    await seat.press("i")
    await seat.see("Invoice 1, 20.00 EUR, to hans@acme.example", "< Acme Holding (as it is) >")
    await seat.press("tab", "right", "right", "ctrl+s")
    await seat.told("Invoice 1 is on its way.")
    (sent,) = (one.id for one in seat.desk.read(ReadOutbox()) if one.ticket is None)
    assert seat.desk.read(ReadOutgoing(sent)).invoice == 1
    assert '"client": "Erika Beck"' in facts(seat)
    await seat.go("o", "Invoice 1")
    await seat.press("enter")
    await seat.see("Attached", "invoice 1 as PDF")


def facts(seat: Seat) -> str:
    """What the outbox keeps of the invoice that was sent."""
    from helpdesk_tui.desk.actions.delivery import LeaseOutbox

    seat.clock.forward(minutes=1)
    (mail,) = (one for one in seat.system.perform(LeaseOutbox("host/1/1", 9)) if one.invoice)
    return mail.invoice


async def test_what_became_of_a_payment_and_of_an_expense(seat: Seat) -> None:
    """CL12, SF2: who changed what, before and after, the newest first."""
    seat.desk.perform(AddPayment(ACME, 20_00, text="Server"))
    seat.acting("gary").perform(EditPayment(1, 30_00))
    seat.desk.perform(SetPayment(1, PAID))
    seat.desk.perform(AddExpense(ACME, 5_00, "Backup"))
    seat.acting("gary").perform(EditExpense(1, 4_00))
    await account(seat, "p")
    await seat.see("Server")
    await seat.press("h")
    await seat.see("History of payment 1", "anna", "gary", "20.00 EUR", "30.00 EUR", "status", "added")
    await seat.until(lambda: "status" in seat.cursor(), "the newest change first")
    await seat.press("q", "q")
    await seat.see("Services", "Users")
    await seat.press("x")
    await seat.see("Backup")
    await seat.press("h")
    await seat.see("History of expense 1", "5.00 EUR", "4.00 EUR", "gary")


async def test_invoices_and_withdrawals_of_all_clients(seat: Seat) -> None:
    """SPEC, Billing screens: from one kind of papers to another, of all clients or of one; filters."""
    seat.desk.perform(AddPayer(ACME, "Acme Holding", tax_number="DE 1"))
    seat.desk.perform(AddPayment(ACME, 20_00, PAID))
    seat.desk.perform(AddPayment(NORD, 30_00, PAID))
    seat.desk.perform(AddWithdrawal(ACME, 5_00, WithdrawalReason.RETURN, "Transfer 88"))
    await seat.go("$", "Payments", "Nordlicht GmbH")
    await seat.press("o")
    await seat.see("Which papers?", "Invoices", "Expenses", "Withdrawals")
    await seat.press("enter")
    await seat.see(
        "──── Invoices ", "Acme Holding", "Invoice 2 to Nordlicht GmbH: 30.00 EUR", "Net and tax are not stated."
    )
    await seat.press("slash")
    await seat.type("currency:usd")
    await seat.press("enter")
    await seat.see("Nothing is like that; Esc shows all.")
    await seat.press("slash", "ctrl+u")
    await seat.type("currency:EUR acme")
    await seat.press("enter")
    await seat.see("Invoice 1 to Acme Holding, tax number DE 1", "It was never sent by email; i sends it.")
    await seat.press("enter")
    await seat.see("Tax number DE 1", "Paid on ")
    await seat.press("q")
    await seat.see("──── Invoices ")
    await seat.press("o")
    await seat.see("Which papers?")
    await seat.type("with")
    await seat.press("enter")
    await seat.see("──── Withdrawals ", "returned to the client", "Transfer 88", "Taken from payment 1 5.00.")
    await seat.press("h")
    await seat.see("History of withdrawal 1", "added")
    await seat.press("q", "f")
    await seat.told("Every list shows only Acme GmbH now.")
    await seat.press("n")
    await seat.see("Add withdrawal")
    await seat.type("1\n")
    await seat.press("ctrl+s")
    await seat.see("Balance 15.00 -> 14.00 EUR.")
    await seat.press("y")
    await seat.told("The withdrawal is booked.")
    await seat.press("q")
    await seat.see("Held by")


async def test_an_invoice_that_was_put_back(seat: Seat, home: Path) -> None:
    """CL12: it stands in its month beside its reversal; the page of the one in its place leads to it."""
    seat.desk.perform(AddExpense(ACME, 5_00, "Backup"))
    number = seat.desk.perform(AddPayment(ACME, 20_00, PAID))
    seat.clock.forward(days=1)
    seat.desk.perform(SetPayment(number, PaymentStatus.NEW))
    seat.desk.perform(EditExpense(1, 4_00))
    seat.desk.perform(SetPayment(number, PAID))
    back = seat.desk.read(ReadInvoice(number, turn=1)).put_back
    await seat.go("$", "Payments", "20.00")
    await seat.press("o")
    await seat.see("Which papers?")
    await seat.press("enter")
    await seat.see("──── Invoices ", "Invoice 1-2 to Acme GmbH")
    await seat.press("enter")
    await seat.see("Invoice 1-2    ", "4.00", "In place of invoice 1, which was put back.", "e earlier")
    await seat.press("e")
    await seat.see("──── Invoice 1 ", "5.00", f"Put back on {back}: it counts no more from that day.")
    await seat.press("e")
    await seat.told("It is the first invoice of this payment.")
    await seat.press("q")
    await seat.see("──── Invoice 1-2 ")
    await seat.press("q")
    await seat.see("──── Invoices ")
    await seat.press("slash")
    await seat.type("status:paid")
    await seat.press("enter")
    await seat.see("Reversal", "-20.00", "Put back")
    await seat.press("j")
    await seat.see(f"The payment was put back on {back}: this takes the invoice back.")
    await seat.press("j")
    await seat.see("Invoice 1 to Acme GmbH: 20.00 EUR", f"The payment was put back on {back}.")
    await seat.press("i")
    await seat.told("This invoice was put back; it is not sent any more.")
    await seat.press("w")
    await seat.see("Save to folder")
    await seat.press("enter")
    await seat.told(f"Saved as {home / 'invoice-1.pdf'}.")
    assert (home / "invoice-1.pdf").read_bytes() == drawn(seat.desk.read(ReadInvoice(number, turn=1)))[0]
    await seat.press("v")
    await seat.see("Invoice 1    ", "5.00")


async def test_from_the_account_to_a_withdrawal(seat: Seat) -> None:
    """CL11: each movement leads to its document."""
    seat.desk.perform(AddPayment(ACME, 20_00, PAID))
    seat.desk.perform(AddWithdrawal(ACME, 5_00, WithdrawalReason.REFERRAL, "Transfer 88"))
    await account(seat)
    await seat.see("Transfer 88")
    await seat.press("enter")
    await seat.see("──── Withdrawals ", "paid for a referral")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_wide_names_and_high_sums_fit(seats: Seats, size: tuple[int, int]) -> None:
    """SCREENS: at 80 columns what folds away is not what matters."""
    async with seats.sit(size=size) as seat:
        seat.desk.perform(AddPayment(ACME, 9_999_999_999_99, PAID, "株" * 100))
        seat.desk.perform(AddPayer(ACME, "株式会社さくらインターネット" * 4))
        seat.desk.perform(AddWithdrawal(ACME, 9_999_999_999_99, WithdrawalReason.REFERRAL, "振込" * 60))
        await seat.go("$", "Payments")
        for key, title in (("enter", "──── Invoices "), ("down down enter", "──── Withdrawals ")):
            await seat.press("o")
            await seat.see("Which papers?")
            await seat.press(*key.split())
            await seat.see(title, "9999999999.99", "Acme GmbH")
            assert all(len(line) <= size[0] for line in seat.text.split("\n"))
