"""The loaded part of a long list and its cursor (TQ12, TQ13)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.views import QueueRow
from helpdesk_tui.widgets.list_window import ListWindow
from tests.widgets.list_app import row

PAGE = 10


def rows(*numbers: int) -> tuple[QueueRow, ...]:
    """Rows with these numbers (4000 and up)."""
    return tuple(row(number - 4000) for number in numbers)


def run_of(first: int, last: int) -> tuple[QueueRow, ...]:
    """Rows with the numbers `first` to `last`."""
    return rows(*range(first, last + 1))


def window_of(loaded: tuple[QueueRow, ...], *, start: int = 0, before: bool = False, after: bool = False) -> ListWindow:
    """A window ten rows high with these rows."""
    window = ListWindow(page=PAGE)
    window.load(loaded, start=start, total=1000, more_before=before, more_after=after)
    return window


def number_of(window: ListWindow) -> int | None:
    """The number of the ticket under the cursor."""
    return window.current.number if window.current else None


def reload(window: ListWindow, loaded: tuple[QueueRow, ...], *, start: int = 0) -> None:
    """Hand in other rows of a list that does not go on."""
    window.load(loaded, start=start, total=len(loaded), more_before=False, more_after=False)


def test_the_cursor_starts_on_the_first_row() -> None:
    window = window_of(run_of(4000, 4030))
    assert (number_of(window), window.top, window.position) == (4000, 0, (1, 1000))


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        (rows(4000, 4001, 4002, 4003, 4004), 4003),
        (rows(4003, 4004), 4003),
        (rows(4009, 4008, 4000, 4001, 4002, 4003, 4004), 4003),
        (rows(4000, 4001, 4002, 4004), 4004),
        (rows(4000, 4001, 4002), 4002),
        (
            rows(
                4001,
            ),
            4001,
        ),
    ],
    ids=["same", "rows above left", "rows came in above", "it left: next", "it left, last: one before", "only one"],
)
def test_the_cursor_stays_on_its_ticket_or_takes_the_next_one(changed: tuple[QueueRow, ...], number: int) -> None:
    window = window_of(run_of(4000, 4004))
    window.step(3)
    reload(window, changed)
    assert number_of(window) == number


@given(st.lists(st.integers(4000, 4060), unique=True, min_size=1), st.integers(0, 60), st.integers(-3, 3))
def test_the_line_under_the_cursor_never_moves_by_itself(numbers: list[int], down: int, pages: int) -> None:
    window = window_of(run_of(4000, 4060))
    window.step(down)
    window.turn(pages)
    line, number = window.cursor - window.top, number_of(window)
    reload(window, rows(*numbers))
    assert window.cursor - window.top == line
    assert number in numbers or number_of(window) in numbers
    if number in numbers:
        assert number_of(window) == number


def test_rows_that_come_in_above_do_not_scroll() -> None:
    window = window_of(run_of(4010, 4040))
    window.step(15)
    origin = window.top + window.shift
    reload(window, (*run_of(4000, 4004), *run_of(4010, 4040)))
    assert window.top + window.shift == origin


def test_lines_left_empty_above_are_filled_at_the_next_key() -> None:
    window = window_of(run_of(4000, 4030))
    window.step(5)
    reload(window, run_of(4003, 4030))
    assert window.top == -3
    window.step(1)
    assert (window.top, number_of(window)) == (0, 4006)


def test_scrolling_keeps_the_cursor_on_the_page() -> None:
    window = window_of(run_of(4000, 4030))
    window.step(9)
    assert window.top == 0
    window.step(1)
    assert window.top == 1
    window.step(-10)
    assert (window.top, window.cursor) == (0, 0)


def test_turning_a_page_makes_the_last_line_the_first() -> None:
    window = window_of(run_of(4000, 4030))
    window.step(2)
    window.turn(1)
    assert (window.top, window.cursor) == (9, 11)
    window.turn(1)
    window.turn(1)
    assert (window.top, window.cursor) == (21, 29)
    window.turn(1)
    assert (window.top, window.cursor) == (21, 30)
    window.turn(-1)
    assert (window.top, window.cursor) == (12, 21)


def test_more_rows_are_asked_for_two_pages_ahead_and_once() -> None:
    window = window_of(run_of(4000, 4049), after=True)
    window.step(29)
    assert window.take_questions() == []
    window.step(2)
    assert window.take_questions() == [("after", row(49))]
    window.step(1)
    assert window.take_questions() == []


def test_a_window_that_slid_along_is_not_asked_to_slide_back() -> None:
    window = window_of(run_of(4000, 4039), after=True)
    window.step(21)
    assert window.take_questions() == [("after", row(39))]
    window.load(run_of(4005, 4044), start=5, total=1000, more_before=True, more_after=True)
    assert number_of(window) == 4021
    assert window.take_questions() == []
    window.step(-1)
    assert window.take_questions() == [("before", row(5))]


def test_rows_that_did_not_come_are_not_asked_for_again_until_a_key() -> None:
    """Otherwise a list and a screen that cannot deliver would ask and answer for ever."""
    window = window_of(run_of(4000, 4039), after=True)
    window.step(25)
    assert window.take_questions() == [("after", row(39))]
    window.load(run_of(4000, 4039), start=0, total=1000, more_before=False, more_after=True)
    assert window.take_questions() == []
    window.step(1)
    assert window.take_questions() == [("after", row(39))]


def test_a_page_that_is_not_filled_asks_without_a_key() -> None:
    window = window_of(run_of(4000, 4004), after=True)
    assert window.take_questions() == [("after", row(4))]


def test_moves_past_the_loaded_rows_are_made_when_they_come() -> None:
    """200 Downs at once outrun the database; none is lost (PERFORMANCE P6)."""
    window = window_of(run_of(4000, 4019), after=True)
    for _ in range(50):
        window.step(1)
    assert number_of(window) == 4019
    window.load(run_of(4000, 4099), start=0, total=1000, more_before=False, more_after=True)
    assert number_of(window) == 4050


def test_the_end_of_the_list_is_asked_for_and_reached_when_it_comes() -> None:
    window = window_of(run_of(4000, 4019), after=True)
    window.jump("last")
    assert ("last", None) in window.take_questions()
    assert number_of(window) == 4000
    window.load(run_of(4900, 4999), start=900, total=1000, more_before=True, more_after=False)
    assert (number_of(window), window.position) == (4999, (1000, 1000))
    window.jump("first")
    assert window.take_questions() == [("first", None)]
    window.load(run_of(4000, 4099), start=0, total=1000, more_before=False, more_after=True)
    assert (number_of(window), window.top) == (4000, 0)


def test_a_key_gives_up_a_jump_that_still_waits() -> None:
    window = window_of(run_of(4000, 4099), after=True)
    window.jump("last")
    window.forget_goal()
    window.step(3)
    window.load(run_of(4000, 4099), start=0, total=100, more_before=False, more_after=False)
    assert number_of(window) == 4003


def test_an_empty_list_has_no_current_row() -> None:
    window = window_of(run_of(4000, 4009))
    reload(window, ())
    assert (window.current, window.cursor, window.position) == (None, 0, (None, 0))
    window.step(1)
    window.turn(1)
    window.jump("last")
    assert (window.cursor, window.top) == (0, 0)
    reload(window, run_of(4000, 4009))
    assert number_of(window) == 4000
