"""Mails that lie before a parser child while its parent does something else (rule 6; docs/adr/0014)."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from helpdesk_tui.errors import TryLater
from helpdesk_tui.mail.parsers.asked import Asked
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.mail.reading.limits import UnreadableMail
from tests.mail.faulty import FAULTY, GOOD, gone_or_zombie, subject, until
from tests.mail.mails import file_part, mail, multipart, of, text_part


def test_a_child_works_through_what_lies_before_it_while_nobody_looks() -> None:
    """ADR 0014: eight mails go in at once and the answers lie in its pipe, whatever its parent does meanwhile."""
    with ParserPool(1) as pool:
        pool.parse(GOOD)
        [pid] = pool.pids
        asked = [pool.ask(mail(body=f"mail {number}")) for number in range(8)]
        assert until(lambda: _waits_for_a_question(pid))
        assert [one.done() for one in asked] == [True] * 8
        assert [one.result().text for one in asked] == [f"mail {number}" for number in range(8)]


@pytest.mark.parametrize("fault", ["crash", "exit", "write"])
def test_only_the_mail_that_ended_a_child_is_to_blame(fault: str) -> None:
    """Rule 6: those that lay behind it are read by the child that comes after."""
    with ParserPool(1, child=FAULTY) as pool:
        asked = [pool.ask(subject(word)) for word in ("good", fault, "good", fault, "good", "good")]
        assert [_became(one) for one in asked] == ["good", "ended", "good", "ended", "good", "good"]


def test_a_child_that_was_killed_with_many_mails_before_it_loses_none() -> None:
    with ParserPool(1) as pool:
        pool.parse(GOOD)
        asked = [pool.ask(GOOD) for _ in range(20)]
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)
        assert [one.result().text for one in asked] == ["hello"] * 20


def test_all_children_killed_at_once_lose_no_mail_and_stop_nobody() -> None:
    """Rule 8: as a system out of memory does it, with mails before each of them; what they read is read by new ones."""
    with ParserPool(2) as pool:
        # Both have come up: who is killed before has read nothing, and its mails stay where they are.
        assert [one.result().text for one in [pool.ask(GOOD) for _ in range(8)]] == ["hello"] * 8
        asked = [pool.ask(subject(f"{number}")) for number in range(16)]
        pids = pool.pids
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        asked += [pool.ask(subject(f"{number}")) for number in range(16, 40)]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: all(gone_or_zombie(pid) for pid in pids))
        assert until(lambda: all(one.done() for one in asked), 30)
        assert [one.result().subject for one in asked] == [f"{number}" for number in range(40)]


@pytest.mark.parametrize("answer", ["null", "empty", "deep", "short"])
def test_a_child_whose_answer_is_none_is_replaced_and_its_mail_is_to_blame(answer: str) -> None:
    """Rule 6: what a child says after it read a hostile mail may be anything; the next mails are read."""
    with ParserPool(1, child=FAULTY) as pool:
        before = pool.pids
        asked = [pool.ask(subject(word)) for word in ("good", f"lie {answer}", "good")]
        assert [_became(one) for one in asked] == ["good", "ended", "good"]
        assert pool.pids != before


def test_mails_behind_a_slow_one_are_read_by_another_child() -> None:
    """MG10: they do not wait until it is given up."""
    with ParserPool(2, seconds=600, child=FAULTY) as pool:
        slow = pool.ask(subject("sleep"))
        others = [pool.ask(subject(f"good {number}")) for number in range(30)]
        assert [one.result().subject for one in others] == [f"good {number}" for number in range(30)]
        assert not slow.done()


def test_the_time_in_which_nobody_looks_is_not_the_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 6: an answer that a pipe does not hold waits for its parent, which waits for the database."""
    hours = iter(range(0, 10**9, 3600))
    with ParserPool(1, seconds=2) as pool:
        pool.parse(GOOD)
        asked = pool.ask(of(multipart("mixed", text_part("x"), file_part("big.bin", os.urandom(6_000_000)))))
        monkeypatch.setattr("helpdesk_tui.mail.parsers.children.time.monotonic", lambda: float(next(hours)))
        asked.done()
        monkeypatch.undo()
        assert len(asked.result().attachments[0].content) == 6_000_000


def test_closing_answers_what_nobody_waits_for() -> None:
    pool = ParserPool(1, child=FAULTY)
    asked = [pool.ask(subject("sleep")) for _ in range(30)]
    pool.close()
    for one in asked:
        assert one.done()
        with pytest.raises(TryLater, match="closed"):
            one.result()


def _became(asked: Asked) -> str:
    try:
        return asked.result().subject
    except UnreadableMail as closed:
        return "ended" if "ended the process" in closed.sentence else closed.sentence


def _waits_for_a_question(pid: int) -> bool:
    """Whether a process stands at its standard input (Linux), or may."""
    try:
        return Path(f"/proc/{pid}/syscall").read_text().split()[:2] == ["0", "0x0"]
    except OSError:
        return True
