"""Getting to a mailbox on a POP3 server: connect, secure, log in (rule 9), or say in one sentence why not."""

from __future__ import annotations

import base64
import re
import ssl
from collections.abc import Callable

from helpdesk_tui.errors import Refused, Unavailable, WrongUsage
from helpdesk_tui.mail.gateways import reach
from helpdesk_tui.mail.gateways.pop3_connection import Denied, Nonsense, Pop3Connection
from helpdesk_tui.mail.opening import Opening, in_time
from helpdesk_tui.mail.secrets import OAUTH2
from helpdesk_tui.mail.tls import client_context, refuse_plain_text, tls_failed
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import TlsMode

PASSING = re.compile(r"\[(IN-USE|LOGIN-DELAY|SYS/TEMP)\]", re.IGNORECASE)
"""Refusals that pass (RFC 2449, RFC 3206)."""

_MOST_CHALLENGES = 3

Offers = dict[str, list[str]]


def connected(gateway: GatewayView, password: Callable[[], str], ca_file: str) -> Pop3Connection:
    """A connection that is logged in.

    Raises Unavailable for a server that cannot be reached or trusted (`tls_failed`), Refused (`login_failed`) for a
    login that it does not take, WrongUsage for a gateway that cannot work.
    """
    reach.require_settings(gateway, "host", "login")
    refuse_plain_text(gateway.host, gateway.tls)
    secret = password()
    server = clipped(gateway.host, 100)
    context = client_context(ca_file)
    with in_time(server, reach.OPEN_SECONDS) as opening:
        connection = _opened(gateway, server, context, opening)
        try:
            _greeted(connection, server)
            if gateway.tls is TlsMode.STARTTLS:
                _stls(connection, gateway.host, server, context)
            _log_in(connection, gateway, secret, server)
        except BaseException:
            connection.close()
            raise
    return connection


def _opened(gateway: GatewayView, server: str, context: ssl.SSLContext, opening: Opening) -> Pop3Connection:
    tls = gateway.tls is TlsMode.TLS
    port = gateway.port or (995 if tls else 110)
    try:
        opened = opening.connect(gateway.host, port, reach.CONNECT_SECONDS, context if tls else None)
    except ssl.SSLError as failed:
        raise tls_failed(server, failed) from None
    except (OSError, ValueError) as failed:
        raise reach.not_reached(server, port, failed) from None
    opened.settimeout(reach.READ_SECONDS)
    return Pop3Connection(opened)


def _greeted(connection: Pop3Connection, server: str) -> None:
    try:
        connection.answer()
    except Denied as no:
        raise Unavailable(f"{server} takes nobody now: {clipped(str(no), 200)}") from None
    except (OSError, EOFError, Nonsense) as strange:
        raise Unavailable(f"{server} did not greet as a POP3 server does: {clipped(str(strange), 200)}") from None


def _stls(connection: Pop3Connection, host: str, server: str, context: ssl.SSLContext) -> None:
    """Secure the connection (RFC 2595), or end it: whoever strips the offer out must not get a password for it."""
    try:
        if "STLS" not in _offers(connection):
            raise Unavailable(f"{server} was left before the login: it offers no STLS.", code="tls_failed")
        connection.ask("STLS")
        connection.secure(context, host, reach.READ_SECONDS)
    except ssl.SSLError as failed:
        raise tls_failed(server, failed) from None
    except (Denied, Nonsense, OSError, EOFError, ValueError) as refused:
        why = clipped(str(refused), 200)
        raise Unavailable(f"{server} was left before the login: STLS failed ({why}).", code="tls_failed") from None


def _offers(connection: Pop3Connection) -> Offers:
    """What the server announces (RFC 2449), nothing where it does not know the question."""
    try:
        connection.ask("CAPA")
    except Denied:
        return {}
    told = (line.upper().split() for line in connection.lines())
    return {words[0]: words[1:] for words in told if words}


def _log_in(connection: Pop3Connection, gateway: GatewayView, secret: str, server: str) -> None:
    """Log in by the first of OAuth2, AUTH PLAIN (any character) and USER with PASS that fits."""
    login = gateway.login
    try:
        offers = _offers(connection)
        mechanisms = offers.get("SASL", [])
        if gateway.password.startswith(OAUTH2):
            _give_token(connection, gateway, secret, mechanisms)
        elif "PLAIN" in mechanisms:
            _authenticate(connection, "PLAIN", f"\0{login}\0{secret}", "")
        elif offers and "USER" not in offers:
            raise Refused(f"{server} takes no password on this connection; set it to tls.", code="login_failed")
        elif (login + secret).isascii():
            connection.ask("USER", login)
            connection.ask("PASS", secret)
        else:
            raise Refused(f"{server} takes only logins and passwords in plain ASCII.", code="login_failed")
    except Denied as no:
        said = reach.without(secret, no)
        if PASSING.search(said):
            raise Unavailable(f"{server} lets nobody into the mailbox now: {said}") from None
        raise reach.not_let_in(server, login, said) from None
    except UnicodeError:  # its text would tell what stands in the password
        raise WrongUsage("The login or the password holds what cannot be written in UTF-8.") from None
    except (OSError, EOFError, Nonsense) as broken:
        raise Unavailable(f"{server} broke off the login: {reach.without(secret, broken)}") from None


def _give_token(connection: Pop3Connection, gateway: GatewayView, token: str, mechanisms: list[str]) -> None:
    """XOAUTH2 is what the large providers grew up with; OAUTHBEARER (RFC 7628) is for a server that has it alone."""
    login = gateway.login
    if "OAUTHBEARER" in mechanisms and "XOAUTH2" not in mechanisms:
        named = login.replace("=", "=3D").replace(",", "=2C")
        told = f"n,a={named},\x01host={gateway.host}\x01port={gateway.port}\x01auth=Bearer {token}\x01\x01"
        _authenticate(connection, "OAUTHBEARER", told, "\x01")
    else:
        _authenticate(connection, "XOAUTH2", f"user={login}\x01auth=Bearer {token}\x01\x01", "")


def _authenticate(connection: Pop3Connection, mechanism: str, told: str, after: str) -> None:
    """A login in one message (RFC 5034); `after` answers a server that explains its refusal in a challenge first.

    Sent in a line of its own: behind the command it might be longer than a command may be.
    """
    connection.say(f"AUTH {mechanism}")
    for _ in range(_MOST_CHALLENGES):
        if not connection.challenged():
            return
        connection.say(base64.b64encode(told.encode()).decode())
        told = after
    raise Nonsense("it goes on asking")
