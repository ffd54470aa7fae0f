"""Plans of support incidents, orders of them, what one would cost and give, and prices (IN1 to IN5, CL13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from helpdesk_tui.views.accounts import LotView
from helpdesk_tui.views.charges import Foreseen
from helpdesk_tui.vocab import OrderState, ProductType, PurchaseKind


@dataclass(frozen=True, slots=True)
class Price:
    """What something costs, part by part, in minor units: `listed` less the discount is `net`, with the tax `total`.

    `discount` is a percent in hundredths (1,000: 10 %), `rate` the tax's percent in thousandths (20,000: 20 %).
    """

    listed: int
    discount: int
    net: int
    rate: int
    tax: int
    total: int


@dataclass(frozen=True, slots=True)
class PurchaseView:
    """A purchase under an order: the order itself, a renewal or an upgrade, ordered `at`, and its price.

    `refunded` is how much of it was given back since: its expense was reduced, or deleted.
    """

    kind: PurchaseKind
    state: OrderState
    at: datetime
    price: Price
    refunded: int = 0

    @property
    def left(self) -> int:
        """What it costs by now; nothing where it was given up."""
        return 0 if self.state is OrderState.CANCELLED else self.price.total - self.refunded


@dataclass(frozen=True, slots=True)
class PaidPriceView:
    """The price that a payment is for: of a purchase under an order. `exact`: the payment is over all of it, and over
    nothing else.
    """

    order: int
    price: Price
    exact: bool


@dataclass(frozen=True, slots=True)
class DiscountView:
    """A personal discount of a client: a percent in hundredths, from one date to another, for a plan or (empty) all."""

    id: int
    client: int
    percent: int
    plan: str
    starts: date | None
    ends: date | None
    comment: str
    in_force: bool
    """Whether today is one of its days."""


@dataclass(frozen=True, slots=True)
class TaxRuleView:
    """A personal tax rule of a client: its rate as a percent in thousandths, and when it is in force, by the clocks of
    `zone`; the product types it is for, none for all.
    """

    id: int
    client: int
    rate: int
    zone: str
    starts: datetime
    ends: datetime | None
    products: tuple[ProductType, ...]
    comment: str
    in_force: bool
    """Whether it is now."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A tariff plan: `prices` by months (0: for life), `packages` by number of incidents; minor units of `currency`."""

    id: int
    name: str
    incidents: int
    currency: str
    prices: tuple[tuple[int, int], ...]
    packages: tuple[tuple[int, int], ...]
    held: tuple[int, ...] = ()
    """Those of its periods that the provider does not offer (IN1): nothing is ordered or renewed for them."""

    @property
    def offered(self) -> tuple[tuple[int, int], ...]:
        """The prices of the other ones."""
        return tuple((months, price) for months, price in self.prices if months not in self.held)


@dataclass(frozen=True, slots=True)
class PlansView:
    """The plans, by name, and the currency of their prices; without one paid support is not set up."""

    currency: str
    plans: tuple[PlanView, ...]


@dataclass(frozen=True, slots=True)
class WindowView:
    """A month of an order: how many incidents it gave from one date to another, and how many of them are left.

    What was not used by its last day has `lapsed`; so many `moved` to the account in the currency `moved_to` (CL11).
    """

    starts: date
    ends: date
    count: int
    left: int
    lapsed: int = 0
    moved: int = 0
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class PlanPriceView:
    """The price of a plan in minor units of its `currency`, and the rate by which it became another currency's.

    `units` of `base` were `rate` of `converted` from the date `since` on.
    """

    price: int
    currency: str
    base: str
    converted: str
    rate: str
    units: int
    since: date


@dataclass(frozen=True, slots=True)
class RateView:
    """An exchange rate; of a client or (None) the provider's; `in_force` today for these two currencies, or not."""

    id: int
    client: int | None
    base: str
    converted: str
    rate: str
    units: int
    since: date
    comment: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class CurrencyView:
    """A currency of the directory: its code, how many decimal places its sums have, whether it is in use."""

    code: str
    places: int
    active: bool
    own: bool
    """Whether it is the provider's."""


@dataclass(frozen=True, slots=True)
class WaitView:
    """What waits under an order, for which payment, over how much in minor units."""

    kind: PurchaseKind
    payment: int
    amount: int


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order: `months` is the period bought last (0: for life), `number` its incidents for life or each month.

    `price` is what the order itself cost, in minor units; `purchases` tell of it, and of what was bought under it
    later, part by part. `first` and `ends` are the first and the last day of its
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
    purchases: tuple[PurchaseView, ...]
    plan_price: PlanPriceView | None = None
    """The plan's price, where `price` was converted from it."""
    gives_nothing: bool = False
    """Whether every month of it was over when it was completed, or is over before what it waits for is Paid."""

    @property
    def total(self) -> int:
        """What all that was bought under it costs, in minor units, less what was given back."""
        return sum(one.left for one in self.purchases)

    @property
    def counts(self) -> frozenset[int]:
        """The numbers of incidents of its months, which an upgrade makes differ; its own of one that is for life."""
        return frozenset(one.count for one in self.windows if self.months) or frozenset((self.number,))

    @property
    def term(self) -> int:
        """For how many months it is with all that was bought under it; 0 where it is for life by now."""
        return self.months and (len(self.windows) or self.months)


@dataclass(frozen=True, slots=True)
class OfferView:
    """What an order, a renewal or an upgrade would cost and give now; sums in minor units.

    `missing` is what would have to be paid before; 0 where the balance is `after` at once. `windows` are its months, or
    with `lifetime` so many incidents come for life.
    """

    price: Price
    currency: str
    balance: int
    missing: int
    number: int
    lifetime: int
    windows: tuple[LotView, ...]
    plan_price: PlanPriceView | None = None
    """The plan's price, where `price` is converted from it."""
    terms: int = 1
    """For how many terms an upgrade costs the difference: those that were bought and are not over."""
    months_stay: bool = False
    """Whether it is an upgrade for life of an order that has months still: those stay as they are."""

    @property
    def after(self) -> int:
        """The balance once it is charged."""
        return self.balance + self.missing - self.price.total

    @property
    def foreseen(self) -> Foreseen:
        """What goes with the act, for who was told all this."""
        return Foreseen(balance=self.after, number=self.number, missing=self.missing)
