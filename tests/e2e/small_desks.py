"""Small desks, each in a folder of its own, made by real commands in little time, and copied where many are needed."""

from __future__ import annotations

import os
import queue
import shutil
import sqlite3
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.live import inherited
from tests.e2e.nursery import Nursery
from tests.e2e.strace import run
from tests.terminal import Terminal

RUNNERS = 2
"""Cases that are tried at the same time."""

_CONFIG = """
[desk]
name = "Acme support"
[smtp]
host = "127.0.0.1"
port = {port}
tls = "none"
[send]
undo_seconds = 0
[intake]
workers = 1
"""
_SOUND: tuple[tuple[str, list[tuple[str, ...]]], ...] = (
    ("PRAGMA integrity_check", [("ok",)]), ("PRAGMA foreign_key_check", []),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One desk in a folder, run by one nursery."""

    nursery: Nursery
    folder: Path
    environment: dict[str, str]

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command to its end; what it said. Fails unless it ends with this exit code."""
        output = self.folder / "output"
        before = output.stat().st_size if output.exists() else 0
        ended = run(self.nursery, words, self.environment, self.folder)
        with output.open() as opened:
            opened.seek(before)
            said = opened.read()
        assert ended == code, (words, ended, said)
        return said

    def gary(self, *words: str, code: int = 0) -> str:
        """Run a command as the administrator."""
        return self.run("--as", "gary", *words, code=code)

    def ticket(self, subject: str, message: str = "It is down.") -> None:
        """A new ticket of the client."""
        self.gary("ticket", "new", "--client", "hans@nordlicht.example", "--department", "Tech",
                  "--subject", subject, "--message", message)  # fmt: skip

    def maildir(self, *options: str) -> Path:
        """A mailbox beside the desk, with a gateway that polls it for Tech; where it is."""
        box = self.folder / "box"
        for name in ("cur", "new", "tmp"):
            (box / name).mkdir(parents=True)
        self.gary("gateway", "add", "support", "--type", "maildir", "--address", "support@acme.example",
                  "--department", "Tech", "--path", str(box), *options)  # fmt: skip
        return box

    @contextmanager
    def app(self, login: str, columns: int = 120, rows: int = 40) -> Iterator[Terminal]:
        """The app of a member of staff on a pseudo-terminal."""
        argv = [sys.executable, "-m", "helpdesk_tui", "--as", login]
        with Terminal(argv, columns=columns, rows=rows, env=self.environment, patience=20) as terminal:
            yield terminal

    def asked(self, question: str) -> list[tuple[Any, ...]]:
        """What SQL finds in the database itself, while somebody may be at work in it."""
        connection = sqlite3.connect(f"file:{self.folder / 'desk.sqlite'}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What SQL finds in a copy of the database as it lies there, so that looking changes nothing of a crash.

        The copy has to be sound.
        """
        with self.copied() as connection:
            return connection.execute(question).fetchall()

    @contextmanager
    def copied(self) -> Iterator[sqlite3.Connection]:
        """Such a copy, for several questions."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("desk.sqlite", "desk.sqlite-wal", "desk.sqlite-journal"):
            if (self.folder / name).exists():
                shutil.copy(self.folder / name, copy / name)
        connection = sqlite3.connect(copy / "desk.sqlite")
        try:
            for pragma, answer in _SOUND:
                assert connection.execute(pragma).fetchall() == answer
            yield connection
        finally:
            connection.close()


def case(
    nursery: Nursery, folder: Path, port: int = 1, template: Path | None = None, database: str | None = None
) -> Case:
    """A new folder for a desk: a copy of another case's, or an empty one; mail goes out at this port.

    The database is a file in the folder unless one is named.
    """
    if template is not None:
        shutil.copytree(template, folder)
    else:
        folder.mkdir()
    (folder / "config.toml").write_text(_CONFIG.format(port=port))
    environment = inherited() | {
        "HELPDESK_DATABASE": database or str(folder / "desk.sqlite"), "HELPDESK_CONFIG": str(folder / "config.toml"),
        "PYTHONWARNINGS": "error", "PYTHONPATH": os.getcwd(), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    return Case(nursery, folder, environment)


def set_up(made: Case, *logins: str) -> None:
    """A department with members of staff, and a client."""
    made.run("init", "--admin", "gary")
    # What becomes of answers is told by their numbers; the desk's own emails would stand between them.
    made.run("--as", "gary", "provider", "set", "mail_ticket_received", "off")
    made.run("--as", "gary", "department", "add", "Tech", "--email", "support@acme.example")
    for login in logins:
        made.run("--as", "gary", "staff", "add", login, "--department", "Tech")
    made.run("--as", "gary", "client", "add", "--email", "hans@nordlicht.example", "--name", "Nordlicht GmbH")


def held_by_anna(folder: Path) -> Path:
    """A new desk in this folder with a ticket that Anna holds; the folder."""
    with Nursery() as nursery:
        desk = case(nursery, folder)
        set_up(desk, "anna")
        desk.ticket("Server unreachable")
        desk.run("--as", "anna", "ticket", "take", "1")
    return folder


def in_parallel(work: Sequence[Any], do: Callable[[Nursery, Any], None]) -> None:
    """Do something for each piece of work, two at a time; the first failure ends it and is raised."""
    left: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for piece in work:
        left.put(piece)
    failures: list[BaseException] = []

    def serve() -> None:
        with Nursery() as nursery:
            while not failures:
                try:
                    piece = left.get_nowait()
                except queue.Empty:
                    return
                try:
                    do(nursery, piece)
                except BaseException as failure:
                    failure.add_note(f"at {piece}")
                    failures.append(failure)

    threads = [threading.Thread(target=serve, daemon=True) for _ in range(RUNNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def unpacked(packed: bytes) -> bytes:
    """The bytes of a stored original."""
    return zlib.decompress(packed)
