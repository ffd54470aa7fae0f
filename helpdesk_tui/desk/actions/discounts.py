"""Personal discounts of a client: added, edited, deleted (CL13). They lower the price of what is ordered later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.setup import given
from helpdesk_tui.rules.discounts import Discount, checked
from helpdesk_tui.rules.periods import parse_date

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddDiscount(Act[int]):
    """Another discount of a client: `percent` in hundredths; answers with its number.

    `starts` and `ends` are dates as they are typed, empty for none; `plan` is the name of one, empty for all.
    """

    name: ClassVar[str] = "add-discount"
    title: ClassVar[str] = "Add discount"
    help: ClassVar[str] = "Add a personal discount: what a client orders from then on costs less."

    client: str
    percent: int
    plan: str = ""
    starts: str = ""
    ends: str = ""
    comment: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it."""
        dates = {"starts": parse_date(self.starts), "ends": parse_date(self.ends)}
        discount = checked(Discount(self.percent, _plan(tx, self.plan), comment=self.comment, **dates))
        return tx.pricing.discounts.add(tx.clients.find(self.client), discount)


@dataclass(frozen=True, slots=True)
class EditDiscount(Act[int]):
    """Change a discount; None leaves a field as it is. Answers with its number."""

    name: ClassVar[str] = "edit-discount"
    title: ClassVar[str] = "Edit discount"
    help: ClassVar[str] = "Change a discount's percent, plan, dates or comment; what was ordered keeps its price."

    discount: int
    percent: int | None = None
    plan: str | None = None
    starts: str | None = None
    ends: str | None = None
    comment: str | None = None

    def apply(self, tx: Tx) -> int:
        """Store what is otherwise."""
        client, before = tx.pricing.discounts.found(self.discount)
        values: dict[str, Any] = given({"percent": self.percent, "comment": self.comment})
        values |= {name: parse_date(text) for name, text in given({"starts": self.starts, "ends": self.ends}).items()}
        if self.plan is not None:
            values["plan"] = _plan(tx, self.plan)
        tx.pricing.discounts.change(self.discount, client, before, checked(replace(before, **values)))
        return self.discount


@dataclass(frozen=True, slots=True)
class DeleteDiscount(Act[int]):
    """A discount is given no more; answers with its number."""

    name: ClassVar[str] = "delete-discount"
    title: ClassVar[str] = "Delete discount"
    help: ClassVar[str] = "Delete a discount; what was ordered keeps its price."

    discount: int

    def apply(self, tx: Tx) -> int:
        """Mark it."""
        client, before = tx.pricing.discounts.found(self.discount)
        tx.pricing.discounts.retire(self.discount, client, before)
        return self.discount


def _plan(tx: Tx, name: str) -> int | None:
    """The number of a plan, None for all; raises NotFound."""
    return tx.plans.named(name).id if name.strip() else None
