"""Discounts and taxes of a client by keys, and what an order says of its price before it is sent (CL13)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.discounts import AddDiscount
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.taxes import AddTaxRule
from helpdesk_tui.questions import ReadDiscounts, ReadTaxRules
from tests.screens.desk import ACME
from tests.screens.money import account, balance
from tests.screens.seat import Seat


async def test_discounts(seat: Seat) -> None:
    """CL13: added, edited and deleted from the account."""
    seat.system.staff("gary").perform(AddPlan("Care", 10, {0: 10_00}))
    await account(seat)
    await seat.see("Nothing has moved yet")
    await seat.press("d")
    await seat.see("The client has no discounts; n adds one.")
    await seat.press("n")
    await seat.see("Add discount", "< all plans >")
    await seat.press("ctrl+s")
    await seat.told("“” is no percent like 10 or 12.5.")
    await seat.type("120\n")
    await seat.press("ctrl+s")
    await seat.told("A discount is above 0 and at most 100 percent.")
    await seat.press("shift+tab", "ctrl+u")
    await seat.type("12.5\n")
    await seat.press("right", "tab")
    await seat.type("2026-01-01\n")
    await seat.press("ctrl+s")
    await seat.told("The discount is added.")
    await seat.see("12.5  Care", "2026-01-01")
    await seat.press("e")
    await seat.see("Edit discount 1", "< Care >")
    await seat.press("tab", "left", "ctrl+s")
    await seat.told("The discount is changed.")
    await seat.see("12.5  all plans")
    (found,) = seat.desk.read(ReadDiscounts(ACME))
    assert (found.percent, found.plan, str(found.starts), found.ends) == (12_50, "", "2026-01-01", None)
    await seat.press("d")
    await seat.see("Delete discount 1?")
    await seat.press("y")
    await seat.see("The client has no discounts; n adds one.")


async def test_taxes(seat: Seat) -> None:
    """CL13: the same; a new rule is in the desk's time zone unless another is typed."""
    await account(seat)
    await seat.see("Nothing has moved yet")
    await seat.press("a")
    await seat.see("The client has no tax rules; n adds one.")
    await seat.press("n")
    await seat.see("Add tax rule", "< all product types >", "UTC")
    await seat.type("8.875\n")
    await seat.press("ctrl+u")
    await seat.type("Europe/Berlni\n")
    await seat.type("2026-01-01 00:00\n")
    await seat.press("ctrl+s")
    await seat.told("did you mean Europe/Berlin?")
    await seat.press("shift+tab", "shift+tab", "ctrl+u")
    await seat.type("Europe/Berlin\n")
    await seat.press("ctrl+s")
    await seat.told("The tax rule is added.")
    await seat.see("8.875  2026-01-01 00:00:00", "Europe/Berlin", "all product types")
    await seat.press("e")
    await seat.see("Edit tax rule 1")
    await seat.press("tab", "tab", "tab")
    await seat.type("2026-12-31 23:59:59\n")
    await seat.press("right", "ctrl+s")
    await seat.told("The tax rule is changed.")
    await seat.see("2026-12-31 23:59:59", "per-incident support")
    (found,) = seat.desk.read(ReadTaxRules(ACME))
    assert (found.rate, found.zone, str(found.ends), len(found.products)) == (
        8_875, "Europe/Berlin", "2026-12-31 23:59:59", 1
    )  # fmt: skip
    await seat.press("d")
    await seat.see("Delete tax rule 1?")
    await seat.press("y")
    await seat.see("The client has no tax rules; n adds one.")


async def test_the_price_is_explained_before_it_is_ordered(seat: Seat) -> None:
    """CL13: every unit stands in the form, and below the order afterwards."""
    gary = seat.system.staff("gary")
    gary.perform(AddPlan("Care", 10, {0: 10_00}))
    gary.perform(AddDiscount(ACME, 10_00))
    gary.perform(AddTaxRule(ACME, 20_000, "UTC", "2026-01-01 00:00"))
    await account(seat, "o")
    await seat.press("n")
    await seat.see("Costs 10.80 EUR (10.00 - 10 % = 9.00 + 20 % tax 1.80 = 10.80)")
    await seat.see("It waits for a payment New over 10.80 EUR")
    await seat.press("ctrl+s")
    await seat.told("Order 1 waits for payment 1 over 10.80 EUR.")
    await seat.see("ordered for 10.80 EUR", "10.00 - 10 % = 9.00 + 20 % tax 1.80 = 10.80 EUR, waits.")
    assert balance(seat) == 0
