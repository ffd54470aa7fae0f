"""Which personal tax rule a price is taxed by, in every time zone (CL13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.taxes import TaxRule, checked, parse_wall, rate_of, say_rule, say_wall
from helpdesk_tui.vocab import ProductType

INCIDENTS = ProductType.INCIDENTS
BERLIN = "Europe/Berlin"


def at(text: str) -> datetime:
    """A moment in UTC, or a local time where no zone is meant."""
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "first", "last"),
    [
        ("UTC", "2026-01-01 00:00", "2026-12-31 23:59:59", "2026-01-01 00:00:00", "2026-12-31 23:59:59"),
        (BERLIN, "2026-01-01 00:00", "2026-06-30 23:59:59", "2025-12-31 23:00:00", "2026-06-30 21:59:59"),
        ("Asia/Tokyo", "2026-01-01 00:00", "2026-01-01 12:00", "2025-12-31 15:00:00", "2026-01-01 03:00:00"),
        ("Asia/Kathmandu", "2026-01-01 00:00", "2026-01-01 00:00", "2025-12-31 18:15:00", "2025-12-31 18:15:00"),
        # 02:30 comes twice on 25 October: a start is the first one (00:30 UTC), an end the second one (01:30 UTC).
        (BERLIN, "2026-10-25 02:30", "2026-10-25 02:30", "2026-10-25 00:30:00", "2026-10-25 01:30:00"),
        # 02:30 is skipped on 29 March, from 01:00 UTC on: counted on from before the gap it is 01:30 UTC.
        (BERLIN, "2026-03-29 02:30", "2026-03-29 12:00", "2026-03-29 01:30:00", "2026-03-29 10:00:00"),
    ],
)
def test_the_clocks_of_its_zone(zone: str, starts: str, ends: str, first: str, last: str) -> None:
    """CL13: start and end are times in the rule's zone; both seconds are included."""
    rule = checked(TaxRule(20_000, zone, at(starts), at(ends)))
    moment, end = utc(first), utc(last)
    milli, second = timedelta(milliseconds=1), timedelta(seconds=1)
    asked = (moment - milli, moment, end, end + second - milli, end + second)
    assert [rule.is_in_force(one) for one in asked] == [False, True, True, True, False]


def rule(rate: int, starts: str = "2026-01-01", *, zone: str = "UTC", own: bool = False, ends: str = "") -> TaxRule:
    return TaxRule(rate, zone, at(starts), at(ends) if ends else None, (INCIDENTS,) if own else ())


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], 0),
        ([rule(20_000)], 20_000),
        # The one for the product type stands over the one for all that started later.
        ([rule(5_000, own=True), rule(20_000, "2026-04-01")], 5_000),
        # Then the one that started last, whatever its rate and place.
        ([rule(5_000, "2026-04-01"), rule(20_000)], 5_000),
        ([rule(20_000), rule(5_000, "2026-04-01")], 5_000),
        # Midnight came to Tokyo nine hours before it came to London.
        ([rule(1_000, "2026-04-01"), rule(2_000, "2026-04-01", zone="Asia/Tokyo")], 1_000),
        # Of two that started at once, the one that was added last.
        ([rule(5_000), rule(7_000)], 7_000),
        ([rule(7_000), rule(5_000)], 5_000),
        # A rule of nothing stands over others too.
        ([rule(20_000), rule(0, "2026-02-01")], 0),
        ([rule(20_000), rule(5_000, "2026-02-01", ends="2026-03-01")], 20_000),
        ([rule(20_000, "2026-04-12")], 0),
        ([rule(20_000, ends="2026-04-10")], 0),
    ],
)
def test_one_of_several(rules: list[TaxRule], expected: int) -> None:
    """CL13: of those in force at the moment, one for the product type, then the one that started last."""
    assert rate_of(rules, INCIDENTS, utc("2026-04-11 09:00")) == expected


WALL = st.datetimes().map(lambda local: local.replace(microsecond=0))
ZONES = st.sampled_from(["UTC", BERLIN, "Asia/Tokyo", "America/New_York", "Pacific/Apia", "Africa/Monrovia"])


@given(WALL, WALL, ZONES, WALL.map(lambda at: at.replace(tzinfo=UTC)))
def test_any_times(starts: datetime, ends: datetime, zone: str, moment: datetime) -> None:
    """Whatever is typed is in force, is not, or is refused as ending before it starts; and it is read as it is said."""
    one = TaxRule(20_000, zone, starts, ends)
    if ends < starts - timedelta(hours=3):
        with pytest.raises(Refused, match="does not end before it starts"):
            checked(one)
    elif ends >= starts:
        assert rate_of([checked(one)], INCIDENTS, moment) in (0, 20_000)
    assert parse_wall(say_wall(starts)) == starts


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (rule(-1), "bad_percent"), (rule(100_001), "bad_percent"), (rule(1, zone="Europe/Berlni"), "bad_zone"),
        (rule(1, zone=""), "bad_zone"), (rule(1, zone="../etc/passwd"), "bad_zone"),
        (rule(1, zone="Europe"), "bad_zone"),
        (rule(1, zone="a\x00b"), "bad_zone"), (rule(1, zone="x" * 5000), "bad_zone"),
        (rule(1, ends="2025-12-31 23:59:59"), "bad_period"),
    ],
)  # fmt: skip
def test_what_is_none(made: TaxRule, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(made)
    assert refused.value.code == code


def test_a_zone_that_was_probably_meant() -> None:
    with pytest.raises(Refused, match="did you mean Europe/Berlin"):
        checked(rule(1, zone="Europe/Berlni"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01 00:00:00", at("2026-01-01T00:00:00")), (" 2026-01-01 13:30 ", at("2026-01-01T13:30:00")),
        ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_times_that_are_typed(text: str, expected: Any) -> None:
    assert parse_wall(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2026-01-01", "2026-02-30 00:00", "2026-01-01 24:00", "2026-01-01T00:00:00Z", "2026-01-01 00:00+02:00", "soon",
     "0000-01-01 00:00", "2026-01-01 00:00:00.5", "\u0662026-01-01 00:00"],
)  # fmt: skip
def test_times_that_are_none(text: str) -> None:
    with pytest.raises(WrongUsage):
        parse_wall(text)


def test_in_words() -> None:
    assert say_rule(rule(8_875, zone=BERLIN, own=True, ends="2026-12-31 23:59:59")) == (
        "8.875 % from 2026-01-01 00:00:00 until 2026-12-31 23:59:59 Europe/Berlin on incidents"
    )
    assert say_rule(rule(0)) == "0 % from 2026-01-01 00:00:00 UTC"
