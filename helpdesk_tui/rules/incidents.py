"""Support incidents of an account: taking, giving back, and what there is at a moment (IN8, IN10, IN11; SPEC: Taking).

Taken first are dated incidents, by earliest end, then lifetime ones, then credit: the lifetime pool below zero. A lapse
is no entry: it follows from the dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.ledger import Entry, Lot, Movement
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.vocab import EntryKind, Unit

MOST_INCIDENTS = 99_999
"""The highest number that a ticket, an order or an adjustment can have."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A lot and how many of its incidents are left."""

    lot: Lot
    left: int


@dataclass(frozen=True, slots=True)
class Holding:
    """The incidents of an account: the lifetime pool (below zero while credit is used), and every lot."""

    pool: int = 0
    dated: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account has at a moment (CLI: incident balance): `dated` are open then, `upcoming` start later.

    `past` are lots that have lapsed, and those of which nothing is left.
    """

    lifetime: int
    credit_used: int
    dated: tuple[Dated, ...]
    upcoming: tuple[Dated, ...]
    past: tuple[Dated, ...] = ()

    @property
    def total(self) -> int:
        """Lifetime and dated incidents, less the credit used."""
        return self.lifetime + sum(one.left for one in self.dated) - self.credit_used


@dataclass(frozen=True, slots=True)
class Credit:
    """*Allow extra tickets* (IN8): whether credit may be used, and down to how many incidents."""

    allowed: bool = False
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Take:
    """An entry that took incidents for a ticket: of a lot or (None) the pool; `left` were not given back yet."""

    seq: int
    lot: Lot | None
    left: int


def held(entries: Iterable[Entry]) -> Holding:
    """What these entries sum up to, a lot for each that they touch."""
    pool, left, lots = 0, defaultdict[int, int](int), dict[int, Lot]()
    for movement in (entry.movement for entry in entries):
        if movement.unit is not Unit.INCIDENT:
            continue
        if movement.lot is None:
            pool += movement.amount
        else:
            lots[movement.lot.id] = movement.lot
            left[movement.lot.id] += movement.amount
    return Holding(pool, tuple(Dated(lot, left[number]) for number, lot in sorted(lots.items())))


def held_at(entries: Iterable[Entry], moment: datetime) -> Holding:
    """What there was at a moment: the sum of the entries that were posted until then."""
    return held(entry for entry in entries if entry.at <= moment)


def balance(holding: Holding, moment: datetime, zone: tzinfo) -> Balance:
    """What can be used at a moment: lots are open on the date that the moment has in the desk's time zone."""
    day = day_of(moment, zone)
    lots = _by_end(holding.dated)
    some = [one for one in lots if one.left > 0]
    return Balance(
        max(holding.pool, 0),
        max(-holding.pool, 0),
        tuple(one for one in some if one.lot.is_open(day)),
        tuple(one for one in some if one.lot.starts > day),
        tuple(one for one in lots if one.left <= 0 or one.lot.has_lapsed(day)),
    )


def taken(holding: Holding, number: int, day: date, credit: Credit) -> tuple[Movement, ...]:
    """The movements that take so many incidents on a day, one for each lot and one for the pool.

    Raises Refused `no_incidents` where dated, lifetime and allowed extra incidents do not cover them, `bad_number` for
    a number that no ticket can have.
    """
    check_number(number)
    moves, rest = [], number
    for one in _by_end(holding.dated):
        part = min(one.left, rest)
        if part > 0 and one.lot.is_open(day):
            moves.append(Movement(Unit.INCIDENT, -part, EntryKind.TICKET, one.lot))
            rest -= part
    on_credit = rest - max(holding.pool, 0)
    if on_credit > 0 and not _allowed(credit, max(-holding.pool, 0) + on_credit):
        raise _uncovered(number, number - on_credit, credit)
    if rest:
        moves.append(Movement(Unit.INCIDENT, -rest, EntryKind.TICKET))
    return tuple(moves)


def given_back(holding: Holding, takes: Sequence[Take], number: int, day: date) -> tuple[Movement, ...]:
    """The movements that give so many incidents of a ticket back on a day; each points at the entry that took them.

    Credit first, then what was taken last; a lot that has lapsed gives lifetime incidents instead. `takes` are those of
    the ticket. Raises Refused `reversed` for more than were taken.
    """
    if not 1 <= number <= sum(take.left for take in takes):
        raise Refused("More would be given back than the ticket has taken; nothing was done.", code="reversed")
    moves: list[Movement] = []
    latest = sorted(takes, key=lambda take: -take.seq)
    from_pool = [take for take in latest if take.lot is None]
    credit = min(max(-holding.pool, 0), number, sum(take.left for take in from_pool))
    back = dict(_parts(from_pool, credit))
    left = [replace(take, left=take.left - back.get(take.seq, 0)) for take in latest]
    for seq, part in _parts(left, number - credit):
        back[seq] = back.get(seq, 0) + part
    by_seq = {take.seq: take for take in takes}
    for seq, part in back.items():
        moves.append(_back(by_seq[seq], part, day))
    return tuple(moves)


def to_total(
    holding: Holding, takes: Sequence[Take], total: int, day: date, credit: Credit
) -> tuple[Movement, ...]:  # fmt: skip
    """The movements that make a ticket's *Support incidents* `total` (IN11): none where they are so already."""
    if not 0 <= total <= MOST_INCIDENTS:
        raise _bad_number()
    now = sum(take.left for take in takes)
    if total > now:
        return taken(holding, total - now, day, credit)
    return given_back(holding, takes, now - total, day) if total < now else ()


def moved(holding: Holding, moves: Iterable[Movement]) -> Holding:
    """What there is once these movements are posted; every lot that they touch is in the holding."""
    pool, left = holding.pool, {one.lot.id: one.left for one in holding.dated}
    for move in moves:
        if move.lot is None:
            pool += move.amount
        else:
            left[move.lot.id] += move.amount
    return Holding(pool, tuple(replace(one, left=left[one.lot.id]) for one in holding.dated))


def takes_of(entries: Iterable[Entry], ticket: int) -> tuple[Take, ...]:
    """The takes of a ticket that are not wholly given back, by number."""
    found: dict[int, Take] = {}
    for entry in entries:
        movement = entry.movement
        if movement.kind is EntryKind.TICKET and entry.why.ticket == ticket:
            found[entry.seq] = Take(entry.seq, movement.lot, -movement.amount)
        elif movement.unit is Unit.INCIDENT and movement.reverses in found:
            take = found[movement.reverses]
            found[take.seq] = replace(take, left=take.left - movement.amount)
    return tuple(take for take in found.values() if take.left > 0)


def whole_number(typed: str) -> int:
    """A number of incidents as it is typed, 0 for nothing; raises Refused `bad_number`."""
    said = typed.strip() or "0"
    if not (said.isascii() and said.isdecimal() and len(said) <= len(str(MOST_INCIDENTS))):
        raise Refused(f"A number of support incidents is from 0 to {MOST_INCIDENTS:,}.", code="bad_number")
    return int(said)


def check_number(number: int) -> None:
    """Raise Refused `bad_number` for what is no number of incidents to take or give."""
    if not 1 <= number <= MOST_INCIDENTS:
        raise _bad_number()


def _by_end(dated: Iterable[Dated]) -> list[Dated]:
    return sorted(dated, key=lambda one: (one.lot.ends, one.lot.id))


def _allowed(credit: Credit, debt: int) -> bool:
    return credit.allowed and debt <= credit.limit


def _parts(takes: Iterable[Take], number: int) -> Iterator[tuple[int, int]]:
    """How many each take gives, in their order, until the number is reached."""
    for take in takes:
        part = min(take.left, number)
        if part > 0:
            yield take.seq, part
            number -= part


def _back(take: Take, number: int, day: date) -> Movement:
    if take.lot is not None and take.lot.has_lapsed(day):
        return Movement(Unit.INCIDENT, number, EntryKind.LAPSED_BACK, None, take.seq)
    return Movement(Unit.INCIDENT, number, EntryKind.TICKET_BACK, take.lot, take.seq)


def _uncovered(number: int, covered: int, credit: Credit) -> Refused:
    needs = f"This needs {number:,} support incident{'s' * (number != 1)}"
    left = f"{covered:,} {'is' if covered == 1 else 'are'} left"
    if credit.allowed:
        said = f"{needs}, {left}, and the debt would pass the limit of {credit.limit:,}."
    else:
        said = f"{needs}; {left}."
    return Refused(said, code="no_incidents", left=covered)


def _bad_number() -> Refused:
    return Refused(f"A number of support incidents is from 1 to {MOST_INCIDENTS:,}.", code="bad_number")
