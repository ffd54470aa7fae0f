"""The query language's tokens and where they stand in the line; both parsing and completion read them.

A line is free words, `"phrases"` and `field:value,"other value"`, each with an optional minus before it. A quote
within quotes is doubled. A quote that is never closed reaches to the end of the line: people look while they type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpdesk_tui.rules.query_tree import Field

ALIASES = {
    "department": Field.DEPARTMENT,
    "holder": Field.STAFF,
    "prio": Field.PRIORITY,
    "tags": Field.TAG,
    "since": Field.AFTER,
    "ticket": Field.NUMBER,
}

_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):")


@dataclass(frozen=True, slots=True)
class Piece:
    """One value of a field, or the text of a free word or phrase; `start` and `end` include its quotes."""

    text: str
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the line; `name` is the field as it was typed, empty for free text.

    `field` is None for free text and for a name that is no field. `dangling` says that a comma ends it.
    """

    start: int
    end: int
    negated: bool
    name: str
    pieces: tuple[Piece, ...]
    dangling: bool = False

    @property
    def field(self) -> Field | None:
        """The field that `name` stands for."""
        return field_of(self.name)


def field_of(name: str) -> Field | None:
    """The field of this name or alias, whatever its case; None when there is none."""
    name = name.lower()
    return Field(name) if name in list(Field) else ALIASES.get(name)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of the line from left to right; any text at all has some reading."""
    found: list[Token] = []
    at = _skip(text, 0)
    while at < len(text):
        token = _token(text, at)
        found.append(token)
        at = _skip(text, token.end)
    return tuple(found)


def quote(value: str) -> str:
    """The value as it has to be typed: in quotes when it could be read as something else."""
    if value and not re.search(r'[\s",]', value) and not value.startswith("-"):
        return value
    return '"' + value.replace('"', '""') + '"'


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _token(text: str, start: int) -> Token:
    negated = text[start] == "-" and start + 1 < len(text) and not text[start + 1].isspace()
    at = start + negated
    named = _FIELD.match(text, at)
    if named and _asks_for_field(text, named):
        pieces, end, dangling = _values(text, named.end())
        return Token(start, end, negated, named[1], pieces, dangling)
    piece = _quoted(text, at) if text[at] == '"' else _bare(text, at, stop="")
    return Token(start, piece.end, negated, "", (piece,))


def _asks_for_field(text: str, named: re.Match[str]) -> bool:
    """Whether `word:` begins a field; `Re: x`, `http://x` and `std::vector` are free text."""
    if field_of(named[1]):
        return True
    rest = text[named.end() : named.end() + 2]
    return bool(rest) and not rest[0].isspace() and rest[0] != ":" and rest != "//"


def _values(text: str, at: int) -> tuple[tuple[Piece, ...], int, bool]:
    """The values from here on, where they end, and whether the last of them is still to come after a comma."""
    pieces: list[Piece] = []
    while True:
        piece = _quoted(text, at) if at < len(text) and text[at] == '"' else _bare(text, at, stop=",")
        if piece.quoted and piece.end < len(text) and text[piece.end] != "," and not text[piece.end].isspace():
            tail = _bare(text, piece.end, stop=",")
            piece = Piece(piece.text + tail.text, piece.start, tail.end, quoted=True)
        pieces.append(piece)
        if piece.end >= len(text) or text[piece.end] != ",":
            return tuple(pieces), piece.end, len(pieces) > 1 and piece.start == piece.end
        at = piece.end + 1


def _bare(text: str, start: int, stop: str) -> Piece:
    end = start
    while end < len(text) and not text[end].isspace() and text[end] not in stop:
        end += 1
    return Piece(text[start:end], start, end)


def _quoted(text: str, start: int) -> Piece:
    at = start + 1
    chars: list[str] = []
    while at < len(text):
        if text[at] == '"':
            if text[at + 1 : at + 2] != '"':
                return Piece("".join(chars), start, at + 1, quoted=True)
            at += 1
        chars.append(text[at])
        at += 1
    return Piece("".join(chars), start, at, quoted=True)
