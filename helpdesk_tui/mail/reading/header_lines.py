"""Headings of outgoing mail as bytes, by one strict path (rule 20).

Written here and not by the standard library: its folding (seen in 3.11) makes encoded words of long Message-IDs in
References, which breaks threads, and moves spaces in names. Every value is refused that holds a control character;
whatever is not plain ASCII becomes encoded words (RFC 2047).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence

from helpdesk_tui.errors import UnusableData, WrongUsage
from helpdesk_tui.rules.headers import checked_address, checked_header, is_message_id
from helpdesk_tui.text import clipped

FOLD = 78
"""Lines are folded at spaces from here on (RFC 5322, 2.1.1)."""

_LONGEST = 998
_WORD_BYTES = 39  # of UTF-8 in one encoded word: with its frame 64 characters, so that a heading's name fits before it
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_QUOTED_LOCAL = re.compile(r'"(?:[ !#-\[\]-~]|\\[ -~])*"')
# RFC 6532: any character beyond ASCII stands where a letter may.
_WIDE_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\ud7ff\uf900-\U0010ffff-]{1,64}")
_MOST_LOCAL = 64


def text_line(name: str, value: str) -> bytes:
    """A heading of free text (Subject)."""
    value = _checked(name, value)
    words = value.split(" ") if _is_plain(value) else encoded_words(value)
    return _folded(name, words)


def mailbox_line(name: str, mailboxes: Iterable[tuple[str, str]]) -> bytes:
    """A heading of mailboxes, (display name, address) each; a name may be empty."""
    words: list[str] = []
    for display, address in mailboxes:
        if words:
            words[-1] += ","
        wire = wire_address(address)
        words += [*_phrase(_checked(name, display)), f"<{wire}>"] if display.strip() else [wire]
    if not words:
        raise UnusableData(f"{name}: there is no address.", code="bad_header")
    return _folded(name, words)


def ids_line(name: str, ids: Sequence[str]) -> bytes:
    """A heading of Message-IDs, each kept whole. What is no Message-ID is left out; b"" when nothing is left."""
    whole = [found for found in ids if is_message_id(_checked(name, found))]
    return _folded(name, whole) if whole else b""


def wire_address(address: str) -> str:
    """The address as SMTP and headings take it; a local part beyond ASCII or in quotes stays as it is (RFC 6531).

    Raises UnusableData (code `bad_header`) for what is no single address.
    """
    try:
        local, _, domain = checked_header("address", address).strip().rpartition("@")
        if _QUOTED_LOCAL.fullmatch(local) or (not local.isascii() and _WIDE_LOCAL.fullmatch(local)):
            wire = checked_address(f"x@{domain}").removeprefix("x@")
            if len(local.encode()) <= _MOST_LOCAL:
                return f"{local}@{wire}"
        return checked_address(address)
    except (WrongUsage, UnicodeError):
        raise UnusableData(f"“{clipped(address, 60)}” is no email address.", code="bad_header") from None


def encoded_words(text: str) -> list[str]:
    """The text as encoded words of UTF-8, none of them longer than 75 characters, no character cut in two."""
    pieces, size = [""], 0
    for char in text:
        length = len(char.encode())
        if size + length > _WORD_BYTES:
            pieces.append("")
            size = 0
        pieces[-1] += char
        size += length
    return [f"=?utf-8?b?{base64.b64encode(piece.encode()).decode()}?=" for piece in pieces]


def _phrase(display: str) -> list[str]:
    """A display name: atoms, a quoted string, or encoded words (RFC 5322, 3.2.5)."""
    display = display.strip()
    if not _is_plain(display):
        return encoded_words(display)
    if _ATOMS.fullmatch(display):
        return display.split(" ")
    escaped = display.replace("\\", "\\\\").replace('"', '\\"')
    return [f'"{escaped}"'] if len(escaped) < FOLD else encoded_words(display)


def _is_plain(text: str) -> bool:
    """Whether the text can stand as it is: ASCII, foldable, and nothing that a reader would take for encoded."""
    return text.isascii() and "=?" not in text and all(len(word) < FOLD for word in text.split(" "))


def _folded(name: str, words: Sequence[str]) -> bytes:
    """`Name: words`, with a line break before a word that would make a line longer than 78 characters."""
    lines = [f"{name}:"]
    for word in words:
        # A line of nothing but spaces may not be, so a fold needs a word on both sides.
        if word and len(lines[-1]) + 1 + len(word) > FOLD and lines[-1].rstrip() not in ("", f"{name}:"):
            lines.append("")
        lines[-1] += f" {word}"
    if any(len(line.encode()) > _LONGEST for line in lines):
        raise UnusableData(f"{name}: a line of it would be longer than mail allows.", code="bad_header")
    return "\r\n".join(lines).encode() + b"\r\n"


def _checked(name: str, value: str) -> str:
    try:
        return checked_header(name, value)
    except WrongUsage as wrong:
        raise UnusableData(wrong.sentence, code="bad_header") from None
