"""A POP3 server that answers what a test wants, and otherwise as a mailbox with one mail does."""

from __future__ import annotations

import re
from collections.abc import Callable

from helpdesk_tui.mail.gateways.pop3 import Pop3Source
from helpdesk_tui.vocab import GatewayType, TlsMode
from tests.mail.making import MAIL, gateway
from tests.mail.scripted import Peer, Scripted

# What a mailbox with one mail answers; a test puts its own answers before them.
MAILBOX: dict[str, list[bytes]] = {
    "CAPA": [b"+OK", b"USER", b"UIDL", b"TOP", b"SASL PLAIN XOAUTH2", b"."],
    "AUTH": [b"+ "],
    "USER|PASS": [b"+OK"],
    "UIDL": [b"+OK", b"1 a1", b"."],
    "LIST 1": [b"+OK 1 %d" % len(MAIL)],
    "LIST": [b"+OK", b"1 %d" % len(MAIL), b"."],
    "RETR 1": [b"+OK", MAIL + b"."],
    "DELE": [b"+OK"],
    "QUIT": [b"+OK bye"],
}

Answers = dict[str, list[bytes]]

LIMIT = 1_000_000
LARGE = b"Subject: large\r\n\r\n" + (b"x" * 76 + b"\r\n") * 3000


def answering(own: Answers, greeting: bytes = b"+OK ready") -> Callable[[Peer], None]:
    """A server with the mail of `MAILBOX` and answers of its own, by the beginning of a command; `DROP` hangs up."""
    rules = {**own, **{name: lines for name, lines in MAILBOX.items() if name not in own}}

    def dialogue(peer: Peer) -> None:
        peer.say(greeting)
        for line in peer.lines():
            answer = next((rules[rule] for rule in rules if re.match(rule.encode(), line)), [b"-ERR what?"])
            peer.say(*(part for part in answer if part != b"DROP"))
            if b"DROP" in answer or line == b"QUIT":
                return
            if line.startswith(b"AUTH") and answer[-1].startswith(b"+ "):
                peer.line()
                peer.say(*own.get("after AUTH", [b"+OK logged in"]))

    return dialogue


def source(server: Scripted, secret: str = "secret", state: str = "", **values: object) -> Pop3Source:
    """A source for the server, closed with it; it deletes, unless said otherwise."""
    settings: dict[str, object] = {
        "type": GatewayType.POP3, "host": server.host, "port": server.port, "tls": TlsMode.NONE, "login": "support",
        "delete": True,
    }  # fmt: skip
    opened = Pop3Source(gateway(**(settings | values)), lambda: secret, state)
    server.clients.append(opened)
    return opened


def commands(server: Scripted) -> list[bytes]:
    """What it was asked for once it had let somebody in."""
    quiet = (b"CAPA", b"AUTH", b"UIDL", b"LIST", b"AHN1")
    return [line for line in server.heard if not line.startswith(quiet)]


def mailbox(*names: bytes, size: int = len(MAIL), **own: list[bytes]) -> Answers:
    """A mailbox with mails of these UIDLs."""
    return {
        **own,
        "UIDL": [b"+OK", *(b"%d %s" % (number, name) for number, name in enumerate(names, 1)), b"."],
        "LIST$": [b"+OK", *(b"%d %d" % (number, size) for number in range(1, len(names) + 1)), b"."],
        "RETR": [b"+OK", MAIL + b"."],
    }
