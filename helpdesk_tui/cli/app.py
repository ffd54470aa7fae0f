"""The terminal app, which opens where no command is given."""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

from helpdesk_tui.cli.output import is_terminal
from helpdesk_tui.errors import WrongUsage

if TYPE_CHECKING:
    from helpdesk_tui.cli.session import Session
    from helpdesk_tui.questions import FirstLook

_BY_SIGNAL = 128


def open_app(session: Session) -> int:
    """Run the app until it is left; its exit code.

    Raises WrongUsage `no_terminal` without a terminal: there the app would draw for nobody and never end.
    """
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise WrongUsage(
            "The app needs a terminal; `helpdesk-tui --help` lists the commands that need none.", code="no_terminal"
        )
    looking = _look(session)
    from helpdesk_tui.app import run

    look = looking.result()
    ended = run(session.settings, look.scope.login if look else session.acting_login(), look)
    if ended.code > _BY_SIGNAL or ended.hangs:
        # The terminal is restored (rule 45). Python would go on to wait for threads that wait for others.
        os._exit(ended.code)
    return ended.code


def _look(session: Session) -> Future[FirstLook | None]:
    """Read the first page while the app is imported: it waits for the disk, the import for the processor."""
    settings = session.settings
    looking: Future[FirstLook | None] = Future()

    def look() -> None:
        try:
            from helpdesk_tui.desk.first_look import first_look

            looking.set_result(first_look(settings, session.who_acts))
        except BaseException as failure:
            looking.set_exception(failure)

    Thread(target=look, name="first look", daemon=True).start()
    return looking
