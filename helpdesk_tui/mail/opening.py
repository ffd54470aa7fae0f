"""Reaching a mail server within one time for all of it (rule 8): connection, TLS, greeting and login.

Each step of a server has a time of its own, but a peer that says a byte now and then is late with none of them. So the
connection is watched from outside: when the time is over it is shut, below TLS and whichever library is reading.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

from helpdesk_tui.errors import Unavailable

Watch = Callable[[socket.socket], None]
"""Gets each socket before it connects; what it raises ends the attempt."""


def unwatched(_: socket.socket) -> None:
    """Nobody else wants to end the connection from outside."""


class Opening:
    """One connection on its way, for one thread; `shut` is for another."""

    def __init__(self, seconds: float, watch: Watch) -> None:
        self._end = time.monotonic() + seconds
        self._watch = watch
        self._lock = threading.Lock()
        self._wire: socket.socket | None = None
        self.late = False

    def connect(self, host: str, port: int, step: float, context: ssl.SSLContext | None = None) -> socket.socket:
        """A connection to the first of the host's addresses that takes one, under TLS where a context is given.

        A step of it gets `step` seconds. Raises OSError, and ValueError for what is no host.
        """
        connected = self._connected(host, port, step)
        if context is None:
            return connected
        try:
            return context.wrap_socket(connected, server_hostname=host)
        except BaseException:
            connected.close()
            raise

    def shut(self) -> None:
        """The time is over: whoever reads or writes finds the connection at its end."""
        with self._lock:
            self.late = True
            if self._wire is not None:
                with contextlib.suppress(OSError):
                    self._wire.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """The connection is somebody else's from now on."""
        with self._lock:
            if self._wire is not None:
                self._wire.close()
            self._wire = None

    def _connected(self, host: str, port: int, step: float) -> socket.socket:
        failed: OSError | None = None
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
            made = socket.socket(family, kind, protocol)
            try:
                self._hold(made)
                made.settimeout(max(min(step, self._end - time.monotonic()), 0.001))
                self._watch(made)
                made.connect(address)
                made.settimeout(step)
            except OSError as error:
                made.close()
                failed = error
            except BaseException:
                made.close()
                raise
            else:
                return made
        raise failed or OSError("the host has no address")

    def _hold(self, made: socket.socket) -> None:
        """Keep a handle of the connection from before it is made: TLS takes the socket itself away."""
        self.let_go()
        with self._lock:
            if self.late:
                raise TimeoutError("timed out")
            self._wire = made.dup()


@contextlib.contextmanager
def in_time(server: str, seconds: float, watch: Watch = unwatched) -> Iterator[Opening]:
    """Let a connection be made, secured and let in, all of it in so many seconds.

    Raises Unavailable instead of the one that came of being late. Asking for the host's addresses is not cut short:
    the system's resolver has times of its own.
    """
    opening = Opening(seconds, watch)
    clock = threading.Timer(seconds, opening.shut)
    clock.daemon = True
    clock.start()
    try:
        yield opening
    except Unavailable:
        if opening.late:
            raise Unavailable(f"{server} was left: it took more than {seconds:g} seconds to let us in.") from None
        raise
    finally:
        clock.cancel()
        clock.join()
        opening.let_go()
