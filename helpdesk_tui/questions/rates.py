"""Questions about currencies and exchange rates (CL13; SPEC: Currencies)."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.questions.base import Read
from helpdesk_tui.views import CurrencyView, RateView


@dataclass(frozen=True, slots=True)
class ReadCurrencies(Read[tuple[CurrencyView, ...]]):
    """The directory of currencies, by code."""


@dataclass(frozen=True, slots=True)
class ReadRates(Read[tuple[RateView, ...]]):
    """The exchange rates of a client, the newest first, then the provider's; without one those alone.

    Raises NotFound for no client.
    """

    client: int | str = ""


@dataclass(frozen=True, slots=True)
class ReadRate(Read[RateView]):
    """One of them; raises NotFound."""

    exchange_rate: int
