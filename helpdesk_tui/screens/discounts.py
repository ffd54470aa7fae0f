"""Personal discounts of a client (CL13)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.discounts import AddDiscount, DeleteDiscount, EditDiscount
from helpdesk_tui.questions import ReadDiscounts, ReadPlans
from helpdesk_tui.rules.pricing import DISCOUNT_PLACES, parse_discount, say_percent
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import DiscountView
from helpdesk_tui.widgets.record_list import Column, Record

ALL = "all plans"


class DiscountsScreen(SetupScreen):
    """The personal discounts of a client."""

    TITLE_WORDS = "Discounts"
    EMPTY = "The client has no discounts; {n} adds one."
    COLUMNS = (
        Column("No", 5, right=True), Column("Percent", 8, right=True), Column("Plan", 20), Column("From", 11),
        Column("Until", 11), Column("In force", 8), Column("Comment", fold=True),
    )  # fmt: skip
    ACTS = (AddDiscount, EditDiscount, DeleteDiscount)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddDiscount, "add"), act_key("e", EditDiscount, "edit"), act_key("d", DeleteDiscount, "delete"),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session)
        self._client = client
        self._found: dict[str, DiscountView] = {}

    async def records(self) -> tuple[Record, ...]:
        """The discounts."""
        found = await self.session.read(ReadDiscounts(f"#{self._client}"))
        self._found = {f"discount {one.id}": one for one in found}
        return tuple(
            Record(key, (str(one.id), _percent(one), one.plan or ALL, str(one.starts or ""), str(one.ends or ""),
                         "yes" if one.in_force else "no", one.comment))
            for key, one in self._found.items()
        )  # fmt: skip

    async def add(self) -> None:
        """A new discount."""

        def made(given: dict[str, Any]) -> AddDiscount:
            return AddDiscount(f"#{self._client}", **_read({"percent": ""} | given))

        await fill(self, "Add discount", await self._fields(None), made, "The discount is added.")

    async def edit(self, name: str) -> None:
        """Change one."""
        one = self._found[name]

        def made(given: dict[str, Any]) -> EditDiscount | None:
            return EditDiscount(one.id, **_read(given)) if given else None

        await fill(self, f"Edit {name}", await self._fields(one), made, "The discount is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete one."""
        return DeleteDiscount(self._found[name].id)

    async def _fields(self, one: DiscountView | None) -> tuple[Field, ...]:
        plans = tuple(plan.name for plan in (await self.session.read(ReadPlans())).plans)
        now = (one.plan or ALL) if one else ALL
        choice = dict.fromkeys((ALL, *plans, now))
        return (
            Field("percent", "Percent", _percent(one) if one else ""), Field("plan", "Plan", now, tuple(choice)),
            Field("starts", "From (YYYY-MM-DD)", str(one.starts or "") if one else ""),
            Field("ends", "Until (included)", str(one.ends or "") if one else ""),
            Field("comment", "Comment", one.comment if one else ""),
        )  # fmt: skip


def _percent(one: DiscountView) -> str:
    return say_percent(one.percent, DISCOUNT_PLACES)


def _read(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the acts take it; raises WrongUsage and Refused."""
    read = given | ({"percent": parse_discount(given["percent"])} if "percent" in given else {})
    return read | ({"plan": ""} if given.get("plan") == ALL else {})
