"""Fixtures for sending mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from helpdesk_tui.mail.outgoing.smtp import SmtpRoute, SmtpSender
from helpdesk_tui.vocab import TlsMode
from tests.mail.lmtp_taking import listen, place, taking  # noqa: F401 - fixtures
from tests.mail.sending import Sending


@pytest.fixture
def sender() -> Iterator[Sending]:
    """Makes senders that are closed after the test; by default to a server without TLS, impatient."""
    with ExitStack() as opened:

        def make(port: int, **values: object) -> SmtpSender:
            route = {"host": "127.0.0.1", "tls": TlsMode.NONE, "seconds": 5.0, "final_seconds": 5.0} | values
            made = SmtpSender(SmtpRoute(port=port, **route))  # type: ignore[arg-type]
            opened.callback(made.close)
            return made

        yield make
