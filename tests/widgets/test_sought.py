"""What a ticket was looked for by, found again in its text (TQ10)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.widgets.sought import LOOK, hit_words, marked, sought_in

NOW = datetime(2026, 4, 11, tzinfo=UTC)


def hits(query: str, text: str) -> list[str]:
    """What is marked in a text by a query."""
    sought = sought_in(parse_query(query, now=NOW, zone=ZoneInfo("UTC")))
    assert sought is not None
    pieces = marked([(text, "plain")], sought)
    assert "".join(said for said, _ in pieces) == text
    return [said for said, look in pieces if look == LOOK]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("disk ", "The DISK, my disk, diskette", ["DISK", "disk"]),
        ("disk", "a diskette", ["disk"]),
        ("disk* ", "a diskette", ["disk"]),
        ('"disk full" ', "disk-full; disk is full; Disk  full", ["disk-full", "Disk  full"]),
        ("сервер ", "Сервер не отвечает", ["Сервер"]),
        ("a.b@c.example ", "to A.B@c.example!", ["A.B@c.example"]),
        ("c++ ", "in C++ and c", ["C", "c"]),
        ("one two ", "two, one", ["two", "one"]),
        ("dept:tech -one two ", "one two", ["two"]),
    ],
)
def test_what_is_marked(query: str, text: str, found: list[str]) -> None:
    """Whole words whatever their case; beginnings where they were asked for, and while the last word is typed."""
    assert hits(query, text) == found


@pytest.mark.parametrize("query", ["", "dept:tech", "-one", "#12"])
def test_a_query_without_words_marks_nothing(query: str) -> None:
    assert sought_in(parse_query(query, now=NOW, zone=ZoneInfo("UTC"))) is None
    assert sought_in(None) is None


def test_how_many_messages_have_it() -> None:
    assert [hit_words(number) for number in (0, 1, 2)] == [
        "found outside the messages", "found in 1 message", "found in 2 messages",
    ]  # fmt: skip
