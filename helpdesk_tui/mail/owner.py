"""Who works on a gateway or sends an email: host, place, process and its start (RELIABILITY rule 8).

In the same place a process that is gone, or whose number was given to another one since, is dead at once, so that what
it held is free without waiting for the end of its lease. Two machines or containers may have one name, and a process
number means something only among the processes that the same running kernel counts together: nobody is called dead
by who cannot see them.
"""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

_ENDED = ("Z", "X")
_MACHINE = Path("/etc/machine-id")
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")
_PARTS = 4


def owner_name(task: str = "") -> str:
    """This process, as `host/place/pid/start`; with `task` one of several things that it does: `.../task`."""
    pid = os.getpid()
    name = f"{socket.gethostname()}/{_place()}/{pid}/{_started(pid)}"
    return f"{name}/{task}" if task else name


def is_dead(owner: str) -> bool:
    """Whether an owner was a process of this place that is gone; False where that cannot be known."""
    parts = owner.split("/")
    if len(parts) < _PARTS or not parts[2].isdigit():
        return False
    host, place, pid, started = parts[0], parts[1], int(parts[2]), parts[3]
    if not place or (host, place) != (socket.gethostname(), _place()):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return bool(started) and _started(pid) != started


def _place() -> str:
    """Machine, boot and process namespace in sixteen letters; empty where the system does not tell them."""
    try:
        namespace = os.stat(_NAMESPACE)
        boot = _BOOT.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
    try:
        machine = _MACHINE.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        machine = ""  # containers often have none; the boot is of one kernel anyway
    told = f"{machine}/{boot}/{namespace.st_dev}/{namespace.st_ino}" if boot else ""
    return hashlib.sha256(told.encode()).hexdigest()[:16] if told else ""


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
