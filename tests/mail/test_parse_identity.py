"""Rule 4: the same email is known again, whichever way it came."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.gateways.identity import content_hash, earlier_hash
from tests.mail.mails import mail, part, within

RAW = mail("Date: Sat, 11 Apr 2026 09:00:00 +0000", "Message-ID: <one@acme.example>", body="hello\r\n\r\nworld\r\n")
EARLIER = "4d52a178d134fdb06efca67ce257dc8a129d17421b05998b430c8a94e0e6ccea"
EARLIER_MARKED = "f23b5e3960b84b2034209705ff3726dd3b115556881ce3ba709989e0a4567fe7"


@pytest.mark.parametrize(
    "added",
    [
        "Received: from a by b;\r\n\tSat, 11 Apr 2026 09:00:01 +0000",
        "Delivered-To: support@desk.example",
        "X-Original-To: support@desk.example",
        "Return-Path: <anna@acme.example>",
        "Envelope-To: support@desk.example",
        "Authentication-Results: mx.desk.example; dmarc=pass",
        "ARC-Seal: i=1; a=rsa-sha256;\r\n b=abc",
        "ARC-Message-Signature: i=1",
        "ARC-Authentication-Results: i=1; x",
        "DKIM-Signature: v=1; a=rsa-sha256;\r\n\tb=abc",
        "Received-SPF: pass",
        "X-Spam-Status: No, score=-1",
        "x-anything: at all",
        "Status: RO",
        "IronPort-SDR: 5f3c_abc",
        "IronPort-PHdr: A9a23:abc",
        "ARC-Filter: OpenARC Filter v1.0.0 mx.desk.example",
        "Authentication-Results-Original: mx.desk.example; dmarc=pass",
        "spamdiagnosticoutput: 1:2",
        "Received-DKIM: pass",
        "List-Id: <all.acme.example>",
        "Thread-Topic: Disk full",
        "Content-Length: 14",
        "Bcc: support@desk.example",
    ],
)
def test_what_is_added_on_the_way_does_not_count(added: str) -> None:
    assert content_hash(added.encode() + b"\r\n" + RAW) == content_hash(RAW)
    assert content_hash(RAW.replace(b"Subject:", added.encode() + b"\r\nSubject:")) == content_hash(RAW)


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_line_ends_do_not_count(end: bytes) -> None:
    assert content_hash(RAW.replace(b"\r\n", end)) == content_hash(RAW)


def test_the_order_of_headings_does_not_count_but_which_came_first_of_one_name() -> None:
    """Exchange and others write headings in an order of their own."""
    here = part("To: a@desk.example", "To: b@desk.example", "From: c@acme.example", body="x")
    assert content_hash(here) == content_hash(
        part("From: c@acme.example", "To: a@desk.example", "To: b@desk.example", body="x")
    )
    assert content_hash(here) != content_hash(
        part("From: c@acme.example", "To: b@desk.example", "To: a@desk.example", body="x")
    )


def test_what_is_no_heading_counts() -> None:
    """What cannot be read is not all one email."""
    assert content_hash(b"junk") != content_hash(b"rubbish")
    assert content_hash(b"X-A: 1\r\nSubject-less: 2") != content_hash(b"X-A: 1\r\nSubject-less: 3")
    broken = [b"To: a@desk.example\r\nno heading\r\nX-This: " + word + b"\r\n\r\nx" for word in (b"a", b"b")]
    assert content_hash(broken[0]) != content_hash(broken[1])


def test_mails_of_before_are_known_by_the_hash_they_were_stored_with() -> None:
    """Rule 4: these were computed by the program as it was; they stand in people's databases."""
    trace = b"Received: from a by b\r\nX-Spam: no\r\n"
    assert earlier_hash(trace + RAW) == EARLIER
    assert earlier_hash(b"IronPort-SDR: a\r\n" + RAW) == EARLIER_MARKED
    assert content_hash(RAW) not in (EARLIER, EARLIER_MARKED)


def test_folding_and_the_end_do_not_count() -> None:
    assert content_hash(RAW.replace(b"Subject: Disk full", b"SUBJECT:\r\n Disk\r\n\tfull")) == content_hash(RAW)
    assert content_hash(RAW + b"\r\n\r\n") == content_hash(RAW)
    assert content_hash(b"From anna Sat Apr 11 09:00:00 2026\n" + RAW) == content_hash(RAW)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"world", b"World"),
        (b"hello\r\n", b"hello \r\n"),
        (b"Disk full", b"Disk fully"),
        (b"<one@", b"<two@"),
        (b"anna@", b"hanna@"),
        (b"To: support@desk.example\r\n", b""),
        (b"\r\n\r\nhello", b"\r\nhello"),
        (b"Disk full", b"Disk full\r\nReply-To: x@y.example"),
    ],
)
def test_everything_else_counts(old: bytes, new: bytes) -> None:
    """RELIABILITY 0.2: the same Message-ID with another content is another mail."""
    assert old in RAW
    assert content_hash(RAW.replace(old, new)) != content_hash(RAW)


def test_a_heading_and_the_body_cannot_stand_for_each_other() -> None:
    assert content_hash(part("To: b", "Cc: d", body="e")) != content_hash(part("To: b", body="Cc: d\r\n\r\ne"))
    assert content_hash(part("To: b", "Cc: d")) != content_hash(part("To: b Cc: d"))


def test_a_received_heading_in_the_body_counts() -> None:
    assert content_hash(part("To: b", body="Received: x\r\n")) != content_hash(part("To: b", body=""))


def test_it_is_a_sha256_in_hex_also_of_what_is_no_mail() -> None:
    for raw in (b"", b"\n", b"junk", bytes(range(256)), b"From "):
        digest = content_hash(raw)
        assert len(digest) == 64
        int(digest, 16)


@pytest.mark.parametrize(
    "raw",
    [
        b"A: b\n" * 200_000,
        b"To: b\n" * 200_000,
        b"To:" + b" b\n" * 300_000,
        b"A:" + b" b\n" * 300_000,
        b"\r" * 2_000_000,
        b"A: " + b"x" * 20_000_000,
        RAW + b"y\r\n" * 5_000_000,
    ],
    ids=["headings", "counted headings", "counted folds", "folds", "cr", "line", "body"],
)
def test_it_is_linear(raw: bytes) -> None:
    with within(1.5):
        content_hash(raw)


ALARM = b"From: ups@acme.example\r\nTo: support@desk.example\r\nSubject: On battery\r\n\r\nOn battery.\r\n"


def received(host: str, moment: str) -> bytes:
    return f"Received: from {host}\r\n\tby mx.desk.example; {moment}\r\n".encode()


def test_a_machine_that_says_nothing_about_its_mail_may_repeat_itself() -> None:
    """Rule 4: without Message-ID and Date the first server's mark tells one night's alarm from the next one's."""
    monday, tuesday = (received("ups", f"Mon, {day} Jan 2026 00:00:00 +0000") for day in (5, 6))
    assert content_hash(monday + ALARM) != content_hash(tuesday + ALARM)
    assert content_hash(monday + ALARM) == content_hash(monday.replace(b"\r\n\t", b" ") + ALARM)
    later = received("mx", "Wed, 7 Jan 2026 00:00:00 +0000")
    assert content_hash(later + monday + ALARM) == content_hash(monday + ALARM), "the same mail on its further way"
    for named in (b"Message-ID: <1@acme.example>\r\n", b"Date: Mon, 5 Jan 2026 00:00:00 +0000\r\n"):
        assert content_hash(monday + named + ALARM) == content_hash(tuesday + named + ALARM)


def test_a_from_heading_with_a_space_before_its_colon_is_no_mbox_line() -> None:
    """Rule 4: the same words of two people are two emails."""
    first, second = (b"From : " + who + b"\r\nSubject: x\r\n\r\nhi" for who in (b"a@x.example", b"b@x.example"))
    assert content_hash(first) != content_hash(second)
