"""Personal tax rules of a client: added, edited, deleted (CL13). They tax what is ordered while they are in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.setup import given
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.taxes import TaxRule, checked, parse_wall
from helpdesk_tui.vocab import ProductType

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddTaxRule(Act[int]):
    """Another tax rule of a client: `rate` in thousandths of a percent; answers with its number.

    `starts` and `ends` are local times of `zone` as they are typed, an empty end for none. No `products` are all types.
    """

    name: ClassVar[str] = "add-tax-rule"
    title: ClassVar[str] = "Add tax rule"
    help: ClassVar[str] = "Add a personal tax rule: its rate comes on top of what a client orders while it is in force."

    client: str
    rate: int
    zone: str
    starts: str
    ends: str = ""
    products: tuple[ProductType, ...] = ()
    comment: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it."""
        starts, ends = _start(self.starts), parse_wall(self.ends)
        rule = checked(TaxRule(self.rate, self.zone, starts, ends, self.products, self.comment))
        return tx.pricing.taxes.add(tx.clients.find(self.client), rule)


@dataclass(frozen=True, slots=True)
class EditTaxRule(Act[int]):
    """Change a tax rule; None leaves a field as it is. Answers with its number."""

    name: ClassVar[str] = "edit-tax-rule"
    title: ClassVar[str] = "Edit tax rule"
    help: ClassVar[str] = "Change a tax rule's rate, time zone, period or comment; what was ordered keeps its price."

    tax_rule: int
    rate: int | None = None
    zone: str | None = None
    starts: str | None = None
    ends: str | None = None
    products: tuple[ProductType, ...] | None = None
    comment: str | None = None

    def apply(self, tx: Tx) -> int:
        """Store what is otherwise."""
        client, before = tx.pricing.taxes.found(self.tax_rule)
        values: dict[str, Any] = given(
            {"rate": self.rate, "zone": self.zone, "products": self.products, "comment": self.comment}
        )
        if self.starts is not None:
            values["starts"] = _start(self.starts)
        if self.ends is not None:
            values["ends"] = parse_wall(self.ends)
        tx.pricing.taxes.change(self.tax_rule, client, before, checked(replace(before, **values)))
        return self.tax_rule


@dataclass(frozen=True, slots=True)
class DeleteTaxRule(Act[int]):
    """A tax rule is none any more; answers with its number."""

    name: ClassVar[str] = "delete-tax-rule"
    title: ClassVar[str] = "Delete tax rule"
    help: ClassVar[str] = "Delete a tax rule; what was ordered keeps its price."

    tax_rule: int

    def apply(self, tx: Tx) -> int:
        """Mark it."""
        client, before = tx.pricing.taxes.found(self.tax_rule)
        tx.pricing.taxes.retire(self.tax_rule, client, before)
        return self.tax_rule


def _start(text: str) -> datetime:
    found = parse_wall(text)
    if found is None:
        raise Refused("A tax rule has a start, like 2026-01-01 00:00:00.", code="no_start")
    return found
