"""Personal discounts and tax rules of a client, and the price that a payment is for (CL13, CL12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpdesk_tui.questions import ReadDiscounts, ReadPaidPrice, ReadTaxRules
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import find_client
from helpdesk_tui.store.rooms.invoices import paid_price_of, payment_row
from helpdesk_tui.store.rooms.issued import issued_of
from helpdesk_tui.store.rooms.pricing import discount_of, rule_of
from helpdesk_tui.store.tables import billing, pricing
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import DiscountView, PaidPriceView, TaxRuleView

_discount = table(pricing.Discount)
_rule = table(pricing.TaxRule)
_plan = table(billing.Plan)


def discounts(asking: Asking, question: ReadDiscounts) -> tuple[DiscountView, ...]:
    """The discounts of a client, as they were added."""
    asked = (
        select(_discount, _plan.c.name)
        .join_from(_discount, _plan, _plan.c.id == _discount.c.plan, isouter=True)
        .where(_discount.c.client == find_client(asking, question.client), _discount.c.deleted.is_(None))
        .order_by(_discount.c.id)
    )
    day = day_of(asking.now, asking.zone)
    return tuple(
        DiscountView(row.id, row.client, row.percent, row.name or "", row.starts, row.ends, row.comment,
                     discount_of(row).is_in_force(day))
        for row in asking.connection.execute(asked)
    )  # fmt: skip


def tax_rules(asking: Asking, question: ReadTaxRules) -> tuple[TaxRuleView, ...]:
    """The tax rules of a client, as they were added."""
    which = (_rule.c.client == find_client(asking, question.client)) & _rule.c.deleted.is_(None)
    rows = asking.connection.execute(select(_rule).where(which).order_by(_rule.c.id))
    return tuple(_rule_view(row, asking.now) for row in rows)


def paid_price(asking: Asking, question: ReadPaidPrice) -> PaidPriceView | None:
    """The price of what waits, or waited, for a payment; None where nothing did."""
    row = payment_row(asking.connection, question.payment)
    issued = issued_of(asking.connection, [row]).get(row.id)
    return paid_price_of(asking.connection, row, asking.now, issued)


def _rule_view(row: Any, now: datetime) -> TaxRuleView:
    rule = rule_of(row)
    return TaxRuleView(
        row.id, row.client, rule.rate, rule.zone, rule.starts, rule.ends, rule.products, rule.comment,
        rule.is_in_force(now),
    )  # fmt: skip
