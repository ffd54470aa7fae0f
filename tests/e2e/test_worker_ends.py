"""The worker as a process: it ends soon, and no report that cannot be written stops mail (rules 18, 29, 45)."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from tests.e2e.live import until
from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import case, set_up
from tests.mail.scripted import Peer, Scripted

LETTER = b"From: hans@nordlicht.example\r\nTo: support@acme.example\r\nSubject: x\r\n\r\nHelp!\r\n"


def silent(peer: Peer) -> None:
    """A server that accepts and never greets."""
    for _ in peer.lines():
        pass


def came(server: Scripted, count: int) -> bool:
    return server.connections >= count


def test_a_worker_whose_log_is_full_takes_mail_all_the_same(tmp_path: Path) -> None:
    """Rule 29: what cannot be told is done; the gateway is not at fault."""
    with Nursery() as nursery:
        made = case(nursery, tmp_path / "desk")
        set_up(made, "anna")
        box = made.maildir()
        for number in range(3):
            (box / "new" / f"{number}.host").write_bytes(LETTER.replace(b"Subject: x", b"Subject: %d" % number))
        with Path("/dev/full").open("wb") as full, (tmp_path / "errors").open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "helpdesk_tui", "worker"], env=made.environment, stdin=subprocess.DEVNULL,
                stdout=full, stderr=errors,
            )  # fmt: skip
            try:
                until(lambda: len(list((box / "cur").iterdir())) == 3, what="the mail", seconds=40)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(20)
        assert b"cannot be written" in (tmp_path / "errors").read_bytes()


def test_a_worker_ends_while_its_mail_server_says_nothing(tmp_path: Path) -> None:
    """Rule 45; rule 18: the answer waits, with no doubt about it, however often the worker is stopped."""
    with Nursery() as nursery, Scripted(silent) as server:
        made = case(nursery, tmp_path / "desk", server.port)
        set_up(made, "anna")
        made.ticket("Server down")
        made.gary("ticket", "take", "1")
        made.gary("ticket", "reply", "1", "--text", "It is up again.")
        for attempt in (1, 2, 3):
            process = subprocess.Popen(
                [sys.executable, "-m", "helpdesk_tui", "worker"], env=made.environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                until(partial(came, server, attempt), what="the connection")
            finally:
                start = time.monotonic()
                process.send_signal(signal.SIGTERM)
                assert process.wait(20) == 0
            # The promise is two seconds for the worker; the interpreter's own end on a busy machine comes to it.
            assert time.monotonic() - start < 5
            assert made.asked("SELECT state, unknown_tries FROM outbox") == [("retry", 0)]
            if attempt < 3:
                made.gary("mail", "resend", "1")
