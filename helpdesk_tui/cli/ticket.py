"""`helpdesk-tui ticket`: what the queue and the ticket form do."""

from __future__ import annotations

from helpdesk_tui.cli import ticket_client, ticket_hold, ticket_messages, ticket_read, ticket_undo, ticket_write
from helpdesk_tui.cli.commands import Noun

command = Noun(
    "ticket",
    "Tickets: list, read, take, answer, redirect, delay, close.",
    (
        *ticket_read.VERBS,
        *ticket_write.VERBS,
        *ticket_client.VERBS,
        *ticket_hold.VERBS,
        *ticket_messages.VERBS,
        *ticket_undo.VERBS,
    ),
)
