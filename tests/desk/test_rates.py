"""Exchange rates at the desk (CL13): a plan's price in another currency than the account's, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from helpdesk_tui.desk.actions.clients import DeleteClient
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency, EditCurrency
from helpdesk_tui.desk.actions.orders import PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan, EditPlan
from helpdesk_tui.desk.actions.rates import AddRate, DeleteRate, EditRate
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import (
    ReadCurrencies,
    ReadExpenses,
    ReadOffer,
    ReadOrder,
    ReadPayments,
    ReadPlans,
    ReadRate,
    ReadRates,
)
from helpdesk_tui.views import CurrencyView, PlanPriceView
from tests.desk.selling import PAID, at, balance, sound
from tests.desks import HANS, OMAR, MadeDesk

TOLD = PlanPriceView(25_00, "USD", "USD", "EUR", "0.92", 1, date(2026, 4, 11))


@pytest.fixture
def dollars(desk: MadeDesk) -> MadeDesk:
    """A plan with prices in USD at a provider of EUR; Hans has 100.00 EUR."""
    desk.gary.perform(AddCurrency("USD"))
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00, 3: 25_00}, {20: 5_00}, "USD"))
    desk.anna.perform(AddPayment(HANS, 100_00, PAID))
    return desk


def code(desk: MadeDesk, act: object) -> str:
    with pytest.raises(Refused) as refused:
        desk.gary.perform(act)  # type: ignore[arg-type]
    return refused.value.code


def test_an_order_is_converted(dollars: MadeDesk) -> None:
    """CL13: the listed price, the rate and its date are told before, and kept on the order and the expense."""
    dollars.anna.perform(AddRate(HANS, "usd", "eur", "0.92", comment="as agreed"))
    offer = dollars.anna.read(ReadOffer(HANS, "Care", 3))
    assert (offer.price.total, offer.currency, offer.plan_price) == (23_00, "EUR", TOLD)
    made = dollars.anna.perform(PlaceOrder(HANS, "Care", 3))
    assert balance(dollars) == 77_00
    found = dollars.anna.read(ReadOrder(made))
    assert (found.price, found.currency, found.plan_price) == (23_00, "EUR", TOLD)
    (expense,) = dollars.anna.read(ReadExpenses(HANS))
    assert expense.text == (
        "Care: 10 support incidents a month for 3 months (25.00 USD at 1 USD = 0.92 EUR of 2026-04-11)"
    )  # fmt: skip
    assert sound(dollars)


def test_without_a_rate_it_is_refused(dollars: MadeDesk) -> None:
    """CL13: with a sentence that says which rate to add; before, and by the act."""
    said = "There is no exchange rate from USD to EUR for 2026-04-11: add one, for the client or for all"
    for wanted in (ReadOffer(HANS, "Care", 3),):
        with pytest.raises(Refused, match=said):
            dollars.anna.read(wanted)
    with pytest.raises(Refused, match=said):
        dollars.anna.perform(PlaceOrder(HANS, "Care", 3))
    assert (balance(dollars), dollars.sql("SELECT count(*) FROM incidentorder")) == (100_00, [(0,)])


def test_a_client_s_own_stands_over_the_provider_s(dollars: MadeDesk) -> None:
    """CL13: a personal rate; others have the general one."""
    dollars.gary.perform(AddRate("", "USD", "EUR", "0.9"))
    own = dollars.anna.perform(AddRate(HANS, "USD", "EUR", "0.5", since=date(2020, 1, 1)))
    prices = [dollars.anna.read(ReadOffer(client, "Care", 3)).price.total for client in (HANS, OMAR)]
    assert prices == [12_50, 22_50]
    assert [(one.rate, one.in_force) for one in dollars.anna.read(ReadRates(HANS))] == [("0.5", True), ("0.9", False)]
    assert [(one.rate, one.in_force) for one in dollars.anna.read(ReadRates())] == [("0.9", True)]
    dollars.anna.perform(DeleteRate(own))
    assert dollars.anna.read(ReadOffer(HANS, "Care", 3)).price.total == 22_50
    assert dollars.sql("SELECT count(*) FROM exchangerate") == [(2,)]  # it is kept


def test_renewed_and_raised_at_the_rate_of_the_day(dollars: MadeDesk) -> None:
    """CL13: a renewal and an upgrade cost what the rate of their day makes of the price."""
    dollars.gary.perform(AddRate("", "USD", "EUR", "0.92"))
    dollars.gary.perform(AddRate("", "USD", "EUR", "2", since=date(2026, 5, 1)))
    made = dollars.anna.perform(PlaceOrder(HANS, "Care", 3))
    at(dollars, "2026-05-01")
    dollars.anna.perform(RenewOrder(made))
    assert balance(dollars) == 100_00 - 23_00 - 50_00
    dollars.anna.perform(UpgradeOrder(made, 20))
    assert balance(dollars) == 27_00 - 2 * 10_00
    assert sound(dollars)


def test_an_order_that_waits_keeps_what_was_told(dollars: MadeDesk) -> None:
    """CL13: the rate of the day on which it was placed, whatever becomes of the rate until it is paid."""
    rate = dollars.gary.perform(AddRate("", "USD", "EUR", "0.92"))
    made = dollars.anna.perform(PlaceOrder(OMAR, "Care", 3))
    (payment,) = dollars.anna.read(ReadPayments(OMAR))
    assert payment.amount == 23_00
    dollars.gary.perform(EditRate(rate, rate="3"))
    dollars.anna.perform(SetPayment(payment.id, PAID))
    assert balance(dollars, OMAR) == 0
    assert dollars.anna.read(ReadOrder(made)).plan_price == TOLD
    assert sound(dollars)


def test_a_price_of_nothing_needs_no_rate(dollars: MadeDesk) -> None:
    """SPEC, Orders: price 0 is a price."""
    dollars.gary.perform(AddPlan("Free", 3, {0: 0}, {}, "USD"))
    assert dollars.anna.read(ReadOffer(HANS, "Free", 0)).price.total == 0
    dollars.anna.perform(PlaceOrder(HANS, "Free", 0))


def test_a_price_that_becomes_nothing_is_refused(dollars: MadeDesk) -> None:
    """CL13: what costs something is not given free; nothing is written. Half a cent is one, as everywhere."""
    dollars.gary.perform(AddCurrency("IDR"))
    dollars.gary.perform(AddPlan("Local", 10, {0: 50_00, 1: 87_50}, {20: 10_00}, "IDR"))
    dollars.gary.perform(AddRate("", "EUR", "IDR", "17500"))
    said = r"The price 50\.00 IDR at 1 EUR = 17500 IDR of 2026-04-11 is less than the smallest sum of EUR\."
    with pytest.raises(Refused, match=said):
        dollars.anna.read(ReadOffer(HANS, "Local", 0))
    assert code(dollars, PlaceOrder(HANS, "Local", 0)) == "bad_sum"
    assert (balance(dollars), dollars.sql("SELECT count(*) FROM incidentorder")) == (100_00, [(0,)])
    made = dollars.anna.perform(PlaceOrder(HANS, "Local", 1))
    assert code(dollars, UpgradeOrder(made, 20)) == "bad_sum"
    assert balance(dollars) == 99_99
    assert sound(dollars)


def test_prices_stay_when_the_provider_s_currency_changes(dollars: MadeDesk) -> None:
    """CL11, CL13: a plan's prices have their own currency; in the account's currency they are as listed."""
    dollars.gary.perform(AddPlan("Local", 3, {0: 10_00}))
    dollars.gary.perform(ChangeCurrency("USD"))
    assert [(one.name, one.currency) for one in dollars.anna.read(ReadPlans()).plans] == [
        ("Care", "USD"), ("Local", "EUR"),
    ]  # fmt: skip
    offer = dollars.anna.read(ReadOffer(HANS, "Care", 3))
    assert (offer.price.total, offer.currency, offer.plan_price) == (25_00, "USD", None)
    dollars.gary.perform(AddRate("", "USD", "EUR", "0.8"))
    assert dollars.anna.read(ReadOffer(HANS, "Local", 0)).price.total == 12_50  # by the inverse


def test_another_currency_of_a_plan_needs_all_prices_anew(dollars: MadeDesk) -> None:
    """A number that was a sum of one currency is none of another."""
    assert code(dollars, EditPlan("Care", currency="EUR")) == "prices_missing"
    assert code(dollars, EditPlan("Care", prices={0: 5_00}, currency="EUR")) == "prices_missing"
    assert code(dollars, EditPlan("Care", prices={0: 5_00}, packages={}, currency="GBP")) == "currency_inactive"
    assert code(dollars, AddPlan("Other", 1, {0: 1}, {}, "GBP")) == "currency_inactive"
    dollars.gary.perform(EditPlan("Care", prices={0: 5_00}, packages={}, currency="EUR"))
    assert dollars.anna.read(ReadOffer(HANS, "Care", 0)).price.total == 5_00


def test_rates_are_edited_and_told(dollars: MadeDesk) -> None:
    """CL13: added, edited, deleted; the client's history says what was changed."""
    number = dollars.anna.perform(AddRate(HANS, "USD", "EUR", "0.92", 1, date(2026, 4, 1)))
    dollars.anna.perform(EditRate(number, rate="92.50", units=100, comment="as agreed"))
    found = dollars.anna.read(ReadRate(number))
    assert (found.rate, found.units, found.since, found.comment) == ("92.5", 100, date(2026, 4, 1), "as agreed")
    dollars.anna.perform(DeleteRate(number))
    told = dollars.sql("SELECT before, after FROM event WHERE client = 1 AND field IN ('rate', 'rate 1') ORDER BY id")
    assert [tuple(row) for row in told] == [
        ("", "1 USD = 0.92 EUR from 2026-04-01"),
        ("1 USD = 0.92 EUR from 2026-04-01", "100 USD = 92.5 EUR from 2026-04-01 (as agreed)"),
        ("100 USD = 92.5 EUR from 2026-04-01 (as agreed)", ""),
    ]  # fmt: skip
    for act in (EditRate(number, rate="1"), DeleteRate(number)):
        with pytest.raises(NotFound):
            dollars.gary.perform(act)


def test_only_administrators_set_rates_for_all(dollars: MadeDesk) -> None:
    """RELIABILITY 34: staff set a client's own."""
    general = dollars.gary.perform(AddRate("", "USD", "EUR", "0.92"))
    for act in (AddRate("", "USD", "EUR", "1"), EditRate(general, rate="1"), DeleteRate(general)):
        with pytest.raises(Refused) as refused:
            dollars.anna.perform(act)
        assert refused.value.code == "not_allowed"


def test_a_currency_that_is_off_is_for_nothing_new(dollars: MadeDesk) -> None:
    """SPEC, Currencies: active. What there is already goes on."""
    dollars.gary.perform(AddRate("", "USD", "EUR", "0.92"))
    dollars.gary.perform(EditCurrency("USD", active=False))
    assert code(dollars, AddRate(HANS, "USD", "EUR", "1")) == "currency_inactive"
    assert dollars.anna.read(ReadOffer(HANS, "Care", 3)).price.total == 23_00
    assert dollars.anna.read(ReadCurrencies()) == (
        CurrencyView("EUR", 2, True, True), CurrencyView("USD", 2, False, False),
    )  # fmt: skip


def test_a_client_who_is_deleted_takes_them_along(dollars: MadeDesk) -> None:
    """CL6."""
    dollars.anna.perform(AddRate(OMAR, "USD", "EUR", "1"))
    dollars.gary.perform(DeleteClient(OMAR))
    assert dollars.sql("SELECT count(*) FROM exchangerate") == [(0,)]


def test_the_listed_price_is_read_back_as_it_was(dollars: MadeDesk) -> None:
    """An inverse rate is told as it stands."""
    dollars.gary.perform(AddRate("", "EUR", "USD", "1.25"))
    made = dollars.anna.perform(PlaceOrder(HANS, "Care", 3))
    listed = replace(TOLD, base="EUR", converted="USD", rate="1.25")
    assert (dollars.anna.read(ReadOrder(made)).price, dollars.anna.read(ReadOrder(made)).plan_price) == (20_00, listed)
