"""What reaching a mailbox's server has in common, whatever it speaks: whole settings, patience, errors as sentences."""

from __future__ import annotations

import re

from helpdesk_tui.errors import Refused, Unavailable, WrongUsage
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView

CONNECT_SECONDS = 20.0
READ_SECONDS = 60.0
"""How long one step of a server may take (rule 8)."""

OPEN_SECONDS = 120.0
"""How long a server may take as a whole until we are logged in; less than a poller may be stuck and keep its lease."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def require_settings(gateway: GatewayView, *names: str) -> None:
    """Raise WrongUsage unless these settings are there and hold no control character (rule 9, CVE-2025-15366)."""
    for name in names:
        value = getattr(gateway, name)
        if not value or _CONTROL.search(value):
            raise WrongUsage(f"The gateway {clipped(gateway.name, 100)} needs a {name} without control characters.")


def not_reached(server: str, port: int, failed: Exception) -> Unavailable:
    """The error for a server to which there is no connection."""
    why = getattr(failed, "strerror", None) or clipped(str(failed), 100) or "no answer"
    return Unavailable(f"{server} cannot be reached on port {port}: {why}.")


def not_let_in(server: str, login: str, said: str) -> Refused:
    """The error for a login that the server does not take; `said` is what `without` has left of its words."""
    return Refused(f"{server} did not accept the login {clipped(login, 100)}: {said}", code="login_failed")


def without(secret: str, said: object) -> str:
    """What the server said, without the password if it repeats it (rule 47)."""
    return clipped(str(said).replace(secret, "***") if secret else str(said), 200)
