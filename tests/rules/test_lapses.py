"""What lapsed of dated incidents (IN4, IN12; SPEC: Windows)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from helpdesk_tui.rules.incidents import Dated
from helpdesk_tui.rules.lapses import Lapse, lapses
from helpdesk_tui.rules.ledger import Lot

BERLIN = ZoneInfo("Europe/Berlin")
MARCH = Lot(1, date(2026, 3, 1), date(2026, 3, 28), 10)
LONGER = Lot(2, date(2026, 3, 1), date(2026, 3, 31), 5)


def test_at_the_end_of_the_last_day_of_the_desk() -> None:
    """The day before summer time begins ends an hour earlier, in UTC, than the ones after it."""
    dated = [Dated(LONGER, 5), Dated(MARCH, 4)]
    assert lapses(dated, datetime(2026, 3, 28, 22, 59, tzinfo=UTC), BERLIN) == ()
    first = Lapse(datetime(2026, 3, 28, 23, tzinfo=UTC), MARCH, 4)
    assert lapses(dated, datetime(2026, 3, 28, 23, tzinfo=UTC), BERLIN) == (first,)
    second = Lapse(datetime(2026, 3, 31, 22, tzinfo=UTC), LONGER, 5)
    assert lapses(dated, datetime(2026, 4, 1, tzinfo=UTC), BERLIN) == (first, second)


def test_what_is_used_up_does_not_lapse() -> None:
    assert lapses([Dated(MARCH, 0)], datetime(2027, 1, 1, tzinfo=UTC), BERLIN) == ()
