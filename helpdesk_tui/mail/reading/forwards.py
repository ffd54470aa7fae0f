"""Who first sent an email that somebody passed on: the mail within it, or the headings that the mail program copied."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.addresses import Mailbox, mailboxes
from helpdesk_tui.mail.reading.headings import read_headings
from helpdesk_tui.mail.reading.limits import Limits
from helpdesk_tui.mail.reading.quote_words import AMBIGUOUS_PREFIXES, FORWARDED, FROM, HEADINGS, ORIGINAL
from helpdesk_tui.mail.reading.quotes import forward_prefix, is_forward
from helpdesk_tui.mail.reading.reports import leaves
from helpdesk_tui.mail.reading.structure import Part

_MOST_LINES = 2000
_BLOCK = 10
_RULE = "-_=*─—–>| \t:"
_MAILTO = re.compile(r"\[\s{0,3}mailto:\s{0,3}([^\s\]<>]{3,254})\s{0,3}\]", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,64}@[^\s<>()\[\],;:\"]{1,253}")


def passes_on(root: Part, subject: str, text: str) -> bool:
    """Whether the subject says that the email was passed on: what follows is then its content, not its history.

    "VS" says so in Danish, and "answer" in Finnish. What names the email it follows is an answer; of the others those
    that hold another email, or its headings, were passed on.
    """
    if not is_forward(subject):
        return False
    if forward_prefix(subject) not in AMBIGUOUS_PREFIXES:
        return True
    if root.headings.first("in-reply-to") or root.headings.first("references"):
        return False
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    return any(part.content_type == "message/rfc822" for part in leaves(root)) or _block_in(lines) is not None


def original_sender(root: Part, passed_on: bool, text: str, limits: Limits) -> Mailbox | None:
    """Name and address of the first sender; None where nothing says that the email was passed on, beside its subject
    (`passed_on`).

    Only a proposal to staff: anybody can write such lines.
    """
    for part in leaves(root):
        if part.content_type == "message/rfc822":
            content = part.content
            headings, _ = read_headings(content, 0, len(content), limits, top=True)
            found, _ = mailboxes(headings.all("from")[:1], 1)
            return found[0] if found and found[0][1] else None
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    for number, line in enumerate(lines):
        if _is_divider(line):
            return _within(lines[number + 1 : number + 1 + _BLOCK])
    block = _block_in(lines) if passed_on else None
    return None if block is None else _within(lines[block : block + 1])


def _is_divider(line: str) -> bool:
    """Whether a line says that a mail that was passed on begins here."""
    words = line.strip(_RULE).lower()
    return len(line) < 100 and (words in FORWARDED or words in ORIGINAL)


def _within(lines: list[str]) -> Mailbox | None:
    """The sender that the headings in these lines name."""
    for line in lines:
        name, colon, value = line.strip(" \t>*|").replace("：", ":").partition(":")
        if colon and HEADINGS.get(name.strip(" *").lower()) == FROM:
            return _mailbox(value.strip(" *"))
    return None


def _block_in(lines: list[str]) -> int | None:
    """The line that names the sender in the first block of two headings or more, as Outlook puts it there without a
    divider; None where there is no such block.
    """
    known = [
        HEADINGS.get(line.strip(" \t>*|").replace("：", ":").partition(":")[0].strip(" *").lower()) for line in lines
    ]
    for number, field in enumerate(known):
        if field == FROM and any(known[number + 1 : number + 4]):
            return number
    return None


def _mailbox(value: str) -> Mailbox | None:
    """Name and address as they stand in a copied heading."""
    value = _MAILTO.sub(r"<\1>", value[:500])
    found, _ = mailboxes([value.encode("utf-8", "replace")], 1)
    if found and "@" in found[0][1]:
        return found[0][0].strip("* "), found[0][1].strip("*")
    bare = _ADDRESS.search(value)
    return (value[: bare.start()].strip(" <([\"'"), bare[0]) if bare else None
