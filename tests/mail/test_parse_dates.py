"""The Date heading in the forms that mail programs write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helpdesk_tui.mail.reading.dates import mail_date
from tests.mail.mails import within

NINE = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "Sat, 11 Apr 2026 09:00:00 +0000",
        "Sat, 11 Apr 2026 11:00:00 +0200",
        "Sat, 11 Apr 2026 11:00:00 +0200 (CEST)",
        "11 Apr 2026 09:00 GMT",
        "Sat,11 Apr 2026 09:00:00 UT",
        "Sat, 11 Apr 26 05:00:00 EDT",
        "Sat, 11 Apr 126 02:00:00 PDT",
        "Sat, 11 April 2026 9:00:00 Z",
        "11-Apr-2026 09:00:00 +0000",
        "Sat, 11 Apr 2026 09.00.00 +0000",
        "Sat Apr 11 09:00:00 2026",
        "Sat Apr 11 09:00:00 UTC 2026",
        "2026-04-11T09:00:00Z",
        "2026-04-11 12:30:00 +0330",
        "  Sat,   11\tApr 2026 09:00:00 -0000",
    ],
)
def test_forms_of_a_date(value: str) -> None:
    """RFC 5322 3.3 and 4.3."""
    assert mail_date(value) == NINE


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "31 Feb 2026 10:00 +0000", "11 Xyz 2026 10:00", "11 Apr 2026 25:00:00",
     "31 Dec 9999 23:59:59 -2300"],
)  # fmt: skip
def test_what_is_no_moment_is_none(value: str) -> None:
    assert mail_date(value) is None


def test_a_zone_that_is_none_is_utc() -> None:
    assert mail_date("11 Apr 2026 09:00:00 +9900") == NINE
    assert mail_date("11 Apr 2026 09:00:00 XYZ") == NINE


def test_a_leap_second_is_the_second_before() -> None:
    assert mail_date("31 Dec 2016 23:59:60 +0000") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("value", ["1 " * 100_000, "Sat, " * 50_000, "9" * 200_000, " " * 200_000])
def test_any_date_is_read_quickly(value: str) -> None:
    with within(0.2):
        assert mail_date(value) is None
