"""A gateway on a real Dovecot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from helpdesk_tui.mail.gateways.imap import ImapSource
from helpdesk_tui.mail.gateways.sources import FoundMail
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import TlsMode
from tests.mail.making import gateway

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot

LIMIT = 50 * 1024 * 1024
SEEN = frozenset({"\\Seen"})


def settings(server: Dovecot, **values: object) -> GatewayView:
    return gateway(host=server.host, port=server.ports.imaps, tls=TlsMode.TLS, login=server.user, **values)


@contextmanager
def opened(server: Dovecot, state: str = "", **values: object) -> Iterator[ImapSource]:
    """The gateway's source as a worker opens it, closed at the end."""
    source = ImapSource(settings(server, **values), lambda: server.password, state, str(server.ca))
    try:
        yield source
    finally:
        source.close()


def knows(*keys: str) -> Callable[[Sequence[str]], set[str]]:
    return lambda asked: {key for key in asked if key in keys}


def uids(found: Sequence[FoundMail]) -> list[int]:
    return [int(mail.key.partition("/")[2]) for mail in found]
