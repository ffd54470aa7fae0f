"""A listener for tests of the dialogue, on both kinds of sockets, and what it was handed in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from helpdesk_tui.mail.gateways.lmtp import Listener
from helpdesk_tui.mail.gateways.lmtp_place import Place
from helpdesk_tui.mail.gateways.lmtp_session import Answer, Letter
from helpdesk_tui.mail.gateways.sources import Oversize
from tests.servers.daemon import HOST, free_ports

TO, OTHER = "support@desk.example", "alias@desk.example"
LIMIT = 500_000


class Taking:
    """What was handed in, and what is said of it; `held` keeps whoever hands in waiting."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, list[str], bytes]] = []
        self.too_large: list[Oversize] = []
        self.reply = "250 2.0.0 Stored"
        self.held = threading.Event()
        self.held.set()
        self.told: list[str] = []
        self.said: list[str] = []

    def __call__(self, letter: Letter) -> Answer:
        assert self.held.wait(20)
        try:
            self.letters.append((letter.sender, list(letter.recipients), letter.content.whole()))
        except Oversize as large:
            self.too_large.append(large)
        return Answer(self.reply, lambda: self.told.append(letter.sender))

    @property
    def contents(self) -> list[bytes]:
        return [content for _, _, content in self.letters]


Made = tuple[Place, Taking, Listener]


@pytest.fixture(params=["tcp", "unix"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(HOST, free_ports(1)[0]) if request.param == "tcp" else Place(path=str(tmp_path / "lmtp.sock"))


@pytest.fixture
def listen() -> Iterator[Callable[[Place], Made]]:
    """Opens listeners that are closed after the test."""
    with ExitStack() as opened:

        def make(place: Place) -> Made:
            taking = Taking()
            listener = Listener(place, "desk.example", LIMIT, taking, taking.said.append)
            opened.callback(listener.close)
            return place, taking, listener

        yield make


@pytest.fixture
def taking(place: Place, listen: Callable[[Place], Made]) -> Taking:
    return listen(place)[1]
