"""Where the mails of an mbox file begin and end, and what names each.

A mail begins with a line `From SENDER DATE` at the beginning of the file or behind an empty line; other lines that
begin with `From ` are text, whoever forgot to quote them. Content-Length is not trusted: a sender may write it. Read
in blocks: a file of any size, with a mail or a line of any size in it, takes little memory.
"""

from __future__ import annotations

import calendar
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

BLOCK = 1024 * 1024

_MOST_LINE = 1000
_MOST_HEADINGS = 256 * 1024
_MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DATE = re.compile(
    rb"From .*?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(%s) +(\d{1,2}) +(\d\d):(\d\d)(?::(\d\d))?"
    rb"(?: +[A-Za-z0-9:+_-]+){0,2}? +(\d{4})\b" % b"|".join(_MONTHS)
)
_MAYBE = re.compile(rb"\n(?=From )")
_BEGINNING = re.compile(rb"[\r\n]*(?=From )")
_GAP = re.compile(rb"(?:\A|\n)(?=\r?\n)")
_QUOTED = re.compile(rb"(?m)^>(?=>*From )")

# What programs that keep mail in this file write into its headings for themselves: not the mail's.
_NOTES = (
    b"status", b"x-status", b"x-keywords", b"x-uid", b"x-imap", b"x-imapbase", b"content-length", b"lines",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A mail in the file, by offsets: its `From ` line at `start`, `body`, `end`, and where the next one comes `after`.

    `key` is SHA-256 of that line and of the mail without other programs' notes: two mails that have it are one and the
    same. `date` is the delivery's by that line, in seconds since 1970 of whatever time zone, None if it tells none.
    `status` is where the Status heading stands, or the place for one. `internal`: a mail program's own data, no mail.
    """

    start: int
    body: int
    end: int
    after: int
    key: str
    seen: bool
    date: int | None
    status: tuple[int, int]
    internal: bool = False

    @property
    def size(self) -> int:
        """Of the mail, in bytes."""
        return self.end - self.body


def spans_of(handle: int, size: int, since: int = 0) -> Iterator[Span]:
    """The mails in the first `size` bytes, in their order, or those from the one that begins at `since`.

    Raises ValueError where the file is no mbox.
    """
    begun: int | None = None
    for start in _starts(handle, size, since):
        if begun is not None:
            yield described(handle, begun, start, first=begun == 0)
        begun = start
    if begun is not None:
        yield described(handle, begun, size, first=begun == 0)


def described(handle: int, start: int, after: int, *, first: bool = False) -> Span:
    """The mail between two offsets."""
    line = os.pread(handle, min(_MOST_LINE, after - start), start)
    line = line[: line.find(b"\n") + 1] or line
    body = start + len(line)
    end = after - _empty_line(os.pread(handle, min(4, after - body), max(body, after - 4)))
    headings = _headings(os.pread(handle, min(_MOST_HEADINGS, end - body), body))
    digest = hashlib.sha256(line.rstrip(b"\r\n"))
    seen, status, internal = False, (0, 0), False
    place = 0
    skipped = False
    for piece in headings.splitlines(keepends=True):
        if piece[:1] not in b" \t":
            name, _, told = piece.partition(b":")
            name = name.strip().lower()
            skipped = name in _NOTES
            if name == b"status":
                seen, status = seen or b"R" in told, (place, place + len(piece))
            internal = internal or (name in (b"x-imap", b"x-imapbase") and b"MAILER-DAEMON" in line)
        if not skipped:
            digest.update(piece)
        place += len(piece)
    for offset in range(body + len(headings), end, BLOCK):
        digest.update(os.pread(handle, min(BLOCK, end - offset), offset))
    internal = internal and first and b"FOLDER INTERNAL DATA" in headings
    where = (body + status[0], body + status[1])
    return Span(start, body, end, after, digest.hexdigest(), seen, _date(line), where, internal)


def unquoted(raw: bytes) -> bytes:
    """The mail as it was sent: a `>` is taken off each line of its text that the file needed to have quoted."""
    gap = _GAP.search(raw)
    text = gap.end() if gap else len(raw)
    return raw[:text] + _QUOTED.sub(b"", raw[text:])


def _starts(handle: int, size: int, since: int) -> Iterator[int]:
    if not size:
        return
    lead = _BEGINNING.match(os.pread(handle, min(_MOST_LINE, size - since), since))
    if lead is None:
        raise ValueError("it does not begin with a From line")
    yield since + lead.end()
    for place in range(since, size, BLOCK):
        # A little more than the block, so that what stands across its end is found once.
        block = os.pread(handle, min(BLOCK + len("From "), size - place), place)
        for match in _MAYBE.finditer(block):
            if match.start() < BLOCK and _separates(handle, place + match.start(), size):
                yield place + match.end()


def _separates(handle: int, place: int, size: int) -> bool:
    """Whether the line end at this place closes an empty line, and a line with sender and date follows."""
    before = os.pread(handle, min(2, place), max(place - 2, 0))
    line = os.pread(handle, min(_MOST_LINE, size - place - 1), place + 1)
    empty = before.endswith(b"\n") or before == b"\n\r"
    return empty and _DATE.match(line.partition(b"\n")[0]) is not None


def _empty_line(ending: bytes) -> int:
    """How long the empty line is that ends a mail in the file and is none of its own."""
    if ending.endswith(b"\r\n\r\n"):
        return 2
    return 1 if ending.endswith(b"\n\n") else 0


def _headings(raw: bytes) -> bytes:
    """The headings at the beginning, without the empty line."""
    gap = _GAP.search(raw)
    if gap:
        return raw[: gap.end()]
    return raw[: raw.rfind(b"\n") + 1]


def _date(line: bytes) -> int | None:
    found = _DATE.match(line)
    if found is None:
        return None
    month, day, hour, minute, second, year = found.groups(b"0")
    try:
        return calendar.timegm((int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second)))
    except ValueError:
        return None
