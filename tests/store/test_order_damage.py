"""`doctor` holds what was bought against what was given, on both databases (RELIABILITY rule 25)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.currencies import AddCurrency
from helpdesk_tui.desk.actions.orders import PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.rates import AddRate
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import PaymentStatus
from tests.desks import HANS, MadeDesk
from tests.store.test_ledger_damage import damage


@pytest.fixture
def bought(desk: MadeDesk) -> MadeDesk:
    """Order 1 is for two months and raised, order 2 for life, order 3 waits for payment 2."""
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00, 1: 9_00}, {20: 5_00}))
    desk.gary.perform(AddPayment(HANS, 80_00, PaymentStatus.PAID))
    desk.gary.perform(PlaceOrder(HANS, "Care", 1))
    desk.gary.perform(RenewOrder(1))
    desk.gary.perform(UpgradeOrder(1, 20))
    desk.gary.perform(PlaceOrder(HANS, "Care", 0))
    desk.gary.perform(PlaceOrder(HANS, "Care", 0))
    return desk


def finding(desk: MadeDesk) -> tuple[bool, str]:
    """What `doctor` says of the orders."""
    (found,) = (one for one in diagnose(desk.where, clock=desk.clock) if one.name == "orders")
    return found.ok, found.sentence


def test_sound_orders(bought: MadeDesk) -> None:
    assert finding(bought) == (True, "Orders gave what was bought (3).")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE lot SET incident_order = 2 WHERE id = 1", "order 1: a lot of 10 from 2026-04-11 to 2026-05-10 is"),
        ("UPDATE lot SET number = 11 WHERE id = 2", "order 1: a lot of 11 from 2026-05-11 to 2026-06-10 does not"),
        ("UPDATE orderstep SET gives = 9 WHERE id = 1", "order 1: a lot of 10 from 2026-04-11 to 2026-05-10 does not"),
        ("UPDATE orderstep SET gives = 11 WHERE id = 4", "order 2: it gave 10 lifetime incidents instead of 11"),
        ("UPDATE orderstep SET begin = 5 WHERE id = 2", "order 1: a purchase of 2026-04-11 counts its months"),
        ("UPDATE orderstep SET expense = NULL WHERE id = 2", "order 1: a purchase of 2026-04-11 was not charged"),
        ("UPDATE orderstep SET expense = 1 WHERE id = 4", "order 2: a purchase of 2026-04-11 was not charged"),
        ("UPDATE incidentorder SET windows = 3 WHERE id = 1", "order 1: it is not as its purchases left it"),
        ("UPDATE incidentorder SET number = 50 WHERE id = 1", "order 1: it is not as its purchases left it"),
        ("UPDATE incidentorder SET first = '2026-04-12' WHERE id = 1", "order 1: it is not as its purchases left it"),
        ("UPDATE orderstep SET tax = 1 WHERE id = 2", "order 1: the parts of the price 9.00 EUR of its renewal do not"),
        ("UPDATE orderstep SET discount = 1000 WHERE id = 4", "order 2: the parts of the price 50.00 EUR of its order"),
        ("UPDATE orderstep SET price = 1 WHERE id = 5", "order 3: the parts of the price 0.01 EUR of its order"),
        ("UPDATE incidentorder SET price = 1 WHERE id = 2", "order 2: its price is not that of its own purchase"),
        ("UPDATE payment SET status = 'paid' WHERE id = 2", "order 3: it waits for a payment that is not New"),
        ("UPDATE payment SET deleted = created WHERE id = 2", "order 3: it waits for a payment that is not New"),
        ("UPDATE desk SET currency = 'USD'", "order 3: it waits on an account in an earlier currency of the provider"),
        ("UPDATE incidentorder SET state = 'active' WHERE id = 3", "order 3: it is not as its purchases left it"),
    ],
)  # fmt: skip
def test_what_is_not_what_was_bought_is_found(bought: MadeDesk, store: Store, statement: str, said: str) -> None:
    damage(bought, store, statement)
    ok, sentence = finding(bought)
    assert not ok
    assert said in sentence


@pytest.fixture
def converted(bought: MadeDesk) -> MadeDesk:
    """Order 4, whose step is number 6, is of a plan in USD at 1 USD = 0.92 EUR."""
    bought.gary.perform(AddCurrency("USD"))
    bought.gary.perform(AddPlan("Abroad", 1, {0: 5_00}, {}, "USD"))
    bought.gary.perform(AddRate("", "USD", "EUR", "0.92"))
    bought.gary.perform(PlaceOrder(HANS, "Abroad", 0))
    return bought


@pytest.mark.parametrize(
    "change",
    [
        "plan_price = 600", "plan_price = NULL", "plan_price = 9000000000000", "plan_currency = 'GBP'",
        "exchange_rate = '0.93'", "exchange_rate = '0'", "exchange_rate = 'much'", "exchange_rate = NULL",
        "exchange_units = 2", "exchange_units = 0", "exchange_base = 'GBP'", "exchange_base = 'EUR'",
        "exchange_base = 'EUR', exchange_converted = 'USD'", "exchange_since = NULL",
    ],
)  # fmt: skip
def test_a_conversion_that_is_not_what_was_told(converted: MadeDesk, store: Store, change: str) -> None:
    """Rule 25, CL13: listed price and rate that an order keeps make its price."""
    assert finding(converted) == (True, "Orders gave what was bought (4).")
    damage(converted, store, f"UPDATE orderstep SET {change} WHERE id = 6")
    ok, sentence = finding(converted)
    assert not ok
    assert "order 4: the listed price 4.60 EUR of its order is not what its exchange rate makes" in sentence
