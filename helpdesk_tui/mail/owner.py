"""Who works on a gateway or sends an email: host, process and its start (RELIABILITY rule 8).

On the same host a process that is gone, or whose number was given to another one since, is dead at once, so that what
it held is free without waiting for the end of its lease.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

_ENDED = ("Z", "X")


def owner_name() -> str:
    """This process, as `host/pid/start`."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_started(pid)}"


def is_dead(owner: str) -> bool:
    """Whether an owner was a process of this host that is gone; False where that cannot be known."""
    parts = owner.split("/")
    if len(parts) != 3 or parts[0] != socket.gethostname() or not parts[1].isdigit():
        return False
    pid = int(parts[1])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return bool(parts[2]) and _started(pid) != parts[2]


def _started(pid: int) -> str:
    """When the kernel started the process, in its ticks since boot; empty where there is no /proc, or no process.

    One that has ended counts as none, though its parent (a container's first process, say) may never ask about it.
    """
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name in parentheses may hold spaces; behind it come the state and, as the 20th field, the start.
    fields = line.rpartition(")")[2].split()
    return "" if fields[0] in _ENDED else fields[19]
