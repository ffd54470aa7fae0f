"""The way to what a client has, for tests of these screens."""

from __future__ import annotations

from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.questions import ReadAccount
from helpdesk_tui.vocab import PaymentStatus
from tests.screens.desk import ACME, SERVER
from tests.screens.seat import Seat
from tests.screens.test_ticket import opened


async def account(seat: Seat, key: str = "b") -> None:
    """Acme's account, or what another key of the card leads to."""
    await opened(seat, SERVER)
    await seat.press("c")
    await seat.see("Acme GmbH  <hans@acme.example>")
    await seat.press(key)


def sell_care(seat: Seat) -> None:
    """Support is sold: a plan Care, for life, and Tech writes requests off."""
    gary = seat.acting("gary")
    gary.perform(AddPlan("Care", 10, {0: 50_00}, {20: 5_00}))
    gary.perform(EditDepartment("Tech", write_off=True))


def balance(seat: Seat) -> int:
    return seat.desk.read(ReadAccount(ACME)).balance


async def client_area(seat: Seat) -> None:
    """From the card into Acme's client area."""
    await account(seat, "L")
    await seat.see("You see what Acme GmbH sees", "L leaves", "Certificate expires")
    await seat.calm()


def acme_buys(seat: Seat) -> None:
    """Support is sold: Tech costs, Acme has incidents of an order and for life, and some money."""
    gary = seat.acting("gary")
    gary.perform(AddPlan("Care", 10, {0: 50_00, 3: 30_00}, {20: 5_00}))
    gary.perform(EditDepartment("Tech", write_off=True))
    gary.perform(SetProvider("use_priority", "on"))
    gary.perform(AddPayment(ACME, 42_50, PaymentStatus.PAID, "Invoice 7"))
    gary.perform(PlaceOrder(ACME, "Care", 3))
    gary.perform(AdjustIncidents(ACME, 4, "gift"))


async def client_area_that_buys(seat: Seat) -> None:
    """The client area where support is sold."""
    acme_buys(seat)
    await client_area(seat)
