"""Payments, expenses and withdrawals of an account, and which payment covers what (CL12, CL13, SF1, SF2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import billing
from helpdesk_tui.rules.allocation import Part, Share, allocated, of_charge, of_payment
from tests.rules.books import Book
from tests.rules.people import NINE


def test_a_payment_counts_while_it_is_paid() -> None:
    """CL12: New to Paid and back."""
    book = Book()
    (entry,) = book.post(billing.paid(12_50))
    assert book.standing.balance == 12_50
    book.post(billing.put_back(entry.seq, 12_50))
    assert (book.standing.balance, book.entries[-1].movement.reverses) == (0, entry.seq)


def test_a_fee_may_make_the_account_negative() -> None:
    """SF1: the full amount, no discounts."""
    book = Book()
    book.post(billing.charged(20_00))
    assert book.standing.balance == -20_00


def test_editing_and_deleting_return_the_difference() -> None:
    """SF2: both sides of each change are kept."""
    book = Book()
    (first,) = book.post(billing.charged(20_00))
    balances = []
    for before, after in ((20_00, 15_00), (15_00, 15_00), (15_00, 30_00), (30_00, 0)):
        book.post(billing.changed(first.seq, before, after))
        balances.append(book.standing.balance)
    assert balances == [-15_00, -15_00, -30_00, 0]
    assert [entry.movement.amount for entry in book.entries] == [-20_00, 5_00, -15_00, 30_00]
    assert [entry.movement.reverses for entry in book.entries] == [None, 1, 1, 1]


@pytest.mark.parametrize(("amount", "code"), [(10_00, ""), (10_01, "not_enough")])
def test_a_withdrawal_is_not_below_zero(amount: int, code: str) -> None:
    """SPEC, Payers, Withdrawal."""
    if code:
        with pytest.raises(Refused) as refused:
            billing.withdrawn(10_00, amount)
        assert refused.value.code == code
    else:
        assert billing.withdrawn(10_00, amount).amount == -10_00


@pytest.mark.parametrize(
    ("price", "balance", "limit", "postpaid", "expected"),
    [
        (10_00, 10_00, 0, False, 0), (10_00, 9_99, 0, False, 1), (10_00, 0, 10_00, False, 0),
        (10_00, 0, 4_00, False, 6_00),
        (10_00, -5_00, 5_00, False, 10_00), (10_00, -5_00, 0, False, 15_00), (10_00, -99_00, 0, True, 0),
        (0, 0, 0, False, 0), (0, -5_00, 0, False, 0),
    ],
)  # fmt: skip
def test_what_is_missing_for_a_price(price: int, balance: int, limit: int, postpaid: bool, expected: int) -> None:
    """SPEC, Orders: balance and credit limit; what is paid then is enough. Price 0 is a price."""
    assert billing.missing(price, balance, limit, postpaid=postpaid) == expected
    assert billing.missing(price, balance + expected, limit, postpaid=postpaid) == 0


def parts(kind: str, *amounts: int) -> list[Part]:
    return [Part(f"{kind}:{n}", amount, NINE + timedelta(hours=n), n) for n, amount in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    ("payments", "expenses", "shares"),
    [
        ((10,), (10,), ["1-1:10"]),
        ((10,), (4, 4, 4), ["1-1:4", "1-2:4", "1-3:2"]),
        ((4, 4, 4), (10,), ["1-1:4", "2-1:4", "3-1:2"]),
        ((5, 5), (3, 4, 3), ["1-1:3", "1-2:2", "2-2:2", "2-3:3"]),
        ((), (3,), []), ((3,), (), []), ((0, 3), (0, 3), ["2-2:3"]),
    ],
)  # fmt: skip
def test_the_oldest_payment_covers_the_oldest_expense(
    payments: tuple[int, ...], expenses: tuple[int, ...], shares: list[str]
) -> None:
    """CL13: expenses with the payments they are allocated to."""
    found = allocated(parts("payment", *payments), parts("expense", *expenses))
    assert [f"{one.payment[8:]}-{one.charge[8:]}:{one.amount}" for one in found] == shares


def test_both_ways() -> None:
    """CL12, breakdown by expense; CL13, payments of an expense; what came first does not depend on the order given."""
    found = allocated(reversed(parts("payment", 5, 5)), reversed(parts("expense", 3, 4, 3)))
    assert of_payment(found, "payment:1") == (
        Share("payment:1", "expense:1", 3), Share("payment:1", "expense:2", 2),
    )  # fmt: skip
    assert of_charge(found, "expense:2") == (
        Share("payment:1", "expense:2", 2), Share("payment:2", "expense:2", 2),
    )  # fmt: skip


SUMS = st.lists(st.integers(0, 1000), max_size=8)


@given(SUMS, SUMS)
def test_nothing_is_covered_twice(payments: list[int], expenses: list[int]) -> None:
    """CL13: no share of a payment or an expense is more than it is, and no money waits beside what is not covered."""
    found = allocated(parts("payment", *payments), parts("expense", *expenses))
    used = [sum(one.amount for one in of_payment(found, f"payment:{n}")) for n in range(1, len(payments) + 1)]
    covered = [sum(one.amount for one in of_charge(found, f"expense:{n}")) for n in range(1, len(expenses) + 1)]
    assert all(one <= whole for one, whole in zip(used + covered, payments + expenses, strict=True))
    assert sum(used) == sum(covered) == min(sum(payments), sum(expenses))
    assert all(one.amount > 0 for one in found)
