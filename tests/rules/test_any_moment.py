"""IN12: a question about another day says it as people do; past or ahead, in the desk's zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import DeskError, Refused, WrongUsage
from helpdesk_tui.rules.when import parse_moment

BERLIN = ZoneInfo("Europe/Berlin")
# A Sunday, 13:00 in Berlin.
NOW = datetime(2026, 4, 12, 11, 0, tzinfo=UTC)
END = "23:59:59.999"


def said(text: str, zone: ZoneInfo = BERLIN) -> str:
    """What the text means, as the wall clock there."""
    moment = parse_moment(text, now=NOW, zone=zone)
    assert moment.tzinfo is UTC
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(" ", "milliseconds").removesuffix(":00.000")


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-04-11", f"2026-04-11 {END}"),
        ("2026-4-1", f"2026-04-01 {END}"),
        ("2026-04-11T08:00", "2026-04-11 08:00"),
        ("2026-04-11 08:00", "2026-04-11 08:00"),
        ("2026-04-11 at 8:00", "2026-04-11 08:00"),
        ("2026-04-11T08:00:00Z", "2026-04-11 10:00"),
        ("2026-04-11 08:00+05:30", "2026-04-11 04:30"),
        ("2099-12-31 23:00", "2099-12-31 23:00"),
        ("11.04.2026", f"2026-04-11 {END}"),
        ("11.4.2027 8:00", "2027-04-11 08:00"),
        ("11.4.", f"2026-04-11 {END}"),
        ("12.4.", f"2026-04-12 {END}"),
        ("13.4.", f"2025-04-13 {END}"),
        ("12.4. 13:00", "2026-04-12 13:00"),
        ("12.4. 13:01", "2025-04-12 13:01"),
        ("29.2.", f"2024-02-29 {END}"),
    ],
)
def test_dates(text: str, local: str) -> None:
    assert said(text) == local


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("yesterday", f"2026-04-11 {END}"),
        ("Yesterday at 8:00", "2026-04-11 08:00"),
        ("yesterday 8", "2026-04-11 08:00"),
        ("today", f"2026-04-12 {END}"),
        ("today 18:00", "2026-04-12 18:00"),
        ("tomorrow", f"2026-04-13 {END}"),
        ("sun", f"2026-04-12 {END}"),
        ("sunday 13:00", "2026-04-12 13:00"),
        ("sun 13:01", "2026-04-05 13:01"),
        ("mon", f"2026-04-06 {END}"),
        ("sat 17h", "2026-04-11 17:00"),
        ("8:00", "2026-04-12 08:00"),
        ("18:00", "2026-04-11 18:00"),
        ("2d", "2026-04-14 13:00"),
        ("in 2h", "2026-04-12 15:00"),
        ("1w 9:00", "2026-04-19 09:00"),
    ],
)
def test_days_by_name_are_the_last_that_were(text: str, local: str) -> None:
    assert said(text) == local


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("11 Apr 2026", f"2026-04-11 {END}"),
        ("11 Apr", f"2026-04-11 {END}"),
        ("12 apr", f"2026-04-12 {END}"),
        ("13 apr", f"2025-04-13 {END}"),
        ("11 april 8:00", "2026-04-11 08:00"),
        ("3 days ago", "2026-04-09 13:00"),
        ("last friday", f"2026-04-10 {END}"),
        ("next friday", f"2026-04-17 {END}"),
        ("gestern", f"2026-04-11 {END}"),
        ("gestern 18:00", "2026-04-11 18:00"),
        ("in 3 days", "2026-04-15 13:00"),
    ],
)
def test_everyday_words(text: str, local: str) -> None:
    assert said(text) == local


def test_the_clocks_may_change_at_midnight() -> None:
    """In Santiago the last hour of 4 April 2026 came twice; in Berlin 2:30 of 29 March was skipped and 2:30 came twice
    on 26 October 2025."""
    end = parse_moment("2026-04-04", now=NOW, zone=ZoneInfo("America/Santiago"))
    assert end == datetime(2026, 4, 5, 3, 59, 59, 999_000, tzinfo=UTC)
    assert said("2026-03-29 2:30") == "2026-03-29 03:30"
    assert parse_moment("2025-10-26 2:30", now=NOW, zone=BERLIN) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A date or time is missing"),
        ("3", "“3” is no date or time. Try yesterday"),
        ("20260411", "no date or time"),
        ("nonsense", "no date or time"),
        ("2026-02-30", "not in the calendar"),
        ("31.2.", "not in the calendar"),
        ("2026-04-11 25:00", "not on the clock"),
        ("yesterday 25", "no time of day"),
        ("4/11", "two ways"),
        ("april", "names no day"),
        ("friday 11 apr", "Sat 11 Apr 23:59 is no Friday"),
    ],
)
def test_what_is_no_moment(text: str, sentence: str) -> None:
    with pytest.raises(WrongUsage, match=sentence):
        parse_moment(text, now=NOW, zone=BERLIN)


@pytest.mark.parametrize("text", ["9999-12-31", "9998-12-31 23:59-12:00", "0001-01-01", "999999w", "31.12.9999"])
def test_what_lies_beyond_the_calendar(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_moment(text, now=NOW, zone=BERLIN)
    assert refused.value.code == "too_far"


PIECES = st.sampled_from(["2d", "9:00", "mon", "yesterday", "11 apr", "2026-04-11", "29.2.", "T", ":", "h", "Z", " "])


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=4).map(" ".join)))
def test_any_text_gives_a_moment_or_a_sentence(text: str) -> None:
    try:
        moment = parse_moment(text, now=NOW, zone=BERLIN)
    except DeskError as refused:
        sentence = refused.sentence
    else:
        sentence = f"{moment.tzinfo}."
    assert sentence == "UTC." or " " in sentence
    assert sentence.endswith(".")
