"""A believable desk to look at, with mail that keeps coming; throw-away.

`making` builds it through the door, `postman` brings mail, `show` runs it.
"""

from __future__ import annotations

from pathlib import Path


def run(folder: Path | None, tickets: int) -> int:
    """Make the desk and show it; the exit code (CLI: demo)."""
    from helpdesk_tui.demo.show import run as shown

    return shown(folder, tickets)
