"""Orders of incidents in a write transaction: what was bought under each, what waits, what was given (IN3 to IN5).

The account is locked before an order is changed, so that everything on one account comes one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.exchange import PlanPrice, Rate
from helpdesk_tui.rules.orders import Order, Purchase, open_terms
from helpdesk_tui.store.rooms.pricing import price_of_step
from helpdesk_tui.store.tables import billing as tables
from helpdesk_tui.store.tables import ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import Price
from helpdesk_tui.vocab import OrderState, PurchaseKind

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.tx import Tx

_order = table(tables.IncidentOrder)
_step = table(tables.OrderStep)
_account = table(ledger.Account)
PLAN_PRICE = (
    "plan_price",
    "plan_currency",
    "exchange_rate",
    "exchange_base",
    "exchange_converted",
    "exchange_units",
    "exchange_since",
)
"""The columns of a step that say what its price was converted from and how: all of them, or none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An order as it is kept, with the numbers of its account and its plan."""

    account: int
    plan: int
    order: Order

    @property
    def document(self) -> str:
        """Its name in entries."""
        return f"order:{self.order.id}"


@dataclass(frozen=True, slots=True)
class Step:
    """A purchase under an order, its price as it was told to the client, and the payment it waits for."""

    id: int
    order: int
    purchase: Purchase
    price: Price
    payment: int | None = None


class Orders:
    """Finds, adds and changes orders and what is bought under them."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def order(self, number: int) -> Kept:
        """An order; raises NotFound."""
        return order_numbered(self._tx.connection, number)

    def add(self, account: Account, plan: int, purchase: Purchase, price: Price, day: date) -> int:
        """Store an order that waits; its number."""
        values = {
            "account": account.id, "plan": plan, "months": purchase.months, "number": purchase.number,
            "package": purchase.package, "price": price.total, "first": purchase.start or day,
            "state": OrderState.WAITING.value, "at": self._tx.now, "staff": self._tx.scope.hand,
        }  # fmt: skip
        return int(self._tx.connection.execute(insert(_order).values(values)).inserted_primary_key[0])  # type: ignore[index]

    def add_step(self, order: int, purchase: Purchase, price: Price) -> Step:
        """Store a purchase under an order; it waits until it is completed."""
        values = {
            "incident_order": order, "kind": purchase.kind.value, "months": purchase.months, "number": purchase.number,
            "package": purchase.package, "gives": purchase.count, "price": price.total, "start": purchase.start,
            "terms": purchase.terms,
            "full_price": price.listed, "discount": price.discount, "net": price.net, "tax_rate": price.rate,
            "tax": price.tax, "state": OrderState.WAITING.value, "at": self._tx.now, "staff": self._tx.scope.hand,
            **_plan_price_columns(purchase.plan_price),
        }  # fmt: skip
        number: int = self._tx.connection.execute(insert(_step).values(values)).inserted_primary_key[0]  # type: ignore[index]
        return Step(number, order, purchase, price)

    def waiting(self, order: int) -> Step | None:
        """What waits under an order, if anything does: one purchase at most."""
        return self._waits(_step.c.incident_order == order)

    def terms(self, order: int, day: date) -> int:
        """In how many of its terms an order can be raised on a day."""
        return terms_of(self._tx.connection, order, day)

    def purchases(self, order: int) -> int:
        """How many purchases there ever were under an order."""
        asked = select(func.count()).select_from(_step).where(_step.c.incident_order == order)
        return int(self._tx.connection.execute(asked).scalar_one())

    def all_waiting(self) -> tuple[Step, ...]:
        """All purchases of clients that wait for a payment."""
        asked = (
            select(_step).join(_order, _order.c.id == _step.c.incident_order)
            .join(_account, _account.c.id == _order.c.account)
            .where(_step.c.state == OrderState.WAITING.value, _account.c.client.is_not(None))
            .order_by(_step.c.id)
        )  # fmt: skip
        return tuple(_kept_step(row) for row in self._tx.connection.execute(asked))

    def waiting_on(self, account: int) -> tuple[Step, ...]:
        """What waits for a payment on an account, the oldest first."""
        asked = (
            select(_step).join(_order, _order.c.id == _step.c.incident_order)
            .where(_order.c.account == account, _step.c.state == OrderState.WAITING.value)
            .order_by(_step.c.id)
        )  # fmt: skip
        return tuple(_kept_step(row) for row in self._tx.connection.execute(asked))

    def waiting_for(self, payment: int) -> Step | None:
        """What waits for a payment."""
        return self._waits(_step.c.payment == payment)

    def wait(self, step: Step, payment: int) -> None:
        """Let a purchase wait for a payment."""
        self._set(step, {"payment": payment})

    def complete(
        self, step: Step, after: Order, expense: int | None, *, first: date, numbers: range, day: date
    ) -> None:
        """A purchase was charged and its incidents were given; `after` is the order with it."""
        self._set(step, {
            "state": OrderState.ACTIVE.value, "expense": expense, "first": first, "begin": numbers.start,
            "windows": len(numbers), "day": day, "done": self._tx.now,
        })  # fmt: skip
        self._change(after)

    def reprice(self, step: Step) -> Step:
        """A purchase that waits costs something else now than was told, for fewer terms."""
        price = step.price
        self._set(step, {
            "terms": step.purchase.terms, "price": price.total, "full_price": price.listed, "net": price.net,
            "tax": price.tax,
        })  # fmt: skip
        return step

    def cancel(self, step: Step) -> None:
        """Give up a purchase that waits; the order too, where that was it."""
        self._set(step, {"state": OrderState.CANCELLED.value})
        if step.purchase.kind is PurchaseKind.ORDER:
            which = _order.c.id == step.order
            self._tx.connection.execute(update(_order).where(which).values(state=OrderState.CANCELLED.value))

    def _waits(self, which: Any) -> Step | None:
        asked = select(_step).where(which, _step.c.state == OrderState.WAITING.value)
        row = self._tx.connection.execute(asked).first()
        return None if row is None else _kept_step(row)

    def _set(self, step: Step, values: dict[str, Any]) -> None:
        self._tx.connection.execute(update(_step).where(_step.c.id == step.id).values(values))

    def _change(self, after: Order) -> None:
        values = {
            "months": after.months, "number": after.number, "package": after.package, "first": after.first,
            "windows": after.windows, "state": after.state.value,
        }  # fmt: skip
        self._tx.connection.execute(update(_order).where(_order.c.id == after.id).values(values))


def order_numbered(connection: Connection, number: int) -> Kept:
    """An order; raises NotFound."""
    row = connection.execute(select(_order).where(_order.c.id == number)).first()
    if row is None:
        raise NotFound(f"Order {number}")
    return Kept(row.account, row.plan, order_of(row))


def terms_of(connection: Connection, order: int, day: date) -> int:
    """In how many of its terms an order can be raised on a day (`rules.orders.open_terms`)."""
    done = (_step.c.state == OrderState.ACTIVE.value) & (_step.c.kind != PurchaseKind.UPGRADE.value)
    rows = connection.execute(select(_step).where(_step.c.incident_order == order, done))
    return open_terms(((row.first, range(row.begin, row.begin + row.windows)) for row in rows), day)


def _kept_step(row: Any) -> Step:
    return Step(row.id, row.incident_order, purchase_of(row), price_of_step(row), row.payment)


def order_of(row: Any) -> Order:
    """An order from its row."""
    return Order(row.id, row.months, row.number, row.package, row.first, row.windows, OrderState(row.state))


def purchase_of(row: Any) -> Purchase:
    """A purchase from the row of its step."""
    return Purchase(
        PurchaseKind(row.kind), row.months, row.number, row.package, row.gives, row.full_price, row.start,
        plan_price_of(row), row.terms,
    )  # fmt: skip


def plan_price_of(row: Any) -> PlanPrice | None:
    """The price of the plan that a step was converted from, and the rate; None where it was not."""
    if row.plan_price is None:
        return None
    rate = Rate(row.exchange_base, row.exchange_converted, row.exchange_rate, row.exchange_units, row.exchange_since)
    return PlanPrice(row.plan_price, row.plan_currency, rate)


def _plan_price_columns(found: PlanPrice | None) -> dict[str, Any]:
    if found is None:
        return {}
    rate = found.rate
    return {
        "plan_price": found.price, "plan_currency": found.currency, "exchange_rate": rate.rate,
        "exchange_base": rate.base, "exchange_converted": rate.converted, "exchange_units": rate.units,
        "exchange_since": rate.since,
    }  # fmt: skip
