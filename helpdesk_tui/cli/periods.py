"""Lists of what is booked, on the command line: from when to when, with which words, and read in parts.

`--from` and `--to` are days of the desk, both included, or times.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any, TypeVar

import click

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.questions import Slice
from helpdesk_tui.rules.papers import begins, ends
from helpdesk_tui.views import Part

F = TypeVar("F", bound=Callable[..., Any])
V = TypeVar("V")

FIND = click.option("--find", metavar="WORDS", default="", help="With these words in text, number or client.")


IN_CURRENCY = click.option("--currency", metavar="CODE", default="", help="Those in this currency.")


def period(function: F) -> F:
    """The two options; the function gets `since` and `until` as they were typed."""
    help_from = "From this day on (2026-01-01), or from a time."
    help_to = "To the end of this day, or to a time."
    function = click.option("--to", "until", metavar="DAY", default="", help=help_to)(function)
    return click.option("--from", "since", metavar="DAY", default="", help=help_from)(function)


def meant(since: str, until: str, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """From when to before when; None without an end. Raises WrongUsage for what is none."""
    first = begins(since, zone) if since else None
    last = ends(until, zone) if until else None
    if first is not None and last is not None and last <= first:
        raise WrongUsage("The period ends before it begins.")
    return first, last


def oldest_first(read: Callable[[Slice], Part[V]], number: Callable[[Any], int] = lambda one: one.id) -> list[V]:
    """All lines of a long list, read part by part from its old end; a line's number is its `id`."""
    found: list[V] = []
    part = read(Slice(None, older=False))
    while True:
        found += reversed(part.rows)
        if not part.newer:
            return found
        part = read(Slice(number(part.rows[0]), older=False))
