"""The terminal app, which opens where no command is given."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from helpdesk_tui.cli.output import is_terminal
from helpdesk_tui.errors import WrongUsage

if TYPE_CHECKING:
    from helpdesk_tui.cli.session import Session

_BY_SIGNAL = 128


def open_app(session: Session) -> int:
    """Run the app until it is left; its exit code.

    Raises WrongUsage `no_terminal` without a terminal: there the app would draw for nobody and never end.
    """
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise WrongUsage(
            "The app needs a terminal; `helpdesk-tui --help` lists the commands that need none.", code="no_terminal"
        )
    from helpdesk_tui.app import run

    code = run(session.settings, session.acting_login())
    if code > _BY_SIGNAL:
        # All is kept and the terminal restored (rule 45). Python would go on to wait for threads that wait for others.
        os._exit(code)
    return code
