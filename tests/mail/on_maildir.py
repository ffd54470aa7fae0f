"""A Maildir and what is put into it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from helpdesk_tui.mail.gateways.maildir import MaildirSource
from helpdesk_tui.mail.gateways.sources import FoundMail
from helpdesk_tui.vocab import GatewayType
from tests.mail.making import MAIL, gateway

LIMIT = 50 * 1024 * 1024


def make_box(parent: Path) -> Path:
    """An empty Maildir."""
    path = parent / "Maildir"
    for folder in ("cur", "new", "tmp"):
        (path / folder).mkdir(parents=True)
    return path


def source(box: Path, state: str = "", *, delete: bool = False) -> MaildirSource:
    return MaildirSource(gateway(type=GatewayType.MAILDIR, path=str(box), delete=delete), state=state)


def put(box: Path, name: str, raw: bytes = MAIL, *, at: int | None = None) -> Path:
    """A mail as a delivery agent puts it there: written in `tmp`, then renamed. `at` in seconds since 1970."""
    written = box / "tmp" / "writing"
    written.write_bytes(raw)
    if at is not None:
        os.utime(written, (at, at))
    return written.rename(box / name)


def keys(found: Sequence[FoundMail]) -> list[str]:
    return [mail.key for mail in found]
