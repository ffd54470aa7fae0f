"""Entries that are chained and summed, and what is found when somebody changed one (IN12; RELIABILITY 21, 23, 25)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import billing
from helpdesk_tui.rules.incidents import Credit, given_back, taken
from helpdesk_tui.rules.ledger import Entry, Movement, Why, can_reverse, chained, check_reversal, opened, posted
from helpdesk_tui.rules.ledger_check import faults
from helpdesk_tui.vocab import EntryKind, Unit
from tests.rules.books import Book
from tests.rules.people import NINE


def movement(amount: int, **more: Any) -> Movement:
    return Movement(Unit.MONEY, amount, EntryKind.PAYMENT, **more)


@pytest.fixture
def book() -> Book:
    """Money in and out, and incidents of a lot and of the pool, some of them given back."""
    made = Book()
    made.post(billing.paid(50_00), cause="payment:1:paid:1")
    made.post(billing.charged(12_50), cause="expense:1")
    made.post(billing.changed(2, 12_50, 10_00), cause="expense:1:edit:1")
    made.give(2)
    made.give_lot(3, date(2026, 4, 11), date(2026, 5, 10))
    made.post(*taken(made.holding, 3, made.day, Credit()), ticket=7)
    made.forward(hours=1)
    made.post(*taken(made.holding, 1, made.day, Credit()), ticket=8)
    made.post(*given_back(made.holding, made.takes(7), 1, made.day), ticket=7)
    return made


def test_the_balance_is_the_sum_of_the_entries(book: Book) -> None:
    """IN12."""
    standing = book.standing
    assert (standing.balance, standing.pool, standing.given, standing.used) == (40_00, 1, 2, 1)
    assert (standing.seq, book.left, standing.tip) == (8, (1, 1), book.entries[-1].hash)
    assert [entry.seq for entry in book.entries] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_sound_account_has_no_faults(book: Book) -> None:
    assert faults(book.begun, book.entries, book.standing, book.lots, "EUR") == []
    assert faults(Book().begun, [], Book().standing, {}, "EUR") == []


def test_a_hash_is_what_it_always_was() -> None:
    """Rule 25: entries of older versions have to be verified by newer ones, so nothing of the form may change."""
    lot = Book().give_lot(3, date(2026, 4, 11), date(2026, 5, 10))
    why = Why("order:3:0", 7, "order:3", 2)
    entry = Entry(1, Movement(Unit.INCIDENT, 3, EntryKind.PURCHASE, lot), why, NINE)
    said = '[1,"incident",3,[1,"2026-04-11","2026-05-10",3],"purchase",null,"order:3:0",7,"order:3",2,1775898000000]'
    assert chained("abc", entry) == hashlib.sha256(f"abc{said}".encode()).hexdigest()
    assert opened(1, "EUR", NINE).tip == hashlib.sha256(b"account 1 EUR").hexdigest()


CHANGES: dict[str, Callable[[Entry], Entry]] = {
    "amount": lambda e: replace(e, movement=replace(e.movement, amount=e.movement.amount + 1)),
    "unit": lambda e: replace(e, movement=replace(e.movement, unit=Unit.INCIDENT)),
    "kind": lambda e: replace(e, movement=replace(e.movement, kind=EntryKind.FUNDS)),
    "reverses": lambda e: replace(e, movement=replace(e.movement, reverses=1)),
    "cause": lambda e: replace(e, why=replace(e.why, cause="expense:2")),
    "ticket": lambda e: replace(e, why=replace(e.why, ticket=9)),
    "document": lambda e: replace(e, why=replace(e.why, document="expense:2")),
    "who": lambda e: replace(e, why=replace(e.why, staff=3)),
    "when": lambda e: replace(e, at=e.at + timedelta(milliseconds=1)),
    "number": lambda e: replace(e, seq=9),
    "hash": lambda e: replace(e, hash="0" * 64),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_changed_is_found(book: Book, what: str) -> None:
    """Rule 25: tamper evidence over all that an entry says."""
    book.entries[1] = CHANGES[what](book.entries[1])
    assert len(faults(book.begun, book.entries, book.standing, book.lots, "EUR")) == 1


@pytest.mark.parametrize("change", [{"count": 4}, {"starts": date(2026, 4, 10)}, {"ends": date(2030, 1, 1)}])
def test_a_lot_that_was_made_longer_is_found(book: Book, change: dict[str, Any]) -> None:
    """Rule 25: the dates and the number of a lot are in the chain of each entry that touches it."""
    longer = replace(book.lots[1], **change)
    entries = [replace(e, movement=replace(e.movement, lot=longer)) if e.movement.lot else e for e in book.entries]
    found = faults(book.begun, entries, book.standing, {1: longer}, "EUR")
    assert found == ["entry 5 is not what was posted"]


def test_removed_and_added_entries_are_found(book: Book) -> None:
    assert faults(book.begun, book.entries[1:], book.standing, book.lots, "EUR") == ["entry 1 is missing"]
    assert faults(book.begun, book.entries[:3] + book.entries[4:], book.standing, book.lots, "EUR") == [
        "entry 4 is missing"
    ]
    cut = faults(book.begun, book.entries[:-1], book.standing, book.lots, "EUR")
    assert cut[0] == "the last entry should be 8 and is 7"
    swapped = [book.entries[1], book.entries[0], *book.entries[2:]]
    assert faults(book.begun, swapped, book.standing, book.lots, "EUR") == ["entry 1 is missing"]


def test_entries_of_another_account_are_found(book: Book) -> None:
    """The chain begins with the account and its currency."""
    for other in (opened(2, "EUR", NINE), opened(1, "USD", NINE)):
        assert faults(other, book.entries, book.standing, book.lots, "EUR") == ["entry 1 is not what was posted"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("balance", "balance says 40.01 EUR and the entries sum up to 40.00 EUR"),
        ("pool", "pool says 2 and the entries sum up to 1"),
        ("given", "given says 3 and the entries sum up to 2"),
        ("used", "used says 2 and the entries sum up to 1"),
    ],
)
def test_a_wrong_sum_is_found(book: Book, name: str, said: str) -> None:
    """Rule 25: what is kept is allowed only because this recomputes it."""
    kept = replace(book.standing, **{name: getattr(book.standing, name) + 1})
    assert faults(book.begun, book.entries, kept, book.lots, "EUR") == [said]


@pytest.mark.parametrize(
    ("move", "cause", "said"),
    [
        (Movement(Unit.MONEY, 10_01, EntryKind.EXPENSE_CHANGE, None, 2), "x", "9 takes back more than entry 2 moved"),
        (Movement(Unit.MONEY, -50_01, EntryKind.PAYMENT_BACK, None, 1), "x", "9 takes back more than entry 1 moved"),
        (Movement(Unit.MONEY, 1, EntryKind.EXPENSE_CHANGE, None, 99), "x", "9 takes back what is not there"),
        (Movement(Unit.INCIDENT, 1, EntryKind.TICKET_BACK, None, 2), "x", "9 takes back what is not there"),
        (Movement(Unit.MONEY, 1, EntryKind.PAYMENT), "expense:1", "9 has the cause of an earlier one"),
    ],
)  # fmt: skip
def test_what_a_program_should_not_have_posted_is_found(book: Book, move: Movement, cause: str, said: str) -> None:
    """Rules 22, 23: a sound chain is not enough."""
    book.post(move, cause=cause)
    assert faults(book.begun, book.entries, book.standing, book.lots, "EUR") == [f"entry {said}"]


def test_a_lot_below_zero_is_found(book: Book) -> None:
    book.post(Movement(Unit.INCIDENT, -2, EntryKind.TICKET, book.lots[1]))
    assert faults(book.begun, book.entries, book.standing, book.lots, "EUR") == ["entry 9 takes more than lot 1 has"]
    book.post(Movement(Unit.INCIDENT, 5, EntryKind.PURCHASE, book.lots[1]))
    assert faults(book.begun, book.entries, book.standing, book.lots, "EUR")[-1] == "lot 1 has 3 and was given 8"
    assert "entry 5 is of lot 1, which is not there" in faults(book.begun, book.entries, book.standing, {}, "EUR")


def test_an_entry_is_never_older_than_the_one_before(book: Book) -> None:
    """CLI, incident balance --at: sums by time are sums by number."""
    with pytest.raises(ValueError, match="never older"):
        posted(book.standing, movement(1), Why("late"), book.now - timedelta(milliseconds=1))
    assert posted(book.standing, movement(1), Why("same moment"), book.now)[0].balance == 40_01


@pytest.mark.parametrize(
    ("original", "so_far", "more", "allowed"),
    [
        (-10, 0, 10, True), (-10, 0, 11, False), (-10, 4, 6, True), (-10, 4, 7, False), (-10, 0, -5, True),
        (-10, -5, 15, True), (-10, -5, 16, False), (10, 0, -10, True), (10, 0, -11, False), (10, -4, -7, False),
        (0, 0, -5, True), (0, -5, 5, True), (0, 0, 1, False),
    ],
)  # fmt: skip
def test_no_more_is_taken_back_than_there_was(original: int, so_far: int, more: int, allowed: bool) -> None:
    """Rule 23; an expense of 0 may be raised, and a raised one lowered to nothing."""
    assert can_reverse(original, so_far, more) is allowed
    if allowed:
        check_reversal(original, so_far, more)
        return
    with pytest.raises(Refused) as refused:
        check_reversal(original, so_far, more)
    assert refused.value.code == "reversed"


def figures(book: Book) -> tuple[int, int]:
    """Incident limit and usage."""
    return book.standing.given, book.standing.used


def move(book: Book, *numbers: int) -> tuple[int, int]:
    """So many lifetime incidents come to an account, or leave it; its incident limit and usage."""
    book.post(*(Movement(Unit.INCIDENT, number, EntryKind.MOVED) for number in numbers))
    return figures(book)


@pytest.mark.parametrize(
    ("given", "used", "left", "came"),
    [(7, 4, (4, 4), (3, 0)), (0, 2, (0, 0), (0, 2)), (2, 5, (2, 2), (0, 3)), (4, 4, (4, 4), (0, 0))],
)
def test_what_moves_is_limit_or_usage(given: int, used: int, left: tuple[int, int], came: tuple[int, int]) -> None:
    """IN9, CL11: what is left leaves the limit and comes to the other one; used credit is usage, here and there."""
    old, new = Book(), Book()
    if given:
        old.give(given)
    old.post(*taken(old.holding, used, old.day, Credit(allowed=True, limit=9)), ticket=7)
    assert figures(old) == (given, used)
    assert (move(old, used - given), move(new, given - used)) == (left, came)


def test_what_comes_repays_used_credit_first() -> None:
    """SPEC, Credit: three are used and five come: two are left of a limit of two."""
    book = Book()
    assert (move(book, -3), move(book, 5), move(book, -2)) == ((0, 3), (2, 0), (0, 0))


def test_usage_is_never_below_zero() -> None:
    """IN9: what comes back was used here, and its use has moved; it is given, and goes on."""
    book = Book()
    book.post(*taken(book.holding, 3, book.day, Credit(allowed=True, limit=3)), ticket=7)
    assert move(book, 3) == (0, 0)
    book.post(*given_back(book.holding, book.takes(7), 3, book.day), ticket=7)
    assert figures(book) == (3, 0)
    assert move(book, -3) == (0, 0)
    assert faults(book.begun, book.entries, book.standing, book.lots, "EUR") == []
