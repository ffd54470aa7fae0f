"""Statements that are made once and run on the driver's own cursor.

An act of the desk is some twenty small statements. SQLAlchemy takes two to ten times as long around each of them as
SQLite takes for it, though it caches what it compiles; where acts are many (mail that comes in), that decides. What it
knows is used here all the same: the text in each database's language, and how a value goes in and comes out.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.selectable import Select

_Process = Callable[[Any], Any]
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement in one database's language: its text, its values in order and how each goes in, its rows."""

    sql: str
    positional: bool
    names: tuple[str, ...]
    chosen: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    processes: tuple[tuple[int, _Process], ...]
    constants: Mapping[str, Any]
    row: Callable[[Any], Any]

    def bound(self, given: Mapping[str, Any]) -> Any:
        """The values as the driver takes them; raises KeyError where one is missing."""
        values: Any = self.chosen({**self.constants, **given})
        if self.processes:
            values = list(values)
            for position, process in self.processes:
                values[position] = process(values[position])
        return values if self.positional else dict(zip(self.names, values, strict=True))


class Statement:
    """A statement, compiled at its first use for each database and each set of values that are given to it.

    `made` names what it is given with `bindparam`; an insert or update may be given columns besides. Lists of unknown
    length (`IN`) are not among what it can take.
    """

    def __init__(self, made: Select[Any] | UpdateBase) -> None:
        self._made = made
        self._ready: dict[tuple[object, ...], _Ready] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """Every row, its columns by name."""
        ready = self._for(connection.dialect, values)
        return [ready.row(found) for found in self._run(connection, ready, ready.bound(values)).fetchall()]

    def first(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> Any:
        """The first row, its columns by name; None when there is none."""
        ready = self._for(connection.dialect, values)
        cursor = self._run(connection, ready, ready.bound(values))
        found = cursor.fetchone()
        cursor.close()  # what is left unread would keep the statement open
        return None if found is None else ready.row(found)

    def scalar(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> Any:
        """The first column of the first row; None when there is none."""
        found = self.first(connection, values)
        return None if found is None else found[0]

    def run(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> int:
        """Change rows; how many."""
        ready = self._for(connection.dialect, values)
        count: int = self._run(connection, ready, ready.bound(values)).rowcount
        return count

    def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Change rows once for each of these values, which all have the same names."""
        if rows:
            ready = self._for(connection.dialect, rows[0])
            self._run(connection, ready, [ready.bound(values) for values in rows], many=True)

    def add(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Add a row to a table whose first column is its number; the number."""
        ready = self._for(connection.dialect, values, numbered=True)
        cursor = self._run(connection, ready, ready.bound(values))
        number: int = cursor.lastrowid if ready.positional else cursor.fetchone()[0]
        return number

    def _for(self, dialect: Dialect, values: Mapping[str, Any], *, numbered: bool = False) -> _Ready:
        key = (dialect.name, numbered, *values)
        ready = self._ready.get(key)
        if ready is None:
            ready = self._ready[key] = _compiled(self._made, dialect, values, numbered)
        return ready

    def _run(self, connection: Connection, ready: _Ready, bound: Any, *, many: bool = False) -> Any:
        """Run it; the driver's errors become SQLAlchemy's, as those of its own statements do."""
        # Not by the pool's wrapper of the connection, which makes each cursor by way of three calls more.
        raw: Any = connection.connection.dbapi_connection
        cursor = raw.cursor()
        try:
            if many:
                cursor.executemany(ready.sql, bound)
            else:
                cursor.execute(ready.sql, bound)
        except connection.dialect.loaded_dbapi.Error as failure:
            if connection.dialect.is_disconnect(failure, raw, cursor):
                connection.invalidate(failure)
            raise DBAPIError.instance(
                ready.sql, bound, failure, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect
            ) from failure
        return cursor


def _compiled(made: Select[Any] | UpdateBase, dialect: Dialect, values: Mapping[str, Any], numbered: bool) -> _Ready:
    positional = dialect.positional
    if numbered and isinstance(made, Insert) and not positional:
        made = made.returning(made.table.columns[0])
    compiled = made.compile(dialect=dialect, column_keys=None if isinstance(made, Select) else list(values))
    if compiled.post_compile_params:
        raise TypeError("a list of unknown length is beyond a Statement")
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    order = compiled.positiontup if compiled.positiontup is not None else list(binds)
    processes = [binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order]
    return _Ready(
        compiled.string,
        positional,
        tuple(order),
        _chooser(tuple(order)),
        tuple((position, process) for position, process in enumerate(processes) if process is not None),
        {name: bind.value for name, bind in binds.items() if not bind.required} | _defaults(compiled),
        _rows(made, dialect),
    )


def _chooser(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What takes values by their names, in this order; as quick as it gets, since every statement is given some."""
    if len(names) < 2:
        return lambda given: tuple(given[name] for name in names)
    chosen: Callable[[Mapping[str, Any]], tuple[Any, ...]] = itemgetter(*names)
    return chosen


def _defaults(compiled: Any) -> dict[str, Any]:
    """What an insert fills in where it is not given a column; raises TypeError where only a function knows."""
    columns = getattr(compiled, "insert_prefetch", ()) or ()
    if any(not column.default.is_scalar for column in columns):
        raise TypeError("a default that is made anew for each row is beyond a Statement")
    return {column.key: column.default.arg for column in columns}


def _rows(made: Select[Any] | UpdateBase, dialect: Dialect) -> Callable[[Any], Any]:
    """What makes a row with names of the driver's row."""
    columns = list(made.selected_columns if isinstance(made, Select) else made.exported_columns)
    names = [column.key or f"column{position}" for position, column in enumerate(columns)]
    make: Callable[[Any], Any] = namedtuple("Row", names)._make  # type: ignore[attr-defined]
    out = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    changed = [(position, process) for position, process in enumerate(out) if process is not None]
    if not changed:
        return make

    def row(found: Any) -> Any:
        values = list(found)
        for position, process in changed:
            values[position] = process(values[position])
        return make(values)

    return row
