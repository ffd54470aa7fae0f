"""What lapsed of dated incidents, and when (IN4, IN12; SPEC: Windows). No entry says so: it follows from the dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from helpdesk_tui.rules.incidents import Dated
from helpdesk_tui.rules.ledger import Lot
from helpdesk_tui.rules.periods import day_of


@dataclass(frozen=True, slots=True)
class Lapse:
    """So many incidents of a lot that can be used no more from a moment on: the end of the lot's last day."""

    at: datetime
    lot: Lot
    number: int


def lapses(dated: Iterable[Dated], moment: datetime, zone: tzinfo) -> tuple[Lapse, ...]:
    """What lapsed until a moment of what is left of these lots, the earliest first; days are of the desk's zone."""
    day = day_of(moment, zone)
    gone = (one for one in dated if one.left > 0 and one.lot.has_lapsed(day))
    found = (Lapse(_end(one.lot, zone), one.lot, one.left) for one in gone)
    return tuple(sorted(found, key=lambda one: (one.at, one.lot.id)))


def _end(lot: Lot, zone: tzinfo) -> datetime:
    return datetime.combine(lot.ends + timedelta(days=1), time(), zone).astimezone(UTC)
