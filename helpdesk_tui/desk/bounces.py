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
_TRIED_AGAIN = "It is tried again."


def note(tx: Tx, parsed: ParsedMail) -> int | None:
    """Mark the mail that came back as failed, with a system message; its ticket, None when it has none.

    An answer to an incoming email belongs to no ticket: it is marked in the outbox alone. Of several emails of ours the
    report is about the one that it brings back, else about the newest that it refers to: a mail system puts the mail's
    own Message-ID behind those that it answered. The others say nothing, whatever became of them. One that is to be
    tried again stays so, as others may wait for it or staff asked for that; its ticket tells of the report all the
    same.
    """
    for value in (*parsed.reported_ids, *reversed(parsed.in_reply_to), *reversed(parsed.references)):
        sent = tx.outbox.of_message_id(value)
        if sent is None:
            continue
        number, ticket_number, message = sent
        state = tx.outbox.state(number)
        if state is OutboxState.FAILED:
            return ticket_number  # told already; anybody can send reports again and again
        tried = state is OutboxState.RETRY or (state is OutboxState.QUEUED and tx.outbox.is_sent_again(number))
        if state not in (OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.SENDING) and not tried:
            continue  # what never left cannot come back
        if not tried:
            tx.outbox.settle(number, OutboxState.FAILED, parsed.machine or "It came back undelivered.", None)
        if ticket_number is None:
            return None
        ticket = tx.tickets.surviving(ticket_number)
        what = _LETTERS.get(tx.outbox.kind(number), "answer" if message is not None else "email")
        said = f"The {what} was not delivered: {parsed.machine or 'it came back.'}"
        if not tried:
            tx.conversation.system(ticket, said)
        elif not tx.conversation.is_said(ticket.number, f"{said} {_TRIED_AGAIN}"):
            tx.conversation.system(ticket, f"{said} {_TRIED_AGAIN}")
        return ticket.number
    return None
