"""Stands before a mail server and hangs up in the middle of what it says."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import BinaryIO

HOST = "127.0.0.1"


class Cutter:
    """A port of this computer that leads to another one, until the server has said so many lines.

    Attributes:
        port: where it listens.
        lines: how many of the server's lines it lets through, over all connections; None is no end.
        said: how many there were so far.
        silent: whether it says nothing more at that point, instead of hanging up.
    """

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.lines: int | None = None
        self.said = 0
        self.silent = False
        self._lock = threading.Lock()
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._serve, daemon=True)]

    def __enter__(self) -> Cutter:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        for end in (self._listener, *self._ends):
            _hang_up(end)
        for thread in self._threads:
            thread.join(10)
        for end in (self._listener, *self._ends):
            end.close()

    def cut_after(self, lines: int | None) -> None:
        """Let so many lines through from now on."""
        with self._lock:
            self.lines, self.said = lines, 0

    @property
    def has_cut(self) -> bool:
        """Whether all the lines that may pass have passed, and one more was to."""
        return self.lines is not None and self.said > self.lines

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection((HOST, self._behind))
            except OSError:
                return
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
                self._ends.append(end)
            for act in (self._forth, self._back):
                thread = threading.Thread(target=act, args=(client, server), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _forth(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := client.recv(65536):
                server.sendall(said)
        _hang_up(server)

    def _back(self, client: socket.socket, server: socket.socket) -> None:
        file: BinaryIO = server.makefile("rb")
        with contextlib.suppress(OSError), file:
            while line := file.readline():
                with self._lock:
                    self.said += 1
                    over = self.has_cut
                if over and self.silent:
                    continue
                if over:
                    break
                client.sendall(line)
        if not self.silent:
            _hang_up(server)
            _hang_up(client)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
