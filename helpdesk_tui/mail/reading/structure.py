"""The MIME structure of an email (RFC 2045, RFC 2046) as a tree of byte ranges.

An own reader and not the standard library's, for what was measured there: it turns the mail into a list of
lines, so that 50 MB of mail need 420 MB and 20 MB of short lines more than a parser child may have; it
descends by recursion; and it cannot give back an attached mail byte for byte. This one searches for
boundaries in the bytes as they are, and knows its limits before it starts.
"""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.headings import Headings, behind_part_headings, read_headings
from helpdesk_tui.mail.reading.limits import Limits, UnreadableMail
from helpdesk_tui.mail.reading.parameters import with_parameters
from helpdesk_tui.mail.reading.transfer import undo

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_ANY_BOUNDARY = re.compile(
    rb"^--(-{0,60}[^\s-][^\r\n]{0,198}?)[ \t]*\r?\n(?=[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-)", re.MULTILINE
)
_FLAT = frozenset((b"", b"7bit", b"8bit", b"binary"))


class Part:
    """One part of a mail: its headings, its type, and either parts of its own or a body.

    `content_type` is lower case and always of the form `type/subtype`; `parameters` are those of Content-Type,
    `disposition` and `disposition_parameters` those of Content-Disposition.
    """

    __slots__ = (
        "content_type", "disposition", "disposition_parameters", "end", "headings", "hint", "parameters",
        "parts", "raw", "start",
    )  # fmt: skip

    def __init__(self, raw: bytes, start: int, end: int, headings: Headings, default_type: str, hint: str) -> None:
        self.raw = raw
        self.start = start
        self.end = end
        self.headings = headings
        self.hint = hint
        self.parts: list[Part] = []
        declared, self.parameters = with_parameters(headings.first("content-type"), hint)
        self.content_type = _type(declared, default_type)
        self.disposition, self.disposition_parameters = with_parameters(headings.first("content-disposition"), hint)

    @property
    def body(self) -> bytes:
        """The body as it was sent, its transfer encoding not undone."""
        return self.raw[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        is_text = self.content_type.startswith("text/")
        return undo(self.body, self.headings.first("content-transfer-encoding"), text=is_text)

    @property
    def charset(self) -> str:
        """The declared charset, or an empty string."""
        return self.parameters.get("charset", "")

    @property
    def filename(self) -> str:
        """The name of a file the part was sent as, decoded but not made safe."""
        return self.disposition_parameters.get("filename", "") or self.parameters.get("name", "")

    @property
    def is_multipart(self) -> bool:
        """Whether the part consists of parts."""
        return bool(self.parts)


def read_structure(raw: bytes, limits: Limits, hint: str = "") -> Part:
    """The tree of parts of a whole mail.

    Raises UnreadableMail when it is no mail, or is nested deeper or in more parts than the limits allow.
    """
    headings, body = read_headings(raw, 0, len(raw), limits, top=True)
    if not headings.of_a_mail:
        raise UnreadableMail("it has none of the headings of a mail" if raw.strip() else "it is empty")
    root = Part(raw, body, len(raw), headings, "text/plain", hint)
    _divide_all(root, limits)
    return root


def read_entity(raw: bytes, limits: Limits, hint: str = "") -> Part:
    """The tree of parts of what was wrapped in a part: headings and a body, but no mail of its own."""
    headings, body = read_headings(raw, 0, len(raw), limits, top=True)
    root = Part(raw, body, len(raw), headings, "text/plain", hint)
    _divide_all(root, limits)
    return root


def _divide_all(root: Part, limits: Limits) -> None:
    count = 1
    level = [root]
    for _ in range(limits.depth + 1):
        below: list[Part] = []
        for part in level:
            if part.content_type.startswith("multipart/") or _is_disguised(part):
                _divide(part, limits, limits.parts - count)
                count += len(part.parts)
                below += part.parts
        if not below:
            return
        level = below
    raise UnreadableMail(f"its parts are nested more than {limits.depth} deep")


def _is_disguised(part: Part) -> bool:
    """Whether a part that claims to be something else is a multipart: it has a boundary and begins with it."""
    boundary = part.parameters.get("boundary", "").rstrip().encode("latin-1", "replace")
    if not boundary or not part.raw[part.start : part.start + len(boundary) + 20].lstrip().startswith(b"--" + boundary):
        return False
    part.content_type = "multipart/mixed"
    return True


def _divide(part: Part, limits: Limits, allowed: int) -> None:
    """Give a multipart its parts; one whose boundary cannot be found is made a text."""
    ranges = _ranges(part, allowed)
    if not ranges and part.headings.first("content-transfer-encoding").strip().lower() not in _FLAT:
        # Forbidden by RFC 2045 6.4 and done all the same: a whole multipart in base64.
        part.raw = part.content
        part.start, part.end = 0, len(part.raw)
        ranges = _ranges(part, allowed)
    if not ranges:
        part.content_type = "text/plain"
        return
    if len(ranges) > allowed:
        raise UnreadableMail(f"it has more than {limits.parts:,} parts")
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for start, end in ranges:
        headings, body = read_headings(part.raw, start, end, limits)
        if body >= end and default == "text/plain":
            body = behind_part_headings(part.raw, start, end)
        part.parts.append(Part(part.raw, body, end, headings, default, part.hint))


def _ranges(part: Part, allowed: int) -> list[tuple[int, int]]:
    boundary = part.parameters.get("boundary", "").rstrip().encode("latin-1", "replace")
    ranges = _between(part, boundary, allowed) if boundary else []
    if not ranges:
        guess = _ANY_BOUNDARY.search(part.raw, part.start, part.end)
        if guess is not None:
            ranges = _between(part, guess.group(1), allowed)
    return ranges


def _between(part: Part, boundary: bytes, allowed: int) -> list[tuple[int, int]]:
    """Ranges of the parts between boundary lines; a missing last boundary is the end of the body.

    Reading goes on behind a closing boundary that is followed by others, which forwarding programs produce.
    """
    raw, end = part.raw, part.end
    mark = b"--" + boundary
    ranges: list[tuple[int, int]] = []
    open_at = -1
    place = part.start
    while True:
        at = raw.find(mark, place, end)
        if at < 0:
            break
        place = at + len(mark)
        if at > part.start and raw[at - 1] not in b"\r\n":
            continue
        stop = raw.find(b"\n", place, end)
        stop = end if stop < 0 else stop
        tail = raw[place : min(stop, place + 200)].rstrip(b" \t\r")
        if tail not in (b"", b"--"):
            continue
        if open_at >= 0:
            ranges.append((open_at, max(open_at, _before_line_end(raw, at))))
            if len(ranges) > allowed:
                return ranges
        open_at = -1 if tail else min(stop + 1, end)
        place = min(stop + 1, end)
    if open_at >= 0 and (open_at < end or not ranges):
        ranges.append((open_at, end))
    return ranges


def _before_line_end(raw: bytes, at: int) -> int:
    """The line end before a boundary belongs to the boundary (RFC 2046 5.1.1)."""
    if raw[at - 1 : at] == b"\n":
        at -= 1
    if raw[at - 1 : at] == b"\r":
        at -= 1
    return at


def _type(declared: str, default: str) -> str:
    if not declared:
        return default
    found = _TYPE.match(declared)
    if found is not None:
        return found.group()
    return "text/html" if declared == "html" else "text/plain"
