"""The first page of the queue, read with the driver alone (PERFORMANCE P4): loading the store takes longer than that.

It asks what `reads.walk` and `reads.rows` ask for the view *Support* and has to answer the same; a test holds the two
together on both databases. Whatever it cannot answer at once it leaves to the store, which has the words for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from helpdesk_tui.questions import FirstLook
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.look import Look
from helpdesk_tui.rules.presence import is_writing
from helpdesk_tui.store import SCHEMA
from helpdesk_tui.store.reads.row import UNTOLD, queue_row
from helpdesk_tui.store.shelves import WANTS_STAFF
from helpdesk_tui.views import Colleague, QueuePage, QueueRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_AT_ONCE_SECONDS = 0.1
"""A database that is locked for longer is the store's to wait for."""
_TIMES = ("delayed_until", "created", "updated", "waiting", "client_wrote", "staff_wrote", "client_read")
_FLAGS = ("front", "delayed", "returned")
_COLUMNS = (
    "id", "client", "subject", "status", "priority", "shelf", "place", "version", *_TIMES, *_FLAGS,
    "client_name", "client_email", "characteristic", "department_name", "service_name",
)  # fmt: skip

# `{on}` stands for *is true*, as the partial indexes are written, `{these}` for the numbers of the tickets.
_PEOPLE = "SELECT login, admin, id, name, look FROM staff WHERE active{on} ORDER BY login"
_WALK = "SELECT place, id FROM ticket WHERE shelf = ? ORDER BY place, id LIMIT ?"
_WALK_OF_DEPARTMENT = (
    "SELECT place, ticket FROM task WHERE department = ? AND listed{on} AND shelf = ? ORDER BY place, ticket LIMIT ?"
)
_TICKETS = """
    SELECT t.id, t.client, t.subject, t.status, t.priority, t.shelf, t.place, t.version,
           t.delayed_until, t.created, t.updated, t.waiting, t.client_wrote, t.staff_wrote, t.client_read,
           t.front, t.delayed, t.returned,
           client.name, client.email, client.characteristic, department.name, service.name
    FROM ticket t JOIN client ON client.id = t.client JOIN department ON department.id = t.department
    LEFT JOIN service ON service.id = t.service WHERE t.id IN ({these})
"""
_TASKS = """
    SELECT task.ticket, task.department, task.holder, staff.login FROM task LEFT JOIN staff ON staff.id = task.holder
    WHERE task.ticket IN ({these}) AND task.open{on} ORDER BY task.opened, task.id
"""
_FAVOURITES = """
    SELECT favourite.ticket, count(DISTINCT event.change) FROM favourite
    LEFT JOIN event ON event.ticket = favourite.ticket AND event.change > favourite.change
        AND event.field NOT IN ({untold})
        AND NOT (event.actor = 'staff' AND event.actor_id IS NOT NULL AND event.actor_id = favourite.staff)
    WHERE favourite.ticket IN ({these}) AND favourite.staff = ? GROUP BY favourite.ticket
""".replace("{untold}", ", ".join(f"'{field}'" for field in UNTOLD))
_READINGS = "SELECT staff, ticket, at FROM reading WHERE ticket IN ({these})"
_TAGS = "SELECT ticket, tag FROM tickettag WHERE ticket IN ({these})"
_PRESENT = """
    SELECT presence.ticket, staff.login, draft.saved FROM presence JOIN staff ON staff.id = presence.staff
    LEFT JOIN draft ON draft.ticket = presence.ticket AND draft.staff = presence.staff
    WHERE presence.ticket IN ({these}) AND presence.until > ? AND presence.staff <> ? ORDER BY staff.login
"""


class Person(NamedTuple):
    """An active member of staff, as far as it takes to say who acts."""

    login: str
    admin: bool


Choose = Callable[[Iterable[Person]], str]
"""Says which login acts, of the active staff; what it raises leaves the answer to the store."""


def first_page(where: str, choose: Choose, now: datetime, limit: int) -> FirstLook | None:
    """Who acts and their first `limit` tickets of *Support*; None where that takes the store to answer or to explain.

    `where` is a path or URL as the store takes it.
    """
    try:
        with closing(_connect(where)) as connection:
            return _read(_Asking(connection, "://" in where and not where.startswith("sqlite:")), choose, now, limit)
    except Exception:
        # A missing driver, another file, a server that is gone: the store meets the same and says it in words.
        return None


class _Asking:
    """One connection; statements are written for SQLite and put into the words of PostgreSQL where they differ."""

    def __init__(self, connection: Any, postgres: bool) -> None:
        self._cursor = connection.cursor()
        self._postgres = postgres
        self._cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgres else "BEGIN DEFERRED")

    def rows(self, statement: str, *values: Any, these: Sequence[int] = ()) -> list[tuple[Any, ...]]:
        """All rows of one of the statements above."""
        text = statement.replace("{on}", "" if self._postgres else " = 1")
        text = text.replace("{these}", ", ".join("?" * len(these)))
        self._cursor.execute(text.replace("?", "%s") if self._postgres else text, (*these, *values))
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found


def _connect(where: str) -> Any:
    if where.startswith(("postgresql", "postgres:")):
        import psycopg

        scheme, _, rest = where.partition("://")
        return psycopg.connect(f"{scheme.partition('+')[0]}://{rest}", autocommit=True, connect_timeout=2)
    try:
        from pysqlite3 import dbapi2 as driver
    except ImportError:
        import sqlite3 as driver

    path = Path(where.removeprefix("sqlite:///")).expanduser().absolute()
    return driver.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=_AT_ONCE_SECONDS, isolation_level=None)


def _read(asking: _Asking, choose: Choose, now: datetime, limit: int) -> FirstLook | None:
    [(schema,)] = asking.rows("SELECT version_num FROM alembic_version")
    if schema != SCHEMA:
        return None
    people = asking.rows(_PEOPLE)
    login = choose(Person(row[0], bool(row[1])) for row in people)
    [(_, admin, staff, name, look)] = [row for row in people if row[0] == login]
    departments = asking.rows("SELECT department FROM membership WHERE staff = ? ORDER BY rank", staff)
    scope = Scope(staff, login, name, bool(admin), False, tuple(row[0] for row in departments))
    [(change,)] = asking.rows("SELECT change FROM desk")
    settings = asking.rows("SELECT value FROM setting WHERE name = 'use_priority'")
    numbers = _numbers(asking, scope, limit + 1)
    page = QueuePage(_rows(asking, scope, numbers[:limit], now), len(numbers) > limit, change)
    return FirstLook(scope, settings == [("on",)], page, Look.of(look))


def _numbers(asking: _Asking, scope: Scope, most: int) -> list[int]:
    """Numbers in queue order; each department's first ones hold all that can be among the first of them together."""
    if scope.everything:
        walks = [asking.rows(_WALK, WANTS_STAFF, most)]
    else:
        walks = [asking.rows(_WALK_OF_DEPARTMENT, number, WANTS_STAFF, most) for number in scope.departments]
    return [number for _, number in sorted({key for walk in walks for key in walk})[:most]]


def _rows(asking: _Asking, scope: Scope, numbers: Sequence[int], now: datetime) -> tuple[QueueRow, ...]:
    if not numbers:
        return ()
    tasks = defaultdict(list)
    for ticket, department, holder, login in asking.rows(_TASKS, these=numbers):
        tasks[ticket].append(SimpleNamespace(department=department, holder=holder, login=login))
    favourites = dict(asking.rows(_FAVOURITES, scope.staff_id, these=numbers))
    readings = {(staff, ticket): _moment(at) for staff, ticket, at in asking.rows(_READINGS, these=numbers)}
    company = defaultdict(list)
    for ticket, login, saved in asking.rows(_PRESENT, (now - _EPOCH) // _MILLISECOND, scope.staff_id, these=numbers):
        writing = is_writing(None if saved is None else _moment(saved), now)
        company[ticket].append(Colleague(login, writing))
    tags = defaultdict(list)
    for ticket, tag in asking.rows(_TAGS, these=numbers):
        tags[ticket].append(tag)
    found = {
        row.id: queue_row(scope, row, tasks[row.id], favourites.get(row.id), readings, company[row.id], tags[row.id])
        for row in map(_named, asking.rows(_TICKETS, these=numbers))
    }
    return tuple(found[number] for number in numbers if number in found)


def _named(row: tuple[Any, ...]) -> Any:
    """A row of tickets with the names and types of the store's."""
    values = dict(zip(_COLUMNS, row, strict=True))
    values |= {name: None if values[name] is None else _moment(values[name]) for name in _TIMES}
    values |= {name: bool(values[name]) for name in _FLAGS}
    return SimpleNamespace(**values)


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND
