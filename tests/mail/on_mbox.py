"""An mbox file and what is put into it."""

from __future__ import annotations

from pathlib import Path

from helpdesk_tui.mail.mbox import MboxSource
from helpdesk_tui.mail.sources import FoundMail
from helpdesk_tui.vocab import GatewayType
from tests.mail.making import gateway, nothing

LIMIT = 50 * 1024 * 1024
LINE = b"From anna@client.example Sat Apr 11 09:00:00 2026\n"


def source(path: Path, state: str = "", *, delete: bool = False) -> MboxSource:
    return MboxSource(gateway(type=GatewayType.MBOX, path=str(path), delete=delete), state=state)


def mail(number: int, text: bytes = b"Hello.", headings: bytes = b"") -> bytes:
    return b"Subject: %d\n%s\n%s\n" % (number, headings, text)


def stored(*mails: bytes) -> bytes:
    """The file with these mails."""
    return b"".join(LINE + raw + b"\n" for raw in mails)


def found(path: Path) -> list[FoundMail]:
    return list(source(path).found(nothing))


def texts(path: Path) -> list[bytes]:
    """What a new gateway gets."""
    opened = source(path)
    return [opened.fetch(mail, LIMIT) for mail in opened.found(nothing)]
