"""The ledger of an account: entries that are never changed, chained by their hashes (IN12; RELIABILITY 21, 23, 25).

An entry moves money (minor units of the account's currency) or support incidents: those of a dated lot, or the lifetime
pool, one number that is below zero while credit is used. Entries of an account are numbered 1, 2, ...; what the account
has is their sum. Nothing here stores anything, and no entry holds text about a person.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from helpdesk_tui.errors import Refused
from helpdesk_tui.vocab import EntryKind, Unit

USING = frozenset((EntryKind.TICKET, EntryKind.TICKET_BACK, EntryKind.USAGE))
"""What changes the *usage* of lifetime incidents; others the *incident limit* (SPEC: Manual), MOVED both."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Lot:
    """Dated incidents that were given together: `count` of them, from one calendar date to another, both included."""

    id: int
    starts: date
    ends: date
    count: int

    def is_open(self, day: date) -> bool:
        """Whether its incidents can be used on this day."""
        return self.starts <= day <= self.ends

    def has_lapsed(self, day: date) -> bool:
        """Whether what is left of it has lapsed by this day."""
        return self.ends < day


@dataclass(frozen=True, slots=True)
class Movement:
    """What an entry is to move: so much of a unit, of a lot or (None) of the lifetime pool.

    `reverses` is the number of the entry of the same account that it takes back, wholly or in part.
    """

    unit: Unit
    amount: int
    kind: EntryKind
    lot: Lot | None = None
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Who moved it and for what: a cause that is used once on an account, the ticket, the document (`payment:12`)."""

    cause: str
    ticket: int | None = None
    document: str = ""
    staff: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement that was posted, `seq` on its account, at a moment; `hash` is 64 hexadecimal digits."""

    seq: int
    movement: Movement
    why: Why
    at: datetime
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the entries of an account sum up to.

    `balance` in minor units; `pool` = `given` - `used`, in incidents, `used` never below zero; `seq` and `tip` are the
    number and the hash of the last entry, `moved` is its moment.
    """

    balance: int
    pool: int
    given: int
    used: int
    seq: int
    tip: str
    moved: datetime


def opened(account: int, currency: str, at: datetime) -> Standing:
    """An account without entries. Its first hash names it, so that no entries can pass for those of another."""
    return Standing(0, 0, 0, 0, 0, _sha256(f"account {account} {currency}"), at)


def posted(before: Standing, movement: Movement, why: Why, at: datetime) -> tuple[Standing, Entry]:
    """The next entry of an account, and what the account has with it.

    Raises ValueError for a moment before that of the last entry: sums by time and by number would differ.
    """
    if at < before.moved:
        raise ValueError("an entry is never older than the one before it")
    entry = Entry(before.seq + 1, movement, why, at)
    entry = replace(entry, hash=chained(before.tip, entry))
    after = replace(before, seq=entry.seq, tip=entry.hash, moved=at)
    if movement.unit is Unit.MONEY:
        return replace(after, balance=before.balance + movement.amount), entry
    if movement.lot is not None:
        return after, entry
    pool, used = before.pool + movement.amount, _used(before, movement)
    return replace(after, pool=pool, given=pool + used, used=used), entry


def _used(before: Standing, movement: Movement) -> int:
    """The usage of lifetime incidents with a movement of the pool.

    Credit that is used moves as such: off an account it is used there no more, and with what comes it is repaid. More
    may come back than was used here, because its use has moved; that counts as given.
    """
    if movement.kind is EntryKind.MOVED:
        return max(before.used + _credit(before.pool + movement.amount) - _credit(before.pool), 0)
    return max(before.used - movement.amount, 0) if movement.kind in USING else before.used


def _credit(pool: int) -> int:
    return max(-pool, 0)


def chained(previous: str, entry: Entry) -> str:
    """The hash of an entry that follows one with the hash `previous`: SHA-256 over that and all that the entry says."""
    movement, why = entry.movement, entry.why
    lot = movement.lot and [movement.lot.id, *map(str, (movement.lot.starts, movement.lot.ends)), movement.lot.count]
    said = [
        entry.seq, movement.unit.value, movement.amount, lot, movement.kind.value, movement.reverses, why.cause,
        why.ticket, why.document, why.staff, (entry.at - _EPOCH) // _MILLISECOND,
    ]  # fmt: skip
    return _sha256(previous + json.dumps(said, separators=(",", ":")))


def can_reverse(original: int, so_far: int, more: int) -> bool:
    """Whether an entry of `original` may be followed by `more` that points at it, when `so_far` does already (rule 23).

    What is left of a payment is never below zero, and what is left of an expense never above it.
    """
    left = original + so_far + more
    return left >= 0 if original > 0 else left <= 0


def check_reversal(original: int, so_far: int, more: int) -> None:
    """Raise Refused `reversed` where `can_reverse` says no."""
    if not can_reverse(original, so_far, more):
        raise Refused("More would be taken back than there was; nothing was done.", code="reversed")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
