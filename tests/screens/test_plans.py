"""Plans of support and orders of them, by keys (IN1 to IN5)."""

from __future__ import annotations

from datetime import date

from helpdesk_tui.desk.actions.orders import PlaceOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadAccount, ReadIncidents, ReadOrders, ReadPayments, ReadPlans, ReadProvider
from helpdesk_tui.rules.provider import SETTINGS
from helpdesk_tui.vocab import PaymentStatus
from tests.screens.desk import ACME
from tests.screens.seat import Seat, Seats

PAID = PaymentStatus.PAID


def care(seat: Seat, name: str = "Care") -> None:
    """A plan: 10 included, for life and by the month, a package of 20."""
    seat.acting("gary").perform(AddPlan(name, 10, {0: 50_00, 1: 9_00, 3: 25_00}, {20: 5_00}))


async def card(seat: Seat, client: str = "Acme") -> None:
    """The card of a client."""
    await seat.go("c", "Acme GmbH")
    await seat.press("slash")
    await seat.type(client)
    await seat.press("enter", "enter")
    await seat.see("Services", "Users")


async def test_a_plan_is_added_changed_and_deleted(seats: Seats) -> None:
    async with seats.sit("gary") as seat:
        await seat.go("n", "No plans yet: nothing is charged per incident. n adds the first.")
        await seat.press("n")
        await seat.see("Add plan, prices in EUR", "Price for life", "Price for 3 months", "Packages on top")
        await seat.type("Care\n10\n50.00\n\n25\n\n\n24m=150.00\n20=5.00, 50=12\n")
        await seat.told("The plan is added.")
        await seat.see("lifetime=50.00, 3m=25.00, 24m=150.00", "20=5.00, 50=12.00")
        await seat.see(
            "10 included, for life or each month: 50.00 EUR for life, 25.00 EUR for 3 months, 150.00 EUR for 24"
        )
        await seat.press("enter")
        await seat.see("Edit Care, prices in EUR")
        await seat.press("down", "down", "ctrl+a", "ctrl+k", "ctrl+s")
        await seat.told("The plan is changed.")
        await seat.gone("lifetime=50.00")
        assert seat.desk.read(ReadPlans()).plans[0].prices == ((3, 25_00), (24, 150_00))
        await seat.press("d")
        await seat.see("Delete Care?")
        await seat.press("y")
        await seat.told("Care is deleted.")
        await seat.see("No plans yet")


async def test_what_is_refused_is_said_in_the_form(seats: Seats) -> None:
    """IN2: what was typed stays."""
    async with seats.sit("gary") as seat:
        await seat.go("n", "No plans yet")
        await seat.press("n")
        await seat.see("Add plan")
        await seat.type("Care\n10\n\n\n\n\n\ndaily=1.00\n")
        await seat.press("ctrl+s")
        await seat.told("so no daily period can be used.")
        await seat.see("daily=1.00", "Care")


async def test_who_is_no_administrator_reads_plans(seat: Seat) -> None:
    care(seat)
    await seat.go("n", "Plans of support", "lifetime=50.00")
    for key in ("n", "enter", "d"):
        await seat.press(key)
        await seat.told("Only an administrator can")
    assert len(seat.desk.read(ReadPlans()).plans) == 1


async def test_without_a_plan_nothing_is_ordered(seat: Seat) -> None:
    """SPEC, Set up."""
    await card(seat)
    await seat.press("O")
    await seat.told("No plan of per-incident support is set up; g n adds one.")
    await seat.press("o")
    await seat.see("No orders yet; n orders support incidents.")


async def test_an_order_says_what_it_costs_and_gives_before_it_is_sent(seat: Seat) -> None:
    """SPEC, Orders: price, and what becomes of the balance; for each choice anew."""
    care(seat)
    seat.desk.perform(AddPayment(ACME, 60_00, PAID))
    await card(seat)
    await seat.press("O")
    await seat.see("Order incidents for Acme GmbH", "< for life, 50.00 EUR >", "< 10 (included) >")
    await seat.see("Costs 50.00 EUR. The balance is 60.00 EUR, and 10.00 EUR afterwards.")
    await seat.see("Gives 10 support incidents for life.")
    await seat.press("down", "right", "right")
    await seat.see("< 3 months, 25.00 EUR >", "and 35.00 EUR afterwards.")
    await seat.see(
        "Gives 10 from 23 Nov 2026 to 22 Dec 2026, 10 from 23 Dec 2026 to 22 Jan 2027, and so on to 22 Feb 2027."
    )
    await seat.press("down", "right")
    await seat.see("< 20 (package, 5.00 EUR on top) >", "Costs 30.00 EUR.", "Gives 20 from 23 Nov 2026")
    await seat.press("down")
    await seat.type("2026-13-01")
    await seat.see("“2026-13-01” is no date like 2026-04-11.")
    await seat.press("ctrl+a", "ctrl+k")
    await seat.type("2026-11-30")
    await seat.see("Gives 20 from 30 Nov 2026 to 29 Dec 2026")
    assert seat.desk.read(ReadOrders(ACME)) == ()
    await seat.press("escape")
    await seat.told("Esc again throws away what you typed.")
    await seat.press("ctrl+s")
    await seat.told("Order 1 is charged, and its incidents are given.")
    assert seat.desk.read(ReadAccount(ACME)).balance == 30_00
    assert [str(one.starts) for one in seat.desk.read(ReadIncidents(ACME)).upcoming] == [
        "2026-11-30", "2026-12-30", "2027-01-30",
    ]  # fmt: skip


async def test_an_order_that_waits_is_cancelled_and_another_one_paid(seat: Seat) -> None:
    """SPEC, Orders: what is missing is said before, then it waits and completes itself."""
    care(seat)
    await card(seat)
    await seat.press("O")
    await seat.see("It waits for a payment New over 50.00 EUR, and completes itself when that is Paid.")
    await seat.press("ctrl+s")
    await seat.told("Order 1 waits for payment 1 over 50.00 EUR.")
    await seat.press("o")
    await seat.see("Orders", "waits, payment 1")
    await seat.press("r")
    await seat.told("Order 1 waits for its payment.")
    await seat.press("d")
    await seat.see("Cancel order 1?", "Payment 1, which it waits for, is deleted.")
    await seat.press("y")
    await seat.told("Order 1 is cancelled.")
    await seat.see("cancelled")
    await seat.press("n")
    await seat.see("Order incidents for Acme GmbH", "Costs 50.00 EUR")
    await seat.press("ctrl+s")
    await seat.told("Order 2 waits for payment 2")
    seat.acting("john").perform(SetPayment(2, PAID))
    await seat.see("10 given for life.")
    await seat.press("d")
    await seat.told("Lifetime incidents can be bought, but not cancelled.")


async def test_months_that_are_over(seat: Seat) -> None:
    """SPEC, Windows: that nothing comes of it is said before and after; what is paid too late buys nothing."""
    care(seat)
    seat.desk.perform(AddPayment(ACME, 9_00, PAID))
    await card(seat)
    await seat.press("O", "down", "right", "down", "down")
    await seat.type("2026-01-01")
    await seat.see("Gives nothing: every month of it is over.")
    await seat.press("ctrl+s")
    await seat.told("Order 1 is charged. Gives nothing: every month of it is over.")
    await seat.press("o")
    await seat.see("Gives nothing: every month of it is over.")
    seat.desk.perform(PlaceOrder(ACME, "Care", 1, start=date(2026, 11, 23)))
    seat.clock.forward(days=31)
    await seat.press("q", "b", "p")
    await seat.see("It is New: it waits to be paid")
    await seat.press("s")
    await seat.see("Credit payment 2 to the account?")
    await seat.press("y")
    await seat.told("It came too late for order 2: every month is over, nothing is charged, and the money stays")
    assert seat.desk.read(ReadAccount(ACME)).balance == 9_00


async def test_an_order_is_renewed_and_raised(seat: Seat) -> None:
    """IN5; SPEC, Plans: only upgrade."""
    care(seat)
    seat.desk.perform(AddPayment(ACME, 100_00, PAID))
    seat.desk.perform(PlaceOrder(ACME, "Care", 1))
    await card(seat)
    await seat.press("o")
    await seat.see(
        "10 support incidents for 1 month; ordered for 9.00 EUR.", "23 Nov 2026 to 22 Dec 2026: 10 of 10 left."
    )
    await seat.press("r")
    await seat.see("Renew order 1: Care", "< 1 month, 9.00 EUR >", "Gives 10 from 23 Dec 2026 to 22 Jan 2027.")
    await seat.press("ctrl+s")
    await seat.told("Order 1 is charged, and its incidents are given.")
    await seat.see("23 Dec 2026 to 22 Jan 2027: 10 of 10 left.")
    await seat.press("u")
    await seat.see("Upgrade order 1: Care, 10 now", "< 20 (package, 5.00 EUR on top) >")
    await seat.see("Costs 10.00 EUR, the difference for each of 2 terms. The balance is 82.00 EUR")
    await seat.press("ctrl+s")
    await seat.told("Order 1 is charged")
    await seat.see("23 Nov 2026 to 22 Dec 2026: 20 of 20 left.")
    await seat.press("u")
    await seat.told("The plan Care has no package of more than 20 support incidents.")
    await seat.press("enter")
    await seat.see("Order 1: Care", "20 support incidents a month")
    await seat.press("q")
    await seat.see("Until")
    seat.acting("gary").perform(DeletePlan("Care"))
    await seat.calm()
    for key in ("r", "u"):
        await seat.press(key)
        await seat.told("The plan Care was deleted; nothing is ordered of it any more.")
    assert seat.desk.read(ReadAccount(ACME)).balance == 100_00 - 9_00 - 9_00 - 10_00


async def test_months_of_an_order_that_was_raised_on_its_way(seat: Seat) -> None:
    """IN4: an upgrade leaves the months that are over as they were; the order tells the fewest and the most."""
    care(seat)
    seat.desk.perform(AddPayment(ACME, 100_00, PAID))
    seat.desk.perform(PlaceOrder(ACME, "Care", 3))
    seat.clock.forward(days=31)
    seat.desk.perform(UpgradeOrder(1, 20))
    await card(seat)
    await seat.press("o")
    await seat.see(
        "10 to 20 support incidents a month for 3 months; 30.00 EUR in all.",
        "Order of 23 Nov 2026: 25.00 EUR.", "Upgrade of 24 Dec 2026: 5.00 EUR.",
        "1 month over by 22 Dec 2026; 10 lapsed.", "23 Dec 2026 to 22 Jan 2027: 20 of 20 left.",
    )  # fmt: skip


async def test_the_same_form_orders_once(seat: Seat) -> None:
    """SF3, SPEC Once: however often the key is pressed, and another plan has its own periods."""
    care(seat)
    seat.acting("gary").perform(AddPlan("Basic", 2, {6: 12_00}))
    seat.desk.perform(AddPayment(ACME, 500_00, PAID))
    await card(seat)
    await seat.press("O")
    await seat.see("< Basic >", "< 6 months, 12.00 EUR >", "and so on to 22 May 2027.")
    await seat.press("escape")
    await seat.gone("Order incidents")
    await seat.press("O")
    await seat.see("< Basic >", "and so on to 22 May 2027.")
    await seat.press("right")
    await seat.see("< Care >", "< for life, 50.00 EUR >", "Costs 50.00 EUR.")
    await seat.press("ctrl+s", "ctrl+s", "ctrl+s")
    await seat.see("Balance 450.00 EUR", "Incidents 10 lifetime")
    await seat.gone("Order incidents")
    assert len(seat.desk.read(ReadOrders(ACME))) == 1
    assert seat.desk.read(ReadPayments(ACME))[0].amount == 500_00


async def test_clients_are_connected_to_a_plan(seats: Seats) -> None:
    """IN6: the plan is chosen among those there are; one without a lifetime period is refused."""
    async with seats.sit("gary") as seat:
        seat.desk.perform(AddPlan("Care", 10, {0: 50_00}))
        seat.desk.perform(AddPlan("Monthly", 10, {1: 9_00}))
        for plan, said in (
            ("Monthly", "The plan Monthly has no lifetime period"),
            ("Care", "The settings are changed."),
        ):
            await seat.go("v", "Provider settings")
            await seat.press(*["tab"] * (list(SETTINGS).index("connect_plan")), "right")
            await seat.see("< Care >")
            await seat.press(*["right"] * (plan == "Monthly"), "tab", "right", "ctrl+s")
            await seat.told(said)
            if plan == "Monthly":  # the form stays, with what was chosen
                await seat.press("escape", "escape")
                await seat.gone("Provider settings")
        found = seat.desk.read(ReadProvider())
        assert (found["connect_plan"], found["connect_service"]) == ("Care", "on")


async def test_settings_are_saved_all_or_none(seats: Seats) -> None:
    """IN6: a plan without a lifetime period, which only the act refuses, leaves the settings before it as they were."""
    async with seats.sit("gary") as seat:
        seat.desk.perform(AddPlan("Monthly", 10, {1: 9_00}))
        before = seat.desk.read(ReadProvider())
        await seat.go("v", "Provider settings")
        await seat.press("right")  # the first one, a switch
        await seat.press(*["tab"] * (list(SETTINGS).index("connect_plan")), "right")
        await seat.see("< Monthly >")
        await seat.press("ctrl+s")
        await seat.told("The plan Monthly has no lifetime period")
        assert seat.desk.read(ReadProvider()) == before
        await seat.press("escape", "escape")
        await seat.gone("Provider settings")


async def test_periods_that_are_not_offered(seats: Seats) -> None:
    """IN1: a setting of the provider; plans keep their prices, forms have what is sold."""
    async with seats.sit("gary") as seat:
        care(seat)
        await seat.go("v", "Provider settings")
        for _ in range(list(SETTINGS).index("order_periods") - 1):  # one of those above is locked
            await seat.press("tab")
        await seat.press("ctrl+a", "ctrl+k")
        await seat.type("3m, daily")
        await seat.press("ctrl+s")
        await seat.told("so no daily period can be used.")
        await seat.press("escape", "escape")
        await seat.gone("Provider settings")
        seat.desk.perform(SetProvider("order_periods", "1m 3m"))
        await seat.go("n", "Plans of support")
        await seat.see("lifetime=50.00", "Not offered now, as the provider's settings say (g v): lifetime.")
        await card(seat)
        await seat.press("O")
        await seat.see("Order incidents for", "< 1 month, 9.00 EUR >")
        await seat.press("tab", "left")
        await seat.see("< 3 months, 25.00 EUR >")
        await seat.press("escape", "escape")
        await seat.gone("Order incidents for")
        seat.desk.perform(SetProvider("order_periods", "6m"))
        await seat.press("O")
        await seat.told("No plan has a period that is offered now")
