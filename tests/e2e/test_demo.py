"""`make run` as people start it: on a terminal the app and fresh mail, else what became of the mail (CLI: demo)."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests import processes
from tests.connection import environment
from tests.e2e.live import PROGRAM, until
from tests.terminal import Terminal

TICKETS = 30
DEMO = [*PROGRAM, "demo", "--tickets", str(TICKETS)]
TAKEN = ["ticket_created", "reply_added", "ticket_created", "ignored", "incoming", "quarantined", "reply_added",
         "ticket_created"]  # fmt: skip
"""What becomes of the eight emails, in the order in which they came."""
_ALL = re.compile(r"\bAll (\d+)")
_GONE_SECONDS = 10.0


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the demonstration puts what it throws away at the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def variables(tmp_path: Path, place: Path) -> dict[str, str | None]:
    """Nothing of the machine's own settings; no file of a home is read or written."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    return {"TMPDIR": str(place), "HOME": str(home), "PYTHONWARNINGS": "error"} | dict.fromkeys(names)


def test_without_a_terminal(tmp_path: Path, place: Path) -> None:
    """It takes eight emails, tells what became of each and shows the queue, ends with 0 and leaves nothing behind."""
    with subprocess.Popen(
        DEMO, env=environment(variables(tmp_path, place)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as demo:  # fmt: skip
        said, complained = demo.communicate(timeout=120)
    assert (demo.returncode, complained) == (0, "")
    head, mail, queue, last = said.rstrip("\n").split("\n\n")
    assert head.startswith(f"A demonstration desk in {place}/")
    told = [line.split() for line in mail.splitlines()[1:]]
    assert [words[0] for words in told] == TAKEN
    made = [words[2] for words in told if words[0] == "ticket_created"]
    assert made == [str(number) for number in range(TICKETS + 1, TICKETS + 4)]
    rows = queue.splitlines()
    assert re.fullmatch(r"The queue of \w+:", rows[0])
    assert len(rows) == 13
    assert all(re.match(r" +\d+  \S", row) for row in rows[1:])
    assert last == "On a terminal this opens the desk itself."
    assert list(place.iterdir()) == []
    assert list((tmp_path / "home").iterdir()) == []
    assert processes.tree(demo.pid) == []


def test_for_programs(tmp_path: Path, place: Path) -> None:
    """CLI: --json: one document, also for a program that talks through a terminal."""
    for words in (["--json"], ["--json", "--keep", str(tmp_path / "kept")]):
        done = subprocess.run(
            [*DEMO, *words], env=environment(variables(tmp_path, place)), stdin=subprocess.DEVNULL,
            capture_output=True, timeout=120,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        told = json.loads(done.stdout)
        assert [mail["outcome"] for mail in told["mail"]] == TAKEN
        assert len(told["queue"]) == 12
    assert told["database"] == str(tmp_path / "kept" / "desk.sqlite")
    assert Path(told["config"]).exists()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ended_while_it_is_made(tmp_path: Path, place: Path, number: int) -> None:
    """What was made so far is thrown away."""
    # As people run it: a file that an import was reading when the signal came is closed late, which is no error.
    usual = environment(variables(tmp_path, place) | {"PYTHONWARNINGS": None})
    with subprocess.Popen(
        DEMO, env=usual, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    ) as demo:  # fmt: skip
        until(lambda: any(place.glob("*/desk.sqlite")), what="the desk is being made")
        demo.send_signal(number)
        said = demo.communicate(timeout=20)
    assert (demo.returncode, *said) == (128 + number, b"", b"")
    assert list(place.iterdir()) == []


def test_on_a_terminal(tmp_path: Path, place: Path) -> None:
    """The queue opens, mail comes in by itself, and leaving leaves no process and no folder."""
    with Terminal(DEMO, env=variables(tmp_path, place), patience=60) as app:
        app.wait_for(_ALL)
        before = counted(app)
        assert before >= TICKETS
        [folder] = place.iterdir()
        until(lambda: len(workers(folder)) == 1, what="the worker beside it")
        [worker] = workers(folder)
        app.wait_until(lambda seen: counted(seen) > before, what="a fresh ticket")
        family = {process.pid: process for process in (*processes.tree(app.pid), *processes.tree(worker))}
        app.press("ctrl+q")
        assert app.wait(10) == 0
        assert "Traceback" not in app.text, app.text
        until(lambda: not left(family), _GONE_SECONDS, "no process is left")
        assert list(place.iterdir()) == []


def counted(app: Terminal) -> int:
    """How many tickets the view of all of them has; 0 while it is not shown."""
    found = _ALL.search(app.text)
    return int(found[1]) if found else 0


def workers(folder: Path) -> list[int]:
    """Process ids of the workers at a desk in this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        # A process may end between the listing and the reading.
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
            if b"worker" in words and str(folder / "desk.sqlite").encode() in words:
                found.append(int(entry.name))
    return found


def left(family: dict[int, processes.Process]) -> list[processes.Process]:
    """Those that still run."""
    return [process for pid, process in family.items() if process in processes.tree(pid)]
