"""The directory of currencies (SPEC: Currencies: code, places, active), and from there the rates for all clients."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.currencies import AddCurrency, EditCurrency
from helpdesk_tui.questions import ReadCurrencies
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import CurrencyView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record


class CurrenciesScreen(SetupScreen):
    """The currencies that the desk knows."""

    TITLE_WORDS = "Currencies"
    EMPTY = "No currencies yet; {n} adds the first."
    COLUMNS = (Column("Code", 6), Column("Places", 6, right=True), Column("Active", 6), Column(""))
    ACTS = (AddCurrency, EditCurrency, EditCurrency)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddCurrency, "add"), act_key("e", EditCurrency, "edit"),
        Binding("r", "rates", "Exchange rates", id="currencies.rates",
                tooltip="The exchange rates that hold for all clients who have none of their own."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, CurrencyView] = {}

    async def records(self) -> tuple[Record, ...]:
        """The currencies."""
        change = self.keyed("{g} v changes it")
        self._found = {one.code: one for one in await self.session.read(ReadCurrencies())}
        return tuple(
            Record(one.code, (one.code, str(one.places), "yes" if one.active else "no",
                              f"the provider's; {change}" if one.own else ""))
            for one in self._found.values()
        )  # fmt: skip

    def detail(self, name: str) -> list[list[Piece]]:
        """Where its places come from."""
        return [[(" Decimal places are those of ISO 4217; what is off is offered for nothing new.", "dim")]]

    async def add(self) -> None:
        """Another one."""
        fields = (Field("currency", "Code (ISO 4217: USD, GBP ...)"),)
        await fill(self, "Add currency", fields, lambda given: AddCurrency(**({"currency": ""} | given)),
                   "The currency is added.")  # fmt: skip

    async def edit(self, name: str) -> None:
        """Switch it on or off."""
        one = self._found[name]
        fields = (
            Field("places", "Decimal places", str(one.places), locked="those of ISO 4217"),
            Field("active", "Active", one.active, locked="the provider's stays active" if one.own else ""),
        )

        def made(given: dict[str, Any]) -> EditCurrency | None:
            return EditCurrency(name, given["active"]) if "active" in given else None

        await fill(self, f"Edit {name}", fields, made, "The currency is changed.")

    def keys(self) -> tuple[Key, ...]:
        """Add, edit, rates; nothing is deleted here."""
        here = self._list.current is not None and not self.refusal(EditCurrency)
        return (Key("Enter", "edit", here), self.key_for("n", "add", AddCurrency), Key("r", "rates"), Key("q", "back"),
                Key("?", "keys"))  # fmt: skip

    def action_rates(self) -> None:
        """The rates for all."""
        from helpdesk_tui.screens.rates import RatesScreen

        self.app.push_screen(RatesScreen(self.session))
