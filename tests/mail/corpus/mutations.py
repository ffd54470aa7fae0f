"""Emails of the corpus with damage done to them: always the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from tests.mail.corpus import ALL

_LARGEST = 20_000
_MOST = 5_000_000
_SOURCES = tuple(case.raw for case in ALL if 0 < len(case.raw) <= _LARGEST)
_LARGE = tuple(case.raw for case in ALL if len(case.raw) > _LARGEST)

_HOSTILE = (
    b"\0", b"\r", b"\n", b"\r\n\r\n", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b$B", b"\x1b]0;x\x07", b"--", b"--edge\r\n",
    b"--edge--\r\n", b"=?utf-8?Q?", b"?=", b"=?x?B?AAAA?=", b"<", b">", b"(" * 200, b'"', b"\\", b";", b",", b":",
    b"@", b"=", b"%", b"begin 644 x\r\n", b"\r\nend\r\n", b"-- \r\n", b"> ", b"<div><p>", b"<!--", b"&#0;&#xD800;",
    b"\x80\x80", b"Content-Type: multipart/mixed; boundary=edge\r\n", b"Content-Type: message/rfc822\r\n",
    b"\x78\x9f\x3e\x22", b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"{\\rtf1\\fromhtml1", b"charset=utf-7", b"charset=utf-16", b"filename*0*=utf-8''%", b"format=flowed; delsp=yes",
    b"0\x80\x06\x09", b"BEGIN:VEVENT\r\n", b"From: eve@evil.example\r\n", b"\xff" * 60,
)  # fmt: skip
_CHARSETS = (b"utf-7", b"utf-16", b"iso-2022-jp", b"hz", b"gb18030", b"koi8-r", b"x-none", b"utf-8", b"big5", b"utf-32")

Mutation = Callable[[bytes, random.Random], bytes]


def _span(raw: bytes, chance: random.Random, most: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(raw) + 1)
    return start, min(len(raw), start + chance.randrange(1, most))


def _flip(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.randrange(1, 20)):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut_end(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + raw[end:]


def _double(raw: bytes, chance: random.Random) -> bytes:
    start, end = _span(raw, chance)
    return raw[:end] + raw[start:end] * chance.randrange(1, 30) + raw[end:]


def _insert(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(_HOSTILE) * chance.choice((1, 1, 2, 50)) + raw[at:]


def _swap(raw: bytes, chance: random.Random) -> bytes:
    a, b, c = sorted(chance.randrange(len(raw) + 1) for _ in range(3))
    return raw[:a] + raw[b:c] + raw[a:b] + raw[c:]


def _line_ends(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\r\r\n", b"\n\r", b"")), chance.choice((-1, 1, 5, 20)))


def _lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    what = chance.randrange(4)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, b"")
    elif what == 2:
        lines.insert(at, lines[chance.randrange(len(lines))])
    else:
        lines[at] = b" " + lines[at]
    return b"\n".join(lines)


def _splice(raw: bytes, chance: random.Random) -> bytes:
    other = chance.choice(_SOURCES)
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other)) :]


def _boundaries(raw: bytes, chance: random.Random) -> bytes:
    lines = [line for line in raw.split(b"\n") if line.startswith(b"--")]
    if not lines:
        return _insert(raw, chance)
    return raw.replace(chance.choice(lines), chance.choice((b"--x", b"--", b"", b"--edge--", b"-" * 300)), 1)


def _repeat_heading(raw: bytes, chance: random.Random) -> bytes:
    head, empty, body = raw.partition(b"\r\n\r\n")
    return head + b"\r\n" + (chance.choice(head.split(b"\r\n")) + b"\r\n") * chance.choice((2, 1000)) + empty + body


def _charset(raw: bytes, chance: random.Random) -> bytes:
    for name in (b"utf-8", b"UTF-8", b"iso-8859-1"):
        raw = raw.replace(name, chance.choice(_CHARSETS))
    return raw


def _wrap(raw: bytes, chance: random.Random) -> bytes:
    """The mail as a part of one that is like it."""
    head = b"From: hans@acme.example\r\nTo: support@desk.example\r\nSubject: Fwd\r\n"
    form = chance.choice((b"message/rfc822", b"multipart/mixed; boundary=edge", b"text/html", b"application/ms-tnef"))
    return head + b"Content-Type: " + form + b"\r\n\r\n" + chance.choice((b"", b"--edge\r\n")) + raw


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut_end, _cut, _double, _insert, _swap, _line_ends, _lines, _splice, _boundaries, _repeat_heading, _charset,
    _wrap,
)  # fmt: skip


def mutated(count: int, seed: int = 20260411) -> Iterator[bytes]:
    """So many damaged mails; one in two hundred is a large one, of five megabytes at most."""
    chance = random.Random(seed)
    for _ in range(count):
        raw = chance.choice(_LARGE if chance.randrange(200) == 0 else _SOURCES)
        for _ in range(chance.choice((1, 1, 2, 3, 6))):
            raw = chance.choice(MUTATIONS)(raw, chance)[:_MOST]
        yield raw
