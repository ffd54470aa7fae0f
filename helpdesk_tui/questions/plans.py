"""Questions about plans of per-incident support, their orders, and prices (IN1 to IN5, CL13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from helpdesk_tui.questions.base import Read
from helpdesk_tui.views import DiscountView, OfferView, OrderView, PaidPriceView, PlansView, TaxRuleView


@dataclass(frozen=True, slots=True)
class ReadSetUp(Read[bool]):
    """Whether paid support is set up, which is whether there is a plan (SPEC: Set up)."""


@dataclass(frozen=True, slots=True)
class ReadPlans(Read[PlansView]):
    """The plans, by name, and the currency of their prices."""


@dataclass(frozen=True, slots=True)
class ReadOrders(Read[tuple[OrderView, ...]]):
    """The orders of a client, on all their accounts, the newest first; raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadOrder(Read[OrderView]):
    """One of them; raises NotFound."""

    order: int


@dataclass(frozen=True, slots=True)
class ReadOffer(Read[OfferView]):
    """What an order of a plan for a client would cost and give now; raises NotFound, Refused as the act would.

    With an `order` it is that order's renewal, for `months` or (None) its own period, or with a `package` its upgrade.
    """

    client: int | str = ""
    plan: str = ""
    months: int | None = None
    package: int | None = None
    start: date | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class ReadDiscounts(Read[tuple[DiscountView, ...]]):
    """The personal discounts of a client, as they were added; raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadTaxRules(Read[tuple[TaxRuleView, ...]]):
    """The personal tax rules of a client, as they were added; raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadPaidPrice(Read[PaidPriceView | None]):
    """The price of the purchase that waits, or waited, for a payment; None for other payments. Raises NotFound."""

    payment: int
