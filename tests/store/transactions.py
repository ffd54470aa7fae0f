"""Write transactions as the acts have them, for tests that look below the acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from helpdesk_tui.clock import Clock, FixedClock
from helpdesk_tui.rules.access import SYSTEM_SCOPE
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import SendRules, Tx
from helpdesk_tui.vocab import SYSTEM
from tests.desks import NINE


@contextmanager
def writing(store: Store, action: str = "test", clock: Clock | None = None) -> Iterator[Tx]:
    """A write transaction of the program itself, at nine; its events are written at the end."""
    with store.write() as connection:
        tx = Tx(store, connection, clock or FixedClock(NINE), SYSTEM, SYSTEM_SCOPE, action, SendRules())
        yield tx
        tx.finish()
