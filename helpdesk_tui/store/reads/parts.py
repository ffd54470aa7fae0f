"""A part of a long list by a number that grows with time: one walk of an index from there, in either direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select

from helpdesk_tui.questions import Slice
from helpdesk_tui.store.reads.base import Asking


def part_of(asking: Asking, asked: Select[Any], number: Any, part: Slice) -> tuple[Sequence[Any], bool, bool]:
    """The rows of a part, the newest first; whether there are newer ones, and older ones."""
    key, limit = part.key, max(part.limit, 1)
    wanted = asked.order_by(None).order_by(number.desc() if part.older else number.asc()).limit(limit + 1)
    if key is not None:
        wanted = wanted.where(number < key if part.older else number > key)
    rows = list(asking.connection.execute(wanted))
    more, rows = len(rows) > limit, rows[:limit]
    beyond = False
    if key is not None:
        there = asked.order_by(None).where(number >= key if part.older else number <= key).limit(1)
        beyond = asking.connection.execute(there).first() is not None
    return (rows, beyond, more) if part.older else (rows[::-1], more, beyond)
