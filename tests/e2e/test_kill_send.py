"""kill -9 at every kind of step of sending: nothing is lost, and an email is repeated at most once (rules 17 and 18).

The steps are found from outside by strace; the mail server is a real one that counts what it was given.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.live import until
from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, in_parallel, set_up
from tests.e2e.strace import CALLS, Step, chosen, kill_at, steps_of
from tests.servers.smtp import SmtpSink

SEND = ("--json", "mail", "send", "--once")
SAMPLE = 12
DIALOGUE = f"{CALLS},recvfrom"
"""The steps of a send: also the moments at which an answer of the server is waited for."""

STATES = "SELECT state, unknown_tries FROM outbox ORDER BY id"
BEGUN = "SELECT state = 'sending' AND begun FROM outbox ORDER BY id"


@pytest.fixture
def template(nursery: Nursery, tmp_path: Path) -> Path:
    """A desk with two answers in its outbox."""
    desk = case(nursery, tmp_path / "template")
    set_up(desk)
    for number in ("1", "2"):
        desk.run("--as", "gary", "ticket", "new", "--client", "hans@nordlicht.example", "--department", "Tech",
                 "--subject", f"Server {number}", "--message", "It is down.")  # fmt: skip
        desk.run("--as", "gary", "ticket", "take", number)
        desk.run("--as", "gary", "ticket", "reply", number, "--text", f"It is up again. {number}")
    assert desk.rows(STATES) == [("queued", 0), ("queued", 0)]
    return desk.folder


def deliveries(desk: Case, sink: SmtpSink) -> list[int]:
    """How often each email of the outbox was delivered; fails on one that is not the outbox's, or changed."""
    ids = [row[0] for row in desk.rows("SELECT message_id FROM outbox ORDER BY id")]
    given = [received.message for received in sink.messages]
    assert {message["Message-ID"] for message in given} <= set(ids)
    for message in given:
        number = ids.index(message["Message-ID"]) + 1
        assert message.get_content().strip() == f"It is up again. {number}"
    counts = Counter(message["Message-ID"] for message in given)
    return [counts[one] for one in ids]


def test_send(nursery: Nursery, tmp_path: Path, template: Path, figure: Callable[[str], None]) -> None:
    """MO1: each email is delivered once; twice only when the kill fell between the end of DATA and our commit."""
    began = time.monotonic()
    with SmtpSink() as sink:
        whole = case(nursery, tmp_path / "whole", sink.port, template)
        steps = steps_of(nursery, SEND, whole.environment, whole.folder, DIALOGUE)
        assert (deliveries(whole, sink), whole.rows(STATES)) == ([1, 1], [("sent", 0), ("sent", 0)])
    taken = chosen(steps, SAMPLE)
    assert len(taken) > 30
    repeated: list[Step] = []
    late: list[Step] = []

    def kill(nursery: Nursery, step: Step) -> None:
        with SmtpSink() as sink:
            desk = case(nursery, tmp_path / str(step.number), sink.port, template)
            if not kill_at(nursery, SEND, desk.environment, desk.folder, step):
                # What a server says comes in one piece or in two, so that a run may have fewer steps than the first.
                assert (step.name, deliveries(desk, sink)) == ("recvfrom", [1, 1])
                late.append(step)
                return
            until(lambda: not sink.open_connections, what="the server has seen the end of the connection")
            before, states = deliveries(desk, sink), [state for state, _ in desk.rows(STATES)]
            # Committed means delivered; delivered and not committed is the gap of RFC 1047, for one email at most.
            gap = [count == 1 and state == "sending" for count, state in zip(before, states, strict=True)]
            assert all(count == (state == "sent") or open_ for count, state, open_ in
                       zip(before, states, gap, strict=True))  # fmt: skip
            assert sum(gap) <= 1
            begun = [int(one) for (one,) in desk.rows(BEGUN)]
            assert all(one or not open_ for one, open_ in zip(begun, gap, strict=True)), (
                "the end of DATA is noted before"
            )
            desk.run(*SEND)
            assert deliveries(desk, sink) == [2 if open_ else 1 for open_ in gap]
            ended = [("sent", one) for one in begun]
            assert desk.rows(STATES) == ended, (
                "a state `unknown` was passed through where the kill fell behind that note, and nowhere else"
            )
            desk.run(*SEND)
            assert sum(deliveries(desk, sink)) == 2 + sum(gap)
        repeated.extend([step] * any(gap))

    in_parallel(taken, kill)
    # The greeting's lines come in any number of pieces: what that leaves out is told apart from what was killed.
    assert len(taken) - len(late) > 50
    assert repeated, "no kill fell into the gap, so the test shows nothing"
    names = ", ".join(f"{count} {name}" for name, count in Counter(step.name for step in taken).most_common())
    figure(
        f"SMTP: {len(steps)} steps, killed at {len(taken)} ({names}), {len(repeated)} in the gap after DATA,"
        f" {time.monotonic() - began:.1f} s"
    )


def test_killed_twice_in_the_gap(nursery: Nursery, tmp_path: Path, template: Path) -> None:
    """Rule 18: who is killed after DATA again does not send a third time; the ticket says so, and staff decide."""
    with SmtpSink() as sink:
        desk = case(nursery, tmp_path / "twice", sink.port, template)
        for attempt, states in ((1, [("sending", 0), ("queued", 0)]), (2, [("sending", 1), ("queued", 0)])):
            step = _behind_data(nursery, tmp_path / f"copy{attempt}", desk.folder)
            assert kill_at(nursery, SEND, desk.environment, desk.folder, step)
            assert (deliveries(desk, sink), desk.rows(STATES)) == ([attempt, 0], states)
        desk.run(*SEND)
        assert (deliveries(desk, sink), desk.rows(STATES)) == ([2, 1], [("unknown", 2), ("sent", 0)])
        desk.run(*SEND)
        assert deliveries(desk, sink) == [2, 1]
        told = desk.rows("SELECT text FROM message WHERE ticket = 1 AND kind = 'system'")
        assert told == [("It is not known whether the answer was delivered; it will not be sent again by itself.",)]
        desk.run("--as", "gary", "mail", "resend", "1")
        desk.run(*SEND)
        assert (deliveries(desk, sink), desk.rows(STATES)) == ([3, 1], [("sent", 0), ("sent", 0)])


def _behind_data(nursery: Nursery, folder: Path, template: Path) -> Step:
    """The first write into the database behind the first email's final dot, found by a whole run on a copy."""
    with SmtpSink() as sink:
        copy = case(nursery, folder, sink.port, template)
        steps = steps_of(nursery, SEND, copy.environment, copy.folder)
    # EHLO, MAIL, RCPT, DATA, the text, the dot.
    dot = next(step for step in steps if (step.name, step.nth) == ("sendto", 6))
    return next(step for step in steps if step.number > dot.number and step.name == "pwrite64")
