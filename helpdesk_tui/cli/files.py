"""Files and texts that a command line names: read in bounds, never followed through a link, never overwritten."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from helpdesk_tui.cli import output
from helpdesk_tui.errors import Refused, StorageFailed, WrongUsage
from helpdesk_tui.text import clipped

if TYPE_CHECKING:
    from helpdesk_tui.views import ParsedAttachment

MAX_ATTACHMENT = 25_000_000
"""Bytes of one attached file: what mail servers commonly take."""
MAX_TEXT = 8_000_000
"""Bytes of a text on standard input; what a message may have is for the desk to say."""
STANDARD = "-"

# Not there on every system; without them a link is followed, or a pipe waited for.
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


def text_of(*given: str | None) -> list[str | None]:
    """The texts, one of which may be `-` for standard input (UTF-8, with or without its mark; bad bytes are replaced).

    Raises WrongUsage when two are `-`, Refused when it is absurdly long.
    """
    if given.count(STANDARD) > 1:
        raise WrongUsage("Only one text can come from standard input.")
    return [_standard_text() if text == STANDARD else text for text in given]


def standard_input() -> BinaryIO:
    """Standard input as bytes; raises WrongUsage when it is closed."""
    if sys.stdin is None:
        raise WrongUsage("There is no standard input to read from.")
    return sys.stdin.buffer


def _standard_text() -> str:
    content = standard_input().read(MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        raise Refused(f"A text has at most {MAX_TEXT:,} bytes.", code="too_long")
    # PostgreSQL stores no NUL; a terminal shows none.
    return content.decode("utf-8-sig", "replace").replace("\x00", "�")


def attachment_of(path: str) -> ParsedAttachment:
    """A file to attach, with a safe name and the usual type of its ending.

    Raises WrongUsage for what is no file (a link counts as none), Refused above 25 MB, StorageFailed.
    """
    import mimetypes

    from helpdesk_tui.mail.reading.names import safe_name
    from helpdesk_tui.views import ParsedAttachment

    content = read_file(path, MAX_ATTACHMENT)
    name = os.fsencode(os.path.basename(path)).decode("utf-8", "replace")
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return ParsedAttachment(safe_name(name, content_type, 1), content_type, content)


def read_file(path: str, most: int) -> bytes:
    """The content of a file. Raises WrongUsage for what is none, Refused above `most` bytes, StorageFailed."""
    shown = clipped(path, 80)
    try:
        opened = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NO_WAIT)
    except PermissionError:
        raise StorageFailed(f"{shown} cannot be read: you may not.", code="unreadable") from None
    except (OSError, ValueError) as failed:
        raise WrongUsage(f"{shown} is no file: {_why(failed)}.", code="no_file") from None
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise WrongUsage(f"{shown} is no file.", code="no_file")
    with os.fdopen(opened, "rb") as file:
        try:
            content = file.read(most + 1)
        except OSError as failed:
            raise StorageFailed(f"{shown} cannot be read: {failed.strerror}.", code="unreadable") from None
    if len(content) > most:
        raise Refused(f"{shown} has more than the {most:,} bytes that are taken.", code="too_large")
    return content


def save_file(path: str, name: str, content: bytes) -> str:
    """Save under a path that is not there yet, or under `name` in a folder; the path it was saved under.

    Raises StorageFailed; whatever was there before is never touched.
    """
    target = str(Path(path) / name) if os.path.isdir(path) else path
    shown = clipped(target, 80)
    try:
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
    except FileExistsError:
        raise StorageFailed(f"{shown} is there already; nothing was overwritten.", code="exists") from None
    except (OSError, ValueError) as failed:
        raise _unsaved(shown, failed) from None
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
    except OSError as failed:
        with contextlib.suppress(OSError):
            os.unlink(target)
        raise _unsaved(shown, failed) from None
    return target


def pour(content: bytes) -> None:
    """Bytes to standard output as they are; raises WrongUsage for a terminal, which would obey what is in them."""
    if output.is_terminal(sys.stdout):
        raise WrongUsage("This goes to a file or a program, not to a terminal; redirect it.", code="terminal")
    output.say_bytes(content)


def _unsaved(shown: str, failed: Exception) -> StorageFailed:
    return StorageFailed(f"{shown} cannot be written: {_why(failed)}.", code="unwritable")


def _why(failed: Exception) -> str:
    return getattr(failed, "strerror", None) or str(failed)
