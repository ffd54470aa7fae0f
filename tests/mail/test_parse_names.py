"""Rule 46, CLI: names of attachments are decoded and safe."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.mail.reading.names import safe_name
from helpdesk_tui.mail.reading.parse import parse
from tests.mail.mails import multipart, of, part

BINARY = "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("Übersicht 2026.pdf", "Übersicht 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        (r"C:\Users\anna\report.pdf", "report.pdf"),
        (r"..\..\boot.ini", "boot.ini"),
        ("dir/", "dir"),
        (".htaccess", "htaccess"),
        ("..", "attachment-3.bin"),
        (".", "attachment-3.bin"),
        ("...---...", "attachment-3.bin"),
        ("-rf", "rf"),
        ("--help", "help"),
        (" - .x", "x"),
        ("a\nb\tc.txt", "a b c.txt"),
        ("a\0b\x1b[2Jc.txt", "ab[2Jc.txt"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"),
        ("a\u200bb\ufeffc", "abc"),
        ("trailing. . ", "trailing"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("COM1.log", "_COM1.log"),
        ("console.txt", "console.txt"),
        ("", "attachment-3.bin"),
        ("   ", "attachment-3.bin"),
        ("///", "attachment-3.bin"),
        ("Cafe\u0301.txt", "Café.txt"),
        ("写真.jpg", "写真.jpg"),
        ("می\u200cخواهم.txt", "می\u200cخواهم.txt"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert safe_name(name, BINARY, 3) == expected


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("image/png", "attachment-1.png"),
        ("image/jpeg", "attachment-1.jpg"),
        ("application/pdf", "attachment-1.pdf"),
        ("text/calendar", "attachment-1.ics"),
        ("message/rfc822", "attachment-1.eml"),
        ("application/x-something", "attachment-1.bin"),
        ("../../x", "attachment-1.bin"),
    ],
)
def test_a_nameless_file_is_named_by_its_type(content_type: str, expected: str) -> None:
    assert safe_name("", content_type, 1) == expected


def test_long_names_keep_their_ending() -> None:
    assert safe_name("a" * 300 + ".pdf", BINARY, 1) == "a" * 251 + ".pdf"
    assert safe_name("é" * 200 + ".pdf", BINARY, 1) == "é" * 125 + ".pdf"
    assert safe_name("a" * 300, BINARY, 1) == "a" * 255
    assert safe_name("a." + "b" * 300, BINARY, 1) == "a." + "b" * 253


@given(st.text(), st.integers(1, 99))
def test_every_name_is_safe(name: str, number: int) -> None:
    safe = safe_name(name, BINARY, number)
    assert safe
    assert len(safe.encode()) <= 255
    assert not set(safe) & {"/", "\\", "\0", "\n", "\r"}
    assert safe[0] not in ".- "
    assert safe not in (".", "..")
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in safe)
    assert not any(
        unicodedata.bidirectional(char) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI") for char in safe
    )


def test_an_encoded_path_is_decoded_before_it_is_made_safe() -> None:
    """M5: `get_filename()` gives ../../etc/passwd."""
    attached = part(
        "Content-Type: application/octet-stream",
        "Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd",
        body="x",
    )
    (file,) = parse(of(multipart("mixed", attached))).attachments
    assert file.name == "passwd"


def test_an_attached_mail_is_named_safely_by_its_subject() -> None:
    attached = part("Content-Type: message/rfc822", body="Subject: ../../x/../y: a\r\nFrom: a@x.example\r\n\r\nhi")
    (file,) = parse(of(multipart("mixed", attached))).attachments
    assert file.name == "y: a.eml"
