"""Personal tax rules of a client (CL13)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.taxes import AddTaxRule, DeleteTaxRule, EditTaxRule
from helpdesk_tui.questions import ReadTaxRules
from helpdesk_tui.rules.pricing import RATE_PLACES, parse_rate, say_percent
from helpdesk_tui.rules.taxes import say_wall
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import TaxRuleView
from helpdesk_tui.vocab import ProductType
from helpdesk_tui.widgets.record_list import Column, Record

_PRODUCTS: dict[str, tuple[ProductType, ...]] = {
    "all product types": (),
    "per-incident support": (ProductType.INCIDENTS,),
}


class TaxesScreen(SetupScreen):
    """The personal tax rules of a client; their times are those of their zones."""

    TITLE_WORDS = "Taxes"
    EMPTY = "The client has no tax rules; {n} adds one. Without one no tax comes on top."
    COLUMNS = (
        Column("No", 5, right=True), Column("Rate", 8, right=True), Column("From", 20), Column("Until", 20),
        Column("Time zone", 18, fold=True), Column("In force", 8), Column("Applies to", 21, fold=True),
        Column("Comment", fold=True),
    )  # fmt: skip
    ACTS = (AddTaxRule, EditTaxRule, DeleteTaxRule)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddTaxRule, "add"), act_key("e", EditTaxRule, "edit"), act_key("d", DeleteTaxRule, "delete"),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session)
        self._client = client
        self._found: dict[str, TaxRuleView] = {}

    async def records(self) -> tuple[Record, ...]:
        """The rules."""
        found = await self.session.read(ReadTaxRules(f"#{self._client}"))
        self._found = {f"tax rule {one.id}": one for one in found}
        return tuple(
            Record(key, (str(one.id), _rate(one), say_wall(one.starts), say_wall(one.ends), one.zone,
                         "yes" if one.in_force else "no", _products(one), one.comment))
            for key, one in self._found.items()
        )  # fmt: skip

    async def add(self) -> None:
        """A new rule, in the desk's time zone unless another is typed."""
        zone = str(self.session.zone)

        def made(given: dict[str, Any]) -> AddTaxRule:
            return AddTaxRule(f"#{self._client}", **({"zone": zone, "starts": ""} | _read({"rate": ""} | given)))

        await fill(self, "Add tax rule", _fields(None, zone), made, "The tax rule is added.")

    async def edit(self, name: str) -> None:
        """Change one."""
        one = self._found[name]

        def made(given: dict[str, Any]) -> EditTaxRule | None:
            return EditTaxRule(one.id, **_read(given)) if given else None

        await fill(self, f"Edit {name}", _fields(one, one.zone), made, "The tax rule is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete one."""
        return DeleteTaxRule(self._found[name].id)


def _fields(one: TaxRuleView | None, zone: str) -> tuple[Field, ...]:
    return (
        Field("rate", "Rate in percent", _rate(one) if one else ""), Field("zone", "Time zone", zone),
        Field("starts", "From (YYYY-MM-DD hh:mm:ss)", say_wall(one.starts) if one else ""),
        Field("ends", "Until (the last second)", say_wall(one.ends) if one else ""),
        Field("products", "Applies to", _products(one) if one else next(iter(_PRODUCTS)), tuple(_PRODUCTS)),
        Field("comment", "Comment", one.comment if one else ""),
    )  # fmt: skip


def _rate(one: TaxRuleView) -> str:
    return say_percent(one.rate, RATE_PLACES)


def _products(one: TaxRuleView) -> str:
    return next(words for words, products in _PRODUCTS.items() if products == one.products)


def _read(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the acts take it; raises WrongUsage and Refused."""
    read = given | ({"rate": parse_rate(given["rate"])} if "rate" in given else {})
    return read | ({"products": _PRODUCTS[given["products"]]} if "products" in given else {})
