"""Incidents that the provider gives by itself (IN6, IN7; SPEC: Automatic incidents), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense
from helpdesk_tui.desk.actions.incoming import RegisterIncoming
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.rates import AddRate
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.questions import ReadAccount, ReadIncidentMoves, ReadIncidents
from helpdesk_tui.rules.currencies import change_words
from helpdesk_tui.vocab import PaymentStatus
from tests.desk.letters import email
from tests.desks import HANS, MadeDesk

NEW, PAID = PaymentStatus.NEW, PaymentStatus.PAID


@pytest.fixture
def giving(desk: MadeDesk) -> MadeDesk:
    """A desk that gives 2 for a registration, 5 for the first payment, 1 for the first charge, 3 for each 100.00."""
    for name, value in (
        ("registration", "2"), ("first_payment", "5"), ("first_charge", "1"), ("per_funds", "3"),
        ("funds_amount", "100"),
    ):  # fmt: skip
        desk.gary.perform(SetProvider(f"incidents_{name}", value))
    return desk


def lifetime(desk: MadeDesk, client: str = HANS) -> int:
    """How many a client has: below zero what they owe."""
    desk.clock.forward(minutes=1)
    held = desk.anna.read(ReadIncidents(client))
    assert held.dated == ()
    return held.lifetime - held.credit_used


def pay(desk: MadeDesk, minor: int, status: PaymentStatus = PAID) -> int:
    """A payment; its number."""
    desk.clock.forward(minutes=1)
    return desk.anna.perform(AddPayment(HANS, minor, status))


def off(desk: MadeDesk, *names: str) -> None:
    """Give nothing for these any more."""
    for name in names:
        desk.gary.perform(SetProvider(f"incidents_{name}", "0"))


def test_a_new_desk_gives_nothing(desk: MadeDesk) -> None:
    """Clarification: paid support; a client who never paid has no account either."""
    desk.gary.perform(AddClient("new@example.org"))
    assert lifetime(desk, "new@example.org") == 0
    pay(desk, 500_00)
    desk.anna.perform(AddExpense(HANS, 1_00, "Backup"))
    assert lifetime(desk) == 0
    assert desk.sql("SELECT count(*) FROM account") == [(1,)]


def test_registration(giving: MadeDesk) -> None:
    """IN6: also of a client that is registered from an email; clients who were there get none."""
    giving.gary.perform(AddClient("new@example.org"))
    mail = giving.receive(email("eve@example.org")).mail
    giving.anna.perform(RegisterIncoming(mail, email("eve@example.org")))
    assert [lifetime(giving, who) for who in ("new@example.org", "eve@example.org", HANS)] == [2, 2, 0]


def test_first_payment(giving: MadeDesk) -> None:
    """IN6, IN7: one that is Paid; back to New takes them, and the next that becomes Paid gets them."""
    off(giving, "per_funds")
    first = pay(giving, 10_00, NEW)
    assert lifetime(giving) == 0
    giving.anna.perform(SetPayment(first, PAID))
    second = pay(giving, 10_00)
    assert lifetime(giving) == 5
    giving.anna.perform(SetPayment(first, NEW))
    assert lifetime(giving) == 0
    giving.anna.perform(SetPayment(second, NEW))
    giving.anna.perform(SetPayment(second, PAID))
    assert lifetime(giving) == 5
    giving.anna.perform(SetPayment(first, PAID))
    assert lifetime(giving) == 5
    said = [(one.kind.value, one.amount) for one in giving.anna.read(ReadIncidentMoves(HANS))]
    assert said == [("first_payment", 5), ("first_payment", -5), ("first_payment", 5)]


def test_what_was_given_goes_even_below_zero(giving: MadeDesk) -> None:
    """SPEC, Credit: a grant that is withdrawn may take it below, with extra tickets off too; the terms of today do not
    change what is taken back."""
    off(giving, "per_funds")
    number = pay(giving, 10_00)
    giving.sql("UPDATE account SET pool = pool - 4, used = used + 4")  # as tickets will
    off(giving, "first_payment")
    giving.anna.perform(SetPayment(number, NEW))
    assert giving.sql("SELECT pool, given, used FROM account") == [(-4, 0, 4)]


def test_first_charge(giving: MadeDesk) -> None:
    """SPEC: the first expense of any kind, once; deleting it takes nothing back."""
    number = giving.anna.perform(AddExpense(HANS, 5_00, "Backup"))
    giving.anna.perform(DeleteExpense(number))
    giving.anna.perform(AddExpense(HANS, 5_00, "Backup"))
    assert lifetime(giving) == 1


def test_funds_with_the_remainder_carried(giving: MadeDesk) -> None:
    """IN6, IN7: N for each full amount of all that was paid; the difference is posted when a payment changes."""
    off(giving, "first_payment")
    first = pay(giving, 250_00)
    assert lifetime(giving) == 6
    second = pay(giving, 60_00)  # 310.00 in all
    assert lifetime(giving) == 9
    giving.anna.perform(SetPayment(first, NEW))  # 60.00 left
    assert lifetime(giving) == 0
    giving.anna.perform(SetPayment(second, NEW))
    giving.anna.perform(SetPayment(first, PAID))
    assert lifetime(giving) == 6


def test_a_payment_counts_with_the_terms_of_its_day(giving: MadeDesk) -> None:
    """SPEC: with the N and amount in force when it became Paid; what was left of it is carried on."""
    off(giving, "first_payment")
    first = pay(giving, 150_00)
    giving.gary.perform(SetProvider("incidents_per_funds", "1"))
    giving.gary.perform(SetProvider("incidents_funds_amount", "50.00"))
    assert lifetime(giving) == 3
    pay(giving, 10_00)  # with the 50.00 that were left: one full amount of today's terms
    assert lifetime(giving) == 4
    off(giving, "per_funds")
    pay(giving, 500_00)
    assert lifetime(giving) == 4
    giving.anna.perform(SetPayment(first, NEW))
    assert lifetime(giving) == 0


def test_a_payment_put_back_leaves_no_more_than_before(giving: MadeDesk) -> None:
    """IN7: the funds' terms were changed between; what was carried is not counted anew for the payment that is gone."""
    off(giving, "first_payment")
    first, second = pay(giving, 150_00), pay(giving, 70_00)  # 2 times 3, and 20.00 left
    giving.gary.perform(SetProvider("incidents_per_funds", "9"))
    giving.gary.perform(SetProvider("incidents_funds_amount", "30.00"))
    third = pay(giving, 10_00)
    assert lifetime(giving) == 15
    giving.anna.perform(SetPayment(first, NEW))
    assert lifetime(giving) == 9
    giving.anna.perform(SetPayment(first, PAID))  # 5 full amounts of today's terms
    assert lifetime(giving) == 9 + 5 * 9
    for number in (first, second, third):
        giving.anna.perform(SetPayment(number, NEW))
    assert lifetime(giving) == 0


def test_everything_together_is_sound(giving: MadeDesk) -> None:
    """Rule 25: the ledger is what its entries sum up to; the balance of money has nothing to do with incidents."""
    number = pay(giving, 100_00)
    giving.anna.perform(AddExpense(HANS, 30_00, "Backup"))
    assert lifetime(giving) == 5 + 3 + 1
    giving.anna.perform(SetPayment(number, NEW))
    assert (lifetime(giving), giving.anna.read(ReadAccount(HANS)).balance) == (1, -30_00)
    (found,) = (one for one in diagnose(giving.where, clock=giving.clock) if one.name == "ledger")
    assert found.ok


@pytest.mark.parametrize(("value", "raised"), [("many", WrongUsage), ("-1", Refused), ("1.234", Refused)])
def test_what_is_no_amount(desk: MadeDesk, value: str, raised: type[Exception]) -> None:
    """SPEC, Sums: and what was set stays."""
    desk.gary.perform(SetProvider("incidents_funds_amount", "1.5"))
    with pytest.raises(raised):
        desk.gary.perform(SetProvider("incidents_funds_amount", value))
    assert desk.sql("SELECT value FROM setting WHERE name = 'incidents_funds_amount'") == [("1.50",)]


def test_a_change_of_currency_leaves_the_remainder_behind(giving: MadeDesk) -> None:
    """IN6, CL11 (docs/adr/0022): the question before it says so; back in the currency it counts again."""
    off(giving, "first_payment")
    giving.gary.perform(AddCurrency("USD"))
    giving.gary.perform(AddRate("", "EUR", "USD", "1"))
    pay(giving, 60_00)
    said = change_words(giving.gary.perform(ChangeCurrency("USD")))
    assert (
        "The amount of funds 100.00 EUR becomes 100.00 USD; what is left of it from payments in EUR does not count with"
        " payments in USD."
    ) in said
    pay(giving, 60_00)
    assert lifetime(giving) == 0
    pay(giving, 40_00)
    assert lifetime(giving) == 3
    giving.gary.perform(ChangeCurrency("EUR"))
    pay(giving, 40_00)
    assert lifetime(giving) == 6
