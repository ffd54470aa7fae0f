"""What the receiving server says of a sender (MG11; RFC 8601; RELIABILITY rules 13 and 14).

Anybody can write an Authentication-Results heading. The one that counts is the topmost that begins with the name we
were told to trust, because our own server puts its heading above everything that came with the email.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)
_MOST = 10_000


class Sender(enum.Enum):
    """How far a sender is proven."""

    PROVEN = "pass"
    FORGED = "fail"
    UNKNOWN = "no verdict"


def sender_by(results: Sequence[str], authserv_id: str) -> Sender:
    """What the trusted server says; `UNKNOWN` where it says nothing, or where none is trusted.

    DMARC decides where it is there: it alone compares the name in From. Without it SPF and DKIM are no proof of that
    name and no proof against it.
    """
    trusted = next((text[:_MOST] for text in results if authserv_id and _server(text) == authserv_id.lower()), "")
    for method, verdict in _METHOD.findall(_COMMENT.sub(" ", trusted)):
        if method.lower() == "dmarc":
            if verdict.lower() == "pass":
                return Sender.PROVEN
            if verdict.lower() in ("fail", "permerror"):
                return Sender.FORGED
    return Sender.UNKNOWN


def _server(text: str) -> str:
    """The name of the server that wrote a heading: its first word."""
    words = _COMMENT.sub(" ", text[:_MOST]).replace(";", " ").split()
    return words[0].lower() if words else ""
