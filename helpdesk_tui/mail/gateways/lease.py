"""The right to poll a gateway, and what is said where the desk itself cannot do its part (rule 8)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions.delivery import TakeLease
from helpdesk_tui.errors import StorageFailed, TryLater, Unavailable
from helpdesk_tui.mail.owner import is_dead

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

LEASE_SECONDS = 20.0
STUCK_SECONDS = 180.0
"""Who is busy with one email or one answer of a server for longer does not keep the gateway."""
_RENEW_AFTER = timedelta(seconds=LEASE_SECONDS / 4)


class DeskFailed(StorageFailed):
    """The desk's disk is full or broken: who polls ends, and tries nothing of it again by itself (rule 29)."""


class DeskTrouble(TryLater):
    """The desk itself could not do its part: its database is locked or gone, its parser does not start.

    The gateway is not at fault; what was found stays where it is.
    """


@contextlib.contextmanager
def at_the_desk() -> Iterator[None]:
    """What fails within is the desk's, not its source's: raises DeskFailed or DeskTrouble."""
    try:
        yield
    except StorageFailed as failure:
        raise DeskFailed(failure.sentence, code=failure.code) from failure
    except (TryLater, Unavailable) as failure:
        raise DeskTrouble(failure.sentence, code=failure.code) from failure


class Lease:
    """The right to poll a gateway, for a while (rule 8)."""

    def __init__(self, desk: Desk, gateway: str, owner: str) -> None:
        self._desk = desk
        self._name = gateway
        self._owner = owner
        self._renewed: datetime | None = None

    def renew(self) -> None:
        """Take or keep it; raises TryLater that names who has it.

        Asks the desk again only when a quarter of the time is over: a transaction for each mail would cost as much as
        the mail itself.
        """
        now = self._desk.clock.now()
        if self._renewed is not None and abs(now - self._renewed) < _RENEW_AFTER:
            return
        thing = f"gateway:{self._name}"
        with at_the_desk():
            holder = self._desk.perform(TakeLease(thing, self._owner, LEASE_SECONDS))
            if holder != self._owner and is_dead(holder):
                holder = self._desk.perform(TakeLease(thing, self._owner, LEASE_SECONDS, dead=holder))
        if holder != self._owner:
            raise TryLater(f"Gateway {self._name} is polled by another process ({holder}).", code="polled_elsewhere")
        self._renewed = now
