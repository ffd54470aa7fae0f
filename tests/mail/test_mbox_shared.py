"""An mbox file that other programs use too, and that may be anything (SPEC MG3, MG13; rules 1, 2, 8)."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.errors import DeskError, Refused, StorageFailed, Unavailable
from helpdesk_tui.mail import mbox_lock
from helpdesk_tui.mail.mbox import MboxSource
from tests.mail.making import nothing
from tests.mail.on_mbox import LIMIT, found, mail, source, stored, texts

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


def take(path: Path, *numbers: int, delete: bool = True) -> MboxSource:
    """A poll in which the desk takes these mails, to the point where the file is to be written."""
    opened = source(path, delete=delete)
    for taken in opened.found(nothing):
        if opened.fetch(taken, LIMIT) in [mail(number) for number in numbers]:
            opened.taken(taken)
    return opened


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


def forbid(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """The tests may run as root, to whom nothing is closed."""
    really_open = os.open

    def refusing(name: Any, *rest: Any, **named: Any) -> int:
        if name in names:
            raise PermissionError(13, os.strerror(13))
        return really_open(name, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)


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


# ---------------------------------------------------------------- writing


def test_mg3_taken_mails_get_the_mark_that_mail_programs_write(path: Path) -> None:
    raw = mail(2, headings=b"Status: O\n")
    path.write_bytes(stored(mail(1), raw, mail(3)))
    path.chmod(0o640)
    opened = source(path)
    one, two, _ = opened.found(nothing)
    opened.taken(one)
    opened.taken(two)
    opened.finish()
    marked = b"Status: RO\n"
    assert path.read_bytes() == stored(marked + mail(1), raw.replace(b"Status: O\n", marked), mail(3))
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(file.name for file in path.parent.iterdir()) == ["support"]


@pytest.mark.parametrize(("taken", "rest"), [((1, 2, 3), ()), ((2, 3), (1,)), ((3,), (1, 2))])
def test_what_is_at_the_end_is_cut_off_in_place(path: Path, taken: tuple[int, ...], rest: tuple[int, ...]) -> None:
    before = path.stat().st_ino
    take(path, *taken).finish()
    assert path.read_bytes() == stored(*map(mail, rest))
    assert path.stat().st_ino == before


def test_what_is_in_the_middle_is_taken_out_and_the_file_keeps_its_rights(path: Path) -> None:
    path.chmod(0o660)
    owner = path.stat().st_uid
    take(path, 1, 3).finish()
    assert path.read_bytes() == stored(mail(2))
    assert (path.stat().st_mode & 0o777, path.stat().st_uid) == (0o660, owner)
    assert sorted(file.name for file in path.parent.iterdir()) == ["support"]


def test_mail_that_came_meanwhile_stays(path: Path) -> None:
    opened = take(path, 1, 2, 3)
    with path.open("ab") as file:
        file.write(stored(mail(4)))
    opened.finish()
    assert path.read_bytes() == stored(mail(4))


def test_where_no_lock_file_can_be_made_mails_are_read_and_cut_off_but_nothing_is_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, "support.lock", ".support.desk")
    with pytest.raises(Refused, match="no lock can be made beside it") as refused:
        take(path, 1).finish()
    assert refused.value.code == "flag_refused"
    with pytest.raises(Refused):
        take(path, 1, delete=False).finish()
    assert path.read_bytes() == stored(mail(1), mail(2), mail(3))
    take(path, 2, 3).finish()
    assert path.read_bytes() == stored(mail(1))


def test_a_file_that_may_only_be_read_stays_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = take(path, 1, 2, 3)
    forbid(monkeypatch, path.name)
    with pytest.raises(Refused, match="cannot be changed: Permission denied"):
        opened.finish()


def test_a_large_file_is_not_written_anew_for_a_mark(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk_tui.mail.mbox.MOST_MARKED", 10)
    with pytest.raises(Refused, match="too large"):
        take(path, 1, delete=False).finish()
    take(path, 1).finish()
    assert texts(path) == [mail(2), mail(3)]


def test_a_program_without_a_lock_file_that_had_the_old_file_open_loses_nothing(path: Path) -> None:
    """It waits for fcntl's lock with the file open, and writes into what is no longer there under the name."""
    with path.open("ab") as late:
        opened = take(path, 1)
        opened.finish()
        fcntl.lockf(late, fcntl.LOCK_EX)
        late.write(stored(mail(4)))
    assert texts(path) == [mail(2), mail(3)]
    assert len(list(opened.found(nothing))) == 3
    assert path.read_bytes() == stored(mail(2), mail(3), mail(4))
    opened.close()
    assert path.read_bytes() == stored(mail(2), mail(3), mail(4))


# ---------------------------------------------------------------- crashes


class Crash(BaseException):
    """The power fails here."""


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Let the power fail at the n-th call that changes something on the disk, a write in its middle."""
    left = [-1]
    dead = [False]

    def dying(name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def act(*given: Any, **named: Any) -> Any:
            if dead[0]:
                raise Crash
            left[0] -= 1
            if left[0] == 0:
                dead[0] = True
                if name == "write":
                    really(given[0], bytes(given[1])[: len(given[1]) // 2])
                raise Crash
            return really(*given, **named)

        return act

    names = ("write", "fsync", "rename", "ftruncate", "unlink", "fchmod", "fchown")
    really = {name: getattr(os, name) for name in names}

    def arm(calls: int) -> None:
        left[0], dead[0] = calls, False
        for name in names:
            monkeypatch.setattr(os, name, dying(name, really[name]) if calls else really[name])

    yield arm
    arm(0)


@pytest.mark.parametrize("delete", [False, True], ids=["marks", "deletes"])
@pytest.mark.parametrize("taken", [(1,), (1, 2, 3), (3,)], ids=str)
def test_mg13_a_crash_at_any_step_leaves_the_file_as_it_was_or_as_it_should_be(
    path: Path, crash: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, delete: bool, taken: tuple[int, ...]
) -> None:
    monkeypatch.setattr(mbox_lock, "STALE_SECONDS", -60.0)
    before = stored(mail(1), mail(2), mail(3))
    if delete:
        after = stored(*(mail(number) for number in (1, 2, 3) if number not in taken))
    else:
        after = stored(*((b"Status: RO\n" if number in taken else b"") + mail(number) for number in (1, 2, 3)))
    for step in range(1, 40):
        path.write_bytes(before)
        opened = take(path, *taken, delete=delete)
        crash(step)
        try:
            opened.finish()
            break
        except Crash:
            crash(0)
        assert path.read_bytes() in (before, after)
        take(path, *taken, delete=delete).finish()
        assert path.read_bytes() == after
    assert step > 3
    assert path.read_bytes() == after


def test_a_full_disk_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    opened = take(path, 1)

    def full(*_: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("helpdesk_tui.mail.mbox_file._write", full)
    with pytest.raises(Refused, match="No space left") as refused:
        opened.finish()
    assert isinstance(refused.value, DeskError)
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["support"]
