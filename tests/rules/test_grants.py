"""Incidents that are added automatically (IN6, IN7; SPEC: Automatic incidents)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.rules.grants import (
    Paid,
    Terms,
    due_for_funds,
    first_payment_back,
    for_first_charge,
    for_first_payment,
    for_funds,
    for_registration,
    funds_back,
)
from helpdesk_tui.rules.incidents import Credit, taken
from helpdesk_tui.rules.ledger import Movement
from tests.rules.books import Book
from tests.rules.people import NINE

TERMS = Terms(registration=2, first_payment=3, first_charge=4, per_funds=1, amount=100_00)
OFF = Terms()


def paid(*amounts: int, per_funds: int = 1, funds_amount: int = 100_00) -> list[Paid]:
    """Payments that became Paid one after the other."""
    return [
        Paid(number, amount, NINE + timedelta(hours=number), per_funds, funds_amount)
        for number, amount in enumerate(amounts, 1)
    ]


def number(movement: Movement | None) -> int:
    return movement.amount if movement else 0


@pytest.mark.parametrize(
    ("amounts", "due"),
    [
        ((), 0), ((99_99,), 0), ((100_00,), 1), ((250_00,), 2), ((1,), 0),
        # What is left of an amount is applied at the next payment.
        ((250_00, 50_00), 3), ((60_00, 60_00), 1), ((60_00, 60_00, 80_00), 2), ((99_99, 1), 1), ((33_34,) * 3, 1),
    ],
)  # fmt: skip
def test_incidents_for_funds(amounts: tuple[int, ...], due: int) -> None:
    """IN6: N for each full amount of the sum of Paid payments."""
    assert due_for_funds(paid(*amounts)) == due


def test_n_for_each_amount() -> None:
    assert due_for_funds(paid(250_00, 50_00, per_funds=5)) == 15


@pytest.mark.parametrize(("without", "difference"), [(1, -2), (2, -2), (3, 0)])
def test_the_difference_is_posted(without: int, difference: int) -> None:
    """IN7: 150, 150 and 20 gave 3 incidents; 150 and 20 give 1, 150 and 150 give 3."""
    there = paid(150_00, 150_00, 20_00)
    assert number(funds_back(there, there[without - 1], 3)) == difference


def test_a_payment_counts_with_the_terms_it_became_paid_under() -> None:
    """SPEC, Automatic incidents: 50 of 100 are carried to a payment for which an incident is given for each 30."""
    old, new = paid(150_00)[0], Paid(2, 10_00, NINE + timedelta(days=1), 2, 30_00)
    assert due_for_funds([old, new]) == 1 + 2 * 2
    assert due_for_funds([new, old]) == 5, "by the time they became Paid, whatever the order they come in"
    later, sooner = Paid(1, 10_00, NINE + timedelta(days=1), 2, 30_00), Paid(2, 150_00, NINE, 1, 100_00)
    assert due_for_funds([later, sooner]) == 5, "and whatever their numbers"


def test_a_payment_without_terms_counts_nothing() -> None:
    """SPEC, Automatic incidents; what was carried before it is still there after it."""
    off = Paid(2, 500_00, NINE + timedelta(hours=2), 0, 0)
    last = Paid(3, 50_00, NINE + timedelta(hours=3), 1, 100_00)
    assert due_for_funds([*paid(50_00), off, last]) == 1


def test_what_was_carried_to_other_terms_is_not_counted_anew() -> None:
    """IN7: 150 and 70 gave 2 for each 100, and the 20 that were left, with 10 more, 9 for each 30.

    Without the 150, the 70 give none of the 2; that 70 would have been left, and not 20, gives nobody 18.
    """
    first, second, third = (*paid(150_00, 70_00), Paid(3, 10_00, NINE + timedelta(days=1), 9, 30_00))
    given = [number(for_funds(there, new)) for there, new in (([], first), ([first], second), ([first, second], third))]
    assert given == [1, 1, 9]
    assert number(funds_back([first, second, third], first, 11)) == -2
    assert number(funds_back([second, third], second, 9)) == -9, "the 10 that are left are no full amount"
    again = replace(first, paid_at=NINE + timedelta(days=2))
    assert number(for_funds([second, third], again)) == 1, "and the next payment gives what it gives by itself"


TERMS_OF_FUNDS = st.tuples(st.integers(0, 9), st.sampled_from([0, 7, 30, 50, 100]))
DAYS = st.lists(st.tuples(st.integers(1, 250), TERMS_OF_FUNDS, st.booleans(), st.integers(0, 9)), max_size=25)


@given(DAYS)
def test_funds_over_changed_terms(days: list[tuple[int, tuple[int, int], bool, int]]) -> None:
    """IN7: whatever the terms were, a payment that is Paid takes nothing and one that is New again gives nothing.

    What payments gave goes with the last of them, and is never more than all that are Paid give by themselves.
    """
    there: list[Paid] = []
    posted = 0
    for hour, (amount, (per_funds, funds_amount), back, which) in enumerate(days):
        if back and there:
            gone = there[which % len(there)]
            difference = number(funds_back(there, gone, posted))
            assert difference <= 0
            there.remove(gone)
        else:
            new = Paid(hour, amount, NINE + timedelta(hours=hour), per_funds, funds_amount)
            there.append(new)
            difference = number(for_funds(there, new))
            assert difference >= 0
        posted += difference
        assert 0 <= posted <= due_for_funds(there)


@given(st.lists(st.tuples(st.integers(1, 250), st.booleans(), st.integers(0, 9)), max_size=25))
def test_funds_under_the_same_terms(days: list[tuple[int, bool, int]]) -> None:
    """SPEC, Automatic incidents: N for each full amount of the sum of Paid payments, in whatever order they go."""
    there: list[Paid] = []
    posted = 0
    for hour, (amount, back, which) in enumerate(days):
        if back and there:
            gone = there[which % len(there)]
            posted += number(funds_back(there, gone, posted))
            there.remove(gone)
        else:
            there.append(Paid(hour, amount, NINE + timedelta(hours=hour), 3, 100))
            posted += number(for_funds(there, there[-1]))
        assert posted == sum(one.amount for one in there) // 100 * 3


def test_a_withdrawn_grant_may_leave_less_than_nothing() -> None:
    """SPEC, Credit: even with extra tickets off."""
    book = Book()
    (payment,) = paid(200_00)
    book.post(for_funds([], payment))
    book.post(*taken(book.holding, 2, book.day, Credit()), ticket=7)
    book.post(funds_back([payment], payment, 2))
    assert (book.standing.pool, book.standing.given, book.standing.used) == (-2, 0, 2)


def test_the_first_payment_gives_once() -> None:
    """IN6, IN7: the second gives nothing; when the first is New again, the next that becomes Paid gets it."""
    book = Book()
    (entry,) = book.post(for_first_payment(TERMS, held=False))
    assert for_first_payment(TERMS, held=True) is None
    book.post(first_payment_back(entry.seq, entry.movement.amount))
    assert (book.standing.pool, book.entries[-1].movement.reverses) == (0, entry.seq)
    book.post(for_first_payment(TERMS, held=False))
    assert book.standing.pool == 3


def test_the_first_charge_gives_once() -> None:
    """SPEC, Automatic incidents: the first expense of any kind, deleted ones counted."""
    assert number(for_first_charge(TERMS, charged=False)) == 4
    assert for_first_charge(TERMS, charged=True) is None


def test_registration_gives_its_number() -> None:
    assert number(for_registration(TERMS)) == 2


def test_what_is_off_gives_nothing() -> None:
    """SPEC, Paid support: a new desk charges and gives nothing."""
    assert [for_registration(OFF), for_first_payment(OFF, held=False), for_first_charge(OFF, charged=False)] == [
        None
    ] * 3
    assert due_for_funds(paid(500_00, per_funds=0, funds_amount=0)) == 0
    assert due_for_funds(paid(500_00, per_funds=1, funds_amount=0)) == 0


def test_automatic_incidents_never_expire() -> None:
    """IN6: they are lifetime ones."""
    moves = [for_registration(TERMS), for_first_payment(TERMS, held=False), for_first_charge(TERMS, charged=False),
             for_funds([], *paid(100_00))]  # fmt: skip
    assert [move and move.lot for move in moves] == [None] * 4
    assert all(moves)
