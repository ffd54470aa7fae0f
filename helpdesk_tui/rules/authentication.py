"""What the receiving server says of a sender (MG11; RFC 8601; RELIABILITY rules 13 and 14).

Anybody can write an Authentication-Results heading. Those that count begin with the name we were told to trust and
stand together above everything that came with the email: our own server puts them there.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence

_MOST = 10_000
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[();"]|[^();"\\]+|\\', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PROPERTY = re.compile(r"(?:^|\s)header\.([di])\s{0,9}=\s{0,9}([^\s\";=]{1,320})", re.IGNORECASE)
_SERVER = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";=]+))\s*(?:\d+\s*)?\Z')
# A method is what a result begins with; what follows is its properties, which the sender may have written.
_RESULT = re.compile(r"\s*([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*\"?([a-z]+)\"?(?=\s|\Z)", re.IGNORECASE)


class Sender(enum.Enum):
    """How far a sender is proven."""

    PROVEN = "pass"
    FORGED = "fail"
    UNKNOWN = "no verdict"


def sender_by(
    results: Sequence[str], authserv_id: str, below: Sequence[int] = (), received_by: Sequence[str] = (),
    domain: str = "",
) -> Sender:  # fmt: skip
    """What the trusted server says; `UNKNOWN` where it says nothing, or where none is trusted.

    DMARC decides where it is there: it alone compares the name in From. Without it, a DKIM signature that passes and
    is of `domain` itself (the sender's, in ASCII) proves the name (rule 13); SPF, and DKIM that fails or is another's,
    are no proof of it and no proof against it. `below` tells for each result how many Received headings stand above
    it, `received_by` who wrote those: what stands below another server's heading came with the email.
    """
    verdicts: list[str] = []
    signers: list[str] = []
    sound = True
    block: int | None = None
    for number, text in enumerate(results):
        above = below[number] if number < len(below) else 0
        parts, whole = _parts(text)
        trusted = bool(authserv_id) and _server(parts[0]) == authserv_id.lower()
        if not trusted or any(_foreign(host, authserv_id) for host in received_by[1:above]):
            if block is not None:
                break
            continue
        if block not in (None, above):
            break
        block = above
        sound = sound and whole
        verdicts += [verdict for method, verdict in map(_result, parts[1:]) if method == "dmarc"]
        signers += [_signer(part) for part in parts[1:] if _result(part) == ("dkim", "pass")]
    if any(verdict in ("fail", "permerror") for verdict in verdicts):
        return Sender.FORGED
    if not verdicts or set(verdicts) == {"none"}:
        proven = bool(domain) and domain.lower() in signers
    else:
        proven = verdicts[0] == "pass"
    return Sender.PROVEN if sound and proven else Sender.UNKNOWN


def _signer(part: str) -> str:
    """The domain that a DKIM result names (`header.d`, else that of `header.i`); empty where it names several.

    The sender chose what stands in quotation marks: it names nobody.
    """
    found = [(name.lower(), value) for name, value in _PROPERTY.findall(_QUOTED.sub('""', part))]
    named = {value for name, value in found if name == "d"} or {
        value.rpartition("@")[2] for name, value in found if name == "i"
    }
    return named.pop().lower().rstrip(".") if len(named) == 1 else ""


def _parts(text: str) -> tuple[list[str], bool]:
    """A heading's value at its semicolons, without comments; and whether every comment and quotation ends.

    Semicolons in quotations and comments divide nothing. A parenthesis that nothing closes is a letter like others,
    or the sender could hide behind it what stands there.
    """
    whole = len(text) <= _MOST
    text = text[:_MOST]
    pieces = _PIECE.findall(text)
    parts = [""]
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        if piece == "(":
            end = _end_of_comment(pieces, place)
            if end:
                parts[-1] += " "
                place = end
                continue
            # From here on none is closed: looked for once only.
            whole = False
            pieces[place:] = [" " if later == "(" else later for later in pieces[place:]]
            continue
        if piece == ";":
            parts.append("")
        else:
            whole = whole and piece != '"'
            parts[-1] += piece
        place += 1
    return parts, whole


def _end_of_comment(pieces: Sequence[str], place: int) -> int:
    """Place behind the comment that begins here; 0 when it never ends."""
    depth = 0
    for at in range(place, len(pieces)):
        depth += (pieces[at] == "(") - (pieces[at] == ")")
        if depth == 0:
            return at + 1
    return 0


def _server(part: str) -> str:
    """The name of the server that wrote a heading, in lower case; empty where none stands there."""
    found = _SERVER.match(part)
    if found is None:
        return ""
    return (_ESCAPED.sub(r"\1", found[1]) if found[1] is not None else found[2]).lower()


def _result(part: str) -> tuple[str, str]:
    """Method and verdict, in lower case; empty ones where there is no result."""
    found = _RESULT.match(part)
    return (found[1].lower(), found[2].lower()) if found else ("", "")


def _foreign(host: str, authserv_id: str) -> bool:
    """Whether another party's server wrote a Received heading; a name without a dot is one of the same network."""
    host, own = host.lower().strip("[]."), authserv_id.lower()
    domain = own.partition(".")[2]
    family = domain if "." in domain else own
    if "." not in host or host.replace(".", "").isdigit():
        return False
    return host not in (own, family) and not host.endswith(f".{family}")
