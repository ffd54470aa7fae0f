"""Completion in the query line (TQ10): names of fields, and their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helpdesk_tui.rules.query_lex import Piece, Token, quote, tokens
from helpdesk_tui.rules.query_tree import Field, Flag
from helpdesk_tui.vocab import Characteristic, Priority

MOST = 20

FIXED: Mapping[Field, tuple[str, ...]] = {
    Field.STATUS: ("progress", "awaiting", "archived"),
    Field.STAFF: ("me", "none"),
    Field.PRIORITY: tuple(priority.word for priority in Priority),
    Field.CHARACTERISTIC: tuple(rating.value for rating in Characteristic),
    Field.AGE: ("<1h", "<1d", ">2d", ">1w"),
    Field.HAS: ("attachment",),
    Field.BEFORE: ("today", "yesterday", "1w"),
    Field.AFTER: ("today", "yesterday", "1w"),
    Field.IS: tuple(flag.value for flag in Flag),
}


@dataclass(frozen=True, slots=True)
class Completion:
    """`insert` in the place of the characters from `start` up to `end`; `label` is what a list shows.

    A label is a name from the desk's data: whoever shows it makes it safe.
    """

    start: int
    end: int
    insert: str
    label: str

    def applied(self, text: str) -> tuple[str, int]:
        """The text with the completion in it, and where the cursor then stands."""
        return text[: self.start] + self.insert + text[self.end :], self.start + len(self.insert)


def complete(text: str, cursor: int, words: Mapping[Field, Sequence[str]]) -> tuple[Completion, ...]:
    """What the token under the cursor may become, at most 20, best first.

    `words` holds the names that the desk knows for a field (departments, logins, tags ...), most likely first; the
    words of fields such as `status` are known here. After `field:` these are its values, otherwise fields whose name
    begins so and, from two letters on, fixed values ("unr": `is:unread`).
    """
    cursor = max(0, min(cursor, len(text)))
    token = next((token for token in tokens(text) if token.start < cursor <= token.end), None)
    if token is None:
        return tuple(Completion(cursor, cursor, f"{field}:", f"{field}:") for field in Field)
    if token.name:
        return _values(token, cursor, text, words)
    piece = token.pieces[0]
    if piece.quoted:
        return ()
    return _fields(piece, text[piece.start : cursor].lower())


def _fields(piece: Piece, typed: str) -> tuple[Completion, ...]:
    names = [f"{field}:" for field in Field if field.startswith(typed)]
    if len(typed) >= 2:
        names += [f"{field}:{value}" for field, known in FIXED.items() for value in known if value.startswith(typed)]
    return tuple(Completion(piece.start, piece.end, name, name) for name in names[:MOST])


def _values(token: Token, cursor: int, text: str, words: Mapping[Field, Sequence[str]]) -> tuple[Completion, ...]:
    """Values that begin as typed, then those that contain it; those that the token has already are left out."""
    field = token.field
    piece = next((piece for piece in token.pieces if piece.start <= cursor <= piece.end), None)
    if field is None or piece is None:
        return ()
    typed = tokens(text[token.start : cursor])[0].pieces[-1].text.casefold()
    others = {other.text.casefold() for other in token.pieces if other is not piece}
    known = [
        word for word in dict.fromkeys([*words.get(field, ()), *FIXED.get(field, ())]) if word.casefold() not in others
    ]
    found = dict.fromkeys([*_begin(known, typed), *_contain(known, typed)])
    return tuple(Completion(piece.start, piece.end, quote(word), word) for word in list(found)[:MOST])


def _begin(words: Iterable[str], typed: str) -> list[str]:
    return [word for word in words if word.casefold().startswith(typed)]


def _contain(words: Iterable[str], typed: str) -> list[str]:
    return [word for word in words if typed in word.casefold()]
