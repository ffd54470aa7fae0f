"""Currencies, exchange rates and a client's account in an earlier currency, by keys (CL11, CL13; SPEC: Currencies)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan, EditPlan
from helpdesk_tui.desk.actions.rates import AddRate
from helpdesk_tui.questions import ReadAccounts, ReadCurrencies, ReadPlans, ReadProvider, ReadRates
from helpdesk_tui.vocab import PaymentStatus
from tests.screens.desk import ACME
from tests.screens.money import account
from tests.screens.seat import Seat, Seats

PAID = PaymentStatus.PAID


async def test_the_directory_by_keys(seats: Seats) -> None:
    """SPEC, Currencies: added and switched off; the provider's own stays on, and places are shown."""
    async with seats.sit("gary") as seat:
        await seat.go("n", "No plans yet")
        await seat.see("c currencies")
        await seat.press("c")
        await seat.see("Currencies", "EUR", "the provider's; g v changes it")
        await seat.press("n")
        await seat.see("Add currency", "Code (ISO 4217")
        await seat.type("jpy\n")
        await seat.told("The currency is added.")
        await seat.press("enter")
        await seat.see("Edit JPY", "0  (those of ISO 4217)")
        await seat.press("right", "ctrl+s")
        await seat.told("The currency is changed.")
        assert [(one.code, one.active) for one in seat.desk.read(ReadCurrencies())] == [("EUR", True), ("JPY", False)]
        await seat.press("question_mark")
        await seat.see("Switch a currency on or off", "The exchange rates that hold for all clients")


async def test_rates_for_all_by_keys(seats: Seats) -> None:
    """CL13: added, edited, deleted with the keys of every such list."""
    async with seats.sit("gary") as seat:
        seat.desk.perform(AddCurrency("USD"))
        await seat.go("n", "No plans yet")
        await seat.press("c")
        await seat.see("Currencies")
        await seat.press("r")
        await seat.see("There are no exchange rates; n adds one.")
        await seat.press("n")
        await seat.see("Add exchange rate", "So many units", "< USD >", "< EUR >")
        await seat.press("tab", "tab")
        await seat.type("0.92")
        await seat.press("ctrl+s")
        await seat.told("The exchange rate is added.")
        await seat.see("1 USD = 0.92 EUR", "1 USD are worth 0.92 EUR, for all clients who have none of their own")
        await seat.press("e")
        await seat.see("Edit exchange rate 1")
        await seat.press("tab", "tab", "ctrl+a", "ctrl+k")
        await seat.type("0")
        await seat.press("ctrl+s")
        await seat.see("A rate has to be greater than zero.")
        await seat.type(".95")
        await seat.press("ctrl+s")
        await seat.told("The exchange rate is changed.")
        assert [one.rate for one in seat.desk.read(ReadRates())] == ["0.95"]
        await seat.press("d")
        await seat.see("Delete exchange rate 1?")
        await seat.press("y")
        await seat.see("There are no exchange rates; n adds one.")


async def test_a_client_s_own_rates(seat: Seat) -> None:
    """CL13: from the card; those for all are shown with them and changed elsewhere."""
    gary = seat.acting("gary")
    gary.perform(AddCurrency("USD"))
    gary.perform(AddRate("", "USD", "EUR", "0.9"))
    await account(seat, "r")
    await seat.see("Exchange rates", "1 USD = 0.9 EUR", "all")
    await seat.press("e")
    await seat.told("This rate holds for all clients: g n, then c and r, changes it.")
    await seat.press("n")
    await seat.see("Add exchange rate")
    await seat.press("tab", "tab")
    await seat.type("0.5")
    await seat.press("ctrl+s")
    await seat.told("The exchange rate is added.")
    await seat.see("1 USD = 0.5 EUR", "1 USD = 0.9 EUR")
    found = seat.desk.read(ReadRates(ACME))
    assert [(one.rate, one.client is None, one.in_force) for one in found] == [
        ("0.5", False, True), ("0.9", True, False),
    ]  # fmt: skip


async def test_the_order_form_says_the_listed_price(seat: Seat) -> None:
    """CL13: price, rate and date before the order is sent; without a rate, which one to add."""
    gary = seat.acting("gary")
    gary.perform(AddCurrency("USD"))
    gary.perform(AddPlan("Care", 10, {0: 50_00}, {}, "USD"))
    await account(seat, "O")
    await seat.see("Order incidents for Acme", "There is no exchange rate from USD to EUR")
    await seat.press("escape")
    gary.perform(AddRate("", "USD", "EUR", "0.92"))
    await seat.press("O")
    await seat.see("Costs 46.00 EUR (50.00 USD at 1 USD = 0.92 EUR of ")


async def test_an_order_that_waits_keeps_its_rate(seat: Seat) -> None:
    """CL13: the form says so, and does not where there is no rate."""
    gary, keeps = seat.acting("gary"), "The exchange rate stays that of"
    gary.perform(AddCurrency("USD"))
    gary.perform(AddRate("", "USD", "EUR", "0.92"))
    gary.perform(AddPlan("Care", 10, {0: 50_00}, {}, "USD"))
    await account(seat, "O")
    await seat.see("payment New over 46.00 EUR", "completes itself when that is Paid.", keeps, "\n today.")
    await seat.press("escape")
    gary.perform(EditPlan("Care", prices={0: 50_00}, packages={}, currency="EUR"))
    await seat.press("O")
    await seat.see("payment New over 50.00 EUR", "completes itself when that is Paid.")
    assert keeps not in seat.text


async def test_the_provider_s_currency_is_changed_after_a_question(seats: Seats) -> None:
    """CL11: the question says what will happen; no leaves everything as it is."""
    async with seats.sit("gary") as seat:
        seat.desk.perform(AddCurrency("USD"))
        seat.desk.perform(AddPayment(ACME, 20_00, PAID))
        for answer, now in (("n", "EUR"), ("y", "USD")):
            await seat.go("v", "Provider settings")
            await seat.press("shift+tab", "right", "ctrl+s")
            await seat.see("Change the currency to USD?", "1 account in EUR can only be read then, by staff alone")
            await seat.press(answer)
            await seat.told("Nothing is changed." if answer == "n" else "The settings are changed.")
            assert seat.desk.read(ReadProvider())["currency"] == now


async def test_through_the_accounts_of_a_client(seat: Seat) -> None:
    """CL11: the old account can be read, with its statement; nothing is booked from there."""
    gary = seat.acting("gary")
    gary.perform(AddPayment(ACME, 20_00, PAID, "Invoice 7"))
    gary.perform(AddCurrency("USD"))
    gary.perform(ChangeCurrency("USD"))
    gary.perform(AddPayment(ACME, 3_00, PAID, "Invoice 8"))
    await account(seat)
    await seat.see("Balance 3.00 USD", "Invoice 8", "c other currency")
    await seat.press("c")
    await seat.see("Balance 20.00 EUR", "can only be read", "Invoice 7")
    await seat.gone("Invoice 8")
    await seat.press("e")
    await seat.told("The account in EUR can only be read; c shows the client's others.")
    await seat.press("w")
    await seat.told("The account in EUR can only be read")
    await seat.press("c")
    await seat.see("Balance 3.00 USD")
    await seat.press("p")
    await seat.see("Payments", "20.00 EUR", "Invoice 7", "Invoice 8")
    assert [one.currency for one in seat.desk.read(ReadAccounts(ACME))] == ["USD", "EUR"]


async def test_one_account_has_no_other(seat: Seat) -> None:
    await account(seat)
    await seat.see("Nothing has moved yet")
    await seat.press("c")
    await seat.told("The client has no account in another currency.")


async def test_prices_of_a_plan_have_a_currency(seats: Seats) -> None:
    """CL13: chosen where the desk knows several."""
    async with seats.sit("gary") as seat:
        seat.desk.perform(AddCurrency("USD"))
        await seat.go("n", "No plans yet")
        await seat.press("n")
        await seat.see("Add plan", "Currency of the prices")
        await seat.type("Care\n10\n50.00")
        await seat.press("shift+tab", "shift+tab", "shift+tab", "right", "ctrl+s")
        await seat.told("The plan is added.")
        await seat.see("USD: lifetime=50.00", "50.00 USD for life")
        assert seat.desk.read(ReadPlans()).plans[0].currency == "USD"
