"""The command line: one file a noun, each imported only when it is used (CLI: Everywhere)."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments, by default those of the process; the exit code."""
    try:
        from helpdesk_tui.cli.program import run
    except KeyboardInterrupt:  # pressed while the program was still being loaded
        return 130
    return run(list(sys.argv[1:] if arguments is None else arguments))
