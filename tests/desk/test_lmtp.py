"""What is handed in by LMTP becomes the right thing, once, on both databases (SPEC MG2, MG4, MG13; RFC 2033)."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest

from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.incoming import RetryIncoming
from helpdesk_tui.errors import DeskError, Refused, StorageFailed, TryLater, Unavailable
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadIncoming, ReadRaw, ReadTicket
from helpdesk_tui.views import GatewayView, MailReport
from helpdesk_tui.vocab import MailOutcome
from tests.desk.letters import email
from tests.desk.lmtp import ALIAS, LATER, NO_MAIL, STORED, TO, Failing, letter, listening, view
from tests.desk.refusals import refused
from tests.desks import HANS, MadeDesk
from tests.e2e.live import until
from tests.mail.lmtp_client import Talk, hand_in

# ------------------------------------------------------------ it works


def test_mg2_an_email_becomes_a_ticket_and_the_health_says_so(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    with listening(desk, pool) as run:
        assert view(desk).last_poll is None, "nothing has come yet"
        with smtplib.LMTP(run.place.path or run.place.host, run.place.port, timeout=20) as client:
            assert client.sendmail("bounces@acme.example", [TO], letter()) == {}
        until(lambda: view(desk).last_poll is not None, what="it is noted that mail came")
    (report,) = run.reports
    assert (report.gateway, report.source, report.file, report.outcome) == (
        "mta", "lmtp", "", MailOutcome.TICKET_CREATED,
    )  # fmt: skip
    assert report.ticket is not None
    assert desk.anna.read(ReadTicket(report.ticket)).row.subject == "Server down"
    assert (run.said, run.ended, view(desk).taken, view(desk).last_error) == ([], [], 1, "")


def test_rfc_5321_the_last_server_writes_down_how_it_came(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    """4.4: the envelope stands above the mail; the rest is as it came, byte for byte."""
    with listening(desk, pool) as run, Talk(run.place) as talk:
        talk.begin(TO, ALIAS, TO, sender="bounces@acme.example")
        talk.send(letter())
        assert talk.reply() == f"{STORED} 1"
    raw = desk.gary.read(ReadRaw(1))
    head, content = raw[: raw.index(b"From: ")].decode(), raw[raw.index(b"From: ") :]
    lines = head.split("\r\n")
    assert lines[:4] == [
        "Return-Path: <bounces@acme.example>", f"Delivered-To: {TO}", f"Delivered-To: {ALIAS}",
        "Received: from mx.acme.example",
    ]  # fmt: skip
    assert lines[4].endswith(" with LMTP; Sat, 11 Apr 2026 09:00:00 +0000")
    assert content == letter().removesuffix(b".\r\n")


def test_mg13_sent_again_it_is_the_same_email(desk: MadeDesk, gateway: GatewayView, pool: ParserPool) -> None:
    """Rule 4: also one without Message-ID and Date, and with one recipient fewer: whoever had heard of the other."""
    with listening(desk, pool) as run:
        for recipients in ((TO, ALIAS), (TO, ALIAS), (TO,)):
            desk.clock.forward(minutes=1)
            assert set(hand_in(run.place, letter().removesuffix(b".\r\n"), *recipients)) == {f"{STORED} 1"}
    assert run.outcomes == ["ticket_created", "duplicate", "duplicate"]
    assert [report.ticket for report in run.reports] == [run.reports[0].ticket] * 3


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (letter(sender="nora@elsewhere.example"), "incoming"),
        (letter(to="boss@acme.example"), "ignored"),
        (letter(more="Auto-Submitted: auto-replied\r\n"), "ignored"),
        (NO_MAIL + b".\r\n", "quarantined"),
        (b"x: y\r\n\r\nz\r\n.\r\n", "quarantined"),
        (b".\r\n", "quarantined"),
    ],
    ids=["stranger", "to another", "machine", "no mail", "no headings of one", "nothing"],
)
def test_mg10_whatever_was_stored_is_taken(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool, content: bytes, outcome: str
) -> None:
    """Clarification: quarantine too. What is no mail is kept as it came, or the trace above would make it one."""
    with listening(desk, pool) as run, Talk(run.place) as talk:
        talk.begin(TO)
        talk.send(content)
        assert talk.reply() == f"{STORED} 1"
    assert run.outcomes == [outcome]
    if outcome == "quarantined":
        assert desk.gary.read(ReadRaw(1)) == content.removesuffix(b".\r\n")


def test_mg4_the_envelope_counts_where_the_gateway_says_so(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    """`delivered`: a blind copy is for us; the same email for an alias alone is not, and does not stand in its way."""
    blind = letter(to="undisclosed@acme.example").removesuffix(b".\r\n")
    with listening(desk, pool) as run:
        hand_in(run.place, blind, TO)
        desk.gary.perform(EditGateway("mta", GatewaySettings(match="delivered")))
        hand_in(run.place, blind, "other@desk.example")
        hand_in(run.place, blind, "other@desk.example", TO)
        hand_in(run.place, blind, "other@desk.example", TO)
    assert run.outcomes == ["ignored", "ignored", "ticket_created", "duplicate"]


def test_mg9_a_delivery_report_comes_from_nobody(desk: MadeDesk, gateway: GatewayView, pool: ParserPool) -> None:
    """The null sender is written down as such, by which reports are known."""
    with listening(desk, pool) as run, Talk(run.place) as talk:
        talk.begin(TO, sender="")
        talk.send(letter("Undelivered Mail Returned to Sender", sender="mailer-daemon@acme.example"))
        talk.reply()
    (report,) = run.reports
    assert report.parsed is not None
    assert (report.parsed.return_path, report.outcome) == ("", MailOutcome.IGNORED)


# ------------------------------------------------------------ too large


def test_rule_7_too_large_is_552_and_its_beginning_is_kept(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    """Clarification: headers and the first 64 kB, and a row says so; nothing is made of it."""
    large = letter().removesuffix(b".\r\n") + b"x" * 200_000 + b"\r\n"
    said = f"552 5.3.4 {len(large)} bytes are more than the 100000 that are taken"
    with listening(desk, pool) as run:
        assert hand_in(run.place, large, TO, ALIAS) == [said] * 2
        assert hand_in(run.place, large, TO) == [said]
    assert run.outcomes == ["quarantined", "duplicate"]
    (row,) = desk.gary.read(ReadIncoming())
    assert (row.subject, row.address) == ("Server down", HANS)
    assert row.reason == f"it has {len(large):,} bytes; its beginning is kept"
    assert refused(desk.gary, RetryIncoming(row.id, email())).code == "head_only"
    assert 65_536 < len(desk.gary.read(ReadRaw(row.id))) < 70_000


def test_exactly_as_large_as_is_taken(desk: MadeDesk, gateway: GatewayView, pool: ParserPool) -> None:
    """The trace that is added here does not count against the sender."""
    content = letter().removesuffix(b".\r\n")
    content += b"x" * (100_000 - len(content) - 2) + b"\r\n"
    with listening(desk, pool) as run:
        assert hand_in(run.place, content, TO) == [f"{STORED} 1"]
        assert hand_in(run.place, content.replace(b"Help", b"Hello"), TO)[0].startswith("552 5.3.4 100001 bytes")
    assert run.outcomes == ["ticket_created", "quarantined"]


# ------------------------------------------------------------ what fails


@pytest.mark.parametrize(
    ("failure", "reply"),
    [
        (TryLater("The database is locked."), LATER),
        (Unavailable("The database does not answer."), LATER),
        (Refused("Not today."), LATER),
        (StorageFailed("The disk is full."), "452 4.3.1 Not stored: there is no room"),
        (MemoryError(), LATER),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_mg13_what_is_not_committed_is_never_taken(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool, failure: Exception, reply: str
) -> None:
    """Rule 2: the mail server keeps it, for each recipient; the next time it becomes one ticket."""
    failures = [failure] if isinstance(failure, DeskError) else [failure, failure]
    with listening(desk, pool, Failing.like(desk.system, *failures)) as run, Talk(run.place) as talk:
        talk.begin(TO, ALIAS)
        talk.send(letter())
        assert [talk.reply(), talk.reply()] == [reply, reply]
        assert desk.gary.read(ReadIncoming()) == ()
        for command in (f"MAIL FROM:<{HANS}>", f"RCPT TO:<{TO}>", "DATA"):
            talk.ask(command)
        talk.send(letter())
        assert talk.reply() == f"{STORED} 1"
    assert run.outcomes == ["ticket_created"]
    assert len(run.said) == 1


def test_rule_6_a_mail_on_which_the_program_fails_is_kept(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    with listening(desk, pool, Failing.like(desk.system, ZeroDivisionError())) as run:
        assert hand_in(run.place, letter(), TO) == [f"{STORED} 1"]
    assert run.outcomes == ["quarantined"]


def test_of_two_emails_one_fails_and_one_is_taken(desk: MadeDesk, gateway: GatewayView, pool: ParserPool) -> None:
    """Each answer is about its own email, whatever became of the one before."""
    failing = Failing.like(desk.system, None, TryLater("The database is locked."), None)
    with listening(desk, pool, failing) as run:
        replies = [hand_in(run.place, letter(f"Mail {number}"), TO, ALIAS) for number in range(3)]
    assert replies == [[f"{STORED} 1"] * 2, [LATER] * 2, [f"{STORED} 2"] * 2]
    assert [report.parsed.subject for report in run.reports if report.parsed] == ["Mail 0", "Mail 2"]


def test_a_gateway_that_is_off_or_gone_takes_nothing(desk: MadeDesk, gateway: GatewayView, pool: ParserPool) -> None:
    with listening(desk, pool) as run:
        desk.gary.perform(EditGateway("mta", GatewaySettings(enabled=False)))
        assert hand_in(run.place, letter(), TO) == [LATER]
    assert (run.outcomes, run.said) == ([], ["Gateway mta is switched off."])


def test_a_disk_without_room_for_what_comes_in(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 29: the mail is received to its end and refused for now; the next one has room again."""

    def full(*_: object, **__: object) -> Any:
        raise OSError(28, "No space left on device")

    large = letter().removesuffix(b".\r\n") + (b"x" * 78 + b"\r\n") * 6000
    with listening(desk, pool, max_bytes=1_000_000) as run:
        with monkeypatch.context() as broken:
            broken.setattr("tempfile.TemporaryFile", full)
            assert hand_in(run.place, large, TO) == ["452 4.3.1 Not stored: there is no room"]
        assert hand_in(run.place, large, TO) == [f"{STORED} 1"]
    assert (run.outcomes, run.said) == (["ticket_created"], ["An email could not be kept while it came in."])


def test_a_log_that_fails_stops_no_mail(desk: MadeDesk, gateway: GatewayView, pool: ParserPool) -> None:
    def full(_: MailReport) -> None:
        raise StorageFailed("The output cannot be written: No space left on device.", code="output")

    with listening(desk, pool, report=full) as run:
        assert hand_in(run.place, letter(), TO) == [f"{STORED} 1"]
        assert hand_in(run.place, letter("Two"), TO) == [f"{STORED} 2"]
        until(lambda: len(run.said) == 2, what="both are told")
