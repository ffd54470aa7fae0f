"""Plans of support incidents, orders of them, and what an order would cost and give (IN1 to IN5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from helpdesk_tui.views.accounts import LotView
from helpdesk_tui.vocab import OrderState, PurchaseKind


@dataclass(frozen=True, slots=True)
class PlanView:
    """A tariff plan: `prices` by months (0: for life), `packages` by number of incidents; minor units of `currency`."""

    id: int
    name: str
    incidents: int
    currency: str
    prices: tuple[tuple[int, int], ...]
    packages: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PlansView:
    """The plans, by name, and the currency of their prices; without one paid support is not set up."""

    currency: str
    plans: tuple[PlanView, ...]


@dataclass(frozen=True, slots=True)
class WindowView:
    """A month of an order: how many incidents it gave from one date to another, and how many of them are left."""

    starts: date
    ends: date
    count: int
    left: int


@dataclass(frozen=True, slots=True)
class WaitView:
    """What waits under an order, for which payment, over how much in minor units."""

    kind: PurchaseKind
    payment: int
    amount: int


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order: `months` is the period bought last (0: for life), `number` its incidents for life or each month.

    `price` is what the order itself cost, in minor units. `first` and `ends` are the first and the last day of its
    months, None where it has none; `lifetime` is how many incidents it gave for life.
    """

    id: int
    client: int | None
    plan: str
    months: int
    number: int
    price: int
    currency: str
    state: OrderState
    first: date | None
    ends: date | None
    lifetime: int
    windows: tuple[WindowView, ...]
    waits: WaitView | None
    at: datetime
    staff: str
    active_plan: bool
    """Whether the plan is still there, so that the order can be renewed and raised."""


@dataclass(frozen=True, slots=True)
class OfferView:
    """What an order, a renewal or an upgrade would cost and give now; sums in minor units.

    `missing` is what would have to be paid before; 0 where the balance is `after` at once. `windows` are its months, or
    with `lifetime` so many incidents come for life.
    """

    price: int
    currency: str
    balance: int
    missing: int
    number: int
    lifetime: int
    windows: tuple[LotView, ...]

    @property
    def after(self) -> int:
        """The balance once it is charged."""
        return self.balance + self.missing - self.price
