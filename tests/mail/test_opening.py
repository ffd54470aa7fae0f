"""Servers that trickle before anybody is let in: never late with a byte, never done with a step (MG2, MO1; rule 8)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from helpdesk_tui.errors import Unavailable
from helpdesk_tui.mail.gateways import reach
from helpdesk_tui.mail.gateways.sources import open_source
from helpdesk_tui.mail.opening import in_time
from helpdesk_tui.mail.outgoing.smtp_connection import SmtpRoute
from helpdesk_tui.mail.outgoing.smtp_connection import opened as smtp_opened
from helpdesk_tui.vocab import GatewayType, TlsMode
from tests.mail import scripted_imap, scripted_pop3
from tests.mail.making import gateway, nothing
from tests.mail.scripted import HOST, Peer, Scripted

WHOLE = 0.25
"""So many seconds everything may take; a single step has a hundred times as much."""
MOST_BYTES = 400

Login = Callable[[int, TlsMode], object]


def by_mailbox(kind: GatewayType) -> Login:
    """Log in to a mailbox."""

    def log_in(port: int, tls: TlsMode) -> object:
        source = open_source(gateway(type=kind, host=HOST, port=port, tls=tls, login="support"), lambda: "secret")
        try:
            return list(source.found(nothing))
        finally:
            source.close()

    return log_in


def by_smtp(port: int, tls: TlsMode) -> object:
    """Log in to the server for outgoing mail."""
    return smtp_opened(SmtpRoute(HOST, port, tls, "support", lambda: "secret", whole_seconds=WHOLE))


# How to log in; what the server says before it changes to TLS; how a greeting begins.
PROTOCOLS: dict[str, tuple[Login, dict[bytes, bytes], bytes]] = {
    "imap": (
        by_mailbox(GatewayType.IMAP),
        {b"": b"* OK ready", b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK a", b"STARTTLS": b"TAG OK b"},
        b"* OK ",
    ),
    "pop3": (
        by_mailbox(GatewayType.POP3), {b"": b"+OK ready", b"CAPA": b"+OK\r\nSTLS\r\n.", b"STLS": b"+OK"}, b"+OK ",
    ),
    "smtp": (by_smtp, {b"": b"220 ready", b"ehlo": b"250-me\r\n250 STARTTLS", b"STARTTLS": b"220 go on"}, b"220 "),
}  # fmt: skip


@pytest.fixture(params=PROTOCOLS)
def protocol(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[Login, dict[bytes, bytes], bytes]:
    """Each of them, in a hurry as a whole."""
    monkeypatch.setattr(reach, "OPEN_SECONDS", WHOLE)
    return PROTOCOLS[request.param]


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the client has gone."""
    event = threading.Event()
    yield event
    event.set()


def trickle(peer: Peer, over: threading.Event) -> None:
    """A byte every hundredth of a second, far longer than the client may wait."""
    for _ in range(MOST_BYTES):
        if over.wait(0.01):
            return
        peer._connection.sendall(b"x")


def left(log_in: Login, port: int, tls: TlsMode) -> str:
    """What is said of a server that is left."""
    with pytest.raises(Unavailable) as late:
        log_in(port, tls)
    return late.value.sentence


LATE = "127.0.0.1 was left: it took more than 0.25 seconds to let us in."


def test_rule_8_a_greeting_that_trickles_has_an_end(
    protocol: tuple[Login, dict[bytes, bytes], bytes], over: threading.Event
) -> None:
    log_in, _, greeting = protocol

    def dialogue(peer: Peer) -> None:
        peer._connection.sendall(greeting)
        trickle(peer, over)

    with Scripted(dialogue) as server:
        assert left(log_in, server.port, TlsMode.NONE) == LATE
        over.set()


@pytest.mark.parametrize("tls", [TlsMode.TLS, TlsMode.STARTTLS])
def test_rule_8_a_handshake_that_trickles_has_an_end(
    protocol: tuple[Login, dict[bytes, bytes], bytes], tls: TlsMode, over: threading.Event
) -> None:
    """The peer has begun a TLS record of 16 kB; at the end nothing secret has been said."""
    log_in, answers, _ = protocol

    def dialogue(peer: Peer) -> None:
        if tls is TlsMode.STARTTLS:
            peer.say(answers[b""])
            for line in peer.lines():
                tag, _, command = line.partition(b" ")
                word = next(word for word in answers if word and word in (tag, command))
                peer.say(answers[word].replace(b"TAG", tag))
                if b"STLS" in word or b"STARTTLS" in word:
                    break
        peer._connection.sendall(b"\x16\x03\x03\x3f\xff")
        trickle(peer, over)

    with Scripted(dialogue) as server:
        assert left(log_in, server.port, tls) == LATE
        over.set()
    assert not any(b"support" in line for line in server.heard)


def test_rule_8_a_login_that_trickles_has_an_end(
    protocol: tuple[Login, dict[bytes, bytes], bytes], over: threading.Event
) -> None:
    """What it offers, or whether it lets us in: to the first command it says the beginning of an answer."""
    log_in, answers, greeting = protocol

    def dialogue(peer: Peer) -> None:
        peer.say(answers[b""])
        peer.line()
        peer._connection.sendall(greeting.replace(b"220", b"250"))
        trickle(peer, over)

    with Scripted(dialogue) as server:
        assert left(log_in, server.port, TlsMode.NONE) == LATE
        over.set()


@pytest.mark.parametrize("kind", ["imap", "pop3"])
def test_who_is_let_in_in_time_may_stay(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch ends with the login: no clock is left that could shut the connection later."""
    clocks: list[threading.Timer] = []

    class Noted(threading.Timer):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            clocks.append(self)

    monkeypatch.setattr(threading, "Timer", Noted)
    script = scripted_imap if kind == "imap" else scripted_pop3
    with Scripted(script.answering({})) as server:
        source = script.source(server)
        (mail,) = source.found(nothing)
        (clock,) = clocks
        assert (clock.interval, clock.is_alive()) == (120.0, False)
        clock.function()
        assert source.fetch(mail, 1_000_000)


def test_rule_8_each_address_of_a_host_gets_what_is_left_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host has as many addresses as its owner likes, and the system tries each for minutes."""
    with socket.create_server((HOST, 0)) as closed:
        address = closed.getsockname()
    found = (socket.AF_INET, socket.SOCK_STREAM, 0, "", address)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [found] * 3)
    tried: list[float | None] = []
    with in_time("mail.example", 5, lambda made: tried.append(made.gettimeout())) as opening:
        with pytest.raises(ConnectionRefusedError):
            opening.connect("mail.example", address[1], 20)
        assert [0 < (seconds or 0) <= 5 for seconds in tried] == [True] * 3
        opening.shut()
        with pytest.raises(TimeoutError):
            opening.connect("mail.example", address[1], 20)
    assert len(tried) == 3
