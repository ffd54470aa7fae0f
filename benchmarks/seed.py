"""Makes a large desk: `python -m benchmarks.seed --tickets 1000000 --database PATH [--departments 20] [--messages 2]`.

The same parameters give the same desk. SQLite desks are kept in the platform's cache folder, by parameters and
schema, and copied to where they are wanted; a PostgreSQL database is filled where it is, and has to be empty.
Staff: gary (administrator), anna (one department), john (three), olga (all of them), and two more for each department.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if __package__ in (None, ""):  # run as a file: the folder above has the packages, this one would hide modules
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from platformdirs import user_cache_path

from benchmarks.rows import NOW, Rows, Seeder, Shape, Team
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.demo import lives
from helpdesk_tui.desk.actions.setup import AddDepartment, AddStaff, MakeDesk
from helpdesk_tui.desk.door import Desk, make_desk, open_desk
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.store import search
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.rooms import tags, tickets

TEAMS = ("Tech", "Sales", "Billing", "Domains", "Abuse", "Network", "Backups", "Mail", "Web", "Database")


def seeded(shape: Shape) -> Path:
    """The SQLite desk of this shape in the cache; made first if it is not there."""
    folder = user_cache_path("helpdesk-tui", appauthor=False) / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{shape.tickets}-{shape.departments}-{shape.messages}-{_version(folder)}.sqlite"
    if not path.exists():
        unfinished = folder / f".{os.getpid()}-{path.name}"
        try:
            fill(str(unfinished), shape)
            unfinished.rename(path)
        finally:
            for left in folder.glob(unfinished.name + "*"):
                left.unlink()
    return path


def fill(where: str, shape: Shape) -> None:
    """Make a desk at a path or URL and fill it; says on stderr how long each step took."""
    say = _stopwatch()
    make_desk(where, MakeDesk("gary", "Acme Hosting"), FixedClock(NOW))
    desk = open_desk(where, FixedClock(NOW))
    try:
        team = _team(desk, shape.departments)
    finally:
        desk.close()
    seeder = Seeder(shape, team)
    say("the desk and its staff")
    if where.startswith("postgres"):
        from benchmarks import load_postgres

        load_postgres.load(where, _all(seeder), seeder.last_change, say)
    else:
        from benchmarks import load_sqlite

        load_sqlite.load(Path(where), _all(seeder), seeder.last_change, say)


def _all(seeder: Seeder) -> Iterator[Rows]:
    yield seeder.people()
    yield from seeder.chunks()


def _team(desk: Desk, count: int) -> Team:
    """Departments and staff, through the door."""
    names = [TEAMS[n] if n < len(TEAMS) else f"Team {n + 1}" for n in range(count)]
    numbers = [desk.perform(AddDepartment(name, f"{name.lower().replace(' ', '')}@acme.example")) for name in names]
    members = {"anna": names[:1], "john": names[:3], "olga": names}
    for position, name in enumerate(names):
        members |= {f"agent{position + 1}{letter}": [name] for letter in "ab"}
    scopes = [
        Scope(desk.perform(AddStaff(login, login.title(), departments=tuple(theirs))), login,
              departments=tuple(numbers[names.index(name)] for name in theirs))
        for login, theirs in members.items()
    ]  # fmt: skip
    handlers = {number: tuple(s for s in scopes if s.covers(number) and _handles(s, number)) for number in numbers}
    gary = desk.staff("gary").actor.id or 0
    fans = (gary, *(scope.staff_id or 0 for scope in scopes[:3]))
    return Team(tuple(zip(numbers, names, strict=True)), handlers, fans)


def _handles(scope: Scope, department: int) -> bool:
    """Whether a member handles tickets of the department: those of many departments do so in their first only."""
    return department == scope.departments[0]


def _version(folder: Path) -> str:
    """A short hash of what a seeded desk depends on: the schema of an empty desk, and the sources that fill it."""
    empty = folder / f".{os.getpid()}-empty.sqlite"
    make_desk(str(empty), MakeDesk("gary"), FixedClock(NOW))
    store = Store(str(empty))
    with store.read() as connection:
        schema = str(connection.exec_driver_sql("SELECT sql FROM sqlite_master ORDER BY name").all())
    store.close()
    for left in folder.glob(empty.name + "*"):
        left.unlink()
    here = Path(__file__).parent
    sources = [here / name for name in ("rows.py", "words.py", "seed.py", "load_sqlite.py")]
    sources += [Path(lives.__file__), Path(tickets.__file__), Path(tags.__file__), Path(search.__file__)]
    return hashlib.sha256(schema.encode() + b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _stopwatch() -> Callable[[str], None]:
    begun = [time.perf_counter()]

    def say(what: str) -> None:
        now = time.perf_counter()
        print(f"{now - begun[0]:8.1f} s  {what}", file=sys.stderr, flush=True)
        begun[0] = now

    return say


def main() -> None:
    """Read the command line, make the desk, say how large it is."""
    parser = argparse.ArgumentParser(description="Make a large desk for measuring.")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--departments", type=int, default=20)
    parser.add_argument("--messages", type=int, default=2, help="every ticket has at least so many")
    parser.add_argument("--database", help="a path, or the URL of an empty PostgreSQL database")
    given = parser.parse_args()
    shape = Shape(given.tickets, given.departments, given.messages)
    begun = time.perf_counter()
    if given.database and given.database.startswith("postgres"):
        fill(given.database, shape)
        print(f"{given.tickets:,} tickets in {time.perf_counter() - begun:.1f} s")
        return
    path = seeded(shape)
    if given.database:
        path = Path(shutil.copyfile(path, given.database))
    size = path.stat().st_size / 1_000_000
    print(f"{path}: {given.tickets:,} tickets, {size:,.0f} MB, {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
