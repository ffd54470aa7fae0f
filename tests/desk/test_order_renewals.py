"""Orders of support incidents are renewed and raised; whose they are, and once (IN3 to IN5), on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from helpdesk_tui.desk.actions.clients import DeleteClient
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan, EditPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import ReadExpenses, ReadOffer, ReadPayments
from tests.desk.selling import NEW, PAID, at, balance, lifetime, lots, order, refusal, sound, waiting
from tests.desks import HANS, NORD, OMAR, MadeDesk

# ---------------------------------------------------------------- renewing


def test_a_renewal_goes_on_counting(rich: MadeDesk) -> None:
    """SPEC, Windows: from the first order date, whenever within the last window it is renewed."""
    number = order(rich, 1, start=date(2026, 3, 31))
    at(rich, "2026-04-29")
    rich.anna.perform(RenewOrder(number, 3))
    assert lots(rich) == [
        (10, "2026-03-31", "2026-04-29"), (10, "2026-04-30", "2026-05-30"), (10, "2026-05-31", "2026-06-29"),
        (10, "2026-06-30", "2026-07-30"),
    ]  # fmt: skip
    assert balance(rich) == 1000_00 - 9_00 - 25_00
    assert sound(rich)


def test_a_renewal_after_the_last_window_starts_anew(rich: MadeDesk) -> None:
    """SPEC, Windows: on the renewal date; without a period it is the one bought last."""
    number = order(rich, 1)
    at(rich, "2026-05-11")
    rich.anna.perform(RenewOrder(number))
    assert lots(rich) == [(10, "2026-05-11", "2026-06-10")]
    at(rich, "2026-08-31")
    rich.anna.perform(RenewOrder(number))
    rich.anna.perform(RenewOrder(number))
    assert lots(rich) == [(10, "2026-08-31", "2026-09-29"), (10, "2026-09-30", "2026-10-30")]
    assert sound(rich)


def test_a_renewal_for_life_adds(rich: MadeDesk) -> None:
    """IN5: lifetime incidents; unused dated ones stay until their own date. Periods can be mixed (IN2)."""
    number = order(rich, 1)
    rich.anna.perform(RenewOrder(number, 0))
    assert (lots(rich), lifetime(rich)) == ([(10, "2026-04-11", "2026-05-10")], 10)
    rich.anna.perform(RenewOrder(number))
    assert lifetime(rich) == 20
    rich.anna.perform(RenewOrder(number, 1))
    assert lots(rich) == [(10, "2026-04-11", "2026-05-10"), (10, "2026-05-11", "2026-06-10")]
    assert sound(rich)


def test_months_after_incidents_for_life(rich: MadeDesk) -> None:
    """IN5, rule 25: what was bought for life is renewed by the month, on a later date; doctor finds nothing wrong."""
    number = order(rich, 0)
    at(rich, "2026-05-24")
    rich.anna.perform(RenewOrder(number, 1))
    assert (lifetime(rich), lots(rich)) == (10, [(10, "2026-05-24", "2026-06-23")])
    assert sound(rich)


def test_a_renewal_waits_for_its_payment(selling: MadeDesk) -> None:
    """SPEC, Orders; one purchase after the other, and cancelling it leaves the order."""
    selling.anna.perform(AddPayment(HANS, 9_00, PAID))
    number = order(selling, 1)
    selling.anna.perform(RenewOrder(number))
    assert (lots(selling), balance(selling)) == ([(10, "2026-04-11", "2026-05-10")], 0)
    assert refusal(selling, RenewOrder(number)) == "order_waits"
    assert refusal(selling, UpgradeOrder(number, 20)) == "order_waits"
    selling.anna.perform(CancelOrder(number))
    selling.anna.perform(RenewOrder(number))
    (payment,) = waiting(selling)
    at(selling, "2026-06-01")
    selling.anna.perform(SetPayment(payment, PAID))
    assert lots(selling) == [(10, "2026-06-01", "2026-06-30")]
    assert sound(selling)


def test_a_renewal_is_at_today_s_terms(rich: MadeDesk) -> None:
    """The number that the plan includes now, at its price now; a package that is gone is said to be."""
    plain, picked = order(rich, 0), order(rich, 0, package=50)
    rich.gary.perform(EditPlan("care", incidents=12, prices={0: 60_00}, packages={20: 5_00}))
    before = (lifetime(rich), balance(rich))
    rich.anna.perform(RenewOrder(plain))
    assert (lifetime(rich) - before[0], balance(rich) - before[1]) == (12, -60_00)
    assert refusal(rich, RenewOrder(picked)) == "no_package"
    rich.gary.perform(DeletePlan("care"))
    assert refusal(rich, RenewOrder(plain)) == "plan_deleted"
    assert refusal(rich, UpgradeOrder(plain, 20)) == "plan_deleted"
    assert sound(rich)


# ---------------------------------------------------------------- raising


def test_a_raise_adds_from_the_current_window(rich: MadeDesk) -> None:
    """SPEC, Plans: the difference is charged and added at once, and renewals have the new number."""
    number = order(rich, 3)
    at(rich, "2026-05-20")
    rich.anna.perform(UpgradeOrder(number, 20))
    assert [(count, ends) for count, _, ends in lots(rich)] == [
        (10, "2026-06-10"), (10, "2026-06-10"), (10, "2026-07-10"), (10, "2026-07-10"),
    ]  # fmt: skip
    assert balance(rich) == 975_00 - 5_00
    rich.anna.perform(UpgradeOrder(number, 50))
    assert balance(rich) == 975_00 - 12_00
    rich.anna.perform(RenewOrder(number, 1))
    assert lots(rich)[-1] == (50, "2026-07-11", "2026-08-10")
    assert balance(rich) == 975_00 - 12_00 - 21_00
    assert sound(rich)


def test_a_raise_of_what_was_renewed_ahead(rich: MadeDesk) -> None:
    """SPEC, Plans: a package costs its price with each term, so that a raise costs the difference for each of them."""
    number = order(rich, 1, package=20)
    for months in (1, 3, 1):
        rich.anna.perform(RenewOrder(number, months))
    before = balance(rich)
    assert rich.anna.read(ReadOffer(order=number, package=50)).price.total == 28_00
    rich.anna.perform(UpgradeOrder(number, 50, told="28.00 EUR"))
    assert balance(rich) == before - 28_00
    assert sum(count for count, _, _ in lots(rich)) == 6 * 50
    assert sound(rich)


@pytest.mark.parametrize(("day", "terms"), [("2026-05-10", 3), ("2026-05-11", 2), ("2026-08-10", 2), ("2026-08-11", 1)])
def test_terms_that_are_over_are_not_raised(rich: MadeDesk, day: str, terms: int) -> None:
    """One that has only begun is raised from its current window on, and costs the whole difference."""
    number = order(rich, 1)
    rich.anna.perform(RenewOrder(number, 3))
    rich.anna.perform(RenewOrder(number, 1))
    at(rich, day)
    before = balance(rich)
    rich.anna.perform(UpgradeOrder(number, 20))
    assert before - balance(rich) == terms * 5_00
    assert sound(rich)


def test_a_raise_that_waited_costs_what_it_still_raises(selling: MadeDesk) -> None:
    """IN1: told for two terms, paid when the first is over: the difference for the second alone; the rest stays."""
    selling.anna.perform(AddPayment(HANS, 18_00, PAID))
    number = order(selling, 1)
    selling.anna.perform(RenewOrder(number, 1))
    assert balance(selling) == 0
    selling.anna.perform(UpgradeOrder(number, 20))
    (payment,) = waiting(selling)
    at(selling, "2026-05-12")
    selling.anna.perform(SetPayment(payment, PAID))
    assert balance(selling) == 5_00
    assert [count for count, _, _ in lots(selling)] == [10, 10], "of the second term, and the raise of it"
    assert sound(selling)


def test_a_raise_after_it_began_anew(rich: MadeDesk) -> None:
    """Terms before the gap are over, whatever is counted from which date."""
    number = order(rich, 3)
    at(rich, "2026-09-01")
    rich.anna.perform(RenewOrder(number, 1))
    before = balance(rich)
    rich.anna.perform(UpgradeOrder(number, 20))
    assert before - balance(rich) == 5_00
    assert sound(rich)


def test_a_raise_for_life(rich: MadeDesk) -> None:
    number = order(rich, 0)
    rich.anna.perform(UpgradeOrder(number, 20))
    assert (lifetime(rich), balance(rich)) == (20, 1000_00 - 55_00)
    assert rich.anna.read(ReadExpenses(HANS))[1].text == "Care: 10 support incidents more for life"
    assert sound(rich)


def test_only_upgrade(rich: MadeDesk) -> None:
    """IN1: lowering is refused; so is what is no package, and what has ended."""
    number = order(rich, 1, package=20)
    for package, code in ((10, "not_raised"), (20, "not_raised"), (30, "no_package")):
        assert refusal(rich, UpgradeOrder(number, package)) == code
    at(rich, "2026-05-11")
    assert refusal(rich, UpgradeOrder(number, 50)) == "order_over"


def test_a_raise_that_is_paid_too_late(selling: MadeDesk) -> None:
    """The service ended meanwhile: nothing is charged, and the money stays the client's."""
    selling.anna.perform(AddPayment(HANS, 9_00, PAID))
    number = order(selling, 1)
    selling.anna.perform(UpgradeOrder(number, 20))
    (payment,) = waiting(selling)
    at(selling, "2026-05-11")
    selling.anna.perform(SetPayment(payment, PAID))
    assert (lots(selling), balance(selling)) == ([], 5_00)
    selling.anna.perform(AddPayment(HANS, 4_00, PAID))
    selling.anna.perform(RenewOrder(number))
    assert (lots(selling), balance(selling)) == ([(10, "2026-05-11", "2026-06-10")], 0)
    assert sound(selling)


# ---------------------------------------------------------------- once, whose, and what it leads to


def test_the_same_key_orders_once(rich: MadeDesk) -> None:
    """SPEC, Once: orders, renewals, upgrades and cancellations."""
    number = order(rich, 0, key="order")
    for act in (PlaceOrder(HANS, "care", 0, key="order"), RenewOrder(number, key="renew"),
                UpgradeOrder(number, 20, key="up")):  # fmt: skip
        assert {rich.anna.perform(act) for _ in range(3)} == {number}
    assert (lifetime(rich), balance(rich)) == (30, 1000_00 - 50_00 - 50_00 - 5_00)
    assert refusal(rich, PlaceOrder(HANS, "care", 1, key="order")) == "key_reused"
    rich.anna.perform(PlaceOrder(NORD, "care", 0))
    rich.anna.perform(CancelOrder(number + 1, key="cancel"))
    assert rich.anna.perform(CancelOrder(number + 1, key="cancel")) == number + 1


def test_a_client_orders_for_themselves(rich: MadeDesk) -> None:
    """CL9, CL16: as staff do with their rights; another's order is not theirs, and no client cancels."""
    number = rich.hans.perform(PlaceOrder(HANS, "care", 0))
    rich.hans.perform(RenewOrder(number))
    assert lifetime(rich) == 20
    for act in (PlaceOrder(HANS, "care", 0), RenewOrder(number), UpgradeOrder(number, 20)):
        with pytest.raises(NotFound):
            rich.omar.perform(act)
    waits = rich.omar.perform(PlaceOrder(OMAR, "care", 0))
    with pytest.raises(Refused) as refused:
        rich.omar.perform(CancelOrder(waits))
    assert refused.value.code == "not_allowed"


def test_what_it_leads_to(selling: MadeDesk) -> None:
    """IN6: the payment of an order is a payment, its expense a charge; both give what the provider has set."""
    for name, value in (("first_payment", "3"), ("first_charge", "2")):
        selling.gary.perform(SetProvider(f"incidents_{name}", value))
    order(selling, 0)
    assert lifetime(selling) == 0
    selling.anna.perform(SetPayment(waiting(selling)[0], PAID))
    assert lifetime(selling) == 10 + 3 + 2
    selling.anna.perform(SetPayment(selling.anna.read(ReadPayments(HANS))[0].id, NEW))
    assert (lifetime(selling), balance(selling)) == (12, -50_00)
    assert sound(selling)


def test_a_client_with_orders_is_deleted_like_any_other(selling: MadeDesk) -> None:
    """CL6: payments and charges forbid it, what cost nothing does not; nobody's order is not renewed."""
    selling.gary.perform(AddPlan("Gift", 5, {0: 0}))
    selling.gary.perform(AddPlan("Nothing", 0, {0: 0}))
    numbers = [selling.anna.perform(PlaceOrder(OMAR, plan, 0)) for plan in ("gift", "nothing")]
    selling.anna.perform(DeleteClient(OMAR))
    for number in numbers:
        with pytest.raises(NotFound):
            selling.anna.perform(RenewOrder(number))
    order(selling, 0)
    with pytest.raises(Refused):
        selling.anna.perform(DeleteClient(HANS))
    assert sound(selling)
