"""A delivery report about something we sent is shown on its ticket (MG9; rule 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.errors import NotFound
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


def note(tx: Tx, parsed: ParsedMail) -> int | None:
    """Mark the mail that came back as failed, with a system message; its ticket, None when it was not ours."""
    for value in (*parsed.reported_ids, *parsed.in_reply_to, *parsed.references):
        sent = tx.outbox.of_message_id(value)
        if sent is None or sent[1] is None:
            continue
        number, ticket_number, _ = sent
        tx.outbox.settle(number, OutboxState.FAILED, parsed.machine or "It came back undelivered.", None)
        try:
            ticket = tx.tickets.load(ticket_number or 0)
        except NotFound:
            return None
        tx.conversation.system(ticket, f"The answer was not delivered: {parsed.machine or 'it came back.'}")
        return ticket.number
    return None
