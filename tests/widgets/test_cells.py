"""Text in terminal cells (TQ7; RELIABILITY rule 36)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from helpdesk_tui.widgets.cells import cut, fit, shown, shown_line, size_words, width_of, wrap


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Acme", 6, "Acme  "),
        ("Acme", 4, "Acme"),
        ("Acme GmbH", 6, "Acme …"),
        ("株式会社", 8, "株式会社"),
        ("株式会社", 7, "株式会…"),
        ("株式会社", 6, "株式… "),
        ("株式会社", 1, "…"),
        ("Cafe\u0301", 4, "Cafe\u0301"),
        ("Cafe\u0301 du Nord", 5, "Cafe\u0301…"),
        ("anything", 0, ""),
    ],
)
def test_fit_fills_the_column_exactly(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


def test_fit_at_the_right_edge() -> None:
    assert fit("58m", 6, right=True) == "   58m"


@given(st.text(max_size=60), st.integers(0, 30))
def test_shown_text_never_runs_over_its_column_on_the_terminal(text: str, width: int) -> None:
    column = fit(shown(text), width)
    assert wcswidth(column) == width


@given(st.text(max_size=80))
def test_measured_width_is_the_terminals_width_character_by_character(text: str) -> None:
    """A terminal that knows nothing of emoji sequences draws each character by itself; the sum must be the same."""
    line = shown_line(text)
    assert width_of(line) == sum(wcwidth(char) for char in line) == wcswidth(line)


def test_every_character_of_the_first_two_planes_has_the_terminals_width() -> None:
    wrong = []
    for code in range(0x20, 0x20000):
        line = shown_line(chr(code)) if not 0xD800 <= code < 0xE000 else "\ufffd"
        if width_of(line) != wcswidth(line):
            wrong.append(hex(code))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\nc", "a b c"),
        ("\x1b[2Jgone", "␛[2Jgone"),
        ("\x9b2J", "<9B>2J"),
        ("txt\u202egpj.exe", "txt‹bidi›gpj.exe"),
        ("👩\u200d💻", "👩💻"),
        ("❤\ufe0f", "❤"),
        ("\U0001f1e9\U0001f1ea", "DE"),
        ("👍\U0001f3fd", "👍"),
        ("\U000e1234", "\ufffd"),
    ],
)
def test_what_terminals_obey_or_measure_differently_is_made_plain(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("line", "width", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 3, ["one", "two"]),
        ("  indented text here", 12, ["  indented", "text here"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("see https://acme.example/x", 10, ["see", "https://ac", "me.example", "/x"]),
        ("請求書について", 6, ["請求書", "につい", "て"]),
        ("x 請求書", 4, ["x", "請求", "書"]),
    ],
)
def test_wrap_breaks_at_spaces_and_long_words_anywhere(line: str, width: int, expected: list[str]) -> None:
    assert wrap(line, width) == expected


@given(st.text(alphabet="ab 請é\u0301-", max_size=120), st.integers(2, 20))
def test_wrapped_pieces_fit_and_lose_nothing_but_spaces(line: str, width: int) -> None:
    pieces = wrap(line, width)
    assert all(width_of(piece) <= width for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(line.split())


def test_a_long_line_of_a_mail_is_wrapped_in_linear_time() -> None:
    begin = time.thread_time()
    wrap("word " * 2_000, 80)
    wrap("x" * 10_000, 80)
    wrap("請" * 5_000, 80)
    assert time.thread_time() - begin < 1.0


def test_cut_keeps_a_mark_with_its_letter() -> None:
    assert cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (4_100, "4 kB"),
        (310_400, "310 kB"),
        (999_700, "1.0 MB"),
        (1_240_000, "1.2 MB"),
        (25_000_000, "25 MB"),
        (3_200_000_000, "3.2 GB"),
    ],
)
def test_sizes_in_words(size: int, expected: str) -> None:
    assert size_words(size) == expected
