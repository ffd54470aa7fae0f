"""Order periods and the windows of dated incidents (IN2, IN4; SPEC: Windows).

A period is a number of whole months; 0 is a lifetime. A window is a month counted from the first order date, both of
its dates included. Dates are calendar dates in the desk's time zone; only `day_of` knows of moments.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta, tzinfo

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.text import clipped

LIFETIME = 0
MOST_MONTHS = 120
EVERY = "all"
_MONTHS = re.compile(r"(\d{1,4})m", re.ASCII)
_DAILY = re.compile(r"daily|days?|weekly|weeks?|\d{1,6}(?:d|w|days?|weeks?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """From one calendar date to another, both included."""

    starts: date
    ends: date

    def is_over(self, day: date) -> bool:
        """Whether it lapsed before this day."""
        return self.ends < day


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The calendar date of a moment in the desk's time zone."""
    return moment.astimezone(zone).date()


def parse_date(text: str) -> date | None:
    """A calendar date as it was typed, None for nothing; raises WrongUsage."""
    words = text.strip()
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise WrongUsage(f"“{clipped(words, 40)}” is no date like 2026-04-11.") from None


def parse_period(text: str) -> int:
    """The months of `lifetime`, `1m`, `12m`; 0 is a lifetime (IN2).

    Raises Refused `bad_period` with the reason for daily and trial periods and for months that no plan can have,
    WrongUsage for what is no period.
    """
    word = text.strip().lower()
    if word == "lifetime":
        return LIFETIME
    if _DAILY.fullmatch(word):
        raise Refused("Support incidents are given for life or by the month, so no daily period can be used.",
                      code="bad_period")  # fmt: skip
    if word == "trial":
        raise Refused("Support incidents are given for life or by the month, so no trial period can be used.",
                      code="bad_period")  # fmt: skip
    found = _MONTHS.fullmatch(word)
    if found is None:
        raise WrongUsage(f"“{clipped(text, 40)}” is no period; write lifetime, 1m, 3m, 6m or 12m.")
    months = int(found[1])
    if not 1 <= months <= MOST_MONTHS:
        raise Refused(f"A period has 1 to {MOST_MONTHS} months.", code="bad_period")
    return months


def parse_periods(text: str) -> tuple[int, ...]:
    """The months of `lifetime, 1m, 3m`, each once and the shortest first; none for `all` and for nothing.

    Raises WrongUsage and Refused as `parse_period`.
    """
    words = text.replace(",", " ").split()
    if [word.lower() for word in words] == [EVERY]:
        return ()
    return tuple(sorted({parse_period(word) for word in words}))


def say_periods(periods: Iterable[int]) -> str:
    """Periods as they are typed: `lifetime, 1m, 3m`; `all` for none."""
    return ", ".join(map(say_period, periods)) or EVERY


def say_period(months: int) -> str:
    """A period as it is typed: `lifetime`, `3m`."""
    return "lifetime" if months == LIFETIME else f"{months}m"


def period_words(months: int) -> str:
    """A period as it is read: `for life`, `1 month`, `3 months`."""
    return "for life" if months == LIFETIME else f"{months:,} month{'s' * (months != 1)}"


def after_months(first: date, months: int) -> date:
    """The date so many months later, the day cut to the month's last one; Refused `too_far` beyond the calendar."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > MAXYEAR:
        raise _too_far()
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def window(first: date, number: int) -> Window:
    """Window `number`, from 0, of what was first ordered on a date: always counted from that date."""
    try:
        return Window(after_months(first, number), after_months(first, number + 1) - timedelta(days=1))
    except OverflowError:
        raise _too_far() from None


def windows(first: date, numbers: range, day: date) -> Iterator[Window]:
    """Those of the windows that give something on a day: what is over by then gives nothing."""
    for number in numbers:
        found = window(first, number)
        if not found.is_over(day):
            yield found


def ordered(months: int) -> range:
    """The numbers of the windows that a new order of so many months has."""
    return range(months)


def renewed(first: date | None, given: int, months: int, day: date) -> tuple[date, range]:
    """How a service is renewed on a day for so many months: the date from which months are counted, and the windows.

    `given` windows from `first` were ordered so far. The count goes on; where the last one is over, or there is none,
    it starts anew on the day (SPEC: Windows).
    """
    if first is None or given == 0 or window(first, given - 1).is_over(day):
        return day, range(months)
    return first, range(given, given + months)


def _too_far() -> Refused:
    return Refused("This period reaches beyond the calendar.", code="too_far")
