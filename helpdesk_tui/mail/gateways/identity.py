"""What makes two deliveries the same email (rule 4): a hash that the way a mail travelled does not change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

# Added, removed or rewritten by the systems a mail passes and by mailboxes; every X- heading is too.
_ON_THE_WAY = frozenset((
    b"received", b"return-path", b"delivered-to", b"envelope-to", b"envelope-from", b"delivery-date",
    b"authentication-results", b"received-spf", b"dkim-signature", b"domainkey-signature", b"dkim-filter",
    b"arc-seal", b"arc-message-signature", b"arc-authentication-results", b"old-authentication-results",
    b"status", b"content-length", b"lines", b"apparently-to", b"require-recipient-valid-since", b"dmarc-filter",
))  # fmt: skip
_MOST_RECEIVED = 4096
_LEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?[\r\n]*(?:>?From (?![ \t]*:)[^\n]*\n)?")


def content_hash(raw: bytes) -> str:
    """SHA-256, in hex, of a raw mail without the headings that are added on its way.

    Line ends (CRLF, LF, CR), folding of headings and empty lines at the end do not count. Only the heading
    section is looked into; linear in the size of the mail. A mail with neither Message-ID nor Date says nothing about
    itself that a repetition would not (an alarm each night): there its first server's mark counts, the lowest Received.
    """
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    lead = _LEAD.match(raw)
    digest = hashlib.sha256()
    told = _Told()
    body = _hash_headings(digest.update, raw, lead.end() if lead else 0, told)
    text = raw[body:]
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not told.named and told.received:
        digest.update(b"\nreceived:" + told.received)
    digest.update(b"\n")
    digest.update(text.rstrip(b"\n"))
    return digest.hexdigest()


class _Told:
    """What the headings say besides: whether they name the mail, and the lowest Received, the first server's."""

    def __init__(self) -> None:
        self.named = False
        self.received = b""


def _hash_headings(update: Callable[[bytes], object], raw: bytes, start: int, told: _Told) -> int:
    """Feed the headings that count to the hash; the place where the body begins."""
    counts = trace = False
    place = start
    while place < len(raw):
        stop = raw.find(b"\n", place)
        stop = len(raw) if stop < 0 else stop
        line = raw[place:stop].rstrip(b"\r")
        if not line:
            return stop + 1
        place = stop + 1
        if line[:1] not in b" \t":
            name, colon, rest = line.partition(b":")
            name = name.rstrip(b" \t").lower()
            trace = name == b"received"
            if trace:
                told.received = b""
            told.named = told.named or (name in (b"message-id", b"date") and bool(rest.strip()))
            counts = not (name in _ON_THE_WAY or name.startswith((b"x-", b"resent-")))
            if counts:
                update(b"\n" + name + colon)
            line = rest
        if counts:
            update(b" ".join((b"", *line.split())))
        elif trace and len(told.received) < _MOST_RECEIVED:
            told.received += b"".join(b" " + word for word in line[:_MOST_RECEIVED].split())
    return len(raw)
