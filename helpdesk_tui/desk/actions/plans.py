"""Tariff plans of per-incident support (IN1, IN2; SPEC: Plans). Prices are minor units of the plan's currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.desk.actions.setup import given
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.currencies import checked_code
from helpdesk_tui.rules.money import checked as checked_sum
from helpdesk_tui.rules.periods import LIFETIME
from helpdesk_tui.rules.plans import Plan, checked

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.plans import Tariff
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddPlan(Act[int]):
    """A new plan; answers with its number. `prices` by months (0: for life), `packages` by number of incidents.

    They are in `currency`, without one in the provider's.
    """

    name: ClassVar[str] = "add-plan"
    title: ClassVar[str] = "Add plan"
    help: ClassVar[str] = "Add a plan of support incidents: the number included, a price for each period, packages."
    who: ClassVar[Who] = Who.ADMIN

    plan: str
    incidents: int
    prices: Mapping[int, int]
    packages: Mapping[int, int] = field(default_factory=dict)
    currency: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it."""
        tx.desk.keep_settings(change=True)
        currency = _usable(tx, self.currency) if self.currency else tx.desk.currency()
        made = _checked(Plan(self.plan, self.incidents, self.prices, self.packages), currency)
        if tx.plans.has(made.name):
            raise _taken(made.name)
        return tx.plans.add(made, currency)


@dataclass(frozen=True, slots=True)
class EditPlan(Act[int]):
    """Change a plan; None leaves a part as it is. Orders keep what they have. Answers with the plan's number.

    Another `currency` needs all prices anew: a number that was a sum of one is none of another.
    """

    name: ClassVar[str] = "edit-plan"
    title: ClassVar[str] = "Edit plan"
    help: ClassVar[str] = "Change a plan's name, number, prices and packages; orders keep what they have."
    who: ClassVar[Who] = Who.ADMIN

    plan: str
    new_name: str | None = None
    incidents: int | None = None
    prices: Mapping[int, int] | None = None
    packages: Mapping[int, int] | None = None
    currency: str | None = None

    def apply(self, tx: Tx) -> int:
        """Change it."""
        tx.desk.keep_settings(change=True)
        found = tx.plans.named(self.plan)
        values: dict[str, Any] = {
            "name": self.new_name, "incidents": self.incidents, "prices": self.prices, "packages": self.packages,
        }  # fmt: skip
        currency = self._currency(tx, found)
        plan = _checked(replace(found.plan, **given(values)), currency)
        if plan.name.casefold() != found.name.casefold() and tx.plans.has(plan.name):
            raise _taken(plan.name)
        if _is_connected(tx, found):
            check_connected(plan)
            tx.desk.set("connect_plan", plan.name)
        tx.plans.change(found, plan, currency)
        return found.id

    def _currency(self, tx: Tx, found: Tariff) -> str:
        if self.currency is None or self.currency.strip().upper() == found.currency:
            return found.currency
        code = _usable(tx, self.currency)
        if self.prices is None or (found.plan.packages and self.packages is None):
            raise Refused(f"Say all prices and packages of {found.name} in {code}.", code="prices_missing")
        return code


@dataclass(frozen=True, slots=True)
class DeletePlan(Act[int]):
    """Delete a plan; its orders stay, and are neither renewed nor raised any more. Answers with its number.

    Refused for one that is connected to clients, and for the last one while departments write off requests.
    """

    name: ClassVar[str] = "delete-plan"
    title: ClassVar[str] = "Delete plan"
    help: ClassVar[str] = "Delete a plan; what was ordered of it stays, and can no longer be renewed."
    who: ClassVar[Who] = Who.ADMIN

    plan: str

    def apply(self, tx: Tx) -> int:
        """Take it out of use."""
        tx.desk.keep_settings(change=True)
        found = tx.plans.named(self.plan)
        if _is_connected(tx, found):
            raise Refused(
                f"The plan {found.name} is connected to clients (connect_plan); choose another one first.",
                code="in_use",
            )
        departments = tx.people.writing_off()
        if departments and tx.plans.is_last(found):
            raise Refused(
                f"{found.name} is the last plan, and requests are written off in {', '.join(departments)}: switch that "
                "off first.", code="in_use",
            )  # fmt: skip
        tx.plans.retire(found)
        return found.id


def check_connected(plan: Plan) -> None:
    """Raise Refused `no_period` for a plan that cannot be connected to clients: it has no lifetime period (IN6)."""
    if LIFETIME not in plan.prices:
        raise Refused(
            f"The plan {plan.name} has no lifetime period, and clients are connected for life only.", code="no_period"
        )


def _is_connected(tx: Tx, found: Tariff) -> bool:
    return tx.desk.setting("connect_plan") == found.name


def _usable(tx: Tx, text: str) -> str:
    """The code of an active currency; raises Refused."""
    code = checked_code(text)
    tx.rates.check_active(code)
    return code


def _checked(plan: Plan, currency: str) -> Plan:
    for price in (*plan.prices.values(), *plan.packages.values()):
        checked_sum(price, currency, zero=True)
    return checked(plan)


def _taken(name: str) -> Refused:
    return Refused(f"There is a plan {name} already.", code="exists")
