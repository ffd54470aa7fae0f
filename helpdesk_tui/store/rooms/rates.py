"""The directory of currencies and the exchange rates in a write transaction (CL13; SPEC: Currencies)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.currencies import not_active
from helpdesk_tui.rules.exchange import Rate
from helpdesk_tui.store.tables import rates as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_currency = table(tables.Currency)
_rate = table(tables.ExchangeRate)


class Rates:
    """Finds, adds and changes them; what is changed of a client's rates is in the client's history."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def currency(self, code: str) -> bool | None:
        """Whether a currency is active; None for one that the desk does not know."""
        asked = select(_currency.c.active).where(_currency.c.code == code)
        found: bool | None = self._tx.connection.execute(asked).scalar()
        return found

    def check_active(self, code: str) -> None:
        """Raise Refused `currency_inactive` for a currency that is not in use."""
        active = self.currency(code)
        if not active:
            raise not_active(code, known=active is not None)

    def add_currency(self, code: str) -> None:
        """Let the desk know a currency."""
        self._tx.connection.execute(insert(_currency).values(code=code, active=True))
        self._tx.record(f"currency {code}", "", "active")

    def switch_currency(self, code: str, *, active: bool) -> None:
        """Switch one on or off."""
        self._tx.connection.execute(update(_currency).where(_currency.c.code == code).values(active=active))
        words = ("active", "off")
        self._tx.record(f"currency {code}", words[active], words[not active])

    def rate(self, number: int) -> Rate:
        """A rate; raises NotFound."""
        asked = select(_rate).where(_rate.c.id == number, _rate.c.deleted.is_(None)).with_for_update()
        row = self._tx.connection.execute(asked).first()
        if row is None:
            raise NotFound(f"Exchange rate {number}")
        return rate_of(row)

    def add(self, rate: Rate) -> int:
        """Store one; its number."""
        values = {**_values(rate), "client": rate.client, "at": self._tx.now}
        number: int = self._tx.connection.execute(insert(_rate).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("rate", "", said(rate), client=rate.client)
        return number

    def change(self, before: Rate, after: Rate) -> None:
        """Store what is otherwise."""
        if after != before:
            self._tx.connection.execute(update(_rate).where(_rate.c.id == before.id).values(_values(after)))
            self._tx.record(f"rate {before.id}", said(before), said(after), client=before.client)

    def retire(self, rate: Rate) -> None:
        """Mark one as deleted."""
        self._tx.connection.execute(update(_rate).where(_rate.c.id == rate.id).values(deleted=self._tx.now))
        self._tx.record("rate", said(rate), "", client=rate.client)

    def of(self, client: int | None) -> tuple[Rate, ...]:
        """The rates that a client's prices are converted by: their own and the provider's."""
        return rates_of(self._tx.connection, client)

    def leave(self, client: int) -> None:
        """A client is deleted: theirs go with them."""
        self._tx.connection.execute(delete(_rate).where(_rate.c.client == client))


def rates_of(connection: Connection, client: int | None) -> tuple[Rate, ...]:
    """The rates of a client and the provider's; None: the provider's alone."""
    mine = _rate.c.client.is_(None) if client is None else or_(_rate.c.client.is_(None), _rate.c.client == client)
    asked = select(_rate).where(mine, _rate.c.deleted.is_(None)).order_by(_rate.c.id)
    return tuple(rate_of(row) for row in connection.execute(asked))


def rate_of(row: Any) -> Rate:
    """A rate from its row."""
    return Rate(row.base, row.converted, row.rate, row.units, row.since, row.comment, row.client, row.id)


def said(rate: Rate) -> str:
    """A rate as the history tells it."""
    comment = f" ({rate.comment})" if rate.comment else ""
    return f"{rate.units} {rate.base} = {rate.rate} {rate.converted} from {rate.since}{comment}"


def _values(rate: Rate) -> dict[str, Any]:
    return {"base": rate.base, "converted": rate.converted, "rate": rate.rate, "units": rate.units,
            "since": rate.since, "comment": rate.comment}  # fmt: skip
