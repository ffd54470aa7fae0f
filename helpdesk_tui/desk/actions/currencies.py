"""The directory of currencies, and the provider's own one (CL11; SPEC: Currencies: code, places, active)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import currency_change
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules.currencies import CurrencyChange, check_places, checked_code

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ChangeCurrency(Act[CurrencyChange]):
    """The provider has another currency from now on; answers with what that did. The one it has changes nothing.

    That is why it needs no key: done once more it does nothing (rule 22).
    """

    name: ClassVar[str] = "change-currency"
    title: ClassVar[str] = "Change the currency"
    help: ClassVar[str] = "Give the provider another currency; accounts in the old one can only be read then."
    doing: ClassVar[str] = "change the provider's currency"
    who: ClassVar[Who] = Who.ADMIN

    currency: str

    def apply(self, tx: Tx) -> CurrencyChange:
        """Close what waits in the old currency, move the incidents."""
        code = checked_code(self.currency)
        tx.desk.keep_settings(change=True)
        before = tx.desk.currency()
        if code == before:
            return CurrencyChange(before, code)
        tx.rates.check_active(code)
        return currency_change.change(tx, code)


@dataclass(frozen=True, slots=True)
class AddCurrency(Act[str]):
    """Another currency for prices and exchange rates; answers with its code.

    `places` are those of the standard; who says others is refused.
    """

    name: ClassVar[str] = "add-currency"
    title: ClassVar[str] = "Add currency"
    help: ClassVar[str] = "Add a currency to the directory, by its code of ISO 4217."
    who: ClassVar[Who] = Who.ADMIN

    currency: str
    places: int | None = None

    def apply(self, tx: Tx) -> str:
        """Store it."""
        code = checked_code(self.currency)
        check_places(code, self.places)
        tx.desk.keep_settings(change=True)
        if tx.rates.currency(code) is not None:
            raise Refused(f"There is the currency {code} already.", code="exists")
        tx.rates.add_currency(code)
        return code


@dataclass(frozen=True, slots=True)
class EditCurrency(Act[str]):
    """Switch a currency on or off; answers with its code. One that is off is offered for nothing new."""

    name: ClassVar[str] = "edit-currency"
    title: ClassVar[str] = "Edit currency"
    help: ClassVar[str] = "Switch a currency on or off; the provider's own one stays on."
    who: ClassVar[Who] = Who.ADMIN

    currency: str
    active: bool | None = None
    places: int | None = None

    def apply(self, tx: Tx) -> str:
        """Store it."""
        code = self.currency.strip().upper()
        tx.desk.keep_settings(change=True)
        now = tx.rates.currency(code)
        if now is None:
            raise NotFound(f"Currency {code}")
        check_places(code, self.places)
        if self.active is False and code == tx.desk.currency():
            raise Refused(f"{code} is the provider's currency and stays active.", code="in_use")
        if self.active is not None and self.active != now:
            tx.rates.switch_currency(code, active=self.active)
        return code
