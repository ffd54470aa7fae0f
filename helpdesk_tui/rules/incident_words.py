"""Support incidents in words: what a ticket took or gave back, and what is left (IN10, IN13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from helpdesk_tui.rules.incidents import Balance, Holding
from helpdesk_tui.rules.ledger import Movement
from helpdesk_tui.rules.moments import MONTHS
from helpdesk_tui.rules.periods import period_words
from helpdesk_tui.vocab import EntryKind


def counted(number: int) -> str:
    """`1 support incident`, `2 support incidents`."""
    return f"{number:,} support incident{'s' * (number != 1)}"


def per_period(counts: Collection[int], months: int) -> str:
    """`10 support incidents a month for 3 months`, `10 support incidents for life`; of months that differ, both ends.

    `counts` are the numbers of the months, at least one of them; `months` is the period, 0 for life (IN4).
    """
    fewest, most = min(counts), max(counts)
    number = counted(most) if fewest == most else f"{fewest:,} to {counted(most)}"
    return f"{number}{' a month' * (months > 1)} {'for ' * (months > 0)}{period_words(months)}"


def day(when: date) -> str:
    """`10 May 2026`: a date that is kept and read later."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def taken(before: Holding, moves: Sequence[Movement]) -> str:
    """`2 support incidents: 1 until 10 May 2026, 1 on credit`, from what there was before."""
    parts, number, pool = [], 0, max(before.pool, 0)
    for move in moves:
        number -= move.amount
        if move.lot is not None:
            parts.append(f"{-move.amount:,} until {day(move.lot.ends)}")
            continue
        lifetime = min(pool, -move.amount)
        parts += [f"{lifetime:,} lifetime"] * (lifetime > 0)
        parts += [f"{-move.amount - lifetime:,} on credit"] * (-move.amount > lifetime)
    return f"{counted(number)}: {', '.join(parts)}"


def given_back(before: Holding, moves: Sequence[Movement]) -> str:
    """`2 support incidents: 1 on credit, 1 lifetime`; of lots that have lapsed it says what came instead."""
    parts, number, debt = [], 0, max(-before.pool, 0)
    for move in moves:
        number += move.amount
        if move.lot is not None:
            parts.append(f"{move.amount:,} until {day(move.lot.ends)}")
            continue
        credit = min(debt, move.amount)
        debt -= credit
        lifetime = move.amount - credit
        instead = " instead of lapsed ones" if move.kind is EntryKind.LAPSED_BACK else ""
        parts += [f"{credit:,} on credit{instead}"] * (credit > 0)
        parts += [f"{lifetime:,} lifetime{instead}"] * (lifetime > 0)
    return f"{counted(number)}: {', '.join(parts)}"


def left(there: Balance) -> str:
    """`2 until 10 May 2026, 4 lifetime`, with the credit that is used; `none` where there is nothing."""
    parts = [f"{one.left:,} until {day(one.lot.ends)}" for one in there.dated]
    parts += [f"{there.lifetime:,} lifetime"] * (there.lifetime > 0)
    used = f"; used on credit: {there.credit_used:,}" if there.credit_used else ""
    return (", ".join(parts) or "none") + used
