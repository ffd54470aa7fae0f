"""Text of headings: encoded words (RFC 2047) and raw bytes above ASCII, in linear time.

Adjacent encoded words of one charset are joined before they are decoded, because mailers split them inside
multi-byte characters.
"""

from __future__ import annotations

import binascii
import re

from helpdesk_tui.mail.reading.charsets import codec_for, decode

# The text of an encoded word has no question mark; the few that some mailers leave in are read if they stand alone.
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:(?<!=)\?(?!=)[^?]*){0,8})\?=")
_SPACES = re.compile("[\t\n\v\f\r \x85\u2028\u2029]+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def heading_text(value: bytes, hint: str = "") -> str:
    """The text of an unstructured heading, or of a phrase in a structured one, in one line.

    `hint` is the charset of raw bytes above ASCII, where the mail names one elsewhere. Runs of white space
    become one space.
    """
    text = _with_words(value, hint) if b"=?" in value else decode(value, "", hint)
    return _SPACES.sub(" ", text).strip()


def _with_words(value: bytes, hint: str) -> str:
    text: list[str] = []
    run: list[tuple[str, bytes, bytes]] = []
    place = 0
    for word in _WORD.finditer(value):
        between = value[place : word.start()]
        if between.strip() or not run:
            text.append(_decoded(run, hint))
            run = []
            text.append(decode(between, "", hint))
        charset = word.group(1).split(b"*", 1)[0].decode("ascii", "replace").lower()
        run.append((charset, word.group(2).lower(), word.group(3)))
        place = word.end()
    text.append(_decoded(run, hint))
    text.append(decode(value[place:], "", hint))
    return "".join(text)


def _decoded(run: list[tuple[str, bytes, bytes]], hint: str) -> str:
    """A run of adjacent words as text, those of one charset decoded together."""
    text: list[str] = []
    start = 0
    for place in range(1, len(run) + 1):
        if place == len(run) or run[place][0] != run[start][0]:
            text.append(_same_charset(run[start:place], hint))
            start = place
    return "".join(text)


def _same_charset(words: list[tuple[str, bytes, bytes]], hint: str) -> str:
    charset = words[0][0]
    data = b"".join(_bytes_of(kind, text) for _, kind, text in words)
    if len(words) > 1 and any(kind == b"b" and len(text) % 4 for _, kind, text in words):
        # Base64 cut at a place that is no multiple of four: the pieces belong together.
        joined = _bytes_of(b"b", b"".join(text for _, _, text in words))
        if not _reads(data, charset) and _reads(joined, charset):
            data = joined
    return decode(data, charset, hint)


def _bytes_of(kind: bytes, text: bytes) -> bytes:
    if kind == b"q":
        return binascii.a2b_qp(text, header=True)
    text = _NOT_BASE64.sub(b"", text)
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + b"==")


def _reads(data: bytes, charset: str) -> bool:
    try:
        data.decode(codec_for(charset) or "utf_8")
    except (UnicodeError, ValueError):
        return False
    return True
