"""A program on a pseudo-terminal: its bytes, its signals, its end (Linux).

Two threads serve a connection. One reads what the program writes, stamps it with the time, and sends what could
not be sent at once, so that neither side can block the other for ever. One waits for the end of the program, whose
process entry is kept until the connection is closed: its id cannot come to mean another process meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from tests import processes

GRACE = 1.0
"""How long a program may take to go after its terminal was closed, before it is killed, seconds."""

_LOOKS = 10
_NOT_INHERITED = re.compile(
    r"LINES|COLUMNS|COLORTERM|NO_COLOR|FORCE_COLOR|CLICOLOR.*|TERM_PROGRAM.*|TMUX.*|STY|ESCDELAY|TEXTUAL.*|HELPDESK_.*"
)
_START_IN = ["sh", "-c", 'cd -- "$1" && shift && exec "$@"', "sh"]


def environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    """The variables of a program under test: ours without those that change what programs draw, then the changes."""
    inherited = {name: value for name, value in os.environ.items() if not _NOT_INHERITED.fullmatch(name)}
    wanted = {**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8", **changes}
    return {name: value for name, value in wanted.items() if value is not None}


class Connection:
    """A pseudo-terminal and the program that has it as its controlling terminal.

    Args:
        argv: the program and its arguments; started when the connection is opened.
        env: all its variables.
        cwd: the directory to start in, ours if None.
        arrived: called in the reading thread after output came, with its beginning (an offset into all output).
    """

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str], cwd: str | None, arrived: Callable[[int], None]
    ) -> None:
        self.pid = 0
        """Process id of the program, which is also the id of its session and process group."""
        self.exit_code: int | None = None
        """What the program ended with, minus the signal's number if a signal ended it; None while it runs."""
        self.started = 0.0
        """`time.perf_counter()` just before the program was started."""
        self.arrivals: list[tuple[float, int]] = []
        """For each piece of output: `time.perf_counter()` at its arrival, and the number of bytes until its end."""
        self.ended = False
        """Whether no more output can come."""
        self.changed = threading.Condition()
        """Notified at each output, at the end of output, and at the end of the program."""
        self._argv, self._env, self._arrived = [*_START_IN, cwd, *argv] if cwd else list(argv), dict(env), arrived
        self._raw = bytearray()
        self._outbox = b""
        self._hung_up = False
        self._master = self._wake = -1
        self._sending = threading.Lock()
        self._reader = threading.Thread(target=self._read, name="terminal output", daemon=True)
        self._waiter = threading.Thread(target=self._await_end, name="terminal program", daemon=True)

    def open(self, columns: int, rows: int, pixels: tuple[int, int]) -> None:
        """Start the program on a terminal of a size.

        Raises:
            OSError: the program cannot be started.
        """
        self._master, slave = os.openpty()
        try:
            os.set_blocking(self._master, False)
            self.resize(columns, rows, pixels)
            self.started = time.perf_counter()
            self.pid = self._spawn(os.ttyname(slave))
        except OSError:
            os.close(self._master)
            raise
        finally:
            os.close(slave)
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._reader.start()
        self._waiter.start()

    def _spawn(self, terminal: str) -> int:
        # A session leader without a terminal gets the first one it opens, so no code has to run in the child.
        copies = [(os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
        actions = [(os.POSIX_SPAWN_OPEN, 0, terminal, os.O_RDWR, 0), *copies]
        defaults = set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}
        return os.posix_spawnp(
            self._argv[0], self._argv, self._env,
            file_actions=actions, setsid=True, setsigmask=(), setsigdef=defaults,
        )  # fmt: skip

    def close(self) -> None:
        """Hang up, kill what is left after `GRACE`, and forget the process."""
        left = processes.tree(self.pid)
        self.hang_up()
        with self.changed:
            self.changed.wait_for(lambda: self.exit_code is not None, timeout=GRACE)
        # Once more until there is none: a process may have been born since the last look.
        for _ in range(_LOOKS):
            processes.kill(left)
            left = processes.tree(self.pid)
            if not left:
                break
        self._waiter.join()
        os.waitpid(self.pid, 0)
        os.close(self._wake)

    def hang_up(self) -> None:
        """Close the terminal as a broken connection does: the program gets SIGHUP and reads the end of file."""
        with self._sending:
            self._hung_up = True
            os.eventfd_write(self._wake, 1)
        self._reader.join()
        with self._sending:
            if self._master >= 0:
                os.close(self._master)
            self._master = -1

    def resize(self, columns: int, rows: int, pixels: tuple[int, int]) -> None:
        """Set the size (cells, and width and height in pixels); a running program gets SIGWINCH if it changes."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, *pixels))

    def output(self, since: int = 0) -> bytes:
        """What the program has written from an offset on."""
        with self.changed:
            return bytes(self._raw[since:])

    def __len__(self) -> int:
        """The number of bytes the program has written."""
        return len(self._raw)

    def send(self, data: bytes) -> float:
        """Send bytes to the program without waiting for it to read them.

        Returns:
            `time.perf_counter()` just before.

        Raises:
            AssertionError: the terminal is hung up.
        """
        with self._sending:
            if self._hung_up:
                raise AssertionError("the terminal is hung up")
            now = time.perf_counter()
            self._outbox += data
            self._flush()
            if self._outbox:
                os.eventfd_write(self._wake, 1)
        return now

    def answer(self, data: bytes) -> None:
        """Send bytes if there is still somebody to send them to."""
        with contextlib.suppress(AssertionError):
            self.send(data)

    def _flush(self) -> None:
        """Send what the pseudo-terminal takes now; what is left goes when it can be written to again."""
        try:
            self._outbox = self._outbox[os.write(self._master, self._outbox) :]
        except BlockingIOError:
            return
        except OSError:
            self._outbox = b""

    def _read(self) -> None:
        poll = select.poll()
        poll.register(self._wake, select.POLLIN)
        while True:
            poll.register(self._master, select.POLLIN | (select.POLLOUT if self._outbox else 0))
            ready = dict(poll.poll())
            if self._wake in ready:
                os.eventfd_read(self._wake)
            if self._hung_up:
                break
            ready_for = ready.get(self._master, 0)
            if ready_for & select.POLLOUT:
                with self._sending:
                    self._flush()
            if ready_for & ~select.POLLOUT and not self._take():
                break
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def _take(self) -> bool:
        """Take what has come; False if nothing can come any more."""
        try:
            data = os.read(self._master, 65536)
        except BlockingIOError:
            return True
        except OSError:
            return False
        now = time.perf_counter()
        with self.changed:
            begin = len(self._raw)
            self._raw += data
            self.arrivals.append((now, len(self._raw)))
            self.changed.notify_all()
        self._arrived(begin)
        return bool(data)

    def _await_end(self) -> None:
        result = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        assert result is not None
        with self.changed:
            self.exit_code = result.si_status if result.si_code == os.CLD_EXITED else -result.si_status
            self.changed.notify_all()
