"""TF4: a delay is given as people say it, always lies ahead, and is shown as it was understood."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import DeskError, Refused, WrongUsage
from helpdesk_tui.rules.when import parse_when, say_when, waited, when_as_typed

BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday, 12:00:30 in Berlin.
NOW = datetime(2026, 11, 25, 11, 0, 30, tzinfo=UTC)


def said(text: str) -> str:
    """What the text means, as the wall clock in Berlin."""
    return parse_when(text, now=NOW, zone=BERLIN).astimezone(BERLIN).strftime("%Y-%m-%d %H:%M:%S")


def typed(text: str) -> str:
    """The same by the program's own grammar alone."""
    moment = when_as_typed(text, now=NOW, zone=BERLIN)
    assert moment is not None
    return moment.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M:%S")


def outcome(read: Callable[..., datetime | None], text: str) -> datetime | str | None:
    """The moment, or the sentence that says why there is none."""
    try:
        return read(text, now=NOW, zone=BERLIN)
    except DeskError as refused:
        return refused.sentence


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-12-01", "2026-12-01 09:00:00"),
        ("2026-12-01 14:30", "2026-12-01 14:30:00"),
        ("2026-12-01T14:30", "2026-12-01 14:30:00"),
        ("2026-12-01 at 14:30", "2026-12-01 14:30:00"),
        ("2026-12-01T14:30:15", "2026-12-01 14:30:15"),
        ("2026-12-01T14:30:00Z", "2026-12-01 15:30:00"),
        ("2026-12-01 14:30+05:30", "2026-12-01 10:00:00"),
        ("2026-12-01T14:30:00.250-0500", "2026-12-01 20:30:00"),
        ("2027-1-1 0:00", "2027-01-01 00:00:00"),
        ("2028-02-29", "2028-02-29 09:00:00"),
    ],
)
def test_iso_dates_and_times(text: str, local: str) -> None:
    assert typed(text) == said(text) == local


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("30m", "2026-11-25 12:30:30"),
        ("30min", "2026-11-25 12:30:30"),
        ("2h", "2026-11-25 14:00:30"),
        ("2H", "2026-11-25 14:00:30"),
        ("2d", "2026-11-27 12:00:30"),
        ("1w", "2026-12-02 12:00:30"),
        ("1d 4h", "2026-11-26 16:00:30"),
        ("1h30m", "2026-11-25 13:30:30"),
        ("in 2h", "2026-11-25 14:00:30"),
        ("2d 9:00", "2026-11-27 09:00:00"),
        ("1w at 17:15", "2026-12-02 17:15:00"),
        (" 2 d ", "2026-11-27 12:00:30"),
    ],
)
def test_counts_from_now(text: str, local: str) -> None:
    assert typed(text) == said(text) == local


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("tomorrow", "2026-11-26 09:00:00"),
        ("tomorrow 9:00", "2026-11-26 09:00:00"),
        ("tomorrow 9", "2026-11-26 09:00:00"),
        ("tomorrow at 5pm", "2026-11-26 17:00:00"),
        ("fri 17h", "2026-11-27 17:00:00"),
        ("friday 17", "2026-11-27 17:00:00"),
        ("mon 9:30 am", "2026-11-30 09:30:00"),
        ("wed 12am", "2026-12-02 00:00:00"),
        ("wed noon", "2026-12-02 12:00:00"),
        ("5pm", "2026-11-25 17:00:00"),
        ("11:59 am", "2026-11-26 11:59:00"),
        ("noon", "2026-11-26 12:00:00"),
        ("midnight", "2026-11-26 00:00:00"),
        ("1.12.2026", "2026-12-01 09:00:00"),
        ("1.12.2027 14:30", "2027-12-01 14:30:00"),
        ("24.11.", "2027-11-24 09:00:00"),
        ("25.11. 12:01", "2026-11-25 12:01:00"),
        ("29.2.", "2028-02-29 09:00:00"),
        ("Tomorrow at 17:05", "2026-11-26 17:05:00"),
        ("today 15:00", "2026-11-25 15:00:00"),
        ("mon", "2026-11-30 09:00:00"),
        ("Monday", "2026-11-30 09:00:00"),
        ("tues 8:00", "2026-12-01 08:00:00"),
        ("thu", "2026-11-26 09:00:00"),
        ("thur", "2026-11-26 09:00:00"),
        ("thurs", "2026-11-26 09:00:00"),
        ("sun 23:59", "2026-11-29 23:59:00"),
        ("wed", "2026-12-02 09:00:00"),
        ("wed 11:59", "2026-12-02 11:59:00"),
        ("wed 12:01", "2026-11-25 12:01:00"),
        ("14:30", "2026-11-25 14:30:00"),
        ("9:00", "2026-11-26 09:00:00"),
        ("0:00", "2026-11-26 00:00:00"),
    ],
)
def test_days_by_name_are_the_first_ahead(text: str, local: str) -> None:
    assert typed(text) == said(text) == local


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("in 3 days", "2026-11-28 12:00:30"),
        ("in 90 minutes", "2026-11-25 13:30:30"),
        ("next friday", "2026-11-27 09:00:00"),
        ("5 december", "2026-12-05 09:00:00"),
        ("5 dec 14:30", "2026-12-05 14:30:00"),
        ("5 dec 0:00", "2026-12-05 00:00:00"),
        ("4 nov", "2027-11-04 09:00:00"),
        ("noon tomorrow", "2026-11-26 12:00:00"),
        ("Dec 1 9:00 PST", "2026-12-01 18:00:00"),
        ("завтра", "2026-11-26 09:00:00"),
        ("завтра 15:00", "2026-11-26 15:00:00"),
        ("übermorgen", "2026-11-27 09:00:00"),
        ("demain 10:15", "2026-11-26 10:15:00"),
    ],
)
def test_everyday_words_and_other_languages(text: str, local: str) -> None:
    assert said(text) == local


def test_a_count_in_words_is_exact_and_a_named_time_is_even() -> None:
    now = NOW.replace(microsecond=250_000)
    assert parse_when("in 3 days", now=now, zone=BERLIN) == now + timedelta(days=3)
    assert parse_when("next friday 9:00", now=now, zone=BERLIN) == datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def test_the_library_gets_sixty_characters_at_most() -> None:
    """It tries many patterns on what it gets."""
    sixty = "in 1 day, 1 hour, 1 minute and 1 second and 1 second, 1 sec."
    assert len(sixty) == 60
    assert said(sixty) == "2026-11-26 13:01:31"
    with pytest.raises(WrongUsage):
        said(sixty + ".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is missing"),
        ("   ", "is missing"),
        ("3", "“3” is no date or time. Try 2h, 2d, mon"),
        ("2026", "no date or time"),
        ("20261201", "no date or time"),
        ("½", "no date or time"),
        ("٣", "no date or time"),
        ("1e5", "no date or time"),
        ("a", "no date or time"),
        ("soonish", "no date or time"),
        ("2h later please or whenever you find the time to do it, thank you", "no date or time"),
        ("2y", "no date or time"),
        ("-2d", "no date or time"),
        ("2026-02-30", "not in the calendar"),
        ("2026-13-01", "not in the calendar"),
        ("2026-12-01 24:00", "not on the clock"),
        ("2026-12-01T10:00+99:00", "not on the clock"),
        ("25:00", "no time of day"),
        ("tomorrow 12:60", "no time of day"),
        ("2h 9:00", "do not go together"),
        ("12/05", "can be read in two ways"),
        ("5/12/2026 9:00", "can be read in two ways"),
        ("may", "names no day"),
        ("may 9:00", "names no day"),
        ("may 2027", "names no day"),
    ],
)
def test_what_is_no_date_is_wrong_usage(text: str, sentence: str) -> None:
    """CLI: a value that is none ends with 2."""
    with pytest.raises(WrongUsage, match=sentence) as caught:
        parse_when(text, now=NOW, zone=BERLIN)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("today", "not_ahead"),
        ("today 12:00", "not_ahead"),
        ("2026-11-25", "not_ahead"),
        ("2020-01-01", "not_ahead"),
        ("2026-11-25T11:00:30Z", "not_ahead"),
        ("0m", "not_ahead"),
        ("yesterday", "not_ahead"),
        ("3 days ago", "not_ahead"),
        ("now", "not_ahead"),
        ("999999w", "too_far"),
        ("999999w 9:00", "too_far"),
        ("9999-12-31", "too_far"),
        ("0001-01-01T00:00+12:00", "too_far"),
    ],
)
def test_a_date_that_does_not_lie_ahead_is_refused_by_a_rule(text: str, code: str) -> None:
    """CLI: a value that the rules refuse ends with 1."""
    with pytest.raises(Refused) as caught:
        parse_when(text, now=NOW, zone=BERLIN)
    assert (caught.value.code, caught.value.exit_code) == (code, 1)


def test_the_refusal_names_the_date_it_understood() -> None:
    with pytest.raises(Refused, match=r"^Thu 1 Jan 9:00 is over; the time has to lie ahead\.$"):
        said("2026-1-1")


def test_one_second_ahead_is_ahead() -> None:
    assert parse_when("2026-11-25T11:00:31Z", now=NOW, zone=BERLIN) == NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        # Clocks go from 2:00 to 3:00 on 28 March 2027, at 1:00 UTC.
        ("sun 1:59", "2027-03-28 00:59"),
        ("sun 2:00", "2027-03-28 01:00"),
        ("sun 2:30", "2027-03-28 01:30"),
        ("sun 3:00", "2027-03-28 01:00"),
        # 2:30 in two days is skipped and becomes 3:30; 48 hours from now is 3:30 of itself.
        ("2d", "2027-03-28 01:30"),
        ("48h", "2027-03-28 01:30"),
        # A day later the wall clock counts: 2:30 in summer time.
        ("3d", "2027-03-29 00:30"),
        ("72h", "2027-03-29 01:30"),
    ],
)
def test_a_skipped_hour_moves_on(text: str, utc: str) -> None:
    now = datetime(2027, 3, 26, 1, 30, tzinfo=UTC)
    assert parse_when(text, now=now, zone=BERLIN).strftime("%Y-%m-%d %H:%M") == utc


def test_a_doubled_hour_means_its_first_occurrence_that_lies_ahead() -> None:
    """Clocks go from 3:00 back to 2:00 on 25 October 2026, at 1:00 UTC: 2:30 is 0:30 and 1:30 UTC."""
    before = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    after = datetime(2026, 10, 25, 1, 45, tzinfo=UTC)
    assert parse_when("tomorrow 2:30", now=before, zone=BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert parse_when("today 2:30", now=between, zone=BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert parse_when("2:30", now=after, zone=BERLIN) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    with pytest.raises(Refused):
        parse_when("today 2:30", now=after, zone=BERLIN)


def test_hours_and_minutes_are_counted_on_the_clock_through_a_doubled_hour() -> None:
    now = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert parse_when("30m", now=now, zone=BERLIN) == datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    assert parse_when("1h", now=now, zone=BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_present_minute_does_not_lie_ahead() -> None:
    nine = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert parse_when("9:00", now=nine, zone=BERLIN) == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    assert parse_when("wed", now=nine, zone=BERLIN) == datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    doubled = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert parse_when("today 2:30", now=doubled, zone=BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-30T08:00Z", "Mon 30 Nov 9:00"),
        ("2026-11-30T23:05Z", "Tue 1 Dec 0:05"),
        ("2027-01-04T08:00Z", "Mon 4 Jan 2027 9:00"),
        ("2026-12-31T23:30Z", "Fri 1 Jan 2027 0:30"),
        ("2026-10-25T00:30Z", "Sun 25 Oct 2:30 CEST"),
        ("2026-10-25T01:30Z", "Sun 25 Oct 2:30 CET"),
    ],
)
def test_say_when(moment: str, shown: str) -> None:
    assert say_when(datetime.fromisoformat(moment), NOW, BERLIN) == shown


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(seconds=-5), "0m"),
        (timedelta(), "0m"),
        (timedelta(seconds=59), "0m"),
        (timedelta(minutes=58, seconds=59), "58m"),
        (timedelta(hours=1), "1h 00m"),
        (timedelta(hours=1, minutes=2), "1h 02m"),
        (timedelta(hours=2, minutes=14), "2h 14m"),
        (timedelta(hours=23, minutes=59), "23h 59m"),
        (timedelta(days=1), "1d 0h"),
        (timedelta(days=3, hours=4, minutes=50), "3d 4h"),
        (timedelta(days=99, hours=23), "99d 23h"),
        (timedelta(days=100), "100d"),
        (timedelta(days=120, hours=5), "120d"),
    ],
)
def test_waited(length: timedelta, shown: str) -> None:
    assert waited(NOW - length, NOW) == shown


def test_what_is_typed_is_read_without_the_large_library() -> None:
    """The form asks at every key: `tom` on the way to `tomorrow` must cost nothing."""
    script = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from helpdesk_tui.rules.when import parse_when, when_as_typed\n"
        "now = datetime(2026, 11, 25, tzinfo=UTC)\n"
        "assert when_as_typed('tom', now=now, zone=UTC) is None\n"
        "parse_when('tomorrow 9:00', now=now, zone=UTC)\n"
        "assert 'dateparser' not in sys.modules\n"
        "parse_when('in 3 days', now=now, zone=UTC)\n"
        "assert 'dateparser' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, timeout=60)


def test_no_warning_of_the_library_escapes() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for text in ("5 dec 14:30", "31 dec", "29 feb 9:00", "in 3 days", "nonsense words"):
            try:
                parse_when(text, now=NOW, zone=BERLIN)
            except DeskError:
                continue
    assert caught == []


def test_any_zone_will_do() -> None:
    zone = timezone(timedelta(hours=14))
    assert parse_when("tomorrow", now=NOW, zone=zone) == datetime(2026, 11, 26, 19, 0, tzinfo=UTC)


PIECES = st.sampled_from(
    [
        "2d",
        "9:00",
        "mon",
        "tomorrow",
        "in",
        "at",
        "1w",
        "2026-12-01",
        "99999",
        "h",
        ":",
        "-",
        "T",
        "Z",
        "+02:00",
        "5 dec",
        " ",
    ]
)


@settings(deadline=None, max_examples=400)
@given(
    st.one_of(
        st.text(max_size=20), st.lists(PIECES, max_size=5).map(" ".join), st.lists(PIECES, max_size=5).map("".join)
    )
)
def test_any_text_gives_a_moment_ahead_or_a_sentence(text: str) -> None:
    moment = outcome(when_as_typed, text)
    if isinstance(moment, str):
        assert moment.endswith(".")
    else:
        assert moment is None or (moment > NOW and moment.tzinfo is UTC)


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=4).map(" ".join)))
def test_any_text_gives_a_moment_or_a_sentence_with_the_library_too(text: str) -> None:
    moment = outcome(parse_when, text)
    if isinstance(moment, str):
        assert moment.endswith(".")
    else:
        assert moment is not None
        assert moment > NOW
