"""The directory of currencies, and exchange rates with whether they are in force today (CL13)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadCurrencies, ReadRate, ReadRates
from helpdesk_tui.rules.exchange import Rate, in_force
from helpdesk_tui.rules.money import places
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import currency_of, find_client
from helpdesk_tui.store.rooms.rates import rate_of, rates_of
from helpdesk_tui.store.tables import rates as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import CurrencyView, RateView

_currency = table(tables.Currency)
_rate = table(tables.ExchangeRate)


def currencies(asking: Asking, question: ReadCurrencies) -> tuple[CurrencyView, ...]:
    """The directory, by code."""
    own = currency_of(asking)
    rows = asking.connection.execute(select(_currency).order_by(_currency.c.code))
    return tuple(CurrencyView(row.code, places(row.code), row.active, row.code == own) for row in rows)


def exchange_rates(asking: Asking, question: ReadRates) -> tuple[RateView, ...]:
    """The rates of a client and the provider's, or the provider's alone."""
    client = find_client(asking, question.client) if question.client else None
    found = rates_of(asking.connection, client)
    ordered = sorted(found, key=lambda one: (one.client is not None, one.since, one.id), reverse=True)
    return tuple(_view(asking, one, found) for one in ordered)


def exchange_rate(asking: Asking, question: ReadRate) -> RateView:
    """One of them; raises NotFound."""
    asked = select(_rate).where(_rate.c.id == question.exchange_rate, _rate.c.deleted.is_(None))
    row = asking.connection.execute(asked).first()
    if row is None:
        raise NotFound(f"Exchange rate {question.exchange_rate}")
    return _view(asking, rate_of(row), rates_of(asking.connection, row.client))


def _view(asking: Asking, one: Rate, all_of_them: Sequence[Rate]) -> RateView:
    current = in_force(all_of_them, one.base, one.converted, day_of(asking.now, asking.zone))
    return RateView(one.id, one.client, one.base, one.converted, one.rate, one.units, one.since, one.comment,
                    current == one)  # fmt: skip
