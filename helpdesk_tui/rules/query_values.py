"""What each field of the query language takes, and the test its values become (TQ10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.moments import duration, resolve
from helpdesk_tui.rules.query_tree import (
    CharacteristicIn,
    ClientIn,
    CreatedIn,
    DepartmentIn,
    Field,
    Flag,
    FlagIn,
    FromHas,
    HasAttachment,
    NumberIn,
    PriorityIn,
    ServiceIn,
    Span,
    StaffIn,
    StatusIn,
    TagIn,
    Test,
)
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import Characteristic, Priority, TicketStatus

STATUSES = {
    "progress": TicketStatus.IN_PROGRESS,
    "in_progress": TicketStatus.IN_PROGRESS,
    "open": TicketStatus.IN_PROGRESS,
    "awaiting": TicketStatus.AWAITING,
    "awaiting_client": TicketStatus.AWAITING,
    "waiting": TicketStatus.AWAITING,
    "archive": TicketStatus.ARCHIVED,
    "archived": TicketStatus.ARCHIVED,
}
FLAGS = {flag.value: flag for flag in Flag} | {"favorite": Flag.FAVOURITE, "starred": Flag.FAVOURITE}
PRIORITIES = {priority.word: priority for priority in Priority}
CHARACTERISTICS = {rating.value: rating for rating in Characteristic}
ATTACHMENTS = {"attachment": True, "attachments": True, "file": True, "files": True}
NOBODY = ("none", "nobody")

EXAMPLES = {
    Field.STATUS: "status:progress",
    Field.DEPARTMENT: "dept:sales,tech",
    Field.STAFF: "staff:anna or staff:me",
    Field.CLIENT: "client:hans@acme.example or client:#7",
    Field.FROM: "from:acme",
    Field.SERVICE: "service:vps-31",
    Field.PRIORITY: "priority:high or priority:>normal",
    Field.TAG: "tag:dns",
    Field.CHARACTERISTIC: "characteristic:problematic",
    Field.AGE: "age:>2d or age:<3h",
    Field.HAS: "has:attachment",
    Field.BEFORE: "before:2026-11-01",
    Field.AFTER: "after:2026-11-01",
    Field.IS: "is:unread",
    Field.NUMBER: "number:4812",
}

MAX_NUMBER = 2**63 - 1

# No ticket is older or newer; what is asked beyond is asked of these, so that no database meets a year it cannot hold.
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(3000, 1, 1, tzinfo=UTC)

_COMPARED = re.compile(r"(<=|>=|<|>|=|)(.*)", re.DOTALL)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[Tt](\d{1,2}):(\d{2}))?)?)?", re.ASCII)
_NUMBER = re.compile(r"#?(\d{1,19})", re.ASCII)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """The moment and the zone in which relative times and dates are read."""

    now: datetime
    zone: tzinfo


def test_of(field: Field, values: Sequence[str], setting: Setting) -> Test:
    """The test that a field and its values, one at least and none empty, come to.

    Raises WrongUsage with one sentence for a value that the field does not take.
    """
    return _READERS[field](tuple(dict.fromkeys(values)), setting)


def _status(values: Sequence[str], setting: Setting) -> Test:
    return StatusIn(_known(Field.STATUS, values, STATUSES, "progress, awaiting or archived"))


def _staff(values: Sequence[str], setting: Setting) -> Test:
    logins = tuple(value for value in values if value.lower() not in ("me", *NOBODY))
    words = {value.lower() for value in values}
    return StaffIn(logins, me="me" in words, nobody=not words.isdisjoint(NOBODY))


def _client(values: Sequence[str], setting: Setting) -> Test:
    ids = tuple(_number(Field.CLIENT, value) for value in values if value.startswith("#"))
    return ClientIn(tuple(value for value in values if not value.startswith("#")), ids)


def _priority(values: Sequence[str], setting: Setting) -> Test:
    """Names of priorities, or all above or below one (`>normal`, `<=high`)."""
    found: set[Priority] = set()
    for value in values:
        sign, name = _compared(value)
        bound = _known(
            Field.PRIORITY, [name], PRIORITIES, "low, normal, high or urgent, as in priority:high or >normal"
        )
        found |= {priority for priority in Priority if _holds(priority, sign or "=", bound[0])}
    if not found:
        raise WrongUsage(f"No priority is “{clipped(values[0], 40)}”: low is the lowest, urgent the highest.")
    return PriorityIn(tuple(sorted(found)))


def _characteristic(values: Sequence[str], setting: Setting) -> Test:
    return CharacteristicIn(_known(Field.CHARACTERISTIC, values, CHARACTERISTICS, "common, good or problematic"))


def _has(values: Sequence[str], setting: Setting) -> Test:
    _known(Field.HAS, values, ATTACHMENTS, "attachment")
    return HasAttachment()


def _is(values: Sequence[str], setting: Setting) -> Test:
    return FlagIn(_known(Field.IS, values, FLAGS, "unread, front, delayed, favourite, mine or unassigned"))


def _numbers(values: Sequence[str], setting: Setting) -> Test:
    return NumberIn(tuple(_number(Field.NUMBER, value) for value in values))


def _age(values: Sequence[str], setting: Setting) -> Test:
    """`>2d` was created more than two days ago, `<3h` less than three hours ago."""
    spans = []
    for value in values:
        sign, text = _compared(value)
        length = duration(text)
        if sign in ("", "=") or length is None:
            raise WrongUsage(f"age: takes a time like >2d or <3h, in m, h, d or w, not “{clipped(value, 40)}”.")
        moment = _back(setting.now, length)
        said = "".join(text.split())
        spans.append(
            Span(None, moment, f"older than {said}") if ">" in sign else Span(moment, None, f"newer than {said}")
        )
    return CreatedIn(tuple(spans))


def _before(values: Sequence[str], setting: Setting) -> Test:
    return CreatedIn(
        tuple(
            Span(None, _moment(Field.BEFORE, value, setting), f"created before {_date_said(value)}") for value in values
        )
    )


def _after(values: Sequence[str], setting: Setting) -> Test:
    """From the beginning of that day on, so that `after:2026-11-01 before:2026-12-01` is November."""
    return CreatedIn(
        tuple(
            Span(_moment(Field.AFTER, value, setting), None, f"created since {_date_said(value)}") for value in values
        )
    )


def _date_said(value: str) -> str:
    return value if duration(value) is None else f"{value} ago"


_READERS: Mapping[Field, Callable[[Sequence[str], Setting], Test]] = {
    Field.STATUS: _status,
    Field.DEPARTMENT: lambda values, setting: DepartmentIn(tuple(values)),
    Field.STAFF: _staff,
    Field.CLIENT: _client,
    Field.FROM: lambda values, setting: FromHas(tuple(values)),
    Field.SERVICE: lambda values, setting: ServiceIn(tuple(values)),
    Field.PRIORITY: _priority,
    Field.TAG: lambda values, setting: TagIn(tuple(values)),
    Field.CHARACTERISTIC: _characteristic,
    Field.AGE: _age,
    Field.HAS: _has,
    Field.BEFORE: _before,
    Field.AFTER: _after,
    Field.IS: _is,
    Field.NUMBER: _numbers,
}


def _known(field: Field, values: Sequence[str], known: Mapping[str, T], takes: str) -> tuple[T, ...]:
    """The meanings of the values, each once, in the order given."""
    found: dict[T, None] = {}
    for value in values:
        meaning = known.get(value.lower().replace("-", "_").replace(" ", "_"))
        if meaning is None:
            raise WrongUsage(f"{field}: takes {takes}, not “{clipped(value, 40)}”.")
        found[meaning] = None
    return tuple(found)


def _number(field: Field, value: str) -> int:
    match = _NUMBER.fullmatch(value)
    if match is None or not 0 < int(match[1]) <= MAX_NUMBER:
        raise WrongUsage(f"{field}: takes a number like 4812, not “{clipped(value, 40)}”.")
    return int(match[1])


def _compared(value: str) -> tuple[str, str]:
    """A sign of comparison, empty where there is none, and what follows it."""
    match = _COMPARED.fullmatch(value)
    assert match is not None
    return match[1], match[2].strip()


def _holds(priority: Priority, sign: str, bound: Priority) -> bool:
    if sign == "=":
        return priority == bound
    return (
        (sign[0] == ">" and priority > bound)
        or (sign[0] == "<" and priority < bound)
        or (sign[-1] == "=" and priority == bound)
    )


def _moment(field: Field, value: str, setting: Setting) -> datetime:
    """The beginning of a day, month or year in the zone, a minute of a day, or a count back from now (`2w`)."""
    length = duration(value)
    if length is not None:
        return _back(setting.now, length)
    today = setting.now.astimezone(setting.zone).date()
    days = {"today": today, "yesterday": today - timedelta(days=1)}
    if value.lower() in days:
        return _begin(datetime.combine(days[value.lower()], time()), setting)
    match = _DATE.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        year, month, day, hour, minute = (int(part) if part else None for part in match.groups())
        local = datetime.combine(date(year or 0, month or 1, day or 1), time(hour or 0, minute or 0))
    except ValueError:
        raise WrongUsage(
            f"{field}: takes a date like 2026-11-01, 2026-11, yesterday or 2w, not “{clipped(value, 40)}”."
        ) from None
    return _begin(local, setting)


def _begin(local: datetime, setting: Setting) -> datetime:
    if not _FIRST.year < local.year < _LAST.year:
        return _FIRST if local.year <= _FIRST.year else _LAST
    # Of a doubled hour the first occurrence begins the day, whatever the time is now.
    return resolve(local, setting.zone, _FIRST)


def _back(now: datetime, length: timedelta) -> datetime:
    return max(now - length, _FIRST) if length < now - _FIRST else _FIRST
