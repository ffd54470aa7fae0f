"""Taking and giving back support incidents (IN8, IN10, IN11, IN13; SPEC: Taking, Credit)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.incidents import Credit, balance, given_back, held_at, taken, to_total
from helpdesk_tui.vocab import EntryKind
from tests.rules.books import Book

NONE, EXTRA = Credit(), Credit(allowed=True, limit=3)
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
MAY = (date(2026, 5, 1), date(2026, 5, 31))
"""The book stands on 11 April."""


def refusal(book: Book, number: int, credit: Credit = NONE) -> str:
    with pytest.raises(Refused) as refused:
        taken(book.holding, number, book.day, credit)
    return refused.value.code


def take(book: Book, number: int, ticket: int = 7, credit: Credit = NONE) -> None:
    book.post(*taken(book.holding, number, book.day, credit), ticket=ticket)


def give_back(book: Book, number: int, ticket: int = 7) -> list[str]:
    """Give them back; the kinds of the entries."""
    moves = given_back(book.holding, book.takes(ticket), number, book.day)
    return [entry.movement.kind.value for entry in book.post(*moves, ticket=ticket)]


@pytest.fixture
def book() -> Book:
    """Two lifetime incidents; lots of 2 until the end of May, of 1 until the end of April, and of 5 from May on."""
    made = Book()
    made.give(2)
    made.give_lot(2, APRIL[0], MAY[1])
    made.give_lot(1, *APRIL)
    made.give_lot(5, *MAY)
    return made


@pytest.mark.parametrize(
    ("number", "left"),
    [
        (1, (2, 2, 0, 5)), (2, (2, 1, 0, 5)), (3, (2, 0, 0, 5)), (4, (1, 0, 0, 5)), (5, (0, 0, 0, 5)),
    ],
)  # fmt: skip
def test_soonest_ending_first_then_lifetime(book: Book, number: int, left: tuple[int, ...]) -> None:
    """IN10; what starts later is not touched."""
    take(book, number)
    assert book.left == left


def test_of_two_that_end_together_the_earlier_is_taken() -> None:
    made = Book()
    made.give_lot(1, *APRIL)
    made.give_lot(1, *APRIL)
    take(made, 1)
    assert made.left == (0, 0, 1)


@pytest.mark.parametrize(("days", "left"), [(19, (2, 2, 0, 5)), (20, (2, 1, 1, 5))])
def test_a_lot_can_be_used_on_its_last_day(book: Book, days: int, left: tuple[int, ...]) -> None:
    """SPEC, Windows: both ends included. On 1 May the lot of April has lapsed, and those that end in May are open."""
    book.forward(days=days)
    take(book, 1)
    assert book.left == left


def test_without_extra_tickets_nothing_is_taken_on_credit(book: Book) -> None:
    """IN8; a refused take takes nothing."""
    assert refusal(book, 6) == "no_incidents"
    assert book.left == (2, 2, 1, 5)


@pytest.mark.parametrize(("number", "pool"), [(6, -1), (7, -2), (8, -3)])
def test_credit_goes_down_to_the_limit(book: Book, number: int, pool: int) -> None:
    """IN8: only what dated and lifetime incidents do not cover counts."""
    take(book, number, credit=EXTRA)
    assert book.left == (pool, 0, 0, 5)


def test_credit_ends_at_the_limit(book: Book) -> None:
    """IN8: used + n <= limit."""
    assert refusal(book, 9, EXTRA) == "no_incidents"
    take(book, 7, credit=EXTRA)
    assert refusal(book, 2, EXTRA) == "no_incidents"
    take(book, 1, credit=EXTRA)
    assert refusal(book, 1, EXTRA) == "no_incidents"


def test_a_ticket_that_dated_incidents_cover_is_always_accepted() -> None:
    """SPEC, Credit: whatever the debt, even with extra tickets off."""
    made = Book()
    made.give_lot(2, *APRIL)
    take(made, 5, credit=EXTRA)
    made.give_lot(2, *APRIL)
    take(made, 2)
    assert made.left == (-3, 0, 0)
    assert refusal(made, 1) == refusal(made, 1, EXTRA) == "no_incidents"


@pytest.mark.parametrize(("limit", "accepted"), [(3, False), (4, True)])
def test_a_partly_covered_ticket_uses_credit_for_the_rest(limit: int, accepted: bool) -> None:
    """SPEC, Credit: a debt of 3, a dated incident and a ticket of 2: n is 1."""
    made = Book()
    take(made, 3, credit=EXTRA)
    made.give_lot(1, *APRIL)
    if accepted:
        take(made, 2, credit=Credit(allowed=True, limit=limit))
        assert made.left == (-4, 0)
    else:
        assert refusal(made, 2, Credit(allowed=True, limit=limit)) == "no_incidents"


def test_lifetime_incidents_repay_credit_dated_ones_do_not() -> None:
    """SPEC, Credit."""
    made = Book()
    take(made, 3, credit=EXTRA)
    made.give_lot(10, *APRIL)
    assert made.left == (-3, 10)
    made.give(2)
    assert made.left == (-1, 10)
    made.give(2)
    assert made.left == (1, 10)


def test_giving_back_goes_where_they_came_from(book: Book) -> None:
    """IN11: last taken, first given back."""
    take(book, 5)
    left = []
    for _ in range(5):
        assert give_back(book, 1) == ["ticket_back"]
        left.append(book.left)
    assert left == [(1, 0, 0, 5), (2, 0, 0, 5), (2, 1, 0, 5), (2, 2, 0, 5), (2, 2, 1, 5)]
    assert [entry.movement.reverses for entry in book.entries[-5:]] == [7, 7, 6, 6, 5]


def test_credit_is_given_back_first() -> None:
    """SPEC, Taking: the ticket took credit, then a dated incident; the debt is repaid before the lot is filled."""
    made = Book()
    take(made, 2, credit=EXTRA)
    made.give_lot(1, *APRIL)
    take(made, 1)
    assert made.left == (-2, 0)
    left = []
    for _ in range(3):
        give_back(made, 1)
        left.append(made.left)
    assert left == [(-1, 0), (0, 0), (0, 1)]


def test_the_credit_of_another_ticket_is_not_this_one_s_to_give_back() -> None:
    """IN11: to where they came from; this ticket took dated ones only."""
    made = Book()
    made.give_lot(1, *APRIL)
    take(made, 1, ticket=7)
    take(made, 1, ticket=8, credit=EXTRA)
    give_back(made, 1, ticket=7)
    assert made.left == (-1, 1)


def test_several_entries_in_one_giving_back(book: Book) -> None:
    """IN11: one for each entry that took, and never more than it took."""
    take(book, 6, credit=EXTRA)
    assert give_back(book, 5) == ["ticket_back"] * 2
    assert book.left == (2, 2, 0, 5)
    with pytest.raises(Refused) as refused:
        given_back(book.holding, book.takes(7), 2, book.day)
    assert refused.value.code == "reversed"


@pytest.mark.parametrize("days", [19, 20])
def test_a_lapsed_lot_gives_a_lifetime_incident(days: int) -> None:
    """SPEC, Taking: on its last day the lot gets it, a day later the pool."""
    made = Book()
    made.give_lot(1, *APRIL)
    take(made, 1)
    made.forward(days=days)
    kind, left = ("ticket_back", (0, 1)) if days == 19 else ("lapsed_back", (1, 0))
    assert (give_back(made, 1), made.left) == ([kind], left)
    assert (made.standing.given, made.standing.used) == ((0, 0) if days == 19 else (1, 0))


def test_what_was_given_back_cannot_be_given_back_again(book: Book) -> None:
    """Rule 23."""
    take(book, 1)
    give_back(book, 1)
    with pytest.raises(Refused):
        give_back(book, 1)


@pytest.mark.parametrize("number", [0, -1, 100_000])
def test_numbers_that_no_ticket_has(book: Book, number: int) -> None:
    assert refusal(book, number, EXTRA) == "bad_number"


def test_the_field_is_the_ticket_s_total(book: Book) -> None:
    """SPEC: *Support incidents* is the ticket's total; setting it to what it is changes nothing."""

    def total(number: int) -> int:
        moves = to_total(book.holding, book.takes(7), number, book.day, NONE)
        book.post(*moves, ticket=7)
        return len(moves)

    assert [total(number) for number in (1, 1, 4, 4, 2, 0, 0)] == [1, 0, 2, 0, 2, 2, 0]
    assert book.left == (2, 2, 1, 5)
    for number in (-1, 100_000):
        with pytest.raises(Refused):
            total(number)


def test_the_balance_at_a_moment(book: Book) -> None:
    """IN13; CLI, incident balance: open at the moment, by their end; `upcoming` start later; what is used up is left
    out."""
    found = balance(book.holding, book.now, UTC)
    assert (found.lifetime, found.credit_used, found.total) == (2, 0, 5)
    assert [(one.left, str(one.lot.ends)) for one in found.dated] == [(1, "2026-04-30"), (2, "2026-05-31")]
    assert [(one.left, str(one.lot.starts)) for one in found.upcoming] == [(5, "2026-05-01")]
    take(book, 8, credit=EXTRA)
    found = balance(book.holding, book.now, UTC)
    assert (found.lifetime, found.credit_used, found.dated, found.total) == (0, 3, (), -3)
    found = balance(book.holding, datetime(2026, 5, 1, tzinfo=UTC), UTC)
    assert (found.upcoming, found.total) == ((), 2)
    assert balance(book.holding, datetime(2026, 6, 1, tzinfo=UTC), UTC).total == -3


def test_a_lot_lapses_at_the_desk_s_midnight() -> None:
    """SPEC, Windows: dates in the desk's time zone."""
    made = Book()
    made.give_lot(1, *APRIL)
    berlin = ZoneInfo("Europe/Berlin")
    midnight = datetime(2026, 4, 30, 22, tzinfo=UTC)
    moments = (midnight - timedelta(milliseconds=1), midnight)
    assert [balance(made.holding, moment, berlin).total for moment in moments] == [1, 0]


def test_the_past_is_what_was_posted_until_then(book: Book) -> None:
    """CLI, incident balance --at: sums of the entries until the moment."""
    book.forward(hours=1)
    take(book, 4)
    before, after = book.now - timedelta(milliseconds=1), book.now
    assert [balance(held_at(book.entries, moment), moment, UTC).total for moment in (before, after)] == [5, 1]
    assert balance(held_at(book.entries, datetime(2026, 4, 11, 8, tzinfo=UTC)), before, UTC).total == 0


def test_usage_and_limit(book: Book) -> None:
    """SPEC, Manual: lifetime incidents ever given and ever used; dated ones are neither."""
    take(book, 4)
    assert (book.standing.given, book.standing.used, book.standing.pool) == (2, 1, 1)
    give_back(book, 1)
    assert (book.standing.given, book.standing.used, book.standing.pool) == (2, 0, 2)
    assert {entry.movement.kind for entry in book.entries} == {
        EntryKind.PURCHASE, EntryKind.TICKET, EntryKind.TICKET_BACK,
    }  # fmt: skip
