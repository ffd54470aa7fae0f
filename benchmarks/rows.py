"""The rows of a seeded desk, as tuples in the order of each table's columns.

A ticket's rows are made once by the very functions that the acts store with, for each course of life, department and
member of staff: a *pattern*. Every ticket is a pattern moved in time, with its own client, subject and texts, which
costs microseconds instead of the milliseconds of an act. Times are milliseconds since 1970, as the database has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Table

from benchmarks import words
from helpdesk_tui.demo.lives import Life, Part, live
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ready import ReadyMessage
from helpdesk_tui.store.rooms.bulk import message_columns
from helpdesk_tui.store.rooms.tags import rows_of
from helpdesk_tui.store.rooms.tickets import task_columns, ticket_columns
from helpdesk_tui.store.tables import clients, desk, people, tickets
from helpdesk_tui.store.tables.base import UTCDateTime, table
from helpdesk_tui.vocab import MessageKind

NOW = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)
SPAN = timedelta(days=3 * 365)
CHUNK = 20_000
CLIENT_HAS = 20
"""Tickets to a client, on average."""
FAVOURITES = 60
"""Favourites of each of the team's fans, at most."""
_FAN_STEP = 7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VARIANTS = 8
_PEOPLE = ("client", "clientuser", "service")
_SETUP_EVENTS = 10_000
"""Numbers below belong to the acts that set the desk up."""
_KEPT_OPEN = timedelta(days=60)

OLD = {
    Life.ARCHIVED: 640, Life.LONG_ARCHIVED: 180, Life.READ: 60, Life.ANSWERED: 60, Life.SPAM: 15, Life.WAITING: 12,
    Life.TALKING: 12, Life.HELD: 5, Life.COMMENTED: 5, Life.REDIRECTED: 8, Life.FRONT: 1, Life.RETURNED: 2,
}  # fmt: skip
"""Shares of the lives of tickets older than sixty days, in thousandths; the newer ones follow."""
NEW = {
    Life.WAITING: 300, Life.FRONT: 10, Life.RETURNED: 10, Life.HELD: 60, Life.TALKING: 100, Life.COMMENTED: 40,
    Life.REDIRECTED: 40, Life.REOPENED: 40, Life.DELAYED: 40, Life.DELAYED_HELD: 20, Life.ANSWERED: 120, Life.READ: 80,
    Life.ARCHIVED: 100, Life.LONG_ARCHIVED: 30, Life.SPAM: 10,
}  # fmt: skip

TABLES: Mapping[str, Table] = {
    table(model).name: table(model)
    for model in (
        clients.Client, clients.ClientUser, clients.Service, tickets.Ticket, tickets.Task, tickets.Message,
        tickets.TicketTag, tickets.TagRow, people.Reading, people.Favourite, desk.Event,
    )
}  # fmt: skip
"""The tables that are filled in bulk, in an order in which every reference is there before it is used."""

TAGS: Mapping[str, tuple[int, float]] = {
    "dns": (5, 1.0),
    "vip": (100, 1.0),
    "fire": (2000, 1.0),
    "first-year": (3, 0.1),
}
"""Tags: every how many tickets have one, of which first part of all."""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a desk: tickets, departments, and how many messages every ticket has at least."""

    tickets: int
    departments: int = 20
    messages: int = 2

    @property
    def clients(self) -> int:
        """How many clients there are, each with one user and one service."""
        return max(10, self.tickets // CLIENT_HAS)


@dataclass(frozen=True, slots=True)
class Team:
    """Departments by number and name, and who handles the tickets of each."""

    departments: tuple[tuple[int, str], ...]
    handlers: Mapping[int, tuple[Scope, ...]]
    fans: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """The rows of one ticket with times as of `BORN`; its `turns` are kind, staff, author, time and text."""

    ticket: list[Any]
    tasks: list[list[Any]]
    turns: list[tuple[str, int | None, str, int, str]]
    reading: tuple[int, int] | None


BORN = datetime(2026, 1, 1, tzinfo=UTC)


def columns(name: str) -> list[str]:
    """A table's columns, in order."""
    return [column.name for column in TABLES[name].columns]


def milliseconds(moment: datetime) -> int:
    """A time as the database has it."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def row(name: str, values: Mapping[str, Any]) -> list[Any]:
    """A row in the order of the columns; what is not given has its column's default."""
    made: list[Any] = []
    for column in TABLES[name].columns:
        value = values[column.name] if column.name in values else _default(column)
        if isinstance(column.type, UTCDateTime) and value is not None:
            value = milliseconds(value)
        made.append(value)
    return made


def _default(column: Any) -> Any:
    return column.default.arg if column.default is not None and column.default.is_scalar else None


class Seeder:
    """Makes the rows of a desk, chunk by chunk; the same for the same shape, team and seed."""

    def __init__(self, shape: Shape, team: Team, seed: int = 1) -> None:
        self.shape = shape
        self.team = team
        self._random = Random(seed)
        self._bodies = words.bodies(self._random)
        self._subjects = words.subjects(self._random)
        self._patterns = {life: self._patterns_of(life) for life in Life}
        self._fan_every = max(shape.tickets // FAVOURITES, _FAN_STEP * max(1, len(team.fans)))
        self._task = 0
        self._message = 0
        self._event = _SETUP_EVENTS
        at = columns("ticket").index
        self._times = [i for i, c in enumerate(TABLES["ticket"].columns) if isinstance(c.type, UTCDateTime)]
        self._ticket_at = at("id"), at("client"), at("subject"), at("service"), at("place")
        at = columns("task").index
        self._task_times = [i for i, c in enumerate(TABLES["task"].columns) if isinstance(c.type, UTCDateTime)]
        self._task_at = at("id"), at("ticket"), at("place")

    def people(self) -> Rows:
        """Clients, their users and services."""
        found: Rows = {"client": [], "clientuser": [], "service": []}
        rated = ("common", "common", "common", "good", "problematic")
        for number in range(1, self.shape.clients + 1):
            email, name = f"client{number}@c{number}.example", f"Client {number} Ltd"
            registered = NOW - SPAN * ((number * 7919 % self.shape.clients) / self.shape.clients)
            found["client"].append(tuple(row("client", {
                "id": number, "name": name, "email": email, "registered": registered,
                "characteristic": rated[number % 5], "country": "DE", "language": "en",
            })))  # fmt: skip
            found["clientuser"].append(tuple(row("clientuser", {
                "id": number, "client": number, "name": name, "email": email, "address": email, "main": True,
            })))  # fmt: skip
            found["service"].append(tuple(row("service", {
                "id": number, "client": number, "name": f"vps-{number}", "plan": "KVM-2", "currency": "EUR",
                "domain": f"c{number}.example", "cost": 990,
            })))  # fmt: skip
        return found

    def chunks(self) -> Iterator[Rows]:
        """Tickets with all that belongs to them, in the order of their numbers and of their times."""
        first = milliseconds(NOW - SPAN)
        step = milliseconds(NOW) - 48 * 3600 * 1000 - first
        old_until = milliseconds(NOW - _KEPT_OPEN)
        lives = {old: (list(shares), list(shares.values())) for old, shares in ((True, OLD), (False, NEW))}
        for begin in range(0, self.shape.tickets, CHUNK):
            found: Rows = {name: [] for name in TABLES if name not in _PEOPLE}
            for number in range(begin + 1, min(begin + CHUNK, self.shape.tickets) + 1):
                born = first + step * number // self.shape.tickets
                names, weights = lives[born < old_until]
                life = self._random.choices(names, weights)[0]
                self._add(found, number, born, self._random.choice(self._patterns[life]))
            yield found

    def last_change(self) -> int:
        """The desk's change number after all chunks."""
        return self._event

    def _add(self, found: Rows, number: int, born: int, pattern: Pattern) -> None:
        random = self._random
        moved = born - milliseconds(BORN)
        client = random.randrange(self.shape.clients) + 1
        subject = f"{random.choice(self._subjects)} {number % 9973}"
        row_of = pattern.ticket.copy()
        for place in self._times:
            if row_of[place] is not None:
                row_of[place] += moved
        at_id, at_client, at_subject, at_service, at_place = self._ticket_at
        row_of[at_id], row_of[at_client], row_of[at_subject] = number, client, subject
        row_of[at_service] = client if number % 3 else None
        row_of[at_place] += moved
        found["ticket"].append(tuple(row_of))
        self._add_tasks(found, number, moved, pattern)
        self._event += 1
        found["event"].append((self._event, self._event, born, "client", client, "client", "new-ticket", number, client,
                               "ticket", "", subject, "", None))  # fmt: skip
        self._add_messages(found, number, client, moved, pattern)
        if pattern.reading is not None:
            found["reading"].append((number, pattern.reading[0], pattern.reading[1] + moved))
        self._add_tags(found, number, len(pattern.tasks))
        fan, which = divmod(number % self._fan_every, _FAN_STEP)
        if which == 0 and fan < len(self.team.fans):
            found["favourite"].append((self.team.fans[fan], number, self._event))

    def _add_tasks(self, found: Rows, number: int, moved: int, pattern: Pattern) -> None:
        at_id, at_ticket, at_place = self._task_at
        for task in pattern.tasks:
            made = task.copy()
            for place in self._task_times:
                if made[place] is not None:
                    made[place] += moved
            self._task += 1
            made[at_id], made[at_ticket] = self._task, number
            made[at_place] += moved
            found["task"].append(tuple(made))

    def _add_tags(self, found: Rows, number: int, tasks: int) -> None:
        tags = [
            tag for tag, (every, part) in TAGS.items() if number % every == 0 and number <= self.shape.tickets * part
        ]
        if not tags:
            return
        whole = dict(zip(columns("ticket"), found["ticket"][-1], strict=True))
        own = [dict(zip(columns("task"), task, strict=True)) for task in found["task"][-tasks:]]
        placed = rows_of(whole, own)
        for tag in tags:
            found["tickettag"].append((number, tag))
            rows = [{"ticket": number, "tag": tag} | at for at in placed]
            found["tagrow"] += [tuple(values[name] for name in columns("tagrow")) for values in rows]

    def _add_messages(self, found: Rows, number: int, client: int, moved: int, pattern: Pattern) -> None:
        said, events = found["message"], found["event"]
        address = f"client{client}@c{client}.example"
        for kind, staff, author, at, fixed in pattern.turns:
            self._message += 1
            text = fixed or self._text(number)
            lines = text.count("\n") + 1
            said.append(
                (
                    self._message,
                    number,
                    kind,
                    staff,
                    author or address,
                    at + moved,
                    text,
                    lines,
                    "",
                    None,
                    "",
                    None,
                    None,
                )
            )
            self._event += 1
            who = ("staff", staff, author, "reply") if staff else ("client", client, address, "receive")
            events.append(
                (self._event, self._event, at + moved, *who, number, client, kind, "", str(self._message), "", None)
            )

    def _text(self, number: int) -> str:
        rare = f" {words.RARE}" if self._message % words.RARE_EVERY == 0 else ""
        return f"{self._random.choice(self._bodies)}\nReference {number}-{self._message}{rare}"

    def _patterns_of(self, life: Life) -> list[Pattern]:
        made = []
        others = [*self.team.departments[1:], self.team.departments[0]]
        for (department, _), (other, name) in zip(self.team.departments, others, strict=True):
            for variant in range(_VARIANTS):
                handlers = self.team.handlers[department]
                me = handlers[variant % len(handlers)]
                part = Part(1, "", None, department, me, other, name)
                lived = live(life, part, BORN, self._random, timedelta(days=400))
                made.append(self._pattern(lived.ticket, lived.turns, lived.read, me))
        return made

    def _pattern(self, ticket: Any, turns: Any, read: datetime | None, me: Scope) -> Pattern:
        said = []
        missing = range(self.shape.messages - len(turns))
        extra = [(MessageKind.COMMENT, BORN + timedelta(minutes=n + 1), "") for n in missing]
        for kind, at, text in [*((turn.kind, turn.at, turn.text) for turn in turns), *extra]:
            staff = me.staff_id if kind in (MessageKind.STAFF, MessageKind.COMMENT) else None
            author = me.login if staff else "system" if kind is MessageKind.SYSTEM else ""
            said.append((kind.value, staff, author, milliseconds(at), text))
        said.sort(key=lambda turn: turn[3])
        return Pattern(
            row("ticket", ticket_columns(ticket, use_priority=False)),
            [row("task", columns) for columns in task_columns(ticket, use_priority=False)],
            said,
            None if read is None or me.staff_id is None else (me.staff_id, milliseconds(read)),
        )


def message_row(message: ReadyMessage, number: int, ticket: int) -> tuple[Any, ...]:
    """A message's row by the function that stores it; the tests hold the quick one above against it."""
    return tuple(row("message", message_columns(message, ticket) | {"id": number}))
