"""Loading rows into a SQLite desk: without its indexes and triggers, which are made anew at the end.

The desk is worthless until the last step is done, so nothing is flushed before that; a file that is cut short is
thrown away by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from benchmarks.rows import TABLES, Rows, columns
from helpdesk_tui.store import search
from helpdesk_tui.store.engine import Store

Say = Callable[[str], None]
_FAST = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-1000000;
PRAGMA temp_store=MEMORY; PRAGMA threads=2
"""
_LATER = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"


def load(path: Path, chunks: Iterable[Rows], change: Callable[[], int], say: Say) -> None:
    """Fill the tables of a desk that has none of these rows yet; `change` gives its change number at the end."""
    driver: Any = Store(str(path)).dialect.driver
    connection = driver.connect(str(path), isolation_level=None)
    connection.executescript(_FAST)
    later = connection.execute(_LATER).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    for kind, name, _ in later:
        connection.execute(f'DROP {kind} "{name}"')
    rows = 0
    for chunk in chunks:
        for name, some in chunk.items():
            connection.executemany(_insert(name), some)
            rows += len(some)
    connection.execute("UPDATE desk SET change = ?", (change(),))
    say(f"{rows:,} rows")
    for kind in ("index", "trigger"):
        for statement in (sql for found, _, sql in later if found == kind):
            connection.execute(statement)
    say("indexes")
    connection.execute("COMMIT")
    _search(driver, connection)
    say("full-text index")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _insert(name: str) -> str:
    marks = ", ".join("?" * len(TABLES[name].columns))
    named = ", ".join(f'"{column}"' for column in columns(name))
    return f'INSERT INTO "{name}" ({named}) VALUES ({marks})'


def _search(driver: Any, connection: Any) -> None:
    """Build the full-text index by the store's own function, on this very connection."""
    engine = create_engine("sqlite://", module=driver, creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as borrowed:
        borrowed.exec_driver_sql("BEGIN")
        search.rebuild(borrowed)
        borrowed.exec_driver_sql("COMMIT")
