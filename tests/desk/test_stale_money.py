"""Money is not moved by a form that is out of date: each is told the new value (rule 26), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.accounts import AddWithdrawal, EditAccount
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency
from helpdesk_tui.desk.actions.discounts import AddDiscount
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.orders import PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.payments import AddPayment, EditPayment
from helpdesk_tui.desk.actions.plans import EditPlan
from helpdesk_tui.questions import ReadAccount, ReadExpenses, ReadOrder, ReadPayment
from helpdesk_tui.vocab import WithdrawalReason
from tests.desk.charges import held_ticket
from tests.desk.refusals import refused
from tests.desk.selling import PAID, balance, order
from tests.desks import HANS, MadeDesk


def test_an_expense_that_somebody_else_edited(desk: MadeDesk) -> None:
    """SF2: two sessions on one form: the second hears the amount, nothing moves; then it may go on from there."""
    number = desk.anna.perform(AddExpense(HANS, 20_00, "Backup"))
    desk.anna.perform(EditExpense(number, 12_00, seen=20_00))
    for act in (EditExpense(number, 15_00, seen=20_00), DeleteExpense(number, seen=20_00)):
        told = refused(desk.gary, act)
        assert (told.code, told.details["amount"]) == ("stale", "12.00")
        assert "it is 12.00 EUR now" in told.sentence
    assert balance(desk) == -12_00
    desk.gary.perform(DeleteExpense(number, seen=12_00))
    assert (balance(desk), desk.anna.read(ReadExpenses(HANS))) == (0, ())


def test_a_payment_that_somebody_else_edited(desk: MadeDesk) -> None:
    number = desk.anna.perform(AddPayment(HANS, 20_00))
    desk.anna.perform(EditPayment(number, 30_00, seen=20_00))
    assert refused(desk.gary, EditPayment(number, 40_00, seen=20_00)).code == "stale"
    assert desk.gary.read(ReadPayment(number)).amount == 30_00


def test_a_price_that_is_another_one_by_now(rich: MadeDesk) -> None:
    """CL13: what the form told is what is charged; whatever changed it, the buyer hears the new price."""
    rich.gary.perform(EditPlan("Care", prices={0: 60_00, 1: 9_00}, packages={20: 5_00}))
    told = refused(rich.anna, PlaceOrder(HANS, "Care", 0, told="50.00 EUR"))
    assert (told.code, told.details["price"]) == ("stale", "60.00 EUR")
    rich.anna.perform(AddDiscount(HANS, 10_00))
    assert refused(rich.anna, PlaceOrder(HANS, "Care", 0, told="60.00 EUR")).details["price"] == "54.00 EUR"
    number = rich.anna.perform(PlaceOrder(HANS, "Care", 0, told="54.00 EUR"))
    assert (balance(rich), rich.anna.read(ReadOrder(number)).price) == (946_00, 54_00)
    assert refused(rich.anna, RenewOrder(number, told="60.00 EUR")).code == "stale"
    assert refused(rich.anna, UpgradeOrder(number, 20, told="5.00 EUR")).details["price"] == "4.50 EUR"


def test_two_sessions_renew_one_order(rich: MadeDesk) -> None:
    """SF3: with keys of their own: once, and the other is told; a raise meanwhile shows as well."""
    number = order(rich, 1)
    rich.anna.perform(RenewOrder(number, key="a", told="9.00 EUR", seen=1))
    assert refused(rich.gary, RenewOrder(number, key="b", told="9.00 EUR", seen=1)).code == "stale"
    assert refused(rich.gary, UpgradeOrder(number, 20, key="c", seen=1)).code == "stale"
    assert (balance(rich), len(rich.anna.read(ReadOrder(number)).purchases)) == (982_00, 2)
    rich.gary.perform(UpgradeOrder(number, 20, key="c", seen=2))


def test_a_sum_that_was_entered_in_another_currency(desk: MadeDesk) -> None:
    """CL11: the provider got another currency while the form was open: 50.00 is not 5000."""
    number = held_ticket(desk, paid=20_00)
    desk.gary.perform(AddCurrency("JPY"))
    desk.gary.perform(ChangeCurrency("JPY"))
    seen = Parameters(fee=0, incidents=0, currency="EUR")
    acts: list[Act[int]] = [
        AddPayment(HANS, 50_00, PAID, currency="EUR"), AddExpense(HANS, 5_00, "Backup", currency="EUR"),
        AddWithdrawal(HANS, 1, WithdrawalReason.RETURN, currency="EUR"),
        EditAccount(HANS, credit_limit=100_00, currency="EUR"),
        SaveParameters(number, Parameters(fee=15_00, seen=seen)),
    ]  # fmt: skip
    for act in acts:
        told = refused(desk.anna, act)
        assert (told.code, told.details["currency"]) == ("stale", "JPY")
    found = desk.anna.read(ReadAccount(HANS))
    assert (found.balance, found.currency, found.credit_limit) == (0, "JPY", 0)
    desk.anna.perform(AddPayment(HANS, 5000, PAID, currency="JPY"))
    assert balance(desk) == 5000


@pytest.mark.parametrize("parameters", [Parameters(fee=1, currency="EUR"), Parameters(seen=Parameters(currency="EUR"))])
def test_what_was_entered_is_kept_with_its_currency(parameters: Parameters) -> None:
    """TR7: an answer that is taken back gives back what was entered, and what had been seen."""
    assert Parameters.of(parameters.data()) == parameters
