"""`helpdesk-tui worker`: the background service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.cli import output
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session

if TYPE_CHECKING:
    from helpdesk_tui.views import MailReport


@verb(
    "worker",
    help="Run the background service: polls the gateways, sends the outbox, brings delayed tickets back. It writes a"
    " JSON line for each email to standard output and what goes wrong to standard error, and ends at SIGTERM.",
    example="worker",
)
@pass_session
def command(session: Session) -> int:
    """Run until a signal ends it."""
    from helpdesk_tui.cli.mail_in import tell
    from helpdesk_tui.worker import run

    listening = True

    def report(mail: MailReport) -> None:
        """Tell; a log that nobody reads any more stops no mail."""
        nonlocal listening
        if listening:
            try:
                tell(session, mail)
            except output.ReaderGone:
                listening = False

    return run(session.desk, session.settings, report, output.complain)
