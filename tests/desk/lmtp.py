"""A gateway that mail is handed in to, and a listener for it at work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.mail.gateways.lmtp import serve
from helpdesk_tui.mail.gateways.lmtp_place import Place, place_of
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.views import GatewayView, MailReport
from helpdesk_tui.vocab import GatewayType
from tests.desks import HANS, MadeDesk
from tests.e2e.live import until
from tests.mail.lmtp_client import Talk
from tests.servers.daemon import HOST, free_ports

TO, ALIAS = "lmtp@desk.example", "help@desk.example"
STORED = "250 2.0.0 Stored as mail"
LATER = "451 4.3.0 Not stored; try again later"
NO_MAIL = b"\x00\xff\xfe this is no email at all \x00\x01\x02\r\n" * 20


def letter(subject: str = "Server down", to: str = TO, sender: str = HANS, more: str = "") -> bytes:
    """An email of a client."""
    return f"From: Hans <{sender}>\r\nTo: {to}\r\nSubject: {subject}\r\n{more}\r\nHelp!\r\n.\r\n".encode()


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    """Parser children for all tests here."""
    with ParserPool(2) as opened:
        yield opened


@pytest.fixture
def gateway(database: str, desk: MadeDesk, tmp_path: Path) -> GatewayView:
    """The gateway `mta`, into Tech; at a port beside PostgreSQL, at a socket beside SQLite."""
    tcp = GatewaySettings(host=HOST, port=free_ports(1)[0])
    settings = tcp if database == "postgresql" else GatewaySettings(path=str(tmp_path / "lmtp.sock"))
    desk.gary.perform(AddGateway("mta", GatewayType.LMTP, TO, "Tech", settings))
    return view(desk)


def view(desk: MadeDesk) -> GatewayView:
    """The gateway as it is now."""
    return next(found for found in desk.system.read(ReadGateways()) if found.name == "mta")


@dataclass
class Run:
    """A listener at work: what it told of each email, what it said of what went wrong, and how it ended."""

    place: Place
    stop: threading.Event = field(default_factory=threading.Event)
    reports: list[MailReport] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    ended: list[BaseException] = field(default_factory=list)

    @property
    def outcomes(self) -> list[str]:
        return [report.outcome.value for report in self.reports]


@contextmanager
def listening(
    desk: MadeDesk, pool: ParserPool, system: Desk | None = None, max_bytes: int = 100_000, report: Any = None
) -> Iterator[Run]:
    """Serve the gateway until the end of the block; `system` is the desk that it works on, `report` is told of mail."""
    found = view(desk)
    run = Run(place_of(found))

    def work() -> None:
        try:
            serve(
                system or desk.system, found, run.place, pool, owner="host/here/1/1", max_bytes=max_bytes,
                report=report or run.reports.append, tell=run.said.append, stop=run.stop,
            )  # fmt: skip
        except BaseException as failure:
            run.ended.append(failure)

    thread = threading.Thread(target=work, name="listener under test")
    thread.start()
    try:
        until(lambda: bool(run.ended) or (view(desk).last_error == "" and answers(run.place)), what="it listens")
        yield run
    finally:
        run.stop.set()
        thread.join(20)
    assert not thread.is_alive()


def answers(place: Place) -> bool:
    try:
        with Talk(place) as talk:
            return talk.reply().startswith("220 ")
    except OSError:
        return False


class Failing(Desk):
    """A desk whose storing of an email fails, as often as `failures` says; the n-th for the n-th email."""

    failures: list[Exception | None]

    @classmethod
    def like(cls, desk: Desk, *failures: Exception | None) -> Failing:
        made = cls.__new__(cls)
        made.__dict__.update(desk.__dict__)
        made.failures = list(failures)
        return made

    def perform(self, act: Any, packed: Any = None, *, lasting: bool = True) -> Any:
        if isinstance(act, Receive) and self.failures:
            failure = self.failures.pop(0)
            if failure is not None:
                raise failure
        return super().perform(act, packed, lasting=lasting)
