"""What stands in an mbox file (SPEC MG2, MG3; rules 3, 4, 7)."""

from __future__ import annotations

import mailbox
import os
import threading
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.mail.gateways import mbox_file, mbox_spans
from helpdesk_tui.mail.gateways.mbox_spans import spans_of
from helpdesk_tui.mail.gateways.sources import MailGone, Oversize
from tests.mail.contract.places import entry
from tests.mail.making import nothing
from tests.mail.on_mbox import LIMIT, LINE, found, mail, source, stored, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "support"


@pytest.mark.parametrize(
    "raw",
    [
        mail(1, b"\nFrom now on\n\nFrom the start"),
        mail(1, b"no empty line before\n" + LINE.strip()),
        mail(1, headings=b"Content-Length: 3\n"),
        mail(1, headings=b"Content-Length: 99999\n"),
        mail(1, b"\r\n"),
        b"\nno headings\n",
        b"Subject: no text\n",
    ],
)  # fmt: skip
def test_where_a_mail_ends_is_told_by_a_line_with_a_date_behind_an_empty_one(path: Path, raw: bytes) -> None:
    """A sender writes Content-Length, and with a server that quotes little, lines that look like a beginning."""
    path.write_bytes(stored(raw, mail(2)))
    assert texts(path) == [raw, mail(2)]


@pytest.mark.parametrize(
    "line",
    [
        b"From a@b Sat Apr 11 09:00:00 2026",
        b"From a@b  Sat Apr  1 09:00:00 2026",
        b"From MAILER-DAEMON Sat Apr 11 09:00:00 2026",
        b'From "a b"@c Sat Apr 11 09:00:00 2026',
        b"From a@b Sat Apr 11 09:00:00 CEST 2026",
        b"From a@b Sat Apr 11 09:00 2026",
        b"From a@b Sat Apr 11 09:00:00 +0200 2026 remote from uucp",
        b"From  Sat Apr 11 09:00:00 2026",
    ],
)  # fmt: skip
def test_mails_begin_with_what_mail_servers_write(path: Path, line: bytes) -> None:
    path.write_bytes(stored(mail(1)) + line + b"\n" + mail(2) + b"\n")
    assert texts(path) == [mail(1), mail(2)]


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        (b">From me", b"From me"),
        (b">>From me", b">From me"),
        (b"> From me", b"> From me"),
        (b">from me", b">from me"),
        (b"a >From me", b"a >From me"),
    ],
)
def test_quoting_that_the_file_needs_is_taken_off(path: Path, kept: bytes, sent: bytes) -> None:
    path.write_bytes(stored(mail(1, kept, b"X: 1\n"), mail(2)))
    assert texts(path)[0] == mail(1, sent, b"X: 1\n")


def test_a_file_with_crlf_is_read_too(path: Path) -> None:
    path.write_bytes(stored(mail(1, b">From me"), mail(2)).replace(b"\n", b"\r\n"))
    assert texts(path) == [mail(1, b"From me").replace(b"\n", b"\r\n"), mail(2).replace(b"\n", b"\r\n")]


_PARTS = st.sampled_from([b"\n", b"From ", LINE, b"\r", b">", b"text\n", b"Status: RO\n"])


@given(st.lists(st.lists(_PARTS, max_size=6), max_size=5), st.integers(1, 40))
def test_blocks_of_any_size_give_the_same_mails(parts: list[list[bytes]], block: int) -> None:
    raw = b"".join(LINE + b"".join(part) + b"\n" for part in parts)
    handle = os.memfd_create("mbox")
    os.write(handle, raw)
    whole = list(spans_of(handle, len(raw)))
    size, mbox_spans.BLOCK = mbox_spans.BLOCK, block
    try:
        assert list(spans_of(handle, len(raw))) == whole
    finally:
        mbox_spans.BLOCK = size
        os.close(handle)
    assert [span.start for span in whole[1:]] == [span.after for span in whole[:-1]]


def test_rule_4_the_key_stays_when_another_program_writes_its_notes(path: Path) -> None:
    path.write_bytes(stored(mail(1), mail(2)))
    before = [found.key for found in found(path)]
    other = mailbox.mbox(path)
    for key in list(other.keys()):
        message = other[key]
        message.set_flags("O")
        message["X-UID"] = "7"
        other[key] = message
    other.close()
    assert b"Status: O" in path.read_bytes()
    assert [found.key for found in found(path)] == before


def test_rule_4_the_same_mail_twice_is_one_mail(path: Path) -> None:
    path.write_bytes(stored(mail(1), mail(2), mail(1)))
    opened = source(path, delete=True)
    one, two = opened.found(nothing)
    assert [opened.fetch(found, LIMIT) for found in (one, two)] == [mail(1), mail(2)]
    opened.taken(one)
    opened.finish()
    assert path.read_bytes() == stored(mail(2))


def test_rule_3_a_sender_who_calls_the_mail_read_hides_nothing(path: Path) -> None:
    path.write_bytes(b"")
    opened = source(path)
    assert list(opened.found(nothing)) == []
    forged = mail(1, headings=b"Status: RO\nX-Status: D\n")
    path.write_bytes(entry(forged))
    assert [opened.fetch(found, LIMIT) for found in opened.found(nothing)] == [forged]


def test_rule_3_an_old_box_put_in_its_place_is_history_as_far_as_it_was_read(path: Path) -> None:
    path.write_bytes(entry(mail(1), read=True))
    first = source(path)
    assert list(first.found(nothing)) == []
    path.write_bytes(
        entry(mail(2), read=True, ago=9 * 86_400) + entry(mail(3), ago=9 * 86_400) + entry(mail(4), read=True)
    )
    again = source(path, first.state())
    taken = [again.fetch(found, LIMIT).replace(b"Status: RO\n", b"") for found in again.found(nothing)]
    assert taken == [mail(3), mail(4)]


def test_a_mail_program_s_own_data_is_no_mail(path: Path) -> None:
    own = (
        b"From MAILER-DAEMON Sat Apr 11 09:00:00 2026\nFrom: Mail System Internal Data <MAILER-DAEMON@host>\n"
        b"Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1239 7\nStatus: O\n\nThis text is ...\n\n"
    )
    path.write_bytes(own + stored(mail(1)))
    assert texts(path) == [mail(1)]
    assert source(path).test().takes == 1


def test_a_last_mail_that_is_still_being_written_waits(path: Path) -> None:
    """By a program that takes no lock. After a minute nobody writes any more."""
    path.write_bytes(stored(mail(1)) + LINE + b"Subject: 2\n\nHal")
    assert texts(path) == [mail(1)]
    then = time.time() - 61
    os.utime(path, (then, then))
    assert texts(path) == [mail(1), b"Subject: 2\n\nHal"]


def test_rule_7_a_file_with_an_enormous_mail_takes_little_memory(path: Path) -> None:
    large = 256 * 1024 * 1024
    with path.open("wb") as file:
        file.write(stored(mail(1)) + LINE + b"Subject: large\n\n")
        file.seek(large, os.SEEK_CUR)  # a hole: one line of zeros
        file.write(b"\n\n" + stored(mail(3)))
    opened = source(path)
    tracemalloc.start()
    try:
        one, big, three = opened.found(nothing)
        with pytest.raises(Oversize) as oversize:
            opened.fetch(big, LIMIT)
        assert opened.fetch(three, LIMIT) == mail(3)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert oversize.value.size > large
    assert oversize.value.head == b"Subject: large\n\n" + bytes(65536)
    assert peak < 8 * 1024 * 1024
    assert one.size == len(mail(1))


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where the mails begin that are read from the file, as often as they are."""
    read: list[int] = []
    really = mbox_spans.described

    def counting(handle: int, start: int, after: int, *, first: bool = False) -> mbox_spans.Span:
        read.append(start)
        return really(handle, start, after, first=first)

    for module in (mbox_spans, mbox_file):
        monkeypatch.setattr(module, "described", counting)
    return read


def test_of_a_file_that_has_grown_only_the_end_is_read(path: Path, described: list[int]) -> None:
    """The last mail that was there, and what follows; from the beginning again when it has moved."""
    path.write_bytes(stored(*map(mail, range(50))))
    opened = source(path)
    assert len(list(opened.found(nothing))) == 50
    described.clear()
    with path.open("ab") as file:
        file.write(stored(mail(50)))
    assert len(list(opened.found(nothing))) == 51
    assert len(described) == 3  # the last one to see that it is there, and then it and the new one
    described.clear()
    path.write_bytes(stored(*map(mail, range(10, 51))))
    assert len(list(opened.found(nothing))) == 41
    assert len(described) == 41


def test_a_file_that_was_changed_is_read_once_for_all_mails_that_moved_or_are_gone(
    path: Path, described: list[int]
) -> None:
    path.write_bytes(stored(*map(mail, range(40))))
    opened = source(path)
    mails = list(opened.found(nothing))
    path.write_bytes(stored(mail(99), *map(mail, range(10, 40))))
    described.clear()
    for gone in mails[:10]:
        with pytest.raises(MailGone):
            opened.fetch(gone, LIMIT)
    assert [opened.fetch(there, LIMIT) for there in mails[10:]] == [mail(number) for number in range(10, 40)]
    # The changed file once; each of the ten is looked for at its old place, and each of the thirty at its new one.
    assert len(described) <= 31 + 10 + 30


def test_a_mail_that_moved_within_the_file_is_still_the_mail(path: Path) -> None:
    path.write_bytes(stored(mail(1), mail(2), mail(3)))
    opened = source(path)
    one, two, three = opened.found(nothing)
    path.write_bytes(stored(mail(3), mail(2, b"of the same size"), mail(2)))
    assert opened.fetch(three, LIMIT) == mail(3)
    assert opened.fetch(two, LIMIT) == mail(2)
    with pytest.raises(MailGone):
        opened.fetch(one, LIMIT)


@pytest.mark.serial
def test_mail_wakes_who_waits_and_what_we_wrote_does_not(path: Path) -> None:
    path.write_bytes(stored(mail(1)))
    opened = source(path)
    (one,) = opened.found(nothing)
    opened.taken(one)
    opened.finish()
    began = time.monotonic()
    opened.wait(0.6, threading.Event())
    assert time.monotonic() - began >= 0.6
    with path.open("ab") as file:
        file.write(stored(mail(2)))
    began = time.monotonic()
    opened.wait(60, threading.Event())
    assert time.monotonic() - began < 10


def test_mail_that_came_while_we_wrote_wakes_who_waits(path: Path) -> None:
    path.write_bytes(stored(mail(1)))
    opened = source(path)
    (one,) = opened.found(nothing)
    opened.taken(one)
    with path.open("ab") as file:
        file.write(stored(mail(2)))
    opened.finish()
    began = time.monotonic()
    opened.wait(60, threading.Event())
    assert time.monotonic() - began < 10
