"""Getting to the server that takes outgoing mail: connect, secure, log in, or say in one sentence why not."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

from helpdesk_tui.errors import Unavailable, WrongUsage
from helpdesk_tui.mail.opening import Opening, Watch, in_time, unwatched
from helpdesk_tui.mail.tls import client_context, refuse_plain_text, tls_failed
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import TlsMode


def no_password() -> str:
    """The password of a server that wants none."""
    return ""


@dataclass(frozen=True, slots=True)
class SmtpRoute:
    """The server that takes outgoing mail. Times in seconds.

    `password` is asked at each login and never shown. `ca_file` holds the certificates to trust instead of the
    system's. A step gets `seconds`, everything before the final dot `whole_seconds`, and the answer to the dot
    `final_seconds`: RFC 5321, 4.5.3.2.6 names ten minutes for that, but the last two together have to be less than the
    lease on a mail in the outbox, or a second worker sends it too.
    """

    host: str
    port: int
    tls: TlsMode
    login: str = ""
    password: Callable[[], str] = field(default=no_password, repr=False)
    ca_file: str = ""
    seconds: float = 30.0
    whole_seconds: float = 180.0
    final_seconds: float = 90.0


def opened(route: SmtpRoute, watch: Watch = unwatched) -> smtplib.SMTP:
    """A connection that is secured and logged in as the route says; `watch` gets each socket before it connects.

    Raises Unavailable (`tls_failed`, `login_failed`, or no server there) and WrongUsage, each with a sentence.
    """
    server = clipped(route.host, 100)
    if not route.host:
        raise WrongUsage("No mail server is configured: [smtp] host is empty.")
    refuse_plain_text(route.host, route.tls)
    context = client_context(route.ca_file)
    secret = route.password() if route.login else ""
    with in_time(server, route.whole_seconds, watch) as opening:
        smtp = _greeted(route, server, context, opening)
        try:
            smtp.ehlo_or_helo_if_needed()
            if route.tls is TlsMode.STARTTLS:
                _starttls(smtp, server, context)
            if route.login:
                _log_in(smtp, server, route.login, secret)
        except (smtplib.SMTPException, OSError, ValueError) as lost:
            smtp.close()
            raise Unavailable(f"{server} broke off the beginning: {said(lost)}") from None
        except BaseException:
            smtp.close()
            raise
    return smtp


class _Watched(smtplib.SMTP):
    """Made by an opening, with TLS from the start where a context is given."""

    def __init__(self, route: SmtpRoute, context: ssl.SSLContext | None, opening: Opening) -> None:
        self._opening = opening
        self._tls = context
        super().__init__(route.host, route.port, timeout=route.seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._opening.connect(host, port, timeout, self._tls)


def _greeted(route: SmtpRoute, server: str, context: ssl.SSLContext, opening: Opening) -> smtplib.SMTP:
    try:
        return _Watched(route, context if route.tls is TlsMode.TLS else None, opening)
    except ssl.SSLError as failed:
        raise tls_failed(server, failed) from None
    except smtplib.SMTPException as refused:
        raise Unavailable(f"{server} did not greet as a mail server that is ready: {said(refused)}") from None
    except (OSError, ValueError) as failed:
        why = getattr(failed, "strerror", None) or said(failed)
        raise Unavailable(f"{server} cannot be reached on port {route.port}: {why}.") from None


def _starttls(smtp: smtplib.SMTP, server: str, context: ssl.SSLContext) -> None:
    """Secure the connection, or end it: whoever strips the offer out must get neither password nor mail."""
    if not smtp.has_extn("starttls"):
        raise Unavailable(f"{server} was left before the login: it offers no STARTTLS.", code="tls_failed")
    try:
        smtp.starttls(context=context)
    except ssl.SSLError as failed:
        raise tls_failed(server, failed) from None
    except smtplib.SMTPResponseException as refused:
        why = said(refused)
        raise Unavailable(f"{server} was left before the login: STARTTLS failed ({why}).", code="tls_failed") from None
    smtp.ehlo_or_helo_if_needed()


def _log_in(smtp: smtplib.SMTP, server: str, login: str, secret: str) -> None:
    """AUTH PLAIN in UTF-8 (RFC 4616), else what smtplib knows, which is ASCII."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if not offered:
        raise _no_login(f"{server} offers no login (AUTH) on this connection; check tls and login in [smtp].")
    if "PLAIN" in offered:
        code, text = smtp.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{login}\0{secret}".encode()).decode())
    elif not (login + secret).isascii():
        raise _no_login(f"{server} takes only logins and passwords in plain ASCII.")
    else:
        try:
            code, text = smtp.login(login, secret)
        except smtplib.SMTPAuthenticationError as refused:
            code, text = refused.smtp_code, said(refused).encode()
    if code not in (235, 503):
        why = said(text).replace(secret, "***") if secret else said(text)
        raise _no_login(
            f"{server} did not accept the login {clipped(login, 100)}; check login and password in [smtp]: {code} {why}"
        )


def _no_login(sentence: str) -> Unavailable:
    return Unavailable(sentence, code="login_failed")


def said(answer: bytes | Exception) -> str:
    """What a server said, or what went wrong, in one safe line."""
    if isinstance(answer, smtplib.SMTPResponseException):
        error = answer.smtp_error
        answer = error if isinstance(error, bytes) else str(error).encode()
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return clipped(text, 300) or "nothing"
