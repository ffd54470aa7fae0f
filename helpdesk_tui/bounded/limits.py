"""Bounds that a process sets itself before it reads what comes from outside (rule 6; docs/adr/0006, 0034).

Hostile bytes can then use up this process only: its memory, its processor time, its open files and its core dumps are
limited, it may write no file and start no other process. Limits that the system does not know are left out.
"""

from __future__ import annotations

import contextlib
import math
import resource

_OPEN_FILES = 32


def bound(memory: int) -> None:
    """Bound this process for good; `memory` is its address space in bytes."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_NPROC, 0)


def allow(seconds: float) -> None:
    """Allow this process so much more processor time; past it the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most != resource.RLIM_INFINITY:
        soft = min(soft, most)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def _limit(kind: int, amount: int) -> None:
    """Set a limit, or as much of it as the process may have; not every system knows every limit (macOS)."""
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        amount = min(amount, most)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (amount, amount))
