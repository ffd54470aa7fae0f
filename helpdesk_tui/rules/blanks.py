"""Placeholders of predefined replies (PR3): which there are, what fills them, and what is left in an answer.

`{client.name}` and `{{client.name}}` are the same: a plain look-up in a short list, no expressions and no attributes.
What is filled in is never looked into again, so nothing that a client wrote is ever a template (RELIABILITY rule 40).
What is unknown, or has nothing on this ticket to be filled with, stays as it stands and is told.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from helpdesk_tui.errors import Refused
from helpdesk_tui.text import clipped
from helpdesk_tui.views import StaffView, TicketView
from helpdesk_tui.vocab import MessageKind

NAMES: Mapping[str, str] = {
    "client.name": "the client's name",
    "client.person": "who of the client wrote last; where they have no name, the client's",
    "client.email": "the client's address",
    "ticket.number": "the ticket's number",
    "ticket.subject": "its subject",
    "ticket.department": "its department",
    "service.name": "the service that the ticket is about",
    "service.plan": "the service's plan",
    "service.domain": "the service's domain",
    "staff.name": "your name; where you have none, your login",
    "staff.email": "your address",
    "desk.name": "the desk's name",
}
"""Every placeholder and what it stands for."""

_LONGEST = 300
_BLANK = re.compile(r"\{\{(?P<double>[^{}\n]{1,60})\}\}|(?<![${])\{(?P<single>[^\W\d][\w.-]{0,60})\}(?!\})")
"""In double braces anything short, in single ones a word: `{id: 1}`, `${HOME}` and `{}` are text."""

_GROUPS = "|".join(sorted({name.partition(".")[0] for name in NAMES}))
_MEANT = re.compile(
    rf"{_BLANK.pattern}|(?<![${{])\{{{{1,2}}\s*(?:{_GROUPS})\.[^\W\d]\w*[^{{}}\n]{{0,40}}\}}{{0,2}}", re.IGNORECASE
)
"""Those, and what was meant to be one and is never filled: `{ client.name }`, `{{client.name}`, `{client.name|up}`."""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder that has a value replaced by it; the others stay as they stand."""
    return _BLANK.sub(lambda found: values.get(_name(found)) or found[0], text)


def blanks_in(text: str) -> tuple[str, ...]:
    """The placeholders of a text as they stand there, each once, in their order; known ones and unknown ones."""
    return tuple(dict.fromkeys(found[0] for found in _MEANT.finditer(text)))


def unknown_in(text: str, known: Container[str] = NAMES) -> tuple[str, ...]:
    """The placeholders of a text that nothing ever fills, where those are filled that are `known`."""
    return tuple(dict.fromkeys(found[0] for found in _MEANT.finditer(text) if _name(found) not in known))


def left_in(answer: str) -> tuple[str, ...]:
    """The placeholders that an answer still has; not those in lines that quote somebody (`> `)."""
    return blanks_in("\n".join(line for line in answer.split("\n") if not line.startswith(">")))


def check_filled(answer: str) -> None:
    """Nothing leaves the desk with a placeholder that nothing filled in (PR3); raises Refused `unfilled`."""
    left = left_in(answer)
    if left:
        raise Refused(f"{told(left)} Change it, or say that the braces are meant as they stand.", code="unfilled")


def parts(text: str) -> Iterator[str]:
    """The text piece by piece, each placeholder a piece of its own; together they are the text."""
    at = 0
    for found in _MEANT.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield found[0]
        at = found.end()
    if at < len(text):
        yield text[at:]


def told(blanks: tuple[str, ...]) -> str:
    """What is not filled in, as a sentence: `{client.nmae} is not filled in.` of one, the number of the others else."""
    first = clipped(blanks[0], 40)
    if len(blanks) == 1:
        return f"{first} is not filled in."
    others = len(blanks) - 1
    return f"{first} and {others} other{'s' * (others > 1)} are not filled in."


def values(ticket: TicketView, me: StaffView, desk: str) -> dict[str, str]:
    """What the placeholders stand for on a ticket, each in one line; without those that have nothing here."""
    client, row = ticket.client, ticket.row
    service = next((one for one in client.services if one.id == ticket.service_id), None)
    last = next((m.name for m in reversed(ticket.messages) if m.kind is MessageKind.CLIENT), "")
    found = {
        "client.name": client.name,
        "client.person": last or client.name,
        "client.email": client.email,
        "ticket.number": str(row.number),
        "ticket.subject": row.subject,
        "ticket.department": row.department,
        "service.name": row.service or "",
        "service.plan": service.plan if service else "",
        "service.domain": service.domain if service else "",
        "staff.name": me.name or me.login,
        "staff.email": me.email,
        "desk.name": desk,
    }
    return in_one_line(found)


def in_one_line(found: Mapping[str, str]) -> dict[str, str]:
    """What placeholders stand for, each in one line of bearable length; those that have nothing are left out."""
    lines = {name: clipped(" ".join(value.split()), _LONGEST) for name, value in found.items()}
    return {name: line for name, line in lines.items() if line}


def _name(found: re.Match[str]) -> str:
    return (found["double"] or found["single"] or "").strip().casefold()
