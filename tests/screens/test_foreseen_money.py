"""What a key does to orders and incidents stands before it is pressed; a form that is refused changes nothing."""

from __future__ import annotations

from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadOrders, ReadProvider
from helpdesk_tui.rules.provider import SETTINGS
from helpdesk_tui.vocab import OrderState, PaymentStatus
from tests.screens.desk import ACME
from tests.screens.seat import Seat, Seats


async def test_money_completes_what_waits_and_a_payment_that_goes_gives_it_up(seat: Seat) -> None:
    """CL9, CL12: said before either."""
    seat.acting("gary").perform(AddPlan("Care", 10, {0: 50_00}))
    seat.desk.perform(PlaceOrder(ACME, "Care", 0))
    await seat.go("$", "50.00")
    await seat.press("s")
    await seat.see(
        "Credit payment 1 to the account?", "Balance 0.00 -> 50.00 EUR.",
        "But order 1 waits: what the money or credit is enough for is charged at once.",
    )  # fmt: skip
    await seat.press("n", "d")
    await seat.see("Delete payment 1, 50.00 EUR?", "What waits for it under order 1 is given up.")
    await seat.press("y")
    await seat.told("Payment 1 is deleted.")
    assert [one.state for one in seat.desk.read(ReadOrders(ACME))] == [OrderState.CANCELLED]


async def test_incidents_that_go_with_a_payment_are_said(seat: Seat) -> None:
    """IN7: before a payment is put back to New."""
    seat.acting("gary").perform(SetProvider("incidents_first_payment", "5"))
    seat.desk.perform(AddPayment(ACME, 20_00, PaymentStatus.PAID))
    await seat.go("$", "20.00")
    await seat.press("s")
    await seat.see("Put payment 1 back to New?", "Support incidents that it gave go with it.")


async def test_a_refused_setting_leaves_the_form_and_saves_none(seats: Seats) -> None:
    """Bad input: one sentence in the form's own words, what was typed stays, nothing is saved in part."""
    async with seats.sit("gary", (80, 24), until="Subject") as seat:
        await seat.go("v", "Provider settings")
        await seat.press("right")
        names = [name for name in SETTINGS if name not in ("connect_plan", "connect_period")]
        await seat.press(*["tab"] * names.index("invoice_due_days"))
        await seat.type("x")
        await seat.see("0x")
        await seat.press("ctrl+s")
        await seat.see("“Invoices: days to pay” is a whole number")
        assert "use_priority" not in seat.desk.read(ReadProvider())
        await seat.press("backspace", "ctrl+s")
        await seat.told("The settings are changed.")
        assert seat.desk.read(ReadProvider())["use_priority"] == "on"
