"""Letters of Hans Meier to the desk, built byte for byte, for cases that differ in one thing only."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.mails import Text, as_bytes

_HEAD = (
    "From: Hans Meier <hans@acme.example>", "To: support@desk.example", "Date: Sat, 11 Apr 2026 10:59:00 +0200",
)  # fmt: skip
SUBJECT = "Disk full"


def letter(*headings: Text, body: Text = "", subject: Text = SUBJECT) -> bytes:
    """A letter of Hans with further headings."""
    return _with_head(*_HEAD, b"Subject: " + as_bytes(subject), *headings) + b"\r\n" + as_bytes(body)


def around(inner: bytes, *headings: Text) -> bytes:
    """A letter of Hans whose content is that part, with the part's own headings."""
    return _with_head(*_HEAD, f"Subject: {SUBJECT}", "MIME-Version: 1.0", *headings) + inner


def read(name: str, structure: str, raw: bytes, text: str = "", **rest: Any) -> Case:
    """What has to be read of a letter of Hans."""
    return Case(name, structure, raw, **({"subject": SUBJECT, "text": text, "sender_name": "Hans Meier"} | rest))


def _with_head(*lines: Text) -> bytes:
    return b"".join(as_bytes(line) + b"\r\n" for line in lines)
