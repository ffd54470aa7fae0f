"""Sending only what changed (TERMINAL rules 2, 4 and 5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from helpdesk_tui.themes import dress
from helpdesk_tui.widgets.line_widget import LineWidget, changed_until

BOLD = Style(bold=True)
REVERSE = Style(reverse=True)


def strip(*pieces: tuple[str, Style | None]) -> Strip:
    """A strip of these pieces."""
    return Strip([Segment(text, style) for text, style in pieces])


@pytest.mark.parametrize(
    ("old", "new", "end"),
    [
        (strip(("abcdef", None)), strip(("abcdef", None)), 0),
        (strip(("abcdef", None)), strip(("abXdef", None)), 3),
        (strip(("abcdef", None)), strip(("Xbcdef", None)), 1),
        (strip(("abcdef", None)), strip(("abcdeX", None)), 6),
        (strip(("abc", None), ("def", BOLD)), strip(("abc", REVERSE), ("def", BOLD)), 3),
        (strip(("abc", None), ("def", BOLD)), strip(("abc", None), ("def", None)), 6),
        (strip(("Caf\u0065\u0301s", None)), strip(("Cafes\u0301", None)), 5),
        (strip(("請求書a", None)), strip(("請求Xxa", None)), 7),
        (strip(("ab", None), ("株式", None)), strip(("aX", None), ("株式", None)), 2),
    ],
)
def test_a_line_is_sent_up_to_its_last_changed_cell(old: Strip, new: Strip, end: int) -> None:
    assert changed_until(old, new) == end


@given(
    st.lists(
        st.tuples(st.text("ab é請\u0301", min_size=1, max_size=6), st.sampled_from([None, BOLD, REVERSE])), max_size=5
    ),
    st.lists(
        st.tuples(st.text("ab é請\u0301", min_size=1, max_size=6), st.sampled_from([None, BOLD, REVERSE])), max_size=5
    ),
)
def test_what_is_not_sent_is_the_same_in_both_lines(
    old: list[tuple[str, Style | None]], new: list[tuple[str, Style | None]]
) -> None:
    width = max(sum(cell_len(text) for text, _ in pieces) for pieces in (old, new))
    before, after = (strip(*pieces).adjust_cell_length(width) for pieces in (old, new))
    end = changed_until(before, after)
    assert cells(before)[end:] == cells(after)[end:]


def cells(line: Strip) -> list[tuple[str, Style | None]]:
    """Each cell with its style; a wide character counts as itself and an empty one, a mark joins the cell before."""
    found: list[tuple[str, Style | None]] = []
    for text, style, _ in line:
        for char in text:
            size = cell_len(char)
            if size == 0 and found:
                found[-1] = (found[-1][0] + char, found[-1][1])
            elif size:
                found += [(char, style), *[("", style)] * (size - 1)]
    return found


class Counter(LineWidget):
    """Ten lines, each with a number."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = list(range(10))

    def line(self, y: int) -> Strip:
        """The number of the line."""
        return self.strip((f"line {self.numbers[y]}", "plain"))


class CounterApp(App[None]):
    """The counter alone."""

    CSS = "Counter { height: 10; }"

    def __init__(self) -> None:
        super().__init__()
        dress(self)

    def compose(self) -> ComposeResult:
        """The counter."""
        yield Counter()


async def test_a_repaint_of_the_whole_widget_is_narrowed_to_the_lines_that_differ() -> None:
    app = CounterApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        counter = app.query_one(Counter)
        counter._exchange_repaint_regions()
        counter.refresh()
        assert list(counter._exchange_repaint_regions()) == []
        counter.numbers[3] = 33
        counter.refresh()
        assert list(counter._exchange_repaint_regions()) == [Region(0, 3, 7, 1)]


async def test_a_line_painted_by_somebody_else_is_not_taken_for_unchanged() -> None:
    """A dialog closes and repaints a line with new content; that content then goes back to what it was."""
    app = CounterApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        counter = app.query_one(Counter)
        counter.refresh()
        counter._exchange_repaint_regions()
        counter.numbers[3] = 33
        counter.render_lines(Region(0, 0, 40, 10))
        counter.numbers[3] = 3
        counter.refresh()
        assert list(counter._exchange_repaint_regions()) == [Region(0, 3, 40, 1)]


async def test_the_default_theme_gives_plain_text_no_style_at_all() -> None:
    """Textual sends a full colour code for every styled segment: 69 % of a repaint (TERMINAL: where the bytes go)."""
    app = CounterApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        counter = app.query_one(Counter)
        assert counter.look("plain") is None
        assert counter.look("strong") == Style(bold=True)
        assert counter.look("dim") == Style(dim=True)
        assert counter.look("cursor") == Style(reverse=True)
        app.theme = "dark"
        await pilot.pause()
        plain = counter.look("plain")
        assert plain is not None
        assert plain.bgcolor is not None
        assert plain.bgcolor.name == "#16181c"
