"""Everything that is read from one email, as plain data: what a parser child sends and `ParsedMail` is made of.

Kept apart from `helpdesk_tui.views` because a parser child must start quickly, and the read models take longer
to import than everything here together.
"""

from __future__ import annotations

import re
from typing import TypedDict

from helpdesk_tui.mail.reading.addresses import Mailbox, mailboxes
from helpdesk_tui.mail.reading.bodies import Body, File
from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.dates import mail_date
from helpdesk_tui.mail.reading.forwards import original_sender, passes_on
from helpdesk_tui.mail.reading.headings import Headings
from helpdesk_tui.mail.reading.limits import LIMITS, Limits, UnreadableMail
from helpdesk_tui.mail.reading.lists import named_lists, wrote_to_list
from helpdesk_tui.mail.reading.machines import BOUNCE, LIST, apart_from_lists, verdict
from helpdesk_tui.mail.reading.quotes import MAX_LINES
from helpdesk_tui.mail.reading.reports import message_ids, reported_ids
from helpdesk_tui.mail.reading.structure import Part, read_structure
from helpdesk_tui.mail.reading.words import heading_text
from helpdesk_tui.rules.headers import is_message_id, is_reply_subject

_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_WORD_CHARSET = re.compile(rb"=\?([A-Za-z0-9_.:-]{2,40})(?:\*[A-Za-z-]{1,8})?\?[BbQq]\?")
_LONE_CR = re.compile(rb"\r(?!\n)")
_RECEIVED_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,255})", re.IGNORECASE)
_NUMBERED = re.compile(r"#\d")
_MOST_FROM = 20


class Facts(TypedDict):
    """The fields of `ParsedMail` in JSON's types; files with their content as bytes, addresses as written."""

    senders: list[Mailbox]
    to: list[Mailbox]
    cc: list[Mailbox]
    delivered_to: list[str]
    subject: str
    date: str | None
    message_id: str
    in_reply_to: list[str]
    references: list[str]
    text: str
    own_lines: int
    files: list[File]
    authentication_results: list[str]
    kind: str
    machine: str
    reported_ids: list[str]
    return_path: str | None
    notes: list[str]
    more_to: list[str]
    more_cc: list[str]
    to_cut: bool
    received_by: list[str]
    results_below: list[int]
    forwarded: Mailbox | None
    reply_to: Mailbox | None
    lists: list[str]
    wrote_to_list: list[Mailbox]
    kind_apart: str
    machine_apart: str


def facts(raw: bytes, limits: Limits = LIMITS) -> Facts:
    """Read a whole email.

    Raises UnreadableMail for bytes that are no mail, for a mail outside the limits, and for whatever else goes
    wrong in reading: one mail never stops the others (rule 6).
    """
    try:
        return _read(_with_line_feeds(raw), limits)
    except UnreadableMail:
        raise
    except (RecursionError, MemoryError) as error:
        raise UnreadableMail("it is nested too deeply or too large to be read") from error
    except Exception as error:
        raise UnreadableMail(f"reading it failed ({type(error).__name__})") from error


def _read(raw: bytes, limits: Limits) -> Facts:
    found = _CHARSET.search(raw, 0, 65536) or _WORD_CHARSET.search(raw, 0, 65536)
    hint = found.group(1).decode("ascii") if found else ""
    root = read_structure(raw, limits, hint)
    if "from" in root.headings.cut:
        raise UnreadableMail("its From heading is too long")
    body = Body(limits, answers=_answers(root.headings, hint))
    body.gather(root)
    return _facts(root, body, limits, hint)


def _facts(root: Part, body: Body, limits: Limits, hint: str) -> Facts:
    headings = root.headings
    notes = [f"The {name} heading was cut at {_shown_limit(name, limits)} KiB." for name in sorted(headings.cut)]
    senders = _senders(headings, limits, hint)
    to, more_to, to_cut = _recipients("to", headings, limits, hint)
    cc, more_cc, _ = _recipients("cc", headings, limits, hint)
    for name, more in (("To", more_to), ("Cc", more_cc)):
        if more:
            notes.append(f"Only the first {limits.addresses} addresses of {name} were kept.")
    subject = heading_text(headings.first("subject"), hint)
    if len(subject) > limits.subject:
        subject = subject[: limits.subject]
        notes.append("The subject was cut.")
    text = body.text
    if body.cut:
        notes.append("The text was cut; the original is complete.")
    if text.count("\n") > MAX_LINES:
        notes.append(f"It has more than {MAX_LINES:,} lines; nothing is folded.")
    return_path = _return_path(headings)
    date = mail_date(heading_text(headings.first("date")))
    lists = named_lists(headings)
    wrote = wrote_to_list(headings, senders[0][0], hint) if lists and len(senders) == 1 else []
    kind, machine = verdict(root, [address for _, address in senders], subject, return_path, limits)
    apart = apart_from_lists(root, subject, return_path) if kind == LIST else (kind, machine)
    passed_on = passes_on(root, subject, text)
    own = text.count("\n") + 1 if passed_on else body.own_lines
    return Facts(
        senders=senders,
        to=to,
        cc=cc,
        delivered_to=_delivered_to(headings, limits),
        subject=subject,
        date=date.isoformat() if date else None,
        message_id=_message_id(headings),
        in_reply_to=_ids(headings, "in-reply-to", limits),
        references=_ids(headings, "references", limits),
        text=text,
        own_lines=own if text else 0,
        files=body.files,
        authentication_results=[decode(value) for value in headings.all("authentication-results")],
        kind=kind,
        machine=machine,
        reported_ids=reported_ids(root, limits) if kind == BOUNCE or _is_report(root) else [],
        return_path=return_path,
        notes=notes + body.notes,
        more_to=more_to,
        more_cc=more_cc,
        to_cut=to_cut,
        received_by=[_received_by(value) for value in headings.all("received")],
        results_below=_results_below(headings),
        forwarded=original_sender(root, passed_on, text, limits),
        reply_to=_reply_to(headings, hint),
        lists=lists,
        wrote_to_list=wrote,
        kind_apart=apart[0],
        machine_apart=apart[1],
    )


def _answers(headings: Headings, hint: str) -> bool:
    """Whether a mail answers another one: by the ids it names, or by a subject like "Re: ...", "AW: ..." or "[#12]"."""
    if headings.first("in-reply-to") or headings.first("references"):
        return True
    subject = heading_text(headings.first("subject"), hint)[:1000].strip()
    return is_reply_subject(subject) or _NUMBERED.search(subject) is not None


def _senders(headings: Headings, limits: Limits, hint: str) -> list[Mailbox]:
    """Mailboxes of From; a second heading is a second sender, whatever stands in it (rule 12)."""
    values = headings.all("from")
    found, _ = mailboxes(values[:_MOST_FROM], limits.addresses, hint, strict=True)
    return [*found, ("", "")] if len(values) > 1 and len(found) == 1 else found


def _reply_to(headings: Headings, hint: str) -> Mailbox | None:
    """Whom answers are to go to, as the mail says; None where it names nobody or several."""
    found, _ = mailboxes(headings.all("reply-to")[:2], 2, hint, strict=True)
    return found[0] if len(found) == 1 and found[0][1] else None


def _recipients(name: str, headings: Headings, limits: Limits, hint: str) -> tuple[list[Mailbox], list[str], bool]:
    """Mailboxes of a heading that are kept, the addresses of the others, and whether there were more than are read."""
    values: list[bytes] = []
    left = limits.recipients
    for value in headings.all(name):
        if len(value) > left:
            break
        values.append(value)
        left -= len(value)
    kept: list[Mailbox] = []
    others: list[Mailbox] = []
    found, _ = mailboxes(values, limits.recipients, hint, named=limits.addresses)
    for box in found:
        if box[1]:
            (kept if len(kept) < limits.addresses else others).append(box)
    cut = name in headings.cut or len(values) < len(headings.all(name))
    return kept, [address for _, address in others], cut


def _shown_limit(name: str, limits: Limits) -> int:
    return (limits.recipients if name in ("to", "cc") else limits.heading) // 1024


def _received_by(value: bytes) -> str:
    found = _RECEIVED_BY.search(decode(value))
    return found.group(1) if found else ""


def _results_below(headings: Headings) -> list[int]:
    """For each Authentication-Results, how many Received headings stand above it."""
    above = 0
    found: list[int] = []
    for name in headings.trace:
        if name == "received":
            above += 1
        else:
            found.append(above)
    return found


def _is_report(root: Part) -> bool:
    return root.content_type == "multipart/report"


def _with_line_feeds(raw: bytes) -> bytes:
    """A mail whose lines end with a lone CR, with LF instead, or with CR CR LF, with CR LF; any other as it is."""
    first = raw.find(b"\r")
    if raw[first : first + 3] == b"\r\r\n" and raw.count(b"\r\r\n") * 2 > raw.count(b"\n"):
        return raw.replace(b"\r\r\n", b"\r\n")
    if first < 0 or raw[first + 1 : first + 2] == b"\n" or raw.find(b"\n", 0, first) >= 0:
        return raw
    return _LONE_CR.sub(b"\n", raw)


def _message_id(headings: Headings) -> str:
    value = heading_text(headings.first("message-id"))
    found = message_ids(value)
    if found:
        return found[0]
    bare = f"<{value.strip('<> ').replace(' ', '')}>"
    return bare if is_message_id(bare) else ""


def _ids(headings: Headings, name: str, limits: Limits) -> list[str]:
    """Message-IDs of all headings of a name; of too many, the oldest and the newest ones."""
    found = message_ids(" ".join(heading_text(value) for value in headings.all(name)))
    return found if len(found) <= limits.references else [found[0], *found[1 - limits.references :]]


def _delivered_to(headings: Headings, limits: Limits) -> list[str]:
    values = [
        value
        for name in ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
        for value in headings.all(name)[: limits.addresses]
    ]
    boxes, _ = mailboxes(values, limits.addresses)
    return [address for _, address in boxes if address]


def _return_path(headings: Headings) -> str | None:
    """The envelope's sender; empty for the null sender, None where nothing was recorded."""
    values = headings.all("return-path")
    if not values:
        return None
    boxes, _ = mailboxes(values[:1], 1)
    return boxes[0][1] if boxes else ""
