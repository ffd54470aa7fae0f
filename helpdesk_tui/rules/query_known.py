"""Names in a query that nothing has: told, where an empty list would say that there are no such tickets (TQ10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpdesk_tui.rules.query_tree import NO_SERVICE, DepartmentIn, Field, Query, ServiceIn, StaffIn, TagIn, Test
from helpdesk_tui.rules.tags import folded_tag
from helpdesk_tui.text import clipped

MOST_KNOWN = 500
"""So many names of a kind are handed over at most; of a kind with more, nobody can say that a name is none."""
_LISTED = 6


def names_anything(query: Query) -> bool:
    """Whether the query names departments, staff, services or tags, which may be unknown."""
    return any(_named(term.test) for term in query.filters)


def unknown_name(query: Query, known: Mapping[Field, Sequence[str]]) -> str:
    """A sentence about the first name that no department, member of staff, service or tag has; empty without one."""
    for term in query.filters:
        for field, kind, name in _named(term.test):
            words = known.get(field, ())
            if len(words) >= MOST_KNOWN or name.casefold() in {word.casefold() for word in words}:
                continue
            listed = ", ".join(words[:_LISTED]) + (" ..." if len(words) > _LISTED else "")
            return f"There is no {kind} {clipped(name, 40)}" + (f"; {listed}." if listed else ".")
    return ""


def _named(test: Test) -> list[tuple[Field, str, str]]:
    match test:
        case DepartmentIn(names):
            return [(Field.DEPARTMENT, "department", name) for name in names]
        case StaffIn(logins):
            return [(Field.STAFF, "member of staff", login) for login in logins]
        case ServiceIn(names):
            return [(Field.SERVICE, "service", name) for name in names if name.lower() != NO_SERVICE]
        case TagIn(tags):
            return [(Field.TAG, "tag", folded_tag(tag)) for tag in tags]
        case _:
            return []
