"""An mbox file and what is put into it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.mail.gateways.mbox import MboxSource
from helpdesk_tui.mail.gateways.sources import FoundMail
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


def take(path: Path, *numbers: int, delete: bool = True) -> MboxSource:
    """A poll in which the desk takes these mails, to the point where the file is to be written."""
    opened = source(path, delete=delete)
    for taken in opened.found(nothing):
        if opened.fetch(taken, LIMIT) in [mail(number) for number in numbers]:
            opened.taken(taken)
    return opened


def forbid(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """The tests may run as root, to whom nothing is closed."""
    really_open = os.open

    def refusing(name: Any, *rest: Any, **named: Any) -> int:
        if name in names:
            raise PermissionError(13, os.strerror(13))
        return really_open(name, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)
