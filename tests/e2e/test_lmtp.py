"""`mail lmtp` as a process: how it ends, and kill -9 while emails are stored (CLI: mail lmtp; MG13; rules 1, 2, 45)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpdesk_tui.mail.gateways.lmtp_place import Place, looked_at
from tests.e2e.live import until
from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, set_up
from tests.e2e.strace import needs_strace
from tests.mail.lmtp_client import Talk, hand_in
from tests.servers.daemon import HOST, free_ports

TO = "support@acme.example"
LETTER = (
    b"From: Hans Meier <hans@nordlicht.example>\r\nTo: support@acme.example\r\nSubject: Server unreachable\r\n\r\n"
    b"The server does not answer.\r\n"
)
STORED = "250 2.0.0 Stored as mail 1"
MAILS = "SELECT id, outcome, ticket FROM mail"
TICKETS = "SELECT id, subject FROM ticket"


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as made:
        yield made


@pytest.fixture(scope="module")
def template(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three gateways, of which `support` is to be listened for."""
    made = case(nursery, tmp_path_factory.mktemp("lmtp") / "desk")
    set_up(made)
    for name, *options in (
        ("support", "--type", "lmtp", "--path", "/to/be/moved"), ("sales", "--type", "pipe"),
        ("off", "--type", "lmtp", "--host", "127.0.0.1", "--enabled", "off"),
    ):  # fmt: skip
        made.gary("gateway", "add", name, "--address", f"{name}@acme.example", "--department", "Tech", *options)
    return made.folder


@pytest.fixture
def desk(nursery: Nursery, template: Path, tmp_path: Path) -> Case:
    """A copy of it, whose gateway listens at a socket beside it."""
    made = case(nursery, tmp_path / "desk", template=template)
    with contextlib.closing(sqlite3.connect(made.folder / "desk.sqlite")) as connection, connection:
        connection.execute("UPDATE gateway SET path = ? WHERE name = 'support'", (socket_of(made).path,))
    return made


def socket_of(desk: Case) -> Place:
    return Place(path=str(desk.folder / "lmtp.sock"))


@contextmanager
def running(desk: Case, place: Place, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """`mail lmtp` on the desk, once it listens; what it says is added to `told` and `said`."""
    with (desk.folder / "told").open("ab") as told, (desk.folder / "said").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "helpdesk_tui", "mail", "lmtp", "--gateway", "support", *words],
            env=desk.environment, cwd=desk.folder, stdin=subprocess.DEVNULL, stdout=told, stderr=said,
            start_new_session=True,
        )  # fmt: skip
        try:
            until(lambda: process.poll() is not None or _listens(place), what="it listens")
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(20)


def _listens(place: Place) -> bool:
    return looked_at(place)[0].startswith("A listener")


def told(desk: Case) -> list[dict[str, object]]:
    return [json.loads(line) for line in (desk.folder / "told").read_text().splitlines()]


def said(desk: Case) -> str:
    return (desk.folder / "said").read_text()


def test_it_tells_of_each_email_and_ends_at_a_signal(desk: Case) -> None:
    """CLI: one JSON line for each email, as `mail deliver`; exit 0; the socket goes with it."""
    place = socket_of(desk)
    with running(desk, place) as process:
        assert desk.gary("gateway", "test", "support") == f"A listener of helpdesk-tui answers at {place}.\n"
        assert hand_in(place, LETTER, TO) == [STORED]
        with Talk(place) as idle:
            assert idle.reply().startswith("220 ")
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert idle.reply().startswith("421 4.3.2")
            assert process.wait(20) == 0
            assert time.monotonic() - began < 2
    (report,) = told(desk)
    assert {name: report[name] for name in ("gateway", "source", "file", "outcome", "mail", "ticket", "subject")} == {
        "gateway": "support", "source": "lmtp", "file": "", "outcome": "ticket_created", "mail": 1, "ticket": 1,
        "subject": "Server unreachable",
    }  # fmt: skip
    assert (said(desk), os.path.lexists(place.path)) == ("", False)


def test_the_place_may_be_given_and_any_gateway_will_do(desk: Case) -> None:
    """CLI: with any gateway, like `mail deliver`."""
    place = Place(HOST, free_ports(1)[0])
    with running(desk, place, "--listen", str(place), "--gateway", "sales"):
        assert hand_in(place, LETTER.replace(b"support@", b"sales@"), "sales@acme.example") == [STORED]
    assert [report["outcome"] for report in told(desk)] == ["ticket_created"]


def test_a_second_listener_ends_with_75_and_a_place_that_is_taken_with_69(desk: Case) -> None:
    """Rule 8; a sentence, and no traceback."""
    place = socket_of(desk)
    with running(desk, place):
        error = desk.run("--json", "mail", "lmtp", "--gateway", "support", "--listen", "127.0.0.1:1", code=75)
        assert json.loads(error)["error"]["code"] == "polled_elsewhere"
        error = desk.run("mail", "lmtp", "--gateway", "sales", "--listen", str(place), code=69)
        assert error == f"helpdesk-tui: Cannot listen at {place}: another program does.\n"
        assert hand_in(place, LETTER, TO) == [STORED]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--gateway", "nobody"], 1, "Gateway nobody was not found."),
        (["--gateway", "sales"], 2, "Gateway sales is of type pipe: say where with --listen."),
        (["--gateway", "off"], 1, "Gateway off is switched off."),
        (["--gateway", "support", "--listen", "here"], 2, "“here” is no place to listen at: HOST:PORT or unix:PATH."),
        (["--gateway", "support", "--listen", "unix:/nowhere/x"], 69,
         "Cannot listen at unix:/nowhere/x: No such file or directory."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(desk: Case, words: list[str], code: int, sentence: str) -> None:
    assert desk.run("mail", "lmtp", *words, code=code) == f"helpdesk-tui: {sentence}\n"


def test_a_locked_database_keeps_the_mail_at_its_server(desk: Case) -> None:
    """451 for each recipient, and the listener goes on; nothing is stored."""
    place = socket_of(desk)
    with running(desk, place):
        lock = sqlite3.connect(desk.folder / "desk.sqlite", isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            assert hand_in(place, LETTER, TO, "alias@acme.example") == ["451 4.3.0 Not stored; try again later"] * 2
        finally:
            lock.close()
        assert hand_in(place, LETTER, TO) == [STORED]
    assert [report["outcome"] for report in told(desk)] == ["ticket_created"]
    assert "locked" in said(desk)


# ------------------------------------------------------------ kill -9


@pytest.mark.parametrize(
    ("call", "nth", "stored"),
    [("sendto", 1, True), ("pwrite64", 1, False), ("pwrite64", 9, None), ("unlink", 1, None)],
)
def test_mg13_killed_at_a_step_of_an_email(desk: Case, call: str, nth: int, stored: bool | None) -> None:
    """Behind the commit and before the answer, or before the commit: the mail server sends it again, and it is one
    ticket. The steps are those from the final dot to the answer; strace kills at one of them from outside.
    """
    needs_strace()
    place = socket_of(desk)
    with running(desk, place) as process:
        with Talk(place) as talk:
            talk.begin(TO)
            with killed_at(process, call, nth):
                talk.send(LETTER, b".\r\n")
                heard = talk.reply()
        if not heard:
            assert process.wait(20) == -signal.SIGKILL
    assert heard in ("", STORED), "never 250 without a commit"
    before = desk.rows(MAILS)
    assert before in ([], [(1, "ticket_created", 1)]), "no half transaction"
    assert bool(before) or not heard
    assert stored is None or (heard, bool(before)) == ("", stored)
    with running(desk, place):
        assert hand_in(place, LETTER, TO) == [STORED]
    assert (desk.rows(MAILS), desk.rows(TICKETS)) == ([(1, "ticket_created", 1)], [(1, "Server unreachable")])
    assert told(desk)[-1]["outcome"] == ("duplicate" if before else "ticket_created")


@contextmanager
def killed_at(process: subprocess.Popen[bytes], call: str, nth: int) -> Iterator[None]:
    """While this lasts, strace kills the process at the n-th of these calls of the thread that it started last."""
    thread = max(int(one.name) for one in Path(f"/proc/{process.pid}/task").iterdir())
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={nth}"]
    tracer = subprocess.Popen(
        ["strace", "-o", os.devnull, *inject, "-p", str(thread)], stderr=subprocess.DEVNULL
    )  # fmt: skip
    status = Path(f"/proc/{process.pid}/task/{thread}/status")
    try:
        until(lambda: "TracerPid:\t0\n" not in status.read_text(), what="the thread is traced")
        yield
    finally:
        tracer.kill()
        tracer.wait(20)
