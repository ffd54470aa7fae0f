"""Personal tax rules of a client, and which of them a price is taxed by (CL13; pure).

A rule begins and ends by the clocks of its own time zone: the local times are what is kept, so that they stay what was
typed if the zone's offset is changed by law. A time that the clocks show twice is the first one for a beginning and the
second one for an end; one that they skip is counted on from before the gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from helpdesk_tui.config.values import zone_name
from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.discounts import checked_comment
from helpdesk_tui.rules.pricing import RATE_PLACES, check_rate, say_percent
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import ProductType

_WALL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?", re.ASCII)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class TaxRule:
    """A rate as a percent in thousandths, from `starts` to the end of the second `ends`, local times of `zone`.

    `products` are the product types it is for, none for all.
    """

    rate: int
    zone: str
    starts: datetime
    ends: datetime | None = None
    products: tuple[ProductType, ...] = ()
    comment: str = ""

    def begins(self) -> datetime:
        """The moment it begins; raises Refused `bad_zone` where the zone is not known here."""
        return self.starts.replace(tzinfo=zone_of(self.zone))

    def is_in_force(self, moment: datetime) -> bool:
        """Whether it is, at a moment; raises the same."""
        if moment < self.begins():
            return False
        return self.ends is None or moment - self.ends.replace(tzinfo=zone_of(self.zone), fold=1) < _SECOND


def checked(rule: TaxRule) -> TaxRule:
    """The rule, tidied; raises Refused `bad_percent`, `bad_zone`, `bad_period` or `too_long`."""
    check_rate(rule.rate)
    zone = rule.zone.strip()
    found = zone_of(zone)
    if rule.ends is not None and rule.ends.replace(tzinfo=found, fold=1) < rule.starts.replace(tzinfo=found):
        raise Refused("A tax rule does not end before it starts.", code="bad_period")
    products = tuple(one for one in ProductType if one in rule.products)
    return replace(rule, zone=zone, products=products, comment=checked_comment(rule.comment))


def rate_of(rules: Iterable[TaxRule], product: ProductType, moment: datetime) -> int:
    """The rate in thousandths of a percent that a product is taxed at, at a moment; 0 for none.

    `rules` as they were added. One for this product type stands over one for all, among those the one that started
    last, and then the one that was added last. Raises Refused `bad_zone` where a zone is not known here.
    """
    fitting = [one for one in rules if (not one.products or product in one.products) and one.is_in_force(moment)]
    return max(
        ((bool(one.products), one.begins(), place, one.rate) for place, one in enumerate(fitting)),
        default=(False, moment, 0, 0),
    )[3]


def zone_of(name: str) -> tzinfo:
    """A time zone by its IANA name; raises Refused `bad_zone`."""
    from zoneinfo import ZoneInfo

    try:
        return UTC if zone_name(name) == "UTC" else ZoneInfo(name)
    except ValueError as wrong:
        end = "" if str(wrong).endswith("?") else "."
        raise Refused(f"The time zone “{clipped(name, 40)}” {wrong}{end}", code="bad_zone") from None


def say_rule(rule: TaxRule) -> str:
    """A rule in words, for the client's history."""
    said = f"{say_percent(rule.rate, RATE_PLACES)} % from {say_wall(rule.starts)}"
    said += f" until {say_wall(rule.ends)}" if rule.ends else ""
    return f"{said} {rule.zone}" + (f" on {', '.join(rule.products)}" if rule.products else "")


def parse_wall(text: str) -> datetime | None:
    """A local time as it was typed (`2026-01-01 00:00:00`, seconds optional), None for nothing; raises WrongUsage."""
    words = text.strip()
    if not words:
        return None
    try:
        return datetime.fromisoformat(words) if _WALL.fullmatch(words) else _no_time(words)
    except ValueError:
        return _no_time(words)


def say_wall(local: datetime | None) -> str:
    """A local time as it is typed; empty for none."""
    return "" if local is None else local.isoformat(" ", "seconds")


def _no_time(words: str) -> datetime:
    raise WrongUsage(f"“{clipped(words, 40)}” is no time like 2026-01-01 00:00:00.") from None
