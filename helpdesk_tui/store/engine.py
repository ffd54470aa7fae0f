"""Opening the database and the two kinds of transaction: one that writes from its start, one that reads.

What differs between SQLite and PostgreSQL stands in `sqlite.py` and `postgres.py`; this module picks one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import ModuleType
from typing import Any, Protocol

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from helpdesk_tui.errors import DeskError, NotFound, Refused, StorageFailed, TryLater, UnusableData
from helpdesk_tui.store import SCHEMA


class Watch(Protocol):
    """Notices that another connection committed."""

    def changed(self, seconds: float) -> bool:
        """Wait at most so long; whether somebody committed since the last call."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Store:
    """One database, one engine a process. Threads may share it; nothing lazy leaves a transaction."""

    def __init__(self, where: str, durable: bool = True) -> None:
        """Prepare for `where`: a path of a SQLite file or a `postgresql+psycopg://` URL. Opens nothing yet.

        Without `durable` a SQLite desk does not wait for the disk; only for desks that are thrown away.
        """
        self.where = where
        self.dialect: ModuleType = _dialect(where)
        self.engine: Engine = self.dialect.engine(where, durable)
        self._reader: Engine = self.dialect.reader(self.engine)
        self._hasty: Engine = self.dialect.hasty(self.engine)

    @property
    def is_postgres(self) -> bool:
        """Whether the database is PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Connection]:
        """A short transaction that starts as a writer (rule 28); commits at its end, rolls back on any error.

        One that is not `lasting` need not wait for the disk: a power cut may undo it, until the next lasting one.
        """
        with self._spoken(), (self.engine if lasting else self._hasty).begin() as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[Store]:
        """One write transaction for several: every `write` on the store that is handed out is a part of it.

        A part that fails is undone alone. Nothing is there before the end, which waits for the disk; an error that
        leaves the context undoes all. Raises StorageFailed where the database undid the whole because of a part.
        """
        with self.write() as connection:
            try:
                joined = _Joined(self, connection)
                yield joined
                joined.check_whole()
            except BaseException:
                connection.info.pop("standing", None)  # what one part read of another is not so any more
                raise

    @contextmanager
    def read(self, *, unhurried: bool = False) -> Iterator[Connection]:
        """A transaction that only reads and never waits for a writer; a server gives it a while unless `unhurried`."""
        with self._spoken(), self._reader.connect() as connection:
            if unhurried:
                self.dialect.take_time(connection)
            yield connection

    def check(self) -> None:
        """Raise UnusableData unless the database is a desk of this program's schema (rule 30)."""
        with self._spoken():
            found = self.dialect.schema_version(self.engine)
        if found is None:
            raise UnusableData(f"{self.name} is not a help desk; `helpdesk-tui init` makes one.", code="not_a_desk")
        if found > SCHEMA:
            raise UnusableData(
                f"{self.name} was written by a newer version of this program (schema {found}, this is {SCHEMA}).",
                code="newer_schema",
            )
        if found < SCHEMA:
            raise UnusableData(
                f"{self.name} has the older schema {found}; `helpdesk-tui init` brings it to {SCHEMA}.",
                code="older_schema",
            )
        with self._spoken():
            self.dialect.settle(self.engine, self.where)

    def check_row(self) -> None:
        """Raise UnusableData unless the desk's own row is there, which is written after the tables."""
        with self.read() as connection:
            if connection.exec_driver_sql("SELECT id FROM desk").first() is None:
                raise UnusableData(
                    f"{self.name} is no help desk yet; `helpdesk-tui init` makes one.", code="not_a_desk"
                )

    def watch(self) -> Watch:
        """A watch on commits of other connections, kept by the caller (one a process)."""
        with self._spoken():
            made: Watch = self.dialect.watch(self.engine)
        return _SpokenWatch(made, self._spoken)

    def contradicted(self, failure: IntegrityError) -> DeskError:
        """What to say of a constraint that still refuses an act after it was tried again."""
        if self.dialect.is_repetition(failure.orig):
            return Refused("Somebody else did the same at this moment.", code="conflict")
        return UnusableData(
            f"What {self.name} holds contradicts this ({str(failure.orig).splitlines()[0][:120]}); nothing was changed."
            " `helpdesk-tui doctor` looks for what is wrong.",
            code="contradiction",
        )

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """The database's name for people: the path, or the URL without its password."""
        return str(self.dialect.spoken_name(self.where))

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Turn a driver's error into the sentence and exit code of `errors`."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as failure:
            error: DeskError = self.dialect.spoken(failure.orig, self.name)
            raise error from failure
        except PoolTimeout as failure:
            raise TryLater(f"{self.name} is busy; try again in a moment.", code="busy") from failure
        except self.dialect.driver_errors() as failure:
            # What is asked of the driver itself, as the watches do.
            error = self.dialect.spoken(failure, self.name)
            raise error from failure
        except OverflowError as failure:
            # SQLite's driver refuses what does not fit into 64 bits; nothing has such a number.
            raise NotFound("That number") from failure


class _Joined(Store):
    """A store whose transactions are parts of one that is open."""

    def __init__(self, whole: Store, connection: Connection) -> None:
        self.__dict__.update(whole.__dict__)
        self._connection = connection
        self._undone = False

    def check_whole(self) -> None:
        """Raise StorageFailed where the database undid more than the part that failed, as SQLite does on a full disk.

        To go on would begin another transaction unnoticed, and to commit would succeed without what came before.
        """
        if self._undone:
            raise StorageFailed(f"{self.name} undid what several acts had done together.", code="undone")

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Connection]:
        """A part of the transaction; undone alone on any error. Whether it lasts is decided by the whole."""
        self.check_whole()
        # The driver's cursor: SQLAlchemy's own savepoint takes longer than some of the statements within.
        run = self._connection.connection.cursor().execute
        with self._spoken():
            run("SAVEPOINT part")
            try:
                yield self._connection
            except BaseException:
                self._undo(run)
                raise
            run("RELEASE SAVEPOINT part")

    def _undo(self, run: Callable[[str], Any]) -> None:
        try:
            run("ROLLBACK TO SAVEPOINT part")
            run("RELEASE SAVEPOINT part")
        except self.dialect.driver_errors():
            self._undone = True

    @contextmanager
    def read(self, *, unhurried: bool = False) -> Iterator[Connection]:
        """What is read here sees the parts that are done."""
        with self._spoken():
            yield self._connection


class _SpokenWatch:
    """A watch whose driver's errors are told as the store's."""

    def __init__(self, watch: Watch, spoken: Callable[[], AbstractContextManager[None]]) -> None:
        self._watch = watch
        self._spoken = spoken

    def changed(self, seconds: float) -> bool:
        """Wait at most so long; whether somebody committed since the last call."""
        with self._spoken():
            return self._watch.changed(seconds)

    def close(self) -> None:
        """Let go of the connection."""
        self._watch.close()


def _dialect(where: str) -> ModuleType:
    if where.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
        from helpdesk_tui.store import postgres

        return postgres
    from helpdesk_tui.store import sqlite

    return sqlite
