"""What makes two deliveries the same email (rule 4): a hash that the way a mail travelled does not change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

# What its author's program writes, and nothing on the way has a reason to touch: who, to whom, about what, when, under
# which name, in answer to what, and how the body is written down. What stands in no such heading is either of the way
# (nobody can list what every server and filter adds: IronPort-SDR, ARC-Filter, spamdiagnosticoutput) or says nothing
# that would make another email of the same words.
_WRITTEN = frozenset((
    b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"content-type", b"content-transfer-encoding", b"content-disposition",
))  # fmt: skip
# What did not count before: hashes of that time are in the database (earlier_hash).
_ON_THE_WAY = frozenset((
    b"received", b"return-path", b"delivered-to", b"envelope-to", b"envelope-from", b"delivery-date",
    b"authentication-results", b"received-spf", b"dkim-signature", b"domainkey-signature", b"dkim-filter",
    b"arc-seal", b"arc-message-signature", b"arc-authentication-results", b"old-authentication-results",
    b"status", b"content-length", b"lines", b"apparently-to", b"require-recipient-valid-since", b"dmarc-filter",
))  # fmt: skip
_HEADING = re.compile(rb"[!-9;-~]+[ \t]*:")
_MOST_RECEIVED = 4096
_LEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?[\r\n]*(?:>?From (?![ \t]*:)[^\n]*\n)?")


def content_hash(raw: bytes) -> str:
    """SHA-256, in hex, of what the author of a raw mail wrote: some headings, and the whole body.

    Line ends (CRLF, LF, CR), folding, the order of headings with different names and empty lines at the end do not
    count. Only the heading section is looked into; linear in the size of the mail. What is no heading begins the body:
    every byte of it counts. A mail with neither Message-ID nor Date says nothing about itself that a repetition would
    not (an alarm each night): there its first server's mark counts, the lowest Received. Bytes without any of these
    headings are no mail whose way could be told apart: there everything counts that did before.
    """
    raw, start = _begun(raw)
    told = _Told()
    written: list[tuple[bytes, bytes]] = []
    body = len(raw)
    for name, value, after in _headings(raw, start):
        if name is None:
            body = after
            break
        told.hear(name, value)
        if name in _WRITTEN:
            written.append((name, value))
    if not written:
        return earlier_hash(raw)
    digest = hashlib.sha256()
    for name, value in sorted(written, key=lambda heading: heading[0]):
        digest.update(b"\n" + name + b":" + value)
    return _ended(digest, told, raw[body:])


def earlier_hash(raw: bytes) -> str:
    """What `content_hash` was at first: of every heading but those known to be added on the way.

    Mails that were stored then are known again by it: a mailbox that is numbered anew, or a mail that is fetched again
    because nothing else tells whether it is another one, must not charge anybody twice for an old email.
    """
    raw, start = _begun(raw)
    digest = hashlib.sha256()
    told = _Told()
    body = _hash_headings(digest.update, raw, start, told)
    return _ended(digest, told, raw[body:])


def _begun(raw: bytes) -> tuple[bytes, int]:
    """The mail with line ends that can be looked for, and where its headings begin."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    lead = _LEAD.match(raw)
    return raw, lead.end() if lead else 0


def _ended(digest: hashlib._Hash, told: _Told, text: bytes) -> str:
    """Feed the body, and the first server's mark where nothing else names the mail."""
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

    def hear(self, name: bytes, value: bytes) -> None:
        """A whole heading, its words each behind one space."""
        if name == b"received":
            self.received = value[:_MOST_RECEIVED]
        self.named = self.named or (name in (b"message-id", b"date") and bool(value))


def _headings(raw: bytes, place: int) -> Iterator[tuple[bytes | None, bytes, int]]:
    """Name, unfolded value and end of each heading; then None and the place where the body begins."""
    name: bytes | None = None
    words: list[bytes] = []
    while place < len(raw):
        stop = raw.find(b"\n", place)
        stop = len(raw) if stop < 0 else stop
        line = raw[place:stop].rstrip(b"\r")
        if name is not None and line[:1] in (b" ", b"\t"):
            words += line.split()
            place = stop + 1
            continue
        if name is not None:
            yield name, b"".join(b" " + word for word in words), place
        if not _HEADING.match(line):
            # Where the empty line is missing, the end of the heading before it stands for that.
            yield None, b"", max(0, place - 1) if line else stop + 1
            return
        label, _, rest = line.partition(b":")
        name, words = label.rstrip(b" \t").lower(), rest.split()
        place = stop + 1
    if name is not None:
        yield name, b"".join(b" " + word for word in words), place


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
