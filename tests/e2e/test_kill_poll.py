"""kill -9 at every kind of step of a poll: no email is lost, none is taken twice (MG13; rules 1, 2, 4 and 6).

The steps are found from outside: strace counts the system calls that write, and kills at one of them in each case.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, in_parallel, set_up, unpacked
from tests.e2e.strace import (
    Step,
    chosen,
    kill_at,
    kill_program_at,
    program_steps,
    run_until,
    steps_of,
    steps_of_thread,
)
from tests.servers.dovecot import Dovecot

POLL = ("--json", "mail", "poll", "--once")
WORK = ("--json", "worker")
COMMAND = (sys.executable, "-m", "helpdesk_tui", *POLL)
MAILDIR_SAMPLE, IMAP_SAMPLE, WORKER_SAMPLE = 24, 8, 24
TOLD = Callable[[str], None]

FIRST = (
    b"From: Hans Meier <hans@nordlicht.example>\r\nTo: support@acme.example\r\nSubject: Server unreachable\r\n"
    b"Message-ID: <first@mail.example>\r\n\r\nThe server does not answer.\r\n"
)
ANSWER = (
    b"From: Hans Meier <hans@nordlicht.example>\r\nTo: support@acme.example\r\nSubject: Re: Server unreachable\r\n"
    b"Message-ID: <answer@mail.example>\r\nIn-Reply-To: <first@mail.example>\r\n\r\nIt is still down.\r\n"
)
STRANGER = (
    b"From: Nora <nora@elsewhere.example>\r\nTo: support@acme.example\r\nSubject: A question\r\n"
    b"Message-ID: <stranger@mail.example>\r\n\r\nDo you sell servers?\r\n"
)
LETTERS = (FIRST, ANSWER, STRANGER)
OUTCOMES = ("ticket_created", "reply_added", "incoming")


@dataclass(frozen=True, slots=True)
class Stored:
    """How many of the letters, in their order, a desk has."""

    letters: int

    @classmethod
    def at(cls, desk: Case, letters: tuple[bytes, ...] = LETTERS) -> Stored:
        """Count them; fails unless the desk holds these letters whole and nothing besides (no half transaction)."""
        mails = desk.rows("SELECT m.outcome, b.packed FROM mail m JOIN blob b ON b.id = m.raw ORDER BY m.id")
        count = len(mails)
        assert tuple(outcome for outcome, _ in mails) == OUTCOMES[:count]
        assert tuple(unpacked(packed) for _, packed in mails) == letters[:count]
        arrivals = desk.rows("SELECT unit, mail FROM arrival ORDER BY id")
        assert [mail for _, mail in arrivals] == list(range(1, count + 1))
        assert len({unit for unit, _ in arrivals}) == count
        assert desk.rows("SELECT id, subject FROM ticket") == [(1, "Server unreachable")][:count]
        said = desk.rows("SELECT ticket, kind, mail FROM message ORDER BY id")
        assert said == [(1, "client", 1), (1, "client", 2)][:count]
        waiting = desk.rows("SELECT id FROM mail WHERE incoming = 'waiting'")
        assert waiting == ([(3,)] if count == 3 else [])
        return cls(count)


def counted(steps: list[Step], taken: list[Step], kind: str, began: float) -> str:
    """What was done."""
    names = ", ".join(f"{count} {name}" for name, count in Counter(step.name for step in taken).most_common())
    return f"{kind}: {len(steps)} steps, killed at {len(taken)} ({names}), {time.monotonic() - began:.1f} s"


# ---------------------------------------------------------------- Maildir


def on_maildir(nursery: Nursery, folder: Path, *options: str) -> Case:
    """A desk whose gateway polls the Maildir beside it, with the letters in it."""
    desk = case(nursery, folder)
    set_up(desk)
    desk.maildir(*options)
    # The command stores the path whole; here each copy of the folder has its own mailbox beside its desk.
    with contextlib.closing(sqlite3.connect(folder / "desk.sqlite")) as connection, connection:
        connection.execute("UPDATE gateway SET path = 'box'")
    for number, letter in enumerate(LETTERS):
        file = folder / "box" / "new" / f"179000000{number}.M{number}.desk"
        file.write_bytes(letter)
        os.utime(file, (1_790_000_000 + number,) * 2)
    return desk


def read_on_maildir(desk: Case) -> int:
    """How many letters are marked as read; fails when they are not the first ones, or one is lost or doubled."""
    names = sorted(file.name for part in ("cur", "new") for file in (desk.folder / "box" / part).iterdir())
    assert [name.partition(":")[0][-6] for name in names] == ["0", "1", "2"], names
    read = [name.endswith(":2,S") for name in names]
    assert read == sorted(read, reverse=True), names
    return sum(read)


def marks_on_disk(steps: list[Step]) -> int:
    """How many letters are marked; fails where one is before the disk has everything that was written (rule 2)."""
    marks, written = 0, False
    for step in steps:
        if step.name in ("fsync", "fdatasync"):
            written = False
        elif step.name.startswith("rename"):
            assert not written, step
            marks += 1
        elif step.name == "pwrite64":
            written = True
    return marks


def test_poll_of_a_maildir(nursery: Nursery, tmp_path: Path, figure: TOLD) -> None:
    """MG13: killed at any step, the next poll ends well and everything is there once and marked."""
    began = time.monotonic()
    template = on_maildir(nursery, tmp_path / "template").folder
    whole = case(nursery, tmp_path / "whole", template=template)
    steps = steps_of(nursery, POLL, whole.environment, whole.folder)
    assert (Stored.at(whole).letters, read_on_maildir(whole)) == (3, 3)
    assert marks_on_disk(steps) == 3
    taken = chosen(steps, MAILDIR_SAMPLE)
    assert len(taken) > 30

    def kill(nursery: Nursery, step: Step) -> None:
        desk = case(nursery, tmp_path / str(step.number), template=template)
        assert kill_at(nursery, POLL, desk.environment, desk.folder, step)
        stored, read = Stored.at(desk).letters, read_on_maildir(desk)
        assert read <= stored
        desk.run(*POLL)
        assert (Stored.at(desk).letters, read_on_maildir(desk)) == (3, 3)

    in_parallel(taken, kill)
    figure(counted(steps, taken, "Maildir", began))


def test_the_program_as_it_is_installed(nursery: Nursery, tmp_path: Path, figure: TOLD) -> None:
    """The other tests save the program's start; here it is started as people start it."""
    began = time.monotonic()
    template = on_maildir(nursery, tmp_path / "template").folder
    # No file but the desk's and the mailbox's is written.
    whole = case(nursery, tmp_path / "whole", template=template)
    whole.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    steps = program_steps(COMMAND, whole.environment, whole.folder)
    assert (Stored.at(whole).letters, read_on_maildir(whole)) == (3, 3)
    marks = [step.number for step in steps if step.name.startswith("rename")]
    assert len(marks) == 3
    between = [step for step in steps if marks[0] <= step.number <= marks[1]]
    taken = [between[0], between[len(between) // 2], between[-1]]
    for step in taken:
        desk = case(nursery, tmp_path / str(step.number), template=template)
        desk.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        assert kill_program_at(COMMAND, desk.environment, desk.folder, step)
        assert 0 < Stored.at(desk).letters <= 3
        done = subprocess.run(COMMAND, env=desk.environment, cwd=desk.folder, capture_output=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, b"")
        assert (Stored.at(desk).letters, read_on_maildir(desk)) == (3, 3)
    figure(counted(steps, taken, "The program as it is installed", began))


def test_poll_of_a_maildir_that_is_emptied(nursery: Nursery, tmp_path: Path, figure: TOLD) -> None:
    """MG2: where taken mail is deleted, nothing is deleted that is not stored, and nothing stored stays."""
    began = time.monotonic()
    template = on_maildir(nursery, tmp_path / "template", "--delete").folder
    whole = case(nursery, tmp_path / "whole", template=template)
    steps = steps_of(nursery, POLL, whole.environment, whole.folder)
    taken = [step for step in steps if step.name != "pwrite64"]

    def left(desk: Case) -> int:
        return sum(len(list((desk.folder / "box" / part).iterdir())) for part in ("cur", "new"))

    def kill(nursery: Nursery, step: Step) -> None:
        desk = case(nursery, tmp_path / str(step.number), template=template)
        assert kill_at(nursery, POLL, desk.environment, desk.folder, step)
        stored = Stored.at(desk).letters
        assert 3 - stored <= left(desk) <= 3
        desk.run(*POLL)
        assert (Stored.at(desk).letters, left(desk)) == (3, 0)

    in_parallel(taken, kill)
    figure(counted(steps, taken, "Maildir, emptied", began))


def test_worker_on_a_maildir(nursery: Nursery, tmp_path: Path, figure: TOLD) -> None:
    """MG13: the worker too, whichever of its threads or parsers comes to the step first."""
    began = time.monotonic()
    template = on_maildir(nursery, tmp_path / "template").folder

    def all_read(desk: Case) -> bool:
        return len(list((desk.folder / "box" / "cur").glob("*:2,S"))) == 3

    whole = case(nursery, tmp_path / "whole", template=template)
    steps = steps_of_thread(nursery, WORK, whole.environment, whole.folder, "renameat", lambda: all_read(whole))
    taken = chosen(steps, WORKER_SAMPLE)
    assert len(taken) > 30
    killed = []

    def kill(nursery: Nursery, step: Step) -> None:
        desk = case(nursery, tmp_path / str(step.number), template=template)
        killed.append(kill_at(nursery, WORK, desk.environment, desk.folder, step, lambda: all_read(desk)))
        stored, read = Stored.at(desk).letters, read_on_maildir(desk)
        assert read <= stored
        last = desk.asked("SELECT worker FROM desk")

        def at_work() -> bool:
            return all_read(desk) and desk.asked("SELECT worker FROM desk") != last

        assert run_until(nursery, WORK, desk.environment, desk.folder, at_work) == 0
        assert (Stored.at(desk).letters, read_on_maildir(desk)) == (3, 3)

    in_parallel(taken, kill)
    assert sum(killed) > len(taken) / 2
    late = len(killed) - sum(killed)
    figure(counted(steps, taken, f"Worker, of which {late} killed a parser or came too late", began))


# ---------------------------------------------------------------- IMAP


def on_imap(nursery: Nursery, folder: Path, dovecot: Dovecot) -> Case:
    """A desk whose gateway polls a folder of the server."""
    desk = case(nursery, folder)
    desk.environment["DESK_IMAP_PASSWORD"] = dovecot.password
    set_up(desk)
    desk.run(
        "--as", "gary", "gateway", "add", "support", "--type", "imap", "--address", "support@acme.example",
        "--department", "Tech", "--host", dovecot.host, "--port", str(dovecot.ports.imaps), "--login", dovecot.user,
        "--password-env", "DESK_IMAP_PASSWORD", "--ca-file", str(dovecot.ca),
    )  # fmt: skip
    return desk


def imap_case(nursery: Nursery, folder: Path, dovecot: Dovecot, template: Path) -> Case:
    """A copy with the letters in a folder of its own on the server."""
    desk = case(nursery, folder, template=template)
    desk.environment["DESK_IMAP_PASSWORD"] = dovecot.password
    with dovecot.client() as client:
        client.create_folder(folder.name)
        for letter in LETTERS:
            client.append(folder.name, letter)
    desk.run("--as", "gary", "gateway", "edit", "support", "--folder", folder.name)
    return desk


def read_on_imap(dovecot: Dovecot, name: str) -> int:
    """How many letters are flagged as seen; fails when they are not the first ones, or one is lost or doubled."""
    flags = dovecot.flags(name)
    assert list(flags) == [1, 2, 3]
    read = ["\\Seen" in flags[uid] for uid in flags]
    assert read == sorted(read, reverse=True)
    return sum(read)


def test_poll_of_an_imap_server(nursery: Nursery, tmp_path: Path, dovecot: Dovecot, figure: TOLD) -> None:
    """MG13: the same against a real server over TLS, where the flag is a step of its own."""
    began = time.monotonic()
    template = on_imap(nursery, tmp_path / "template", dovecot).folder
    # Folders' names are alike in length: what is written, and so on how many pages, must not depend on them.
    whole = imap_case(nursery, tmp_path / "case0000", dovecot, template)
    steps = steps_of(nursery, POLL, whole.environment, whole.folder)
    assert (Stored.at(whole).letters, read_on_imap(dovecot, "case0000")) == (3, 3)
    taken = chosen(steps, IMAP_SAMPLE)
    assert len(taken) > 30
    killed = []

    def kill(nursery: Nursery, step: Step) -> None:
        name = f"case{step.number:04}"
        desk = imap_case(nursery, tmp_path / name, dovecot, template)
        # A slow server's answers can share transactions in another way: the run then ends before its last steps.
        killed.append(kill_at(nursery, POLL, desk.environment, desk.folder, step))
        stored, read = Stored.at(desk).letters, read_on_imap(dovecot, name)
        assert read <= stored
        desk.run(*POLL)
        assert (Stored.at(desk).letters, read_on_imap(dovecot, name)) == (3, 3)

    in_parallel(taken, kill)
    late = len(killed) - sum(killed)
    assert late < len(taken) / 10
    figure(counted(steps, taken, f"IMAP, of which {late} ended before it", began))
