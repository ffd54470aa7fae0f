"""MG10: one email in plain data: headings, text, limits, and what is no mail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.mail.reading.limits import Limits, UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.views import Address
from tests.mail.mails import mail, multipart, of, part, text_part


def test_a_plain_mail_is_read_whole() -> None:
    """CLI: What happened to an email."""
    parsed = parse(
        part(
            "Return-Path: <Anna@Acme.Example>",
            "Delivered-To: support@desk.example",
            "X-Original-To: Help@Desk.Example",
            "From: Anna Petrova <Anna@Acme.Example>",
            "To: Support <support@desk.example>, sales@desk.example",
            "Cc: bob@acme.example",
            "Subject: Disk full",
            "Date: Sat, 11 Apr 2026 11:00:00 +0200",
            "Message-ID: <one@acme.example>",
            "In-Reply-To: <zero@desk.example>",
            "References: <minus@desk.example> <zero@desk.example>",
            "Authentication-Results: mx.desk.example; dmarc=pass header.from=acme.example",
            body="Hello,\r\n\r\nthe disk is full.\r\n",
        )
    )
    assert parsed.senders == (Address("Anna Petrova", "anna@acme.example"),)
    assert parsed.to == (Address("Support", "support@desk.example"), Address("", "sales@desk.example"))
    assert parsed.cc == (Address("", "bob@acme.example"),)
    assert parsed.delivered_to == ("support@desk.example", "help@desk.example")
    assert parsed.subject == "Disk full"
    assert parsed.date == datetime(2026, 4, 11, 9, 0, tzinfo=UTC)
    assert parsed.message_id == "<one@acme.example>"
    assert parsed.in_reply_to == ("<zero@desk.example>",)
    assert parsed.references == ("<minus@desk.example>", "<zero@desk.example>")
    assert parsed.text == "Hello,\n\nthe disk is full."
    assert parsed.own_lines == 3
    assert parsed.attachments == ()
    assert parsed.authentication_results == ("mx.desk.example; dmarc=pass header.from=acme.example",)
    assert (parsed.kind, parsed.machine) == ("mail", "")
    assert parsed.return_path == "anna@acme.example"
    assert parsed.notes == ()


def test_headings_that_are_missing_are_empty() -> None:
    parsed = parse(b"Subject: x\n\nhi")
    assert parsed.senders == parsed.to == parsed.cc == ()
    assert parsed.date is None
    assert parsed.message_id == ""
    assert parsed.return_path is None


def test_the_null_sender_is_empty_and_not_missing() -> None:
    """Rule 16."""
    assert parse(mail("Return-Path: <>")).return_path == ""


# ---------------------------------------------------------------- line ends and headings


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"], ids=["CRLF", "LF", "CR"])
def test_every_line_end_is_read(end: bytes) -> None:
    """MG10."""
    raw = mail("X-Long: one\r\n two", body="first\r\n\r\nsecond\r\n").replace(b"\r\n", end)
    parsed = parse(raw)
    assert parsed.senders == (Address("Anna", "anna@acme.example"),)
    assert parsed.subject == "Disk full"
    assert parsed.text == "first\n\nsecond"


def test_lone_carriage_returns_in_a_body_are_line_ends() -> None:
    assert parse(mail(body=b"one\rtwo\r\nthree")).text == "one\ntwo\nthree"


def test_a_lone_carriage_return_does_not_begin_a_heading() -> None:
    """Rule 12: no sender is smuggled into the value of another heading."""
    parsed = parse(mail(b"X-Note: a\rFrom: evil@bad.example", body="hi"))
    assert parsed.senders == (Address("Anna", "anna@acme.example"),)


def test_folded_headings_are_one_line() -> None:
    raw = part("From: Anna\r\n <anna@acme.example>", "Subject: Disk\r\n\tis\r\n  full", body="x")
    parsed = parse(raw)
    assert parsed.senders == (Address("Anna", "anna@acme.example"),)
    assert parsed.subject == "Disk is full"


def test_an_mbox_line_and_empty_lines_before_the_headings_are_skipped() -> None:
    for lead in (b"From anna@acme.example Sat Apr 11 09:00:00 2026\n", b"\r\n\r\n", b"\xef\xbb\xbf"):
        assert parse(lead + mail(body="hi")).subject == "Disk full"


def test_junk_between_headings_is_skipped() -> None:
    raw = b"From: anna@acme.example\nthis is no heading\nSubject: Disk full\n\nhi"
    parsed = parse(raw)
    assert parsed.subject == "Disk full"
    assert parsed.text == "hi"


def test_a_missing_empty_line_begins_the_body() -> None:
    parsed = parse(b"From: anna@acme.example\nSubject: Disk full\nHello there\nsecond line\n")
    assert parsed.subject == "Disk full"
    assert parsed.text == "Hello there\nsecond line"


def test_a_mail_without_a_body_is_empty() -> None:
    """MG4."""
    for raw in (b"From: anna@acme.example", b"From: anna@acme.example\r\n", mail()):
        parsed = parse(raw)
        assert parsed.text == ""
        assert parsed.own_lines == 0
        assert parsed.empty


def test_control_characters_in_a_subject_do_not_break_the_line() -> None:
    """M7: an encoded line break is no line break."""
    assert parse(part("From: a@x.example", "Subject: =?utf-8?b?aGkKQmNjOiB4QHkueg==?=")).subject == "hi Bcc: x@y.z"


def test_no_text_holds_a_nul() -> None:
    parsed = parse(part(b"From: A\0nna <anna@acme.example>", b"Subject: a\0b", body=b"x\0y"))
    assert parsed.subject == "ab"
    assert parsed.text == "xy"
    assert parsed.senders[0].name == "A nna"


# ---------------------------------------------------------------- Message-IDs


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<a@b.example>", "<a@b.example>"),
        ("  <a@b.example> (comment)", "<a@b.example>"),
        ("a@b.example", "<a@b.example>"),
        ("<a b@c.example>", "<ab@c.example>"),
        ("<", ""),
        ("", ""),
        ("<a@[b>", "<a@[b>"),
        ("=?utf-8?q?=3Ca=40b=2Eexample=3E?=", "<a@b.example>"),
    ],
)
def test_message_ids_are_read_as_they_come(value: str, expected: str) -> None:
    """RELIABILITY 0.9: `Message-ID: <` raises in the standard library."""
    assert parse(mail(f"Message-ID: {value}")).message_id == expected


def test_references_are_read_out_of_prose_and_each_once() -> None:
    parsed = parse(mail("In-Reply-To: Your message of Monday <a@x> and <b@x>", "References: <a@x>\r\n <b@x><a@x>"))
    assert parsed.in_reply_to == ("<a@x>", "<b@x>")
    assert parsed.references == ("<a@x>", "<b@x>")


def test_of_too_many_references_the_oldest_and_the_newest_stay() -> None:
    ids = [f"<{number}@x>" for number in range(600)]
    parsed = parse(mail("References: " + " ".join(ids)))
    assert len(parsed.references) == 500
    assert parsed.references[0] == "<0@x>"
    assert parsed.references[-1] == "<599@x>"
    assert parsed.references[1] == "<101@x>"


# ---------------------------------------------------------------- what is no mail, and limits


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n \r\n",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"hello world",
        b"Hello: how are you\n\nbody",
        b'{"subject": "x"}',
        b"<html><body>From: a@b</body></html>",
        bytes(range(256)) * 50,
    ],
)
def test_bytes_that_are_no_mail_cannot_be_read(raw: bytes) -> None:
    """MG10, CLI: bytes that are no mail are quarantined, exit code 65."""
    with pytest.raises(UnreadableMail) as raised:
        parse(raw)
    assert isinstance(raised.value, UnusableData)
    assert raised.value.exit_code == 65
    assert raised.value.sentence.startswith("The mail could not be read: it ")
    assert raised.value.sentence.endswith(".")


def _nested(depth: int) -> bytes:
    inner = text_part("deep inside")
    for level in range(depth):
        inner = multipart("mixed", inner, boundary=f"edge{level:04d}x")
    return of(inner)


def test_fifty_levels_are_read_and_fifty_one_are_not() -> None:
    """Rule 6: depth 50."""
    assert parse(_nested(50)).text == "deep inside"
    with pytest.raises(UnreadableMail, match="nested more than 50 deep"):
        parse(_nested(51))


def test_a_thousand_parts_are_read_and_more_are_not() -> None:
    """Rule 6: 1,000 parts, the mail itself being one."""
    assert parse(of(multipart("mixed", *[text_part("x")] * 999))).text.count("x") == 999
    with pytest.raises(UnreadableMail, match="more than 1,000 parts"):
        parse(of(multipart("mixed", *[text_part("x")] * 1000)))


def test_a_long_heading_is_cut_with_a_note() -> None:
    """Rule 6: 64 KiB per header."""
    parsed = parse(mail("X-Long: " + "x" * 70_000, "References: " + "<a@x> " * 20_000, body="hi"))
    assert parsed.text == "hi"
    assert parsed.references == ("<a@x>",)
    assert parsed.notes == (
        "The references heading was cut at 64 KiB.",
        "The x-long heading was cut at 64 KiB.",
    )


def test_a_from_heading_that_is_too_long_names_nobody() -> None:
    """Rule 12: a cut From could hide a second address."""
    with pytest.raises(UnreadableMail, match="From heading is too long"):
        parse(b"From: anna@acme.example," + b" " * 70_000 + b"evil@bad.example\r\n\r\nhi")


def test_two_hundred_addresses_of_a_heading_are_kept() -> None:
    """Rule 6, M6."""
    parsed = parse(mail("Cc: " + ", ".join(f"c{number}@x.example" for number in range(1000))))
    assert len(parsed.cc) == 200
    assert parsed.cc[0].address == "c0@x.example"
    assert parsed.cc[-1].address == "c199@x.example"
    assert parsed.notes == ("Only the first 200 addresses of Cc were kept.",)


def test_too_many_headings_cannot_be_read() -> None:
    with pytest.raises(UnreadableMail, match="more than 10,000 headings"):
        parse(b"From: a@x.example\r\n" + b"X-A: b\r\n" * 10_001 + b"\r\nhi")


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), ValueError("x"), KeyError("x"), AssertionError()])
def test_whatever_goes_wrong_in_reading_is_the_mails_fault(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 6: one mail never stops the others, not even by a fault in this program."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("helpdesk_tui.mail.reading.facts.read_structure", fail)
    with pytest.raises(UnreadableMail) as raised:
        parse(mail())
    assert raised.value.__cause__ is error


def test_a_long_text_and_a_long_subject_are_cut_with_notes() -> None:
    """Rule 6: 25 MB stored text; here with a smaller limit."""
    raw = part("From: a@x.example", "Subject: " + "s" * 50, body="0123456789" * 10)
    parsed = parse(raw, Limits(text=25, subject=10))
    assert parsed.text == "0123456789012345678901234"
    assert parsed.subject == "ssssssssss"
    assert parsed.notes == ("The subject was cut.", "The text was cut; the original is complete.")


def test_a_text_of_the_limit_is_not_cut() -> None:
    assert parse(mail(body="0123456789"), Limits(text=10)).notes == ()
