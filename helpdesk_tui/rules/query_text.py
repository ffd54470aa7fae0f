"""Free words as the full-text engines take them (rule 41): quoted, so that nothing in them is an operator.

SQLite's FTS5 raises on `C++`, `user@example.org` or `a AND` when it gets them bare; in double quotes, with inner ones
doubled, any text is a phrase. PostgreSQL's `websearch_to_tsquery` takes any text, but reads `or`, `-` and quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# NUL ends a query of SQLite's, PostgreSQL refuses it, and half of a surrogate pair cannot be encoded for either.
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Websearch:
    """A search for PostgreSQL: all of it has to match.

    `text` is for `websearch_to_tsquery`, each of `prefixes` for `to_tsquery`; both are bound parameters.
    """

    text: str
    prefixes: tuple[str, ...] = ()


def storable(text: str) -> str:
    """The text with a space for each control character and lone surrogate, so that a database takes it."""
    return _UNSTORABLE.sub(" ", text)


def searchable(text: str) -> bool:
    """Whether the full-text engines see anything in the text: a letter, a digit, a character of private use."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co" for char in text)


def fts5_match(words: Sequence[str], phrases: Sequence[str] = (), *, unfinished: bool = False) -> str:
    """An FTS5 expression that all of the words and phrases fulfil; empty when there is nothing to search for.

    A word that ends in `*` matches by its beginning, with `unfinished` the last word too.
    """
    last = len(words) - 1
    parts = [_fts5_word(word, unfinished and at == last) for at, word in enumerate(words) if searchable(word)]
    return " ".join([*parts, *(_fts5_quoted(phrase) for phrase in phrases if searchable(phrase))])


def fts5_any(texts: Sequence[str]) -> str:
    """An FTS5 expression that one of the words or phrases fulfils: what must not occur (`-word`); empty for none."""
    return " OR ".join(_fts5_word(text, False) for text in texts if searchable(text))


def websearch(words: Sequence[str], phrases: Sequence[str] = (), *, unfinished: bool = False) -> Websearch:
    """The same search for PostgreSQL."""
    last = len(words) - 1
    known = [(word, word.endswith("*") or (unfinished and at == last)) for at, word in enumerate(words)]
    whole = [word for word, begins in known if not begins] + list(phrases)
    text = " ".join('"' + _plain(part) + '"' for part in whole if searchable(part))
    return Websearch(text, tuple(f"'{_plain(word)}':*" for word, begins in known if begins and searchable(word)))


def _fts5_word(word: str, unfinished: bool) -> str:
    begins = unfinished or word.endswith("*")
    return _fts5_quoted(word.rstrip("*") if begins else word) + "*" * begins


def _fts5_quoted(text: str) -> str:
    return '"' + storable(text).replace('"', '""') + '"'


def _plain(text: str) -> str:
    """The text without what quotes it in either of PostgreSQL's query forms."""
    return re.sub(r"""["'\\*]""", " ", storable(text)).strip()
