"""What lists of payments and expenses are narrowed to, as it is typed (SPEC: Billing screens), and cells of exports.

A line of words and fields: `status:new`, `currency:EUR`, `from:2026-01-01`, `to:2026-03-31` (both days included, in the
desk's time zone); every other word stands in the text, is the document's number, or part of the client's name or
address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from helpdesk_tui.clock import parse_iso
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.text import clipped, one_line
from helpdesk_tui.vocab import PaymentStatus

FIELDS = ("status", "currency", "from", "to")


@dataclass(frozen=True, slots=True)
class Narrow:
    """What documents are narrowed to: a client, a status, words in text, number or client, a time from `since` to
    before `until`, and a currency (empty: any).
    """

    client: int | str | None = None
    status: PaymentStatus | None = None
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    currency: str = ""


def parse_narrow(line: str, zone: tzinfo, client: int | str | None = None) -> Narrow:
    """What a line means; raises WrongUsage for a field's value that is none, with what it may be."""
    found, words = Narrow(client), []
    for word in line.split():
        name, colon, value = word.partition(":")
        if not colon or name not in FIELDS:
            words.append(word)
        elif name == "status":
            if value not in tuple(PaymentStatus):
                raise WrongUsage("A status is new or paid.")
            found = replace(found, status=PaymentStatus(value))
        elif name == "currency":
            found = replace(found, currency=value.upper())
        elif name == "from":
            found = replace(found, since=begins(value, zone))
        else:
            found = replace(found, until=ends(value, zone))
    return replace(found, words=" ".join(words))


def begins(text: str, zone: tzinfo) -> datetime:
    """When a period begins: a day, from its beginning at the desk, or a time; raises WrongUsage."""
    day = _day(text)
    return _time(text) if day is None else datetime.combine(day, time(), zone)


def ends(text: str, zone: tzinfo) -> datetime:
    """When a period is over: after a day, to its end at the desk, or at a time; raises WrongUsage."""
    day = _day(text)
    try:
        return _time(text) if day is None else datetime.combine(day + timedelta(days=1), time(), zone)
    except OverflowError:
        raise WrongUsage("That day lies beyond the calendar.") from None


def harmless(text: str) -> str:
    """A cell of a table that a spreadsheet does not take for a formula, and a terminal for nothing (SPEC: Sums)."""
    safe = one_line(text)
    return f"'{safe}" if safe[:1] in ("=", "+", "-", "@") else safe


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _time(text: str) -> datetime:
    try:
        return parse_iso(text)
    except (ValueError, OverflowError):
        raise WrongUsage(
            f"“{clipped(text, 40)}” is no day like 2026-04-11 or time like 2026-04-11T09:00:00Z."
        ) from None
