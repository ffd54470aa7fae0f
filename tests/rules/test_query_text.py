"""Rule 41: words of users reach the full-text engines quoted; each odd query gives a result, never an error."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.rules.query import Websearch, fts5_any, fts5_match, websearch
from helpdesk_tui.rules.query_text import searchable

ROWS = {
    1: "The disk is full on node 4",
    2: "Rückerstattung bitte an user@acme.example",
    3: "C++ compiler foo(bar) and x OR y",
    4: "disks full of raids",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[sqlite3.Connection]:
    """A real FTS5 index with the tokenizer that the desk uses."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
    )
    connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", ROWS.items())
    yield connection
    connection.close()


def rows(engine: sqlite3.Connection, expression: str) -> list[int]:
    return [row for (row,) in engine.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", (expression,))]


@pytest.mark.parametrize(
    ("words", "phrases", "unfinished", "expression", "found"),
    [
        (["disk", "full"], [], False, '"disk" "full"', [1]),
        (["full", "disk"], [], False, '"full" "disk"', [1]),
        ([], ["disk is full"], False, '"disk is full"', [1]),
        ([], ["full disk"], False, '"full disk"', []),
        (["node"], ["disk is"], False, '"node" "disk is"', [1]),
        (["full", "dis"], [], True, '"full" "dis"*', [1, 4]),
        (["full", "dis"], [], False, '"full" "dis"', []),
        (["dis", "full"], [], True, '"dis" "full"*', []),
        (["rai*"], [], False, '"rai"*', [4]),
        (["rai*"], [], True, '"rai"*', [4]),
        (["C++"], [], False, '"C++"', [3]),
        (["user@acme.example"], [], False, '"user@acme.example"', [2]),
        (["user@ac"], [], True, '"user@ac"*', [2]),
        (["ruckerstattung"], [], False, '"ruckerstattung"', [2]),
        (["foo(bar)"], [], False, '"foo(bar)"', [3]),
        (["x", "OR", "y"], [], False, '"x" "OR" "y"', [3]),
        (['a"b'], [], False, '"a""b"', []),
        (["disk", "???"], [], False, '"disk"', [1]),
        (["a\x00b"], [], False, '"a b"', []),
        (["x:disk"], [], False, '"x:disk"', []),
    ],
)
def test_fts5_expressions(
    engine: sqlite3.Connection,
    words: list[str],
    phrases: list[str],
    unfinished: bool,
    expression: str,
    found: list[int],
) -> None:
    made = fts5_match(words, phrases, unfinished=unfinished)
    assert made == expression
    assert rows(engine, made) == found


def test_what_must_not_occur_is_any_of_it(engine: sqlite3.Connection) -> None:
    assert fts5_any(["node", "raids", "???"]) == '"node" OR "raids"'
    assert rows(engine, fts5_any(["node", "raids"])) == [1, 4]
    assert rows(engine, fts5_any(["disk is", "comp*"])) == [1, 3]


def test_nothing_to_search_for_is_an_empty_expression() -> None:
    assert fts5_match([], []) == ""
    assert fts5_match(["???"], ["!"]) == ""
    assert fts5_any([]) == ""


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a", True),
        ("4", True),
        ("٣", True),
        ("請", True),
        ("\ue000", True),
        ("?!", False),
        ("🔥", False),
        ("", False),
        ("\u0301", False),
    ],
)
def test_what_the_engines_see(text: str, seen: bool) -> None:
    assert searchable(text) is seen


@settings(deadline=None, max_examples=500)
@given(
    st.lists(st.one_of(st.text(), st.text('"*()^:-+{} ANDORT\x00\ud800')), max_size=4),
    st.lists(st.text(st.characters(codec=None, exclude_categories=())), max_size=2),
    st.booleans(),
)
def test_no_words_at_all_make_fts5_fail(words: list[str], phrases: list[str], unfinished: bool) -> None:
    """The real engine parses whatever comes out."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    for expression in (fts5_match(words, phrases, unfinished=unfinished), fts5_any([*words, *phrases])):
        if expression:
            rows(connection, expression)
    connection.close()


@pytest.mark.parametrize(
    ("words", "phrases", "unfinished", "search"),
    [
        (["disk", "or", "-x"], ["is full"], False, Websearch('"disk" "or" "-x" "is full"')),
        (["disk", "rai*"], [], False, Websearch('"disk"', ("'rai':*",))),
        (["full", "dis"], [], True, Websearch('"full"', ("'dis':*",))),
        (['a"b', "c'd*", "e\\f*"], [], False, Websearch('"a b"', ("'c d':*", "'e f':*"))),
        (["a\x00b", "???"], ["!"], False, Websearch('"a b"')),
        ([], [], True, Websearch("")),
    ],
)
def test_postgresql_searches(words: list[str], phrases: list[str], unfinished: bool, search: Websearch) -> None:
    assert websearch(words, phrases, unfinished=unfinished) == search
