"""The lines of POP3 (RFC 1939) on a connection, within bounds.

Not poplib: it refuses a mail with a line of more than 2,048 bytes, which then stops the mailbox for ever, reads a mail
or a list of any size into memory, and sends what it is given as an argument as it is (CVE-2025-15366 in its sibling).
"""

from __future__ import annotations

import contextlib
import io
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from helpdesk_tui.errors import WrongUsage

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LINE_SECONDS = 60.0
"""How long a line of answer may take as a whole (rule 8): a server that trickles is never late with a single step."""

LONG_SECONDS = 600.0
"""How long a mail or a list may take as a whole."""

_MOST_LINE = 4096
_MOST_LINES = 500_000
_MOST_LIST = 16_000_000
_PIECE = 64 * 1024
_END = b".\r\n"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


class Denied(Exception):
    """The server answered `-ERR`; the text is what it said."""


class Nonsense(Exception):
    """What the server said is no POP3, or more than it may be."""


class _Patient(io.RawIOBase):
    """What a socket says until the moment `end`; each step within the socket's own time too. Raises OSError."""

    def __init__(self, connected: socket.socket, clock: Callable[[], float]) -> None:
        self._socket = connected
        self._step = connected.gettimeout()
        self._clock = clock
        self._end = 0.0
        self.begin(LINE_SECONDS)

    def begin(self, seconds: float) -> None:
        """The next answer may take so long."""
        self._seconds = seconds
        self._end = self._clock() + seconds

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: WriteableBuffer) -> int:
        """The next bytes, 0 at the end."""
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError(f"its answer took more than {self._seconds:,.0f} seconds")
        self._socket.settimeout(left if self._step is None else min(left, self._step))
        try:
            return self._socket.recv_into(into)
        finally:
            self._socket.settimeout(self._step)


class Pop3Connection:
    """A connection, in plain text until `secure`.

    Everything raises Denied, Nonsense, OSError (also where an answer takes too long by `clock`, in seconds) and
    EOFError (the server hung up).
    """

    def __init__(self, connected: socket.socket, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._listen_to(connected)

    def _listen_to(self, connected: socket.socket) -> None:
        self._socket = connected
        self._patient = _Patient(connected, self._clock)
        self._file = io.BufferedReader(self._patient)

    def secure(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Go on under TLS; what the server said ahead of it in plain text is not listened to (CVE-2011-0411)."""
        self._file.close()
        self._socket = context.wrap_socket(self._socket, server_hostname=host)
        self._socket.settimeout(seconds)
        self._listen_to(self._socket)

    def ask(self, command: str, *arguments: object) -> str:
        """Send a command; what the server says behind its `+OK`.

        Raises WrongUsage where an argument holds a control character (rule 9).
        """
        self.say(" ".join((command, *map(str, arguments))))
        return self.answer()

    def say(self, line: str) -> None:
        """Send a line, in UTF-8."""
        if _CONTROL.search(line):
            raise WrongUsage("A control character is nothing that a mail server may be sent.")
        self._socket.sendall(line.encode() + b"\r\n")

    def answer(self) -> str:
        """The rest of an `+OK` line."""
        self._patient.begin(LINE_SECONDS)
        line = self._line()
        status, _, rest = line.partition(b" ")
        said = rest.decode("utf-8", "replace")
        if status.upper() == b"-ERR":
            raise Denied(said or "no reason given")
        if status.upper() != b"+OK":
            raise Nonsense(line.decode("utf-8", "replace"))
        return said

    def challenged(self) -> bool:
        """Whether the server goes on asking in a login (RFC 5034), instead of letting in; Denied when it does not."""
        self._patient.begin(LINE_SECONDS)
        line = self._line()
        if line == b"+" or line.startswith(b"+ "):
            return True
        if line.upper().startswith(b"-ERR"):
            raise Denied(line[4:].strip().decode("utf-8", "replace"))
        if not line.upper().startswith(b"+OK"):
            raise Nonsense(line.decode("utf-8", "replace"))
        return False

    def lines(self) -> Iterator[str]:
        """The lines of a list, to its end."""
        self._patient.begin(LONG_SECONDS)
        size = 0
        for _ in range(_MOST_LINES):
            line = self._line()
            if line == b".":
                return
            size += len(line)
            if size > _MOST_LIST:
                raise Nonsense(f"more than {_MOST_LIST:,} bytes in a list")
            yield line.removeprefix(b".").decode("utf-8", "replace")
        raise Nonsense(f"more than {_MOST_LINES:,} lines in a list")

    def mail(self, most: int) -> tuple[bytes, bool]:
        """The bytes of a mail and whether they are all; after more than `most` the connection is good for nothing.

        A line ends with CRLF and with nothing else: a lone `.` between bare line feeds is text, not the mail's end.
        """
        self._patient.begin(LONG_SECONDS)
        taken = bytearray()
        begins = True
        while len(taken) <= most:
            piece = self._file.readline(_PIECE)
            if not piece:
                raise EOFError("it hung up in the middle of a mail")
            if begins:
                if piece == _END:
                    return bytes(taken), True
                piece = piece.removeprefix(b".")
            taken += piece
            begins = taken.endswith(b"\r\n")
        return bytes(taken[:most]), False

    def close(self) -> None:
        """Hang up; raises nothing."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._socket.close()

    def _line(self) -> bytes:
        line = self._file.readline(_MOST_LINE)
        if not line:
            raise EOFError("it hung up")
        if not line.endswith(b"\n"):
            if len(line) < _MOST_LINE:
                raise EOFError("it hung up in the middle of a line")
            raise Nonsense(f"a line of more than {_MOST_LINE:,} bytes")
        return line.rstrip(b"\r\n")
