"""An IMAP server that answers what a test wants, and otherwise as a folder with one unread mail does."""

from __future__ import annotations

import re
from collections.abc import Callable

from helpdesk_tui.mail.gateways.imap import ImapSource
from helpdesk_tui.vocab import TlsMode
from tests.mail.making import MAIL, gateway, nothing
from tests.mail.scripted import Peer, Scripted

CAPABILITIES = b"IMAP4rev1 AUTH=PLAIN IDLE UIDPLUS"
SIZE = b"%d" % len(MAIL)

# What a folder with one unread mail answers; a test puts its own answers before them. TAG stands for the command's tag.
FOLDER: dict[str, list[bytes]] = {
    "CAPABILITY": [b"* CAPABILITY " + CAPABILITIES, b"TAG OK done"],
    "AUTHENTICATE": [b"TAG OK done"],
    "LOGIN": [b"TAG OK done"],
    "SELECT|EXAMINE": [
        b"* 1 EXISTS", b"* OK [UIDVALIDITY 9] numbered", b"* OK [UIDNEXT 6] next", b"TAG OK [READ-WRITE] opened",
    ],
    "UID SEARCH": [b"* SEARCH 5", b"TAG OK done"],
    r"UID FETCH 5 \(RFC822.SIZE": [
        b"* 1 FETCH (UID 5 RFC822.SIZE " + SIZE + b' FLAGS () INTERNALDATE "11-Apr-2026 09:00:00 +0000")',
        b"TAG OK done",
    ],
    r"UID FETCH 5 \(BODY": [b"* 1 FETCH (UID 5 BODY[] {" + SIZE + b"}\r\n" + MAIL + b")", b"TAG OK done"],
    "UID STORE": [b"TAG OK done"],
    "UID EXPUNGE": [b"TAG OK done"],
    "NOOP": [b"TAG OK done"],
    "IDLE": [b"+ idling"],
    "DONE": [b"IDLETAG OK done"],
    "LOGOUT": [b"* BYE", b"TAG OK done"],
}  # fmt: skip


Answer = list[bytes] | Callable[[], list[bytes]]


def answering(own: dict[str, Answer], greeting: bytes = b"* OK ready") -> Callable[[Peer], None]:
    """A server with the mail of `FOLDER` and answers of its own, by the beginning of a command; `DROP` hangs up."""
    rules: dict[str, Answer] = {**own, **{name: lines for name, lines in FOLDER.items() if name not in own}}

    def dialogue(peer: Peer) -> None:
        peer.say(greeting)
        idle_tag = b""
        for line in peer.lines():
            tag, _, command = line.partition(b" ")
            command = command or tag
            if command == b"IDLE":
                idle_tag = tag
            answer = next((rules[rule] for rule in rules if re.match(rule.encode(), command)), [b"TAG BAD what"])
            told = answer() if callable(answer) else answer
            said = [part for part in told if part != b"DROP"]
            peer.say(*(part.replace(b"IDLETAG", idle_tag).replace(b"TAG", tag, 1) for part in said))
            if len(said) < len(told):
                return
            if command.startswith(b"AUTHENTICATE") and told[0].startswith(b"+"):
                peer.line()
                peer.say(tag + b" OK done")

    return dialogue


def source(server: Scripted, secret: str = "secret", **values: object) -> ImapSource:
    """A source for the server, closed with it."""
    settings = {"host": server.host, "port": server.port, "tls": TlsMode.NONE, "login": "support"}
    opened = ImapSource(gateway(**(settings | values)), lambda: secret)
    server.clients.append(opened)
    return opened


def only(found: ImapSource) -> str:
    """The key of the one mail that there is."""
    (mail,) = found.found(nothing)
    return mail.key
