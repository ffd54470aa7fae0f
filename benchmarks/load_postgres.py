"""Loading rows into a PostgreSQL desk by COPY, without its indexes, which are made anew at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, LiteralString, cast

import psycopg
from psycopg import sql
from sqlalchemy import Boolean
from sqlalchemy.engine import make_url

from benchmarks.rows import TABLES, Rows, columns

Say = Callable[[str], None]
_LATER = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND NOT EXISTS (
  SELECT FROM pg_constraint WHERE conindid = format('%I.%I', schemaname, indexname)::regclass)
"""


def load(url: str, chunks: Iterable[Rows], change: Callable[[], int], say: Say) -> None:
    """Fill the tables of a desk that has none of these rows yet, in one transaction."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET session_replication_role = replica")
        later = connection.execute(_LATER).fetchall()
        for name, _ in later:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        rows = 0
        for chunk in chunks:
            for name, some in chunk.items():
                _copy(connection, name, some)
                rows += len(some)
        connection.execute("UPDATE desk SET change = %s", (change(),))
        say(f"{rows:,} rows")
        for _, definition in later:
            connection.execute(sql.SQL(cast(LiteralString, definition)))
        say("indexes, the full-text index among them")
        for name in TABLES:
            if "id" in columns(name):
                _continue_after(connection, name)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    say("VACUUM ANALYZE")


def _copy(connection: psycopg.Connection[Any], name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    flags = [isinstance(column.type, Boolean) for column in TABLES[name].columns]
    target = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns(name)))
    )
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        for row in rows:
            copy.write_row([bool(value) if flag else value for flag, value in zip(flags, row, strict=True)])


def _continue_after(connection: psycopg.Connection[Any], name: str) -> None:
    """Let the next number of the table follow the last one."""
    connection.execute(
        sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), coalesce(max(id), 0) + 1, false) FROM {}").format(
            sql.Literal(f'"{name}"'), sql.Identifier(name)
        )
    )
