"""Exchange rates (CL13): `units` of the base currency are worth `rate` of the converted one, from a date on.

1 USD = 0.92 EUR has the base USD, the converted currency EUR, the rate 0.92 and 1 unit. All of it is exact: fractions,
rounded once, half up, to the minor unit. Nothing here is a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from helpdesk_tui.errors import DeskError, Refused, WrongUsage
from helpdesk_tui.rules.currencies import checked_code
from helpdesk_tui.rules.money import amount, most, places, too_high
from helpdesk_tui.text import clipped, one_line
from helpdesk_tui.views import PlanPriceView

MOST_UNITS = 1_000_000
_PLACES = 10
_WHOLE = 8
_COMMENT = 200
_RATE = re.compile(r"(\d*)(?:\.(\d*))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rate:
    """An exchange rate; `rate` is an exact decimal as text, `client` whose it is (None: the provider's, for all).

    `id` grows with time: of two from the same date the one that was added last is in force.
    """

    base: str
    converted: str
    rate: str
    units: int = 1
    since: date = date.min
    comment: str = ""
    client: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class PlanPrice:
    """What a price was before it was converted: minor units of its own currency, and the rate that was used."""

    price: int
    currency: str
    rate: Rate


def checked(rate: Rate) -> Rate:
    """The rate, if it can be; raises Refused `bad_currency`, `same_currency`, `bad_rate`, `bad_number`, `too_long`."""
    base, converted = checked_code(rate.base), checked_code(rate.converted)
    if base == converted:
        raise Refused("An exchange rate is between two currencies.", code="same_currency")
    if not 1 <= rate.units <= MOST_UNITS:
        raise Refused(f"A rate is for 1 to {MOST_UNITS:,} units.", code="bad_number")
    comment = one_line(rate.comment)
    if len(comment) > _COMMENT:
        raise Refused(f"A comment has at most {_COMMENT} characters.", code="too_long")
    return Rate(base, converted, parse_rate(rate.rate), rate.units, rate.since, comment, rate.client, rate.id)


def parse_rate(text: str) -> str:
    """A rate as somebody typed it, without zeros that say nothing: `0.92`.

    Raises WrongUsage for what is no number, Refused `bad_rate` for 0, more than 10 decimal places or 8 digits before.
    """
    found = _RATE.fullmatch(text.strip())
    if found is None or not (found[1] or found[2]):
        raise WrongUsage(f"“{clipped(text, 40)}” is no rate like 0.92.")
    whole, rest = found[1].lstrip("0") or "0", (found[2] or "").rstrip("0")
    if len(whole) > _WHOLE or len(rest) > _PLACES:
        raise Refused(f"A rate has at most {_WHOLE} digits and {_PLACES} decimal places.", code="bad_rate")
    if whole == "0" and not rest:
        raise Refused("A rate has to be greater than zero.", code="bad_rate")
    return f"{whole}.{rest}" if rest else whole


def parse_units(text: str) -> int:
    """A number of units as somebody typed it; raises WrongUsage, and Refused `bad_number` beyond what can be."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        raise WrongUsage(f"“{clipped(digits, 40)}” is no number of units.")
    units = int(digits) if len(digits.lstrip("0")) <= len(str(MOST_UNITS)) else 0
    if not 1 <= units <= MOST_UNITS:
        raise Refused(f"A rate is for 1 to {MOST_UNITS:,} units.", code="bad_number")
    return units


def in_force(rates: Iterable[Rate], source: str, target: str, day: date) -> Rate | None:
    """The rate by which a sum of `source` becomes one of `target` on a day; None where there is none.

    A client's own stands over the provider's; of each the one for this direction over its inverse; then the latest
    date that is not after the day, then the one that was added last.
    """
    pairs = ((source, target), (target, source))
    fitting = [one for one in rates if (one.base, one.converted) in pairs and one.since <= day]
    return max(fitting, key=lambda one: (one.client is not None, one.base == source, one.since, one.id), default=None)


def converted(minor: int, source: str, target: str, rate: Rate) -> int:
    """A sum of minor units in another currency, half up to its minor unit; raises Refused `bad_sum` above the highest.

    `rate` is for these two currencies, either way round.
    """
    worth = Fraction(rate.rate) / rate.units
    factor = worth if rate.base == source else 1 / worth
    exact = minor * factor * Fraction(10) ** (places(target) - places(source))
    found = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    if found > most(target):
        raise too_high(target)
    return found


def is_made_of(price: int, currency: str, told: PlanPrice) -> bool:
    """Whether a price in a currency is what another one became by the rate that was used, and that rate can be."""
    try:
        rate = checked(told.rate)
        made = converted(told.price, told.currency, currency, rate)
    except DeskError:
        return False
    return {rate.base, rate.converted} == {told.currency, currency} and made == price


def into(minor: int, source: str, target: str, rates: Iterable[Rate], day: date) -> tuple[int, Rate]:
    """A sum in another currency on a day, and the rate; raises Refused `no_rate` with the rate that has to be added."""
    rate = in_force(rates, source, target, day)
    if rate is None:
        raise Refused(
            f"There is no exchange rate from {source} to {target} for {day}: add one, for the client or for all "
            f"(rate add --base {source} --to {target} --rate ...).", code="no_rate",
        )  # fmt: skip
    return converted(minor, source, target, rate), rate


def say_rate(rate: Rate) -> str:
    """A rate in words: `1 USD = 0.92 EUR`."""
    return f"{rate.units} {rate.base} = {rate.rate} {rate.converted}"


def say_plan_price(found: PlanPrice) -> str:
    """The price that was listed, and how it was converted: `25.00 USD at 1 USD = 0.92 EUR of 2026-04-11`."""
    return f"{amount(found.price, found.currency)} {found.currency} at {say_rate(found.rate)} of {found.rate.since}"


def plan_price_words(view: PlanPriceView) -> str:
    """The same of a read model."""
    rate = Rate(view.base, view.converted, view.rate, view.units, view.since)
    return say_plan_price(PlanPrice(view.price, view.currency, rate))
