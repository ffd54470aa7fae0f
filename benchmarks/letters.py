"""Emails for the measurement of intake: of the kinds that clients send, the same ones each time.

60 % plain text, 25 % text and HTML, 10 % with a file of 30 to 100 kB, 5 % answers to earlier ones (PERFORMANCE.md).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks import words

ADDRESS = "support@desk.example"
_HEAD = (
    "Return-Path: <client{client}@example.org>\r\n"
    "Received: from mx.example.org (mx.example.org [192.0.2.7]) by mail.desk.example with ESMTPS id {number};"
    " Sat, 11 Apr 2026 09:{minute:02}:00 +0000\r\n"
    "From: Client {client} <client{client}@example.org>\r\nTo: Support <" + ADDRESS + ">\r\nSubject: {subject}\r\n"
    "Message-ID: <{number}@example.org>\r\nDate: Sat, 11 Apr 2026 09:{minute:02}:00 +0000\r\n{more}"
    "MIME-Version: 1.0\r\n"
)
CLIENTS = 200


def letters(count: int, run: int = 0) -> Iterator[bytes]:
    """So many raw emails of `CLIENTS` clients, client0@example.org and so on; those of each `run` are others."""
    random = Random(7 + run)
    vocabulary = words.vocabulary(random)
    texts, subjects = words.bodies(random, 200), words.subjects(random, 200)
    assert vocabulary
    first = run * count
    for number in range(first, first + count):
        kind = random.random()
        client = number % CLIENTS
        more = ""
        if kind > 0.95 and number >= first + CLIENTS:
            more = f"In-Reply-To: <{number - CLIENTS}@example.org>\r\nReferences: <{number - CLIENTS}@example.org>\r\n"
        subject = random.choice(subjects)
        head = _HEAD.format(client=client, number=number, minute=number % 60, subject=subject, more=more)
        yield (head + _content(random, random.choice(texts), kind)).encode()


def _content(random: Random, text: str, kind: float) -> str:
    plain = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    if kind < 0.6 or kind > 0.95:
        quoted = "".join(f"> {line}\r\n" for line in text.split("\n")) if kind > 0.95 else ""
        return f"{plain}\r\nOn Fri, 10 Apr 2026 at 12:00, Support wrote:\r\n{quoted}" if quoted else plain
    if kind < 0.85:
        page = f"<html><body><p>{text.replace(chr(10), '</p><p>')}</p></body></html>"
        html = f"Content-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n"
        return _multipart("alternative", plain, html)
    content = base64.encodebytes(random.randbytes(random.randint(30_000, 100_000))).decode().replace("\n", "\r\n")
    file = (
        'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="log.pdf"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{content}"
    )
    return _multipart("mixed", plain, file)


def _multipart(kind: str, *parts: str) -> str:
    body = "".join(f"--edge\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="edge"\r\n\r\n{body}--edge--\r\n'


def fill(box: Path, raws: Iterator[bytes] | list[bytes], first: int = 0) -> None:
    """Put emails into a new Maildir, in files that are numbered from `first`."""
    for folder in ("new", "cur", "tmp"):
        (box / folder).mkdir(parents=True)
    for number, raw in enumerate(raws, first):
        (box / "new" / f"{1_700_000_000 + number}.M{number}.host").write_bytes(raw)


def parts(count: int) -> bytes:
    """An email of very many parts."""
    head = _HEAD.format(client=1, number=999_999_999, minute=0, subject="Many parts", more="")
    part = "--edge\r\n\r\nx\r\n"
    return f'{head}Content-Type: multipart/mixed; boundary="edge"\r\n\r\n{part * count}--edge--\r\n'.encode()


def huge(path: Path, size: int) -> None:
    """A file of so many bytes that begins like an email; it takes no room on the disk."""
    head = _HEAD.format(client=2, number=999_999_998, minute=0, subject="Huge", more="")
    with path.open("wb") as file:
        file.write(f"{head}Content-Type: text/plain\r\n\r\n".encode())
        file.truncate(size)
