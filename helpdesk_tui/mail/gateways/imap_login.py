"""Getting to a mailbox on an IMAP server: connect, secure, log in (rule 9), or say in one sentence why not."""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Callable
from typing import NoReturn

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from helpdesk_tui.errors import Refused, Unavailable
from helpdesk_tui.mail.gateways import reach
from helpdesk_tui.mail.opening import Opening, in_time
from helpdesk_tui.mail.secrets import OAUTH2
from helpdesk_tui.mail.tls import client_context, refuse_plain_text, tls_failed
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import TlsMode

# RFC 3501, 9: what imaplib sends without quotes has to be an atom.
_ATOM = re.compile(r"[!#$&'+,\-./0-9:;<=>?@A-Z\[^_`a-z|}~]+")
# RFC 5530: refusals that pass, or that nobody at this end can help.
PASSING = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT)\]", re.IGNORECASE)


def connected(gateway: GatewayView, password: Callable[[], str], ca_file: str, most: Callable[[], int]) -> IMAPClient:
    """A connection that is logged in; `most` tells the largest literal that may come now, in bytes.

    Raises Unavailable for a server that cannot be reached or trusted (`tls_failed`), Refused (`login_failed`) for a
    login that it does not take, WrongUsage for a gateway that cannot work.
    """
    reach.require_settings(gateway, "host", "login", "folder")
    refuse_plain_text(gateway.host, gateway.tls)
    secret = password()
    server = clipped(gateway.host, 100)
    context = client_context(ca_file)
    with in_time(server, reach.OPEN_SECONDS) as opening:
        client = _opened(gateway, server, context, opening)
        try:
            _bound_literals(client, most)
            if gateway.tls is TlsMode.STARTTLS:
                _starttls(client, server, context)
            _log_in(client, gateway, secret)
        except BaseException:
            with contextlib.suppress(Exception):
                client.shutdown()
            raise
    client.normalise_times = False
    return client


class _Connection(imaplib.IMAP4):
    """Made by an opening, with TLS from the start where a context is given."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, opening: Opening) -> None:
        self._opening = opening
        self._tls = context
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._opening.connect(self.host, self.port, reach.CONNECT_SECONDS, self._tls)


class _Client(IMAPClient):  # type: ignore[misc]
    """On such a connection."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, opening: Opening) -> None:
        self._connection = (host, port, context, opening)
        patience = SocketTimeout(reach.CONNECT_SECONDS, reach.READ_SECONDS)
        super().__init__(host, port, ssl=context is not None, ssl_context=context, timeout=patience)

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Connection(*self._connection)


def _opened(gateway: GatewayView, server: str, context: ssl.SSLContext, opening: Opening) -> IMAPClient:
    tls = gateway.tls is TlsMode.TLS
    port = gateway.port or (993 if tls else 143)
    try:
        return _Client(gateway.host, port, context if tls else None, opening)
    except ssl.SSLError as failed:
        raise tls_failed(server, failed) from None
    except (OSError, UnicodeError) as failed:
        raise reach.not_reached(server, port, failed) from None
    except (imaplib.IMAP4.error, ValueError, LookupError) as strange:
        raise Unavailable(f"{server} did not greet as an IMAP server does: {clipped(str(strange), 200)}") from None


def _bound_literals(client: IMAPClient, most: Callable[[], int]) -> None:
    """Make imaplib, which reads a literal of any size into memory, refuse larger ones than are expected now."""
    imap = client._imap
    read = imap.read

    def bounded(size: int) -> bytes:
        if size > most():
            raise imaplib.IMAP4.abort(f"it sent {size:,} bytes where at most {most():,} were expected")
        return bytes(read(size))

    imap.read = bounded


def _starttls(client: IMAPClient, server: str, context: ssl.SSLContext) -> None:
    """Secure the connection, or end it: whoever strips the offer out must not get a password for it."""
    if not client.has_capability("STARTTLS"):
        raise Unavailable(f"{server} was left before the login: it offers no STARTTLS.", code="tls_failed")
    try:
        client.starttls(context)
    except ssl.SSLError as failed:
        raise tls_failed(server, failed) from None
    except (imaplib.IMAP4.error, OSError) as refused:
        why = clipped(str(refused), 200)
        raise Unavailable(f"{server} was left before the login: STARTTLS failed ({why}).", code="tls_failed") from None


def _log_in(client: IMAPClient, gateway: GatewayView, secret: str) -> None:
    """Log in by the first of OAuth2, AUTHENTICATE PLAIN (any character) and LOGIN that fits."""
    server, login = clipped(gateway.host, 100), gateway.login
    try:
        if gateway.password.startswith(OAUTH2):
            _give_token(client, login, secret)
        elif client.has_capability("AUTH=PLAIN"):
            client.plain_login(login, secret)
        elif client.has_capability("LOGINDISABLED"):
            raise Refused(f"{server} takes no password on this connection; set it to tls.", code="login_failed")
        elif _ATOM.fullmatch(login) and secret.isascii():
            client.login(login, secret)
        else:
            raise Refused(f"{server} takes only logins and passwords in plain ASCII.", code="login_failed")
    except LoginError as failed:
        _explain(server, login, failed, secret)
    except (imaplib.IMAP4.error, OSError, ValueError) as broken:
        raise Unavailable(f"{server} broke off the login: {reach.without(secret, broken)}") from None


def _give_token(client: IMAPClient, login: str, token: str) -> None:
    """XOAUTH2 is what the large providers grew up with; OAUTHBEARER (RFC 7628) is for a server that has it alone."""
    if client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2"):
        client.oauthbearer_login(login, token)
    else:
        client.oauth2_login(login, token)


def _explain(server: str, login: str, failed: LoginError, secret: str) -> NoReturn:
    said = reach.without(secret, failed)
    # IMAPClient makes a LoginError of a lost connection as well.
    if isinstance(failed.__context__, imaplib.IMAP4.abort) or PASSING.search(said):
        raise Unavailable(f"{server} broke off the login: {said}") from None
    raise reach.not_let_in(server, login, said) from None
