"""Buying in the client area: support incidents, and the same order once more (CL16, IN3, IN5)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.plans import EditPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadInvoice, ReadMoney, ReadOrders
from helpdesk_tui.vocab import PaymentStatus
from tests.screens.desk import ACME
from tests.screens.money import client_area, sell_care
from tests.screens.seat import Seat, Seats


@pytest.fixture
async def paid(seats: Seats) -> AsyncIterator[Seat]:
    """anna at a desk that sells support: Tech writes requests off, a plan Care."""
    async with seats.sit("anna") as seat:
        sell_care(seat)
        yield seat


async def test_incidents_are_bought_and_wait_for_their_payment(paid: Seat) -> None:
    """CL16, IN3: plans with prices, what is missing, the waiting payment; they are there as soon as it is paid."""
    await client_area(paid)
    await paid.press("o")
    await paid.see("Nothing was bought yet; n buys support incidents.")
    await paid.press("n")
    await paid.see("Buy support incidents", "< Care >", "for life, 50.00 EUR", "50.00 EUR missing",
                   "the incidents come once it is paid")  # fmt: skip
    await paid.press("down", "down", "right")
    await paid.see("55.00 EUR missing", "Gives 20 support incidents for life")
    await paid.press("ctrl+s")
    await paid.told("waits for payment", "55.00 EUR")
    await paid.see("1 waiting for a payment", "none left")
    [order] = paid.desk.read(ReadOrders(ACME))
    assert order.staff == "anna"
    await paid.press("q", "p")
    await paid.see("── Payments ─", "to be paid", "55.00")
    assert order.waits is not None
    paid.acting("gary").perform(SetPayment(order.waits.payment, PaymentStatus.PAID))
    await paid.see("Support incidents 20 left: 20 lifetime")
    await paid.press("q", "b")
    await paid.see("── Account ─", "-55.00")


async def test_until_when_and_where_to_pay(paid: Seat) -> None:
    """CL16, CL12: as the invoice says it; a paid one says neither."""
    gary = paid.acting("gary")
    gary.perform(SetProvider("invoice_bank", "Acme Bank\nIBAN DE00 1234"))
    gary.perform(SetProvider("invoice_due_days", "14"))
    number = gary.perform(AddPayment(ACME, 60_00, text="Server"))
    due = paid.desk.read(ReadInvoice(number)).due
    await client_area(paid)
    await paid.press("p")
    await paid.see("── Payments ─", f"pay by {due}", "Where to pay: Acme Bank", "IBAN DE00 1234")
    gary.perform(SetPayment(number, PaymentStatus.PAID))
    await paid.see(" paid ")
    await paid.gone(f"pay by {due}")


async def test_an_order_is_renewed_as_the_client(paid: Seat) -> None:
    """CL16, IN5: price, what it gives, what is missing; on record as anna's; while it waits, that is said."""
    gary = paid.acting("gary")
    gary.perform(AddPayment(ACME, 60_00, PaymentStatus.PAID))
    gary.perform(EditPlan("Care", prices={0: 50_00, 1: 9_00}))
    number = gary.perform(PlaceOrder(ACME, "Care", 1))
    await client_area(paid)
    await paid.press("o")
    await paid.see("r renew", "10 until")
    await paid.press("r")
    await paid.see(f"Renew order {number}: Care", "< 1 month, 9.00 EUR >", "Costs 9.00 EUR", "42.00 EUR afterwards")
    await paid.press("right")
    await paid.see("< for life, 50.00 EUR >", "Costs 50.00 EUR", "1.00 EUR afterwards", "Gives 10 support incidents")
    await paid.press("ctrl+s")
    await paid.told("is charged, and its incidents are given")
    await paid.see("Support incidents 20 left", "10 lifetime")
    assert [one.who for one in paid.desk.read(ReadMoney(ACME)) if one.amount < 0] == ["gary", "anna"]
    await paid.press("r")
    await paid.see("49.00 EUR missing")
    await paid.press("ctrl+s")
    await paid.told(f"Order {number} waits for payment")
    await paid.press("r")
    await paid.told(f"The renewal of order {number} waits for payment")
