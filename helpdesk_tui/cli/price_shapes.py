"""The JSON of a price that was converted (CL13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpdesk_tui.rules.money import amount

if TYPE_CHECKING:
    from helpdesk_tui.views import PlanPriceView


def plan_price(view: PlanPriceView) -> dict[str, Any]:
    """The price of a plan in its own currency, and the rate by which it was converted: `units` of base = `rate`."""
    return {
        "price": amount(view.price, view.currency), "currency": view.currency, "base": view.base, "to": view.converted,
        "rate": view.rate, "units": view.units, "from": view.since.isoformat(),
    }  # fmt: skip
