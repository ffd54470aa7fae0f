"""Who has a ticket open, and who writes on it: for how long that holds once it was said (pure).

A form says so when a ticket is opened and again at every beat; one that ends without a word is forgotten by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from helpdesk_tui.views import Colleague

BEAT = timedelta(seconds=120)
"""How often an open form says again that it is open."""
OPEN_FOR = timedelta(seconds=270)
"""For how long that holds: one beat may be missed, where the database was locked, say."""
WRITING_FOR = timedelta(minutes=2)
"""A draft younger than this, of who has the ticket open, means that they are writing."""


def is_writing(saved: datetime | None, now: datetime) -> bool:
    """Whether a draft that was kept then means that its author is writing."""
    return saved is not None and saved > now - WRITING_FOR


def company_words(company: Iterable[Colleague]) -> str:
    """`anna writes, ben and gus have it open`; empty where one is alone."""
    company = tuple(company)
    writers = [one.login for one in company if one.writing]
    readers = [one.login for one in company if not one.writing]
    parts = [f"{_listed(writers)} {'write' if len(writers) > 1 else 'writes'}"] if writers else []
    parts += [f"{_listed(readers)} {'have' if len(readers) > 1 else 'has'} it open"] if readers else []
    return ", ".join(parts)


def _listed(logins: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(logins[:-1]), logins[-1])))
