"""Times as people write them: for delays and other dates that lie ahead (TF4), and for questions of any day (IN12).

The grammar, in any case and with any white space:

    2026-12-01, 2026-12-01 14:30, 2026-12-01T14:30:00Z, ...+02:00      ISO 8601
    1.12.2026, 1.12. 14:30                                             day and month; the first such day ahead
    30m, 2h, 2d, 1w, 1d 4h, 2d 9:00, in 2h                             a count from now
    mon ... sun, monday ... sunday, today, tomorrow, each [TIME]       the first such moment ahead
    9:00, 5pm, 5:30 pm, noon, midnight                                 today or tomorrow

TIME is any of those but midnight, and after a day a mere hour too (`tomorrow 9`, `fri 17h`). A date without a time
means 9:00. A count keeps the time of day unless one is named; days and weeks are counted on the calendar, hours and
minutes on the clock. Skipped and doubled local times are read as `rules.moments` says. What the grammar does not know
goes to `rules.when_words`. `parse_moment` reads the same texts where the past may be meant.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo

from helpdesk_tui.clock import cut
from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.moments import BEGINNING, MORNING, WEEKDAYS, counts, day_end, resolve, say_when, waited
from helpdesk_tui.text import clipped

__all__ = ["EXAMPLES", "parse_moment", "parse_when", "say_when", "waited", "when_as_typed"]

EXAMPLES = "2h, 2d, mon, tomorrow 9:00 or 2026-12-01 14:30"

_PAST_EXAMPLES = "yesterday, mon, 11 Apr, 2026-04-11, 2026-04-11 14:30 or, ahead, 2d"

_DAYS = {name: number for number, name in enumerate(WEEKDAYS)}
_DAYS |= {name[:3]: number for number, name in enumerate(WEEKDAYS)} | {"tues": 1, "thur": 3, "thurs": 3}

_BESIDE = {"yesterday": -1, "today": 0, "tomorrow": 1}

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[t ] ?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(?: ?(z|utc|[+-]\d{2}:?\d{2}))?)?",
    re.ASCII,
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?(?: (\d{1,2}):(\d{2}))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(am|pm|h)?", re.ASCII)
_WORD = re.compile(r"[a-z]+")


def parse_when(text: str, *, now: datetime, zone: tzinfo) -> datetime:
    """The moment that the text names, in UTC, always later than `now` (TF4).

    Raises WrongUsage for what is no date or time, and Refused for one that does not lie ahead (`not_ahead`) or lies
    beyond the calendar (`too_far`). Only what the grammar of this module does not know loads `dateparser`.
    """
    moment = when_as_typed(text, now=now, zone=zone)
    if moment is not None:
        return moment
    from helpdesk_tui.rules.when_words import read_words

    try:
        spoken = read_words(text, now=now, zone=zone)
        if spoken is not None:
            _check_weekday(text, spoken, now, zone)
            return _ahead(spoken, now, zone)
    except OverflowError:
        raise _too_far(text) from None
    raise WrongUsage(f"“{clipped(text, 40)}” is no date or time. Try {EXAMPLES}.")


def when_as_typed(text: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """As `parse_when`, by the grammar of this module alone: quick enough to be asked at every key.

    None for a text that the grammar does not know; raises as `parse_when` does.
    """
    words = _words(text, EXAMPLES)
    iso = _ISO.fullmatch(" ".join(words))
    try:
        if iso:
            return _ahead(_iso(iso, text, now, zone), now, zone)
        dotted = _DOTTED.fullmatch(" ".join(words))
        if dotted:
            return _ahead(_dotted(dotted, text, now, zone), now, zone)
        words, clock = _without_time(words)
        parts = counts("".join(words[1:] if words[:1] == ["in"] else words))
        if parts:
            return _ahead(_count(parts, clock, now, zone), now, zone)
        return _day(words, clock, now, zone)
    except OverflowError:
        raise _too_far(text) from None


def parse_moment(text: str, *, now: datetime, zone: tzinfo) -> datetime:
    """The moment that the text names, in UTC, past or ahead: of a question about another day (IN12).

    A day without a time is its end. What comes again is the last one that was: a weekday, a day and a month without
    a year (today's too), a time of day. A count lies ahead. Of a doubled local time it is the first.

    Raises WrongUsage for what is no date or time, and Refused for one beyond the calendar (`too_far`).
    """
    words = _words(text, _PAST_EXAMPLES)
    try:
        moment = _any_day(words, text, now, zone)
        if moment is None:
            from helpdesk_tui.rules.when_words import read_words

            moment = read_words(text, now=now, zone=zone, past=True)
            if moment is None:
                raise WrongUsage(f"“{clipped(text, 40)}” is no date or time. Try {_PAST_EXAMPLES}.")
            _check_weekday(text, moment, now, zone)
        moment = cut(moment)
        # Every zone can show it.
        if moment.year in (MINYEAR, MAXYEAR):
            raise OverflowError
    except OverflowError:
        raise _too_far(text) from None
    return moment


def _any_day(words: list[str], text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """As `parse_moment`, by the grammar of this module; None for what it does not know."""
    today = now.astimezone(zone).date()
    iso = _ISO.fullmatch(" ".join(words))
    if iso:
        moment = _iso(iso, text, BEGINNING, zone)
        return moment if iso[4] else day_end(moment.astimezone(zone).date(), zone)
    dotted = _DOTTED.fullmatch(" ".join(words))
    if dotted:
        return _dotted_before(dotted, text, now, zone)
    words, clock = _without_time(words)
    parts = counts("".join(words[1:] if words[:1] == ["in"] else words))
    if parts:
        return cut(_count(parts, clock, now, zone))
    name = " ".join(words)
    if name in _BESIDE:
        return _on(today + timedelta(days=_BESIDE[name]), clock, zone)
    if name not in _DAYS and (words or not clock):
        return None
    step = 7 if words else 1
    day = today - timedelta(days=(today.weekday() - _DAYS.get(name, today.weekday())) % 7)
    return _on(day if _was(day, clock, now, zone) else day - timedelta(days=step), clock, zone)


def _dotted_before(match: re.Match[str], text: str, now: datetime, zone: tzinfo) -> datetime:
    """A day and a month, of the year that is named, or of the last one in which they have come."""
    day, month, year, hour, minute = match.groups()
    this = now.astimezone(zone).year
    try:
        clock = time(int(hour), int(minute)) if hour else None
        for one in (int(year),) if year else range(this, this - 9, -1):
            # 29 February is not in every year.
            if not year and (int(day), int(month)) == (29, 2) and not isleap(one):
                continue
            named = date(one, int(month), int(day))
            if year or _was(named, clock, now, zone):
                return _on(named, clock, zone)
    except ValueError:
        pass
    raise WrongUsage(f"“{clipped(text, 40)}” is not in the calendar or not on the clock.")


def _was(day: date, clock: time | None, now: datetime, zone: tzinfo) -> bool:
    """Whether a time of a day is over; of the day alone, whether it has begun."""
    return day <= now.astimezone(zone).date() if clock is None else _on(day, clock, zone) <= now


def _on(day: date, clock: time | None, zone: tzinfo) -> datetime:
    return day_end(day, zone) if clock is None else resolve(datetime.combine(day, clock), zone, BEGINNING)


def _words(text: str, examples: str) -> list[str]:
    words = [word for word in text.lower().split() if word != "at"]
    if not words:
        raise WrongUsage(f"A date or time is missing. Try {examples}.")
    return words


def _iso(match: re.Match[str], text: str, now: datetime, zone: tzinfo) -> datetime:
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        at = time(int(hour), int(minute), int(second or 0)) if hour else MORNING
        local = datetime.combine(date(int(year), int(month), int(day)), at)
        if offset is None:
            return resolve(local, zone, now)
        return local.replace(tzinfo=_offset(offset)).astimezone(UTC)
    except ValueError:
        raise WrongUsage(f"“{clipped(text, 40)}” is not in the calendar or not on the clock.") from None


def _dotted(match: re.Match[str], text: str, now: datetime, zone: tzinfo) -> datetime:
    """A day and a month, of the year that is named, or of the first one in which they lie ahead."""
    day, month, year, hour, minute = match.groups()
    today = now.astimezone(zone).date()
    try:
        at = time(int(hour), int(minute)) if hour else MORNING
        for one in (int(year),) if year else range(today.year, today.year + 9):
            # 29 February is not in every year.
            if not year and (int(day), int(month)) == (29, 2) and not isleap(one):
                continue
            moment = resolve(datetime.combine(date(one, int(month), int(day)), at), zone, now)
            if year or moment > now:
                return moment
    except ValueError:
        pass
    raise WrongUsage(f"“{clipped(text, 40)}” is not in the calendar or not on the clock.")


def _check_weekday(text: str, moment: datetime, now: datetime, zone: tzinfo) -> None:
    """Raise WrongUsage for a weekday that is not that of the date beside it."""
    named = {_DAYS[word] for word in _WORD.findall(text.lower()) if word in _DAYS}
    if named and moment.astimezone(zone).weekday() not in named:
        other = WEEKDAYS[min(named)].title()
        raise WrongUsage(f"{say_when(moment, now, zone)} is no {other}; name the date or the weekday alone.")


def _offset(text: str) -> tzinfo:
    if text in ("z", "utc"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _without_time(words: list[str]) -> tuple[list[str], time | None]:
    """Words without the time of day that they end with, and that time; a mere hour is one after a day only."""
    if len(words) > 1 and words[-1] in ("am", "pm"):
        words = [*words[:-2], words[-2] + words[-1]]
    *before, last = words
    if last == "noon":
        return before, time(12)
    if last == "midnight":
        return ([], time(0)) if not before else (words, None)
    found = _CLOCK.fullmatch(last)
    after_day = len(before) == 1 and (before[0] in _DAYS or before[0] in _BESIDE)
    if not found or not (after_day or (found[2] and found[3] != "h") or found[3] in ("am", "pm")):
        return words, None
    return before, _time(last, found)


def _time(text: str, found: re.Match[str]) -> time:
    hour, half = int(found[1]), found[3]
    try:
        if half in ("am", "pm"):
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + 12 * (half == "pm")
        return time(hour, int(found[2] or 0))
    except ValueError:
        raise WrongUsage(f"“{text}” is no time of day; it runs from 0:00 to 23:59.") from None


def _count(parts: list[tuple[timedelta, str]], clock: time | None, now: datetime, zone: tzinfo) -> datetime:
    days = sum((length for length, unit in parts if unit in "dw"), timedelta())
    rest = sum((length for length, unit in parts if unit not in "dw"), timedelta())
    if rest and clock:
        raise WrongUsage("Hours or minutes and a time of day do not go together; only days and weeks take one.")
    if not days and not clock:
        return now + rest
    local = now.astimezone(zone).replace(tzinfo=None) + days
    if clock:
        return resolve(datetime.combine(local, clock), zone, now)
    return resolve(local, zone, now) + rest


def _day(words: list[str], clock: time | None, now: datetime, zone: tzinfo) -> datetime | None:
    """Today, tomorrow, a weekday, or a bare time; None for other words."""
    today = now.astimezone(zone).date()
    if not words and clock:
        return _first_ahead(today, clock, 1, now, zone)
    name = words[0] if len(words) == 1 else ""
    if name in ("today", "tomorrow"):
        day = today + timedelta(days=name == "tomorrow")
        return _ahead(resolve(datetime.combine(day, clock or MORNING), zone, now), now, zone)
    if name not in _DAYS:
        return None
    day = today + timedelta(days=(_DAYS[name] - today.weekday()) % 7)
    return _first_ahead(day, clock or MORNING, 7, now, zone)


def _first_ahead(day: date, clock: time, step: int, now: datetime, zone: tzinfo) -> datetime:
    """That time on that day, or `step` days later when it is over."""
    moment = resolve(datetime.combine(day, clock), zone, now)
    if moment <= now:
        moment = resolve(datetime.combine(day + timedelta(days=step), clock), zone, now)
    return _ahead(moment, now, zone)


def _ahead(moment: datetime, now: datetime, zone: tzinfo) -> datetime:
    """The moment, cut to milliseconds, if it lies ahead; the last year is left out so that every zone can show it."""
    moment = cut(moment)
    if moment.year == MAXYEAR:
        raise OverflowError
    if moment <= now:
        raise Refused(f"{say_when(moment, now, zone)} is over; the time has to lie ahead.", code="not_ahead")
    return moment


def _too_far(text: str) -> Refused:
    return Refused(f"“{clipped(text, 40)}” lies beyond the calendar.", code="too_far")
