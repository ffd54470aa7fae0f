"""The lines around the list: keys, status, views, filter, hairline (TQ2, TQ10, TF9; SCREENS: queue)."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from wcwidth import wcswidth

from helpdesk_tui.widgets.filter_bar import FilterBar, QueryField
from helpdesk_tui.widgets.key_bar import Key, KeyBar, key_pieces
from helpdesk_tui.widgets.pieces import clipped, spread, width_of_pieces
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.status_bar import Status, status_pieces
from helpdesk_tui.widgets.view_tabs import Tab, ViewTabs, tab_pieces
from tests.terminal import Terminal
from tests.widgets.list_app import ListApp, Rows

KEYS = tuple(Key(letter, f"word{at}", at % 2 == 0) for at, letter in enumerate("abcdefghijklm"))
VIEWS = (Tab("Support", 128), Tab("Mine", 6), Tab("Unassigned", 41), Tab("Awaiting", 1212), Tab("All"))


def joined(pieces: list[tuple[str, str]]) -> str:
    """The text of some pieces."""
    return "".join(text for text, _ in pieces)


# ---------------------------------------------------------------- keys


def test_keys_and_words_and_those_that_are_off_in_brackets() -> None:
    pieces = key_pieces((Key("Enter", "open"), Key("t", "take", False), Key("?", "keys")), 80)
    assert joined(pieces) == " Enter open   (t take)   ? keys"
    assert ("(t take)", "dim") in pieces
    assert ("Enter", "accent") in pieces


def test_at_most_eleven_keys_and_none_is_cut_in_the_middle() -> None:
    assert joined(key_pieces(KEYS, 200)).count("word") == 11
    for width in range(120):
        text = joined(key_pieces(KEYS, width))
        assert len(text) <= width
        assert text == "" or text[-1].isdigit() or text.endswith(")")


def test_a_key_that_is_there_always_is_there_when_narrow() -> None:
    keys = (*KEYS[:5], Key("?", "keys", always=True), Key("q", "back"))
    for width in range(8, 120):
        text = joined(key_pieces(keys, width))
        assert "? keys" in text, width
        assert len(text) <= width
        assert ("q back" not in text) or all(key.label in text for key in keys)
    assert joined(key_pieces(keys, 20)) == f" {KEYS[0].label} {KEYS[0].word}   ? keys"


@pytest.mark.serial
async def test_the_key_bar_changes_80_ms_after_the_last_change_and_not_for_a_change_that_was_taken_back() -> None:
    app = ListApp(Rows(50))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        bar = app.list_screen.query_one(KeyBar)
        first, other = (Key("a", "first"),), (Key("b", "other"),)
        bar.show(first)
        await drawn(pilot, bar, " a first")
        begin = time.monotonic()
        bar.show(other)
        assert bar.line(0).text.strip() == "a first"
        await drawn(pilot, bar, " b other")
        assert time.monotonic() - begin >= 0.08
        bar.show(first)
        bar.show(other)
        bar._exchange_repaint_regions()
        await pilot.pause(0.2)
        assert list(bar._exchange_repaint_regions()) == []


async def drawn(pilot: Pilot[None], bar: KeyBar, text: str) -> None:
    """Wait until the bar shows a text."""
    deadline = time.monotonic() + 5
    while bar.line(0).text.rstrip() != text and time.monotonic() < deadline:
        await pilot.pause(0.005)
    assert bar.line(0).text.rstrip() == text


# ---------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("status", "width", "expected"),
    [
        (Status("gary", "Acme", "mail 12s ok"), 40, "gary @ Acme   mail 12s ok "),
        (Status("gary", "Acme", "mail 12s ok"), 20, "mail 12s ok "),
        (Status("gary", "Acme", "mail 3h late", alarm=True), 40, "gary @ Acme   ! mail 3h late "),
        (Status("gary", "Acme", "mail 3h late", alarm=True), 18, "! mail 3h late "),
        (
            Status("gary", "Acme", "mail ok", client="Nordlicht GmbH"),
            60,
            " only Nordlicht GmbH    gary @ Acme   mail ok ",
        ),
        (Status("gary", "Acme", "mail ok", client="Nordlicht GmbH"), 26, " only Nordlicht GmbH  "),
    ],
)
def test_the_status_keeps_what_is_needed_most(status: Status, width: int, expected: str) -> None:
    """TF9: the narrowing to a client is visible at all times while it holds."""
    assert joined(status_pieces(status, width)) == expected.rjust(width)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.booleans(), st.integers(1, 90))
def test_the_status_is_exactly_as_wide_as_its_place(who: str, mail: str, client: str, alarm: bool, width: int) -> None:
    assert width_of_pieces(status_pieces(Status(who, "desk", mail, alarm, client), width)) == width


# ---------------------------------------------------------------- views


def texts(current: int, width: int) -> str:
    """The line of the views."""
    return joined(clipped([piece for piece, _ in tab_pieces(VIEWS, current, width)], width)).rstrip()


@pytest.mark.parametrize(
    ("current", "width", "expected"),
    [
        (0, 120, "[Support 128]  Mine 6   Unassigned 41   Awaiting 1,212   All"),
        (2, 120, " Support 128   Mine 6  [Unassigned 41]  Awaiting 1,212   All"),
        (2, 60, " Suppo. 128   Mine 6  [Unassigned 41]  Await. 1,212   All"),
        (1, 44, " Support 128  [Mine 6]  3 more ]"),
        (4, 30, "…  Awaiting 1,212  [All]"),
    ],
)
def test_the_current_view_stands_in_brackets_and_is_never_left_out(current: int, width: int, expected: str) -> None:
    assert texts(current, width) == expected


@given(st.integers(0, 4), st.integers(20, 120))
def test_views_fit_their_place(current: int, width: int) -> None:
    line = texts(current, width)
    assert wcswidth(line) <= width
    assert f"[{VIEWS[current].label}"[:18] in line


async def test_a_click_chooses_a_view() -> None:
    app = ListApp(Rows(50))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        tabs = app.list_screen.query_one(ViewTabs)
        at = tabs.line(0).text.index("Unassigned")
        await pilot.click(ViewTabs, offset=(at, 0))
        assert app.list_screen.heard[-1] == ViewTabs.Chosen(2)


# ---------------------------------------------------------------- filter


async def test_the_filter_asks_on_enter_and_is_left_with_escape() -> None:
    """TQ10."""
    app = ListApp(Rows(50))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("slash")
        assert isinstance(app.focused, QueryField)
        await pilot.press(*"dept:tech", "enter")
        assert FilterBar.Asked("dept:tech") in app.list_screen.heard
        assert app.tickets.has_focus
        await pilot.press("slash", *" x", "escape")
        await pilot.pause()
        assert app.tickets.has_focus
        assert app.list_screen.query_one(FilterBar).text == "dept:tech x"


async def test_letters_in_the_filter_are_text_and_never_keys_of_the_list() -> None:
    app = ListApp(Rows(50))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("slash", *"jxXG ")
        assert app.list_screen.query_one(FilterBar).text == "jxXG "
        assert app.tickets.place == (1, 50)
        assert app.tickets.marked == frozenset()


def test_keys_typed_in_one_go_after_slash_reach_the_filter() -> None:
    """A slow line delivers bursts: nothing is lost, and no letter acts on the ticket under the cursor."""
    with Terminal([sys.executable, "-m", "tests.widgets.list_app", "--rows", "50"]) as terminal:
        terminal.wait_for("1 of 50")
        terminal.settle(100)
        terminal.press("slash", *"axejG")
        terminal.wait_for("/ axejG")
        terminal.settle(100)
        assert terminal.find("1 of 50")
        assert not any(line.startswith((" *", ">*")) for line in terminal.lines)


async def test_position_and_complaint_share_a_place() -> None:
    app = ListApp(Rows(50))
    async with app.run_test(size=(120, 24)) as pilot:
        bar = app.list_screen.query_one(FilterBar)
        words = bar._words
        bar.show_position(3, 1284)
        assert words.line(0).text.strip() == "3 of 1,284"
        bar.show_position(None, 1284)
        assert words.line(0).text.strip() == "1,284"
        bar.show_position(7, None)
        assert words.line(0).text.strip() == "7"
        bar.show_position(None, None)
        assert words.line(0).text.strip() == ""
        bar.complain("unknown field dpt")
        assert words.line(0).text.strip() == "unknown field dpt"
        await pilot.pause()


async def test_setting_the_query_is_not_told_as_typing() -> None:
    app = ListApp(Rows(50))
    async with app.run_test(size=(120, 24)) as pilot:
        bar = app.list_screen.query_one(FilterBar)
        told: list[object] = []
        bar.on_input_changed = told.append  # type: ignore[method-assign, assignment]
        bar.text = 'from:"a\x1b[2Jb"'
        await pilot.pause()
        assert told == []
        assert bar.text == 'from:"a␛[2Jb"'


# ---------------------------------------------------------------- hairline and pieces


async def test_the_hairline_carries_words_at_both_sides() -> None:
    app = ListApp(Rows(5))
    async with app.run_test(size=(60, 24)) as pilot:
        rule = Rule("Reply to hans@acme.example", "draft kept 07:33")
        await app.screen.mount(rule)
        await pilot.pause()
        text = rule.line(0).text
        assert text == "──── Reply to hans@acme.example ────── draft kept 07:33 ────"
        assert wcswidth(text) == 60
        rule.show()
        assert rule.line(0).text == "─" * 60


@given(
    st.lists(st.text("ab 請", max_size=9), max_size=4),
    st.lists(st.text("ab 請", max_size=9), max_size=4),
    st.integers(1, 60),
)
def test_spread_fills_its_width_exactly(left: list[str], right: list[str], width: int) -> None:
    pieces = spread([(text, "plain") for text in left], [(text, "dim") for text in right], width)
    assert width_of_pieces(pieces) == width
