"""Incident limit, usage and adjustments by hand (IN9; SPEC: Manual)."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.incidents import Credit, taken
from helpdesk_tui.rules.manual_incidents import adjusted, edited
from tests.rules.books import Book


@pytest.fixture
def book() -> Book:
    """Ten lifetime incidents were given and four used: six are left."""
    made = Book()
    made.give(10)
    made.post(*taken(made.holding, 4, made.day, Credit()), ticket=7)
    return made


def figures(book: Book) -> tuple[int, int, int]:
    """Limit, usage, what is left."""
    return book.standing.given, book.standing.used, book.standing.pool


@pytest.mark.parametrize(
    ("edit", "expected", "entries"),
    [
        ({"limit": 12}, (12, 4, 8), 1), ({"limit": 4}, (4, 4, 0), 1), ({"limit": 10}, (10, 4, 6), 0),
        ({"usage": 10}, (10, 10, 0), 1), ({"usage": 0}, (10, 0, 10), 1), ({"usage": 4}, (10, 4, 6), 0),
        ({}, (10, 4, 6), 0), ({"limit": 20, "usage": 15}, (20, 15, 5), 2),
        # Neither makes the rest negative together with the other.
        ({"limit": 3, "usage": 1}, (3, 1, 2), 2),
    ],
)  # fmt: skip
def test_editing_posts_an_adjusting_entry(
    book: Book, edit: dict[str, int], expected: tuple[int, int, int], entries: int
) -> None:
    """IN9."""
    assert len(book.post(*edited(book.standing, **edit))) == entries
    assert figures(book) == expected


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"limit": 3}, "below_zero"), ({"usage": 11}, "below_zero"), ({"limit": 5, "usage": 6}, "below_zero"),
        ({"limit": -1}, "bad_number"), ({"usage": -1}, "bad_number"), ({"limit": 10_000_000}, "bad_number"),
    ],
)  # fmt: skip
def test_an_edit_never_makes_it_negative(book: Book, edit: dict[str, Any], code: str) -> None:
    """SPEC, Manual."""
    with pytest.raises(Refused) as refused:
        edited(book.standing, **edit)
    assert refused.value.code == code
    assert figures(book) == (10, 4, 6)


def test_an_edit_may_mend_a_debt_but_not_deepen_it() -> None:
    """SPEC, Manual: *more negative* is refused, less negative is not, even where it stays below zero."""
    made = Book()
    made.post(*taken(made.holding, 3, made.day, Credit(allowed=True, limit=5)), ticket=7)
    made.post(*edited(made.standing, limit=1))
    assert figures(made) == (1, 3, -2)
    with pytest.raises(Refused):
        edited(made.standing, limit=0)
    with pytest.raises(Refused):
        adjusted(made.standing, -1)
    made.post(adjusted(made.standing, 1))
    assert figures(made) == (2, 3, -1)


@pytest.mark.parametrize(("number", "expected"), [(5, (15, 4, 11)), (-6, (4, 4, 0)), (99_999, (100_009, 4, 100_005))])
def test_an_adjustment_changes_the_limit(book: Book, number: int, expected: tuple[int, int, int]) -> None:
    """SPEC, Manual: `adjust` N above zero raises the limit, below zero lowers it."""
    book.post(adjusted(book.standing, number))
    assert figures(book) == expected


@pytest.mark.parametrize(("number", "code"), [(-7, "below_zero"), (0, "bad_number"), (100_000, "bad_number")])
def test_adjustments_that_are_refused(book: Book, number: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        adjusted(book.standing, number)
    assert refused.value.code == code


def test_the_refusal_counts_as_people_do(book: Book) -> None:
    """IN9: six are left, then one."""
    for used, left in ((0, "6 lifetime incidents are left"), (5, "1 lifetime incident is left")):
        book.post(*(taken(book.holding, used, book.day, Credit()) if used else ()), ticket=8)
        with pytest.raises(Refused) as refused:
            adjusted(book.standing, -7)
        assert refused.value.sentence == f"{left}; this would make it {book.standing.pool - 7}."
