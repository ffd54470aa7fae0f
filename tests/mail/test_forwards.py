"""Who first sent what somebody passed on (MG6: a forwarded email proposes its first sender)."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.views import Address
from tests.mail.mails import BASIC, multipart, part

HANS = Address("Hans Meier", "hans@acme.example")


def titled(subject: str, body: str) -> bytes:
    """A mail of Anna with this subject and body."""
    return part(*BASIC[:2], f"Subject: {subject}", body=body)


FORWARDS = [
    "---------- Forwarded message ---------\nFrom: Hans Meier <hans@acme.example>\nDate: Monday\n\nIt is down.",
    "---------- Forwarded message ---------\nFrom: *Hans Meier* <hans@acme.example>\nDate: Monday\n\nIt is down.",
    "Hier.\n\n-------- Weitergeleitete Nachricht --------\nBetreff: x\nVon: Hans Meier <hans@acme.example>\n\nx",
    "Begin forwarded message:\n\n> From: Hans Meier <hans@acme.example>\n> Subject: x\n>\n> It is down.",
    "-----Original Message-----\nFrom: Hans Meier [mailto:hans@acme.example]\nSent: Monday\n\nIt is down.",
    "---------- Пересылаемое сообщение ----------\nОт: Hans Meier <hans@acme.example>\nТема: x\n\nx",
    "*From:* Hans Meier <hans@acme.example>\n*Sent:* Monday, 6 April 2026 09:00\n*To:* Anna\n\nIt is down.",
    "Von: Hans Meier <hans@acme.example>\nGesendet: Montag, 6. April 2026\nAn: Anna\n\nEs steht.",
]


@pytest.mark.parametrize("body", FORWARDS)
def test_the_headings_that_the_mail_program_copied_name_the_sender(body: str) -> None:
    """In many languages, with and without a line that divides."""
    assert parse(titled("Fwd: down", body)).forwarded == HANS


def test_a_mail_within_the_mail_names_its_sender() -> None:
    """Passed on as an attachment."""
    inner = part("From: Hans Meier <hans@acme.example>", "To: anna@desk.example", "Subject: x", body="It is down.")
    held = multipart(
        "mixed", part("Content-Type: text/plain", body="See"), part("Content-Type: message/rfc822", body=inner)
    )
    raw = b"".join(f"{heading}\r\n".encode() for heading in (*BASIC[:2], "Subject: look")) + held
    assert parse(raw).forwarded == HANS


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Hello", "From: the shop we ordered two.\nTo: you it is nothing."),
        ("Fwd: x", "See the attached file."),
        ("Hello", "On Monday Hans <hans@acme.example> wrote:\n> It is down."),
        ("Fwd: x", "---------- Forwarded message ---------\nnothing here"),
        ("Fwd: x", "From: nobody\nSent: never\n"),
    ],
)
def test_nothing_is_made_up(subject: str, body: str) -> None:
    """Where no address stands, or nothing was passed on, nobody is proposed."""
    assert parse(titled(subject, body)).forwarded is None


def test_long_texts_are_looked_at_in_bounds() -> None:
    """A hostile text costs no more than its length."""
    assert parse(titled("Fwd: x", "From: a\n" * 100_000)).forwarded is None
