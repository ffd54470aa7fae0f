"""`helpdesk-tui mail`: what comes in, what goes out, and the originals."""

from __future__ import annotations

from helpdesk_tui.cli import mail_explain, mail_in, mail_incoming, mail_letters, mail_out, mail_replay
from helpdesk_tui.cli.commands import Noun

command = Noun(
    "mail",
    "Emails: poll and deliver, the incoming ones, the outbox, the originals.",
    (
        *mail_in.VERBS,
        *mail_replay.VERBS,
        *mail_explain.VERBS,
        *mail_incoming.VERBS,
        *mail_out.VERBS,
        *mail_letters.VERBS,
    ),
)
