"""Whether the entries of an account are the ones that were posted, and sum up to what it keeps (rule 25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields

from helpdesk_tui.rules.ledger import Entry, Lot, Standing, can_reverse, chained, posted
from helpdesk_tui.rules.money import amount
from helpdesk_tui.vocab import Unit

_SUMS = ("balance", "pool", "given", "used")


def faults(
    begun: Standing, entries: Iterable[Entry], kept: Standing, lots: Mapping[int, Lot], currency: str
) -> list[str]:  # fmt: skip
    """What is wrong with an account, a short sentence each; empty when nothing is.

    `begun` is the account without entries, `entries` are all of them by their numbers, `kept` is what the account's row
    says, `lots` are all of its lots, its balance is in `currency`. Only the first break of the chain is told: what
    follows it hangs on it.
    """
    check = _Check(begun, lots)
    for entry in entries:
        check.add(entry)
        if check.broken:
            return check.found
    return check.found + check.ended(kept, currency)


class _Check:
    """Goes through the entries once and keeps what it needs of them."""

    def __init__(self, begun: Standing, lots: Mapping[int, Lot]) -> None:
        self.standing = begun
        self.found: list[str] = []
        self.broken = False
        self._lots = lots
        self._left: dict[int, int] = defaultdict(int)
        self._given: dict[int, int] = defaultdict(int)
        self._amounts: dict[int, Entry] = {}
        self._reversed: dict[int, int] = defaultdict(int)
        self._causes: set[str] = set()

    def add(self, entry: Entry) -> None:
        """The next entry."""
        if entry.seq != self.standing.seq + 1:
            self._break(f"entry {self.standing.seq + 1} is missing")
        elif entry.hash != chained(self.standing.tip, entry):
            self._break(f"entry {entry.seq} is not what was posted")
        elif entry.at < self.standing.moved:
            self._break(f"entry {entry.seq} is older than the one before it")
        if self.broken:
            return
        self._reversal(entry)
        self._lot(entry)
        if entry.why.cause in self._causes:
            self.found.append(f"entry {entry.seq} has the cause of an earlier one")
        self._causes.add(entry.why.cause)
        self._amounts[entry.seq] = entry
        self.standing, _ = posted(self.standing, entry.movement, entry.why, entry.at)

    def ended(self, kept: Standing, currency: str) -> list[str]:
        """What the account's row and its lots say otherwise than the entries."""
        found = []
        if (kept.seq, kept.tip) != (self.standing.seq, self.standing.tip):
            found.append(f"the last entry should be {kept.seq} and is {self.standing.seq}")
        for name in (field.name for field in fields(Standing) if field.name in _SUMS):
            says, is_ = getattr(kept, name), getattr(self.standing, name)
            if says != is_:
                told, summed = (_said(name, number, currency) for number in (says, is_))
                found.append(f"{name} says {told} and the entries sum up to {summed}")
        for number, lot in self._lots.items():
            if self._given[number] != lot.count:
                found.append(f"lot {number} has {lot.count:,} and was given {self._given[number]:,}")
        return found

    def _break(self, said: str) -> None:
        self.found.append(said)
        self.broken = True

    def _reversal(self, entry: Entry) -> None:
        movement = entry.movement
        if movement.reverses is None:
            return
        original = self._amounts.get(movement.reverses)
        if original is None or original.movement.unit is not movement.unit:
            self.found.append(f"entry {entry.seq} takes back what is not there")
            return
        so_far = self._reversed[movement.reverses]
        if not can_reverse(original.movement.amount, so_far, movement.amount):
            self.found.append(f"entry {entry.seq} takes back more than entry {movement.reverses} moved")
        self._reversed[movement.reverses] = so_far + movement.amount

    def _lot(self, entry: Entry) -> None:
        movement = entry.movement
        if movement.lot is None or movement.unit is not Unit.INCIDENT:
            return
        number = movement.lot.id
        if number not in self._lots:
            self.found.append(f"entry {entry.seq} is of lot {number}, which is not there")
        if movement.reverses is None and movement.amount > 0:
            self._given[number] += movement.amount
        self._left[number] += movement.amount
        if self._left[number] < 0:
            self.found.append(f"entry {entry.seq} takes more than lot {number} has")


def _said(name: str, number: int, currency: str) -> str:
    """The balance as a sum of money, anything else as a number of incidents."""
    return f"{amount(number, currency)} {currency}" if name == "balance" else f"{number:,}"
