"""The dialogue of LMTP (RFC 2033) with one client, with PIPELINING, 8BITMIME, SMTPUTF8, SIZE and ENHANCEDSTATUSCODES.

It delivers nowhere but into the desk, so every recipient is taken: whether an email was sent to the gateway the desk
decides by its headings (MG4). SIZE is offered without a number: what is too large is received to its end, so that its
beginning can be kept (rule 7), and refused then.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from helpdesk_tui.mail.gateways.lmtp_wire import BadLine, ClientGone, Parting, Wire
from helpdesk_tui.mail.gateways.spool import Spool

RECIPIENTS = 1000
"""As many recipients an email may have; RFC 5321, 4.5.3.1.8, wants a hundred at least."""

_MISTAKES = 20
_LOCAL = r'"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*"|[^\x00-\x20\x7f<>"@\\]+'
_DOMAIN = r'[^\x00-\x20\x7f<>"@\\]+'
# A source route (`@a,@b:`) is read and forgotten, RFC 5321, appendix C.
_PATH = re.compile(rf"\s*<(?:@[^<>:\s]+:)?((?:(?:{_LOCAL})(?:@{_DOMAIN})?)?)>(?:\s+(.*?))?\s*\Z")
_NOT_HERE = ("AUTH", "BDAT", "BURL", "ETRN", "EXPN", "STARTTLS", "TURN")


@dataclass(slots=True)
class Letter:
    """An email as it is handed in: who says they hand it in, for whom, and its content.

    `client` is the name the client gave, `sender` is empty for the null sender. `utf8`: its addresses may have letters
    beyond ASCII.
    """

    client: str
    sender: str
    utf8: bool
    content: Spool
    recipients: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client is told of an email, and what is done when it knows."""

    reply: str
    told: Callable[[], None] = lambda: None


class Session:
    """One client's dialogue; `take` stores an email and says what the client is told of it."""

    def __init__(self, wire: Wire, host: str, new_spool: Callable[[], Spool], take: Callable[[Letter], Answer]) -> None:
        self._wire = wire
        self._host = host
        self._new_spool = new_spool
        self._take = take
        self._client: str | None = None
        self._letter: Letter | None = None
        self._mistakes = 0

    def run(self) -> None:
        """Talk until one of the two ends it; raises nothing that a client can cause."""
        try:
            self._wire.say(f"220 {self._host} LMTP helpdesk-tui")
            going = True
            while going:
                try:
                    going = self._obey(self._wire.line())
                except BadLine as bad:
                    self._mistake(bad.reply)
        except Parting as parting:
            with contextlib.suppress(ClientGone):
                self._wire.say(parting.reply)
        except ClientGone:
            pass
        finally:
            self._forget()
            self._wire.close()

    def _obey(self, line: bytes) -> bool:
        """Do what one command says; whether the dialogue goes on."""
        try:
            words = line.decode()
        except UnicodeDecodeError:
            raise BadLine("500 5.5.2 Commands are ASCII, or UTF-8 with SMTPUTF8") from None
        name, _, rest = words.partition(" ")
        if name.upper() == "QUIT":
            self._wire.say("221 2.0.0 Bye")
            return False
        act = self._ACTS.get(name.upper())
        if act is not None:
            act(self, rest.strip(" "))
        elif name.upper() in ("HELO", "EHLO"):
            raise BadLine("500 5.5.1 This is LMTP: say LHLO")
        elif name.upper() in _NOT_HERE:
            raise BadLine("502 5.5.1 This command is not for here")
        else:
            raise BadLine("500 5.5.2 There is no such command")
        return True

    def _mistake(self, reply: str) -> None:
        self._mistakes += 1
        if self._mistakes > _MISTAKES:
            raise Parting("421 4.7.0 Too many mistakes")
        self._wire.say(reply)

    def _forget(self) -> None:
        if self._letter is not None:
            self._letter.content.close()
        self._letter = None

    # ------------------------------------------------------------ commands

    def _lhlo(self, rest: str) -> None:
        if not rest or " " in rest or not rest.isascii() or not rest.isprintable():
            raise BadLine("501 5.5.4 LHLO wants the client's name")
        self._forget()
        self._client = rest
        offers = ("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8")
        self._wire.say(f"250-{self._host}", *(f"250-{offer}" for offer in offers), "250 SIZE")

    def _mail(self, rest: str) -> None:
        if self._client is None:
            raise BadLine("503 5.5.1 Say LHLO first")
        if self._letter is not None:
            raise BadLine("503 5.5.1 There is a sender already")
        address, given = _path(rest, "FROM")
        parameters = [_parameter(one) for one in given.split()]
        utf8 = "SMTPUTF8" in parameters
        _refuse_letters(address, utf8)
        self._letter = Letter(self._client, address, utf8, self._new_spool())
        self._wire.say("250 2.1.0 Sender ok")

    def _rcpt(self, rest: str) -> None:
        if self._letter is None:
            raise BadLine("503 5.5.1 Name the sender first")
        address, given = _path(rest, "TO")
        if given:
            raise BadLine("555 5.5.4 RCPT takes no parameters here")
        if not address:
            raise BadLine("501 5.1.3 That is no recipient")
        _refuse_letters(address, self._letter.utf8)
        if len(self._letter.recipients) >= RECIPIENTS:
            raise BadLine("452 4.5.3 Too many recipients")
        self._letter.recipients.append(address)
        self._wire.say("250 2.1.5 Recipient ok")

    def _data(self, rest: str) -> None:
        letter = self._letter
        if rest:
            raise BadLine("501 5.5.4 DATA stands alone")
        if letter is None or not letter.recipients:
            raise BadLine("503 5.5.1 There are no recipients")
        self._wire.say("354 End the mail with a dot in a line of its own")
        try:
            self._wire.content(letter.content.keep)
            answer = self._take(letter)
            try:
                # RFC 2033, 4.2: one for each recipient that was taken, in their order.
                self._wire.say(*[answer.reply] * len(letter.recipients))
            finally:
                answer.told()
        finally:
            self._forget()

    def _rset(self, rest: str) -> None:
        self._forget()
        self._wire.say("250 2.0.0 Forgotten")

    def _noop(self, rest: str) -> None:
        self._wire.say("250 2.0.0 Ok")

    def _vrfy(self, rest: str) -> None:
        self._wire.say("252 2.5.2 Every recipient is taken; the mail's headings decide")

    def _help(self, rest: str) -> None:
        self._wire.say("214 2.0.0 LHLO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT")

    _ACTS: ClassVar[dict[str, Callable[[Session, str], None]]] = {
        "LHLO": _lhlo, "MAIL": _mail, "RCPT": _rcpt, "DATA": _data, "RSET": _rset, "NOOP": _noop, "VRFY": _vrfy,
        "HELP": _help,
    }  # fmt: skip


def _path(rest: str, word: str) -> tuple[str, str]:
    """Address and parameters of `FROM:<...> ...` or `TO:<...> ...`; raises BadLine."""
    name, colon, path = rest.partition(":")
    found = _PATH.match(path) if colon and name.strip().upper() == word else None
    if found is None or not found[1].isprintable():
        raise BadLine(f"501 5.5.4 Say {word}:<address>")
    return found[1], found[2] or ""


def _parameter(given: str) -> str:
    """The name of a parameter of MAIL; raises BadLine for one that was not offered."""
    name, equals, value = given.upper().partition("=")
    good = {
        "SIZE": value.isascii() and value.isdigit() and len(value) <= 20,
        "BODY": value in ("7BIT", "8BITMIME"),
        "SMTPUTF8": not equals,
    }
    if name not in good:
        raise BadLine("555 5.5.4 That parameter was not offered")
    if not good[name]:
        raise BadLine(f"501 5.5.4 {name} has no such value")
    return name


def _refuse_letters(address: str, utf8: bool) -> None:
    if not (utf8 or address.isascii()):
        raise BadLine("553 5.6.7 An address with letters beyond ASCII needs SMTPUTF8")
