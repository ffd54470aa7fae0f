"""From a line of text to a `Query` (TQ10): every text gives a query or one sentence (rule 41)."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, tzinfo

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.query_lex import Token, tokens
from helpdesk_tui.rules.query_text import searchable, storable
from helpdesk_tui.rules.query_tree import Field, FreeText, NumberIn, Query, Term, Test
from helpdesk_tui.rules.query_values import EXAMPLES, MAX_NUMBER, Setting, test_of
from helpdesk_tui.text import clipped

MAX_LENGTH = 1_000
MAX_TERMS = 20

_TICKETS = re.compile(r"#\d{1,19}(?:,#?\d{1,19})*", re.ASCII)


def parse_query(text: str, *, now: datetime, zone: tzinfo) -> Query:
    """What the line asks for; an empty one asks for every ticket.

    `now` and `zone` say what `age:`, `before:` and `after:` are counted from. Raises WrongUsage with one sentence for
    a name that is no field, a value that its field does not take, and a text without a letter or digit to search for.
    """
    if len(text) > MAX_LENGTH:
        raise WrongUsage(f"A query has at most {MAX_LENGTH:,} characters; this one has {len(text):,}.")
    text = unicodedata.normalize("NFC", storable(text))
    setting = Setting(now, zone)
    found = tokens(text)
    for token in found[:-1]:
        if token.dangling:
            raise WrongUsage(f"Alternatives stand without spaces between them: {token.name}:one,two.")
    # Each term once: what is asked for twice is found once, and costs a database as much as it is often written.
    terms = tuple(dict.fromkeys(_term(token, setting) for token in found))
    if len(terms) > MAX_TERMS:
        raise WrongUsage(f"A query has at most {MAX_TERMS} conditions and words; this one has {len(terms)}.")
    return Query(terms, unfinished=bool(found) and found[-1].end == len(text) and _is_word(_term(found[-1], setting)))


def _is_word(term: Term) -> bool:
    return isinstance(term.test, FreeText) and not term.test.phrase and not term.negated


def _term(token: Token, setting: Setting) -> Term:
    if token.name:
        return Term(_field_test(token, setting), token.negated)
    piece = token.pieces[0]
    if _TICKETS.fullmatch(piece.text) and not piece.quoted:
        numbers = tuple(dict.fromkeys(int(one.removeprefix("#")) for one in piece.text.split(",")))
        if all(0 < number <= MAX_NUMBER for number in numbers):
            return Term(NumberIn(numbers), token.negated)
    if not searchable(piece.text):
        raise WrongUsage(f"“{clipped(piece.text, 40)}” has no letter or digit to search for.")
    return Term(FreeText(piece.text, phrase=piece.quoted), token.negated)


def _field_test(token: Token, setting: Setting) -> Test:
    field = token.field
    if field is None:
        raise WrongUsage(_no_field(token.name))
    values = [value for piece in token.pieces if (value := piece.text.strip())]
    if not values:
        raise WrongUsage(f"{field}: needs a value, as in {EXAMPLES[field]}.")
    return test_of(field, values, setting)


def _no_field(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), list(Field), n=1)
    meant = f" Did you mean {near[0]}:?" if near else f" The fields are {', '.join(Field)}."
    return f"{clipped(name, 40)}: is no field.{meant} To search for the words themselves, put them in quotes."
