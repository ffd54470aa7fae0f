"""The words of a search, found again in a text that is read (TQ10): whole words, whatever their case."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpdesk_tui.rules.query import Query
from helpdesk_tui.widgets.pieces import Piece

Sought = re.Pattern[str]
LOOK = "sought"
_WORD = re.compile(r"\w+")


def sought_in(query: Query | None) -> Sought | None:
    """What finds the words and phrases of a query; None where it has none.

    What stands between two words of a phrase counts for nothing, as in the full text; a word that ends in `*`, and the
    last one while it is typed, stand for their beginning.
    """
    if query is None:
        return None
    last = len(query.words) - 1
    words = [(word, word.endswith("*") or (query.unfinished and at == last)) for at, word in enumerate(query.words)]
    found = [_pattern(text, begins) for text, begins in (*words, *((phrase, False) for phrase in query.phrases))]
    return re.compile("|".join(one for one in found if one), re.IGNORECASE) if any(found) else None


def _pattern(text: str, begins: bool) -> str:
    parts = [re.escape(part) for part in _WORD.findall(text)]
    return r"(?<!\w)" + r"\W+".join(parts) + ("" if begins else r"(?!\w)") if parts else ""


def marked(pieces: Iterable[Piece], sought: Sought) -> list[Piece]:
    """A line's pieces with what was sought in pieces of its own, within one piece."""
    found: list[Piece] = []
    for text, look in pieces:
        at = 0
        for hit in sought.finditer(text):
            found += [(text[at : hit.start()], look), (hit[0], LOOK)]
            at = hit.end()
        found.append((text[at:], look))
    return [piece for piece in found if piece[0]]


def hit_words(messages: int) -> str:
    """In how many messages of the conversation they are; elsewhere is the subject, the client, a tag."""
    if not messages:
        return "found outside the messages"
    return f"found in {messages} message{'s' * (messages > 1)}"
