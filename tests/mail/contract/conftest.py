"""The mailbox that a test of the contract is about: of each kind in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.vocab import GatewayType
from tests.mail.contract.places import KINDS, Imap, MaildirPlace, Mbox, Place, Pop3


@pytest.fixture(params=KINDS, ids=str)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty mailbox of each kind."""
    return made(request.param, request, tmp_path)


@pytest.fixture(params=[False, True], ids=["keeps", "deletes"])
def deletes(request: pytest.FixtureRequest) -> bool:
    """Whether the gateway deletes what was taken."""
    chosen: bool = request.param
    return chosen


def made(kind: GatewayType, request: pytest.FixtureRequest, folder: Path) -> Place:
    """An empty mailbox of a kind."""
    if kind in (GatewayType.IMAP, GatewayType.POP3):
        server = request.getfixturevalue("dovecot")
        return Imap(server) if kind is GatewayType.IMAP else Pop3(server)
    return MaildirPlace(folder) if kind is GatewayType.MAILDIR else Mbox(folder)
