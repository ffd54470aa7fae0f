"""What narrows the list of clients (CL1): words, and `status:active`, `characteristic:good`, `label:wholesale`,
`language:de`.

Values behind a comma are one or the other, a minus before a field turns it round, as in the query line of tickets.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.query_lex import Token, tokens
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import Characteristic


class ClientField(enum.StrEnum):
    """What may stand before the colon."""

    STATUS = "status"
    CHARACTERISTIC = "characteristic"
    LABEL = "label"
    LANGUAGE = "language"


ACTIVE, INACTIVE = "active", "inactive"
"""The states of a client: with an active service, or without one (CL3)."""
_KNOWN = {
    ClientField.STATUS: (ACTIVE, INACTIVE),
    ClientField.CHARACTERISTIC: tuple(rating.value for rating in Characteristic),
}


_EXAMPLES = {ClientField.LABEL: "wholesale", ClientField.LANGUAGE: "de"}


@dataclass(frozen=True, slots=True)
class ClientTest:
    """A field of a client has one of these values, or (`negated`) none of them."""

    field: ClientField
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ClientQuery:
    """Words that all have to be met, and tests of fields."""

    words: tuple[str, ...] = ()
    tests: tuple[ClientTest, ...] = ()


def parse_clients(text: str) -> ClientQuery:
    """What is asked for; raises WrongUsage for a field or a value that is none."""
    words: list[str] = []
    tests: list[ClientTest] = []
    for token in tokens(text):
        piece = token.pieces[0]
        if token.name:
            tests.append(_test(token))
        elif piece.text.strip():
            words.append(piece.text if piece.quoted else text[token.start : token.end])
    return ClientQuery(tuple(words), tuple(tests))


def _test(token: Token) -> ClientTest:
    name = token.name.lower()
    if name not in list(ClientField):
        raise WrongUsage(
            f"{clipped(token.name, 40)}: is no field of clients. The fields are {', '.join(ClientField)}. To search for"
            " the words themselves, put them in quotes."
        )
    field = ClientField(name)
    values = tuple(dict.fromkeys(value for piece in token.pieces if (value := piece.text.strip())))
    known = _KNOWN.get(field)
    if not values:
        raise WrongUsage(f"{field}: needs a value, as in {field}:{known[0] if known else _EXAMPLES[field]}.")
    if known is None:
        return ClientTest(field, values, token.negated)
    for value in values:
        if value.lower() not in known:
            takes = f"{', '.join(known[:-1])} or {known[-1]}"
            raise WrongUsage(f"{field}: takes {takes}, not “{clipped(value, 40)}”.")
    return ClientTest(field, tuple(value.lower() for value in values), token.negated)
