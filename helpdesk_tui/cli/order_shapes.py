"""The JSON of orders and of what makes their prices: personal discounts and tax rules (IN1 to IN5, CL13).

As in `shapes`, sums are strings with their currency beside them; percents are strings too (`12.5`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.cli.shapes import Shape
from helpdesk_tui.clock import iso
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.periods import say_period
from helpdesk_tui.rules.pricing import DISCOUNT_PLACES, RATE_PLACES, say_percent
from helpdesk_tui.rules.taxes import say_wall

if TYPE_CHECKING:
    from helpdesk_tui.views import DiscountView, OrderView, PaidPriceView, PlanPriceView, Price, TaxRuleView


def order(view: OrderView) -> Shape:
    """An order of support incidents; `lifetime` and `windows` are what it gave, `purchases` what was bought."""
    return {
        "id": view.id, "client": None if view.client is None else f"#{view.client}", "plan": view.plan,
        "period": say_period(view.months), "incidents": view.number, "price": amount(view.price, view.currency),
        "total": amount(view.total, view.currency), "currency": view.currency,
        "state": view.state.value, "first": view.first and view.first.isoformat(),
        "until": view.ends and view.ends.isoformat(), "lifetime": view.lifetime,
        "windows": [
            {
                "count": one.count, "left": one.left, "from": one.starts.isoformat(), "until": one.ends.isoformat(),
                "lapsed": one.lapsed, "moved": one.moved, "moved_to": one.moved_to or None,
            }
            for one in view.windows
        ],
        "purchases": [
            {"kind": one.kind.value, "state": one.state.value, "at": iso(one.at)} | price(one.price, view.currency)
            | {"refunded": amount(one.refunded, view.currency)}
            for one in view.purchases
        ],
        "waits_for": view.waits and {
            "purchase": view.waits.kind.value, "payment": view.waits.payment,
            "amount": amount(view.waits.amount, view.currency),
        },
        "at": iso(view.at), "staff": view.staff or None,
        "plan_price": view.plan_price and plan_price(view.plan_price),
    }  # fmt: skip


def price(view: Price, currency: str) -> Shape:
    """A price part by part."""
    return {
        "listed": amount(view.listed, currency), "discount": say_percent(view.discount, DISCOUNT_PLACES),
        "net": amount(view.net, currency), "rate": say_percent(view.rate, RATE_PLACES),
        "tax": amount(view.tax, currency), "total": amount(view.total, currency),
    }  # fmt: skip


def paid_price(view: PaidPriceView | None, currency: str) -> Shape | None:
    """The price that a payment is for; `exact` where it is over all of it and over nothing else."""
    return None if view is None else {"order": view.order} | price(view.price, currency) | {"exact": view.exact}


def discount(view: DiscountView) -> Shape:
    """A personal discount."""
    return {
        "id": view.id, "client": f"#{view.client}", "percent": say_percent(view.percent, DISCOUNT_PLACES),
        "plan": view.plan or None, "from": view.starts and view.starts.isoformat(),
        "until": view.ends and view.ends.isoformat(), "comment": view.comment, "in_force": view.in_force,
    }  # fmt: skip


def tax_rule(view: TaxRuleView) -> Shape:
    """A personal tax rule; its times are those of its zone."""
    return {
        "id": view.id, "client": f"#{view.client}", "rate": say_percent(view.rate, RATE_PLACES), "zone": view.zone,
        "from": say_wall(view.starts), "until": say_wall(view.ends) or None,
        "products": [one.value for one in view.products], "comment": view.comment, "in_force": view.in_force,
    }  # fmt: skip


def plan_price(view: PlanPriceView) -> Shape:
    """The price of a plan in its own currency, and the rate by which it was converted: `units` of base = `rate`."""
    return {
        "price": amount(view.price, view.currency), "currency": view.currency, "base": view.base, "to": view.converted,
        "rate": view.rate, "units": view.units, "from": view.since.isoformat(),
    }  # fmt: skip
