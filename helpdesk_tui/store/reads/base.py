"""What every read gets: the connection, the asker's scope and the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from sqlalchemy.engine import Connection

from helpdesk_tui.rules.access import Scope


@dataclass(frozen=True, slots=True)
class Asking:
    """One read transaction: who asks, when, over which connection; `database` is its name for people.

    `sender` is the configured address for answers of a desk that has no other.
    """

    connection: Connection
    scope: Scope
    now: datetime
    database: str = ""
    lease_now: Callable[[], datetime] | None = None
    """Tells the time by which leases end, for who asks about them."""
    sender: str = ""
    zone: tzinfo = UTC
    """The desk's time zone, in which dates are read."""
    desk_name: str = ""
    """The desk's name of the configuration, which stands over its own."""
