"""Whom an automatic email may go to (RELIABILITY rule 16): never to a machine, and to nobody too often."""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.views import ParsedMail

_NOBODY = re.compile(
    r"(?:no|not|do-?not|donot)[-_.]?reply.*|nobody|mailer-?daemon|postmaster|bounces?|root|cron|daemon|www-data"
    r"|listserv|majordomo|.*-(?:bounces?|request|owner|noreply)|owner-.*|abuse-?auto.*|autoresponder|auto-?reply",
    re.ASCII,
)

A_DAY: Mapping[LetterKind, int] = {
    LetterKind.INSUFFICIENT_INCIDENTS: 1,
    LetterKind.MESSAGE_LIMIT: 1,
    LetterKind.TICKET_RECEIVED: 20,
}
"""How many of a kind one sender gets within a day, at most; kinds that staff cause are not limited so."""


def reason_against(address: str, mail: ParsedMail | None, proven: bool) -> str:
    """Why nothing automatic may go to this address in answer to this email, in words; empty when it may.

    `mail` is None where no email is answered; `proven` is False where a trusted server said nothing for its sender.
    """
    if mail is not None:
        if mail.kind != "mail":
            return mail.machine or "a machine sent the email"
        if mail.lists:
            return "the email came through a list"
        if mail.return_path == "":
            return "the email has no envelope sender"
        if mail.return_path and is_nobody(mail.return_path):
            return f"nobody reads mail to {mail.return_path}"
    if not proven:
        return "the sender is not proven"
    return f"nobody reads mail to {address}" if is_nobody(address) else ""


def is_nobody(address: str) -> bool:
    """Whether an address is a machine's by its name: noreply, mailer-daemon, a list's own."""
    return bool(_NOBODY.fullmatch(address.rpartition("@")[0].lower()))
