"""Which payments cover which expenses (CL12, CL13): the oldest payment covers what was charged first.

It follows from what is Paid and what was charged, and is not stored: whatever is edited or deleted, it is consistent
with it. Money that was withdrawn covers no expense; it stands among the charges in its order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A payment, or a charge (an expense or a withdrawal): its document (`expense:9`), minor units, and when it was."""

    document: str
    amount: int
    at: datetime
    order: int = 0
    """What tells two of one moment apart: its number."""


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a payment covers so much of a charge, in minor units."""

    payment: str
    charge: str
    amount: int


def allocated(paid: Iterable[Part], charged: Iterable[Part]) -> tuple[Share, ...]:
    """Every share, in order of time. What is left on either side covers nothing, or is not covered yet."""
    charges = deque((one.document, one.amount) for one in _in_order(charged))
    shares: list[Share] = []
    for payment in _in_order(paid):
        rest = payment.amount
        while rest > 0 and charges:
            charge, open_ = charges.popleft()
            part = min(rest, open_)
            if part > 0:
                shares.append(Share(payment.document, charge, part))
            if open_ > part:
                charges.appendleft((charge, open_ - part))
            rest -= part
    return tuple(shares)


def without(parts: Iterable[Part], taken: Mapping[str, int]) -> list[Part]:
    """What is left of payments or charges of which so much is `taken`, by their documents."""
    return [replace(one, amount=max(one.amount - taken.get(one.document, 0), 0)) for one in parts]


def of_payment(shares: Iterable[Share], payment: str) -> tuple[Share, ...]:
    """The breakdown of a payment by expense (CL12)."""
    return tuple(share for share in shares if share.payment == payment)


def of_charge(shares: Iterable[Share], charge: str) -> tuple[Share, ...]:
    """The payments that an expense is allocated to (CL13)."""
    return tuple(share for share in shares if share.charge == charge)


def _in_order(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda one: (one.at, one.order))
