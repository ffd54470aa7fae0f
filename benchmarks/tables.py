"""What the tables cost: importing them, and ten-row write transactions by unit of work and by Core statements.

Run `python benchmarks/tables.py`; docs/adr/0001-tables-and-statements.md cites its figures. Rates depend on the disk:
every transaction is durable (synchronous FULL).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

IMPORTS = {
    "sqlalchemy alone": "import sqlalchemy",
    "sqlmodel alone": "import sqlmodel",
    "the tables": "import helpdesk_tui.store.tables",
    "the door with acts, rooms and reads": "import helpdesk_tui.desk.door",
}
ROWS = 10
SECONDS = 3.0


def import_cost(statement: str, runs: int = 7) -> float:
    """Median of whole processes, milliseconds, less an empty one."""

    def once(code: str) -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return (time.perf_counter() - begin) * 1000

    once(statement)
    return statistics.median(once(statement) for _ in range(runs)) - statistics.median(once("") for _ in range(runs))


def rate(work: Callable[[], None]) -> float:
    """Transactions a second."""
    work()
    begin, count = time.perf_counter(), 0
    while time.perf_counter() - begin < SECONDS:
        work()
        count += 1
    return count / (time.perf_counter() - begin)


def main() -> None:
    """Print the figures."""
    for name, statement in IMPORTS.items():
        print(f"import {name:40} {import_cost(statement):6.0f} ms")
    from sqlalchemy import insert
    from sqlmodel import Session

    from helpdesk_tui.store.engine import Store
    from helpdesk_tui.store.tables.base import table
    from helpdesk_tui.store.tables.clients import Client
    from helpdesk_tui.store.upgrade import upgrade

    with tempfile.TemporaryDirectory() as folder:
        store = Store(str(Path(folder) / "desk.sqlite"))
        upgrade(store)
        now = datetime.now(UTC)
        row: dict[str, Any] = {"email": "a@acme.example", "name": "Acme", "registered": now}
        full: dict[str, Any] = {**Client(**row).model_dump(exclude={"id"})}

        def by_unit_of_work() -> None:
            with Session(store.engine) as session:
                session.add_all([Client(**row) for _ in range(ROWS)])
                session.commit()

        adding = insert(table(Client))

        def by_core() -> None:
            with store.write() as connection:
                connection.execute(adding, [full] * ROWS)

        def one_by_one() -> None:
            with store.write() as connection:
                for _ in range(ROWS):
                    connection.execute(adding.values(full))

        for name, work in (("unit of work", by_unit_of_work), ("Core, one by one", one_by_one), ("Core", by_core)):
            print(f"{ROWS}-row transactions, {name:20} {rate(work):7.0f}/s")
        store.close()


if __name__ == "__main__":
    main()
