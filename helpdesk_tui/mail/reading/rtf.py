"""Rich Text of Outlook: its compression undone (MS-OXRTFCP), and what a person reads of it, or the HTML within it."""

from __future__ import annotations

import re
import struct

from helpdesk_tui.mail.reading.charsets import decode

MAX_RTF = 1_000_000
"""Bytes of RTF that are read; what follows is left out."""

_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_HEAD = 16
_WINDOW = 4096

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_NOT_SHOWN = frozenset(
    (b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"generator")
)
_SHOWN = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"bullet": "•",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
}  # fmt: skip


def decompressed(data: bytes) -> bytes:
    """RTF as Outlook packs it, unpacked; empty when it is no such thing, and cut at `MAX_RTF`."""
    if len(data) < _HEAD:
        return b""
    kind = data[8:12]
    size = min(struct.unpack_from("<I", data, 4)[0], MAX_RTF)
    if kind == _PLAIN:
        return data[_HEAD : _HEAD + size]
    if kind != _COMPRESSED:
        return b""
    out = bytearray(_START)
    end = len(_START) + size
    place = _HEAD
    while place < len(data) and len(out) < end:
        flags = data[place]
        place += 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[place : place + 1]
                place += 1
                continue
            if place + 2 > len(data):
                return bytes(out[len(_START) : end])
            code = data[place] << 8 | data[place + 1]
            place += 2
            back = (len(out) - (code >> 4)) % _WINDOW
            if back == 0:
                return bytes(out[len(_START) : end])  # a reference to the writing place itself is the end
            for _ in range((code & 15) + 2):
                out.append(out[-back] if back <= len(out) else 0x20)
    return bytes(out[len(_START) : end])


def rtf_text(rtf: bytes) -> tuple[str, bool]:
    """What is written in the RTF, and whether that is HTML which was wrapped in it (MS-OXRTFEX)."""
    if not rtf.startswith(b"{\\rtf"):
        return "", False
    reader = _Reader(b"\\fromhtml" in rtf[:2000])
    for token in _TOKEN.finditer(rtf[:MAX_RTF]):
        reader.take(token)
    return reader.text.replace("\0", ""), reader.html


class _Reader:
    """Where reading stands: groups that are open, whether they are shown, the charset of the font."""

    def __init__(self, html: bool) -> None:
        self.html = html
        self._pieces: list[str] = []
        self._raw = bytearray()
        self._charset = "cp1252"
        self._stack: list[tuple[bool, bool, int]] = []
        self._hidden = False
        self._between = False  # between \htmlrtf and \htmlrtf0: RTF that says again what the HTML says
        self._after_unicode = 1
        self._skip = 0
        self._star = False

    @property
    def text(self) -> str:
        """All that was read so far."""
        self._flush()
        return "".join(self._pieces)

    def _flush(self) -> None:
        if self._raw:
            self._pieces.append(decode(bytes(self._raw), self._charset))
            self._raw.clear()

    def take(self, token: re.Match[bytes]) -> None:
        """Read one token."""
        word, number, hexed, mark, brace, plain = token.groups()
        if brace == b"{":
            self._stack.append((self._hidden, self._between, self._after_unicode))
        elif brace == b"}":
            if self._stack:
                self._hidden, self._between, self._after_unicode = self._stack.pop()
            self._star = False
        elif word is not None:
            self._word(word, int(number) if number else None)
        elif hexed is not None:
            self._show(bytes((int(hexed, 16),)))
        elif mark is not None:
            self._mark(mark)
        elif plain is not None:
            self._show(plain)

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"htmlrtf":
            self._between = number != 0
        elif word == b"htmltag" and self.html:
            self._hidden = False
        elif word in _NOT_SHOWN or self._star:
            self._hidden = True
        elif word == b"ansicpg" and number:
            self._charset = f"cp{number}"
        elif word == b"uc" and number is not None:
            self._after_unicode = min(max(number, 0), 16)
        elif word == b"u" and number is not None:
            self._unicode(number)
        elif word in _SHOWN and self._shown:
            self._flush()
            self._pieces.append(_SHOWN[word])
        self._star = False

    @property
    def _shown(self) -> bool:
        return not self._hidden and not self._between

    def _unicode(self, number: int) -> None:
        if self._shown:
            self._flush()
            code = number & 0xFFFF
            self._pieces.append("\ufffd" if 0xD800 <= code < 0xE000 else chr(code))
        self._skip = self._after_unicode

    def _mark(self, mark: bytes) -> None:
        if mark == b"*":
            self._star = True
        elif mark == b"~":
            self._show(b"\xa0")
        elif mark in b"\\{}":
            self._show(mark)
        elif mark in b"\r\n" and self._shown:
            self._raw += b"\n"

    def _show(self, data: bytes) -> None:
        if self._skip:
            left = self._skip
            self._skip = max(0, left - len(data))
            data = data[left:]
        if self._shown:
            self._raw += data
