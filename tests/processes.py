"""The process tree of a program under test, read from `/proc` (Linux)."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_KILL_MS = 5_000


@dataclass(frozen=True, slots=True)
class Process:
    """A process that was seen, told apart from a later one with the same id by its start."""

    pid: int
    started: int
    """Start after boot, clock ticks."""


@dataclass(frozen=True, slots=True)
class _Row:
    process: Process
    parent: int
    session: int


def _rows() -> Iterable[_Row]:
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            # A process may end between the listing and the reading.
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
                if fields[0] != b"Z":
                    yield _Row(Process(int(entry.name), int(fields[19])), int(fields[1]), int(fields[3]))


def tree(pid: int) -> list[Process]:
    """A process, its descendants, and everything else in its session, by process id; not what has ended."""
    rows = list(_rows())
    members, size = {pid}, 0
    while len(members) != size:
        size = len(members)
        members |= {row.process.pid for row in rows if row.parent in members or row.session == pid}
    return sorted((row.process for row in rows if row.process.pid in members), key=lambda process: process.pid)


def running(pid: int) -> bool:
    """Whether a thread of the process has a processor, or waits for one or for the disk."""
    for entry in (_PROC / str(pid) / "task").glob("*/stat"):
        with contextlib.suppress(OSError):
            if entry.read_bytes().rpartition(b")")[2].split()[0] in (b"R", b"D"):
                return True
    return False


def memory(processes: Iterable[Process]) -> int:
    """Proportional set size (PSS) of the processes together, bytes; one that has ended counts nothing."""
    kilobytes = 0
    for process in processes:
        with contextlib.suppress(OSError):
            for line in (_PROC / str(process.pid) / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes * 1024


def kill(processes: Iterable[Process]) -> None:
    """End those of the processes that are still the ones that were seen, and wait for their end."""
    handles: list[int] = []
    try:
        for process in processes:
            # The handle keeps the id from meaning another process between the look and the signal.
            with contextlib.suppress(ProcessLookupError):
                handles.append(os.pidfd_open(process.pid))
                if process in {row.process for row in _rows()}:
                    signal.pidfd_send_signal(handles[-1], signal.SIGKILL)
                else:
                    os.close(handles.pop())
        for handle in handles:
            ending = select.poll()
            ending.register(handle, select.POLLIN)
            ending.poll(_KILL_MS)
    finally:
        for handle in handles:
            os.close(handle)
