"""Exchange rates: a client's own, or the provider's for all (CL13). What they mean stands in `rules.exchange`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import orders
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.setup import given
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.exchange import Rate, checked

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddRate(Act[int]):
    """Another exchange rate, of a client or (empty, by administrators) for all; answers with its number.

    `units` of the base currency are `rate` of the converted one, from a date on; without one, from today.
    """

    name: ClassVar[str] = "add-rate"
    title: ClassVar[str] = "Add exchange rate"
    help: ClassVar[str] = "Add an exchange rate of a client, or for all: so many units of one currency in another."

    client: str
    base: str
    converted: str
    rate: str
    units: int = 1
    since: date | None = None
    comment: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it."""
        client = tx.clients.find(self.client) if self.client.strip() else None
        _check_right(tx, client)
        since = self.since or orders.today(tx)
        rate = Rate(self.base, self.converted, self.rate, self.units, since, self.comment, client)
        return tx.rates.add(_usable(tx, checked(rate)))


@dataclass(frozen=True, slots=True)
class EditRate(Act[int]):
    """Change an exchange rate; None stays. What was ordered keeps the rate it was told. Answers with its number."""

    name: ClassVar[str] = "edit-rate"
    title: ClassVar[str] = "Edit exchange rate"
    help: ClassVar[str] = "Change an exchange rate; what was ordered keeps what was told."

    exchange_rate: int
    base: str | None = None
    converted: str | None = None
    rate: str | None = None
    units: int | None = None
    since: date | None = None
    comment: str | None = None

    def apply(self, tx: Tx) -> int:
        """Store what is otherwise."""
        before = tx.rates.rate(self.exchange_rate)
        _check_right(tx, before.client)
        values = {"base": self.base, "converted": self.converted, "rate": self.rate, "units": self.units,
                  "since": self.since, "comment": self.comment}  # fmt: skip
        after = checked(replace(before, **given(values)))
        if (after.base, after.converted) != (before.base, before.converted):
            _usable(tx, after)
        tx.rates.change(before, after)
        return self.exchange_rate


@dataclass(frozen=True, slots=True)
class DeleteRate(Act[int]):
    """An exchange rate is in force no more; it is kept. Answers with its number."""

    name: ClassVar[str] = "delete-rate"
    title: ClassVar[str] = "Delete exchange rate"
    help: ClassVar[str] = "Delete an exchange rate; what was ordered keeps what was told."

    exchange_rate: int

    def apply(self, tx: Tx) -> int:
        """Mark it."""
        rate = tx.rates.rate(self.exchange_rate)
        _check_right(tx, rate.client)
        tx.rates.retire(rate)
        return self.exchange_rate


def _check_right(tx: Tx, client: int | None) -> None:
    """Raise Refused `not_allowed` where members of staff would change what holds for all clients."""
    if client is None and not tx.scope.everything:
        raise Refused("Only an administrator can change exchange rates for all clients.", code="not_allowed")


def _usable(tx: Tx, rate: Rate) -> Rate:
    """The rate; raises Refused `currency_inactive` where one of its currencies is not in use."""
    for code in (rate.base, rate.converted):
        tx.rates.check_active(code)
    return rate
