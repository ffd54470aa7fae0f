"""Marks and deletions in an mbox file that other programs use too, and crashes meanwhile (SPEC MG3, MG13; rule 2)."""

from __future__ import annotations

import fcntl
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.errors import Refused, Unavailable
from helpdesk_tui.mail.gateways import mbox_lock
from tests.mail.making import nothing
from tests.mail.on_mbox import forbid, found, mail, source, stored, take, texts

Crashes = Callable[[int], None]
BEFORE = stored(mail(1), mail(2), mail(3))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with three mails; a lock that a dead program left counts no more."""
    monkeypatch.setattr(mbox_lock, "STALE_SECONDS", -60.0)
    made = tmp_path / "support"
    made.write_bytes(BEFORE)
    return made


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


def test_what_is_in_the_middle_is_taken_out_and_the_file_stays_the_same_one(path: Path) -> None:
    path.chmod(0o660)
    before = path.stat()
    take(path, 1, 3).finish()
    assert path.read_bytes() == stored(mail(2))
    now = path.stat()
    assert (now.st_mode, now.st_uid, now.st_ino) == (before.st_mode, before.st_uid, before.st_ino)
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
    forbid(monkeypatch, "support.lock", ".support.helpdesk-journal")
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
    monkeypatch.setattr("helpdesk_tui.mail.gateways.mbox.MOST_MARKED", 10)
    with pytest.raises(Refused, match="too large"):
        take(path, 1, delete=False).finish()
    take(path, 1).finish()
    assert texts(path) == [mail(2), mail(3)]


@pytest.mark.parametrize("delete", [False, True], ids=["marks", "deletes"])
def test_mg13_a_program_without_a_lock_file_that_has_the_file_open_loses_nothing(path: Path, delete: bool) -> None:
    """It waits for fcntl's lock with the file open, and gets it after the desk has let go for good."""
    with path.open("ab") as late:
        opened = take(path, 1, delete=delete)
        opened.finish()
        opened.close()
        fcntl.lockf(late, fcntl.LOCK_EX)
        late.write(stored(mail(4)))
    rest = [mail(2), mail(3)] if delete else [b"Status: RO\n" + mail(1), mail(2), mail(3)]
    assert path.read_bytes() == stored(*rest, mail(4))


# ---------------------------------------------------------------- crashes


class Crash(BaseException):
    """The power fails here."""


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Iterator[Crashes]:
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
                if name in ("write", "pwrite"):
                    really(given[0], bytes(given[1])[: len(given[1]) // 2], *given[2:])
                raise Crash
            return really(*given, **named)

        return act

    names = ("write", "pwrite", "fsync", "rename", "ftruncate", "posix_fallocate", "unlink")
    really = {name: getattr(os, name) for name in names}

    def arm(calls: int) -> None:
        left[0], dead[0] = calls, False
        for name in names:
            monkeypatch.setattr(os, name, dying(name, really[name]) if calls else really[name])

    yield arm
    arm(0)


def wanted(taken: tuple[int, ...], delete: bool) -> bytes:
    if delete:
        return stored(*(mail(number) for number in (1, 2, 3) if number not in taken))
    return stored(*((b"Status: RO\n" if number in taken else b"") + mail(number) for number in (1, 2, 3)))


def deliver(path: Path, number: int) -> bytes:
    with path.open("ab") as file:
        file.write(stored(mail(number)))
    return stored(mail(number))


def died(crash: Crashes, step: int, act: Callable[[], object]) -> bool:
    """Whether the power failed before the end of it."""
    crash(step)
    try:
        act()
    except Crash:
        return True
    finally:
        crash(0)
    return False


DELETE = pytest.mark.parametrize("delete", [False, True], ids=["marks", "deletes"])
TAKEN = pytest.mark.parametrize("taken", [(1,), (1, 2, 3), (3,), (1, 3)], ids=str)


@DELETE
@TAKEN
@pytest.mark.parametrize("late", [(), (4,)], ids=["alone", "late"])
def test_mg13_a_crash_at_any_step_leaves_the_file_as_it_was_or_as_it_should_be(
    path: Path, crash: Crashes, delete: bool, taken: tuple[int, ...], late: tuple[int, ...]
) -> None:
    """As soon as it is opened again, and with the mail that came in between."""
    after = wanted(taken, delete)
    for step in range(1, 60):
        path.write_bytes(BEFORE)
        opened = take(path, *taken, delete=delete)
        if not died(crash, step, opened.finish):
            break
        came = b"".join(deliver(path, number) for number in late)
        found(path)
        assert path.read_bytes() in (BEFORE + came, after + came)
        take(path, *taken, delete=delete).finish()
        assert path.read_bytes() == after + came
        assert [file.name for file in path.parent.iterdir()] == ["support"]
    assert 3 <= step < 59
    assert path.read_bytes() == after


@DELETE
def test_mg13_a_crash_while_the_work_of_a_crash_is_completed_loses_nothing(
    path: Path, crash: Crashes, delete: bool
) -> None:
    after = wanted((1, 3), delete)
    ends = set()
    for step in range(1, 60):
        for second in range(1, 60):
            path.write_bytes(BEFORE)
            opened = take(path, 1, 3, delete=delete)
            first_died = died(crash, step, opened.finish)
            came = deliver(path, 4)
            again = died(crash, second, lambda: found(path))
            came += deliver(path, 5)
            found(path)
            assert path.read_bytes() in (BEFORE + came, after + came)
            if not again:
                ends.add(second)
                break
        if not first_died:
            break
    assert step > 10
    assert max(ends) > 10


@DELETE
def test_mg13_a_power_failure_may_leave_any_part_of_what_was_written(path: Path, crash: Crashes, delete: bool) -> None:
    """Disks write in an order of their own: each byte is the old one, the new one, or none yet."""
    after = wanted((1, 3), delete)
    end = max(len(BEFORE), len(after))
    old, new = BEFORE.ljust(end, b"\0"), after.ljust(end, b"\0")
    chance = random.Random(13)
    scrambled = 0
    for step in range(1, 60):
        path.write_bytes(BEFORE)
        if not died(crash, step, take(path, 1, 3, delete=delete).finish):
            break
        journal = path.with_name("support.helpdesk-journal")
        if not journal.exists() or journal.read_bytes()[:1] != b"1":
            continue
        scrambled += 1
        mixed = bytes(a if a == b else chance.choice((a, b, 0)) for a, b in zip(old, new, strict=True))
        path.write_bytes(mixed)
        came = deliver(path, 4)
        found(path)
        assert path.read_bytes() == after + came
    assert scrambled >= 2


def interrupted(path: Path, crash: Crashes) -> Path:
    """The power fails while bytes are being changed; the journal."""
    journal = path.with_name("support.helpdesk-journal")
    for step in range(1, 60):
        path.write_bytes(BEFORE)
        died(crash, step, take(path, 1, delete=True).finish)
        if journal.exists() and path.read_bytes() != BEFORE:
            return journal
    raise AssertionError


def test_mg13_a_half_written_file_that_another_program_changed_is_left_to_people(path: Path, crash: Crashes) -> None:
    journal = interrupted(path, crash)
    noted = journal.read_bytes()
    path.write_bytes(stored(mail(7)) * 3)
    for act in (found, lambda path: source(path).test()):
        with pytest.raises(Unavailable, match=r"support\.helpdesk-journal waits to be completed, but") as refused:
            act(path)
        assert refused.value.code == "no_mbox"
    assert (path.read_bytes(), journal.read_bytes()) == (stored(mail(7)) * 3, noted)
    assert not path.with_name("support.lock").exists()


@pytest.mark.parametrize("raw", [b"", b"Hello\n", b"\xff" * 200, b"cut"], ids=["empty", "text", "bytes", "cut"])
def test_a_file_that_is_no_journal_of_ours_is_told(path: Path, crash: Crashes, raw: bytes) -> None:
    journal = path.with_name("support.helpdesk-journal")
    journal.write_bytes(interrupted(path, crash).read_bytes()[:-1] if raw == b"cut" else raw)
    with pytest.raises(Unavailable, match=r"support\.helpdesk-journal is none of ours"):
        found(path)


def test_a_journal_that_a_stranger_put_there_changes_nothing(
    path: Path, crash: Crashes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders for mail are often open to everybody."""
    journal = interrupted(path, crash)
    there = path.read_bytes()
    really = os.fstat

    def strange(handle: int) -> os.stat_result:
        told = really(handle)
        if told.st_ino != journal.stat().st_ino:
            return told
        return os.stat_result([*told[:4], 4711, *told[5:]])

    monkeypatch.setattr(os, "fstat", strange)
    with pytest.raises(Unavailable, match="belongs to somebody else"):
        found(path)
    monkeypatch.setattr(os, "fstat", really)
    assert path.read_bytes() == there


@pytest.mark.parametrize("name", ["write", "posix_fallocate"])
def test_a_full_disk_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Both for the journal and for what a mark adds to the file itself."""
    opened = take(path, 1, delete=False)
    really = os.write

    def full(handle: int, *given: Any) -> int:
        if name == "write" and bytes(given[0]).strip().isdigit():  # the lock's
            return really(handle, *given)
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, name, full)
    with pytest.raises(Refused, match="No space left"):
        opened.finish()
    assert path.read_bytes() == BEFORE
    assert [file.name for file in path.parent.iterdir()] == ["support"]
