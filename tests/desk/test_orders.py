"""Orders of support incidents, renewed and raised (IN2 to IN5; SPEC: Windows, Plans, Orders), on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan, EditPlan
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadExpenses, ReadIncidentMoves, ReadIncidents, ReadPayment, ReadPayments
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import Grace
from tests.desk.selling import DAYS, NEW, PAID, at, balance, lifetime, lots, order, refusal, sound, waiting
from tests.desks import HANS, MadeDesk


def test_the_example_of_11_april(rich: MadeDesk) -> None:
    """IN4: ordered on 11 April for 3 months with 10: 10 anew in each of its months, and they lapse one by one."""
    order(rich, 3)
    assert lots(rich) == [
        (10, "2026-04-11", "2026-05-10"), (10, "2026-05-11", "2026-06-10"), (10, "2026-06-11", "2026-07-10"),
    ]  # fmt: skip
    assert balance(rich) == 975_00
    seen = []
    for day in ("2026-05-10", "2026-05-11", "2026-07-10", "2026-07-11"):
        at(rich, day)
        seen.append((rich.anna.read(ReadIncidents(HANS)).total, len(lots(rich))))
    assert seen == [(10, 3), (10, 2), (10, 1), (0, 0)]
    assert sound(rich)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 3, [("2026-01-31", "2026-02-27"), ("2026-02-28", "2026-03-30"), ("2026-03-31", "2026-04-29")]),
        ("2028-01-31", 3, [("2028-01-31", "2028-02-28"), ("2028-02-29", "2028-03-30"), ("2028-03-31", "2028-04-29")]),
        ("2028-02-29", 1, [("2028-02-29", "2028-03-28")]),
        ("2026-12-31", 3, [("2026-12-31", "2027-01-30"), ("2027-01-31", "2027-02-27"), ("2027-02-28", "2027-03-30")]),
    ],
)  # fmt: skip
def test_ends_of_months(selling: MadeDesk, day: str, months: int, expected: list[tuple[str, str]]) -> None:
    """SPEC, Windows: always counted from the order date, the day cut to the month's last one; leap years too."""
    at(selling, day)
    selling.anna.perform(AddPayment(HANS, 25_00, PAID))
    order(selling, months)
    assert [(starts, ends) for _, starts, ends in lots(selling)] == expected
    assert sound(selling)


@pytest.mark.parametrize(("zone", "first"), [("UTC", "2026-04-30"), ("Asia/Tokyo", "2026-05-01")])
def test_the_date_is_the_desk_s(rich: MadeDesk, zone: str, first: str) -> None:
    """SPEC, Windows: calendar dates in the desk's time zone; at 20:00 in UTC it is tomorrow in Tokyo."""
    there = rich.with_rules(SendRules(zone=ZoneInfo(zone)))
    there.clock.at = datetime(2026, 4, 30, 20, tzinfo=UTC)
    order(there, 1)
    found = there.anna.read(ReadIncidents(HANS)).dated
    there.close()
    assert [str(one.starts) for one in found] == [first]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-01", [(10, "2026-04-01", "2026-04-30"), (10, "2026-05-01", "2026-05-31")]),
        ("2025-01-01", []),
        ("2026-04-12", [(10, "2026-04-12", "2026-05-11"), (10, "2026-05-12", "2026-06-11"),
                        (10, "2026-06-12", "2026-07-11")]),
    ],
)  # fmt: skip
def test_a_start_in_the_past_or_the_future(rich: MadeDesk, start: str, expected: list[DAYS]) -> None:
    """SPEC, Windows: windows that are over give nothing; the price is the price."""
    order(rich, 3, start=date.fromisoformat(start))
    assert (lots(rich), balance(rich)) == (expected, 975_00)
    assert sound(rich)


def test_for_life(rich: MadeDesk) -> None:
    """IN3: lifetime incidents, in the number of the package; they can be bought and not cancelled."""
    number = order(rich, 0)
    order(rich, 0, package=50)
    assert (lifetime(rich), lots(rich), balance(rich)) == (60, [], 1000_00 - 50_00 - 62_00)
    assert refusal(rich, CancelOrder(number)) == "not_cancelled"
    assert refusal(rich, CancelOrder(order(rich, 1))) == "not_cancelled"
    assert sound(rich)


def test_the_history_says_what_was_bought(rich: MadeDesk) -> None:
    """IN12: every grant names its order's plan, who and when."""
    order(rich, 0)
    order(rich, 1)
    found = rich.anna.read(ReadIncidentMoves(HANS))
    assert [(one.kind.value, one.amount, str(one.ends or ""), one.text, one.who) for one in found] == [
        ("purchase", 10, "", "Care", "anna"), ("purchase", 10, "2026-05-10", "Care", "anna"),
    ]  # fmt: skip


def test_the_price_is_an_expense(rich: MadeDesk) -> None:
    """SPEC, Orders: of the client, and it says what was bought; a refund of it leaves the incidents alone."""
    order(rich, 3)
    order(rich, 0, package=20)
    found = rich.anna.read(ReadExpenses(HANS))
    assert [(one.amount, one.text) for one in found] == [
        (25_00, "Care: 10 support incidents a month for 3 months"), (55_00, "Care: 20 support incidents for life"),
    ]  # fmt: skip
    rich.anna.perform(DeleteExpense(found[1].id))
    assert (balance(rich), lifetime(rich)) == (975_00, 20)
    assert sound(rich)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (PlaceOrder(HANS, "care", 6), "no_period"), (PlaceOrder(HANS, "care", 0, 30), "no_package"),
        (PlaceOrder(HANS, "care", 0, 5), "no_package"),
        (PlaceOrder(HANS, "care", 0, start=date(2026, 4, 12)), "bad_start"),
        (PlaceOrder(HANS, "care", 3, start=date(9999, 12, 1)), "too_far"),
    ],
)  # fmt: skip
def test_orders_that_are_refused(rich: MadeDesk, act: PlaceOrder, code: str) -> None:
    assert refusal(rich, act) == code


def test_nobody_and_nothing_is_ordered(rich: MadeDesk) -> None:
    for act in (PlaceOrder("nobody@example.org", "care", 0), PlaceOrder(HANS, "other", 0), RenewOrder(99),
                UpgradeOrder(99, 20), CancelOrder(99)):  # fmt: skip
        with pytest.raises(NotFound):
            rich.anna.perform(act)


def test_a_price_of_nothing(selling: MadeDesk) -> None:
    """SPEC, Orders: price 0 is a price: given at once, whatever the balance is, and no expense."""
    selling.gary.perform(AddPlan("Gift", 5, {0: 0}))
    selling.anna.perform(AddExpense(HANS, 1_00, "Call"))
    selling.anna.perform(PlaceOrder(HANS, "gift", 0))
    assert (lifetime(selling), balance(selling), len(selling.anna.read(ReadExpenses(HANS)))) == (5, -1_00, 1)
    assert sound(selling)


# ---------------------------------------------------------------- waiting


@pytest.mark.parametrize(
    ("had", "credit", "postpaid", "waits_for"),
    [
        (50_00, 0, False, 0), (49_99, 0, False, 1), (0, 0, False, 50_00), (0, 50_00, False, 0),
        (10_00, 39_99, False, 1), (0, 0, True, 0), (-20_00, 0, False, 70_00),
    ],
)  # fmt: skip
def test_balance_and_credit_limit(selling: MadeDesk, had: int, credit: int, postpaid: bool, waits_for: int) -> None:
    """SPEC, Orders: enough, charged and given at once; else it waits with a payment New over what is missing."""
    if had > 0:
        selling.anna.perform(AddPayment(HANS, had, PAID))
    else:
        selling.anna.perform(AddExpense(HANS, abs(had) or 1, "Call"))
        if not had:
            selling.anna.perform(AddPayment(HANS, 1, PAID))
    selling.sql(f"UPDATE account SET credit_limit = {credit}, postpaid = {'TRUE' if postpaid else 'FALSE'}")
    order(selling, 0)
    unpaid = [one.amount for one in selling.anna.read(ReadPayments(HANS)) if one.status is NEW]
    assert unpaid == ([waits_for] if waits_for else [])
    assert (lifetime(selling), balance(selling)) == ((0, had) if waits_for else (10, had - 50_00))
    assert sound(selling)


def test_it_completes_itself(selling: MadeDesk) -> None:
    """SPEC, Orders: when its payment is Paid, once; back to New leaves what was bought, and the balance says what is
    owed."""
    selling.anna.perform(AddPayment(HANS, 20_00, PAID))
    number = order(selling, 0)
    assert (lifetime(selling), balance(selling)) == (0, 20_00)
    (payment,) = waiting(selling)
    assert selling.anna.read(ReadPayments(HANS))[1].text == "Care: 10 support incidents for life"
    seen = []
    for status in (PAID, NEW, PAID):
        selling.anna.perform(SetPayment(payment, status))
        seen.append((lifetime(selling), balance(selling)))
    assert seen == [(10, 0), (10, -30_00), (10, 0)]
    assert refusal(selling, CancelOrder(number)) == "not_cancelled"
    assert sound(selling)


def test_what_it_waits_for_may_rise(selling: MadeDesk) -> None:
    """SPEC, Orders: balance enough; where it went down meanwhile, a payment over what is missing now is waited for."""
    order(selling, 0)
    (first,) = waiting(selling)
    selling.anna.perform(AddExpense(HANS, 5_00, "Backup"))
    selling.anna.perform(SetPayment(first, PAID))
    assert (lifetime(selling), balance(selling)) == (0, 45_00)
    (second,) = waiting(selling)
    assert [one.amount for one in selling.anna.read(ReadPayments(HANS))] == [50_00, 5_00]
    selling.anna.perform(SetPayment(second, PAID))
    assert (lifetime(selling), balance(selling), waiting(selling)) == (10, 0, [])
    assert sound(selling)


def test_more_than_a_sum_can_be_is_paid_in_several(selling: MadeDesk) -> None:
    """SPEC, Orders and Sums: money that came is booked; what is missing then is waited for, the highest sum at most."""
    selling.gary.perform(AddPlan("Gold", 1, {0: 9_999_999_999_99}))
    selling.anna.perform(PlaceOrder(HANS, "Gold", 0))
    (first,) = waiting(selling)
    selling.anna.perform(AddExpense(HANS, 100_00, "Backup"))
    selling.anna.perform(EditPayment(first, 50_00))
    selling.anna.perform(SetPayment(first, PAID))
    assert (lifetime(selling), balance(selling)) == (0, -50_00)
    for amount, left in ((9_999_999_999_99, 9_999_999_949_99), (50_00, 0)):
        (payment,) = waiting(selling)
        assert selling.anna.read(ReadPayment(payment)).amount == amount
        selling.anna.perform(SetPayment(payment, PAID))
        assert balance(selling) == left
    assert (lifetime(selling), waiting(selling)) == (1, [])
    assert sound(selling)


def test_a_waiting_order_begins_when_it_is_paid(selling: MadeDesk) -> None:
    """The client loses no day by waiting for the bank; a start that was asked for is kept."""
    order(selling, 3)
    order(selling, 1, start=date(2026, 4, 1))
    at(selling, "2026-04-20")
    for payment in waiting(selling):
        selling.anna.perform(SetPayment(payment, PAID))
    assert lots(selling) == [
        (10, "2026-04-01", "2026-04-30"), (10, "2026-04-20", "2026-05-19"), (10, "2026-05-20", "2026-06-19"),
        (10, "2026-06-20", "2026-07-19"),
    ]  # fmt: skip
    assert sound(selling)


def test_the_price_is_that_of_the_order(selling: MadeDesk) -> None:
    """What was agreed on holds, whatever becomes of the plan while the payment is on its way."""
    order(selling, 0)
    selling.gary.perform(EditPlan("care", incidents=1, prices={0: 99_00}, packages={}))
    selling.gary.perform(DeletePlan("care"))
    selling.anna.perform(SetPayment(waiting(selling)[0], PAID))
    assert (lifetime(selling), balance(selling)) == (10, 0)
    assert sound(selling)


def test_what_waits_is_cancelled(selling: MadeDesk) -> None:
    """With its payment, by either; nothing was given, and nothing comes later."""
    one, other = order(selling, 0), order(selling, 3)
    selling.anna.perform(CancelOrder(one))
    (payment,) = waiting(selling)
    selling.anna.perform(DeletePayment(payment))
    assert waiting(selling) == []
    for number in (one, other):
        assert refusal(selling, CancelOrder(number)) == "order_cancelled"
        assert refusal(selling, RenewOrder(number)) == "order_cancelled"
        assert refusal(selling, UpgradeOrder(number, 20)) == "order_cancelled"
    assert (lifetime(selling), lots(selling)) == (0, [])
    assert sound(selling)


def test_an_order_that_waits_is_neither_renewed_nor_raised(selling: MadeDesk) -> None:
    number = order(selling, 3)
    assert refusal(selling, RenewOrder(number)) == "order_waits"
    assert refusal(selling, UpgradeOrder(number, 20)) == "order_waits"


def test_who_owes_for_too_long_orders_nothing(rich: MadeDesk) -> None:
    """CL11, SPEC: Account: after block-in days from an unpaid payment ordering, renewing and raising are refused."""
    rich.gary.perform(EditAccount(HANS, grace=Grace.DUE, respite=5, block=10))
    number = order(rich, 3)
    rich.anna.perform(AddPayment(HANS, 5_00))
    blocked = (PlaceOrder(HANS, "Care", 0), RenewOrder(number), UpgradeOrder(number, 20))
    at(rich, "2026-04-20")
    assert [rich.anna.refusal(act) for act in blocked] == ["", "", ""]
    at(rich, "2026-04-21")
    assert [refusal(rich, act) for act in blocked] == ["ordering_blocked"] * 3
    rich.anna.perform(SetPayment(rich.anna.read(ReadPayments(HANS))[-1].id, PAID))
    assert [rich.anna.refusal(act) for act in blocked] == ["", "", ""]


def test_nothing_is_ordered_on_an_account_that_is_switched_off(rich: MadeDesk) -> None:
    """CL11: nor charged; not even what costs nothing."""
    rich.gary.perform(AddPlan("Gift", 1, {0: 0}))
    rich.gary.perform(EditAccount(HANS, active=False))
    assert [refusal(rich, PlaceOrder(HANS, name, 0)) for name in ("Care", "Gift")] == ["account_inactive"] * 2
    assert refusal(rich, AddExpense(HANS, 1_00, "Work")) == "account_inactive"
