"""Which order periods the provider sells (IN1), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.orders import PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import SetPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.errors import DeskError, Refused
from helpdesk_tui.questions import ReadMyOffer, ReadMyPlans, ReadOffer, ReadPlans, ReadProvider
from tests.desk.selling import PAID, balance, lifetime, lots, order, refusal, waiting
from tests.desks import HANS, MadeDesk


def offer_only(desk: MadeDesk, periods: str) -> None:
    desk.gary.perform(SetProvider("order_periods", periods))


def test_all_are_sold_until_somebody_says_otherwise(rich: MadeDesk) -> None:
    """IN1."""
    assert rich.anna.read(ReadPlans()).plans[0].held == ()
    order(rich, 1)
    offer_only(rich, "3m")
    offer_only(rich, "all")
    order(rich, 0)
    offer_only(rich, "")
    assert rich.anna.read(ReadProvider())["order_periods"] == "all"


def test_what_is_not_sold_is_neither_ordered_nor_renewed(rich: MadeDesk) -> None:
    """IN1: refused in a sentence that says what is sold; the plan keeps its price, and sells it again later."""
    first = order(rich, 3)
    offer_only(rich, "1m lifetime")
    assert refusal(rich, PlaceOrder(HANS, "Care", 3)) == "period_not_offered"
    assert refusal(rich, RenewOrder(first)) == "period_not_offered"
    assert refusal(rich, RenewOrder(first, 3)) == "period_not_offered"
    with pytest.raises(Refused) as refused:
        rich.anna.read(ReadOffer(HANS, "Care", 3))
    assert refused.value.sentence == "The period 3m is not offered; the plan Care can be had for lifetime, 1m."
    with pytest.raises(Refused) as again:
        rich.anna.read(ReadOffer(order=first))
    assert again.value.code == "period_not_offered"
    (plan,) = rich.anna.read(ReadPlans()).plans
    assert (dict(plan.prices)[3], plan.held, plan.offered) == (25_00, (3,), ((0, 50_00), (1, 9_00)))
    assert lots(rich)[0][0] == 10, "what was ordered stays"
    rich.anna.perform(RenewOrder(first, 0))
    rich.anna.perform(UpgradeOrder(first, 20))
    assert lifetime(rich) == 20
    offer_only(rich, "3m")
    rich.anna.perform(RenewOrder(first, 3))
    assert (balance(rich), len(lots(rich))) == (1000_00 - 25_00 - 50_00 - 5_00 - 30_00, 6)


def test_a_plan_without_a_period_that_is_sold(rich: MadeDesk) -> None:
    offer_only(rich, "6m")
    with pytest.raises(Refused) as refused:
        order(rich, 0)
    assert refused.value.sentence == "The period lifetime is not offered; nor is another one of the plan Care."
    with pytest.raises(Refused) as none:
        order(rich, 6)
    assert none.value.code == "no_period", "what the plan does not have is said so"


def test_what_waits_for_its_payment_is_given(selling: MadeDesk) -> None:
    """SPEC, Orders: the price is told once; what was ordered while it was sold is completed."""
    order(selling, 3)
    offer_only(selling, "lifetime")
    selling.anna.perform(SetPayment(waiting(selling)[0], PAID))
    assert len(lots(selling)) == 3


def test_the_client_is_offered_what_is_sold(rich: MadeDesk) -> None:
    """CL16, IN1: plans of the client area have no other periods, and a client orders none."""
    hans = rich.anna.as_client(HANS)
    offer_only(rich, "1m")
    (plan,) = hans.read(ReadMyPlans()).plans
    assert (plan.prices, plan.held) == (((1, 9_00),), ())
    for asked in (lambda: hans.read(ReadMyOffer("Care", 3)), lambda: hans.perform(PlaceOrder(HANS, "Care", 3))):
        with pytest.raises(Refused) as refused:
            asked()
        assert refused.value.code == "period_not_offered"
    offer_only(rich, "6m")
    assert hans.read(ReadMyPlans()).plans == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("lifetime", "lifetime"), ("12m, 1m,lifetime 1M", "lifetime, 1m, 12m"), ("ALL", "all"), (" ", "all")],
)
def test_how_it_is_written(desk: MadeDesk, typed: str, kept: str) -> None:
    offer_only(desk, typed)
    assert desk.anna.read(ReadProvider())["order_periods"] == kept


@pytest.mark.parametrize(
    ("typed", "code"), [("daily", "bad_period"), ("1m trial", "bad_period"), ("often", "usage"), ("all 1m", "usage")]
)
def test_what_no_period_is(desk: MadeDesk, typed: str, code: str) -> None:
    """IN2: daily and trial periods with the reason."""
    with pytest.raises(DeskError) as refused:
        offer_only(desk, typed)
    assert refused.value.code == code


def test_only_an_administrator_says_so(desk: MadeDesk) -> None:
    with pytest.raises(Refused) as refused:
        desk.anna.perform(SetProvider("order_periods", "1m"))
    assert refused.value.code == "not_allowed"
