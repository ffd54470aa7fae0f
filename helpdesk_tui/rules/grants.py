"""Incidents that are added automatically (IN6, IN7; SPEC: Automatic incidents). They are lifetime ones.

A client's registration, first payment and first charge give a number each, once; funds give a number for every full
amount that was paid in. What a payment gave goes when it is put back to *New*, even if that leaves less than none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    """How many incidents all payments that are Paid give for the funds they added.

    What is left of an amount is carried to the next payment. One for which no terms were in force counts nothing and
    leaves what was carried as it is.
    """
    due, rest = 0, 0
    for payment in sorted(payments, key=lambda one: (one.paid_at, one.id)):
        if payment.per_funds > 0 and payment.funds_amount > 0:
            full, rest = divmod(rest + payment.amount, payment.funds_amount)
            due += full * payment.per_funds
    return due


def for_funds(payments: Iterable[Paid], posted: int) -> Movement | None:
    """The entry after a payment changed: what is due now less what was posted for funds so far; None for nothing."""
    return _given(due_for_funds(payments) - posted, EntryKind.FUNDS)


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
