"""Rule 6: mail is read in child processes; what a mail does to one of them, it does to nothing else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpdesk_tui.bounded.surroundings import python_module
from helpdesk_tui.errors import TryLater
from helpdesk_tui.mail.parsers.children import CHILD, ParserPool
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from tests.mail.faulty import FAULTY, GOOD, gone, gone_or_zombie, subject, until
from tests.mail.mails import file_part, mail, multipart, of, text_part

NEVER = (*python_module("tests.mail.child_with_faults"), "never")


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(2) as pool:
        yield pool


def tickets_of(pool: ParserPool, mails: list[bytes], threads: int) -> list[str]:
    with ThreadPoolExecutor(threads) as runner:
        return [parsed.text for parsed in runner.map(pool.parse, mails)]


# ---------------------------------------------------------------- the same as in this process


def test_a_child_reads_as_this_process_does(pool: ParserPool) -> None:
    files = [file_part(f"{at}.bin", bytes(range(256)) * at, "application/pdf") for at in range(4)]
    for raw in (
        GOOD,
        of(
            multipart("mixed", text_part("Grüße\n> alt"), *files),
            "Date: Sat, 11 Apr 2026 09:00:00 +0200",
            "Return-Path: <>",
        ),
        mail(
            "Auto-Submitted: auto-replied",
            "References: <a@b> <c@d>",
            "Cc: B <b@x.example>",
            body="\U0001f600\u202e\x1b[",
        ),
        of(multipart("mixed", text_part("x" * 3_000_000), file_part("big.bin", os.urandom(3_000_000)))),
    ):
        assert pool.parse(raw) == parse(raw)


def test_reasons_come_back(pool: ParserPool) -> None:
    with pytest.raises(UnreadableMail) as raised:
        pool.parse(b"no mail")
    assert raised.value.sentence == "The mail could not be read: it has none of the headings of a mail."
    assert pool.parse(GOOD).text == "hello"


def test_many_threads_share_two_children(pool: ParserPool) -> None:
    mails = [mail(body=f"mail {number}") for number in range(400)]
    assert tickets_of(pool, mails, 16) == [f"mail {number}" for number in range(400)]
    assert len(pool.pids) == 2


# ---------------------------------------------------------------- hostile mail


@pytest.mark.parametrize("fault", ["crash", "exit", "write"])
def test_a_mail_that_ends_its_child_cannot_be_read(fault: str) -> None:
    with ParserPool(1, child=FAULTY) as pool:
        before = pool.pids
        with pytest.raises(UnreadableMail, match="ended the process"):
            pool.parse(subject(fault))
        assert pool.parse(GOOD).text == "hello"
        assert pool.pids != before
        assert all(gone(pid) for pid in before)


def test_a_mail_that_takes_too_long_is_given_up() -> None:
    with ParserPool(1, seconds=0.5, child=FAULTY) as pool:
        before = pool.pids
        with pytest.raises(UnreadableMail, match=r"took more than 0\.5 seconds"):
            pool.parse(subject("sleep"))
        assert all(gone(pid) for pid in before)
        assert pool.parse(GOOD).text == "hello"


def test_processor_time_is_limited_for_each_mail() -> None:
    """The system ends a child that computes, even where nobody waits for it."""
    with subprocess.Popen(
        [*FAULTY, "1", str(512 * 1024**2)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as child:
        assert child.stdin is not None
        raw = subject("loop")
        child.stdin.write(len(raw).to_bytes(8, "big") + raw)
        child.stdin.flush()
        assert child.wait(30) == -signal.SIGXCPU


def test_memory_is_limited_and_the_child_goes_on_or_is_replaced() -> None:
    with ParserPool(1, child=FAULTY) as pool:
        with pytest.raises(UnreadableMail):
            pool.parse(subject("memory"))
        assert pool.parse(GOOD).text == "hello"


def test_a_child_may_have_no_children(pool: ParserPool) -> None:
    """Who ends it by its own process id ends all that read the mail. (The system lets root have some all the same.)"""
    pool.parse(GOOD)
    for pid in pool.pids:
        (most,) = re.findall(r"^Max processes +(\S+) +(\S+) ", Path(f"/proc/{pid}/limits").read_text(), re.MULTILINE)
        assert most == ("0", "0")


def test_a_mail_that_needs_more_memory_than_there_is_cannot_be_read() -> None:
    """Ten million bytes of elements need more than a child with 96 MB has."""
    html = b"<b>x</b>" * 1_250_000
    with ParserPool(1, memory=96 * 1024**2) as pool:
        with pytest.raises(UnreadableMail):
            pool.parse(mail("Content-Type: text/html", body=html))
        assert pool.parse(GOOD).text == "hello"


def test_hostile_mails_do_not_disturb_the_others() -> None:
    """MG10: never blocks the mailbox."""
    words = ["crash", "good", "good", "exit", "good", "sleep", "good", "good"] * 5
    with ParserPool(2, seconds=1, child=FAULTY) as pool, ThreadPoolExecutor(8) as runner:
        results = [runner.submit(pool.parse, subject(word)) for word in words]
        for word, result in zip(words, results, strict=True):
            if word == "good":
                assert result.result().subject == "good"
            else:
                assert isinstance(result.exception(), UnreadableMail)
        assert len(pool.pids) == 2


# ---------------------------------------------------------------- lost children


def test_a_child_that_was_killed_between_mails_harms_no_mail() -> None:
    with ParserPool(2) as pool:
        assert tickets_of(pool, [GOOD] * 4, 2) == ["hello"] * 4
        before = pool.pids
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        assert tickets_of(pool, [GOOD] * 4, 2) == ["hello"] * 4
        assert not set(pool.pids) & set(before)


def test_children_that_are_killed_again_and_again_lose_at_most_the_mail_they_read() -> None:
    """Whatever is lost says so, and nothing hangs."""
    stop = threading.Event()
    killed: list[int] = []
    with ParserPool(2) as pool:

        def kill() -> None:
            while not stop.wait(0.3):
                for pid in pool.pids[:1]:
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)

        killer = threading.Thread(target=kill)
        killer.start()
        outcomes = []
        while len(killed) < 5:
            try:
                outcomes.append(pool.parse(GOOD).text)
            except (UnreadableMail, TryLater):
                outcomes.append("lost")
        stop.set()
        killer.join()
        assert outcomes.count("lost") <= len(killed)
        assert pool.parse(GOOD).text == "hello"
        assert len(pool.pids) == 2


def test_children_ignore_the_terminals_interrupt() -> None:
    with ParserPool(1) as pool:
        pool.parse(GOOD)
        before = pool.pids
        for pid in before:
            os.kill(pid, signal.SIGINT)
            assert os.getpgid(pid) != os.getpgid(0)
        assert pool.parse(GOOD).text == "hello"
        assert pool.pids == before


def test_children_that_never_come_up_are_nobodys_fault() -> None:
    """TryLater and not UnreadableMail: the mail stays at its source (rule 2)."""
    with ParserPool(1, child=NEVER) as pool:
        for _ in range(2):
            with pytest.raises(TryLater) as raised:
                pool.parse(GOOD)
            assert raised.value.exit_code == 75
    with ParserPool(1, child=("/nonexistent/python",)) as pool, pytest.raises(TryLater, match="does not start"):
        pool.parse(GOOD)


def test_a_child_that_read_a_large_mail_is_replaced() -> None:
    """Its memory goes back to the system (P8)."""
    with ParserPool(1) as pool:
        pool.parse(GOOD)
        before = pool.pids
        pool.parse(mail(body="x\n" * 9_000_000))
        assert pool.parse(GOOD).text == "hello"
        assert pool.pids != before


# ---------------------------------------------------------------- the end


def test_closing_ends_every_child() -> None:
    pool = ParserPool(3)
    pids = pool.pids
    assert len(pids) == 3
    pool.close()
    assert all(gone(pid) for pid in pids)
    assert pool.pids == ()
    with pytest.raises(TryLater):
        pool.parse(GOOD)
    pool.close()


def test_closing_while_mails_are_read_blames_no_mail() -> None:
    pool = ParserPool(2, child=FAULTY)
    with ThreadPoolExecutor(6) as runner:
        waiting = [runner.submit(pool.parse, subject("sleep")) for _ in range(6)]
        assert until(lambda: all(result.running() for result in waiting))
        pool.close()
        assert all(isinstance(result.exception(10), TryLater) for result in waiting)
    assert pool.pids == ()


def test_children_end_with_their_parent() -> None:
    """Killed without a chance to clean up."""
    script = (
        "import sys, time\nfrom helpdesk_tui.mail.parsers.children import ParserPool\n"
        "pool = ParserPool(2)\nprint(*pool.pids, flush=True)\ntime.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()
    assert len(pids) == 2
    assert until(lambda: all(gone_or_zombie(pid) for pid in pids))


def test_a_child_imports_little() -> None:
    """Every start of `mail deliver` waits for it: no command line, database, screen or read models."""
    script = "import sys, helpdesk_tui.mail.parsers.child; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "helpdesk_tui.mail.reading.facts" in loaded
    heavy = ("click", "sqlalchemy", "sqlmodel", "pydantic", "textual", "rich", "email", "dataclasses", "selectolax",
             "helpdesk_tui.views", "helpdesk_tui.store", "helpdesk_tui.desk")  # fmt: skip
    assert [name for name in loaded if name in heavy] == []


def test_the_constructor_does_not_wait() -> None:
    """The children's imports run beside the parent's own."""
    start = time.monotonic()
    with ParserPool(2, child=(sys.executable, "-c", "import time; time.sleep(600)")):
        assert time.monotonic() - start < 5


def test_the_command_is_this_programs_own() -> None:
    assert (sys.executable, "-P", "-m", "helpdesk_tui.mail.parsers.child") == CHILD


def test_a_child_runs_nothing_that_lies_where_the_desk_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 43: a `json.py` in the current directory, or a relative PYTHONPATH, is nobody's way into the desk."""
    for name in ("json", "selectolax", "helpdesk_tui"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((".", "")))
    with ParserPool(1) as pool:
        assert pool.parse(GOOD).text == "hello"
    assert not (tmp_path / "run").exists()


def test_a_child_knows_no_secret_of_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 47: passwords that settings name as `env:...` stay with who logs in."""
    monkeypatch.setenv("DESK_PASSWORD", "secret")
    monkeypatch.setenv("HELPDESK_DATABASE", "postgresql://desk:secret@db/desk")
    with ParserPool(1) as pool:
        pool.parse(GOOD)
        [pid] = pool.pids
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        where = os.readlink(f"/proc/{pid}/cwd")
    assert (b"secret" in environment, b"PYTHONPATH=" in environment, where) == (False, True, "/")
