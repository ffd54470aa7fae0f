"""Several processes on one desk: what one does the others see within a second, and only one takes a ticket.

Real apps on pseudo-terminals beside command line and worker, on both databases (TQ1, TQ3; rule 33).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import create_engine, text

from tests.e2e.live import until
from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, set_up
from tests.terminal import Terminal

pytestmark = pytest.mark.serial

WITHIN = 1.0
"""From the commit to the screen, seconds."""
_LOOK = 0.002
_TICKETS = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    """Anna and John in Tech, eight unheld tickets, a gateway on the Maildir `box`."""
    database = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with Nursery() as nursery:
        made = case(nursery, tmp_path / "desk", database=database)
        set_up(made, "anna", "john")
        made.maildir()
        made.gary("provider", "set", "use_priority", "on")
        for number in range(1, _TICKETS + 1):
            made.ticket(f"Server {number}")
        yield made


class Commits:
    """Looks at the desk's change number every two milliseconds: when was something committed?"""

    def __init__(self, where: str) -> None:
        url = where if "://" in where else f"sqlite:///{where}"
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self._ended = threading.Event()
        self._times: list[float] = []
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Commits:
        self._thread.start()
        until(lambda: bool(self._times), what="the first look")
        return self

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        self._thread.join()
        self._engine.dispose()

    def next(self, seen: int) -> float:
        """`time.perf_counter()` at the commit behind the `seen` first ones."""
        until(lambda: len(self._times) > seen, what="a commit")
        return self._times[seen]

    def __len__(self) -> int:
        return len(self._times)

    def _look(self) -> None:
        with self._engine.connect() as connection:
            last = None
            while not self._ended.wait(_LOOK):
                now = connection.execute(text("SELECT change FROM desk")).scalar_one()
                if now != last:
                    self._times.append(time.perf_counter())
                    last = now


@contextlib.contextmanager
def worker(desk: Case) -> Iterator[None]:
    """The worker, ended by SIGTERM."""
    with (desk.folder / "worker").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "helpdesk_tui", "worker"],
            env=desk.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0, (desk.folder / "worker").read_text()


def chosen_row(app: Terminal) -> str:
    """The row with the cursor."""
    rows = [line for line in app.lines if line.startswith(">")]
    assert len(rows) == 1, rows
    return rows[0]


def deliver(desk: Case, number: int) -> None:
    """A mail in the Maildir, as a delivery agent puts it there."""
    name = f"179000000{number}.M{number}.desk"
    file = desk.folder / "box" / "tmp" / name
    file.write_bytes(
        b"From: Hans Meier <hans@nordlicht.example>\r\nTo: support@acme.example\r\n"
        + f"Subject: Mail {number}\r\nMessage-ID: <{name}@mail.example>\r\n\r\nHello.\r\n".encode()
    )
    os.rename(file, desk.folder / "box" / "new" / name)


class Watched:
    """An app beside a look at the commits: how long changes take from one to the other, in seconds."""

    def __init__(self, app: Terminal, commits: Commits) -> None:
        self._app = app
        self._commits = commits
        self.took: list[float] = []

    def after(self, change: Callable[[], object], seen: Callable[[Terminal], bool]) -> None:
        """Change something and wait until the app's screen shows it; the cursor stays on its ticket."""
        before = len(self._commits)
        change()
        self._app.wait_until(seen, WITHIN + 5)
        self.took.append(time.perf_counter() - self._commits.next(before))
        assert "Server 4" in chosen_row(self._app)


def test_an_open_queue_follows(desk: Case) -> None:
    """TQ1: what others do shows within a second of its commit, and the cursor stays on its ticket."""
    with desk.app("anna") as app, Commits(desk.environment["HELPDESK_DATABASE"]) as commits, worker(desk):
        app.wait_for("Server 8")
        app.press("down", "down", "down")
        app.wait_until(lambda seen: "Server 4" in chosen_row(seen), what="the cursor on the fourth row")
        app.settle()
        watched = Watched(app, commits)
        for held in (1, 2):
            watched.after(
                partial(desk.run, "--as", "john", "ticket", "take", str(held + 6)), partial(_holds, "john", held)
            )
        for gone in (1, 2):
            watched.after(partial(desk.gary, "ticket", "close", str(gone)), partial(_lacks, f"Server {gone}"))
        watched.after(
            partial(desk.gary, "ticket", "priority", "6", "urgent"),
            lambda seen: _row(seen, "Server 6") < _row(seen, "Server 3"),
        )
        for number in (1, 2, 3):
            watched.after(partial(deliver, desk, number), partial(_shows, f"Mail {number}"))
    took = watched.took
    sys.stdout.write(f"\nfrom commit to screen: median {median(took):.3f} s, most {max(took):.3f} s of {len(took)}\n")
    assert max(took) <= WITHIN


@pytest.mark.parametrize("desk", ["postgresql"], indirect=True)
def test_a_queue_follows_again(desk: Case) -> None:
    """TQ1: where the connections to the database were cut, the queue follows as soon as it can; a file has none."""
    where = desk.environment["HELPDESK_DATABASE"]
    with desk.app("anna") as app:
        app.wait_for("Server 8")
        app.settle()
        engine = create_engine(where, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            assert connection.execute(text(f"SELECT count(pg_terminate_backend(pid)) {others}")).scalar_one() > 0
        engine.dispose()
        desk.run("--as", "john", "ticket", "take", "7")
        app.wait_until(partial(_holds, "john", 1), 5, "held by john")
        desk.run("--as", "john", "ticket", "take", "8")
        app.wait_until(partial(_holds, "john", 2), WITHIN, "held by john")


def _holds(login: str, count: int, app: Terminal) -> bool:
    return app.text.count(f"  {login}") == count


def _shows(words: str, app: Terminal) -> bool:
    return words in app.text


def _lacks(words: str, app: Terminal) -> bool:
    return words not in app.text


def _row(app: Terminal, subject: str) -> int:
    return next((row for row, line in enumerate(app.lines) if subject in line), 1000)


def test_both_take_the_same_ticket(desk: Case) -> None:
    """TR1, rule 33: two press take at the same moment; one has it, the other reads who has it."""
    with desk.app("anna") as anna, desk.app("john") as john:
        apps = {"anna": anna, "john": john}
        for app in apps.values():
            app.wait_for("Server 8")
            app.settle()
        winners = []
        for number in range(1, 6):
            for app in apps.values():
                app.wait_until(partial(_chose, f"Server {number}"), what=f"the cursor on {number}")
            for app in (anna, john) if number % 2 else (john, anna):
                app.press("t")
            for app in apps.values():
                app.wait_until(_answered, what="an answer on the last line")
            said = {login: app.lines[-1] for login, app in apps.items()}
            [winner] = [login for login, words in said.items() if "yours" in words]
            [loser] = set(apps) - {winner}
            assert winner in said[loser], said
            winners.append(winner)
            for app in apps.values():
                app.press("down")
    tickets = json.loads(desk.gary("--json", "ticket", "list", "--view", "all"))
    held = {ticket["number"]: ticket["taken_by"] for ticket in tickets}
    assert [held[number] for number in range(1, 6)] == winners
    sys.stdout.write(f"\nwinners: {', '.join(winners)}\n")


def _chose(subject: str, app: Terminal) -> bool:
    return any(line.startswith(">") and subject in line for line in app.lines)


def _answered(app: Terminal) -> bool:
    return re.search("yours|holds|held", app.lines[-1], re.IGNORECASE) is not None
