"""Sending a mail, and servers that answer as a test wants."""

from __future__ import annotations

import re
from collections.abc import Callable

from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.mail.outgoing.smtp import SendResult, SmtpSender
from helpdesk_tui.views import OutgoingMail
from tests.mail.making import outgoing
from tests.mail.scripted import Peer

ANNA, BEN = "anna@client.example", "ben@client.example"

Sending = Callable[..., SmtpSender]
"""Makes a sender to a port, with values of `SmtpRoute`."""


def send(sender: SmtpSender, mail: OutgoingMail | None = None) -> SendResult:
    """Render the mail, by default an answer to one client, and send it."""
    mail = mail or outgoing()
    return sender.send(mail, render(mail))


def smtp(own: dict[str, list[bytes]], greeting: bytes = b"220 mail.acme.example") -> Callable[[Peer], None]:
    """A server that takes everything, with answers of its own; an answer DROP hangs up."""
    rules = own | {name: lines for name, lines in TAKES_ALL.items() if name not in own}

    def dialogue(peer: Peer) -> None:
        peer.say(greeting)
        for line in peer.lines():
            answer = next((rules[rule] for rule in rules if re.match(rule, line.decode(), re.IGNORECASE)), [])
            peer.say(*(part for part in answer if part != b"DROP"))
            if b"DROP" in answer or line == b"QUIT":
                return

    return dialogue


TAKES_ALL = {
    "EHLO": [b"250-mail.acme.example", b"250 HELP"],
    "AUTH": [b"235 welcome"],
    "MAIL|RCPT|RSET": [b"250 OK"],
    "DATA": [b"354 go on"],
    r"\.$": [b"250 kept"],
    "QUIT": [b"221 bye"],
}
