"""The heading section of an email or of one of its parts: raw values by name, in one linear pass.

Deviations from RFC 5322 that mail in the wild shows are read, not refused: a leading mbox line, a byte order
mark, blank lines before the first heading, junk between headings, no blank line before the body.
"""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.limits import Limits, UnreadableMail

_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,50}:")
# A letter of UTF-8 that was cut in two by folding; what was put between is no space of the text.
_CUT_LETTER = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_REST = re.compile(rb"[\x80-\xbf]")
_LONGEST_NAME = 256
_OF_A_PART = re.compile(rb"(?:content-[a-z-]{1,60}|mime-version|x-[a-z-]{1,60})[ \t]{0,50}:", re.IGNORECASE)
_MBOX_LINE = (b"From ", b">From ")

# A line that is no heading is skipped only before one of these; before anything else the body has begun.
_COMMON_NAMES = (
    "from to cc bcc subject date message-id in-reply-to references reply-to sender received return-path mime-version "
    "content-type content-transfer-encoding content-disposition content-id content-description delivered-to "
    "x-mailer user-agent dkim-signature"
)
# At least one of these makes bytes a mail.
_TELLING_NAMES = "resent-from resent-to apparently-to x-original-to auto-submitted precedence"
_COMMON = frozenset(_COMMON_NAMES.split())
_LONG = ("to", "cc")
_TRACE = ("received", "authentication-results")
_TELLING = _COMMON | frozenset(_TELLING_NAMES.split())


class Headings:
    """Headings by lower-case name; values are bytes, unfolded (a line break becomes the space that follows it).

    `cut` names the headings of which only the first 64 KiB were kept (rule 6), of To and Cc 2 MiB. `trace` are the
    names of the headings by which servers sign, in order.
    """

    __slots__ = ("cut", "trace", "values")

    def __init__(self) -> None:
        self.values: dict[str, list[bytes]] = {}
        self.cut: set[str] = set()
        self.trace: list[str] = []

    def first(self, name: str) -> bytes:
        """Value of the topmost heading of that name; empty when there is none."""
        values = self.values.get(name)
        return values[0] if values else b""

    def all(self, name: str) -> list[bytes]:
        """Values of every heading of that name, topmost first."""
        return self.values.get(name, [])

    @property
    def of_a_mail(self) -> bool:
        """Whether any heading is one that only a mail has."""
        return any(name in _TELLING for name in self.values)


def read_headings(raw: bytes, start: int, end: int, limits: Limits, *, top: bool = False) -> tuple[Headings, int]:
    """The headings that begin at `start`, and the place where the body begins (at most `end`).

    With `top` what may stand before the first heading of a whole mail is skipped. Raises UnreadableMail for
    more headings than the limits allow.
    """
    headings = Headings()
    place = _skip_lead(raw, start, end) if top else start
    count = 0
    name, pieces, size = "", [b""], 0
    while place < end:
        stop = raw.find(b"\n", place, end)
        after = stop + 1 if stop >= 0 else end
        line = raw[place : min(stop if stop >= 0 else end, place + limits.recipients + _LONGEST_NAME)]
        if line.endswith(b"\r"):
            line = line[:-1]
        if not line:
            place = after
            break
        if line[0] in b" \t":
            if size <= _most(name, limits):
                cut = line[1:2] >= b"\x80" and _CUT_LETTER.search(pieces[-1][-4:]) and _REST.match(line, 1)
                pieces.append(line[1:] if cut else line)
                size += len(line)
            place = after
            continue
        found = _NAME.match(line)
        if found is None:
            is_boundary = line.startswith(b"--") and (name == "content-type" or "content-type" in headings.values)
            if not is_boundary and _heading_follows(raw, after, end):
                place = after
                continue
            break
        _keep(headings, name, pieces, limits)
        count += 1
        if count > limits.headings:
            raise UnreadableMail(f"it has more than {limits.headings:,} headings")
        name = found.group(1).decode("ascii").lower()
        pieces = [line[found.end() :]]
        size = len(pieces[0])
        place = after
    _keep(headings, name, pieces, limits)
    return headings, min(place, end)


def behind_part_headings(raw: bytes, start: int, end: int) -> int:
    """Where the text begins in a part without an empty line: at the first line that is no heading of a part."""
    place = start
    while place < end:
        stop = raw.find(b"\n", place, end)
        after = stop + 1 if stop >= 0 else end
        if raw[place] not in b" \t" and not _OF_A_PART.match(raw, place, after):
            break
        place = after
    return place


def _keep(headings: Headings, name: str, pieces: list[bytes], limits: Limits) -> None:
    if not name:
        return
    value = pieces[0] if len(pieces) == 1 else b"".join(pieces)
    most = _most(name, limits)
    if len(value) > most:
        value = value[:most]
        headings.cut.add(name)
    if name in _TRACE:
        headings.trace.append(name)
    headings.values.setdefault(name, []).append(value.strip(b" \t\r"))


def _most(name: str, limits: Limits) -> int:
    return limits.recipients if name in _LONG else limits.heading


def _skip_lead(raw: bytes, start: int, end: int) -> int:
    if raw.startswith(b"\xef\xbb\xbf", start):
        start += 3
    while start < end and raw[start] in b"\r\n":
        start += 1
    if raw.startswith(_MBOX_LINE, start) and not _NAME.match(raw, start, end):
        stop = raw.find(b"\n", start, end)
        start = stop + 1 if stop >= 0 else end
    return start


def _heading_follows(raw: bytes, place: int, end: int) -> bool:
    found = _NAME.match(raw[place : min(end, place + _LONGEST_NAME)])
    return found is not None and found.group(1).decode("ascii").lower() in _COMMON
