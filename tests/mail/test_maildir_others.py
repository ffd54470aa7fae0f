"""A Maildir that others write into and read while the desk waits for mail or takes it (SPEC MG3, MG13)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk_tui.mail.gateways.maildir import MaildirSource
from helpdesk_tui.mail.gateways.maildir_box import MaildirBox
from tests.mail.making import nothing, numbered
from tests.mail.on_maildir import LIMIT, make_box, put, source


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return make_box(tmp_path)


def waiting(opened: MaildirSource, seconds: float, stop: threading.Event) -> tuple[threading.Thread, list[float]]:
    """A thread that waits, and when it returned."""
    returned: list[float] = []

    def wait() -> None:
        opened.wait(seconds, stop)
        returned.append(time.monotonic())

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread, returned


@pytest.mark.serial
def test_mail_wakes_who_waits_within_a_second(box: Path) -> None:
    opened = source(box)
    assert list(opened.found(nothing)) == []
    thread, returned = waiting(opened, 60, threading.Event())
    put(box, "new/1.host")
    delivered = time.monotonic()
    thread.join(10)
    assert returned[0] - delivered < 1.0


def test_what_was_listed_and_what_we_marked_wakes_nobody(box: Path) -> None:
    put(box, "new/1.host")
    put(box, "new/2.host")
    opened = source(box)
    one, two = opened.found(nothing)
    opened.taken(one)
    opened.leave(two)
    began = time.monotonic()
    opened.wait(1.2, threading.Event())
    assert time.monotonic() - began >= 1.2


def test_while_nothing_changes_the_folders_are_not_read(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = source(box)
    assert list(opened.found(nothing)) == []
    read: list[MaildirBox] = []
    really = MaildirBox.files
    monkeypatch.setattr(MaildirBox, "files", lambda self: read.append(self) or really(self))  # type: ignore[func-returns-value]
    opened.wait(1.6, threading.Event())
    assert len(read) == 1


@pytest.mark.parametrize("end", ["stop", "time"])
def test_waiting_ends_with_stop_and_with_its_time_also_without_a_maildir(box: Path, end: str) -> None:
    stop = threading.Event()
    thread, returned = waiting(source(box / "nowhere"), 60 if end == "stop" else 0.1, stop)
    if end == "stop":
        stop.set()
    thread.join(10)
    assert len(returned) == 1


def test_a_second_writer_and_a_second_reader_lose_and_double_nothing(box: Path) -> None:
    """Deliveries and a person who opens mails go on while the desk takes them."""
    count = 300
    busy = threading.Event()

    def deliver() -> None:
        for number in range(count):
            put(box, f"new/{number}.host", numbered(number))
        busy.set()

    def read() -> None:
        while not busy.is_set():
            for file in list((box / "new").iterdir())[::3]:
                _quietly(lambda file=file: file.rename(box / "cur" / f"{file.name}:2,"))  # type: ignore[misc]

    others = [threading.Thread(target=act) for act in (deliver, read)]
    for other in others:
        other.start()
    taken: dict[str, bytes] = {}
    state, deadline = "", time.monotonic() + 60
    while len(taken) < count and time.monotonic() < deadline:
        opened = source(box, state)
        for mail in opened.found(lambda keys: taken.keys()):
            assert mail.key not in taken
            taken[mail.key] = opened.fetch(mail, LIMIT)
            opened.taken(mail)
        state = opened.state()
    for other in others:
        other.join()
    assert sorted(taken.values()) == sorted(numbered(number) for number in range(count))
    assert sorted(file.name for file in (box / "cur").iterdir()) == sorted(f"{n}.host:2,S" for n in range(count))


def _quietly(act: Callable[[], object]) -> None:
    try:
        act()
    except FileNotFoundError:
        return
