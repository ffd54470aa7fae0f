"""A gateway of a desk on a mailbox of any kind, polled as a worker does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.errors import DeskError
from helpdesk_tui.mail.gateways.polling import poll
from helpdesk_tui.mail.gateways.sources import FoundMail, Source, open_source
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadGateways, ReadQueue
from helpdesk_tui.views import GatewayView, MailReport
from helpdesk_tui.vocab import QueueView
from tests.desks import HANS, MadeDesk
from tests.mail.contract.places import Place

BOX = "box@desk.example"
LIMIT = 1_000_000
ME = "host/here/1/1"

Wrapped = Callable[[Source], Any]


def letter(number: int, to: str = BOX, text: str = "Help!") -> bytes:
    """A client's email, which becomes a ticket."""
    return f"From: Hans <{HANS}>\nTo: {to}\nSubject: Number {number}\nMessage-ID: <{number}@c>\n\n{text}\n".encode()


def number_of(raw: bytes) -> int:
    """Which letter it is."""
    found = re.search(rb"Subject: Number (\d+)", raw)
    assert found
    return int(found[1])


class Polled:
    """The gateway `box`, or another; `state` is what its source has last remembered."""

    def __init__(
        self, desk: MadeDesk, pool: ParserPool, place: Place, *, delete: bool, name: str = "box", address: str = BOX
    ) -> None:
        self.desk, self.pool, self.place, self.delete, self.name = desk, pool, place, delete, name
        self.state = ""
        settings = GatewaySettings(**place.settings, delete=delete, password="env:X")
        desk.gary.perform(AddGateway(name, place.kind, address, "Tech", settings))
        self.poll()

    @property
    def view(self) -> GatewayView:
        """The gateway as it is set."""
        return next(found for found in self.desk.system.read(ReadGateways(counted=False)) if found.name == self.name)

    def open(self) -> Source:
        """A new source with what the last one remembered."""
        return open_source(self.view, lambda: self.place.password, self.state)

    def poll(
        self, wrapped: Wrapped = lambda source: source, *, owner: str = ME, limit: int = LIMIT
    ) -> list[MailReport]:
        """One poll by a source of its own. What it remembers counts also when it fails; what dies remembers nothing."""
        source = wrapped(self.open())
        reports: list[MailReport] = []
        try:
            for report in poll(self.desk.system, self.view, source, self.pool, owner=owner, max_bytes=limit):
                reports.append(report)
        except Exception:
            self.state = source.state() or self.state
            raise
        finally:
            source.close()
        self.state = source.state() or self.state
        return reports

    def try_poll(self) -> DeskError | None:
        """One poll; what it failed with, if it did."""
        try:
            self.poll()
        except DeskError as failure:
            return failure
        return None

    def tickets(self) -> Counter[int]:
        """How many tickets were made of each letter."""
        page = self.desk.gary.read(ReadQueue(QueueView.ALL, limit=1000))
        found = (re.fullmatch(r"Number (\d+)", row.subject) for row in page.rows)
        return Counter(int(match[1]) for match in found if match)

    def acknowledged(self) -> bool:
        """Whether the place shows that everything was taken, as far as it can."""
        if self.delete:
            return self.place.there() == []
        return not self.place.marks or self.place.unread() == []


class Killed(BaseException):
    """The process ends here: nothing after it is done."""


class Dying:
    """A source whose process is killed when it is to do something for the `after`th time."""

    def __init__(self, source: Source, step: str, after: int) -> None:
        self._source, self._step, self._left, self._dead = source, step, after, False

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._source, name)
        if name not in ("fetch", "taken", "finish"):
            return found

        def act(*given: Any) -> Any:
            self._left -= name == self._step
            self._dead = self._dead or self._left < 0
            if self._dead:
                raise Killed
            return found(*given)

        return act


class Broken:
    """A source that cannot have one of its mails."""

    def __init__(self, source: Source, failure: Exception, size: int) -> None:
        self._source, self._failure, self._size = source, failure, size

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def fetch(self, mail: FoundMail, limit: int) -> bytes:
        raw = self._source.fetch(mail, limit)
        if len(raw) == self._size:
            raise self._failure
        return raw
