"""Times in lists and pages, as short as they stay clear."""

from __future__ import annotations

from datetime import datetime


def moment(at: datetime, now: datetime) -> str:
    """`15:50` today, `21 Nov 15:50` this year, `21 Nov 2025 15:50` before it; in the time zone of `now`."""
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{local:%d %b %H:%M}" if local.year == now.year else f"{local:%d %b %Y %H:%M}"


def day(at: datetime, now: datetime) -> str:
    """`today`, `21 Nov` this year, `21 Nov 2025` before it."""
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return "today"
    return f"{local:%d %b}" if local.year == now.year else f"{local:%d %b %Y}"
