"""One LMTP client's connection: command lines and content in, answers out, each within its time and its bounds.

Commands end with CR LF and content with CR LF . CR LF, and with nothing else (RFC 5321, 2.3.8). A server that takes a
bare LF for the end of a line as well lets a sender hide a second email, with an envelope of its own, in the content of
a first one (SMTP smuggling, CVE-2023-51764): here a bare LF or CR is content within content, and an error in a command.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from collections.abc import Callable

LINE = 2048
"""The longest command in bytes: the 512 of RFC 5321, and room for long addresses and parameters."""

_FLOOD = 1_000_000
_PIECE = 64 * 1024
_END = b"\r\n.\r\n"
_SAY_SECONDS = 30.0
_STOPS = "421 4.3.2 The service stops; come again"


class ClientGone(Exception):
    """The client has hung up, or does not read what it is told."""


class Parting(Exception):
    """This side ends the connection; carries what the client is told."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


class BadLine(Exception):
    """A line that is no command; carries what the client is told."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


class Stopping:
    """Tells every connection at once that the server stops; content that is coming in gets `grace` seconds more."""

    def __init__(self, grace: float = 1.5) -> None:
        self._read, self._write = os.pipe()
        self.end: float | None = None
        self._grace = grace

    def fileno(self) -> int:
        """Readable from the stop on, for whoever waits."""
        return self._read

    def set(self) -> None:
        """Stop; more than once does no harm."""
        if self.end is None:
            self.end = time.monotonic() + self._grace
            os.close(self._write)

    def close(self) -> None:
        """Let go of it, when nobody waits any more."""
        self.set()
        if self._read >= 0:
            os.close(self._read)
        self._read = -1


class Wire:
    """A connection. A command may take `seconds`, a pause within content too, everything together `whole_seconds`."""

    def __init__(
        self, connection: socket.socket, stopping: Stopping, seconds: float = 300.0, whole_seconds: float = 1800.0
    ) -> None:
        self._connection = connection
        self._stopping = stopping
        self._seconds = seconds
        self._end = time.monotonic() + whole_seconds
        self._buffer = b""
        connection.settimeout(_SAY_SECONDS)
        self._both = select.poll()
        self._client = select.poll()
        for poll in (self._both, self._client):
            poll.register(connection, select.POLLIN)
        self._both.register(stopping, select.POLLIN)

    def say(self, *replies: str) -> None:
        """Send reply lines in one piece; raises ClientGone."""
        try:
            self._connection.sendall("".join(f"{reply}\r\n" for reply in replies).encode("ascii", "replace"))
        except OSError:
            raise ClientGone from None

    def line(self) -> bytes:
        """The next command without its end. Raises BadLine, Parting, ClientGone."""
        if self._stopping.end is not None:
            raise Parting(_STOPS)
        deadline = time.monotonic() + self._seconds
        dropped = 0
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > LINE:
                dropped += len(self._buffer)
                self._buffer = b""
            if dropped > _FLOOD:
                raise Parting("421 4.7.0 That line never ends")
            self._buffer += self._more(deadline)
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        if dropped or len(line) > LINE:
            raise BadLine("500 5.5.6 Line too long")
        if not line.endswith(b"\r") or b"\r" in line[:-1]:
            raise BadLine("500 5.5.2 Commands end with CR LF, and hold neither")
        return line[:-1]

    def content(self, keep: Callable[[bytes], None]) -> None:
        """Everything up to CR LF . CR LF, piece by piece and with the doubled dots undone, to `keep`.

        What the client sent behind it are its next commands. Raises Parting, ClientGone.
        """
        # The line end before the content is that of DATA, which has been read: a dot may stand in the first line.
        held, lead = b"\r\n", 2
        piece, self._buffer = self._buffer, b""
        while True:
            data = held + piece
            end = data.find(_END)
            cut = end + 2 if end >= 0 else len(data) - _beginning_of_end(data)
            if cut:
                keep(data[:cut].replace(b"\r\n.", b"\r\n")[lead:])
                lead = 0
            if end >= 0:
                self._buffer = data[end + len(_END) :]
                return
            held = data[cut:]
            piece = self._more(time.monotonic() + self._seconds, to_its_end=True)

    def close(self) -> None:
        """Hang up, so that the last answer still arrives; raises nothing."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
        self._connection.close()

    def _more(self, deadline: float, *, to_its_end: bool = False) -> bytes:
        """What comes next; `to_its_end` lets content go on for a moment when the server stops."""
        if time.monotonic() >= self._end:
            raise Parting("421 4.4.2 This connection was open for too long")
        over = False
        while not over:
            stop = self._stopping.end
            if stop is not None and not to_its_end:
                raise Parting(_STOPS)
            ends = min(deadline, self._end, stop if stop is not None else self._end)
            poll = self._both if stop is None else self._client
            ready = dict(poll.poll(max(ends - time.monotonic(), 0) * 1000))
            if self._connection.fileno() in ready:
                return self._received()
            over = not ready
        raise Parting(_STOPS if self._stopping.end is not None else "421 4.4.2 Nothing came for too long")

    def _received(self) -> bytes:
        try:
            piece = self._connection.recv(_PIECE)
        except OSError:
            raise ClientGone from None
        if not piece:
            raise ClientGone
        return piece


def _beginning_of_end(data: bytes) -> int:
    """How many of the last bytes may be the beginning of the end of the content."""
    return next((size for size in range(len(_END) - 1, 0, -1) if data.endswith(_END[:size])), 0)
