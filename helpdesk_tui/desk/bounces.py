"""A delivery report about something we sent is shown on its ticket (MG9; rule 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.rules.letter_kinds import USES, LetterKind
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_LETTERS = {kind.value: f"email {USES[kind].help}" for kind in LetterKind}
"""What the desk wrote by itself: that it came back says nothing about an answer."""


def note(tx: Tx, parsed: ParsedMail) -> int | None:
    """Mark the mail that came back as failed, with a system message; its ticket, None when it has none.

    An answer to an incoming email belongs to no ticket: it is marked in the outbox alone. Of several emails of ours the
    report is about the one that it brings back, else about the newest that it refers to: a mail system puts the mail's
    own Message-ID behind those that it answered. The others say nothing, whatever became of them.
    """
    for value in (*parsed.reported_ids, *reversed(parsed.in_reply_to), *reversed(parsed.references)):
        sent = tx.outbox.of_message_id(value)
        if sent is None:
            continue
        number, ticket_number, message = sent
        state = tx.outbox.state(number)
        if state is OutboxState.FAILED:
            return ticket_number  # told already; anybody can send reports again and again
        if state not in (OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.SENDING):
            continue  # what never left cannot come back
        tx.outbox.settle(number, OutboxState.FAILED, parsed.machine or "It came back undelivered.", None)
        if ticket_number is None:
            return None
        ticket = tx.tickets.surviving(ticket_number)
        what = _LETTERS.get(tx.outbox.kind(number), "answer" if message is not None else "email")
        tx.conversation.system(ticket, f"The {what} was not delivered: {parsed.machine or 'it came back.'}")
        return ticket.number
    return None
