"""A full disk: one sentence, the right exit code, and the desk is as it was before (CLI: exit codes; MG13).

The program is a real one; strace answers its writes to the desk's files as the kernel does when nothing is left.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.live import until
from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, set_up
from tests.e2e.strace import needs_strace, no_orphans
from tests.terminal import Terminal

PROGRAM = (sys.executable, "-m", "helpdesk_tui")
LETTER = (
    b"From: Hans Meier <hans@nordlicht.example>\r\nTo: support@acme.example\r\nSubject: Server down\r\n"
    b"Message-ID: <full@mail.example>\r\n\r\nIt does not answer.\r\n"
)
JOURNAL, EVERY_FILE = ("-wal",), ("", "-wal", "-shm")
"""The ends of the names of the files that cannot grow."""
FULL = r"The disk of {} is full; nothing was changed\."
FULL_OR_BROKEN = FULL + r"|{} cannot be read or written \(disk I/O error\)\."
"""Where a file for the memory that processes share cannot be made, SQLite does not say why."""
_NEW = ("--as", "gary", "ticket", "new", "--client", "hans@nordlicht.example", "--department", "Tech",
        "--subject", "Disk", "--message", "It is full.")  # fmt: skip
_DELIVER = ("mail", "deliver", "--gateway", "support")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Case]:
    """A desk with a ticket, and a gateway on a Maildir in which an email lies."""
    needs_strace()
    with Nursery() as nursery:
        made = case(nursery, tmp_path / "desk")
        set_up(made, "anna")
        box = made.maildir()
        made.ticket("Server 1")
        (box / "new" / "1790000000.M1.desk").write_bytes(LETTER)
        yield made


def on_a_full_disk(desk: Case, ends: tuple[str, ...], *words: str, after: int = 0) -> list[str]:
    """A command of the program whose writes to these files of the desk fail for want of room: those of each thread,
    `after` so many.
    """
    files = [part for end in ends for part in ("-P", str(desk.folder / f"desk.sqlite{end}"))]
    inject = ["-e", "trace=pwrite64,write", "-e", f"inject=pwrite64,write:error=ENOSPC:when={after + 1}+"]
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(desk.folder / "trace"), *inject, *files, *PROGRAM, *words]


def failed_writes(desk: Case) -> int:
    """How many writes failed."""
    return (desk.folder / "trace").read_text().count("ENOSPC")


def contents(desk: Case) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a sound desk."""
    tables = [name for (name,) in desk.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: desk.rows(f'SELECT * FROM "{name}"') for name in tables}


@pytest.mark.parametrize(
    ("words", "code"), [(_NEW, 74), (_DELIVER, 75), (("worker",), 74)], ids=["ticket new", "mail deliver", "worker"]
)
@pytest.mark.parametrize(
    ("ends", "sentence"), [(JOURNAL, FULL), (EVERY_FILE, FULL_OR_BROKEN)], ids=["journal", "every file"]
)
def test_a_command(desk: Case, words: tuple[str, ...], code: int, ends: tuple[str, ...], sentence: str) -> None:
    """CLI: 74, or 75 for who hands in mail, which keeps it; when there is room again it works."""
    before = contents(desk)
    process = subprocess.Popen(
        on_a_full_disk(desk, ends, *words), env=desk.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    out, said = process.communicate(LETTER, timeout=60)
    assert (process.returncode, out) == (code, b""), said
    place = re.escape(str(desk.folder / "desk.sqlite"))
    lines = set(said.decode().splitlines())
    assert len(lines) == 1, said
    assert re.fullmatch("helpdesk-tui: (" + sentence.replace("{}", place) + ")", lines.pop()), said
    assert failed_writes(desk) > 0
    no_orphans(process.pid)
    assert contents(desk) == before
    assert [file.name for file in (desk.folder / "box" / "new").iterdir()] == ["1790000000.M1.desk"]
    desk.run("--json", "mail", "poll", "--once")
    assert desk.rows("SELECT subject FROM ticket ORDER BY id") == [("Server 1",), ("Server down",)]


@pytest.mark.parametrize("words", [("mail", "poll", "--once"), ("mail", "poll"), ("worker",)], ids=" ".join)
def test_a_disk_that_fills_up_among_many_emails(desk: Case, words: tuple[str, ...]) -> None:
    """Rule 29, MG13: who polls ends with 74; what was told of is on the disk and marked, and nothing else."""
    box = desk.folder / "box"
    for number in range(20):
        raw = LETTER.replace(b"<full@", b"<full%d@" % number).replace(b"Server down", b"Server %d down" % number)
        (box / "new" / f"18000000{number:02}.M1.desk").write_bytes(raw)
    ended = subprocess.run(
        on_a_full_disk(desk, JOURNAL, *words, after=300), env=desk.environment, capture_output=True, timeout=60
    )
    place = re.escape(str(desk.folder / "desk.sqlite"))
    assert ended.returncode == 74, ended.stderr
    said = ended.stderr.decode().splitlines()
    assert said[-1].startswith("helpdesk-tui: ")
    (sentence,) = {line.removeprefix("helpdesk-tui: ") for line in said}
    assert re.fullmatch(FULL.replace("{}", place), sentence)
    taken = len(ended.stdout.splitlines())
    assert 0 < taken < 21
    assert desk.rows("SELECT count(*) FROM mail") == [(taken,)]
    assert [len(list((box / folder).iterdir())) for folder in ("cur", "new")] == [taken, 21 - taken]
    desk.run("mail", "poll", "--once")
    assert desk.rows("SELECT count(*), count(DISTINCT subject) FROM ticket") == [(22, 22)]


def test_the_app(desk: Case) -> None:
    """The last line names the full disk, nothing is changed, and the app goes on."""
    held = sqlite3.connect(desk.folder / "desk.sqlite")
    held.execute("SELECT count(*) FROM ticket").fetchall()
    before = contents(desk)
    with Terminal(on_a_full_disk(desk, JOURNAL, "--as", "anna"), env=desk.environment, patience=30) as app:
        app.wait_for("Server 1")
        app.settle()
        app.press("t")
        app.wait_for(re.compile(r"! The disk of /\S"))
        app.press("enter")
        app.wait_for("It is down.")
        app.press("q")
        app.wait_for("Held by")
        app.press("ctrl+q")
        assert app.wait(10) == 0
    held.close()
    assert failed_writes(desk) > 0
    assert contents(desk) == before
    until(lambda: not list(desk.folder.glob("*-journal")), what="no journal is left")
