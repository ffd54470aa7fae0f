"""The Date heading (RFC 5322 3.3 with its obsolete forms, asctime and ISO 8601) as a moment in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTH_NAMES = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTHS = {_MONTH_NAMES[at * 3 : at * 3 + 3]: at + 1 for at in range(12)}
_ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_ZONES |= {"cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "bst": 1, "jst": 9}
_TIME = r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?(?: ?([ap]m)\b)?"
_ZONE = r"(?: ?([+-]\d{4}|[+-]\d{1,2}:\d{2}|[a-z]{1,5}))?"
_RFC = re.compile(rf"(?:[a-z]{{2,9}}\.?,? ?)?(\d{{1,2}})[ -]([a-z]{{3,9}})\.?[ -](\d{{2,4}}),? {_TIME}{_ZONE}")
_ASCTIME = re.compile(rf"[a-z]{{3}},? ([a-z]{{3}}) (\d{{1,2}}),? {_TIME}(?: ([a-z]{{3,4}}|[+-]\d{{4}}))? (\d{{4}})")
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})[t ]{_TIME}{_ZONE}")


def mail_date(value: str) -> datetime | None:
    """The moment a Date heading names, in UTC; None when it names none."""
    text = " ".join(value[:200].lower().split())
    try:
        if found := _RFC.match(text):
            day, month, year, *rest = found.groups()
        elif found := _ASCTIME.match(text):
            month, day, *rest, year = found.groups()
        elif found := _ISO.match(text):
            year, month, day, *rest = found.groups()
        else:
            return None
        return _moment(year, month, day, *rest)
    except (ValueError, OverflowError, KeyError):
        return None


def _moment(
    year: str, month: str, day: str, hour: str, minute: str, second: str | None, half: str | None, zone: str | None
) -> datetime:
    years = int(year)
    if years < 100:
        years += 2000 if years < 50 else 1900
    elif years < 1000:
        years += 1900
    months = int(month) if month.isdigit() else _MONTHS[month[:3]]
    hours = int(hour)
    if half is not None:
        hours = hours % 12 + (12 if half == "pm" else 0)
    seconds = min(int(second or 0), 59)
    local = datetime(years, months, int(day), hours, int(minute), seconds, tzinfo=_zone(zone or ""))
    return local.astimezone(UTC)


def _zone(zone: str) -> timezone:
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "").zfill(4)
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-offset if zone[0] == "-" else offset) if offset < timedelta(hours=24) else UTC
    return timezone(timedelta(hours=_ZONES.get(zone, 0)))
