"""A server that says what a test tells it to, for what no real server does on demand.

A dialogue is a function of one connection: it reads lines and says bytes. It runs once for each connection, in a
thread; its end closes the connection.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

HOST = "127.0.0.1"


class Client(Protocol):
    """Something that holds a connection."""

    def close(self) -> None:
        """Let go of it."""
        ...


class Peer:
    """One client's connection, and what it has said so far."""

    def __init__(self, connection: socket.socket, heard: list[bytes]) -> None:
        self._connection = connection
        self._file = connection.makefile("rb")
        self.heard = heard

    def say(self, *lines: bytes) -> None:
        """Send lines, each ended by CRLF, in one piece."""
        self._connection.sendall(b"".join(line + b"\r\n" for line in lines))

    def line(self) -> bytes:
        """The client's next line without its end.

        Raises:
            EOFError: it has gone.
        """
        line = self._file.readline()
        if not line:
            raise EOFError
        self.heard.append(line.rstrip(b"\r\n"))
        return self.heard[-1]

    def lines(self) -> Iterator[bytes]:
        """The client's lines until it goes."""
        with contextlib.suppress(EOFError):
            while True:
                yield self.line()

    def close(self) -> None:
        """Close the connection."""
        self._file.close()
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()


class Scripted:
    """Listens on a free loopback port and holds one dialogue with each client.

    Attributes:
        port: where it listens.
        heard: every line that clients have sent.
        clients: what is to be closed before the server is.
    """

    host = HOST

    def __init__(self, *dialogues: Callable[[Peer], None]) -> None:
        """The n-th client gets the n-th dialogue, later ones the last."""
        self._dialogues = dialogues
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.heard: list[bytes] = []
        self.clients: list[Client] = []
        self._peers: list[Peer] = []
        self._threads = [threading.Thread(target=self._serve, daemon=True)]

    def __enter__(self) -> Scripted:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        for client in self.clients:
            client.close()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer._connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    @property
    def connections(self) -> int:
        """How many clients have come."""
        return len(self._peers)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            peer = Peer(connection, self.heard)
            dialogue = self._dialogues[min(len(self._peers), len(self._dialogues) - 1)]
            self._peers.append(peer)
            thread = threading.Thread(target=self._hold, args=(dialogue, peer), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _hold(self, dialogue: Callable[[Peer], None], peer: Peer) -> None:
        try:
            with contextlib.suppress(OSError, ValueError, EOFError):
                dialogue(peer)
        finally:
            peer.close()
