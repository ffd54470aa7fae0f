"""kill -9 at every step of rewriting an mbox file: no email is lost, none is doubled (MG3, MG13; rules 2 and 4).

The file is written once a poll, in its place, with a journal beside it. In process the same is proven by cutting each
call of the program; here the kernel ends the process before the call.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path

from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, in_parallel, set_up
from tests.e2e.strace import CALLS, EVERY, Step, kill_at, steps_of
from tests.e2e.test_kill_poll import LETTERS, POLL, TOLD, Stored, counted
from tests.mail.contract.places import Mbox, entry, lines

READ_LONG_AGO = b"From: Nora <nora@elsewhere.example>\nTo: support@acme.example\nSubject: Old\n\nFrom then on.\n"
CAME_LATE = b"From: Nora <nora@elsewhere.example>\nTo: support@acme.example\nSubject: Late\n\nRead at once.\n"
STALE_SECONDS = 301
MAILS = tuple(lines(letter) for letter in LETTERS)
LEFT: dict[str, list[tuple[bytes, bool]]] = {"marked": [(mail, True) for mail in MAILS], "emptied": []}
"""What stays of the letters, and whether it is marked as read, by the way in which the gateway keeps the file."""


def on_mbox(nursery: Nursery, folder: Path, *options: str) -> Case:
    """A desk whose gateway polls the mbox file beside it: the letters, and behind them one that is history."""
    desk = case(nursery, folder)
    set_up(desk)
    box = Mbox(folder)
    desk.gary("gateway", "add", "support", "--type", "mbox", "--address", "support@acme.example",
              "--department", "Tech", "--path", str(box.path), *options)  # fmt: skip
    # The command stores the path whole; here each copy of the folder has its own file beside its desk.
    with contextlib.closing(sqlite3.connect(folder / "desk.sqlite")) as connection, connection:
        connection.execute("UPDATE gateway SET path = 'spool/support'")
    for letter in LETTERS:
        box.put(letter)
    box.put(READ_LONG_AGO, read=True, ago=30 * 86_400)
    return desk


def rewriting(steps: list[Step]) -> list[Step]:
    """From the lock of the file to its end; before it the mails are stored, after it the poll is noted."""
    (named,) = (step.number for step in steps if step.name.startswith("rename"))
    waiting = max(step.number for step in steps if step.name == "unlinkat" and step.number < named)
    _, lock = (step.number for step in steps if step.name == "unlinkat" and step.number > named)
    return [step for step in steps if waiting - 1 <= step.number <= lock + 1]


def different(steps: list[Step]) -> list[Step]:
    """Those before which the disk looks different to whoever comes next: to the kernel an fsync changes nothing, and
    of the writes into a journal that has no name yet one is as good as another.
    """
    if os.environ.get(EVERY) == "all":
        return steps
    writes = [step for step in steps if step.name == "write"]
    return [step for step in steps if step.name not in ("fsync", "write") or step in (writes[0], writes[-1])]


def five_minutes_later(box: Mbox) -> None:
    """The lock of the dead counts no more; meanwhile somebody read an email that came behind the others."""
    then = time.time() - STALE_SECONDS
    with box.path.open("ab") as file:
        file.write(entry(CAME_LATE, read=True, ago=30 * 86_400))
    for file_there in box.path.parent.iterdir():
        os.utime(file_there, (then, then))


def test_rewriting_an_mbox_file(nursery: Nursery, tmp_path: Path, figure: TOLD) -> None:
    """Marks make the file longer, deletions shorter; at the next poll it is as it should be, and holds what came."""
    began = time.monotonic()
    every: list[Step] = []
    taken: list[tuple[str, Step]] = []
    for kind in LEFT:
        template = on_mbox(nursery, tmp_path / kind, *(["--delete"] if kind == "emptied" else [])).folder
        whole = case(nursery, tmp_path / f"whole-{kind}", template=template)
        steps = steps_of(nursery, POLL, whole.environment, whole.folder, f"{CALLS},fallocate")
        assert Stored.at(whole, MAILS).letters == 3
        assert Mbox(whole.folder).mails() == [*LEFT[kind], (READ_LONG_AGO, True)]
        different_ones = different(rewriting(steps))
        assert {step.name for step in different_ones} >= {"write", "renameat", "pwrite64", "ftruncate", "unlinkat"}
        every += steps
        # What is done before the journal has its name is the same for both.
        begun = not taken or os.environ.get(EVERY) == "all"
        named = next(number for number, step in enumerate(different_ones) if step.name == "renameat")
        taken += [(kind, step) for step in different_ones[0 if begun else named :]]
    assert len(taken) > 17

    def kill(nursery: Nursery, chosen: tuple[str, Step]) -> None:
        kind, step = chosen
        desk = case(nursery, tmp_path / f"{kind}{step.number}", template=tmp_path / kind)
        assert kill_at(nursery, POLL, desk.environment, desk.folder, step)
        # A run may write a page or two more than another, so that the same write of it comes before the last email.
        assert Stored.at(desk, MAILS).letters in (2, 3)
        box = Mbox(desk.folder)
        five_minutes_later(box)
        desk.run(*POLL)
        assert Stored.at(desk, MAILS).letters == 3
        assert box.mails() == [*LEFT[kind], (READ_LONG_AGO, True), (CAME_LATE, True)]
        assert [file.name for file in box.path.parent.iterdir()] == ["support"]

    in_parallel(taken, kill)
    figure(counted(every, [step for _, step in taken], "mbox, marked and emptied", began))
