"""Wall clocks and moments: lengths of time, local times made into moments, and both as people read them.

A local time that a change of the clocks skips moves on by what was skipped (2:30 becomes 3:30); one that occurs twice
means its first occurrence, or the second when the first is over.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MORNING = time(9, 0)
BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Before every moment: what is resolved after it means the first of two."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}

_COUNT = re.compile(r"(?:\d{1,6}(?:min|[mhdw]))+", re.ASCII)
_PART = re.compile(r"(\d{1,6})(min|[mhdw])", re.ASCII)


def counts(text: str) -> list[tuple[timedelta, str]]:
    """The parts of `1d12h`, each as its length and its unit; empty for what is no count."""
    text = "".join(text.lower().split())
    if not _COUNT.fullmatch(text):
        return []
    return [(int(number) * UNITS[unit], unit) for number, unit in _PART.findall(text)]


def duration(text: str) -> timedelta | None:
    """The length of `2d`, `3h`, `1d12h`, `30m`, `1w`; None for anything else. At most 999,999 of a unit."""
    parts = counts(text)
    return sum((length for length, _ in parts), timedelta()) if parts else None


def resolve(local: datetime, zone: tzinfo, after: datetime) -> datetime:
    """A local time without zone as a moment in UTC; skipped and doubled times as the module says."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first > after:
        return first
    return local.replace(tzinfo=zone, fold=1).astimezone(UTC)


def day_end(day: date, zone: tzinfo) -> datetime:
    """The last millisecond of a day, in UTC, also of one whose clocks change at midnight; raises OverflowError."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    return resolve(midnight, zone, BEGINNING) - timedelta(milliseconds=1)


def say_when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """The moment as a person reads it: `Mon 30 Nov 9:00`, with the year where it is not the present one.

    A local time that occurs twice names its zone (`Sun 25 Oct 2:30 CET`).
    """
    return say_date(moment, zone, with_year=moment.astimezone(zone).year != now.astimezone(zone).year)


def say_date(moment: datetime, zone: tzinfo, *, with_year: bool = True) -> str:
    """As `say_when`, with the year: for what is kept and read later."""
    local = moment.astimezone(zone)
    day = f"{WEEKDAYS[local.weekday()][:3].title()} {local.day} {MONTHS[local.month - 1]}"
    year = f" {local.year}" if with_year else ""
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{day}{year} {local.hour}:{local.minute:02}" + (f" {local.tzname()}" if twice else "")


def waited(since: datetime, now: datetime) -> str:
    """How long, in at most seven characters up to 9,999 days: `58m`, `2h 14m`, `3d 4h`, `120d`.

    A clock that went back counts as no time at all.
    """
    minutes = max(int((now - since).total_seconds()) // 60, 0)
    hours, days = minutes // 60, minutes // 1440
    if not hours:
        return f"{minutes}m"
    if not days:
        return f"{hours}h {minutes % 60:02}m"
    return f"{days}d {hours % 24}h" if days < 100 else f"{days}d"
