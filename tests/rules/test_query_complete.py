"""TQ10: completion of fields and values in the query line."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.rules.query import Completion, DepartmentIn, Field, complete, parse_query

WORDS = {
    Field.DEPARTMENT: ["Tech", "Second level", "Sales", "Presales"],
    Field.STAFF: ["anna", "gary"],
    Field.TAG: ['odd"tag', "dns", "a,b"],
}


def offered(marked: str) -> list[str]:
    """What is inserted for a line whose cursor is the `|`."""
    cursor = marked.index("|")
    return [found.insert for found in complete(marked.replace("|", ""), cursor, WORDS)]


@pytest.mark.parametrize(
    ("line", "inserts"),
    [
        ("st|", ["status:", "staff:"]),
        ("-st|", ["status:", "staff:"]),
        ("disk pri|", ["priority:"]),
        ("ST|", ["status:", "staff:"]),
        ("a|", ["age:", "after:"]),
        ("unr|", ["is:unread"]),
        ("un|", ["is:unread", "is:unassigned"]),
        ("u|", []),
        ("arch|", ["status:archived"]),
        ("zzz|", []),
        ('"st|', []),
        ('"st"|', []),
    ],
)
def test_fields_and_fixed_values_by_their_beginning(line: str, inserts: list[str]) -> None:
    assert offered(line) == inserts


def test_an_empty_place_offers_every_field() -> None:
    assert offered("|") == [f"{field}:" for field in Field]
    assert offered("disk |") == [f"{field}:" for field in Field]
    assert offered("disk | tag:x") == [f"{field}:" for field in Field]
    assert offered("|tag:x") == [f"{field}:" for field in Field]


@pytest.mark.parametrize(
    ("line", "inserts"),
    [
        ("dept:|", ["Tech", '"Second level"', "Sales", "Presales"]),
        ("dept:s|", ['"Second level"', "Sales", "Presales"]),
        ("dept:SA|", ["Sales", "Presales"]),
        ('dept:"Se|', ['"Second level"']),
        ('dept:"second level"|', ['"Second level"']),
        ("dept:Sales,|", ["Tech", '"Second level"', "Presales"]),
        ("dept:sales,t|", ["Tech"]),
        ("dept:t|,Sales", ["Tech"]),
        ("-dept:t|", ["Tech"]),
        ("department:t|", ["Tech"]),
        ("dept:x|", []),
        ("staff:|", ["anna", "gary", "me", "none"]),
        ("tag:|", ['"odd""tag"', "dns", '"a,b"']),
        ('tag:"odd""t|', ['"odd""tag"']),
        ("status:a|", ["awaiting", "archived"]),
        ("is:un|", ["unread", "unassigned"]),
        ("priority:|", ["low", "normal", "high", "urgent"]),
        ("characteristic:g|", ["good"]),
        ("has:|", ["attachment"]),
        ("age:|", ["<1h", "<1d", ">2d", ">1w"]),
        ("foo:x|", []),
        ("from:x|", []),
        ("de|pt:Sales", []),
    ],
)
def test_values_of_a_field(line: str, inserts: list[str]) -> None:
    """Those that begin as typed come first; what the token has already is not offered again."""
    assert offered(line) == inserts


def test_a_completion_takes_the_place_of_the_value_under_the_cursor() -> None:
    line = "disk dept:sec,Tech is:unread"
    (found,) = complete(line, len("disk dept:sec"), WORDS)
    assert found == Completion(10, 13, '"Second level"', "Second level")
    assert found.applied(line) == ('disk dept:"Second level",Tech is:unread', 24)


def test_at_most_twenty_are_offered() -> None:
    names = [f"Department {number}" for number in range(100)]
    assert len(complete("dept:", 5, {Field.DEPARTMENT: names})) == 20


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(lambda name: name.strip() == name))
def test_any_name_that_is_offered_is_read_as_that_name(name: str) -> None:
    """Quotes, commas, spaces and minus signs in a name survive the way through the line."""
    (found,) = complete("dept:", 5, {Field.DEPARTMENT: [name]})
    line, _ = found.applied("dept:")
    now = datetime(2026, 11, 25, tzinfo=UTC)
    (term,) = parse_query(line, now=now, zone=UTC).terms
    assert term.test == DepartmentIn((unicodedata.normalize("NFC", name),))


@settings(deadline=None, max_examples=500)
@given(st.one_of(st.text(), st.text('-":,#sdtage x')), st.integers(-5, 60))
def test_any_line_and_cursor_can_be_completed(text: str, cursor: int) -> None:
    for found in complete(text, cursor, WORDS):
        assert 0 <= found.start <= found.end <= len(text)
        line, at = found.applied(text)
        assert line[found.start : at] == found.insert
