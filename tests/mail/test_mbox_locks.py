"""An mbox file that other programs use too, and that may be anything (SPEC MG3, MG13; rules 1, 2, 8)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk_tui.errors import StorageFailed, Unavailable
from helpdesk_tui.mail.gateways import mbox_lock
from tests.mail.making import nothing
from tests.mail.on_mbox import LIMIT, forbid, found, mail, source, stored

_HOLD = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file with three mails."""
    made = tmp_path / "support"
    made.write_bytes(stored(mail(1), mail(2), mail(3)))
    return made


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox_lock, "LOCK_SECONDS", 0.2)


# ---------------------------------------------------------------- what is there


def test_no_file_is_an_empty_mailbox_and_no_folder_is_a_mistake(tmp_path: Path) -> None:
    assert found(tmp_path / "support") == []
    told = source(tmp_path / "support").test()
    assert (told.takes, told.notes) == (
        0, ("The file is not there yet: the mail server makes it with the first email.",),
    )  # fmt: skip
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unavailable) as refused:
        found(tmp_path / "nowhere" / "support")
    assert refused.value.code == "no_mbox"


def test_an_empty_file_is_an_empty_mailbox(tmp_path: Path) -> None:
    (tmp_path / "support").touch()
    assert found(tmp_path / "support") == []


def _link(path: Path) -> None:
    (path.parent / "secret").write_bytes(stored(mail(1)))
    path.symlink_to(path.parent / "secret")


@pytest.mark.parametrize(
    "make",
    [_link, Path.mkdir, os.mkfifo, lambda path: path.write_bytes(b"\x7fELF"), lambda path: path.write_bytes(mail(1))],
)
def test_what_is_no_mbox_file_is_refused_in_a_sentence(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "support")
    for act in (found, lambda path: source(path).test()):
        with pytest.raises(Unavailable, match="is no mbox file") as refused:
            act(tmp_path / "support")
        assert refused.value.code == "no_mbox"


@pytest.mark.parametrize("path", ["/", "/..", "", "/dev/null", "\0"])
def test_no_path_is_no_mbox_file(path: str) -> None:
    with pytest.raises(Unavailable) as refused:
        found(Path(path))
    assert refused.value.code == "no_mbox"


def test_a_file_that_is_closed_to_us_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid(monkeypatch, path.name)
    with pytest.raises(StorageFailed, match="cannot be read: Permission denied"):
        found(path)


# ---------------------------------------------------------------- locks


def test_a_file_that_another_program_has_is_left_for_later(path: Path, impatient: None) -> None:
    lock = path.with_name("support.lock")
    lock.write_text("1\n")
    with pytest.raises(Unavailable, match="is locked by another program") as busy:
        found(path)
    assert busy.value.code == "locked"
    assert lock.read_text() == "1\n"
    lock.unlink()
    assert len(found(path)) == 3


def test_fcntl_s_lock_of_another_program_counts_too(path: Path, impatient: None) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Unavailable, match="is locked by another program"):
            found(path)
        assert not path.with_name("support.lock").exists()
        other.stdin.close()
    assert len(found(path)) == 3


def test_a_lock_that_a_dead_program_left_is_broken(path: Path, impatient: None) -> None:
    lock = path.with_name("support.lock")
    lock.touch()
    then = time.time() - 301
    os.utime(lock, (then, then))
    with pytest.raises(Unavailable):  # somebody is writing into the file
        found(path)
    os.utime(path, (then, then))
    assert len(found(path)) == 3
    assert sorted(file.name for file in path.parent.iterdir()) == ["support"]


def test_no_lock_is_held_while_the_desk_parses(path: Path) -> None:
    opened = source(path, delete=True)
    for one in opened.found(nothing):
        opened.fetch(one, LIMIT)
        opened.taken(one)
        assert sorted(file.name for file in path.parent.iterdir()) == ["support"]
    done = subprocess.run([sys.executable, "-c", _HOLD, str(path)], input=b"", capture_output=True, timeout=30)
    assert done.stdout == b"held\n"
