"""A password that stands elsewhere: known by its place, read when it is needed, never shown (rule 47)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpdesk_tui.errors import Unavailable, WrongUsage

COMMAND_SECONDS = 30
_MOST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a password, or `what` it is for people, comes from; exactly one of the three is set.

    `env` names a variable, `command` is run without a shell, `file` holds it in its first line and belongs to its owner
    alone. The command does not appear in the representation: people put passwords into commands.
    """

    env: str = ""
    command: str = field(default="", repr=False)
    file: Path | None = None
    what: str = "password"

    def __post_init__(self) -> None:
        if [bool(self.env), bool(self.command), self.file is not None].count(True) != 1:
            raise ValueError("a secret comes from exactly one place")

    @property
    def source(self) -> str:
        """The place in words that can be shown."""
        if self.env:
            return f"the variable {self.env}"
        return "a command" if self.command else f"the file {self.file}"

    def reveal(self, environ: Mapping[str, str] = os.environ) -> str:
        """The password, without the line's end; kept nowhere.

        Raises WrongUsage when the place is empty, missing or open to others, Unavailable when the command fails. No
        message holds anything that the place said.
        """
        if self.env:
            found = environ.get(self.env, "")
        else:
            found = _from_command(self.command, self.what) if self.command else _from_file(self.file or Path())
        found = found.split("\n", 1)[0].rstrip("\r")
        if not found:
            raise WrongUsage(f"The {self.what} was looked for in {self.source}, which holds none.")
        return found


def _from_command(command: str, what: str) -> str:
    import shlex
    import subprocess

    try:
        done = subprocess.run(
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS, check=True
        )
    except (OSError, ValueError):
        raise WrongUsage(f"The command for the {what} cannot be run.") from None
    except subprocess.TimeoutExpired:
        raise Unavailable(f"The command for the {what} took more than {COMMAND_SECONDS} seconds.") from None
    except subprocess.CalledProcessError as failed:
        raise Unavailable(f"The command for the {what} failed (exit {failed.returncode}).") from None
    return done.stdout.decode("utf-8", "replace")


def _from_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                raise WrongUsage(f"{path} can be read by others; `chmod 600` makes it its owner's.")
            return file.read(_MOST).decode("utf-8", "replace")
    except OSError as failed:
        raise WrongUsage(f"{path} cannot be read: {failed.strerror}.") from None
