"""Sums of money (SPEC: Sums): exact, in minor units of a currency, never through a float."""

from __future__ import annotations

import re

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.text import clipped

# ISO 4217: currencies whose minor unit is not a hundredth.
_NONE = frozenset(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
                   "XAF", "XOF", "XPF"))  # fmt: skip
_THREE = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
_FOUR = frozenset(("CLF", "UYW"))

_SUM = re.compile(r"(-?)(\d*)(?:\.(\d*))?", re.ASCII)
_MOST_HUNDREDTHS = 999_999_999_999
"""9,999,999,999.99, the highest sum in any currency."""


def places(currency: str) -> int:
    """How many decimal places a currency has."""
    if currency in _NONE:
        return 0
    if currency in _FOUR:
        return 4
    return 3 if currency in _THREE else 2


def most(currency: str) -> int:
    """The highest sum, in minor units: 9,999,999,999.99 as far as the currency can say it."""
    units: int = 10 ** places(currency)
    return _MOST_HUNDREDTHS * units // 100


def amount(minor: int, currency: str) -> str:
    """A sum in minor units as a string: `12.50`, a debt as `-12.50`."""
    digits = places(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}" + (f".{rest:0{digits}}" if digits else "")


def minor_units(text: str, currency: str) -> int:
    """A sum as somebody typed it, in minor units; it may be 0, as prices, costs and limits may.

    ASCII digits and an optional point; space around them says nothing. Raises WrongUsage for what is no number, and
    Refused `bad_sum` for one below zero, with more places than the currency has, or above 9,999,999,999.99.
    """
    found = _SUM.fullmatch(text.strip())
    if found is None or not (found[2] or found[3]):
        raise WrongUsage(f"“{clipped(text, 40)}” is no sum like 12.50.")
    digits = places(currency)
    if found[1]:
        raise _below_zero()
    if len(found[3] or "") > digits:
        raise Refused(f"A sum in {currency} has at most {digits} decimal places.", code="bad_sum")
    whole = found[2].lstrip("0")
    # The length first: a number of thousands of digits is not even read.
    minor = int((whole or "0") + (found[3] or "").ljust(digits, "0")) if len(whole) <= 10 else None
    return checked(minor, currency, zero=True)


def positive_units(text: str, currency: str) -> int:
    """The same for a fee, a payment or a new expense, which is greater than zero; Refused `bad_sum` for 0."""
    return checked(minor_units(text, currency), currency)


def checked(minor: int | None, currency: str, *, zero: bool = False) -> int:
    """A sum in minor units that came from somewhere, in range; None stands for one that was too long to be read.

    Raises Refused `bad_sum` for one below zero or too high, and for 0 unless it may be `zero`.
    """
    if minor is None or minor > most(currency):
        raise too_high(currency)
    if minor < 0:
        raise _below_zero()
    if minor == 0 and not zero:
        raise Refused("This sum has to be greater than zero.", code="bad_sum")
    return minor


def too_high(currency: str) -> Refused:
    """The refusal of a sum that is above the highest, which it names in the places of the currency."""
    whole, point, rest = amount(most(currency), currency).partition(".")
    return Refused(f"A sum in {currency} has to be at most {int(whole):,}{point}{rest}.", code="bad_sum")


def _below_zero() -> Refused:
    return Refused("A sum has to be zero or more.", code="bad_sum")
