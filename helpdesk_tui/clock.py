"""The one source of time: the system's clock, and a fixed one for tests and demonstrations.

Times are aware and in UTC everywhere; `iso` is their form in JSON (`2026-04-11T09:00:00Z`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, in UTC, cut to milliseconds: what the database keeps."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present moment, cut to milliseconds."""
        return cut(datetime.now(UTC))


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved; for tests and `HELPDESK_NOW`."""

    at: datetime

    def now(self) -> datetime:
        """The moment the clock was set to."""
        return cut(self.at)

    def forward(self, **units: float) -> None:
        """Move the clock on, by `timedelta` units (`hours=2`)."""
        self.at += timedelta(**units)


def cut(moment: datetime) -> datetime:
    """The moment in UTC without its microseconds below a millisecond.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone cannot be stored")
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def iso(moment: datetime | None) -> str | None:
    """The moment as JSON wants it: ISO 8601 in whole seconds, UTC, with `Z`."""
    if moment is None:
        return None
    # `strftime` does not fill up years before 1000, which the date of an email may have.
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse_iso(text: str) -> datetime:
    """An ISO 8601 time with an offset or `Z`; raises ValueError for anything else."""
    moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    return cut(moment)
