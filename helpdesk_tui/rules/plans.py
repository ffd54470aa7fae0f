"""Tariff plans of per-incident support, what an order of one costs and gives (IN1 to IN5; SPEC: Plans, Orders).

A plan includes a number of incidents and has a price for each order period (`rules.periods`); a value package gives
another, higher number for its own price on top. Prices are in minor units, and 0 is a price.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.incident_words import counted
from helpdesk_tui.rules.incidents import MOST_INCIDENTS
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.rules.periods import Window, parse_period, say_period, windows
from helpdesk_tui.text import clipped

_NAME = 120


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: `prices` by months (0: for life), `packages` by number of incidents."""

    name: str
    incidents: int
    prices: Mapping[int, int]
    packages: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bought:
    """What an order gives: so many incidents, for each of its months or for life, and its price in minor units."""

    number: int
    price: int


@dataclass(frozen=True, slots=True)
class Given:
    """Incidents that an order gives: in a window, or (None) for life."""

    count: int
    window: Window | None = None


def checked(plan: Plan) -> Plan:
    """The plan, if it can be one; raises Refused `bad_name`, `bad_number`, `no_period` or `bad_package`."""
    name = " ".join(plan.name.split())
    if not 1 <= len(name) <= _NAME:
        raise Refused(f"A plan's name has 1 to {_NAME} characters.", code="bad_name")
    if not 0 <= plan.incidents <= MOST_INCIDENTS:
        raise Refused(f"A plan includes 0 to {MOST_INCIDENTS:,} support incidents.", code="bad_number")
    if not plan.prices:
        raise Refused("A plan needs a price for at least one order period.", code="no_period")
    last, highest = plan.incidents, 0
    for number, price in sorted(plan.packages.items()):
        if not last < number <= MOST_INCIDENTS:
            raise Refused("A package gives more support incidents than the plan includes.", code="bad_package")
        if price < highest:
            raise Refused("A larger package is not cheaper than a smaller one.", code="bad_package")
        last, highest = number, price
    return Plan(name, plan.incidents, dict(plan.prices), dict(plan.packages))


def bought(plan: Plan, months: int, package: int | None = None) -> Bought:
    """What an order of a plan for a period gives and costs; `package` is the number of the package that was picked.

    Raises Refused `no_period` or `no_package` for what the plan does not have, with what it has.
    """
    if months not in plan.prices:
        there = ", ".join(say_period(one) for one in sorted(plan.prices))
        raise Refused(f"The plan {plan.name} has no period {say_period(months)}; it has {there}.", code="no_period")
    number = plan.incidents if package is None else package
    return Bought(number, plan.prices[months] + _on_top(plan, number))


def check_offered(plan: Plan, months: int, offered: Collection[int]) -> None:
    """Raise Refused `period_not_offered` for a period that the provider sells nothing for (IN1); none: all are sold.

    The plan keeps its price for it; what the plan does not have at all is for `bought` to say.
    """
    if not offered or months in offered or months not in plan.prices:
        return
    there = ", ".join(say_period(one) for one in sorted(plan.prices) if one in offered)
    instead = f"the plan {plan.name} can be had for {there}" if there else f"nor is another one of the plan {plan.name}"
    raise Refused(f"The period {say_period(months)} is not offered; {instead}.", code="period_not_offered")


def upgraded(plan: Plan, now: int, number: int, terms: int = 1) -> Bought:
    """What raising an order from `now` incidents to a package of `number` adds, and costs: the differences.

    A package is paid for with each term that is bought, so that its difference is for each of the `terms` that are
    raised. Raises Refused `not_raised` for no raise (*only upgrade*), `no_package` for what the plan does not have.
    """
    if number <= now:
        raise Refused(f"The order has {counted(now)}; the number can only be raised.", code="not_raised")
    price = _on_top(plan, number) - (_on_top(plan, now) if now in plan.packages else 0)
    return Bought(number - now, max(price, 0) * terms)


def given(number: int, months: int, first: date, numbers: range, day: date) -> tuple[Given, ...]:
    """The incidents that an order of so many for each of these windows gives on a day; for life all at once (IN3, IN4).

    For an order that is raised the windows are those it has: what is over gives nothing more.
    """
    if not number:
        return ()
    if not months:
        return (Given(number),)
    return tuple(Given(number, found) for found in windows(first, numbers, day))


def parse_prices(words: Iterable[str], currency: str) -> dict[int, int]:
    """Prices by months of `lifetime=50.00`, `3m=25.00`; raises WrongUsage for what is none, Refused as for both parts.

    A daily or trial period is refused with the reason (IN2).
    """
    found: dict[int, int] = {}
    for word in words:
        period, price = _parted(word, "a period and its price, like 3m=25.00")
        months = parse_period(period)
        if months in found:
            raise WrongUsage(f"The period {say_period(months)} has two prices.")
        found[months] = minor_units(price, currency)
    return found


def parse_packages(words: Iterable[str], currency: str) -> dict[int, int]:
    """Prices by number of `20=5.00`; raises WrongUsage for what is none, Refused for what is no sum."""
    found: dict[int, int] = {}
    for word in words:
        text, price = _parted(word, "a number of incidents and its price, like 20=5.00")
        number = parse_number(text)
        if number in found:
            raise WrongUsage(f"The package of {number:,} has two prices.")
        found[number] = minor_units(price, currency)
    return found


def say_prices(prices: Iterable[tuple[int, int]], currency: str) -> str:
    """Prices by months in one line, as they are typed: `lifetime=50.00, 3m=25.00`."""
    return ", ".join(f"{say_period(months)}={amount(price, currency)}" for months, price in prices)


def say_packages(packages: Iterable[tuple[int, int]], currency: str) -> str:
    """Packages in one line, as they are typed: `20=5.00, 50=12.00`."""
    return ", ".join(f"{number}={amount(price, currency)}" for number, price in packages)


def parse_number(text: str) -> int:
    """A number of incidents as somebody typed it; raises WrongUsage, and Refused `bad_number` beyond what can be."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        raise WrongUsage(f"“{clipped(digits, 40)}” is no number of support incidents.")
    if len(digits.lstrip("0")) > len(str(MOST_INCIDENTS)):
        raise Refused(f"A number of support incidents is at most {MOST_INCIDENTS:,}.", code="bad_number")
    return int(digits)


def _parted(word: str, what: str) -> tuple[str, str]:
    name, sign, price = word.partition("=")
    if not sign:
        raise WrongUsage(f"“{clipped(word, 40)}” is not {what}.")
    return name.strip(), price.strip()


def _on_top(plan: Plan, number: int) -> int:
    if number == plan.incidents:
        return 0
    if number not in plan.packages:
        there = ", ".join(f"{one:,}" for one in (plan.incidents, *sorted(plan.packages)))
        raise Refused(f"The plan {plan.name} has no {number:,} support incidents; it has {there}.", code="no_package")
    return plan.packages[number]
