"""Personal discounts of a client, and which of them lowers a price (CL13; pure).

The desk has no promotions, so a personal discount stands over them by being the only one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.pricing import DISCOUNT_PLACES, check_discount, say_percent

_MOST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class Discount:
    """A percent in hundredths off, from one calendar date of the desk to another, both included.

    `plan` is the number of the only plan it is for, None for all.
    """

    percent: int
    plan: int | None = None
    starts: date | None = None
    ends: date | None = None
    comment: str = ""

    def is_in_force(self, day: date) -> bool:
        """Whether a day is one of its days."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


def checked(discount: Discount) -> Discount:
    """The discount, tidied; raises Refused `bad_percent`, `bad_period` or `too_long`."""
    check_discount(discount.percent)
    if discount.starts is not None and discount.ends is not None and discount.ends < discount.starts:
        raise Refused("A discount does not end before it starts.", code="bad_period")
    return replace(discount, comment=checked_comment(discount.comment))


def checked_comment(text: str) -> str:
    """A comment, tidied; raises Refused `too_long`."""
    comment = " ".join(text.split())
    if len(comment) > _MOST_COMMENT:
        raise Refused(f"A comment has at most {_MOST_COMMENT} characters.", code="too_long")
    return comment


def percent_off(discounts: Iterable[Discount], plan: int, day: date) -> int:
    """The percent in hundredths that is taken off a plan's price on a day; 0 for none.

    One for this plan stands over one for all, among those the highest; they do not add up.
    """
    fitting = [one for one in discounts if one.plan in (None, plan) and one.is_in_force(day)]
    return max(((one.plan is not None, one.percent) for one in fitting), default=(False, 0))[1]


def say_discount(discount: Discount, plan: str) -> str:
    """A discount in words, for the client's history; `plan` is the name of its plan, empty for all."""
    said = f"{say_percent(discount.percent, DISCOUNT_PLACES)} % on {plan or 'all plans'}"
    said += f" from {discount.starts}" if discount.starts else ""
    return said + (f" until {discount.ends}" if discount.ends else "")
