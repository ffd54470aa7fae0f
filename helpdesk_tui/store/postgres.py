"""What is particular to PostgreSQL: its engine, errors, change watch (LISTEN/NOTIFY) and full-text search.

The driver comes with the extra `postgres`; without it the error names what to install.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from helpdesk_tui.clock import Clock, SystemClock, cut
from helpdesk_tui.config.settings import without_password
from helpdesk_tui.errors import (
    UNSTORABLE,
    DeskError,
    NotFound,
    StorageFailed,
    TryLater,
    Unavailable,
    UnusableData,
    WrongUsage,
)

CHANNEL = "helpdesk_change"
_SCHEMA_LOCK = 4812_0001
_LOCKED = {"55P03"}
_CONFLICT = {"40001", "40P01"}
LOCK_SECONDS = 10
READ_SECONDS = 30


def engine(where: str, durable: bool = True) -> Engine:
    """An engine; connects on first use. Each transaction runs at READ COMMITTED and locks the rows it will change."""
    url = _url(where)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    try:
        return create_engine(
            url,
            pool_size=8,
            max_overflow=24,
            pool_timeout=30,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 10,
                "application_name": "helpdesk-tui",
                "options": f"-c lock_timeout={round(LOCK_SECONDS * 1000)} -c jit=off",
            },
        )
    except ModuleNotFoundError as failure:
        raise Unavailable(
            "PostgreSQL needs the extra: pip install 'helpdesk-tui[postgres]'.", code="driver_missing"
        ) from failure


def _url(where: str) -> URL:
    try:
        return make_url(where)
    except (ArgumentError, ValueError) as failure:
        # What was written may hold a password, so it is not repeated.
        raise WrongUsage(
            "The URL of the database is not one; it is written postgresql://user@host:5432/name."
        ) from failure


def reader(made: Engine) -> Engine:
    """The same engine; a read sees one moment, however many statements it takes, and never waits for writers."""
    found = made.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    event.listen(found, "begin", _limit)
    return found


def standing(connection: Connection) -> dict[str, Any]:
    """Nothing is kept: nothing tells cheaply whether somebody else has written."""
    return {}


def keep_standing(connection: Connection, found: dict[str, Any]) -> None:
    """Nothing is kept."""


def hasty(made: Engine) -> Engine:
    """The same engine for transactions that the next one without it makes last: those that do not wait for the disk."""
    found = made.execution_options()
    event.listen(found, "begin", _do_not_wait)
    return found


def _do_not_wait(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _limit(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {round(READ_SECONDS * 1000)}")


def take_time(connection: Connection) -> None:
    """Let a read take as long as it needs."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def driver_errors() -> type[Exception]:
    """What the driver raises."""
    import psycopg

    return psycopg.Error


def is_repetition(failure: BaseException | None) -> bool:
    """Whether a constraint was broken by something that is there already."""
    return getattr(failure, "sqlstate", "") == "23505"


def create(where: str) -> None:
    """Nothing to make: the database itself is the administrator's."""


def exists(where: str) -> bool:
    """A database is expected to exist."""
    return True


def settle(made: Engine, where: str) -> None:
    """Nothing to do: the server keeps its journal."""


def lock_schema(connection: Connection) -> None:
    """Keep every other upgrade waiting until this transaction ends (rule 30)."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")


def keep_copy(where: str, schema: str) -> None:
    """Nothing to do: the upgrade is one transaction, and copies of a server's databases are its administrator's."""


def schema_version(made: Engine) -> str | None:
    """The schema's number, None when the database is no desk."""
    with made.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT to_regclass('alembic_version') IS NOT NULL AND to_regclass('desk') IS NOT NULL"
        ).scalar_one()
        if not found:
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def spoken_name(where: str) -> str:
    """The URL without its password."""
    return without_password(_url(where).render_as_string(hide_password=True))


def spoken(failure: BaseException | None, name: str) -> DeskError:
    """The sentence and exit code for an error of the driver."""
    state = str(getattr(failure, "sqlstate", "") or "")
    first = (str(failure).strip().splitlines() or [""])[0][:160]
    if state == "22003":
        # A number that does not fit into 64 bits; nothing has it.
        return NotFound("That number")
    if state == "54000" or state.startswith("22"):
        # Too large for an index, or text that it has no form for: the data's fault, whoever brings them.
        return UnusableData(f"{name} cannot keep this ({first}); nothing was changed.", code=UNSTORABLE)
    if state in _CONFLICT:
        return TryLater(f"{name} is busy; try again in a moment.", code="conflict")
    if state == "57014":
        return TryLater(f"{name} needs too long for this; ask for less.", code="too_slow")
    if state in _LOCKED:
        return TryLater(f"{name} is locked by another program; try again in a moment.", code="locked")
    if state in ("53100", "53200"):
        return StorageFailed(f"The disk or memory of {name} is full; nothing was changed.", code="disk_full")
    if state == "25006":
        return StorageFailed(f"{name} is read-only; nothing was changed.", code="read_only")
    if state in ("42P01", "42703"):
        return UnusableData(f"{name} is not a help desk; `helpdesk-tui init` makes one.", code="not_a_desk")
    if not state or state.startswith(("08", "57", "28", "3D")):
        return Unavailable(f"{name} does not answer ({first}).", code="database_gone")
    return StorageFailed(f"{name} cannot be read or written ({first}).", code="io_error")


def lease_now(connection: Connection, clock: Clock) -> datetime:
    """The time for leases: the server's, whatever the clocks of its clients say; a clock that was set wins."""
    if not isinstance(clock, SystemClock):
        return clock.now()
    found: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return cut(found)


class NotifyWatch:
    """Listens on a connection of its own; a notice is sent at the commit of every visible change."""

    def __init__(self, made: Engine) -> None:
        self._connection = made.raw_connection()
        raw: Any = self._connection.driver_connection
        self._raw = raw
        self._raw.autocommit = True
        self._raw.execute(f"LISTEN {CHANNEL}")

    def changed(self, seconds: float) -> bool:
        """Wait for a notice; more that arrive at once count as the same."""
        until = time.monotonic() + seconds
        try:
            for _ in self._raw.notifies(timeout=max(0.0, until - time.monotonic()), stop_after=1):
                return True
        except Exception as failure:
            raise Unavailable(f"The database does not answer ({failure}).", code="database_gone") from failure
        return False

    def close(self) -> None:
        """Close the listening connection for good."""
        self._connection.invalidate()


def watch(made: Engine) -> NotifyWatch:
    """A watch on commits of other connections."""
    return NotifyWatch(made)


def notify(connection: Connection) -> None:
    """Tell the listeners; delivered at the commit."""
    connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
