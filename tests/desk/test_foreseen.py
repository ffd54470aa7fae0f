"""What was told before it was sent holds when it is done, or it is refused with what holds now (rule 26), on both
databases.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import EditPlan
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.questions import ReadCosts, ReadOffer, ReadOrders
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import OfferView
from tests.desk.charges import allow_extra, costs, held_ticket
from tests.desk.refusals import refused
from tests.desk.selling import PAID, balance, order, waiting
from tests.desk.test_ticket_incidents import lot
from tests.desks import HANS, NINE, MadeDesk

MAY = Window(date(2026, 4, 11), date(2026, 5, 10))
JUNE = Window(date(2026, 4, 11), date(2026, 6, 10))


def told(desk: MadeDesk, number: int, fee: int | None = None, incidents: int | None = None) -> Parameters:
    """What is to be charged, with what is told of it now."""
    foreseen = desk.anna.read(ReadCosts(number, fee, incidents)).foreseen
    return Parameters(fee=fee, incidents=incidents, foreseen=foreseen)


def both(number: int, values: Parameters) -> list[Act[int]]:
    """Save parameters, and an answer that closes."""
    return [SaveParameters(number, values), Reply(number, "It is up again.", close=True, values=values)]


def test_incidents_that_would_come_from_elsewhere(desk: MadeDesk) -> None:
    """IN8, IN11: told 2 lifetime; by now it would be one of them on credit. Refused with that, and nothing is taken."""
    number = held_ticket(desk, incidents=25)
    allow_extra(desk, 5)
    values = told(desk, number, incidents=2)
    desk.gary.perform(AdjustIncidents(HANS, -24, "mistake"))
    for act in both(number, values):
        stale = refused(desk.anna, act)
        assert (stale.code, stale.details["left"]) == ("stale", -1)
        assert stale.sentence == (
            "The client's support incidents changed meanwhile: it takes 2 support incidents: 1 lifetime, 1 on credit;"
            " left: none; used on credit: 1. Look at it again."
        )
    assert costs(desk, number) == (0, 0, 0, 1)
    desk.anna.perform(SaveParameters(number, told(desk, number, incidents=2)))
    assert costs(desk, number) == (0, 2, 0, -1)


def test_another_lot_is_elsewhere_too(desk: MadeDesk, store: Store) -> None:
    """IN10: told 1 until 10 June; by now one ends before."""
    number = held_ticket(desk)
    lot(store, JUNE, 2)
    values = told(desk, number, incidents=1)
    lot(store, MAY, 2)
    assert "it takes 1 support incident: 1 until 10 May 2026" in refused(desk.anna, both(number, values)[0]).sentence


def test_what_is_left_may_be_more_and_not_less(desk: MadeDesk) -> None:
    """IN13: from the same place, but fewer are left than was told; more are no harm."""
    number = held_ticket(desk, incidents=10)
    values = told(desk, number, incidents=2)
    desk.gary.perform(AdjustIncidents(HANS, -1, "mistake"))
    assert refused(desk.anna, both(number, values)[0]).details["left"] == 7
    desk.gary.perform(AdjustIncidents(HANS, 5, "gift"))
    desk.anna.perform(both(number, values)[0])
    assert costs(desk, number) == (0, 2, 0, 12)


def test_what_is_given_back_goes_where_was_told(desk: MadeDesk, store: Store) -> None:
    """IN11: told that it goes back to a month; that has lapsed by now, and a lifetime one would come instead."""
    number = held_ticket(desk)
    lot(store, MAY, 2)
    desk.anna.perform(SaveParameters(number, Parameters(incidents=1)))
    values = told(desk, number, incidents=0)
    assert isinstance(desk.clock, FixedClock)
    desk.clock.at = NINE + timedelta(days=30)
    assert "it gives back 1 support incident: 1 lifetime instead of lapsed ones" in refused(
        desk.anna, SaveParameters(number, values)
    ).sentence  # fmt: skip


def test_a_debt_that_was_not_told(desk: MadeDesk) -> None:
    """SF1: the balance that was told before the fee is not the one by now, and it becomes a debt, or a deeper one."""
    number = held_ticket(desk, paid=20_00)
    values = told(desk, number, 15_00)
    desk.gary.perform(AddExpense(HANS, 7_00, "Backup"))
    for act in both(number, values):
        stale = refused(desk.anna, act)
        assert (stale.code, stale.details) == ("stale", {"balance": "-2.00 EUR"})
        assert stale.sentence == (
            "The account changed meanwhile: the balance is -2.00 EUR afterwards, the credit limit 0.00 EUR."
            " Look at it again."
        )
    deeper = told(desk, number, 15_00)
    desk.gary.perform(AddExpense(HANS, 1, "Backup"))
    assert refused(desk.anna, both(number, deeper)[0]).details["balance"] == "-2.01 EUR"
    desk.gary.perform(AddPayment(HANS, 2_00, PAID))
    desk.anna.perform(both(number, deeper)[0])
    assert costs(desk, number) == (15_00, 0, -1, 0)


def test_a_lower_balance_that_is_no_debt_is_charged(desk: MadeDesk) -> None:
    """SF1: nobody is asked twice about money that is there."""
    number = held_ticket(desk, paid=50_00)
    values = told(desk, number, 15_00)
    desk.gary.perform(AddExpense(HANS, 7_00, "Backup"))
    desk.anna.perform(both(number, values)[1])
    assert costs(desk, number) == (15_00, 0, 28_00, 0)


def test_a_credit_limit_that_would_be_passed_by_now(desk: MadeDesk) -> None:
    """SF1, CL11: told a debt within the limit; the limit is lower by now."""
    desk.gary.perform(EditAccount(HANS, credit_limit=100_00))
    number = held_ticket(desk)
    values = told(desk, number, 15_00)
    desk.gary.perform(EditAccount(HANS, credit_limit=10_00))
    assert refused(desk.anna, both(number, values)[0]).sentence.startswith(
        "The account changed meanwhile: the balance is -15.00 EUR afterwards, the credit limit 10.00 EUR."
    )
    desk.gary.perform(EditAccount(HANS, credit_limit=15_00))
    desk.anna.perform(both(number, values)[0])
    assert costs(desk, number)[2] == -15_00


def test_who_was_told_nothing_is_refused_nothing(desk: MadeDesk) -> None:
    """The command line: values without what was told are charged as they always were."""
    number = held_ticket(desk, incidents=1, paid=1_00)
    allow_extra(desk, 5)
    desk.anna.perform(SaveParameters(number, Parameters(fee=15_00, incidents=3)))
    assert costs(desk, number) == (15_00, 3, -14_00, -2)


def test_what_was_told_is_no_other_act(desk: MadeDesk) -> None:
    """Rule 22: sent again, after an answer that got lost, it is done once, whatever is told of it by then."""
    number = held_ticket(desk, incidents=5)
    one = SaveParameters(number, told(desk, number, incidents=2), key="form-1")
    desk.anna.perform(one)
    again = SaveParameters(number, Parameters(incidents=2, foreseen=desk.anna.read(ReadCosts(number)).foreseen),
                           key="form-1")  # fmt: skip
    desk.anna.perform(again)
    assert costs(desk, number) == (0, 2, 0, 3)
    order_told = PlaceOrder(HANS, "Care", 0, key="order-1")
    assert hash(order_told) == hash(PlaceOrder(HANS, "Care", 0, key="order-1", foreseen=one.values.foreseen))


def test_a_new_ticket_that_would_take_otherwise(desk: MadeDesk) -> None:
    """IN10, CL15: staff who open it, and the client themselves: told a lifetime one, by now it would be on credit."""
    desk.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    allow_extra(desk, 5)
    foreseen = desk.anna.read(ReadCosts(None, incidents=1, client=HANS)).foreseen
    act = NewTicket(HANS, "Tech", "Disk", "Full", incidents=1, foreseen=foreseen)
    desk.gary.perform(AdjustIncidents(HANS, -1, "mistake"))
    assert "it takes 1 support incident: 1 on credit" in refused(desk.anna, act).sentence
    desk.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    number = desk.anna.perform(act)
    desk.anna.perform(Take(number))
    assert costs(desk, number) == (0, 1, 0, 0)


def offered(desk: MadeDesk, **asked: object) -> OfferView:
    return desk.anna.read(ReadOffer(**asked))  # type: ignore[arg-type]


def test_an_order_that_would_wait_by_now(selling: MadeDesk) -> None:
    """CL9: told that credit pays it; the limit is gone by now, and it would wait for a payment: refused, for an order,
    a renewal and an upgrade alike; nothing waits and no payment is made.
    """
    selling.gary.perform(EditAccount(HANS, credit_limit=500_00))
    number = order(selling, 1)
    acts: list[Act[int]] = [
        PlaceOrder(HANS, "Care", 1, foreseen=offered(selling, client=HANS, plan="Care", months=1).foreseen),
        RenewOrder(number, foreseen=offered(selling, order=number).foreseen),
        UpgradeOrder(number, 20, foreseen=offered(selling, order=number, package=20).foreseen),
    ]
    selling.gary.perform(EditAccount(HANS, credit_limit=0))
    for act, short in zip(acts, ("18.00 EUR", "18.00 EUR", "14.00 EUR"), strict=True):
        stale = refused(selling.anna, act)
        assert (stale.code, stale.details) == ("stale", {"missing": short})
        assert stale.sentence == (
            f"The account changed meanwhile: it waits for a payment over {short}. Look at it again."
        )
    assert (balance(selling), waiting(selling), len(selling.anna.read(ReadOrders(HANS)))) == (-9_00, [], 1)
    selling.gary.perform(EditAccount(HANS, credit_limit=500_00))
    selling.anna.perform(acts[1])
    assert balance(selling) == -18_00


@pytest.mark.parametrize(("paid", "said"), [(10_00, "40.00 EUR"), (50_00, "0.00 EUR")])
def test_an_order_that_would_wait_for_less_or_for_nothing(selling: MadeDesk, paid: int, said: str) -> None:
    """CL9: what was told to wait is not charged at once without a word."""
    told_of = offered(selling, client=HANS, plan="Care").foreseen
    selling.gary.perform(AddPayment(HANS, paid, PAID))
    assert refused(selling.anna, PlaceOrder(HANS, "Care", 0, foreseen=told_of)).details == {"missing": said}


def test_an_order_that_would_be_on_credit_by_now(selling: MadeDesk) -> None:
    """CL9: told that the balance pays it; by now credit would."""
    selling.gary.perform(EditAccount(HANS, credit_limit=500_00))
    selling.gary.perform(AddPayment(HANS, 50_00, PAID))
    act = PlaceOrder(HANS, "Care", 0, foreseen=offered(selling, client=HANS, plan="Care").foreseen)
    selling.gary.perform(AddExpense(HANS, 1_00, "Backup"))
    assert refused(selling.anna, act).details == {"balance": "-1.00 EUR"}
    selling.gary.perform(AddPayment(HANS, 60_00, PAID))
    selling.anna.perform(act)
    assert balance(selling) == 59_00


def test_an_order_that_would_give_another_number_by_now(rich: MadeDesk) -> None:
    """IN1: the plan includes fewer at the same price."""
    act = PlaceOrder(HANS, "Care", 0, told="50.00 EUR", foreseen=offered(rich, client=HANS, plan="Care").foreseen)
    rich.gary.perform(EditPlan("Care", incidents=9))
    assert refused(rich.anna, act).sentence.startswith("The plan changed meanwhile: it has 9 support incidents now.")
