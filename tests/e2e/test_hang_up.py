"""The end that nobody asked for: the terminal is closed, or somebody sends SIGTERM (TR5; rule 45).

What was typed is there afterwards, the terminal is as it was before, and the process is gone within two seconds.
"""

from __future__ import annotations

import contextlib
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk_tui.store.sqlite import BUSY_SECONDS
from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, held_by_anna
from tests.terminal import Terminal

pytestmark = pytest.mark.serial

WITHIN = 2.0
"""From the signal to the end of the process, seconds."""
HUNG_UP, TERMINATED = 129, 143
TEXT = "The server is up again, it was the power supply"
DRAFTS = "SELECT ticket, text, comment FROM draft"
MOUSE = {1000, 1002, 1003, 1006, 1015, 1016}
UNHEARD = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh")
UNSIGNALLED = (
    sys.executable,
    "-c",
    """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
child = os.fork()
if not child:
    os.setsid()
    os.execvp(sys.argv[1], sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
""",
)
"""Runs a program in a session whose controlling terminal the terminal is not."""
APP = (sys.executable, "-m", "helpdesk_tui", "--as", "anna")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a ticket that Anna holds."""
    return held_by_anna(tmp_path_factory.mktemp("hang-up") / "template")


@pytest.fixture
def desk(tmp_path: Path, template: Path) -> Iterator[Case]:
    """A copy of it."""
    with Nursery() as nursery:
        yield case(nursery, tmp_path / "desk", template=template)


@contextlib.contextmanager
def writing(desk: Case, *argv: str, draft: str = "") -> Iterator[Terminal]:
    """The app with an answer that was typed, after a draft if there is one, and is on the screen, but not kept yet."""
    with Terminal(argv or APP, env=desk.environment, patience=20) as app:
        app.wait_for("Server unreachable")
        app.press("enter")
        app.wait_for("held by you")
        app.press("r")
        app.wait_for("Reply to hans@nordlicht.example")
        app.wait_for("ctrl+s send")
        app.type(TEXT.removeprefix(draft))
        app.wait_for(TEXT)
        yield app


def unkept(desk: Case, app: Terminal) -> str:
    """What is written on the screen, of which the draft knows nothing yet: so whoever ends the app now has to keep it.

    Where the pause after which a draft is kept has passed, because the machine is busy, something more is typed.
    """
    text = TEXT
    while desk.asked(DRAFTS) == [(1, text, "")]:
        app.type("!")
        text += "!"
        app.wait_for(text)
    return text


def ended(app: Terminal, began: float) -> int:
    """Wait for the program's end; its exit code. It has to come in time."""
    code = app.wait(WITHIN)
    took = time.monotonic() - began
    sys.stdout.write(f"\ngone after {took:.2f} s\n")
    assert took <= WITHIN
    return code


def restored(app: Terminal, mark: int) -> None:
    """The terminal is as it was before the program, and the program itself put it back."""
    written = app.raw_since(mark)
    for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l"):
        assert sequence in written, (sequence, written[-200:])
    assert (app.alternate, app.cursor_visible, app.modes & MOUSE) == (False, True, set())


def test_sigterm(desk: Case) -> None:
    """Rule 45: the draft is kept, though the last key was a moment ago; the terminal is restored."""
    with writing(desk) as app:
        text, mark = unkept(desk, app), app.mark()
        began = time.monotonic()
        app.signal(signal.SIGTERM)
        assert ended(app, began) == TERMINATED
        restored(app, mark)
    assert desk.rows(DRAFTS) == [(1, text, "")]
    with desk.app("anna") as again:
        again.wait_for("Server unreachable")
        again.press("enter")
        again.wait_for(text)


def test_killed(desk: Case) -> None:
    """TR5: a crash loses what was typed since the last pause and nothing else; the comment is there too."""
    with writing(desk) as app:
        app.wait_for("draft kept")
        app.press("f2")
        app.wait_for("staff only")
        app.type("ask Bob first")
        app.wait_until(lambda _: desk.asked(DRAFTS) == [(1, TEXT, "ask Bob first")], what="both are kept")
        app.type(" and Eve")
        app.signal(signal.SIGKILL)
        assert app.wait(WITHIN) == -signal.SIGKILL
    [(_, text, comment)] = desk.rows(DRAFTS)
    assert (text, comment.removesuffix(" and Eve")) == (TEXT, "ask Bob first")
    with desk.app("anna") as again:
        again.wait_for("Server unreachable")
        again.press("enter")
        again.wait_for(TEXT)
        again.wait_for("ask Bob first")


@pytest.mark.parametrize(
    "command", [(), UNHEARD, UNSIGNALLED], ids=["as usual", "SIGHUP ignored at the start", "no SIGHUP comes"]
)
def test_the_terminal_is_closed(desk: Case, command: tuple[str, ...]) -> None:
    """Rule 45, M3: also where no signal comes, and only the end of the file says so."""
    with writing(desk, *command, *APP) as app:
        text, began = unkept(desk, app), time.monotonic()
        app.hang_up()
        assert ended(app, began) == HUNG_UP
    assert desk.rows(DRAFTS) == [(1, text, "")]


@contextlib.contextmanager
def locked(desk: Case, how: str) -> Iterator[None]:
    """Another program has the database and does not let go."""
    connection = sqlite3.connect(desk.folder / "desk.sqlite", isolation_level=None)
    try:
        connection.execute(f"BEGIN {how}")
        yield
    finally:
        connection.close()


@pytest.mark.parametrize(("key", "shown"), [("ctrl+s", "Before sending"), ("f1", "Every action by name")])
def test_sigterm_under_another_screen(desk: Case, key: str, shown: str) -> None:
    """The draft is kept whatever stands in front of it, also where nobody could keep it before."""
    with writing(desk) as app:
        text = unkept(desk, app)
        with locked(desk, "IMMEDIATE"):
            app.press(key)
            app.wait_for(shown)
            # Whoever tried to keep it when that screen came has given up: that is how long a lock is waited for.
            over = time.monotonic() + BUSY_SECONDS + 1
            app.wait_until(lambda _: time.monotonic() > over, 2 * BUSY_SECONDS, "every attempt is over")
        assert (text, "") not in [(kept, comment) for _, kept, comment in desk.asked(DRAFTS)]
        mark, began = app.mark(), time.monotonic()
        app.signal(signal.SIGTERM)
        assert ended(app, began) == TERMINATED
        restored(app, mark)
    assert desk.rows(DRAFTS) == [(1, text, "")]


@pytest.mark.parametrize("way", ["SIGTERM", "closed"])
def test_the_database_is_locked(desk: Case, way: str) -> None:
    """Rule 45: what cannot be kept keeps nobody; the end comes in time and the terminal is restored."""
    with writing(desk) as app, locked(desk, "IMMEDIATE"):
        mark, began = app.mark(), time.monotonic()
        if way == "closed":
            app.hang_up()
            assert ended(app, began) == HUNG_UP
        else:
            app.signal(signal.SIGTERM)
            assert ended(app, began) == TERMINATED
            restored(app, mark)
    assert desk.rows("SELECT count(*) FROM ticket") == [(1,)]


def test_sigterm_while_the_desk_opens(desk: Case) -> None:
    """A desk that does not answer keeps nobody either."""
    with locked(desk, "EXCLUSIVE"), Terminal(APP, env=desk.environment, patience=20) as app:
        app.wait_until(lambda seen: seen.alternate, what="the first frame")
        app.settle()
        mark, began = app.mark(), time.monotonic()
        app.signal(signal.SIGTERM)
        assert ended(app, began) == TERMINATED
        restored(app, mark)


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_without_a_terminal(desk: Case, stream: str) -> None:
    """M3: it refuses with one sentence, instead of drawing for nobody for ever."""
    with Terminal(["sleep", "60"]) as other:
        path = Path(f"/proc/{other.pid}/fd/0").readlink()
        with path.open("r+b", buffering=0) as terminal:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(
                APP, env=desk.environment, timeout=20, stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL if stream == "stdin" else terminal,
                stdout=subprocess.DEVNULL if stream == "stdout" else terminal,
            )  # fmt: skip
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 2
    assert re.fullmatch(rb"helpdesk-tui: The app needs a terminal; [^\n]+\n", done.stderr)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


def test_leaving_while_the_database_is_locked(desk: Case) -> None:
    """TR5: who leaves is told that the draft cannot be kept, may stay, and loses it only by leaving all the same."""
    with writing(desk) as app:
        with locked(desk, "IMMEDIATE"):
            app.press("ctrl+q")
            app.wait_for("The draft is not kept")
        app.wait_until(lambda _: desk.asked(DRAFTS) == [(1, TEXT, "")], what="kept after all")
        app.press("ctrl+q")
        assert app.wait(10) == 0
    assert desk.rows(DRAFTS) == [(1, TEXT, "")]
    with writing(desk, draft=TEXT) as app, locked(desk, "IMMEDIATE"):
        app.type("!")
        app.wait_for(f"{TEXT}!")
        app.press("ctrl+q")
        app.wait_for("The draft is not kept")
        mark = app.mark()
        app.press("ctrl+q")
        assert app.wait(WITHIN) == 0
        restored(app, mark)
    assert desk.rows(DRAFTS) == [(1, TEXT, "")]


def test_typing_while_the_database_is_locked(desk: Case) -> None:
    """TR5: a draft that waits for the database stops nobody who types."""
    with writing(desk) as app, locked(desk, "IMMEDIATE"):
        app.type(",")
        app.wait_for(f"{TEXT},")
        # Longer than the pause after which the draft is kept: it waits for the lock now.
        app.settle(quiet_ms=1200)
        app.type(" sorry")
        app.wait_for(f"{TEXT}, sorry", WITHIN)
