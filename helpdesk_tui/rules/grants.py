"""Incidents that are added automatically (IN6, IN7; SPEC: Automatic incidents). They are lifetime ones.

A client's registration, first payment and first charge give a number each, once; funds give a number for every full
amount that was paid in. What a payment gave goes when it is put back to *New*, even if that leaves less than none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from helpdesk_tui.rules.ledger import Movement
from helpdesk_tui.vocab import EntryKind, Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """The provider's settings: numbers of incidents, `amount` in minor units. 0 is off."""

    registration: int = 0
    first_payment: int = 0
    first_charge: int = 0
    per_funds: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that is Paid: minor units, since when, and the terms for funds that were in force when it became so."""

    id: int
    amount: int
    paid_at: datetime
    per_funds: int = 0
    funds_amount: int = 0


def due_for_funds(payments: Iterable[Paid]) -> int:
    """How many incidents payments give for the funds they added, if all of them became Paid one after the other.

    What is left of an amount is carried to the next payment. One for which no terms were in force counts nothing and
    leaves what was carried as it is.
    """
    return _counted(_in_order(payments))


def for_funds(payments: Iterable[Paid], new: Paid) -> Movement | None:
    """The entry for a payment that became Paid, the last of these; None for nothing.

    It is what the payment gives by itself: what went with a payment that was put back does not come again with another.
    """
    others = _in_order(one for one in payments if one.id != new.id)
    return _given(_counted([*others, *_in_order([new])]) - _counted(others), EntryKind.FUNDS)


def funds_back(payments: Iterable[Paid], gone: Paid, posted: int) -> Movement | None:
    """The entry for a payment, one of these, that is New again; `posted`: what was posted for funds so far.

    The payments that are left give what they would without it, and never more than before: what counted under its terms
    is counted anew under those, and what it had carried to payments under other terms stays as it was or goes.
    """
    there = _in_order(payments)
    after = min(posted - _own(there, gone), due_for_funds(one for one in there if one.id != gone.id))
    return _given(min(max(after, 0) - posted, 0), EntryKind.FUNDS)


def _in_order(payments: Iterable[Paid]) -> list[Paid]:
    """As they became Paid, without those for which no terms were in force."""
    there = [one for one in payments if one.per_funds > 0 and one.funds_amount > 0]
    return sorted(there, key=lambda one: (one.paid_at, one.id))


def _counted(payments: Iterable[Paid], rest: int = 0) -> int:
    """What payments give in this order; `rest` is carried to the first one."""
    due = 0
    for one in payments:
        full, rest = divmod(rest + one.amount, one.funds_amount)
        due += full * one.per_funds
    return due


def _own(payments: Iterable[Paid], gone: Paid) -> int:
    """What a payment makes of what it and those beside it under the same terms give, with what was carried to them."""
    rest = 0
    for _, run in groupby(payments, key=lambda one: (one.per_funds, one.funds_amount)):
        same = list(run)
        if gone in same:
            return _counted(same, rest) - _counted((one for one in same if one != gone), rest)
        rest = (rest + sum(one.amount for one in same)) % same[0].funds_amount
    return 0


def for_first_payment(terms: Terms, *, held: bool) -> Movement | None:
    """The entry for a payment that became Paid: only while none holds the first payment's incidents."""
    return None if held else _given(terms.first_payment, EntryKind.FIRST_PAYMENT)


def first_payment_back(seq: int, amount: int) -> Movement:
    """The entry that takes the first payment's incidents, posted as entry `seq`, away again."""
    return Movement(Unit.INCIDENT, -amount, EntryKind.FIRST_PAYMENT, None, seq)


def for_first_charge(terms: Terms, *, charged: bool) -> Movement | None:
    """The entry for a new expense: only for the first of any kind; `charged`: there was one before, deleted or not."""
    return None if charged else _given(terms.first_charge, EntryKind.FIRST_CHARGE)


def for_registration(terms: Terms) -> Movement | None:
    """The entry for a client that was created or connected to the provider for the first time."""
    return _given(terms.registration, EntryKind.REGISTRATION)


def _given(number: int, kind: EntryKind) -> Movement | None:
    return Movement(Unit.INCIDENT, number, kind) if number else None
