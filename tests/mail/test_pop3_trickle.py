"""A POP3 server that is never late with a byte and never done with an answer (SPEC MG2; rule 8)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from helpdesk_tui.mail.gateways.pop3_connection import Pop3Connection
from tests.mail.scripted import Peer, Scripted

PATIENCE = 10.0


class Hours:
    """A clock that goes on by ten seconds whenever it is asked, and lets the server say the next byte then."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked = threading.Semaphore(0)

    def __call__(self) -> float:
        self.now += 10
        self.asked.release()
        return self.now


@pytest.mark.parametrize(
    ("ask", "begins", "seconds"),
    [
        (Pop3Connection.answer, b"", "60"),
        (Pop3Connection.challenged, b"", "60"),
        (lambda connection: list(connection.lines()), b"1 a\r\n", "600"),
        (lambda connection: connection.mail(1_000_000), b"Subject: x\r\n", "600"),
    ],
    ids=["line", "challenge", "list", "mail"],
)
def test_rule_8_an_answer_that_trickles_has_an_end(
    ask: Callable[[Pop3Connection], object], begins: bytes, seconds: str
) -> None:
    clock = Hours()

    def trickling(peer: Peer) -> None:
        peer._connection.sendall(begins)
        while clock.asked.acquire(timeout=PATIENCE) and clock.now < 2000:
            peer._connection.sendall(b"+")

    with Scripted(trickling) as server:
        connected = socket.create_connection((server.host, server.port), PATIENCE)
        connection = Pop3Connection(connected, clock)
        with pytest.raises(TimeoutError, match=f"^its answer took more than {seconds} seconds$"):
            ask(connection)
        connection.close()


def test_rule_8_the_time_counts_for_each_answer_anew() -> None:
    """A session may take as long as it wants."""
    clock = Hours()

    def answering(peer: Peer) -> None:
        for _ in peer.lines():
            peer.say(b"+OK")

    with Scripted(answering) as server:
        connection = Pop3Connection(socket.create_connection((server.host, server.port), PATIENCE), clock)
        for _ in range(20):
            assert connection.ask("NOOP") == ""
        connection.close()
    assert clock.now > 200
