"""TF4: what is no date, or says two things, is refused in a sentence instead of being guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.when import parse_when

BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday, 12:00:30 in Berlin.
NOW = datetime(2026, 11, 25, 11, 0, 30, tzinfo=UTC)


def test_a_weekday_that_is_not_that_of_the_date() -> None:
    """TF4: one of the two was meant; which is not guessed."""
    with pytest.raises(WrongUsage) as refused:
        parse_when("friday 8 dec", now=NOW, zone=BERLIN)
    assert refused.value.sentence == "Tue 8 Dec 9:00 is no Friday; name the date or the weekday alone."
    assert parse_when("tuesday 8 dec", now=NOW, zone=BERLIN) == datetime(2026, 12, 8, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["13pm", "0am", "tomorrow 25", "24:00", "fri 24h", "31.2.2026", "1.13.", "1.12. 25:00"]
)
def test_what_is_on_no_clock_and_in_no_calendar(text: str) -> None:
    with pytest.raises(WrongUsage):
        parse_when(text, now=NOW, zone=BERLIN)


@pytest.mark.parametrize("text", ["9", "2d 9", "9.30", "17"])
def test_a_bare_number_is_no_time(text: str) -> None:
    with pytest.raises(WrongUsage):
        parse_when(text, now=NOW, zone=BERLIN)
