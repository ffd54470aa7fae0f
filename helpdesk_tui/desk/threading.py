"""Which ticket an email belongs to (MG8; rule 15): first our own Message-IDs, then the token in the subject.

Only a participant of a ticket threads into it; for anybody else the ticket is a suggestion for staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules import headers
from helpdesk_tui.views import ParsedMail

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket to thread into and by what it was found, or one to suggest to staff."""

    ticket: int | None = None
    how: str = ""
    suggestion: int | None = None


def find(tx: Tx, parsed: ParsedMail, client: int | None) -> Thread:
    """Look the email's references up, newest first, then its subject."""
    suggestion = None
    for number, how in _candidates(tx, parsed):
        ticket = _surviving(tx, number)
        if ticket is None:
            continue
        if client is not None and ticket[1] == client:
            return Thread(ticket[0], how)
        suggestion = suggestion or ticket[0]
    return Thread(suggestion=suggestion)


def _candidates(tx: Tx, parsed: ParsedMail) -> list[tuple[int, str]]:
    named = [*parsed.in_reply_to, *reversed(parsed.references)]
    found: list[tuple[int, str]] = []
    known = {row.value: row for row in tx.mail.known(named)}
    secret = tx.desk.secret() if named else ""
    for value in named:
        row = known.get(value)
        if row is not None:
            found.append((row.ticket, "by Message-ID" if row.issued else "by the client's earlier Message-ID"))
            continue
        signed = headers.is_ours(value, secret)
        if signed is not None:
            found.append((signed, "by a Message-ID that carries our signature"))
    token = headers.subject_ticket(parsed.subject)
    if token is not None:
        found.append((token, "by the number in the subject"))
    return found


def _surviving(tx: Tx, number: int) -> tuple[int, int] | None:
    """Number and client of the ticket, or of the one it was merged into; None when there is none."""
    for _ in range(10):
        try:
            ticket = tx.tickets.load(number)
        except NotFound:
            return None
        if ticket.merged_into is None:
            return ticket.number, ticket.client
        number = ticket.merged_into
    return None
