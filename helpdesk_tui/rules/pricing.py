"""What a purchase costs a client: the listed price, less a personal discount, plus a personal tax (CL13; pure).

Sums are minor units, a discount is a percent in hundredths, the rate of a tax one in thousandths (8.875 % is a rate
that exists). Integers only; each share is rounded half up to the minor unit, the tax on the price after the discount.
"""

from __future__ import annotations

import re

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.money import amount
from helpdesk_tui.text import clipped
from helpdesk_tui.views import Price, PurchaseView

DISCOUNT_PLACES, RATE_PLACES = 2, 3
"""How many decimal places a percent may have."""

_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d*))? ?%?", re.ASCII)


def priced(listed: int, discount: int = 0, rate: int = 0) -> Price:
    """The price of what is listed for so much, with a discount in hundredths and a rate in thousandths of a percent."""
    net = _share(listed, _full(DISCOUNT_PLACES) - discount, _full(DISCOUNT_PLACES))
    tax = _share(net, rate, _full(RATE_PLACES))
    return Price(listed, discount, net, rate, tax, net + tax)


def adds_up(price: Price) -> bool:
    """Whether a price is what its listed price, discount and rate make, each of them one that can be."""
    possible = price.listed >= 0 and price.discount in range(_full(DISCOUNT_PLACES) + 1)
    return (
        possible
        and price.rate in range(_full(RATE_PLACES) + 1)
        and price == priced(price.listed, price.discount, price.rate)
    )


def is_plain(price: Price) -> bool:
    """Whether the listed price is all there is to say."""
    return not price.discount and not price.rate


def say_paid(one: PurchaseView, currency: str) -> str:
    """The price of a purchase with its currency, and how much of it was given back since."""
    back = f", refunded {amount(one.refunded, currency)}" if one.refunded else ""
    return f"{say_price(one.price, currency)} {currency}{back}"


def say_price(price: Price, currency: str) -> str:
    """Every unit of a price: `10.00 - 10 % = 9.00 + 20 % tax 1.80 = 10.80`; the sum alone where it is plain."""
    said = amount(price.listed, currency)
    if price.discount:
        said += f" - {say_percent(price.discount, DISCOUNT_PLACES)} % = {amount(price.net, currency)}"
    if price.rate:
        rate = say_percent(price.rate, RATE_PLACES)
        said += f" + {rate} % tax {amount(price.tax, currency)} = {amount(price.total, currency)}"
    return said


def with_price(text: str, price: Price, currency: str) -> str:
    """What was bought, with its price explained behind it where there is something to explain."""
    return text if is_plain(price) else f"{text} ({say_price(price, currency)})"


def parse_discount(text: str) -> int:
    """A discount as it was typed (`10`, `12.5 %`); raises WrongUsage, and Refused `bad_percent` for what is none."""
    percent = _parsed(text, DISCOUNT_PLACES)
    check_discount(percent)
    return percent


def parse_rate(text: str) -> int:
    """The rate of a tax as it was typed (`20`, `8.875`), which may be 0; raises the same."""
    percent = _parsed(text, RATE_PLACES)
    check_rate(percent)
    return percent


def check_discount(percent: int) -> None:
    """Raise Refused `bad_percent` for hundredths of a percent that are no discount."""
    if not 0 < percent <= _full(DISCOUNT_PLACES):
        raise Refused("A discount is above 0 and at most 100 percent.", code="bad_percent")


def check_rate(percent: int) -> None:
    """Raise Refused `bad_percent` for thousandths of a percent that are no rate."""
    if not 0 <= percent <= _full(RATE_PLACES):
        raise Refused("A tax rate is 0 to 100 percent.", code="bad_percent")


def say_percent(units: int, places: int) -> str:
    """A percent in units of so many decimal places, without zeros at its end: `10`, `12.5`, `8.875`."""
    whole, rest = divmod(units, 10**places)
    return f"{whole}.{rest:0{places}}".rstrip("0") if rest else str(whole)


def _parsed(text: str, places: int) -> int:
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        raise WrongUsage(f"“{clipped(text, 40)}” is no percent like 10 or 12.5.")
    rest = (found[2] or "").rstrip("0")
    if len(rest) > places:
        raise Refused(f"This percent has at most {places} decimal places.", code="bad_percent")
    return int(found[1] + rest.ljust(places, "0"))


def _full(places: int) -> int:
    """A hundred percent."""
    return {DISCOUNT_PLACES: 100_00, RATE_PLACES: 100_000}[places]


def _share(amount_: int, part: int, whole: int) -> int:
    """`part` of `whole` parts of an amount that is not below zero, rounded half up."""
    return (2 * amount_ * part + whole) // (2 * whole)
