"""How the program looks for one member of staff: what is kept, what cannot be (TF6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui import themes
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.look import THEME_NAMES, AfterClose, Density, Look, TimeFormat


def test_the_defaults_are_kept_as_nothing() -> None:
    """A new default reaches everybody who never chose otherwise."""
    assert Look().kept == ""
    assert Look.of("") == Look()
    assert (Look().text_width, Look().after_close, Look().fold_quotes) == (100, AfterClose.LIST, True)


def test_what_is_kept_comes_back() -> None:
    look = Look(72, Density.COMPACT, "mono", TimeFormat.HOURS_12, True, False, AfterClose.NEXT)
    assert Look.of(look.kept) == look


@pytest.mark.parametrize(("kept", "expected"), [
    ('{"text_width": 72, "from_a_newer_program": 1}', Look(text_width=72)),
    ('{"text_width": 39, "theme": "dark"}', Look(theme="dark")),
    ('{"text_width": true, "hide_system": 1, "times": "12h"}', Look(times=TimeFormat.HOURS_12)),
    ('{"theme": "pink", "after_close": "stay"}', Look(after_close=AfterClose.STAY)),
    ('{"density": ["compact"], "fold_quotes": false}', Look(fold_quotes=False)),
    ("[1, 2]", Look()), ("null", Look()), ("{", Look()), ("[" * 100_000, Look()),
])  # fmt: skip
def test_what_cannot_be_understood_falls_back_alone(kept: str, expected: Look) -> None:
    assert Look.of(kept) == expected


@given(st.text())
def test_no_kept_text_is_too_strange(kept: str) -> None:
    assert isinstance(Look.of(kept), Look)


@pytest.mark.parametrize(("name", "value", "sentence"), [
    ("text_width", "39", "The text width is a number of columns from 40 to 240."),
    ("text_width", "wide", "The text width is a number of columns from 40 to 240."),
    ("text_width", "9" * 5000, "The text width is a number of columns from 40 to 240."),
    ("theme", "pink", "The theme is one of ansi, dark, light, mono."),
    ("density", "tight", "The density is one of comfortable, compact."),
    ("times", "25h", "The time format is one of 24h, 12h."),
    ("after_close", "go", "What follows closing is one of next, list, stay."),
    ("hide_system", "no", "This setting is on or off."),
])  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_what_can(name: str, value: object, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        Look().with_values({name: value})
    assert refused.value.sentence == sentence


def test_one_setting_changes_alone() -> None:
    assert Look(theme="dark").with_values({"text_width": " 72 "}) == Look(text_width=72, theme="dark")


@pytest.mark.parametrize(("hour", "minute", "in_24", "in_12"), [
    (0, 5, "00:05", "12:05a"), (7, 12, "07:12", "7:12a"), (12, 0, "12:00", "12:00p"), (19, 12, "19:12", "7:12p"),
    (23, 59, "23:59", "11:59p"),
])  # fmt: skip
def test_times_of_day(hour: int, minute: int, in_24: str, in_12: str) -> None:
    at = datetime(2026, 11, 23, hour, minute, tzinfo=UTC)
    assert Look().time(at) == in_24
    assert Look(times=TimeFormat.HOURS_12).time(at) == in_12


def test_the_themes_are_those_that_there_are() -> None:
    assert themes.NAMES == THEME_NAMES
