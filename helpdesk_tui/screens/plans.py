"""Plans of support incidents: the number included, prices by period, value packages (IN1, IN2)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan, EditPlan
from helpdesk_tui.questions import ReadCurrencies, ReadPlans
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.periods import period_words, say_period
from helpdesk_tui.rules.plans import parse_number, parse_packages, parse_prices, say_packages, say_prices
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import PlanView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record

_OFFERED = (0, 1, 3, 6, 12)
"""The periods that the form has a line for; 0 is for life."""


class PlansScreen(SetupScreen):
    """The plans; without one paid support is not set up."""

    TITLE_WORDS = "Plans of support"
    EMPTY = "No plans yet: nothing is charged per incident. {n} adds the first."
    COLUMNS = (Column("Name", 24), Column("Incidents", 10, right=True), Column("Prices"), Column("Packages", fold=True))
    ACTS = (AddPlan, EditPlan, DeletePlan)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddPlan, "add"), act_key("e", EditPlan, "edit"), act_key("d", DeletePlan, "delete"),
        Binding("c", "currencies", "Currencies", id="plans.currencies",
                tooltip="The currencies that prices and rates can be in, and from there the rates for all clients."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, PlanView] = {}
        self._currency = ""
        self._codes: tuple[str, ...] = ()

    async def records(self) -> tuple[Record, ...]:
        """The plans."""
        found = await self.session.read(ReadPlans())
        self._currency = found.currency
        self._codes = tuple(one.code for one in await self.session.read(ReadCurrencies()) if one.active)
        self._found = {one.name: one for one in found.plans}
        return tuple(
            Record(one.name, (one.name, f"{one.incidents:,}", self._in(one) + say_prices(one.prices, one.currency),
                              say_packages(one.packages, one.currency)))
            for one in found.plans
        )  # fmt: skip

    def _prices_in(self, currency: str) -> str:
        """What the title of a form says of the prices, where nothing can be chosen."""
        return f", prices in {currency}" if {currency, *self._codes} == {currency} else ""

    def _in(self, one: PlanView) -> str:
        """The currency of its prices, where it is not the provider's."""
        return "" if one.currency == self._currency else f"{one.currency}: "

    def detail(self, name: str) -> list[list[Piece]]:
        """What the plan under the cursor offers, in words."""
        one = self._found.get(name)
        return [] if one is None else text_lines(self.keyed(plan_words(one)), self.app.size.width - 1)

    async def add(self) -> None:
        """A new plan."""
        fields = (Field("plan", "Name"), *_fields(None), *_currency_field(self._currency, self._codes))

        def made(given: dict[str, Any]) -> AddPlan:
            code = given.get("currency", self._currency)
            parts = _parts(fields, given, code)
            return AddPlan(given.get("plan", ""), parts["incidents"], parts["prices"], parts["packages"], code)

        await fill(self, f"Add plan{self._prices_in(self._currency)}", fields, made, "The plan is added.")

    async def edit(self, name: str) -> None:
        """Change one; what was ordered stays."""
        one = self._found[name]
        fields = (Field("plan", "Name", one.name), *_fields(one), *_currency_field(one.currency, self._codes))

        def made(given: dict[str, Any]) -> EditPlan | None:
            code = given.get("currency", one.currency)
            parts = _parts(fields, given, code)
            return EditPlan(name, given.get("plan"), **parts, currency=code) if given else None

        await fill(self, f"Edit {name}{self._prices_in(one.currency)}", fields, made, "The plan is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete it."""
        return DeletePlan(name)

    def keys(self) -> tuple[Key, ...]:
        """Currencies too."""
        return (*super().keys(), Key("c", "currencies"))

    def action_currencies(self) -> None:
        """The directory."""
        from helpdesk_tui.screens.currencies import CurrenciesScreen

        self.app.push_screen(CurrenciesScreen(self.session))


def plan_words(one: PlanView) -> str:
    """What a plan offers, a line for its periods and one for its packages."""
    prices = (f"{amount(price, one.currency)} {one.currency} {_for(months)}" for months, price in one.prices)
    said = f"{one.incidents:,} included, for life or each month: {', '.join(prices)}."
    if one.packages:
        more = (f"{number:,} for {amount(price, one.currency)} more" for number, price in one.packages)
        said += f"\nPackages: {', '.join(more)}."
    if one.held:
        said += f"\nNot offered now, as the provider's settings say ({{g}} v): {', '.join(map(say_period, one.held))}."
    return said


def _for(months: int) -> str:
    return period_words(months) if not months else f"for {period_words(months)}"


def _fields(one: PlanView | None) -> tuple[Field, ...]:
    prices = dict(one.prices) if one else {}

    def price(months: int) -> str:
        return amount(prices[months], one.currency) if one and months in prices else ""

    others = [(months, price) for months, price in sorted(prices.items()) if months not in _OFFERED]
    return (
        Field("incidents", "Incidents included", str(one.incidents) if one else ""),
        *(Field(say_period(months), f"Price {_for(months)}", price(months)) for months in _OFFERED),
        Field("others", "Other periods (24m=150.00, ...)", say_prices(others, one.currency) if one else ""),
        Field("packages", "Packages on top (20=5.00, ...)", say_packages(one.packages, one.currency) if one else ""),
    )


def _currency_field(now: str, codes: tuple[str, ...]) -> tuple[Field, ...]:
    """The currency of the prices above, where there is a choice; the prices are sums of what is chosen."""
    known = tuple(dict.fromkeys((*codes, now)))
    return (Field("currency", "Currency of the prices", now, known),) if len(known) > 1 else ()


def _parts(fields: tuple[Field, ...], given: dict[str, Any], currency: str) -> dict[str, Any]:
    """Number, prices and packages as the form has them now; raises WrongUsage and Refused."""
    now = {field.name: str(given.get(field.name, field.value)) for field in fields}
    offered = [f"{name}={now[name]}" for name in map(say_period, _OFFERED) if now[name].strip()]
    return {
        "incidents": parse_number(now["incidents"] or "0"),
        "prices": parse_prices([*offered, *_listed(now["others"])], currency),
        "packages": parse_packages(_listed(now["packages"]), currency),
    }


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
