"""Machine-readable reports: delivery status (RFC 3464), abuse feedback (RFC 5965), what they report about."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.headings import Headings, read_headings
from helpdesk_tui.mail.reading.limits import Limits
from helpdesk_tui.mail.reading.structure import Part
from helpdesk_tui.mail.reading.words import heading_text
from helpdesk_tui.rules.headers import is_message_id

_ID = re.compile(r"<[^<>\s]{1,980}>")
_ID_LINE = re.compile(rb"^[ \t>]{0,9}(?:x-)?(?:original-)?message-id:[ \t]{0,9}(<[^<>\s]{1,980}>)", re.I | re.M)
_TAGS = re.compile(rb"</?(?:br|p|div|pre|td|tr|li|span|font|b)\b[^<>]{0,500}>", re.I)
_ORIGINAL_TYPES = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
)
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_MAX_SEARCHED = 256 * 1024
_FAILED = frozenset(("failed", ""))


def message_ids(value: str) -> list[str]:
    """Message-IDs in a heading, in their angle brackets, in order, each once; only those that fit into an index.

    Where no brackets are, a single word with an `@` is one whose brackets somebody took away.
    """
    bare = value.strip()
    if "@" in bare and not any(char in bare for char in "<> \t,"):
        value = f"<{bare}>"
    return list(dict.fromkeys(found for found in _ID.findall(value) if is_message_id(found)))


def leaves(root: Part) -> list[Part]:
    """Every part that holds no parts, in order."""
    found: list[Part] = []
    pending = [root]
    while pending:
        part = pending.pop()
        if part.is_multipart:
            pending += reversed(part.parts)
        else:
            found.append(part)
    return found


def returned_ids(root: Part, limits: Limits) -> list[str]:
    """Message-IDs of the mails that are attached, whole or their headings alone."""
    found: list[str] = []
    for part in leaves(root):
        if part.content_type in _ORIGINAL_TYPES:
            content = part.content
            headings, _ = read_headings(content, 0, len(content), limits, top=True)
            found += message_ids(heading_text(headings.first("message-id")))
    return found


def reported_ids(root: Part, limits: Limits) -> list[str]:
    """Message-IDs of the mails that a bounce reports about.

    Taken from the original mail or its headings where they come back; else from a copy of them in the text
    (qmail, Exim); else from the headings by which the report answers, whose last reference is the mail itself: those
    before it are what it answered.
    """
    found = returned_ids(root, limits)
    if not found:
        for part in leaves(root):
            if part.content_type.startswith(("text/", "message/")):
                content = part.content[:_MAX_SEARCHED]
                if part.content_type == "text/html":
                    content = _TAGS.sub(b"\n", content).replace(b"&lt;", b"<").replace(b"&gt;", b">")
                lines = _ID_LINE.findall(content)
                found += [one for line in lines if is_message_id(one := line.decode("ascii", "replace"))]
    if not found:
        for name in ("in-reply-to", "references"):
            found += reversed(message_ids(" ".join(heading_text(value) for value in root.headings.all(name))))
    return list(dict.fromkeys(found))[: limits.references]


def has_status(root: Part) -> bool:
    """Whether there is a part that says by machine what became of a delivery."""
    return any(part.content_type in _STATUS_TYPES for part in leaves(root))


def delivery_status(root: Part, limits: Limits) -> tuple[bool, str]:
    """Whether a delivery report tells of a failure, and what it says: recipient, action, status, diagnosis."""
    failed = True
    sentences: list[str] = []
    for part in leaves(root):
        if part.content_type not in _STATUS_TYPES:
            continue
        actions: list[str] = []
        for fields in _groups(part.content, limits):
            recipient = _field(fields, "final-recipient") or _field(fields, "original-recipient")
            if not recipient:
                continue
            action = _field(fields, "action").lower()
            actions.append(action.split(" ", 1)[0])
            said = [recipient, action, _field(fields, "status"), _field(fields, "diagnostic-code")]
            sentences.append(", ".join(word for word in said if word)[:500])
        if actions:
            failed = any(action in _FAILED for action in actions)
    return failed, "; ".join(sentences[:5])


def _groups(content: bytes, limits: Limits) -> list[Headings]:
    """Groups of fields, divided by empty lines."""
    groups: list[Headings] = []
    place = 0
    content = content[:_MAX_SEARCHED]
    while place < len(content) and len(groups) < 100:
        headings, after = read_headings(content, place, len(content), limits)
        if headings.values:
            groups.append(headings)
        if after <= place:
            break
        place = after
    return groups


def _field(fields: Headings, name: str) -> str:
    """A field's text without the type before it (`rfc822;`, `smtp;`)."""
    text = heading_text(fields.first(name))
    return text.partition(";")[2].strip() or text if ";" in text[:20] else text
