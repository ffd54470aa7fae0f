"""What is particular to SQLite: the connection's settings, BEGIN IMMEDIATE, its errors, its change watch, FTS5.

The library of the `pysqlite3` wheel is used where there is one: SQLite from 3.7.0 to 3.51.2 can corrupt a WAL
database that two connections reset at once (rule 27). Older ones get the rollback journal instead.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from helpdesk_tui.clock import Clock
from helpdesk_tui.errors import UNSTORABLE, DeskError, StorageFailed, TryLater, UnusableData
from helpdesk_tui.store.sqlite_file import disk_is_full, path_of, quoted, reachable, refuse_network

try:
    from pysqlite3 import dbapi2 as driver
except ImportError:
    import sqlite3 as driver

BUSY_SECONDS = 10
_JOURNAL_PAGES = 4000
"""The journal is written back to the file when it has so many pages (16 MB): every fifty emails, not every ten."""


def wal_is_safe(version: tuple[int, ...] | None = None) -> bool:
    """Whether this SQLite library has the fix for the WAL reset race (rule 27)."""
    found = tuple(driver.sqlite_version_info) if version is None else version
    return found >= (3, 51, 3) or (3, 50, 7) <= found < (3, 51) or (3, 44, 6) <= found < (3, 45)


def engine(where: str, durable: bool = True) -> Engine:
    """An engine on a file that exists; the file is opened on first use and never created by accident.

    Without `durable` commits do not wait for the disk: for desks that are thrown away.
    """
    path = path_of(where)

    def connect() -> Any:
        uri = f"file:{quoted(path)}?mode=rw"
        return driver.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

    made = create_engine(
        "sqlite://",
        module=driver,
        creator=connect,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=24,
        pool_timeout=30,
        pool_use_lifo=True,
    )
    event.listen(made, "connect", _configure)
    if not durable:
        event.listen(made, "connect", _hasten)
    event.listen(made, "begin", _begin)
    return made


def reader(made: Engine) -> Engine:
    """The same engine for transactions that only read."""
    return made.execution_options(sqlite_begin="DEFERRED")


def hasty(made: Engine) -> Engine:
    """The same engine for transactions that the next one without it makes last (docs/adr/0017)."""
    return made.execution_options(sqlite_lasting=False)


def create(where: str) -> None:
    """Make the empty database file, for its owner only; raises StorageFailed."""
    path = path_of(where)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        refuse_network(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as failure:
        raise StorageFailed(f"{path} cannot be made: {failure.strerror}.") from failure


def exists(where: str) -> bool:
    """Whether there is a file."""
    try:
        path_of(where).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as failure:
        raise StorageFailed(f"{path_of(where)} cannot be reached: {failure.strerror}.", code="unreadable") from failure
    return True


def schema_version(made: Engine) -> str | None:
    """The schema's number, None when the database is no desk."""
    with made.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('alembic_version', 'desk')"
        ).scalar_one()
        if found != 2:
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def spoken_name(where: str) -> str:
    """The file's path."""
    return str(path_of(where))


def driver_errors() -> type[Exception]:
    """What the driver raises."""
    found: type[Exception] = driver.Error
    return found


def is_repetition(failure: BaseException | None) -> bool:
    """Whether a constraint was broken by something that is there already."""
    return "UNIQUE" in str(failure)


def take_time(connection: Connection) -> None:
    """Nothing to do: reads have no limit."""


def spoken(failure: BaseException | None, name: str) -> DeskError:
    """The sentence and exit code for an error of the driver."""
    message = str(failure).lower()
    if "locked" in message or "busy" in message:
        return TryLater(f"{name} is locked by another program; try again in a moment.", code="locked")
    if "too big" in message:
        return UnusableData(f"{name} cannot keep this ({message[:120]}); nothing was changed.", code=UNSTORABLE)
    if "not a database" in message or "malformed" in message or "encrypted" in message:
        return UnusableData(f"{name} is not a database, or it is damaged; nothing was changed.", code="damaged")
    if "unable to open" in message:
        if not reachable(name):
            return StorageFailed(f"{name} cannot be reached; check who may read its folder.", code="unreadable")
        if not os.path.exists(name):
            return UnusableData(f"There is no desk at {name}; `helpdesk-tui init` makes one.", code="not_a_desk")
        return StorageFailed(f"{name} cannot be opened; check who may read and write it.", code="unreadable")
    if "readonly" in message or "read-only" in message:
        return StorageFailed(f"{name} is read-only; nothing was changed.", code="read_only")
    if "full" in message or ("disk i/o" in message and disk_is_full(name)):
        return StorageFailed(f"The disk of {name} is full; nothing was changed.", code="disk_full")
    if "no such table" in message or "no such column" in message:
        return UnusableData(f"{name} is not a help desk; `helpdesk-tui init` makes one.", code="not_a_desk")
    return StorageFailed(f"{name} cannot be read or written ({str(failure)[:120]}).", code="io_error")


def settle(made: Engine, where: str) -> None:
    """Give the desk's file the journal that this library may use (rule 27); asked once the file is known to be a desk.

    A file of somebody else is never touched. Where a desk cannot be changed, or is in use, it stays as it is.
    """
    refuse_network(path_of(where).parent)
    journal = "WAL" if wal_is_safe() else "DELETE"
    connection = made.raw_connection()
    try:
        cursor = connection.cursor()
        if str(cursor.execute("PRAGMA journal_mode").fetchone()[0]).upper() != journal:
            cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.close()
    except driver.OperationalError as failure:
        tolerable = ("readonly", "read-only", "locked") if journal == "WAL" else ("readonly", "read-only")
        if not any(word in str(failure) for word in tolerable):
            raise
    finally:
        connection.close()


def checks_index_in_a_read() -> bool:
    """Whether this library looks at a full-text index without the write lock."""
    return tuple(driver.sqlite_version_info) >= (3, 44)


def keep_copy(where: str, schema: str) -> None:
    """A copy of the file beside it, `NAME.schema-0001`, looked over and for its owner only (rule 30).

    Raises StorageFailed where it cannot be written, and UnusableData where the file is damaged.
    """
    path = path_of(where)
    kept = path.with_name(f"{path.name}.schema-{schema}")
    copy = kept.with_name(f"{kept.name}.part")
    try:
        copy.unlink(missing_ok=True)
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as failure:
        raise StorageFailed(f"{copy} cannot be made: {failure.strerror}; the desk was not upgraded.") from failure
    source = driver.connect(f"file:{quoted(path)}?mode=ro", uri=True)
    target = driver.connect(str(copy))
    try:
        source.backup(target)
        found = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise UnusableData(f"{path} is damaged ({found}); it was not upgraded.", code="damaged")
        target.close()
        os.replace(copy, kept)
    except (driver.Error, OSError) as failure:
        why = spoken(failure, str(copy)) if isinstance(failure, driver.Error) else failure
        said = f"{copy} cannot be written ({str(why).rstrip('.')}); the desk was not upgraded."
        raise StorageFailed(said, code=getattr(why, "code", None)) from failure
    finally:
        source.close()
        target.close()
        copy.unlink(missing_ok=True)


def lock_schema(connection: Connection) -> None:
    """Nothing to do: a write transaction keeps everybody else from writing."""


def lease_now(connection: Connection, clock: Clock) -> datetime:
    """The time for leases: all who use the file are on one computer, and its clock is theirs."""
    return clock.now()


class DataVersionWatch:
    """`PRAGMA data_version` of one kept connection changes when another connection commits."""

    def __init__(self, made: Engine) -> None:
        self._connection = made.raw_connection()
        self._seen = self._version()

    def _version(self) -> int:
        cursor = self._connection.cursor()
        try:
            return int(cursor.execute("PRAGMA data_version").fetchone()[0])
        finally:
            cursor.close()

    def changed(self, seconds: float) -> bool:
        """Look every tenth of a second until something was committed or the time is over."""
        until = time.monotonic() + seconds
        while True:
            now = self._version()
            if now != self._seen:
                self._seen = now
                return True
            rest = until - time.monotonic()
            if rest <= 0:
                return False
            time.sleep(min(0.1, rest))

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def watch(made: Engine) -> DataVersionWatch:
    """A watch on commits of other connections."""
    return DataVersionWatch(made)


def notify(connection: Connection) -> None:
    """Nothing to do: `data_version` tells the others."""


def standing(connection: Connection) -> dict[str, Any]:
    """What an earlier transaction of this connection read and kept, while nobody has written since; else nothing.

    Others are told by `data_version`, what this connection wrote itself, even in vain, by its number of changes.
    """
    held = connection.info.get("standing")
    return held[1] if held is not None and held[0] == _written(connection) else {}


def keep_standing(connection: Connection, found: dict[str, Any]) -> None:
    """Keep what this transaction read, at its end."""
    connection.info["standing"] = (_written(connection), found)


def _written(connection: Connection) -> tuple[int, int]:
    """Two numbers of which one changes when anybody writes."""
    raw: Any = connection.connection.dbapi_connection
    return raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes


def _configure(connection: Any, record: object) -> None:
    connection.isolation_level = None
    # The library folds ASCII only; names of clients are in every script.
    connection.create_function(
        "lower", 1, lambda value: None if value is None else str(value).lower(), deterministic=True
    )
    pragmas = [
        f"busy_timeout={round(BUSY_SECONDS * 1000)}",
        "foreign_keys=ON",
        "synchronous=FULL",
        "trusted_schema=OFF",
        "temp_store=MEMORY",
        "cache_size=-16000",
        f"wal_autocheckpoint={_JOURNAL_PAGES}",
    ]
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _hasten(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    record.info["durable"] = False


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    run = connection.connection.cursor().execute
    try:
        _wait_for_the_disk(connection, run, options.get("sqlite_lasting", True))
        run(f"BEGIN {options.get('sqlite_begin', 'IMMEDIATE')}")
    except driver.Error as failure:
        raise DBAPIError.instance("BEGIN", None, failure, driver.Error, dialect=connection.dialect) from failure


def _wait_for_the_disk(connection: Connection, run: Callable[[str], Any], lasting: bool) -> None:
    """Say whether the transaction that begins waits for the disk.

    The journal is one file, written in order: what makes a transaction last makes all before it last. A rollback
    journal is none, and a desk that is thrown away never waits.
    """
    told = connection.info.get("lasting", True)
    if told is not lasting and connection.info.get("durable", True) and (lasting or wal_is_safe()):
        run(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
        connection.info["lasting"] = lasting
