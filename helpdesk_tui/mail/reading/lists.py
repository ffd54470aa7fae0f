"""What a mailing list writes about itself and about who wrote to it (MG5, MG9).

A list that leads to the desk is its way in, not a list it reads: whether it is one of ours is for the desk to say.
"""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.addresses import Mailbox, mailboxes
from helpdesk_tui.mail.reading.headings import Headings
from helpdesk_tui.mail.reading.words import heading_text

_NAMES = (
    ("list-post", re.compile(r"<\s{0,9}mailto:([^<>?\s]{3,320})", re.IGNORECASE)),
    ("mailing-list", re.compile(r"\A\s{0,9}list\s{1,9}([^\s;,<>]{3,320})", re.IGNORECASE)),
    ("list-id", re.compile(r"<([^<>\s]{3,320})>\s{0,9}\Z")),
)
# Whoever passes a mail on under more than one of these passes on another list's mail.
_ONCE = ("list-id", "list-post", "list-unsubscribe", "mailing-list")
_VIA = re.compile(r"\s(?:via|über|par)\s", re.IGNORECASE)
_MOST = 20
_LONGEST = 2000


def named_lists(headings: Headings) -> list[str]:
    """The addresses of the list that a mail came through, and its List-Id; none where it came through several."""
    if any(len(headings.all(name)) > 1 for name in _ONCE):
        return []
    found = [pattern.search(heading_text(headings.first(name))[:_LONGEST]) for name, pattern in _NAMES]
    return list(dict.fromkeys(match[1] for match in found if match))


def wrote_to_list(headings: Headings, sender_name: str, hint: str = "") -> list[Mailbox]:
    """Who a list that writes its own address into From says wrote the mail: claims, of which several are none.

    Google Groups names them in X-Original-From. Mailman adds them to Reply-To, or to Cc where answers go to the list;
    beside others there, X-MailFrom tells which. Where no name stands beside the address, it is that of From.
    """
    found, _ = mailboxes(headings.all("x-original-from")[:_MOST], _MOST, hint, strict=True)
    shown = _VIA.split(sender_name)[0].strip(" '\"")
    return [(name or shown, address) for name, address in found or _munged(headings, hint)]


def _munged(headings: Headings, hint: str) -> list[Mailbox]:
    answered, _ = mailboxes(headings.all("reply-to")[:_MOST], _MOST, hint, strict=True)
    copied, _ = mailboxes(headings.all("cc")[:1], _MOST, hint, strict=True)
    by, _ = mailboxes((headings.all("x-mailfrom") or headings.all("x-original-sender"))[:2], 2, hint, strict=True)
    envelope = by[0][1].lower() if len(by) == 1 else ""
    told = [box for box in (*answered, *copied) if envelope and box[1].lower() == envelope]
    return told[:1] or answered or [box for box in by if box[1]]
