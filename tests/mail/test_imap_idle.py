"""Waiting for mail with IMAP IDLE (SPEC MG3; RFC 2177)."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from helpdesk_tui.errors import Unavailable
from helpdesk_tui.mail.gateways.imap import ImapSource
from tests.mail.making import MAIL, nothing, numbered
from tests.mail.on_dovecot import opened, uids
from tests.mail.scripted import Scripted
from tests.mail.scripted_imap import Answer, answering, only, source

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot


def waits(opened: ImapSource, seconds: float) -> float:
    """How long the source waits, seconds."""
    began = time.monotonic()
    opened.wait(seconds, threading.Event())
    return time.monotonic() - began


def test_mail_announced_together_with_the_consent_to_idle_wakes_who_waits() -> None:
    """imaplib has read the announcement already, so the socket shows nothing."""
    new: list[bytes] = []

    def idle() -> list[bytes]:
        new.append(b"6")
        return [b"+ idling", b"* 2 EXISTS"]

    own: dict[str, Answer] = {
        "IDLE": idle,
        r"UID SEARCH UID 6:\*": lambda: [b"* SEARCH 5 " + b"".join(new), b"TAG OK done"],
    }
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 60) < 30


def test_a_server_that_announces_old_mail_at_each_idle_does_not_keep_us_polling() -> None:
    own: dict[str, Answer] = {"IDLE": [b"+ idling", b"* 1 EXISTS"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 2.0) >= 2.0
    assert len([line for line in server.heard if line.endswith(b" IDLE")]) <= 4


def test_a_server_that_hangs_up_on_idle_is_not_called_over_and_over() -> None:
    with Scripted(answering({"IDLE": [b"DROP"]})) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 1.0) >= 1.0
    assert server.connections == 1


def test_a_server_that_hangs_up_while_we_idle_is_noticed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For imapclient a connection that has ended looks like one with nothing to tell."""
    monkeypatch.setattr("helpdesk_tui.mail.gateways.imap._PAUSE_SECONDS", 0.1)
    with Scripted(answering({"IDLE": [b"+ idling", b"DROP"]})) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 60) < 30


def test_without_idle_the_time_is_slept_and_stop_ends_it() -> None:
    own: dict[str, Answer] = {"CAPABILITY": [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN", b"TAG OK done"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert 0.3 <= waits(opened, 0.3) < 30
        stop = threading.Event()
        waiter = threading.Thread(target=opened.wait, args=(60, stop), daemon=True)
        waiter.start()
        stop.set()
        waiter.join(30)
        assert not waiter.is_alive()


def test_searches_of_a_huge_folder_are_asked_in_pieces() -> None:
    """imaplib reads lines of at most 1,000,000 bytes, and a server answers a search in one."""
    own: dict[str, Answer] = {
        "SELECT": [b"* 200000 EXISTS", b"* OK [UIDVALIDITY 9] x", b"* OK [UIDNEXT 200001] x", b"TAG OK [READ-WRITE] x"],
        "UID SEARCH UID 1:80000 UNSEEN": [b"* SEARCH 5", b"TAG OK done"],
        r"UID SEARCH UID \*": [b"* SEARCH 5", b"TAG OK done"],
        "UID SEARCH": [b"* SEARCH", b"TAG OK done"],
    }
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
    asked = [line.partition(b" ")[2] for line in server.heard if b"UNSEEN" in line]
    assert asked == [
        b"UID SEARCH UID 1:80000 UNSEEN UNDELETED",
        b"UID SEARCH UID 80001:160000 UNSEEN UNDELETED",
        b"UID SEARCH UID 160001:240000 UNSEEN UNDELETED",
    ]


def test_mg2_idle_wakes_who_waits_when_mail_comes(dovecot: Dovecot) -> None:
    with opened(dovecot) as source:
        assert list(source.found(nothing)) == []
        waiter = threading.Thread(target=source.wait, args=(60, threading.Event()), daemon=True)
        began = time.monotonic()
        waiter.start()
        dovecot.append(numbered(1))
        waiter.join(20)
        assert not waiter.is_alive()
        assert time.monotonic() - began < 30
        assert uids(list(source.found(nothing))) == [1]


def test_mail_that_came_while_the_desk_was_at_work_is_not_slept_over(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    with opened(dovecot) as source:
        (mail,) = source.found(nothing)
        dovecot.append(numbered(2))
        source.taken(mail)
        began = time.monotonic()
        source.wait(60, threading.Event())
        assert time.monotonic() - began < 30


def test_waiting_ends_soon_after_stop(dovecot: Dovecot) -> None:
    with opened(dovecot) as source:
        list(source.found(nothing))
        stop = threading.Event()
        waiter = threading.Thread(target=source.wait, args=(60, stop), daemon=True)
        waiter.start()
        stop.set()
        waiter.join(30)
        assert not waiter.is_alive()
        dovecot.append(MAIL)
        assert uids(list(source.found(nothing))) == [1], "the connection is usable after IDLE"


def test_waiting_ends_after_its_time_with_known_mail_in_the_folder(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    with opened(dovecot) as source:
        (mail,) = source.found(nothing)
        source.leave(mail)
        began = time.monotonic()
        source.wait(1.5, threading.Event())
        assert 1.5 <= time.monotonic() - began < 30


def test_waiting_is_not_cut_short_by_mail_that_is_history(dovecot: Dovecot) -> None:
    """`UID n:*` names the folder's last mail also when its UID is below n."""
    dovecot.append(numbered(1), flags=[b"\\Seen"])
    with opened(dovecot) as source:
        assert list(source.found(nothing)) == []
        began = time.monotonic()
        source.wait(1.0, threading.Event())
        assert 1.0 <= time.monotonic() - began < 30


def test_a_server_that_dies_while_we_wait_ends_the_wait_without_an_error(dovecot: Dovecot) -> None:
    with opened(dovecot) as source:
        list(source.found(nothing))
        stop = threading.Event()
        waiter = threading.Thread(target=source.wait, args=(1.0, stop), daemon=True)
        waiter.start()
        dovecot.kill()
        waiter.join(10)
        assert not waiter.is_alive()
        with pytest.raises(Unavailable):
            list(source.found(nothing))
        dovecot.start()
        assert list(source.found(nothing)) == []
