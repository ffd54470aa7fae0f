"""Which ticket an email belongs to (MG8; rule 15): first our own Message-IDs, then the token in the subject.

Only a participant of a ticket threads into it; for anybody else the ticket is a suggestion for staff.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules import headers
from helpdesk_tui.views import ParsedMail

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.mail import Known
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket to thread into and by what it was found, or one to suggest to staff."""

    ticket: int | None = None
    how: str = ""
    suggestion: int | None = None

    def words(self) -> str:
        """What was found, in a sentence."""
        if self.ticket is not None:
            return f"It belongs to ticket {self.ticket}, {self.how}."
        if self.suggestion is not None:
            return f"It names ticket {self.suggestion}, of which its sender is no participant."
        return "It names no ticket."


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
    known: dict[str, list[Known]] = defaultdict(list)
    for row in tx.mail.known(named):
        known[row.value].append(row)
    secret = tx.desk.secret() if named else ""
    for value in named:
        ours = [(row.ticket, "by Message-ID") for row in known[value] if row.issued]
        found += ours
        signed = headers.is_ours(value, secret)
        if signed is not None and not ours:
            found.append((signed, "by a Message-ID that carries our signature"))
        # Who sends an email under an id of ours makes it theirs for nobody.
        theirs = [row for row in known[value] if not row.issued and signed is None]
        found += [(row.ticket, "by the client's earlier Message-ID") for row in theirs]
    named_in = (
        *(to.address for to in (*parsed.to, *parsed.cc)),
        *parsed.more_to,
        *parsed.more_cc,
        *parsed.delivered_to,
    )
    for address in named_in:
        bare, number = headers.address_ticket(address)
        if number is not None and bare in tx.mail.own_addresses():
            found.append((number, "by the number in the address"))
            break
    found += [(number, "by the number in the subject") for number in headers.subject_tickets(parsed.subject)]
    return found


def _surviving(tx: Tx, number: int) -> tuple[int, int] | None:
    """Number and client of the ticket, or of the one it was merged into; None when there is none.

    Nothing is locked: an email may name hundreds of tickets, and only one of them is its own.
    """
    for _ in range(10):
        try:
            ticket = tx.tickets.look(number)
        except NotFound:
            return None
        if ticket.merged_into is None:
            return ticket.number, ticket.client
        number = ticket.merged_into
    return None
