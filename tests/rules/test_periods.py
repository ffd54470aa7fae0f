"""Order periods and windows: month ends, leap years, time zones, first and last days (IN2, IN4; SPEC: Windows)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.periods import (
    Window,
    after_months,
    day_of,
    ordered,
    parse_period,
    renewed,
    say_period,
    window,
    windows,
)


def spans(first: str, months: int) -> list[str]:
    """Every window of an order, as dates."""
    found = (window(date.fromisoformat(first), number) for number in ordered(months))
    return [f"{one.starts} {one.ends}" for one in found]


@pytest.mark.parametrize(
    ("first", "months", "expected"),
    [
        # IN4, the documents' example.
        ("2026-04-11", 3, ["2026-04-11 2026-05-10", "2026-05-11 2026-06-10", "2026-06-11 2026-07-10"]),
        # SPEC: Windows; the day comes back after February.
        ("2026-01-31", 3, ["2026-01-31 2026-02-27", "2026-02-28 2026-03-30", "2026-03-31 2026-04-29"]),
        ("2028-01-31", 2, ["2028-01-31 2028-02-28", "2028-02-29 2028-03-30"]),
        ("2028-01-30", 2, ["2028-01-30 2028-02-28", "2028-02-29 2028-03-29"]),
        ("2026-01-29", 2, ["2026-01-29 2026-02-27", "2026-02-28 2026-03-28"]),
        ("2028-02-29", 1, ["2028-02-29 2028-03-28"]),
        ("2026-12-01", 1, ["2026-12-01 2026-12-31"]),
        ("2026-12-15", 2, ["2026-12-15 2027-01-14", "2027-01-15 2027-02-14"]),
        ("2026-05-31", 2, ["2026-05-31 2026-06-29", "2026-06-30 2026-07-30"]),
    ],
)
def test_windows_of_an_order(first: str, months: int, expected: list[str]) -> None:
    assert spans(first, months) == expected


def test_a_leap_day_comes_back_after_four_years() -> None:
    """IN4: counted from the order date, so the 29th of February is not lost on the way."""
    leap = date(2028, 2, 29)
    assert [str(after_months(leap, months)) for months in (12, 24, 48)] == ["2029-02-28", "2030-02-28", "2032-02-29"]


@given(st.dates(date(1999, 1, 1), date(2400, 1, 1)), st.integers(1, 120))
def test_windows_follow_one_another(first: date, months: int) -> None:
    """IN4: every day of the term is in exactly one window, of 28 to 31 days, from the day or a month's last one."""
    found = [window(first, number) for number in ordered(months)]
    assert found[0].starts == first
    for one, following in pairwise(found):
        assert (following.starts - one.ends).days == 1
    for one in found:
        assert 27 <= (one.ends - one.starts).days <= 30
        assert one.starts.day == first.day or (one.starts + timedelta(days=1)).day == 1
    assert after_months(first, months) == date.fromordinal(found[-1].ends.toordinal() + 1)


@pytest.mark.parametrize(
    ("today", "left"),
    [("2026-04-11", 3), ("2026-05-10", 3), ("2026-05-11", 2), ("2026-07-10", 1), ("2026-07-11", 0), ("2026-01-01", 3)],
)
def test_windows_that_are_over_give_nothing(today: str, left: int) -> None:
    """SPEC: Windows; a start may lie in the past or the future."""
    assert len(list(windows(date(2026, 4, 11), ordered(3), date.fromisoformat(today)))) == left


@pytest.mark.parametrize(
    ("today", "first", "starts"),
    [
        ("2026-04-11", "2026-04-11", ["2026-07-11"]),
        ("2026-07-10", "2026-04-11", ["2026-07-11"]),
        ("2026-07-11", "2026-07-11", ["2026-07-11"]),
        ("2026-09-30", "2026-09-30", ["2026-09-30"]),
    ],
)
def test_renewal_goes_on_or_starts_anew(today: str, first: str, starts: list[str]) -> None:
    """SPEC: Windows. Three months from 11 April were ordered; the last window ends on 10 July."""
    day = date.fromisoformat(today)
    counted, numbers = renewed(date(2026, 4, 11), 3, 1, day)
    assert (str(counted), [str(one.starts) for one in windows(counted, numbers, day)]) == (first, starts)


def test_renewal_keeps_the_day_of_the_first_order() -> None:
    """SPEC: Windows: from the 31st of January, one month, renewed for two: the 31st of March, not the 28th."""
    day = date(2026, 2, 10)
    counted, numbers = renewed(date(2026, 1, 31), 1, 2, day)
    found = [f"{one.starts} {one.ends}" for one in windows(counted, numbers, day)]
    assert found == ["2026-02-28 2026-03-30", "2026-03-31 2026-04-29"]


def test_what_was_for_life_starts_its_months_on_the_day_of_renewal() -> None:
    """IN5 the other way round: there is no count to go on with."""
    assert renewed(None, 0, 1, date(2026, 4, 11)) == (date(2026, 4, 11), range(1))
    assert renewed(date(2026, 1, 31), 0, 1, date(2026, 4, 11)) == (date(2026, 4, 11), range(1))


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-05-10T21:59:59", "Europe/Berlin", "2026-05-10"),
        ("2026-05-10T22:00:00", "Europe/Berlin", "2026-05-11"),
        ("2026-05-11T03:59:59", "America/New_York", "2026-05-10"),
        ("2026-05-10T12:00:00", "Pacific/Auckland", "2026-05-11"),
        ("2026-10-25T00:30:00", "Europe/Berlin", "2026-10-25"),
    ],
)
def test_a_day_is_the_desk_s(moment: str, zone: str, day: str) -> None:
    """SPEC: Windows: calendar dates in the desk's time zone."""
    assert str(day_of(datetime.fromisoformat(moment).replace(tzinfo=UTC), ZoneInfo(zone))) == day


@pytest.mark.parametrize(
    ("text", "months"), [("lifetime", 0), ("1m", 1), ("3m", 3), ("12m", 12), ("120m", 120), (" 6M ", 6)]
)
def test_a_period_is_read(text: str, months: int) -> None:
    assert parse_period(text) == months
    assert say_period(months) == text.strip().lower()


@pytest.mark.parametrize("text", ["1d", "30d", "daily", "day", "1w", "7days", "trial", "0m", "121m", "9999m"])
def test_periods_that_no_plan_has_are_refused(text: str) -> None:
    """IN2: daily and trial periods are refused with the reason."""
    with pytest.raises(Refused) as refused:
        parse_period(text)
    assert refused.value.code == "bad_period"
    assert ("for life or by the month" in refused.value.sentence) == (text[-1] != "m")
    assert ("trial" in refused.value.sentence) == (text == "trial")


@pytest.mark.parametrize("text", ["", "m", "1", "1.5m", "-1m", "three", "٣m", "1 m", "10000m"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(WrongUsage):
        parse_period(text)


@pytest.mark.parametrize(("first", "number"), [("9999-12-31", 1), ("9999-12-01", 0), ("9990-01-01", 120)])
def test_nothing_reaches_beyond_the_calendar(first: str, number: int) -> None:
    with pytest.raises(Refused) as refused:
        window(date.fromisoformat(first), number)
    assert refused.value.code == "too_far"


def test_both_dates_of_a_window_are_included() -> None:
    one = Window(date(2026, 4, 11), date(2026, 5, 10))
    assert [one.is_over(date(2026, 5, day)) for day in (10, 11)] == [False, True]
