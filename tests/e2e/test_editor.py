"""An answer written in an editor of one's own, on a real terminal (TR7)."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, held_by_anna
from tests.terminal import Terminal

APP = (sys.executable, "-m", "helpdesk_tui", "--as", "anna")
DRAFTS = "SELECT text FROM draft"
_EDITOR = """#!{python} -I
import os, stat, sys, termios, time
path = sys.argv[-1]
text = open(path, encoding="utf-8").read()
modes = [oct(stat.S_IMODE(os.stat(name).st_mode)) for name in (path, os.path.dirname(path))]
cooked = bool(termios.tcgetattr(0)[3] & termios.ICANON)
open({record!r}, "w").write(repr((path, text, modes, cooked)))
print("THE EDITOR", flush=True)
{body}
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a ticket that Anna holds."""
    return held_by_anna(tmp_path_factory.mktemp("editor") / "template")


@pytest.fixture
def desk(tmp_path: Path, template: Path) -> Iterator[Case]:
    """A copy of it."""
    with Nursery() as nursery:
        yield case(nursery, tmp_path / "desk", template=template)


@contextlib.contextmanager
def editing(desk: Case, body: str, text: str = "Hello Hans") -> Iterator[Terminal]:
    """The app in whose answer a text stands and ctrl+e was pressed; the editor does what `body` says."""
    editor = desk.folder / "editor"
    editor.write_text(_EDITOR.format(python=sys.executable, record=str(desk.folder / "record"), body=body))
    editor.chmod(0o700)
    away = dict.fromkeys(("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "SSH_ORIGINAL_COMMAND"))
    (desk.folder / "tmp").mkdir()
    own = {"VISUAL": f"{editor} -x", "TMPDIR": str(desk.folder / "tmp")}
    with Terminal(APP, env={**desk.environment, **away, **own}, patience=30) as app:
        app.wait_for("Server unreachable")
        app.press("enter")
        app.wait_for("held by you")
        app.press("r")
        app.wait_for("ctrl+e editor")
        app.type(text)
        app.wait_for(text)
        app.press("ctrl+e")
        yield app


def left(desk: Case) -> list[str]:
    """Files that are still there."""
    return [path.name for path in (desk.folder / "tmp").rglob("*")]


def test_the_editor_has_the_terminal_and_a_private_file(desk: Case) -> None:
    """Cooked, with ctrl+c for the editor alone; afterwards the page is whole and keys work."""
    with editing(desk, "time.sleep(600)") as app:
        app.wait_for("THE EDITOR")
        assert not app.alternate
        app.send(b"\x03")
        app.wait_for("editor was ended by a signal. Your text is as it was.")
        app.wait_until(lambda now: now.alternate, what="the page on its own screen")
        app.wait_for("Hello Hans")
        app.type("!")
        app.wait_until(lambda _: desk.asked(DRAFTS) != [("Hello Hans",)], what="the draft")
    path, text, modes, cooked = eval((desk.folder / "record").read_text())
    assert (text, modes, cooked) == ("Hello Hans\n", ["0o600", "0o700"], True)
    assert path.startswith(str(desk.folder / "tmp"))
    assert left(desk) == []


def test_a_change_and_its_end(desk: Case) -> None:
    with editing(desk, "open(path, 'a', encoding='utf-8').write('from Ännä\\n')") as app:
        app.wait_for("from Ännä")
        app.wait_for("Reply to hans@nordlicht.example")
        app.wait_until(lambda _: desk.asked(DRAFTS) == [("Hello Hans\nfrom Ännä",)], what="the draft is kept")
    assert left(desk) == []


@pytest.mark.parametrize(("body", "said"), [
    ("sys.exit(3)", "ended with 3. Your text is as it was."),
    ("os.unlink(path)", "The editor's file cannot be read: No such file or directory."),
    ("os.unlink(path); os.symlink('/etc/hostname', path)", "The editor's file cannot be read: Too many levels"),
])  # fmt: skip
def test_a_failed_editor_leaves_the_draft(desk: Case, body: str, said: str) -> None:
    with editing(desk, body) as app:
        app.wait_for(said)
        app.wait_for("Hello Hans")
        assert desk.asked(DRAFTS) == [("Hello Hans",)]
    assert left(desk) == []


def test_tr7_what_was_saved_is_there_although_the_editor_was_ended(desk: Case) -> None:
    """TR7: a signal after saving takes nothing away."""
    body = "file = open(path, 'a'); file.write('from anna\\n'); file.close(); os.kill(os.getpid(), 9)"
    with editing(desk, body) as app:
        app.wait_for("editor was ended by a signal. What it had saved is here.")
        app.wait_until(lambda _: desk.asked(DRAFTS) == [("Hello Hans\nfrom anna",)], what="the draft is kept")
    assert left(desk) == []


def test_tr7_a_file_in_latin_1_is_read(desk: Case) -> None:
    """TR7: one byte that is not UTF-8 costs nothing; how it was read is said."""
    with editing(desk, "open(path, 'ab').write(b'Gr\\xfc\\xdfe\\n')") as app:
        app.wait_for("The editor's file was not in UTF-8; it was read as")
        app.wait_until(lambda _: desk.asked(DRAFTS) == [("Hello Hans\nGrüße",)], what="the draft is kept")
    assert left(desk) == []


def test_tr7_what_cannot_be_used_stays_in_its_file(desk: Case) -> None:
    """TR7: an editor that gives up leaves the text as it was, and what it saved where the sentence says."""
    with editing(desk, "file = open(path, 'w'); file.write('kept'); file.close(); sys.exit(3)") as app:
        app.wait_for("ended with 3. Your text is as it was;")
        assert desk.asked(DRAFTS) == [("Hello Hans",)]
    [path] = (desk.folder / "tmp").rglob("answer.txt")
    assert path.read_text() == "kept"
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_was_not_changed_is_not_changed(desk: Case) -> None:
    """Neither is the line feed that editors put at the end."""
    with editing(desk, "open(path, 'w').write(text)") as app:
        app.wait_until(lambda _: (desk.folder / "record").exists() and left(desk) == [], what="the editor is gone")
        app.wait_for("Hello Hans")
        app.press("!")
        app.wait_until(lambda _: desk.asked(DRAFTS) == [("Hello Hans!",)], what="one line, as before")


def test_sigterm_ends_the_editor_and_the_program(desk: Case) -> None:
    """Rule 45: the draft is there, the file is not."""
    with editing(desk, "time.sleep(600)") as app:
        app.wait_for("THE EDITOR")
        app.signal(signal.SIGTERM)
        assert app.wait(10) == 128 + signal.SIGTERM
    assert desk.rows(DRAFTS) == [("Hello Hans",)]
    assert left(desk) == []
