"""Sums as the command line writes and reads them (SPEC: Sums): exact, never through a float."""

from __future__ import annotations

import re

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.text import clipped

# ISO 4217: currencies whose minor unit is not a hundredth.
_NONE = frozenset(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF",
                   "XOF", "XPF"))  # fmt: skip
_THREE = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))

_SUM = re.compile(r"[+-]?(\d*)(?:\.(\d*))?", re.ASCII)


def places(currency: str) -> int:
    """How many decimal places a currency has."""
    if currency in _NONE:
        return 0
    return 3 if currency in _THREE else 2


def amount(minor: int, currency: str) -> str:
    """A sum in minor units as a string: `12.50`, a debt as `-12.50`."""
    digits = places(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}" + (f".{rest:0{digits}}" if digits else "")


def minor_units(text: str, currency: str) -> int:
    """A sum as somebody typed it, in minor units.

    Raises WrongUsage for what is no number, and Refused `bad_sum` for one below zero, with more places than the
    currency has, or above 9,999,999,999.99.
    """
    found = _SUM.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        raise WrongUsage(f"“{clipped(text, 40)}” is no sum like 12.50.")
    digits = places(currency)
    if text.startswith("-"):
        raise Refused("A sum is not less than zero.", code="bad_sum")
    if len(found[2] or "") > digits:
        raise Refused(f"A sum in {currency} has at most {digits} decimal places.", code="bad_sum")
    whole = (found[1] or "").lstrip("0")
    if len(whole) > 10:
        raise Refused("A sum is at most 9,999,999,999.99.", code="bad_sum")
    return int((whole or "0") + (found[2] or "").ljust(digits, "0"))
