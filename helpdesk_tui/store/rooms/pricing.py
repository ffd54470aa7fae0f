"""Personal discounts and tax rules in a write transaction, and what a purchase costs a client (CL13)."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from helpdesk_tui.rules.discounts import Discount, percent_off, say_discount
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.rules.pricing import DISCOUNT_PLACES, RATE_PLACES, priced, say_percent
from helpdesk_tui.rules.taxes import TaxRule, rate_of, say_rule, say_wall
from helpdesk_tui.store.rooms.owned import Owned
from helpdesk_tui.store.rooms.plans import tariff_numbered
from helpdesk_tui.store.tables import pricing as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import Price
from helpdesk_tui.vocab import ProductType

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_discount = table(tables.Discount)
_rule = table(tables.TaxRule)


class Discounts(Owned[Discount]):
    """Finds, adds and changes discounts."""

    WHERE = _discount
    NAME, TITLE = "discount", "Discount"

    def read(self, row: Any) -> Discount:
        """A discount from its row."""
        return discount_of(row)

    def values(self, one: Discount) -> dict[str, Any]:
        """Its columns."""
        return {
            "percent": one.percent, "plan": one.plan, "starts": one.starts, "ends": one.ends, "comment": one.comment,
        }  # fmt: skip

    def said(self, one: Discount) -> dict[str, object]:
        """Its fields, the plan by its name."""
        return self.values(one) | {"percent": say_percent(one.percent, DISCOUNT_PLACES), "plan": self._plan(one)}

    def words(self, one: Discount) -> str:
        """How much, on what, from when until when."""
        return say_discount(one, self._plan(one))

    def _plan(self, one: Discount) -> str:
        return "" if one.plan is None else tariff_numbered(self._tx.connection, one.plan).name


class TaxRules(Owned[TaxRule]):
    """Finds, adds and changes tax rules."""

    WHERE = _rule
    NAME, TITLE = "tax", "Tax rule"

    def read(self, row: Any) -> TaxRule:
        """A rule from its row."""
        return rule_of(row)

    def values(self, one: TaxRule) -> dict[str, Any]:
        """Its columns."""
        return {
            "rate": one.rate, "zone": one.zone, "starts": say_wall(one.starts), "ends": say_wall(one.ends),
            "products": tuple(one.products), "comment": one.comment,
        }  # fmt: skip

    def said(self, one: TaxRule) -> dict[str, object]:
        """Its fields, as they are typed."""
        return self.values(one) | {"rate": say_percent(one.rate, RATE_PLACES), "products": " ".join(one.products)}

    def words(self, one: TaxRule) -> str:
        """How much, from when until when, on what."""
        return say_rule(one)


class Pricing:
    """What makes a client's prices other than those of the plans, and what something costs them with it."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.discounts = Discounts(tx)
        self.taxes = TaxRules(tx)

    def price(self, client: int, plan: int, listed: int) -> Price:
        """`price_of` a purchase now."""
        return price_of(self._tx.connection, client, plan, listed, self._tx.now, self._tx.rules.zone)

    def leave(self, client: int) -> None:
        """A client is deleted: theirs goes with them."""
        self.discounts.leave(client)
        self.taxes.leave(client)


def price_of(connection: Connection, client: int, plan: int, listed: int, now: datetime, zone: tzinfo) -> Price:
    """What a purchase of a plan costs a client that is listed for so much, in minor units of their account.

    The only place where a listed price becomes what somebody pays: orders and what is told before one ask here. `zone`
    is the desk's, by whose dates discounts are in force. Raises Refused `bad_zone` where a tax rule's zone is not known
    on this computer.
    """
    discounts = map(discount_of, _of(connection, _discount, client))
    rules = map(rule_of, _of(connection, _rule, client))
    percent = percent_off(discounts, plan, day_of(now, zone))
    return priced(listed, percent, rate_of(rules, ProductType.INCIDENTS, now))


def price_of_step(row: Any) -> Price:
    """The price that was told when something was ordered, from the row of its step."""
    return Price(row.full_price, row.discount, row.net, row.tax_rate, row.tax, row.price)


def discount_of(row: Any) -> Discount:
    """A discount from its row."""
    return Discount(row.percent, row.plan, row.starts, row.ends, row.comment)


def rule_of(row: Any) -> TaxRule:
    """A tax rule from its row."""
    ends = datetime.fromisoformat(row.ends) if row.ends else None
    products = tuple(ProductType(one) for one in row.products)
    return TaxRule(row.rate, row.zone, datetime.fromisoformat(row.starts), ends, products, row.comment)


def _of(connection: Connection, where: Any, client: int) -> Any:
    """A client's, as they were added."""
    asked = select(where).where(where.c.client == client, where.c.deleted.is_(None)).order_by(where.c.id)
    return connection.execute(asked)
