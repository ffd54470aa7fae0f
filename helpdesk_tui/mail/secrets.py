"""Where the password of a gateway or of the mail server comes from (rule 47).

A gateway stores the place, never the secret: `env:VARIABLE`, `command:PROGRAM ...`, `file:/path` (readable by its owner
alone) or `oauth2:PROGRAM ...`, a command that prints an access token. The place is asked at each login.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpdesk_tui.config import Secret
from helpdesk_tui.errors import WrongUsage

OAUTH2 = "oauth2:"


def password_from(place: str) -> Callable[[], str]:
    """A function that gives the secret each time it is called and shows nothing of it in its representation.

    It raises WrongUsage or Unavailable (the command failed). Raises WrongUsage for what is no place.
    """
    kind, _, rest = place.partition(":")
    if not rest:
        raise WrongUsage("No password is set up; it is named as env:VARIABLE, command:PROGRAM or file:PATH.")
    if kind == "env":
        return reveal(Secret(env=rest))
    if kind in ("command", "oauth2"):
        return reveal(Secret(command=rest, what="access token" if kind == "oauth2" else "password"))
    if kind == "file":
        return reveal(Secret(file=Path(rest)))
    raise WrongUsage("A password is named as env:VARIABLE, command:PROGRAM or file:PATH.")


def reveal(secret: Secret) -> Callable[[], str]:
    """A function that gives the secret, checked for what would break a login."""

    def given() -> str:
        found = secret.reveal()
        if any(char < " " or char == "\x7f" for char in found):
            raise WrongUsage(f"The {secret.what} from {secret.source} holds a control character.")
        if any("\ud800" <= char <= "\udfff" for char in found):
            # Bytes of the environment that are no UTF-8 arrive as halves of characters, which nothing can send.
            raise WrongUsage(f"The {secret.what} from {secret.source} is not written in UTF-8.")
        return found

    return given
