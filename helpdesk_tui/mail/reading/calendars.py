"""Invitations (RFC 5545, RFC 5546) in a few lines of text: what, when, where, from whom."""

from __future__ import annotations

import re
from datetime import date, timedelta

_FOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(r"([A-Za-z-]{1,40})((?:;[^:;\"]{0,500}(?:\"[^\"]{0,500}\"[^:;\"]{0,500})?){0,20}):(.*)")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?\Z")
_ZONE = re.compile(r"TZID=\"?([^;:\"]{1,60})", re.IGNORECASE)
_STATUS = re.compile(r"PARTSTAT=([A-Za-z-]{1,20})", re.IGNORECASE)
_NAME = re.compile(r"CN=(\"[^\"]{0,200}\"|[^;:\"]{0,200})", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_MOST = 200_000
_LONGEST = 500
_DAY = len("2026-04-20")
_TITLES = {"CANCEL": "Cancelled", "COUNTER": "Other time proposed", "PUBLISH": "Appointment", "REFRESH": "Asked again"}
_ANSWERS = {"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Perhaps"}
_EVENTS = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")

Properties = dict[str, tuple[str, str]]


def invitation(calendar: str) -> tuple[str, str]:
    """Lines about the first event of a calendar, and its description; both empty when there is no event."""
    method, event = _first_event(_FOLD.sub("", calendar[:_MOST]))
    if not event:
        return "", ""
    title = _TITLES.get(method, "Invitation" if method else "Appointment")
    if method == "REPLY":
        found = _STATUS.search(event.get("ATTENDEE", ("", ""))[0])
        title = _ANSWERS.get(found.group(1).upper() if found else "", "Answer")
    lines = [f"{title}: {_text(event, 'SUMMARY') or '(no title)'}"]
    for name, value in (("When", _when(event)), ("Where", _text(event, "LOCATION")), ("Organizer", _organizer(event))):
        if value:
            lines.append(f"{name}: {value}")
    return "\n".join(lines), _unescaped(event.get("DESCRIPTION", ("", ""))[1]).strip()


def _first_event(calendar: str) -> tuple[str, Properties]:
    """METHOD, and the properties of the first event: parameters and value by name, the first of a name standing."""
    method, within = "", []
    event: Properties = {}
    for line in calendar.splitlines():
        found = _PROPERTY.match(line)
        if found is None:
            continue
        name, parameters, value = found.group(1).upper(), found.group(2), found.group(3)
        if name == "BEGIN":
            within.append(value.strip().upper())
        elif name == "END":
            if within and within.pop() in _EVENTS:
                return method, event
        elif name == "METHOD":
            method = value.strip().upper()
        elif within and within[-1] in _EVENTS:
            event.setdefault(name, (parameters, value))
    return method, event


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


def _text(event: Properties, name: str) -> str:
    return " ".join(_unescaped(event.get(name, ("", ""))[1]).split())[:_LONGEST]


def _organizer(event: Properties) -> str:
    parameters, value = event.get("ORGANIZER", ("", ""))
    found = _NAME.search(parameters)
    name = found.group(1).strip('" ') if found else ""
    address = value.strip()[7:] if value.strip()[:7].lower() == "mailto:" else value.strip()
    return (f"{name} <{address}>" if name and address else name or address)[:_LONGEST]


def _when(event: Properties) -> str:
    start, zone = _moment(event, "DTSTART" if "DTSTART" in event else "DUE")
    end, end_zone = _moment(event, "DTEND")
    when = start
    if len(start) == len(end) == _DAY and end > start:
        end = (date.fromisoformat(end) - timedelta(days=1)).isoformat()  # of whole days it is the first one after
    if start and end and end != start:
        same_day = len(start) > _DAY and start[:_DAY] == end[:_DAY]
        when = f"{start} to {end[_DAY + 1 :] if same_day else end}"
    zone = zone if zone == end_zone or not end_zone else f"{zone} to {end_zone}"
    when = f"{when} ({zone})" if when and zone else when
    return f"{when}, repeated" if when and "RRULE" in event else when


def _moment(event: Properties, name: str) -> tuple[str, str]:
    """A moment as it is written, and its zone; a day alone has neither hour nor zone."""
    parameters, value = event.get(name, ("", ""))
    found = _MOMENT.match(value.strip())
    if found is None:
        return "", ""
    year, month, day, hour, minute, utc = found.groups()
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return "", ""
    if hour is None:
        return f"{year}-{month}-{day}", ""
    zone = _ZONE.search(parameters)
    return f"{year}-{month}-{day} {hour}:{minute}", "UTC" if utc else zone.group(1) if zone else ""
