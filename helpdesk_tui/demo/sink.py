"""Stands for a mail server in the demonstration: keeps what is sent, a file each, and delivers nothing.

`python -m helpdesk_tui.demo.sink FOLDER` reads one email on its standard input, as a sendmail program does; further
arguments are left alone. Ends with 0, or with 75 (EX_TEMPFAIL) when the email could not be kept.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

TEMPFAIL = 75


def keep(folder: Path, raw: bytes) -> Path:
    """Write an email into the folder under a name of its own that sorts by time; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{time.time_ns():020d}.{os.getpid()}.eml"
    unfinished = folder / f".{name}"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
    return unfinished.rename(folder / name)


def main(arguments: list[str]) -> int:
    """Keep what stands on the standard input; the exit code."""
    if not arguments:
        return 64
    try:
        keep(Path(arguments[0]), sys.stdin.buffer.read())
    except OSError:
        return TEMPFAIL
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
