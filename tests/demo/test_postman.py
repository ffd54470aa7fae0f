"""Fresh mail for the demonstration: realistic, one at a time, answering what was sent (CLI: demo)."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.demo.making import DemoDesk, make_demo
from helpdesk_tui.demo.postman import Postman
from helpdesk_tui.demo.sink import keep
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.door import Desk, open_desk
from helpdesk_tui.mail.gateways.polling import poll
from helpdesk_tui.mail.gateways.sources import open_gateway
from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.mail.owner import owner_name
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.questions import ReadGateways, ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import MailReport
from tests.demo.test_making import NOW

TWELVE = Counter(ticket_created=5, reply_added=4, ignored=1, incoming=1, quarantined=1)
"""What twelve emails become, one round: five questions, four answers, one of each other kind."""


@pytest.fixture(scope="module")
def parsers() -> Iterator[ParserPool]:
    """Parser children, as the worker has them."""
    with ParserPool(1) as pool:
        yield pool


@pytest.fixture
def demo(tmp_path: Path) -> DemoDesk:
    """A small demonstration."""
    return make_demo(tmp_path, tickets=30, now=NOW)


def polled(desk: Desk, pool: ParserPool) -> list[MailReport]:
    """What the worker makes of the mail that lies in the Maildir."""
    found: list[MailReport] = []
    for gateway in desk.read(ReadGateways()):
        source = open_gateway(gateway)
        found += poll(desk, gateway, source, pool, owner=owner_name(), max_bytes=10_000_000)
        source.close()
    return found


def opened(demo: DemoDesk) -> Desk:
    """The demonstration's desk at the moment it begins."""
    return open_desk(str(demo.database), FixedClock(NOW), SendRules("Acme Hosting", "tech@acme.example"))


def test_a_round_of_mail(demo: DemoDesk, parsers: ParserPool) -> None:
    """MG5 to MG10: twelve emails have every outcome, the answers join the tickets they answer, none is lost."""
    postman = Postman(demo.maildir, clock=FixedClock(NOW))
    files = [postman.deliver_next() for _ in range(12)]
    assert len({file.name for file in files}) == 12
    assert {file.parent for file in files} == {demo.maildir / "new"}
    assert list((demo.maildir / "tmp").iterdir()) == []
    desk = opened(demo)
    reports = polled(desk, parsers)
    assert Counter(report.outcome.value for report in reports) == TWELVE
    assert [report.ticket for report in reports if report.outcome.value == "ticket_created"] == [31, 32, 33, 34, 35]
    answers = [report for report in reports if report.outcome.value == "reply_added"]
    assert all(report.ticket is not None and report.ticket <= 30 for report in answers)
    assert list((demo.maildir / "new").iterdir()) == []
    assert polled(desk, parsers) == []
    desk.close()


def test_a_second_round_is_new_mail(demo: DemoDesk, parsers: ParserPool) -> None:
    """Rule 4: nothing of it is taken for a duplicate."""
    postman = Postman(demo.maildir, clock=FixedClock(NOW))
    for _ in range(24):
        postman.deliver_next()
    desk = opened(demo)
    outcomes = Counter(report.outcome.value for report in polled(desk, parsers))
    desk.close()
    assert outcomes["duplicate"] == 0
    assert outcomes.total() == 24


def test_it_answers_what_was_just_sent(demo: DemoDesk, parsers: ParserPool) -> None:
    """TR4, MG8: an answer written now, and kept by the sink, is the next one that its client answers, quoting it."""
    desk = opened(demo)
    postman = Postman(demo.maildir, clock=FixedClock(NOW))
    postman.deliver_next()
    (report,) = polled(desk, parsers)
    assert report.ticket == 31
    gary = desk.staff("gary")
    gary.perform(Take(31))
    gary.perform(Reply(31, "Have you tried the other cable?", close=True))
    for mail in desk.perform(LeaseOutbox("worker", 50)):
        keep(demo.sent, render(mail))
    raw = postman.deliver_next().read_bytes()
    found = parse(raw)
    assert found.subject.startswith("Re: ")
    assert "[#31]" in found.subject
    assert "> Have you tried the other cable?" in found.text
    assert "cable" not in found.reply_text
    (again,) = polled(desk, parsers)
    assert (again.outcome.value, again.ticket) == ("reply_added", 31)
    assert desk.staff("gary").read(ReadTicket(31)).row.status.value == "in_progress"
    desk.close()


def test_with_nothing_to_answer_it_asks(tmp_path: Path) -> None:
    """On a desk that sent nothing every answer is a question instead."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    postman = Postman(tmp_path / "Maildir", clock=FixedClock(NOW))
    first, second = (parse(postman.deliver_next().read_bytes()) for _ in range(2))
    assert (first.in_reply_to, second.in_reply_to) == ((), ())
    assert first.message_id != second.message_id


def test_the_same_seed_and_moment_bring_the_same_mail(tmp_path: Path) -> None:
    """Deterministic; another moment or seed brings other mail."""

    def brought(name: str, moment: datetime, seed: int) -> list[bytes]:
        for part in ("new", "cur", "tmp"):
            (tmp_path / name / part).mkdir(parents=True)
        postman = Postman(tmp_path / name, tmp_path / "sent", clock=FixedClock(moment), seed=seed)
        return [postman.deliver_next().read_bytes() for _ in range(4)]

    assert brought("a", NOW, 1) == brought("b", NOW, 1)
    assert brought("c", NOW, 2) != brought("d", NOW, 1)
    assert brought("e", datetime(2026, 4, 12, tzinfo=UTC), 1) != brought("f", NOW, 1)


def test_it_is_mail_by_the_book(tmp_path: Path) -> None:
    """RFC 5322: CRLF lines, at most 998 characters in each, and the headings that every program writes."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    postman = Postman(tmp_path / "Maildir", clock=FixedClock(NOW))
    for number in range(12):
        raw = postman.deliver_next().read_bytes()
        if number == 5:
            continue  # the broken one
        lines = raw.split(b"\r\n")
        assert max(len(line) for line in lines) <= 998
        assert b"\n" not in b"".join(lines)
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert mail.defects == []
        for name in ("Date", "From", "To", "Subject", "Message-ID"):
            assert len(mail.get_all(name, [])) == 1, name
