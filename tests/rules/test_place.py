"""The order of the queue (SPEC TQ8): front first, then priority where used, then longest waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.rules.ticket import place
from helpdesk_tui.vocab import Priority
from tests.rules.people import NINE

LATER = NINE + timedelta(milliseconds=1)
YEARS_LATER = NINE + timedelta(days=20 * 365)
whole = st.integers(0, 130 * 365 * 86_400_000).map(
    lambda milliseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
)
rows = st.tuples(st.booleans(), st.sampled_from(Priority), whole)


def test_with_priorities() -> None:
    """TQ8: each of these stands before the next."""
    order = [
        (True, Priority.URGENT, NINE),
        (True, Priority.URGENT, LATER),
        (True, Priority.LOW, NINE),
        (False, Priority.URGENT, YEARS_LATER),
        (False, Priority.HIGH, NINE),
        (False, Priority.HIGH, LATER),
        (False, Priority.NORMAL, NINE),
        (False, Priority.LOW, NINE),
        (False, Priority.LOW, YEARS_LATER),
    ]
    places = [place(front, priority, waiting, True) for front, priority, waiting in order]
    assert all(earlier < later for earlier, later in pairwise(places))


def test_without_priorities() -> None:
    """Clarification: *place at the beginning* stands above all also where priorities are off; those do not count."""
    order = [
        (True, Priority.LOW, NINE),
        (True, Priority.URGENT, LATER),
        (False, Priority.LOW, NINE),
        (False, Priority.URGENT, LATER),
        (False, Priority.NORMAL, YEARS_LATER),
    ]
    places = [place(front, priority, waiting, False) for front, priority, waiting in order]
    assert all(earlier < later for earlier, later in pairwise(places))
    assert place(False, Priority.LOW, NINE, False) == place(False, Priority.URGENT, NINE, False)


@given(rows, rows, st.booleans())
def test_it_sorts_as_the_sentence_says(
    one: tuple[bool, Priority, datetime], other: tuple[bool, Priority, datetime], used: bool
) -> None:
    """TQ8 for any two tickets, to the millisecond."""

    def said(row: tuple[bool, Priority, datetime]) -> tuple[bool, int, datetime]:
        front, priority, waiting = row
        return not front, -priority if used else 0, waiting

    assert (place(*one, used) < place(*other, used)) == (said(one) < said(other))


@given(rows, st.booleans())
def test_it_survives_json(row: tuple[bool, Priority, datetime], used: bool) -> None:
    """A place is a whole number that JSON's readers keep exactly (below 2**53)."""
    assert 0 <= place(*row, used) < 2**53


@given(whole)
def test_a_millisecond_counts(moment: datetime) -> None:
    """TQ8: who waited a millisecond longer comes first, at any time of the calendar."""
    assert place(False, Priority.LOW, moment, True) + 1 == place(
        False, Priority.LOW, moment + timedelta(milliseconds=1), True
    )
