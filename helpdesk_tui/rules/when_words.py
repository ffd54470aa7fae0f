"""Dates in everyday words and other languages ("in 3 days", "next friday", "завтра 15:00"), read by `dateparser`.

The library guesses readily, so what reaches it and what it answers is limited: a text without a word is refused (bare
numbers), so is a day that could be a month (12/05) and a month without a day. It is loaded when it is first needed.
"""

from __future__ import annotations

import re
import threading
import warnings
from datetime import datetime, tzinfo
from typing import Any

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.moments import BEGINNING, MORNING, day_end, resolve
from helpdesk_tui.text import clipped

MAX_TEXT = 60

# Languages are named because a text that is no date costs a second when the library tries all it knows.
LANGUAGES = ["en", "de", "ru", "uk", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "fi", "tr"]

# What the library counts from now carries this microsecond; what it reads as a date or a time of day does not.
_MARK = 123_457

_WORD = re.compile(r"[^\W\d_]{2}")
_SLASHED = re.compile(r"\d\s*/\s*\d")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_DIGIT = re.compile(r"\d")

_one_at_a_time = threading.Lock()


def read_words(text: str, *, now: datetime, zone: tzinfo, past: bool = False) -> datetime | None:
    """The moment the words name; it may lie in the past. None when they name none.

    A date without a time means 9:00, a count in digits ("in 3 days") keeps the time of day. With `past` a day that
    comes again is the last one that was, and a date without a time its end. Raises WrongUsage for numbers with a slash
    and for a month or year without a day.
    """
    text = " ".join(text.split())
    if _SLASHED.search(text):
        raise WrongUsage(f"“{clipped(text, 40)}” can be read in two ways; write it as 2026-12-05 or 5 Dec.")
    if len(text) > MAX_TEXT or not _WORD.search(text):
        return None
    local = now.astimezone(zone).replace(tzinfo=None, microsecond=_MARK)
    # The warnings of the library are about its own insides; the filters they pass belong to the whole process.
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, period = _ask(text, local, past)
        whole = _ask(_CLOCK.sub("", text), local, past)[1] if period == "time" else period
    if found is None:
        return None
    counted = found.microsecond == _MARK
    if whole in ("month", "year") and not counted:
        raise WrongUsage(f"“{clipped(text, 40)}” names no day; write it as 1 May or 2027-05-01.")
    if period not in ("time", "part_of_day") and not (counted and _DIGIT.search(text)):
        if past:
            return day_end(found.date(), found.tzinfo or zone)
        found = datetime.combine(found, MORNING, tzinfo=found.tzinfo)
    found = found.replace(microsecond=now.microsecond if counted else 0)
    return found if found.tzinfo else resolve(found, zone, BEGINNING if past else now)


def _ask(text: str, local: datetime, past: bool) -> tuple[datetime | None, str]:
    """What the library reads in the text, and how exact it is: time, part_of_day, day, week, month or year."""
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {
        "RELATIVE_BASE": local,
        "PREFER_DATES_FROM": "past" if past else "future",
        "RETURN_TIME_AS_PERIOD": True,
    }
    try:
        data = DateDataParser(languages=LANGUAGES, settings=settings).get_date_data(text)
    except Exception:  # whatever the library stumbles over, the text is no date
        return None, "day"
    return data.date_obj, data.period
