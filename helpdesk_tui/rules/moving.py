"""Incidents that go from one account of a client to another one: what the provider's change of currency does.

Each movement off the one has its twin on the other, so that both together move nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from helpdesk_tui.rules.incidents import Dated, Holding, Take
from helpdesk_tui.rules.ledger import Entry, Lot, Movement
from helpdesk_tui.vocab import EntryKind, Unit

CAUSE = "moved:"
"""What the causes of both begin with; the two of a pair have the same one."""


@dataclass(frozen=True, slots=True)
class Moved:
    """So many incidents that move: of a lot or (None) lifetime ones, below zero for credit that is used."""

    number: int
    lot: Lot | None = None

    @property
    def off(self) -> Movement:
        """The entry on the account that they leave."""
        return Movement(Unit.INCIDENT, -self.number, EntryKind.MOVED, self.lot)


def pair_of(cause: str) -> tuple[int, int] | None:
    """The accounts that a pair of entries with this cause moved from and to, by number; None for another cause."""
    if not cause.startswith(CAUSE):
        return None
    old, new, *_ = cause.removeprefix(CAUSE).split(":")
    return int(old), int(new)


def everything(holding: Holding) -> tuple[Moved, ...]:
    """All that an account has: the lifetime pool, used credit too, and what is left of each lot that has not lapsed."""
    lots = [Moved(one.left, one.lot) for one in holding.dated if one.left > 0]
    return (*([Moved(holding.pool)] if holding.pool else []), *lots)


def given_back(moves: Iterable[Movement]) -> tuple[Moved, ...]:
    """What was just given back to an account that has no incidents: lifetime ones in one, each lot on its own."""
    found = tuple(moves)
    pool = sum(move.amount for move in found if move.lot is None)
    return (*([Moved(pool)] if pool else []), *(Moved(move.amount, move.lot) for move in found if move.lot is not None))


def ranked(takes: Iterable[tuple[int, Take]]) -> tuple[Take, ...]:
    """Takes on several accounts, the earliest first, with their place as number: what is given back points at that."""
    return tuple(replace(take, seq=place) for place, (_, take) in enumerate(takes))


def widened(holding: Holding, takes: Iterable[Take]) -> Holding:
    """The holding with the lots of earlier accounts that these takes are of; nothing is left of them."""
    known = {one.lot.id for one in holding.dated}
    more = {take.lot.id: Dated(take.lot, 0) for take in takes if take.lot is not None and take.lot.id not in known}
    return Holding(holding.pool, (*holding.dated, *more.values()))


def unpaired(entries: Iterable[tuple[int, Entry]]) -> tuple[tuple[int, str], ...]:
    """Accounts with an entry of this kind whose twin on another account is not there, and its cause."""
    sums: dict[str, int] = {}
    where: dict[str, int] = {}
    for account, entry in entries:
        cause = entry.why.cause
        sums[cause] = sums.get(cause, 0) + entry.movement.amount
        where[cause] = account
    return tuple((where[cause], cause) for cause, sum_ in sums.items() if sum_)
