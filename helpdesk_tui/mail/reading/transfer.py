"""Content-Transfer-Encoding undone leniently: broken input gives what can be had of it, never an error."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_ONLY_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]*\Z")
_PADDING = re.compile(rb"=+")
_LINE_OF_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+\Z")
_WORDS = re.compile(rb"[A-Za-z]{1,20}(?: [A-Za-z]{1,20})+")
_SOFT_BREAK_WITH_SPACES = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
_UU_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} (\S[^\r\n]{0,254})\r?$", re.MULTILINE)
_LINE_END = re.compile(rb"[\r\n]")
_MAX_SEGMENTS = 10_000


def undo(body: bytes, encoding: bytes, *, text: bool = False) -> bytes:
    """The bytes behind a transfer encoding; `text` says that the part is text.

    Text that claims to be base64 and is not stays as it stands, and a clear-text footer that a list put
    behind base64 text is kept behind it.
    """
    name = encoding.strip(b" \t\"'").split(b";", 1)[0].split(b" ", 1)[0].lower()
    if name in (b"base64", b"base-64", b"x-base64"):
        return _text_from_base64(body) if text else from_base64(body)
    if name in (b"quoted-printable", b"quoted_printable", b"quotedprintable"):
        return from_quoted_printable(body)
    if name in (b"x-uuencode", b"uuencode", b"x-uue", b"uue"):
        files, _ = take_uuencoded(body)
        return files[0][1] if files else body
    return body


def from_base64(body: bytes) -> bytes:
    """Base64 with anything in it that is none left out; what follows padding is read on if it is base64 too."""
    end = body.find(b"=")
    if end < 0 or not body[end:].strip(b"=\r\n\t "):
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:
            return _segment(body)
    out: list[bytes] = []
    start = 0
    for count, padding in enumerate(_PADDING.finditer(body)):
        out.append(_segment(body[start : padding.start()]))
        start = padding.end()
        if count > _MAX_SEGMENTS or (count == 0 and not _ONLY_BASE64.match(body, start)):
            return b"".join(out)
    out.append(_segment(body[start:]))
    return b"".join(out)


def _segment(body: bytes) -> bytes:
    body = _NOT_BASE64.sub(b"", body)
    if len(body) % 4 == 1:
        body = body[:-1]
    return binascii.a2b_base64(body + b"==")


def _text_from_base64(body: bytes) -> bytes:
    head = body.strip()
    first_line = _LINE_END.split(head[:1000], maxsplit=1)[0].strip()
    if first_line and not _LINE_OF_BASE64.match(first_line):
        return body
    footer = _footer(head)
    if footer:
        return from_base64(head[:footer]) + b"\n" + head[footer:]
    return from_base64(head)


def _footer(body: bytes) -> int:
    """Where clear text begins behind base64: the first line after a blank one that is no base64; 0 for nowhere."""
    # Where every byte might be base64, only a line of plain words is none: `Scanned by Example`.
    is_text = _WORDS.fullmatch if _ONLY_BASE64.match(body) else _is_no_base64
    blank = False
    place = 0
    while place < len(body):
        stop = body.find(b"\n", place)
        stop = len(body) if stop < 0 else stop
        line = body[place:stop].strip()
        if blank and line and is_text(line):
            return place
        blank = not line
        place = stop + 1
    return 0


def _is_no_base64(line: bytes) -> bool:
    return not _LINE_OF_BASE64.match(line)


def from_quoted_printable(body: bytes) -> bytes:
    """Quoted-printable; stray equals signs stay as they stand, spaces behind a soft line break do not break it."""
    if b"= " in body or b"=\t" in body:
        body = _SOFT_BREAK_WITH_SPACES.sub(b"=", body)
    return binascii.a2b_qp(body)


def take_uuencoded(body: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Files that stand uuencoded (or as `begin-base64`) in a text: (name, content) each, and the text without them.

    A block counts only when it is whole, up to its `end`; anything else is text and stays.
    """
    files: list[tuple[bytes, bytes]] = []
    rest: list[bytes] = []
    kept = 0
    for begin in _UU_BEGIN.finditer(body):
        if begin.start() < kept:
            continue
        content, stop = _uu_block(body, begin.end() + 1, base64=begin.group(1) is not None)
        if stop:
            files.append((begin.group(2).strip(), content))
            rest.append(body[kept : begin.start()])
            kept = stop
    if not files:
        return files, body
    rest.append(body[kept:])
    return files, b"".join(rest)


def _uu_block(body: bytes, place: int, *, base64: bool) -> tuple[bytes, int]:
    """Content of the block whose first line is at `place`, and where the text goes on; 0 when it is no block."""
    out: list[bytes] = []
    while place < len(body):
        stop = body.find(b"\n", place)
        stop = len(body) if stop < 0 else stop
        line = body[place:stop].rstrip(b"\r\n\t ")
        place = stop + 1
        if line == (b"====" if base64 else b"end"):
            return b"".join(out), min(place, len(body))
        if base64 and _LINE_OF_BASE64.match(line):
            out.append(_segment(line))
        elif base64 or len(line) > 90 or not (data := _uu_line(line)):
            if base64 or line not in (b"", b"`"):
                return b"", 0
        else:
            out.append(data)
    return b"", 0


def _uu_line(line: bytes) -> bytes:
    if not line or not 0x21 <= line[0] <= 0x60:
        return b""
    size = (line[0] - 32) & 63
    try:
        return binascii.a2b_uu(line[: 1 + (size + 2) // 3 * 4])
    except binascii.Error:
        return b""
