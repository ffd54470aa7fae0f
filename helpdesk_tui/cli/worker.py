"""`helpdesk-tui worker`: the background service."""

from __future__ import annotations

import click

from helpdesk_tui.cli import output
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session


@verb(
    "worker",
    help="The background service: polls the gateways, sends the outbox, brings delayed tickets back, carries out"
    " abuse that was not answered by its date. It writes a"
    " JSON line for each email to standard output and what goes wrong to standard error, and ends at SIGTERM.",
    example="worker",
)
@click.option(
    "--until-input-ends", is_flag=True, help="End when standard input ends: for a worker that serves one app."
)
@pass_session
def command(session: Session, until_input_ends: bool) -> int:
    """Run until a signal ends it."""
    from helpdesk_tui.cli.mail_in import teller
    from helpdesk_tui.worker import run

    return run(session.desk, session.settings, teller(session), output.complain, until_input_ends)
