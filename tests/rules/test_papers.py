"""Lines that narrow payments and expenses (SPEC: Billing screens), and cells of exports (SPEC: Sums)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.papers import Narrow, harmless, parse_narrow
from helpdesk_tui.vocab import PaymentStatus

BERLIN = ZoneInfo("Europe/Berlin")


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("", Narrow()), ("  backup   vps-12 ", Narrow(words="backup vps-12")),
        ("status:new", Narrow(status=PaymentStatus.NEW)),
        ("status:paid acme", Narrow(None, PaymentStatus.PAID, "acme")),
        ("currency:eur from:2026-04-11T09:00:00Z", Narrow(since=utc(2026, 4, 11, 9), currency="EUR")),
        ("from:2026-04-01", Narrow(since=utc(2026, 3, 31, 22))), ("to:2026-03-31", Narrow(until=utc(2026, 3, 31, 22))),
        ("from:2026-04-11T09:00:00Z", Narrow(since=utc(2026, 4, 11, 9))),
        ("other:word", Narrow(words="other:word")), ("12", Narrow(words="12")),
    ],
)  # fmt: skip
def test_a_line(line: str, meant: Narrow) -> None:
    """Days are those of the desk, both included: Berlin's begin at 22:00 UTC in summer."""
    assert parse_narrow(line, BERLIN) == meant


@pytest.mark.parametrize("line", ["status:", "status:old", "from:", "from:yesterday", "to:2026-02-30", "to:9999-12-31"])
def test_a_line_that_means_nothing(line: str) -> None:
    with pytest.raises(WrongUsage):
        parse_narrow(line, BERLIN)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-1", "'-1"), ("@sum", "'@sum"), ("a=1", "a=1"), ("", ""),
        ("Backup", "Backup"), ("  =1", "'=1"), ("\t=1", "'=1"), ("\x1b[31m", "␛[31m"), ("a\nb", "a b"),
    ],
)  # fmt: skip
def test_a_cell_is_made_harmless(text: str, cell: str) -> None:
    """SPEC, Sums: those that begin with = + - @; rule 36 for a terminal that shows it."""
    assert harmless(text) == cell


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever stands in it."""
    cell = harmless(text)
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert "\x1b" not in cell
