"""The desk as a whole: health, what is due, what the doctor found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class GatewayHealth:
    """Health of one gateway for the status bar: `late` after two missed polls; whether its senders are `verified`."""

    name: str
    last_poll: datetime | None
    late: bool
    error: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """What waits for the worker: delayed tickets whose time has come, outgoing mail, and who is sending right now.

    `abuses` are numbers of violations whose date has come, the longest due first.
    """

    delays: bool
    outbox: bool
    senders: frozenset[str]
    abuses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What `doctor` found about one thing (X6): `ok` unless something is broken.

    `note` marks what is worth knowing although nothing is broken, such as a department whose answers will not arrive.
    """

    name: str
    ok: bool
    sentence: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """One screen of health (CLI: status)."""

    version: str
    schema: str
    desk: str
    database: str
    counts: dict[str, int]
    gateways: tuple[GatewayHealth, ...]
    outbox: dict[str, int]
    worker_seen: datetime | None
    worker_alive: bool
    change: int
