"""What orders cost a client with discounts and taxes of their own (CL13), on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.desk.actions.currencies import AddCurrency
from helpdesk_tui.desk.actions.discounts import AddDiscount, DeleteDiscount, EditDiscount
from helpdesk_tui.desk.actions.expenses import AddExpense, EditExpense
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.desk.actions.payments import AddPayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan, EditPlan
from helpdesk_tui.desk.actions.rates import AddRate
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.taxes import AddTaxRule, DeleteTaxRule, EditTaxRule
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadExpenses, ReadOffer, ReadOrder, ReadPaidPrice, ReadPayments, ReadStatement
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import Price
from helpdesk_tui.vocab import OrderState, ProductType, PurchaseKind
from tests.desk.charges import held_ticket
from tests.desk.selling import NEW, PAID, at, balance, lifetime, order, refusal, sound, waiting
from tests.desks import HANS, NORD, MadeDesk

YEAR = "2026-01-01 00:00:00"
TOLD = "Care: 10 support incidents for life (50.00 - 10 % = 45.00 + 20 % tax 9.00 = 54.00)"


def discount(desk: MadeDesk, percent: int = 10_00, client: str = HANS, **more: str) -> int:
    return desk.anna.perform(AddDiscount(client, percent, **more))


def tax(desk: MadeDesk, rate: int = 20_000, zone: str = "UTC", starts: str = YEAR, ends: str = "") -> int:
    return desk.anna.perform(AddTaxRule(HANS, rate, zone, starts, ends))


def charged(desk: MadeDesk) -> list[tuple[int, str]]:
    return [(one.amount, one.text) for one in desk.anna.read(ReadExpenses(HANS))]


def test_a_discount_and_a_tax(rich: MadeDesk) -> None:
    """CL13: the discount first, the tax on top of what is left; expense, statement and order explain every unit."""
    discount(rich)
    tax(rich)
    offer = rich.anna.read(ReadOffer(HANS, "Care"))
    number = order(rich, 0)
    assert offer.price == Price(50_00, 10_00, 45_00, 20_000, 9_00, 54_00)
    assert (offer.missing, offer.after, balance(rich)) == (0, 946_00, 946_00)
    assert charged(rich) == [(54_00, TOLD)]
    assert rich.anna.read(ReadStatement(HANS)).rows[0].text == TOLD
    found = rich.anna.read(ReadOrder(number))
    assert found.price == 54_00
    assert [(one.kind, one.state, one.price) for one in found.purchases] == [
        (PurchaseKind.ORDER, OrderState.ACTIVE, offer.price)
    ]
    assert lifetime(rich) == 10
    assert sound(rich)


def test_rate_discount_and_tax_one_after_the_other(rich: MadeDesk) -> None:
    """CL13: the price of the plan, in the account's currency, less the discount, plus the tax; each step is told."""
    rich.gary.perform(AddCurrency("USD"))
    rich.gary.perform(AddPlan("Gold", 10, {0: 25_00}, {}, "USD"))
    rich.anna.perform(AddRate(HANS, "USD", "EUR", "0.9"))
    discount(rich)
    tax(rich)
    offer = rich.anna.read(ReadOffer(HANS, "Gold", 0))
    assert offer.price == Price(22_50, 10_00, 20_25, 20_000, 4_05, 24_30)
    assert offer.plan_price is not None
    assert (offer.plan_price.price, offer.plan_price.currency, offer.plan_price.rate) == (25_00, "USD", "0.9")
    number = rich.anna.perform(PlaceOrder(HANS, "Gold", 0))
    assert charged(rich) == [(24_30, (
        "Gold: 10 support incidents for life (25.00 USD at 1 USD = 0.9 EUR of 2026-04-11)"
        " (22.50 - 10 % = 20.25 + 20 % tax 4.05 = 24.30)"
    ))]  # fmt: skip
    found = rich.anna.read(ReadOrder(number))
    assert (found.price, found.plan_price, found.purchases[0].price) == (24_30, offer.plan_price, offer.price)
    assert sound(rich)


def test_renewals_and_upgrades(rich: MadeDesk) -> None:
    """CL13: every purchase has the price of its own moment."""
    number = order(rich, 1)
    mine = discount(rich)
    rich.anna.perform(RenewOrder(number))
    tax(rich)
    rich.anna.perform(EditDiscount(mine, 50_00))
    rich.anna.perform(UpgradeOrder(number, 20))
    assert charged(rich) == [
        (9_00, "Care: 10 support incidents for 1 month"),
        (8_10, "Care renewed: 10 support incidents for 1 month (9.00 - 10 % = 8.10)"),
        (6_00, "Care: 10 support incidents more a month in 2 terms (10.00 - 50 % = 5.00 + 20 % tax 1.00 = 6.00)"),
    ]
    assert [one.price.total for one in rich.anna.read(ReadOrder(number)).purchases] == [9_00, 8_10, 6_00]
    assert sound(rich)


def test_only_of_this_client(rich: MadeDesk) -> None:
    discount(rich, client=NORD)
    rich.anna.perform(AddTaxRule(NORD, 20_000, "UTC", YEAR))
    order(rich, 0)
    assert charged(rich) == [(50_00, "Care: 10 support incidents for life")]


def test_one_for_the_plan_stands_over_one_for_all(rich: MadeDesk) -> None:
    """CL13: they do not add up; a discount of another plan is none here."""
    rich.gary.perform(AddPlan("Other", 10, {0: 10_00}))
    discount(rich, 50_00)
    discount(rich, 10_00, plan=" CARE ")
    order(rich, 0)
    rich.anna.perform(PlaceOrder(HANS, "other", 0))
    assert [amount for amount, _ in charged(rich)] == [45_00, 5_00]


def test_deleted_ones_count_no_more(rich: MadeDesk) -> None:
    rich.anna.perform(DeleteDiscount(discount(rich)))
    rich.anna.perform(DeleteTaxRule(tax(rich)))
    order(rich, 0)
    assert charged(rich) == [(50_00, "Care: 10 support incidents for life")]


@pytest.mark.parametrize(("zone", "price"), [("UTC", 50_00), ("Asia/Tokyo", 45_00), ("America/New_York", 50_00)])
def test_days_of_a_discount_are_the_desk_s(rich: MadeDesk, zone: str, price: int) -> None:
    """CL13: at 20:00 in UTC on 30 April it is 1 May in Tokyo."""
    discount(rich, starts="2026-05-01", ends="2026-05-01")
    there = rich.with_rules(SendRules(zone=ZoneInfo(zone)))
    there.clock.at = datetime(2026, 4, 30, 20, tzinfo=UTC)
    assert there.anna.read(ReadOffer(HANS, "Care")).price.total == price
    order(there, 0)
    there.close()
    assert [amount for amount, _ in charged(rich)] == [price]


@pytest.mark.parametrize(
    ("moment", "price"),
    [("2026-06-30T21:59:59", 60_00), ("2026-06-30T22:00:00", 52_50), ("2025-12-31T22:59:59", 50_00)],
)
def test_a_tax_by_the_clocks_of_its_zone(rich: MadeDesk, moment: str, price: int) -> None:
    """CL13: in Berlin, 20 % in the first half of 2026, 5 % from 1 July on."""
    tax(rich, 20_000, "Europe/Berlin", "2026-01-01 00:00", ends="2026-06-30 23:59:59")
    tax(rich, 5_000, "Europe/Berlin", "2026-07-01 00:00:00")
    rich.clock.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    order(rich, 0)
    assert [amount for amount, _ in charged(rich)] == [price]


def test_the_rule_of_the_product_type(rich: MadeDesk) -> None:
    """CL13: one for per-incident support stands over one for all types that started later."""
    rich.anna.perform(AddTaxRule(HANS, 10_000, "UTC", YEAR, products=(ProductType.INCIDENTS,)))
    mine = tax(rich, 20_000, starts="2026-04-01 00:00")
    assert rich.anna.read(ReadOffer(HANS, "Care")).price.total == 55_00
    rich.anna.perform(EditTaxRule(mine, products=(ProductType.INCIDENTS,)))
    assert rich.anna.read(ReadOffer(HANS, "Care")).price.total == 60_00


def test_fees_and_expenses_by_hand_are_charged_in_full(rich: MadeDesk) -> None:
    """SF1: full amount, no discounts; CL13: and no tax on what staff typed."""
    discount(rich)
    tax(rich)
    rich.anna.perform(AddExpense(HANS, 10_00, "Call"))
    rich.anna.perform(Reply(held_ticket(rich), "Done", values=Parameters(fee=12_50)))
    assert [amount for amount, _ in charged(rich)] == [10_00, 12_50]


def test_everything_off(selling: MadeDesk) -> None:
    """CL13: 100 % is a discount: given at once without any money, and no expense."""
    discount(selling, 100_00)
    tax(selling)
    number = order(selling, 0)
    assert (lifetime(selling), balance(selling), charged(selling)) == (10, 0, [])
    assert selling.anna.read(ReadOrder(number)).purchases[0].price == Price(50_00, 100_00, 0, 20_000, 0, 0)
    assert sound(selling)


# ---------------------------------------------------------------- waiting


def test_what_waits_keeps_its_price(selling: MadeDesk) -> None:
    """CL13: what was told stays, whatever becomes of plan, discount and tax until it is paid."""
    mine, rule = discount(selling), tax(selling)
    number = order(selling, 0)
    (payment,) = waiting(selling)
    said = [(one.amount, one.text) for one in selling.anna.read(ReadPayments(HANS))]
    selling.gary.perform(EditPlan("Care", prices={0: 99_00}))
    selling.anna.perform(EditDiscount(mine, 1_00))
    selling.anna.perform(DeleteTaxRule(rule))
    at(selling, "2027-01-01")
    selling.anna.perform(SetPayment(payment, PAID))
    assert said == [(54_00, TOLD)]
    assert charged(selling) == said
    assert (balance(selling), lifetime(selling)) == (0, 10)
    assert selling.anna.read(ReadOrder(number)).price == 54_00
    assert sound(selling)


def test_the_price_that_a_payment_is_for(selling: MadeDesk) -> None:
    """CL12: exact while the payment is over all of the price, and over nothing else."""
    discount(selling)
    tax(selling)
    number = order(selling, 0)
    (payment,) = waiting(selling)
    price = Price(50_00, 10_00, 45_00, 20_000, 9_00, 54_00)

    def told() -> tuple[int, Price, bool] | None:
        found = selling.anna.read(ReadPaidPrice(payment))
        return None if found is None else (found.order, found.price, found.exact)

    assert told() == (number, price, True)
    selling.anna.perform(EditPayment(payment, 53_00))
    assert told() == (number, price, False)
    selling.anna.perform(EditPayment(payment, 54_00))
    selling.anna.perform(SetPayment(payment, PAID))
    assert told() == (number, price, True)
    other = selling.anna.perform(AddPayment(HANS, 54_00, PAID))
    assert selling.anna.read(ReadPaidPrice(other)) is None
    with pytest.raises(NotFound):
        selling.anna.read(ReadPaidPrice(99))


def exact(desk: MadeDesk, payment: int) -> tuple[int, bool]:
    """The price that a payment is for, and whether it is over exactly that."""
    found = desk.anna.read(ReadPaidPrice(payment))
    assert found is not None
    return found.price.total, found.exact


def test_a_payment_over_what_is_missing_is_not_exact(selling: MadeDesk) -> None:
    """CL12: it pays for a part; what part of a tax that is, nobody can tell."""
    discount(selling)
    tax(selling)
    selling.anna.perform(AddPayment(HANS, 4_00, PAID))
    order(selling, 0)
    (payment,) = waiting(selling)
    assert exact(selling, payment) == (54_00, False)
    selling.anna.perform(EditPayment(payment, 54_00))
    assert exact(selling, payment) == (54_00, False), "4.00 of the price are covered by the older payment"


def test_a_payment_that_covers_an_older_debt_is_not_exact(selling: MadeDesk) -> None:
    """CL12: the oldest charge is covered first, so this one does not pay for the order alone."""
    tax(selling)
    selling.anna.perform(AddExpense(HANS, 10_00, "Call"))
    selling.sql("UPDATE account SET credit_limit = 1000")
    order(selling, 0)
    (payment,) = waiting(selling)
    assert exact(selling, payment) == (60_00, False)
    selling.anna.perform(SetPayment(payment, PAID))
    assert exact(selling, payment) == (60_00, False)


def test_a_payment_that_is_put_back_is_as_exact_as_before(selling: MadeDesk) -> None:
    """CL12: what it was for is charged by now, and it would cover that."""
    tax(selling)
    order(selling, 0)
    (payment,) = waiting(selling)
    seen = []
    for status in (PAID, NEW, PAID):
        selling.anna.perform(SetPayment(payment, status))
        seen.append(exact(selling, payment))
    assert seen == [(60_00, True)] * 3
    selling.anna.perform(EditExpense(selling.anna.read(ReadExpenses(HANS))[0].id, 50_00))
    assert exact(selling, payment) == (60_00, True), "a refund stands by itself, below what was paid"
    selling.anna.perform(SetPayment(payment, NEW))
    assert exact(selling, payment) == (60_00, False), "a refund is no part of the price that was told"


def test_a_purchase_that_was_given_up_has_no_price(selling: MadeDesk) -> None:
    tax(selling)
    number = order(selling, 0)
    (payment,) = waiting(selling)
    selling.anna.perform(CancelOrder(number))
    with pytest.raises(NotFound):
        selling.anna.read(ReadPaidPrice(payment))
    assert selling.anna.read(ReadOrder(number)).purchases[0].state is OrderState.CANCELLED


def test_a_price_beyond_all_sums(selling: MadeDesk) -> None:
    """SPEC, Sums: refused when it is ordered, not when it is paid."""
    selling.gary.perform(AddPlan("Gold", 1, {0: 999_999_999_999}))
    tax(selling, 1)
    assert refusal(selling, PlaceOrder(HANS, "gold", 0)) == "bad_sum"
    assert waiting(selling) == []
