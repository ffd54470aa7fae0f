"""Orders of per-incident support: bought, renewed, raised (IN3 to IN5; SPEC: Windows, Plans, Orders).

Each purchase under an order is charged and gives its incidents at once, or waits for a payment first. Dates are those
of the desk's time zone; prices are minor units.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.exchange import PlanPrice, Rate, into, say_plan_price
from helpdesk_tui.rules.incident_words import counted, per_period
from helpdesk_tui.rules.periods import LIFETIME, ordered, renewed, window
from helpdesk_tui.rules.plans import Given, Plan, bought, check_offered, given, upgraded
from helpdesk_tui.views import WindowView
from helpdesk_tui.vocab import OrderState, PurchaseKind

GIVES_NOTHING = "Gives nothing: every month of it is over."


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it stands: `months` is the period that was bought last (0: for life), `number` its incidents.

    `package` is the value package that was picked, None for the number that the plan includes. `windows` were given so
    far, counted from `first`.
    """

    id: int
    months: int
    number: int
    package: int | None
    first: date
    windows: int = 0
    state: OrderState = OrderState.ACTIVE

    @property
    def ends(self) -> date | None:
        """The last day of its last window; None where it has none."""
        return window(self.first, self.windows - 1).ends if self.windows else None


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is bought: `count` incidents for life (`months` 0) or in each window; the order has `number` with it.

    `price` is what the plan lists for it in the currency of the account; what a client pays is made of that
    (`rules.pricing`). `plan_price` is what it lists where it has another currency (`in_currency`). `start` is the date
    from which an order counts months; None: the day on which it is completed. `terms` is in how many terms of the order
    an upgrade raises it, each of which `price` has the difference of.
    """

    kind: PurchaseKind
    months: int
    number: int
    package: int | None
    count: int
    price: int
    start: date | None = None
    plan_price: PlanPrice | None = None
    terms: int = 1


def in_currency(purchase: Purchase, listed: str, currency: str, rates: Iterable[Rate], day: date) -> Purchase:
    """A purchase, priced in the currency `listed` of its plan, with its price in the account's currency on a day.

    This is where a listed price becomes what is charged: discounts and taxes come after it. Raises Refused `no_rate`
    where none of the client's rates is in force, `bad_sum` above the highest sum and where a price becomes nothing,
    which would be given free. A price of 0 is 0 everywhere.
    """
    if listed == currency or not purchase.price:
        return purchase
    price, rate = into(purchase.price, listed, currency, rates, day)
    told = PlanPrice(purchase.price, listed, rate)
    if not price:
        raise Refused(f"The price {say_plan_price(told)} is less than the smallest sum of {currency}.", code="bad_sum")
    return replace(purchase, price=price, plan_price=told)


def ordering(
    plan: Plan, months: int, package: int | None, start: date | None, day: date, offered: Collection[int] = ()
) -> Purchase:
    """A new order of a plan on a day, for one of the `offered` periods (none: any).

    Raises Refused as `plans.check_offered` and `plans.bought`, and `bad_start` or `too_far`.
    """
    check_offered(plan, months, offered)
    what = bought(plan, months, package)
    if months == LIFETIME and start is not None and start > day:
        raise Refused("Lifetime incidents count at once; only a period of months has a first date.", code="bad_start")
    if months:
        window(start or day, months - 1)
    picked = package if package in plan.packages else None
    return Purchase(PurchaseKind.ORDER, months, what.number, picked, what.number, what.price, start)


def renewing(plan: Plan, order: Order, months: int | None, day: date, offered: Collection[int] = ()) -> Purchase:
    """An order bought once more at today's prices, for its own period or another one, one that is `offered`.

    Raises Refused as `plans.check_offered` and `plans.bought`; `order_waits` and `order_cancelled` for an order that
    cannot be renewed.
    """
    _check_can_go_on(order)
    period = order.months if months is None else months
    check_offered(plan, period, offered)
    what = bought(plan, period, order.package)
    bought_again = Purchase(PurchaseKind.RENEWAL, period, what.number, order.package, what.number, what.price)
    if period:
        first, numbers = windows_of(bought_again, order, day)
        window(first, numbers.stop - 1)
    return bought_again


def raising(plan: Plan, order: Order, package: int, day: date, terms: int = 1) -> Purchase:
    """A higher number for an order, from its current window on, in so many `terms` (`open_terms`).

    Raises Refused as `plans.upgraded`, and `order_over` where the last window is over.
    """
    _check_can_go_on(order)
    terms = terms if order.months else 1
    what = upgraded(plan, order.number, package, terms)
    if order.months and is_over(order, day):
        raise Refused(f"The last month of order {order.id} ended on {order.ends}; renew it first.", code="order_over")
    picked = package if package in plan.packages else None
    return Purchase(PurchaseKind.UPGRADE, order.months, package, picked, what.number, what.price, terms=terms)


def open_terms(bought: Iterable[tuple[date, range]], day: date) -> int:
    """How many terms an upgrade raises: those that were `bought`, each counted from a date, with a window not over."""
    return sum(bool(numbers) and not window(first, numbers.stop - 1).is_over(day) for first, numbers in bought)


def is_over(order: Order, day: date) -> bool:
    """Whether the last window of an order is over on a day; no where it has none."""
    return order.ends is not None and order.ends < day


def windows_of(purchase: Purchase, order: Order, day: date) -> tuple[date, range]:
    """From which date a purchase that is completed on a day counts months, and the numbers of its windows."""
    if purchase.kind is PurchaseKind.UPGRADE:
        return order.first, range(order.windows)
    if not purchase.months:
        return order.first, range(0)
    if purchase.kind is PurchaseKind.ORDER:
        return purchase.start or day, ordered(purchase.months)
    return renewed(order.first if order.windows else None, order.windows, purchase.months, day)


def is_late(purchase: Purchase, order: Order, day: date) -> bool:
    """Whether every month of a purchase that is completed on a day is over; never so for life, nor of a renewal."""
    first, numbers = windows_of(purchase, order, day)
    return bool(purchase.months and numbers) and window(first, numbers.stop - 1).is_over(day)


def gives(purchase: Purchase, first: date, numbers: range, day: date) -> tuple[Given, ...]:
    """The incidents of a purchase that is completed on a day: for life, or in each window that is not over."""
    return given(purchase.count, purchase.months, first, numbers, day)


def with_purchase(order: Order, purchase: Purchase, first: date, numbers: range) -> Order:
    """The order once a purchase is completed; lifetime incidents leave its windows as they are (IN5)."""
    after = replace(order, number=purchase.number, package=purchase.package, state=OrderState.ACTIVE)
    if purchase.kind is PurchaseKind.UPGRADE:
        return after
    after = replace(after, months=purchase.months)
    return replace(after, first=first, windows=numbers.stop) if purchase.months else after


def check_cancel(order: Order, *, waits: bool) -> None:
    """Raise Refused `not_cancelled` for incidents that were given: they are bought, and not cancelled (IN3)."""
    if order.state is OrderState.CANCELLED:
        raise Refused(f"Order {order.id} is cancelled already.", code="order_cancelled")
    if waits:
        return
    if order.ends is None:
        raise Refused("Lifetime incidents can be bought, but not cancelled.", code="not_cancelled")
    raise Refused(
        f"Incidents that were given are not cancelled; order {order.id} ends by itself on {order.ends}.",
        code="not_cancelled",
    )


def say_unused(window: WindowView, of: str = "") -> str:
    """What became of a month's incidents: `4 left`, `10 lapsed`, `10 moved to the account in KWD`; `of` follows the
    number (` of 10`).
    """
    parts = [f"{window.moved:,}{of} moved to the account in {window.moved_to}"] if window.moved else []
    if window.lapsed:
        parts.append(f"{window.lapsed:,}{of} lapsed")
    if window.left or not parts:
        parts.append(f"{window.left:,}{of} left")
    return ", ".join(parts)


def say_state(state: OrderState) -> str:
    """What to say behind the price of a purchase: nothing where it is completed."""
    return {OrderState.ACTIVE: "", OrderState.WAITING: ", waits", OrderState.CANCELLED: ", given up"}[state]


def say_too_late(order: int) -> str:
    """What became of a payment that came once every month of what it was for was over."""
    return f"It came too late for order {order}: every month is over, nothing is charged, and the money stays theirs."


def say_purchase(plan: str, purchase: Purchase) -> str:
    """A purchase in words, for the expense and the payment that the client reads."""
    if purchase.kind is PurchaseKind.UPGRADE:
        terms = f" in {purchase.terms:,} terms" if purchase.terms > 1 else ""
        said = f"{plan}: {counted(purchase.count)} more {'for life' if not purchase.months else 'a month'}{terms}"
    else:
        again = " renewed" if purchase.kind is PurchaseKind.RENEWAL else ""
        said = f"{plan}{again}: {per_period([purchase.count], purchase.months)}"
    return said if purchase.plan_price is None else f"{said} ({say_plan_price(purchase.plan_price)})"


def _check_can_go_on(order: Order) -> None:
    if order.state is OrderState.WAITING:
        raise Refused(f"Order {order.id} waits for its payment.", code="order_waits")
    if order.state is OrderState.CANCELLED:
        raise Refused(f"Order {order.id} is cancelled.", code="order_cancelled")
