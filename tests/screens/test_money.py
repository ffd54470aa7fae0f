"""What a client has, by keys: account, terms, withdrawals, incidents, the year (CL11, CL13, IN9, IN13)."""

from __future__ import annotations

from datetime import date, timedelta

from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.questions import (
    ReadAccountChanges,
    ReadIncidents,
    ReadWithdrawals,
)
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import Grace, PaymentStatus
from tests.screens.desk import ACME, NOW
from tests.screens.money import account
from tests.screens.seat import Seat
from tests.store.transactions import writing

PAID = PaymentStatus.PAID
PLAN = "INSERT INTO plan (name, name_key, incidents, active) VALUES ('Support', 'support', 5, 1)"


async def test_an_account_that_nothing_moved_on(seat: Seat) -> None:
    """CL11: every list says what there is not, and the key that changes it."""
    await account(seat)
    await seat.see("Account", "Balance 0.00 EUR", "credit limit 0.00 EUR")
    await seat.see("Nothing has moved yet: p adds a payment, x an expense.")
    for key, said in (
        ("p", "The client has no payments yet; n adds one."), ("x", "The client was charged nothing yet; n does it."),
        ("i", "The client never had incidents; a gives or takes some by hand."), ("v", "no money has moved"),
        ("h", "Nothing was changed on the account yet; e on it does."),
    ):  # fmt: skip
        await seat.press(key)
        await seat.see(said)
        await seat.press("q")
        await seat.see("Nothing has moved yet")


async def test_the_statement(seat: Seat) -> None:
    """CL11: the newest first, with the balance after each; Enter leads to the document, t to the ticket."""
    seat.desk.perform(AddPayment(ACME, 20_00, PAID, "Invoice 7"))
    seat.desk.perform(AddExpense(ACME, 32_50, "Backup"))
    await account(seat)
    await seat.see(
        "Balance -12.50 EUR   turnover of twelve months 20.00",
        "Twelve months",
        "lowest -12.50 in Nov, highest 0.00 in Dec",
    )
    first, second = (
        line for line in seat.text.split("\n") if "anna" in line and "EUR" not in line and "by" not in line
    )
    assert first.split()[-5:] == ["expense", "-32.50", "-12.50", "anna", "Backup"]
    assert second.split()[-6:] == ["payment", "20.00", "20.00", "anna", "Invoice", "7"]
    await seat.see("expense 1: Backup, by anna")
    await seat.press("t")
    await seat.told("This movement belongs to no ticket.")
    await seat.press("enter")
    await seat.see("Expenses", "Expense 1 of Acme GmbH")
    await seat.press("q")
    await seat.see("Twelve months")
    await seat.press("down", "enter")
    await seat.see("Payments", "Payment 1 of Acme GmbH: 20.00 EUR, Invoice 7", "Covers expense 1 20.00 (Backup).")


async def test_who_paid_exactly_what_was_charged_has_a_turnover(seat: Seat) -> None:
    """CL13, annual turnover: also where every month ends with nothing left."""
    seat.desk.perform(AddPayment(ACME, 20_00, PAID))
    seat.desk.perform(AddExpense(ACME, 20_00, "Backup"))
    await account(seat)
    await seat.see("Balance 0.00 EUR   turnover of twelve months 20.00")


async def test_a_withdrawal(seat: Seat) -> None:
    """SPEC, Withdrawal: amount, reason, reference; not below zero, which the form says."""
    seat.desk.perform(AddPayment(ACME, 20_00, PAID))
    await account(seat)
    await seat.see("Balance 20.00 EUR")
    await seat.press("w")
    await seat.see("Add withdrawal", "< returned to the client >")
    await seat.type("20.01")
    await seat.press("ctrl+s")
    await seat.told("A withdrawal cannot be more than the balance.")
    await seat.press("ctrl+u")
    await seat.type("12.50\n")
    await seat.press("right", "tab")
    await seat.type("Transfer 88")
    await seat.press("ctrl+s")
    await seat.see("Balance 20.00 -> 7.50 EUR.")
    await seat.press("y")
    await seat.told("The withdrawal is booked.")
    await seat.see("Balance 7.50 EUR", "withdrawal", "Transfer 88")
    (made,) = seat.desk.read(ReadWithdrawals(ACME))
    assert (made.amount, made.reason.value, made.reference) == (12_50, "referral", "Transfer 88")


async def test_the_terms_of_an_account(seat: Seat) -> None:
    """CL11, IN9: what may be owed and for how long; incidents dimmed with the reason; who changed what."""
    await account(seat)
    await seat.see("Nothing has moved yet")
    await seat.press("e")
    await seat.see("Edit account", "Incident limit", "(no plan of per-incident support is set up)")
    await seat.press("tab", "tab", "ctrl+u")
    await seat.type("50\n")
    await seat.press("tab", "ctrl+u")
    await seat.type("5")
    await seat.press("ctrl+s")
    await seat.told("Days are counted from the date of the due payment: choose the grace period due first.")
    await seat.press("up", "right", "right", "ctrl+s")
    await seat.told("The account is changed.")
    await seat.see("credit limit 50.00 EUR, grace 5 days from the due payment")
    await seat.press("h")
    await seat.see("History of changes", "credit limit", "0.00 EUR", "50.00 EUR", "respite")
    changes = seat.desk.read(ReadAccountChanges(ACME))
    assert [(one.field, one.who) for one in changes] == [
        ("account_credit_limit", "anna"), ("account_grace", "anna"), ("account_respite", "anna"),
    ]  # fmt: skip


async def test_incidents_are_edited_once_support_is_set_up(seat: Seat) -> None:
    """IN9: the limit is looked at before it counts."""
    store = Store(seat.desk._store.where)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(PLAN)
    store.close()
    await account(seat)
    await seat.press("e")
    await seat.see("Usage of support incidents")
    await seat.press("up", "up", "ctrl+u")
    await seat.type("x")
    await seat.press("ctrl+s")
    await seat.told("This is a whole number, such as 5.")
    await seat.press("ctrl+u")
    await seat.type("7")
    await seat.press("ctrl+s")
    await seat.see("Change the client's incidents?", "Lifetime incidents left: 0 -> 7.")
    await seat.press("y")
    await seat.told("The account is changed.")
    assert seat.desk.read(ReadIncidents(ACME)).lifetime == 7


async def test_an_account_that_is_off_or_blocked(seat: Seat) -> None:
    """CL11; SPEC, Account: said above its movements; what is refused says why."""
    seat.desk.perform(EditAccount(ACME, grace=Grace.DUE, block=3))
    seat.desk.perform(AddPayment(ACME, 20_00))
    seat.clock.at = NOW + timedelta(days=3)
    await account(seat)
    await seat.see("ordering is blocked: a payment is unpaid", "a payment is unpaid since 23 Nov")
    seat.desk.perform(EditAccount(ACME, active=False))
    await seat.see("switched off: nothing is booked by hand")
    await seat.press("w")
    await seat.see("Add withdrawal")
    await seat.type("5")
    await seat.press("ctrl+s")
    await seat.told("The client's account is switched off")


async def test_incidents_by_lot(seat: Seat) -> None:
    """IN12, IN13: what is left of each lot with its dates, and every movement; adjusted by hand."""
    store = Store(seat.desk._store.where)
    with writing(store, clock=seat.clock) as tx:
        made = tx.accounts.of(tx.clients.find(ACME))
        tx.accounts.add_lot(made.id, Window(date(2026, 11, 11), date(2026, 12, 10)), 10, Why("order:1:0"))
        tx.accounts.add_lot(made.id, Window(date(2026, 12, 11), date(2027, 1, 10)), 10, Why("order:1:1"))
    store.close()
    await account(seat, "i")
    await seat.see("Left now 10", "██████████  10 of 10 left, until 10 Dec 2026",
                   "10 of 10 left, from 11 Dec 2026 to 10 Jan 2027", "11 Nov - 10 Dec 2026",
                   "11 Dec 26 - 10 Jan 27")  # fmt: skip
    await seat.press("a")
    await seat.see("Adjust incidents")
    await seat.type("-1\n")
    await seat.type("mistake")
    await seat.press("ctrl+s")
    await seat.told("0 lifetime incidents are left; this would make it -1.")
    await seat.press("up", "ctrl+u")
    await seat.type("4")
    await seat.press("ctrl+s")
    await seat.see("Lifetime incidents 0 -> 4?")
    await seat.press("y")
    await seat.told("The incidents are adjusted.")
    await seat.see("Left now 14", "4 lifetime", "limit by hand")


async def test_the_year(seat: Seat) -> None:
    """The chart says in words and numbers what it draws."""
    seat.clock.at = NOW - timedelta(days=70)
    seat.desk.perform(AddPayment(ACME, 100_00, PAID))
    seat.clock.at = NOW - timedelta(days=30)
    seat.desk.perform(AddExpense(ACME, 150_00, "Move"))
    seat.desk.perform(AdjustIncidents(ACME, 3, "gift"))
    seat.clock.at = NOW
    await account(seat)
    await seat.see("Balance -50.00 EUR")
    await seat.press("v")
    await seat.see(
        "Balance at the end of each month, Dec 2025 to Nov 2026, EUR", "paid 100.00, charged and withdrawn 150"
    )
    await seat.see("0 used, 3 given, 3 lifetime now", "none were used")
    numbers = seat.line("100.00", "-50.00").split()
    assert numbers == ["0.00"] * 9 + ["100.00", "-50.00", "-50.00"]
    months = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    assert months in [line.split() for line in seat.text.split("\n")]


async def test_the_year_of_incidents(seat: Seat) -> None:
    """IN13: a column for each month in which tickets used some; what came back from a month before hangs below."""
    seat.clock.at = NOW - timedelta(days=60)
    seat.desk.perform(AdjustIncidents(ACME, 5, "gift"))
    number = seat.desk.perform(NewTicket(ACME, "Tech", "Disk full", "Help!"))
    seat.desk.perform(Take(number))
    for days, incidents in ((30, 3), (0, 1)):
        seat.clock.at = NOW - timedelta(days=days)
        seat.desk.perform(SaveParameters(number, Parameters(incidents=incidents)))
    await account(seat, "b")
    await seat.press("v")
    await seat.see("Support incidents used in each month", "1 used, 5 given, 4 lifetime now")
    lines = seat.text.split("\n")
    first = next(at for at, line in enumerate(lines) if "1 used, 5 given" in line)
    numbers = next(at for at, line in enumerate(lines) if line.split() == ["0"] * 10 + ["3", "-2"])
    assert lines[numbers + 1].split()[-2:] == ["Oct", "Nov"]
    ends = [len(line) for line in lines[first + 1 : numbers]]
    assert set(ends) == {lines[numbers].index("3") + 1, len(lines[numbers])}, "each column ends above its number"
    assert ends == sorted(ends), "what came back hangs below what was used"
