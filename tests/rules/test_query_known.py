"""Names that nothing has (TQ10): one sentence, with those that there are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helpdesk_tui.rules.query_known import MOST_KNOWN, names_anything, unknown_name
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.rules.query_tree import Field

KNOWN = {
    Field.DEPARTMENT: ("Tech", "Sales", "Billing"), Field.STAFF: ("anna",), Field.SERVICE: ("vps-31", "acme.example"),
}  # fmt: skip
MANY = KNOWN | {Field.SERVICE: tuple(f"vps-{number}" for number in range(MOST_KNOWN))}


def told(text: str, known: dict[Field, tuple[str, ...]] = KNOWN) -> str:
    """What is said of a query."""
    return unknown_name(parse_query(text, now=datetime(2026, 11, 23, tzinfo=UTC), zone=UTC), known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dept:sal", "There is no department sal; Tech, Sales, Billing."),
        ("-dept:tech,sal", "There is no department sal; Tech, Sales, Billing."),
        ("staff:bob disk", "There is no member of staff bob; anna."),
        ("service:vps", "There is no service vps; vps-31, acme.example."),
        ("dept:TECH,sales staff:me,none,anna service:ACME.example from:sal client:sal", ""),
        ("disk", ""),
    ],
)
def test_the_first_name_that_is_unknown_is_told(text: str, expected: str) -> None:
    assert told(text) == expected


def test_where_not_all_names_are_known_none_is_wrong() -> None:
    assert told("service:other", MANY) == ""
    assert told("dept:x", {}) == "There is no department x."


def test_other_queries_need_no_names() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert not names_anything(parse_query("is:unread disk staff:me", now=now, zone=UTC))
    assert names_anything(parse_query("dept:x", now=now, zone=UTC))
