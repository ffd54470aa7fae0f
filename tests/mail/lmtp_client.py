"""An LMTP client that says what a test tells it to, byte for byte, and reads one reply at a time."""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Self

from helpdesk_tui.mail.gateways.lmtp_place import Place, connected

SECONDS = 20.0


class Talk:
    """A connection to a place; `reply` gives the next reply, its lines joined by a slash."""

    def __init__(self, place: Place) -> None:
        self.socket = connected(place)
        self.socket.settimeout(SECONDS)
        self._file = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, *pieces: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(b"".join(pieces))

    def reply(self) -> str:
        """The next reply; empty when the server has hung up."""
        lines: list[str] = []
        # A connection that ends while the client still sends is reset.
        with contextlib.suppress(ConnectionResetError):
            while line := self._file.readline():
                lines.append(line.decode("ascii").removesuffix("\r\n"))
                if line[3:4] != b"-":
                    break
        return " / ".join(lines)

    def ask(self, command: str) -> str:
        """Say a command; its reply."""
        self.send(command.encode() + b"\r\n")
        return self.reply()

    def code(self, command: str) -> str:
        """Say a command; the code of its reply, with the enhanced one."""
        return " ".join(self.ask(command).split()[:2])

    def begin(self, *recipients: str, sender: str = "hans@acme.example") -> None:
        """Up to the moment at which the content is expected."""
        said = self.reply()
        assert said.startswith("220 "), said
        for command in ("LHLO mx.acme.example", f"MAIL FROM:<{sender}>", *(f"RCPT TO:<{to}>" for to in recipients)):
            said = self.ask(command)
            assert said.startswith("250"), (command, said)
        said = self.ask("DATA")
        assert said.startswith("354 "), said

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self.socket.close()


def hand_in(place: Place, content: bytes, *recipients: str) -> list[str]:
    """Hand an email in, dots doubled as they should be; what is said for each recipient."""
    with Talk(place) as talk:
        talk.begin(*recipients)
        talk.send(content.replace(b"\r\n.", b"\r\n.."), b".\r\n")
        replies = [talk.reply() for _ in recipients]
        assert talk.ask("QUIT").startswith("221 ")
        assert talk.reply() == ""
    return replies
