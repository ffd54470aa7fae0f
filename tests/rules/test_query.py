"""TQ10: the query language; every text gives a query or one sentence (rule 41)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.query import (
    CharacteristicIn,
    ClientIn,
    CreatedIn,
    DepartmentIn,
    Flag,
    FlagIn,
    FreeText,
    FromHas,
    HasAttachment,
    NumberIn,
    PriorityIn,
    Query,
    ServiceIn,
    Span,
    StaffIn,
    StatusIn,
    TagIn,
    Term,
    Test,
    describe,
    parse_query,
)
from helpdesk_tui.vocab import Characteristic, Priority, TicketStatus

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)

PROGRESS, AWAITING, ARCHIVED = TicketStatus.IN_PROGRESS, TicketStatus.AWAITING, TicketStatus.ARCHIVED


def parsed(text: str) -> Query:
    return parse_query(text, now=NOW, zone=BERLIN)


def outcome(text: str) -> Query | str:
    """The query, or the sentence that says why there is none."""
    try:
        return parsed(text)
    except WrongUsage as wrong:
        return wrong.sentence


def only(text: str) -> Test:
    """The single test that the text comes to."""
    (term,) = parsed(text).terms
    assert not term.negated
    return term.test


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("status:progress", StatusIn((PROGRESS,))),
        ("status:in_progress", StatusIn((PROGRESS,))),
        ("status:In-Progress", StatusIn((PROGRESS,))),
        ('status:"in progress"', StatusIn((PROGRESS,))),
        ("status:awaiting", StatusIn((AWAITING,))),
        ("status:awaiting_client", StatusIn((AWAITING,))),
        ("status:archive", StatusIn((ARCHIVED,))),
        ("status:archived", StatusIn((ARCHIVED,))),
        ("status:progress,awaiting,progress", StatusIn((PROGRESS, AWAITING))),
        ("STATUS:progress", StatusIn((PROGRESS,))),
        ("dept:sales,tech", DepartmentIn(("sales", "tech"))),
        ('dept:"Second level",tech', DepartmentIn(("Second level", "tech"))),
        ("department:Tech", DepartmentIn(("Tech",))),
        ('dept:"Second "level,tech', DepartmentIn(("Second level", "tech"))),
        ("dept:sales,", DepartmentIn(("sales",))),
        ("staff:anna", StaffIn(("anna",))),
        ("staff:me", StaffIn((), me=True)),
        ("staff:none", StaffIn((), nobody=True)),
        ("staff:anna,me,nobody", StaffIn(("anna",), me=True, nobody=True)),
        ("client:hans@acme.example", ClientIn(("hans@acme.example",))),
        ("client:#7,#8", ClientIn((), (7, 8))),
        ('client:"Acme GmbH",#7', ClientIn(("Acme GmbH",), (7,))),
        ("from:acme", FromHas(("acme",))),
        ('from:"Meier, Hans"', FromHas(("Meier, Hans",))),
        ("service:vps-31", ServiceIn(("vps-31",))),
        ("priority:high", PriorityIn((Priority.HIGH,))),
        ("priority:urgent,low", PriorityIn((Priority.LOW, Priority.URGENT))),
        ("priority:>normal", PriorityIn((Priority.HIGH, Priority.URGENT))),
        ("priority:>=normal", PriorityIn((Priority.NORMAL, Priority.HIGH, Priority.URGENT))),
        ("priority:<normal", PriorityIn((Priority.LOW,))),
        ("priority:<=normal", PriorityIn((Priority.LOW, Priority.NORMAL))),
        ("tag:dns,mail", TagIn(("dns", "mail"))),
        ("characteristic:problematic", CharacteristicIn((Characteristic.PROBLEMATIC,))),
        ("has:attachment", HasAttachment()),
        ("is:unread", FlagIn((Flag.UNREAD,))),
        ("is:front,delayed", FlagIn((Flag.FRONT, Flag.DELAYED))),
        ("is:favorite", FlagIn((Flag.FAVOURITE,))),
        ("is:mine,unassigned", FlagIn((Flag.MINE, Flag.UNASSIGNED))),
        ("number:4812,#4813", NumberIn((4812, 4813))),
        ("#4812", NumberIn((4812,))),
        ("number:1", NumberIn((1,))),
        ("#1", NumberIn((1,))),
        ("#10,#13,10", NumberIn((10, 13))),
        ("number:9223372036854775807", NumberIn((9223372036854775807,))),
        ("x" * 1_000, FreeText("x" * 1_000)),
        ("disk", FreeText("disk")),
        ("rai*", FreeText("rai*")),
        ('"disk full"', FreeText("disk full", phrase=True)),
        ('"say ""hi"""', FreeText('say "hi"', phrase=True)),
        ('"disk fu', FreeText("disk fu", phrase=True)),
        ('"#4812"', FreeText("#4812", phrase=True)),
    ],
)
def test_each_field_and_its_values(text: str, test: Test) -> None:
    assert only(text) == test


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("age:>2d", None, "2026-11-23 11:00"),
        ("age:>=2d", None, "2026-11-23 11:00"),
        ("age:<3h", "2026-11-25 08:00", None),
        ("age:>1d12h", None, "2026-11-23 23:00"),
        ("age:>999999w", None, "1970-01-01"),
        # A day begins at midnight in Berlin: an hour before it does in UTC, two hours in summer.
        ("before:2026-11-01", None, "2026-10-31 23:00"),
        ("after:2026-11-01", "2026-10-31 23:00", None),
        ("since:2026-07-01", "2026-06-30 22:00", None),
        ("after:2026-11", "2026-10-31 23:00", None),
        ("after:2026", "2025-12-31 23:00", None),
        ("after:2026-11-01T09:30", "2026-11-01 08:30", None),
        ("after:yesterday", "2026-11-23 23:00", None),
        ("before:today", None, "2026-11-24 23:00"),
        ("before:2w", None, "2026-11-11 11:00"),
        ("before:0001-01-01", None, "1970-01-01"),
        ("after:9999-12-31", "3000-01-01", None),
    ],
)
def test_age_and_dates_become_stretches_of_time(text: str, since: str | None, until: str | None) -> None:
    assert only(text) == CreatedIn((Span(since and utc(since), until and utc(until)),))  # type: ignore[arg-type]


def test_a_day_whose_midnight_is_skipped_begins_at_one() -> None:
    """In Beirut the clocks of 28 March 2027 go from 0:00 to 1:00, which is 22:00 UTC of the day before."""
    query = parse_query("after:2027-03-28", now=NOW, zone=ZoneInfo("Asia/Beirut"))
    assert query.terms[0].test == CreatedIn((Span(utc("2027-03-27 22:00"), None),))


def test_a_month_is_what_lies_between_after_and_before() -> None:
    query = parsed("after:2026-11 before:2026-12")
    assert [term.test for term in query.terms] == [
        CreatedIn((Span(utc("2026-10-31 23:00"), None),)),
        CreatedIn((Span(None, utc("2026-11-30 23:00")),)),
    ]


def test_the_line_of_the_specification() -> None:
    """TQ10."""
    query = parsed('status:progress dept:sales from:acme "disk full"')
    assert query == Query(
        (
            Term(StatusIn((PROGRESS,))),
            Term(DepartmentIn(("sales",))),
            Term(FromHas(("acme",))),
            Term(FreeText("disk full", phrase=True)),
        )
    )


def test_minus_is_not() -> None:
    assert parsed('-tag:dns -disk -"not this" -#5').terms == (
        Term(TagIn(("dns",)), negated=True),
        Term(FreeText("disk"), negated=True),
        Term(FreeText("not this", phrase=True), negated=True),
        Term(NumberIn((5,)), negated=True),
    )


def test_the_parts_of_a_query() -> None:
    query = parsed('raid is:unread "disk full" -spam -"no thanks" controller')
    assert query.filters == (Term(FlagIn((Flag.UNREAD,))),)
    assert query.words == ("raid", "controller")
    assert query.phrases == ("disk full",)
    assert query.unwanted == ("spam", "no thanks")


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\u3000", "\x00"])
def test_nothing_asked_is_every_ticket(text: str) -> None:
    assert parsed(text) == Query(())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Re: disk", ("Re:", "disk")),
        ("http://acme.example/x", ("http://acme.example/x",)),
        ("std::vector", ("std::vector",)),
        ("fe80::1 12:30 C++ a,b", ("fe80::1", "12:30", "C++", "a,b")),
        ("user@acme.example", ("user@acme.example",)),
        ("AND OR NOT NEAR(a b)", ("AND", "OR", "NOT", "NEAR(a", "b)")),
        ("Ошибка:диск", ("Ошибка:диск",)),
        ("a\x00b\ud800c", ("a", "b", "c")),
        ('5"disk', ('5"disk',)),
        ("e\u0301t\u00e9", ("été",)),
        ("請求書　について", ("請求書", "について")),
        ("#0 #x1 [2J\x1b", ("#0", "#x1", "[2J")),
    ],
)
def test_what_is_not_a_field_is_searched_for(text: str, words: tuple[str, ...]) -> None:
    assert parsed(text).words == words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("frm:acme", "frm: is no field. Did you mean from:? To search for the words themselves, put them in quotes."),
        (
            "foo:bar",
            "foo: is no field. The fields are status, dept, staff, client, from, service, priority, tag, "
            "characteristic, age, has, before, after, is, number. "
            "To search for the words themselves, put them in quotes.",
        ),
        ("status:done", "status: takes progress, awaiting or archived, not “done”."),
        ("status:progress,done", "status: takes progress, awaiting or archived, not “done”."),
        ("dept:", "dept: needs a value, as in dept:sales,tech."),
        ('dept:""', "dept: needs a value, as in dept:sales,tech."),
        ("dept:,", "dept: needs a value, as in dept:sales,tech."),
        ("dept:sales, tech", "Alternatives stand without spaces between them: dept:one,two."),
        ("client:#x", "client: takes a number like 4812, not “#x”."),
        ("number:x", "number: takes a number like 4812, not “x”."),
        ("number:0", "number: takes a number like 4812, not “0”."),
        ("number:-5", "number: takes a number like 4812, not “-5”."),
        ("number:٣", "number: takes a number like 4812, not “٣”."),
        ("number:9223372036854775808", "number: takes a number like 4812, not “9223372036854775808”."),
        (
            "priority:highest",
            "priority: takes low, normal, high or urgent, as in priority:high or >normal, not “highest”.",
        ),
        ("priority:>urgent", "No priority is “>urgent”: low is the lowest, urgent the highest."),
        ("characteristic:bad", "characteristic: takes common, good or problematic, not “bad”."),
        ("has:money", "has: takes attachment, not “money”."),
        ("is:open", "is: takes unread, front, delayed, favourite, mine or unassigned, not “open”."),
        ("age:2d", "age: takes a time like >2d or <3h, in m, h, d or w, not “2d”."),
        ("age:>2", "age: takes a time like >2d or <3h, in m, h, d or w, not “>2”."),
        ("age:>x", "age: takes a time like >2d or <3h, in m, h, d or w, not “>x”."),
        ("before:x", "before: takes a date like 2026-11-01, 2026-11, yesterday or 2w, not “x”."),
        ("after:2026-02-30", "after: takes a date like 2026-11-01, 2026-11, yesterday or 2w, not “2026-02-30”."),
        ("after:0000", "after: takes a date like 2026-11-01, 2026-11, yesterday or 2w, not “0000”."),
        ("???", "“???” has no letter or digit to search for."),
        ("🔥", "“🔥” has no letter or digit to search for."),
        ("-", "“-” has no letter or digit to search for."),
        ("--", "“-” has no letter or digit to search for."),
        ('""', "“” has no letter or digit to search for."),
        ("x" * 1_001, "A query has at most 1,000 characters; this one has 1,001."),
    ],
)
def test_a_value_that_is_none_is_one_sentence(text: str, sentence: str) -> None:
    """CLI: a value that is none ends with 2."""
    with pytest.raises(WrongUsage) as caught:
        parsed(text)
    assert caught.value.sentence == sentence
    assert caught.value.exit_code == 2


def test_a_sentence_never_holds_what_a_terminal_obeys() -> None:
    with pytest.raises(WrongUsage) as caught:
        parsed('status:"\u202e' + "x" * 500)
    assert caught.value.sentence.startswith("status: takes progress, awaiting or archived, not “‹bidi›xxx")
    assert len(caught.value.sentence) < 120


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("dis", True),
        ("raid dis", True),
        ("disk ", False),
        ("-dis", False),
        ('"disk', False),
        ("tag:dis", False),
        ("#4812", False),
        ("", False),
    ],
)
def test_the_last_word_may_still_grow(text: str, unfinished: bool) -> None:
    assert parsed(text).unfinished is unfinished


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "all tickets"),
        ("dept:Tech from:acme is:unread", "in Tech, from acme, unread"),
        ("status:progress,awaiting,archived", "in progress, awaiting the client or archived"),
        ("-dept:sales,tech", "not in sales or tech"),
        ("staff:anna,me,none", "held by anna, me or nobody"),
        ("client:hans@acme.example,#7", "of hans@acme.example or client #7"),
        ("service:vps-31 tag:dns", "about vps-31, tagged dns"),
        ("priority:>normal", "high or urgent priority"),
        ("characteristic:problematic has:attachment", "of a problematic client, with an attachment"),
        ("age:>2d -age:<3h", "older than 2d, not newer than 3h"),
        ("after:2026-11-01 before:2w", "created since 2026-11-01, created before 2w ago"),
        ("is:front,delayed,favourite", "at the front of the queue, delayed or favourite"),
        ("is:mine", "held by me"),
        ("number:5,6", "number 5 or 6"),
        (
            'raid is:unread "disk full" -spam -"no thanks"',
            'unread, containing raid and "disk full", without spam or "no thanks"',
        ),
    ],
)
def test_a_query_is_described_as_a_person_says_it(text: str, said: str) -> None:
    assert describe(parsed(text)) == said


PIECES = st.sampled_from(
    [
        *"-\",:#*> <=\x00\x1b",
        "status:", "dept:", "age:", "before:", "after:", "number:", "client:", "priority:", "is:", "has:", "tag:",
        ">2d", "2026-11-01", "9999-12-31", "0001", "progress", "99999999999999999999", "disk", "\ud800", "e\u0301", "http://x",
    ]
)  # fmt: skip
LINES = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=40), st.lists(PIECES, max_size=10).map("".join)
)


@settings(deadline=None, max_examples=1_000)
@given(LINES)
def test_any_line_gives_a_query_or_a_sentence(text: str) -> None:
    """Rule 41: never an exception of another kind, and nothing in the tree that a database could not hold."""
    query = outcome(text)
    if isinstance(query, str):
        assert query.endswith(".")
        assert "\n" not in query
        return
    assert describe(query).encode()
    for text_searched in (*query.words, *query.phrases, *query.unwanted):
        assert any(char.isalnum() or char == "*" or ord(char) > 127 for char in text_searched)
        assert "\x00" not in text_searched


@settings(deadline=None, max_examples=200)
@given(LINES)
def test_a_quoted_line_is_searched_for_as_it_stands(text: str) -> None:
    """Whatever the words are, in quotes they are a phrase."""
    quoted = '"' + text.replace('"', '""') + '"'
    query = outcome(quoted)
    if isinstance(query, str):
        assert "no letter or digit" in query
        return
    (term,) = query.terms
    assert isinstance(term.test, FreeText)
    assert term.test.phrase


def test_what_is_asked_twice_is_asked_once() -> None:
    """P7: a line is short, what it costs a database is not: each term counts once, and there are twenty at most."""
    once, often = (parse_query(text, now=NOW, zone=UTC) for text in ("is:unread ", "is:unread " * 90))
    assert once == often
    with pytest.raises(WrongUsage, match="at most 20"):
        parse_query(" ".join(f"w{n}" for n in range(21)), now=NOW, zone=UTC)
