"""Orders that wait are completed by whatever money or credit comes to the account (SPEC: Orders), on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.orders import RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, EditPayment, SetPayment
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadClient,
    ReadExpenses,
    ReadOrder,
    ReadOrders,
    ReadPaperHistory,
    ReadPayment,
    ReadPayments,
)
from helpdesk_tui.vocab import OrderState
from tests.desk.selling import NEW, PAID, at, balance, lifetime, lots, order, refusal, sound, waiting
from tests.desk.test_orders_at_once import together
from tests.desks import HANS, OMAR, MadeDesk


def states(desk: MadeDesk) -> list[str]:
    """How the orders stand, the oldest first."""
    return [one.state.value for one in reversed(desk.anna.read(ReadOrders(HANS)))]


def test_a_payment_that_is_paid_again(selling: MadeDesk) -> None:
    """It was paid in two; the first was put back and came again: all of it is there, and nothing more is billed."""
    number = order(selling, 0)
    (first,) = waiting(selling)
    selling.anna.perform(EditPayment(first, 1_00))
    for status in (PAID, NEW):
        selling.anna.perform(SetPayment(first, status))
    (second,) = (one for one in waiting(selling) if one != first)
    selling.anna.perform(SetPayment(second, PAID))
    assert (lifetime(selling), balance(selling)) == (0, 49_00)
    (third,) = (one for one in waiting(selling) if one != first)
    selling.anna.perform(SetPayment(first, PAID))
    assert (lifetime(selling), balance(selling), waiting(selling)) == (10, 0, [])
    assert selling.anna.read(ReadOrder(number)).state is OrderState.ACTIVE
    with pytest.raises(NotFound):
        selling.anna.perform(SetPayment(third, PAID))
    assert selling.anna.read(ReadPaperHistory(f"payment:{third}"))[-1].field == "deleted"
    assert sound(selling)


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (AddPayment(HANS, 60_00, PAID), 10_00), (EditAccount(HANS, credit_limit=50_00), -50_00),
        (EditAccount(HANS, postpaid=True), -50_00),
    ],
)  # fmt: skip
def test_other_money_and_credit_complete_it(selling: MadeDesk, act: Act[int], left: int) -> None:
    """SPEC, Orders: with balance and credit limit enough it is charged and given, wherever that comes from."""
    order(selling, 0)
    (payment,) = waiting(selling)
    selling.anna.perform(act)
    assert (lifetime(selling), balance(selling), waiting(selling)) == (10, left, [])
    with pytest.raises(NotFound):
        selling.anna.read(ReadPayment(payment))
    assert sound(selling)


@pytest.mark.parametrize(("by", "changed"), [(50_00, "deleted"), (50_00, "edited"), (49_99, "edited")])
def test_a_refund_completes_it(selling: MadeDesk, by: int, changed: str) -> None:
    """SF2: what goes back is the client's money as any other."""
    selling.anna.perform(AddPayment(HANS, 50_00, PAID))
    spent = selling.anna.perform(AddExpense(HANS, 50_00, "Work"))
    order(selling, 0)
    selling.gary.perform(DeleteExpense(spent) if changed == "deleted" else EditExpense(spent, 50_00 - by))
    enough = by == 50_00
    assert (lifetime(selling), balance(selling), len(waiting(selling))) == ((10, 0, 0) if enough else (0, by, 1))
    assert sound(selling)


def test_what_is_enough_for_it_completes_it(selling: MadeDesk) -> None:
    """The oldest first, as far as the money goes; what is too dear waits on, and holds up nobody."""
    order(selling, 3)
    order(selling, 0)
    order(selling, 1)
    order(selling, 1)
    order(selling, 0, client=OMAR)
    selling.anna.perform(AddPayment(HANS, 36_00, PAID))
    assert (states(selling), balance(selling)) == (["active", "waiting", "active", "waiting"], 2_00)
    assert (len(waiting(selling)), len(waiting(selling, OMAR)), lifetime(selling, OMAR)) == (2, 1, 0)
    assert sound(selling)


def test_what_was_paid_for_comes_first(selling: MadeDesk) -> None:
    """A payment is for its order, whatever has waited for longer."""
    order(selling, 1)
    order(selling, 3)
    selling.anna.perform(SetPayment(waiting(selling)[1], PAID))
    assert (states(selling), balance(selling)) == (["waiting", "active"], 0)
    assert sound(selling)


def test_renewals_and_raises_too(selling: MadeDesk) -> None:
    selling.anna.perform(AddPayment(HANS, 100_00, PAID))
    renewed, raised = order(selling, 0), order(selling, 0)
    selling.anna.perform(RenewOrder(renewed))
    selling.anna.perform(UpgradeOrder(raised, 20))
    selling.gary.perform(EditAccount(HANS, credit_limit=55_00))
    assert (lifetime(selling), balance(selling), waiting(selling)) == (40, -55_00, [])
    assert sound(selling)


def test_an_account_that_is_switched_off_waits(selling: MadeDesk) -> None:
    """CL11: nothing is charged on it; once it is active again, what is covered goes on."""
    order(selling, 0)
    selling.gary.perform(EditAccount(HANS, active=False, credit_limit=50_00))
    assert (lifetime(selling), len(waiting(selling))) == (0, 1)
    selling.gary.perform(EditAccount(HANS, active=True))
    assert (lifetime(selling), balance(selling), waiting(selling)) == (10, -50_00, [])
    assert sound(selling)


def test_once_however_it_comes(selling: MadeDesk) -> None:
    """Rule 24: money, credit and its own payment at the same moment; one completes it."""
    order(selling, 0)
    (payment,) = waiting(selling)
    refused = together(
        lambda: selling.anna.perform(AddPayment(HANS, 50_00, PAID)),
        lambda: selling.gary.perform(SetPayment(payment, PAID)),
        lambda: selling.gary.perform(EditAccount(HANS, credit_limit=50_00)),
    )  # fmt: skip
    assert refused in ([], ["not_found"])
    assert (lifetime(selling), len(selling.anna.read(ReadExpenses(HANS)))) == (10, 1)
    came = sum(one.amount for one in selling.anna.read(ReadPayments(HANS)) if one.status is PAID)
    assert (balance(selling), waiting(selling)) == (came - 50_00, [])
    assert sound(selling)


# ---------------------------------------------------------------- too late


def given_up(desk: MadeDesk) -> list[str]:
    """What the card's history says became of what waited."""
    return [one.after for one in desk.anna.read(ReadClient(HANS)).changes if one.after.startswith("given up")]


@pytest.mark.parametrize("paid", ["it", "half of it", "more", "credit"])
def test_months_that_are_over_are_not_paid_for(selling: MadeDesk, paid: str) -> None:
    """SPEC, Windows, Orders: months that are over give nothing, so that what waited for too long is given up."""
    number = order(selling, 3, start=date(2026, 4, 11))
    (payment,) = waiting(selling)
    at(selling, "2026-07-11")
    if paid == "half of it":
        selling.anna.perform(EditPayment(payment, 12_50))
    act: Act[int] = SetPayment(payment, PAID)
    if paid in ("more", "credit"):
        act = AddPayment(HANS, 30_00, PAID) if paid == "more" else EditAccount(HANS, credit_limit=25_00)
    selling.anna.perform(act)
    has = {"it": 25_00, "half of it": 12_50, "more": 30_00, "credit": 0}[paid]
    assert (lots(selling), balance(selling), waiting(selling)) == ([], has, [])
    assert selling.anna.read(ReadExpenses(HANS)) == ()
    assert selling.anna.read(ReadOrder(number)).state is OrderState.CANCELLED
    assert given_up(selling) == ["given up: every month of it is over"]
    if isinstance(act, SetPayment):
        assert selling.anna.read(ReadPayment(payment)).too_late_for == number
    assert refusal(selling, RenewOrder(number)) == "order_cancelled"
    assert sound(selling)


def test_one_month_is_left(selling: MadeDesk) -> None:
    """The price is that of the order, while there is anything left to give."""
    order(selling, 3, start=date(2026, 4, 11))
    (payment,) = waiting(selling)
    at(selling, "2026-07-10")
    selling.anna.perform(SetPayment(payment, PAID))
    assert (lots(selling), balance(selling)) == ([(10, "2026-06-11", "2026-07-10")], 0)
    assert selling.anna.read(ReadPayment(payment)).too_late_for is None
    assert sound(selling)


@pytest.mark.parametrize("months", [0, 3])
def test_without_a_first_date_it_is_never_too_late(selling: MadeDesk, months: int) -> None:
    """It begins on the day on which it is paid."""
    order(selling, months)
    at(selling, "2027-04-11")
    selling.anna.perform(SetPayment(waiting(selling)[0], PAID))
    assert (lifetime(selling) + len(lots(selling)), balance(selling)) == (3 if months else 10, 0)
    assert sound(selling)


def test_a_raise_that_is_too_late_is_told(selling: MadeDesk) -> None:
    selling.anna.perform(AddPayment(HANS, 9_00, PAID))
    number = order(selling, 1)
    selling.anna.perform(UpgradeOrder(number, 20))
    (payment,) = waiting(selling)
    at(selling, "2026-05-11")
    selling.anna.perform(SetPayment(payment, PAID))
    assert selling.anna.read(ReadPayment(payment)).too_late_for == number
    assert (given_up(selling), balance(selling)) == (["given up: every month of it is over"], 5_00)


@pytest.mark.parametrize(
    ("start", "has", "nothing"),
    [("2025-01-01", 25_00, True), ("2025-01-01", 0, True), ("2026-02-01", 25_00, False), ("2026-02-01", 0, False)],
)
def test_what_gives_nothing_is_told(selling: MadeDesk, start: str, has: int, nothing: bool) -> None:
    """SPEC, Windows: the price is the price; that nothing comes of it is said, charged or waiting."""
    if has:
        selling.anna.perform(AddPayment(HANS, has, PAID))
    number = order(selling, 3, start=date.fromisoformat(start))
    assert selling.anna.read(ReadOrder(number)).gives_nothing is nothing
    assert (balance(selling), len(waiting(selling))) == (0, 0 if has else 1)
