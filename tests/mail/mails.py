"""Emails for tests, built byte for byte so that a test sees what it sends."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager

BASIC = ("From: Anna <anna@acme.example>", "To: support@desk.example", "Subject: Disk full")

Text = str | bytes


def as_bytes(text: Text) -> bytes:
    """UTF-8 unless it is bytes already."""
    return text if isinstance(text, bytes) else text.encode()


def part(*headings: Text, body: Text = "") -> bytes:
    """Headings, an empty line and a body, with CRLF between headings."""
    return b"".join(as_bytes(heading) + b"\r\n" for heading in headings) + b"\r\n" + as_bytes(body)


def mail(*headings: Text, body: Text = "") -> bytes:
    """A mail from Anna to the desk, with further headings."""
    return part(*BASIC, *headings, body=body)


def text_part(body: Text, subtype: str = "plain", charset: str = "utf-8", *headings: Text) -> bytes:
    """A text part in 8 bits."""
    return part(f"Content-Type: text/{subtype}; charset={charset}", *headings, body=body)


def file_part(name: str, content: bytes, content_type: str = "application/octet-stream", *headings: Text) -> bytes:
    """An attached file in base64."""
    return part(
        f"Content-Type: {content_type}",
        f'Content-Disposition: attachment; filename="{name}"',
        "Content-Transfer-Encoding: base64",
        *headings,
        body=base64.encodebytes(content),
    )


def multipart(subtype: str, *parts: bytes, boundary: str = "edge", parameters: str = "") -> bytes:
    """A multipart with its Content-Type heading, to be used as a part or with `of`."""
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\r\n" + each + b"\r\n" for each in parts) + line + b"--\r\n"
    return part(f'Content-Type: multipart/{subtype}; boundary="{boundary}"{parameters}', body=body)


def of(inner: bytes, *headings: Text) -> bytes:
    """A mail whose content is that part: the basic headings and more, then the part's own."""
    return b"".join(as_bytes(heading) + b"\r\n" for heading in (*BASIC, "MIME-Version: 1.0", *headings)) + inner


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails when the block uses more processor time than that; other processes do not count."""
    start = time.process_time()
    yield
    used = time.process_time() - start
    assert used < seconds, f"used {used:.2f} s of processor time, allowed are {seconds} s"
