"""Mails on their way from a source to the desk: fetched and read ahead, committed some at a time (docs/adr/0014)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from helpdesk_tui.errors import DeskError
from helpdesk_tui.mail.gateways.sources import FoundMail
from helpdesk_tui.views import ParsedMail

_AHEAD, _AHEAD_BYTES = 16, 16_000_000
"""So many emails are on their way at most, and so many bytes, if it is more than one."""
_TOGETHER, _TOGETHER_BYTES = 8, 1_000_000
"""So many emails share a transaction at most, and so many bytes, if it is more than one (docs/adr/0014)."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is known of a mail before its transaction: what it says or why it cannot be read, hashes, packed bytes."""

    parsed: ParsedMail | None
    unreadable: str
    digest: str
    packed: Mapping[bytes, Any]
    earlier: str = ""


class Readying(Protocol):
    """A mail that is being made ready."""

    def done(self) -> bool:
        """Whether nobody has to wait for it."""

    def result(self) -> Ready:
        """What it is made into; waits for it."""


class Fetched:
    """A mail on its way: its raw bytes, what is made ready of them, and why it was not fetched whole."""

    def __init__(self, mail: FoundMail, raw: bytes, ready: Readying, reason: str = "") -> None:
        self.mail = mail
        self.raw = raw
        self.ready = ready
        self.reason = reason


class Line:
    """The mails on their way from a source: fetched as far ahead as it does not keep those waiting that are ready."""

    def __init__(self, mails: Iterator[Fetched]) -> None:
        self._mails = mails
        self._waiting: deque[Fetched] = deque()
        self._more = True
        self._size = 1
        self.failure: DeskError | None = None

    def end(self) -> None:
        """Fetch no more."""
        self._more = False

    def some(self) -> list[Fetched]:
        """The next ones, of which all but the first are ready; none at the end.

        At first one, then twice as many each time: if the program is killed whenever it comes to a certain one, those
        before it are committed all the same, poll by poll.
        """
        fresh = 0
        while self._more and self._has_room() and (fresh < self._size or not self._waiting[0].ready.done()):
            self._fetch()
            fresh += 1
        some: list[Fetched] = []
        size = 0
        while self._waiting and len(some) < self._size:
            size += len(self._waiting[0].raw)
            if some and (size > _TOGETHER_BYTES or not self._waiting[0].ready.done()):
                break
            some.append(self._waiting.popleft())
        self._size = min(2 * self._size, _TOGETHER)
        return some

    def _has_room(self) -> bool:
        waiting = self._waiting
        return len(waiting) < 2 or (len(waiting) < _AHEAD and sum(len(one.raw) for one in waiting) < _AHEAD_BYTES)

    def _fetch(self) -> None:
        try:
            self._waiting.append(next(self._mails))
        except StopIteration:
            self._more = False
        except DeskError as gone:
            # What was fetched before the source failed is here; a bad mail at its end must not hold back the rest.
            self.failure, self._more = gone, False
