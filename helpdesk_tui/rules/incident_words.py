"""Support incidents in words: what a ticket took or gave back, and what is left (IN10, IN13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
    parts, pool = [], max(before.pool, 0)
    for move in moves:
        if move.lot is not None:
            parts.append((-move.amount, f"until {day(move.lot.ends)}"))
            continue
        lifetime = min(pool, -move.amount)
        parts += [(lifetime, "lifetime"), (-move.amount - lifetime, "on credit")]
    return f"{counted(-sum(move.amount for move in moves))}: {_added(parts)}"


def given_back(before: Holding, moves: Sequence[Movement]) -> str:
    """`2 support incidents: 1 on credit, 1 lifetime`; of lots that have lapsed it says what came instead."""
    parts, debt = [], max(-before.pool, 0)
    for move in moves:
        if move.lot is not None:
            parts.append((move.amount, f"until {day(move.lot.ends)}"))
            continue
        credit = min(debt, move.amount)
        debt -= credit
        instead = " instead of lapsed ones" if move.kind is EntryKind.LAPSED_BACK else ""
        parts += [(credit, f"on credit{instead}"), (move.amount - credit, f"lifetime{instead}")]
    return f"{counted(sum(move.amount for move in moves))}: {_added(parts)}"


def moved(before: Holding, moves: Sequence[Movement]) -> str:
    """`takes` or `gives back`, and what of the two it is; empty where nothing moves."""
    if not moves:
        return ""
    takes = sum(move.amount for move in moves) < 0
    return f"takes {taken(before, moves)}" if takes else f"gives back {given_back(before, moves)}"


def left(there: Balance) -> str:
    """`2 until 10 May 2026, 4 lifetime`, with the credit that is used; `none` where there is nothing."""
    parts = [(one.left, f"until {day(one.lot.ends)}") for one in there.dated]
    used = f"; used on credit: {there.credit_used:,}" if there.credit_used else ""
    return (_added([*parts, (there.lifetime, "lifetime")]) or "none") + used


def _added(parts: Iterable[tuple[int, str]]) -> str:
    """So many of each, in words; those of several lots with one end are added up."""
    sums: dict[str, int] = {}
    for number, what in parts:
        if number > 0:
            sums[what] = sums.get(what, 0) + number
    return ", ".join(f"{number:,} {what}" for what, number in sums.items())
