"""Timing a read and looking at what the database did for it: statements, steps, rows, plans.

Times depend on the machine and what else it does; steps and rows do not. SQLite counts no rows, but the instructions of
its virtual machine (`steps`), of which a bare walk along an index takes the same number for every row; PostgreSQL says
how many rows each scan met.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection

from helpdesk_tui.store.engine import Store

Asked = tuple[str, Any]
"""A statement as the driver got it, and its parameters."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Milliseconds of several runs."""

    median: float
    p95: float

    def __str__(self) -> str:
        return f"{self.median:.2f}/{self.p95:.2f}"


def timed(read: Callable[[], object], runs: int) -> Sample:
    """Run it twice for nothing, then `runs` times."""
    read()
    read()
    took = []
    for _ in range(runs):
        begun = time.perf_counter()
        read()
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return Sample(statistics.median(took), took[min(len(took) - 1, int(len(took) * 0.95))])


@contextmanager
def listened(store: Store) -> Iterator[list[Asked]]:
    """The statements that the store sends while the block runs."""
    asked: list[Asked] = []

    def note(connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def work(store: Store, asked: Asked) -> int:
    """What a statement costs: steps on SQLite, rows met by its scans on PostgreSQL."""
    return _rows(store, asked) if store.is_postgres else _steps(store, asked)


def plan(store: Store, asked: Asked) -> str:
    """The database's plan for a statement, a line for each node."""
    verb = "EXPLAIN" if store.is_postgres else "EXPLAIN QUERY PLAN"
    with store.read() as connection:
        rows = connection.exec_driver_sql(f"{verb} {asked[0]}", asked[1]).all()
    return "\n".join(str(row[0] if store.is_postgres else row[3]) for row in rows)


def _steps(store: Store, asked: Asked) -> int:
    count = [0]

    def tick() -> int:
        count[0] += 1
        return 0

    with store.read() as connection:
        raw: Any = connection.connection.driver_connection
        raw.set_progress_handler(tick, 1)
        try:
            raw.execute(*asked).fetchall()
        finally:
            raw.set_progress_handler(None, 0)
    return count[0]


def _rows(store: Store, asked: Asked) -> int:
    with store.read() as connection:
        found = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked[0]}", asked[1]).scalar_one()
    return _met(found[0]["Plan"])


def _met(node: dict[str, Any]) -> int:
    here = 0
    if "Scan" in node["Node Type"]:
        met = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        here = round(met * node["Actual Loops"])
    return here + sum(_met(child) for child in node.get("Plans", ()))
