"""A server program that belongs to one test: its directory, its user, its process group.

Most mail and database servers refuse to run as root. Where the tests run as root, servers run as uid 65534 through
`setpriv`; otherwise as the user who runs the tests.
"""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HOST = "127.0.0.1"

_NOBODY = 65534
_PORTS = range(20_000, 32_000)
_PAUSE = 0.01
_STOP_SECONDS = 5.0


class ServerFailed(Exception):
    """A server did not start, or did not do what was asked of it; the text holds its log."""


def needed(program: str, *places: str) -> str | None:
    """Where a program is, in PATH or one of some directories (patterns allowed, the last match wins)."""
    found = [str(path) for place in places for path in sorted(Path("/").glob(f"{place.strip('/')}/{program}"))]
    return found[-1] if found else shutil.which(program)


def as_root() -> bool:
    """Whether the tests run as root, so that servers need another user."""
    return os.geteuid() == 0


def owner() -> tuple[str, str]:
    """Names of the user and group servers run as."""
    uid, gid = (_NOBODY, _NOBODY) if as_root() else (os.geteuid(), os.getegid())
    return pwd.getpwuid(uid).pw_name, grp.getgrgid(gid).gr_name


def hand_over(*paths: Path) -> None:
    """Make paths belong to the user the servers run as."""
    if as_root():
        for path in paths:
            os.chown(path, _NOBODY, _NOBODY)


def own_directory(name: str) -> Path:
    """A new directory only the servers' user can read; its parents let that user through, unlike pytest's."""
    path = Path(tempfile.mkdtemp(prefix=f"helpdesk-{name}-"))
    hand_over(path)
    return path


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now, outside the range the system takes for outgoing connections."""
    ports: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            ports.append(port)
        if len(ports) == count:
            return ports
    raise ServerFailed("no free port")


def greeting(port: int, seconds: float = 1.0) -> bytes:
    """The first line a server sends on a port; empty if none answers."""
    try:
        with socket.create_connection((HOST, port), timeout=seconds) as connection:
            return connection.makefile("rb").readline()
    except OSError:
        return b""


class Daemon:
    """A server process in a session of its own, started in the foreground.

    Args:
        argv: the program and its arguments.
        log: the file its output is added to.
        ready: whether it serves; asked until it says yes.
        stop_signal: what ends it in good order.
        ready_seconds: how long it may take to serve.
    """

    def __init__(
        self,
        argv: Sequence[str],
        log: Path,
        ready: Callable[[], bool],
        stop_signal: signal.Signals = signal.SIGTERM,
        ready_seconds: float = 20.0,
    ) -> None:
        self._argv, self._log, self._ready = list(argv), log, ready
        self._stop_signal, self._ready_seconds = stop_signal, ready_seconds
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it serves.

        Raises:
            ServerFailed: it ended or is not ready in time; it is gone then.
        """
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                as_server_user(self._argv),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/",
            )  # fmt: skip
        deadline = time.monotonic() + self._ready_seconds
        while self.running:
            if self._ready():
                return
            if time.monotonic() > deadline:
                break
            time.sleep(_PAUSE)
        self.kill()
        raise ServerFailed(f"{self._argv[0]} did not start:\n{self._log.read_text(errors='replace')}")

    def stop(self) -> None:
        """End the server and all its children in good order, or by force if that takes too long."""
        self._end(self._stop_signal)

    def kill(self) -> None:
        """End the server and all its children at once (SIGKILL), as a crash does."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if (process := self._process) is None:
            return
        self._process = None
        _signal_group(process.pid, number)
        deadline = time.monotonic() + _STOP_SECONDS
        # Not waited for until all is signalled: so long the id of the group cannot come to mean another one.
        while time.monotonic() < deadline and not _has_ended(process.pid):
            time.sleep(_PAUSE)
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()


def as_server_user(argv: Sequence[str]) -> list[str]:
    """A command as the user servers run as."""
    if not as_root():
        return list(argv)
    return ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", *argv]


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
    except ChildProcessError:
        return True
