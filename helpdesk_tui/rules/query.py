"""The query language (TQ10) as its users see it: parse, complete, describe, and the words for full-text search.

    status:progress dept:sales,tech from:acme -tag:dns age:>2d is:unread "disk full" raid*

Terms are joined by *and*, values of a field by *or*; a minus turns a term into its opposite. The fields:

    status          progress, awaiting, archived
    dept, service   whole names
    tag             tags
    staff           logins, me, none
    client          a whole name or address, or #id
    from            any part of the client's name or address
    priority        low, normal, high, urgent, with > >= < <= before it
    characteristic  common, good, problematic
    age             >2d, <3h: since the ticket was created
    before, after   2026-11-01, 2026-11, yesterday, 2w: created before, or from its beginning on
    has             attachment
    is              unread, front, delayed, favourite, mine, unassigned
    number, #4812   numbers of tickets
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpdesk_tui.rules.query_complete import Completion, complete
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.rules.query_text import Websearch, fts5_any, fts5_match, websearch
from helpdesk_tui.rules.query_tree import (
    NO_SERVICE,
    CharacteristicIn,
    ClientIn,
    CreatedIn,
    DepartmentIn,
    Field,
    Flag,
    FlagIn,
    FreeText,
    FromHas,
    HasAttachment,
    NumberIn,
    PriorityIn,
    Query,
    ServiceIn,
    Span,
    StaffIn,
    StatusIn,
    TagIn,
    Term,
    Test,
)
from helpdesk_tui.vocab import TicketStatus

__all__ = [
    "CharacteristicIn",
    "ClientIn",
    "Completion",
    "CreatedIn",
    "DepartmentIn",
    "Field",
    "Flag",
    "FlagIn",
    "FreeText",
    "FromHas",
    "HasAttachment",
    "NumberIn",
    "PriorityIn",
    "Query",
    "ServiceIn",
    "Span",
    "StaffIn",
    "StatusIn",
    "TagIn",
    "Term",
    "Test",
    "Websearch",
    "complete",
    "describe",
    "fts5_any",
    "fts5_match",
    "parse_query",
    "websearch",
]

_STATUS_WORDS = {
    TicketStatus.IN_PROGRESS: "in progress",
    TicketStatus.AWAITING: "awaiting the client",
    TicketStatus.ARCHIVED: "archived",
}
_FLAG_WORDS = {Flag.FRONT: "at the front of the queue", Flag.MINE: "held by me", Flag.UNASSIGNED: "held by nobody"}


def describe(query: Query) -> str:
    """The query as a person says it: `in Tech, from acme, unread`; `all tickets` when it asks for nothing.

    The words in it are those that were typed: whoever shows them makes them safe.
    """
    said = [("not " if term.negated else "") + _say(term.test) for term in query.filters]
    wanted = [*query.words, *(f'"{phrase}"' for phrase in query.phrases)]
    if wanted:
        said.append(f"containing {_listed(wanted, 'and')}")
    if query.unwanted:
        said.append(f"without {_listed([_shown(text) for text in query.unwanted], 'or')}")
    return ", ".join(said) or "all tickets"


def _shown(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _say(test: Test) -> str:
    match test:
        case StatusIn(statuses):
            return _either(_STATUS_WORDS[status] for status in statuses)
        case DepartmentIn(names):
            return f"in {_either(names)}"
        case StaffIn(logins, me, nobody):
            return f"held by {_either([*logins, *['me'] * me, *['nobody'] * nobody])}"
        case ClientIn(names, ids):
            return f"of {_either([*names, *(f'client #{number}' for number in ids)])}"
        case FromHas(parts):
            return f"from {_either(parts)}"
        case ServiceIn(names):
            return f"about {_either('no service' if name.lower() == NO_SERVICE else name for name in names)}"
        case PriorityIn(priorities):
            return f"{_either(priority.word for priority in priorities)} priority"
        case TagIn(tags):
            return f"tagged {_either(tags)}"
        case CharacteristicIn(ratings):
            return f"of a {_either(ratings)} client"
        case CreatedIn(spans):
            return _either(span.said for span in spans)
        case HasAttachment():
            return "with an attachment"
        case FlagIn(flags):
            return _either(_FLAG_WORDS.get(flag, flag) for flag in flags)
        case NumberIn(numbers):
            return f"number {_either(str(number) for number in numbers)}"
        case FreeText(text):
            return _shown(text)


def _either(words: Iterable[str]) -> str:
    return _listed(list(words), "or")


def _listed(words: Sequence[str], joined: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} {joined} {last}" if first else last
