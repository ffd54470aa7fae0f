"""The desk's own emails (MO2): which there are, what their texts may name, and how texts are filled in.

A text names values as `{{ticket}}`: a plain look-up in a short list, no expressions, and what is filled in is never
looked into again (RELIABILITY rule 40).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk_tui.errors import Refused
from helpdesk_tui.text import clipped

MAX_LETTER = 20_000
"""Characters of a letter's text."""
_NAME = re.compile(r"\{\{\s{0,5}([a-z_]{1,20})\s{0,5}\}\}")
_OPEN = re.compile(r"\{\{|\}\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")


class LetterKind(enum.StrEnum):
    """One kind of the desk's own emails."""

    TICKET_RECEIVED = "ticket_received"
    TICKET_REDIRECTED = "ticket_redirected"
    TICKET_DELAYED = "ticket_delayed"
    ABUSE = "abuse"
    FEE_CHARGED = "fee_charged"
    INCIDENTS_CHARGED = "incidents_charged"
    INSUFFICIENT_INCIDENTS = "insufficient_incidents"
    MESSAGE_LIMIT = "message_limit"
    INVOICE = "invoice"
    REGISTRATION = "registration"
    STAFF_NEW = "staff_new"
    STAFF_ASSIGNED = "staff_assigned"


@dataclass(frozen=True, slots=True)
class LetterText:
    """The subject and text of a letter, with names in double braces."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterUse:
    """When a letter is sent, in words, and the names that its text may hold."""

    help: str
    names: tuple[str, ...]


_TICKET = ("ticket", "subject", "client", "department", "desk")

USES: Mapping[LetterKind, LetterUse] = {
    LetterKind.TICKET_RECEIVED: LetterUse("to a client whose ticket was received", _TICKET),
    LetterKind.TICKET_REDIRECTED: LetterUse("to a client whose ticket went to another department", _TICKET),
    LetterKind.TICKET_DELAYED: LetterUse("to a client whose ticket was put off", (*_TICKET, "until")),
    LetterKind.ABUSE: LetterUse("to a client for whom a violation was registered", (*_TICKET, "until", "scores")),
    LetterKind.FEE_CHARGED: LetterUse("to a client who was charged a support fee", (*_TICKET, "fee", "balance")),
    LetterKind.INCIDENTS_CHARGED: LetterUse(
        "to a client from whom a ticket took support incidents", (*_TICKET, "taken", "left")
    ),
    LetterKind.INSUFFICIENT_INCIDENTS: LetterUse(
        "to a sender whose client has no support incidents left", ("subject", "client", "department", "desk")
    ),
    LetterKind.MESSAGE_LIMIT: LetterUse(
        "to a sender whose client sent too many emails within an hour", ("subject", "client", "department", "desk")
    ),
    LetterKind.INVOICE: LetterUse(
        "to a client, with a payment's invoice",
        ("client", "desk", "department", "number", "date", "amount", "items", "due", "bank"),
    ),
    LetterKind.REGISTRATION: LetterUse(
        "to a client who was registered with a notification", ("client", "email", "address", "department", "desk")
    ),
    LetterKind.STAFF_NEW: LetterUse("to the members of a department that has a new ticket", _TICKET),
    LetterKind.STAFF_ASSIGNED: LetterUse("to a member of staff who was given a ticket", (*_TICKET, "by")),
}


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each name replaced by its value; a name without a value stays as it is."""
    return _NAME.sub(lambda found: values.get(found[1], found[0]), text)


def checked_letter(kind: LetterKind, subject: str, text: str) -> LetterText:
    """A subject and text that can be sent; raises Refused for what the letter does not know, and for empty ones."""
    if not subject.strip() or not text.strip():
        raise Refused("A letter needs a subject and a text.", code="bad_value")
    if len(text) > MAX_LETTER or len(subject) > MAX_LETTER:
        raise Refused(f"A letter has at most {MAX_LETTER:,} characters.", code="too_long")
    known = USES[kind].names
    for part in (subject, text):
        for name in _NAME.findall(part):
            if name not in known:
                said = ", ".join(known)
                raise Refused(f"{{{{{name}}}}} is not known here; this letter knows {said}.", code="unknown_name")
        stray = _OPEN.search(_NAME.sub("", part))
        if stray:
            near = clipped(_NAME.sub("", part)[stray.start() :], 20)
            raise Refused(f"“{near}” is no name in double braces, such as {{{{ticket}}}}.", code="unknown_name")
    return LetterText(" ".join(subject.split()), text.strip("\n"))


def checked_language(language: str) -> str:
    """A language's code, two or three lower-case letters; raises Refused."""
    if not _LANGUAGE.match(language):
        raise Refused("A language is named by its code, such as en or de.", code="bad_value")
    return language


def spoken(languages: tuple[str, ...], there: frozenset[str]) -> str:
    """The first of these languages that is there, with or without its country (de-AT, de); else English."""
    for language in languages:
        for code in (language.lower(), re.split("[-_]", language.lower())[0]):
            if code in there:
                return code
    return "en"
