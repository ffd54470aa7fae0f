"""Tariff plans of per-incident support in a write transaction (IN1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.periods import EVERY, parse_periods
from helpdesk_tui.rules.plans import Plan
from helpdesk_tui.store.rooms.people import folded
from helpdesk_tui.store.tables import billing as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.desk import Setting
from helpdesk_tui.vocab import ServiceStatus

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_plan = table(tables.Plan)
_price = table(tables.PlanPrice)
_package = table(tables.PlanPackage)
_setting = table(Setting)
OFFERED = "order_periods"
"""The provider setting."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """A plan as it is kept, with its prices' currency; one that is not active was deleted: only orders know it."""

    id: int
    active: bool
    plan: Plan
    currency: str

    @property
    def name(self) -> str:
        """The plan's name."""
        return self.plan.name


class Plans:
    """Finds, adds and changes plans."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def set_up(self) -> bool:
        """Whether paid support is set up: `is_set_up`."""
        return is_set_up(self._tx.connection)

    def offered(self) -> tuple[int, ...]:
        """The order periods that are sold, 0 for life (IN1); none where all are."""
        return parse_periods(self._tx.desk.setting(OFFERED))

    def named(self, name: str) -> Tariff:
        """A plan by its name, whatever its case; raises NotFound."""
        return tariff_named(self._tx.connection, name)

    def numbered(self, number: int) -> Tariff:
        """A plan by its number, one that was deleted too."""
        return tariff_numbered(self._tx.connection, number)

    def has(self, name: str) -> bool:
        """Whether there is a plan of this name."""
        return bool(tariffs(self._tx.connection, _plan.c.name_key == folded(name)))

    def is_last(self, found: Tariff) -> bool:
        """Whether there is no other plan."""
        return not tariffs(self._tx.connection, _plan.c.id != found.id)

    def add(self, plan: Plan, currency: str) -> int:
        """Store one, its prices in this currency; its number."""
        values = {"name": plan.name, "name_key": folded(plan.name), "incidents": plan.incidents, "currency": currency}
        number: int = self._tx.connection.execute(insert(_plan).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._write(number, plan)
        self._tx.record("plan", "", plan.name)
        return number

    def change(self, found: Tariff, plan: Plan, currency: str) -> None:
        """Let it be so from now on; orders keep what they have."""
        values = {"name": plan.name, "name_key": folded(plan.name), "incidents": plan.incidents, "currency": currency}
        self._tx.connection.execute(update(_plan).where(_plan.c.id == found.id).values(values))
        for where in (_price, _package):
            self._tx.connection.execute(delete(where).where(where.c.plan == found.id))
        self._write(found.id, plan)
        for field, before, after in _differences(found.plan, plan):
            self._tx.record(f"plan {found.name} {field}", before, after)
        if currency != found.currency:
            self._tx.record(f"plan {found.name} currency", found.currency, currency)

    def retire(self, found: Tariff) -> None:
        """Take one out of use; its name is free again: its own key has a character that no name may have."""
        values = {"active": False, "name_key": f"\x7fdeleted {found.id}"}
        self._tx.connection.execute(update(_plan).where(_plan.c.id == found.id).values(values))
        self._tx.record("plan", found.name, "")

    def connects(self, client: int) -> str:
        """The plan that the provider connects a client to, where that is on and they are not yet; else empty (IN6)."""
        desk = self._tx.desk
        name = desk.setting("connect_plan") if desk.switch("connect_service") else ""
        return "" if name and self._tx.clients.is_connected(client) else name

    def connect(self, client: int) -> None:
        """Give a client the service that the provider connects all of them to, where that is on (IN6).

        It is for life, costs nothing and gives nothing by itself; one that a client has already stays what it is. The
        client's account is locked.
        """
        name = self.connects(client)
        if name:
            self._tx.clients.add_service(client, {
                "name": name, "plan": name, "domain": "", "status": ServiceStatus.ACTIVE.value, "cost": 0,
                "currency": self._tx.desk.currency(), "connected": True,
            })  # fmt: skip

    def _write(self, number: int, plan: Plan) -> None:
        run = self._tx.connection.execute
        run(insert(_price), [{"plan": number, "months": m, "price": price} for m, price in plan.prices.items()])
        if plan.packages:
            run(insert(_package), [{"plan": number, "number": n, "price": price} for n, price in plan.packages.items()])


def is_set_up(connection: Connection) -> bool:
    """Whether paid support is set up: there is a plan of per-incident support (SPEC: Set up).

    One that was deleted is none. Acts ask `tx.plans.set_up()`, screens and commands `ReadSetUp`, reads this.
    """
    return connection.execute(select(_plan.c.id).where(_plan.c.active).limit(1)).first() is not None


def offered_periods(connection: Connection) -> tuple[int, ...]:
    """The order periods that are sold, as `Plans.offered`."""
    value = connection.execute(select(_setting.c.value).where(_setting.c.name == OFFERED)).scalar()
    return parse_periods(value or EVERY)


def tariffs(connection: Connection, *which: Any) -> list[Tariff]:
    """The plans that are in use, or those of them that are asked for, by name."""
    return _tariffs(connection, _plan.c.active, *which)


def tariff_named(connection: Connection, name: str) -> Tariff:
    """A plan by its name, whatever its case; raises NotFound."""
    found = tariffs(connection, _plan.c.name_key == folded(name))
    if not found:
        raise NotFound(f"Plan {name}")
    return found[0]


def tariff_numbered(connection: Connection, number: int) -> Tariff:
    """A plan by its number, one that was deleted too."""
    return _tariffs(connection, _plan.c.id == number)[0]


def _tariffs(connection: Connection, *which: Any) -> list[Tariff]:
    rows = connection.execute(select(_plan).where(*which).order_by(_plan.c.name_key)).all()
    numbers = [row.id for row in rows]
    prices: dict[int, dict[int, int]] = defaultdict(dict)
    packages: dict[int, dict[int, int]] = defaultdict(dict)
    if numbers:
        for row in connection.execute(select(_price).where(_price.c.plan.in_(numbers)).order_by(_price.c.months)):
            prices[row.plan][row.months] = row.price
        for row in connection.execute(select(_package).where(_package.c.plan.in_(numbers)).order_by(_package.c.number)):
            packages[row.plan][row.number] = row.price
    return [
        Tariff(row.id, row.active, Plan(row.name, row.incidents, prices[row.id], packages[row.id]), row.currency)
        for row in rows
    ]


def _differences(before: Plan, after: Plan) -> list[tuple[str, str, str]]:
    """What was changed of a plan, each with what it was and what it is; prices in minor units."""
    said = [
        [("name", one.name), ("incidents", str(one.incidents)), ("prices", str(dict(one.prices))),
         ("packages", str(dict(one.packages)))]
        for one in (before, after)
    ]  # fmt: skip
    return [(name, old, new) for (name, old), (_, new) in zip(*said, strict=True) if old != new]
