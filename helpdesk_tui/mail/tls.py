"""How connections to mail servers are protected (rule 9): verified always, plain text on this computer alone."""

from __future__ import annotations

import ssl

from helpdesk_tui.config import is_loopback
from helpdesk_tui.errors import Unavailable, WrongUsage
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import TlsMode


def client_context(ca_file: str = "") -> ssl.SSLContext:
    """A context that verifies the server's certificate and name.

    Trusted are the certificates in `ca_file` (PEM) alone, else the system's (and those in `SSL_CERT_FILE`).
    Raises WrongUsage for a file that cannot be used.
    """
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ValueError):
        raise WrongUsage(f"{clipped(ca_file, 200)} holds no certificates that can be used.") from None


def refuse_plain_text(host: str, tls: TlsMode) -> None:
    """Raise WrongUsage for a connection without TLS to another computer (MG2)."""
    if tls is TlsMode.NONE and not is_loopback(host):
        raise WrongUsage(f"{clipped(host, 100)} is another computer: the connection needs tls or starttls.")


def tls_failed(server: str, error: ssl.SSLError) -> Unavailable:
    """The error for a failed TLS handshake; nothing secret has been sent by then."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = f"its certificate is not trusted ({error.verify_message})"
    else:
        why = f"TLS failed ({(error.reason or 'broken off').replace('_', ' ').lower()})"
    return Unavailable(f"{server} was left before the login: {why}.", code="tls_failed")
