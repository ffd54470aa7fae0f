"""Mass messages (MO2): who of many clients gets one and who does not, and what it says to each of them."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import blanks, headers
from helpdesk_tui.rules.letter_kinds import LetterText
from helpdesk_tui.rules.notice_gate import is_nobody

MAX_TEXT = 20_000
"""Characters of a mass message."""
MOST_AT_ONCE = 100
"""So many clients are written to in one transaction at most: nobody waits long behind it."""
NAMES = ("client.name", "client.person", "client.email", "staff.name", "staff.email", "desk.name")
"""The placeholders of predefined replies (`rules.blanks`) that a message of no ticket can fill in."""
_MAX_KEY = 64


class Without(enum.StrEnum):
    """Why a client gets no mass message, in words that follow "Nordlicht GmbH: "."""

    INACTIVE = "switched off"
    NO_ADDRESS = "no address"
    UNWANTED = "wants no mass messages"
    NOBODY = "nobody reads mail there"
    OWN = "an address of this desk"
    CAME_BACK = "the last email there could not be delivered"
    HAD = "had this message already"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A client as a mass message needs them: the address of their main user, who that is, and why they get none."""

    client: int
    name: str
    person: str
    address: str
    against: Without | None


def reason_against(
    address: str, *, active: bool, unwanted: bool, own: Container[str], came_back: Container[str], had: bool
) -> Without | None:
    """Why a client gets no mass message, None when they do.

    `address` is that of their main user, `own` are the compared addresses of the desk, `came_back` those whose last
    email failed, as they stand in the outbox.
    """
    against = {
        Without.INACTIVE: not active, Without.NO_ADDRESS: not address, Without.UNWANTED: unwanted, Without.HAD: had,
        Without.NOBODY: is_nobody(address), Without.OWN: headers.compared(address) in own,
        Without.CAME_BACK: address in came_back,
    }  # fmt: skip
    return next((reason for reason, holds in against.items() if holds), None)


def checked(subject: str, text: str) -> LetterText:
    """A subject in one line and a text that can be sent; raises Refused `bad_value` and `too_long`."""
    line, kept = headers.folded(subject), text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not line or not kept.strip():
        raise Refused("A mass message needs a subject and a text.", code="bad_value")
    if len(kept) > MAX_TEXT:
        raise Refused(f"A mass message has at most {MAX_TEXT:,} characters.", code="too_long")
    if len(line) > headers.MAX_SUBJECT:
        raise Refused(f"A subject has at most {headers.MAX_SUBJECT} characters.", code="too_long")
    return LetterText(line, kept)


def values(one: Addressee, staff: Mapping[str, str], desk: str) -> dict[str, str]:
    """What the placeholders stand for to one client, each in one line; `staff` has name, login and email.

    A client without a name is called by the address, as in the desk's own letters.
    """
    name = one.name or one.address
    return blanks.in_one_line({
        "client.name": name, "client.person": one.person or name, "client.email": one.address,
        "staff.name": staff["name"] or staff["login"], "staff.email": staff["email"], "desk.name": desk,
    })  # fmt: skip


def unfilled(message: LetterText, known: Container[str]) -> tuple[str, ...]:
    """The placeholders of a message that nothing fills in."""
    return tuple(dict.fromkeys((*blanks.unknown_in(message.subject, known), *blanks.unknown_in(message.text, known))))


def check_filled(message: LetterText, known: Container[str]) -> None:
    """Nothing leaves the desk with a placeholder that nothing fills in (PR3); raises Refused `unfilled`."""
    left = unfilled(message, known)
    if left:
        raise Refused(
            f"{blanks.told(left)} Change it, or say that the braces are meant as they stand.", code="unfilled"
        )


def written(message: LetterText, known: Mapping[str, str]) -> LetterText:
    """What it says to one client; what is filled in is never looked into again."""
    subject = headers.checked_subject(blanks.filled(message.subject, known))
    return LetterText(subject, blanks.filled(message.text, known))


def key_of(key: str, department: int, message: LetterText) -> str:
    """The key under which nobody gets a message twice: the given one, else one of what it says and from where.

    Raises Refused `too_long` for a key of more than 64 characters.
    """
    if len(key) > _MAX_KEY:
        raise Refused(f"A key has at most {_MAX_KEY} characters.", code="too_long")
    if key:
        return f"key {key}"
    said = "\0".join((str(department), message.subject, message.text))
    return f"text {hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"


def batches(clients: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The clients, so many at a time as one transaction writes to."""
    for begin in range(0, len(clients), MOST_AT_ONCE):
        yield tuple(clients[begin : begin + MOST_AT_ONCE])
