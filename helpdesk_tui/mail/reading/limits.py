"""The bounds within which an email is read, and what is raised for one that cannot be (rule 6, MG10)."""

from __future__ import annotations

from typing import NamedTuple

from helpdesk_tui.errors import UnusableData


class UnreadableMail(UnusableData):
    """An email that cannot be read: it is kept whole, shown as *could not be read*, and stops nothing (MG10).

    `reason` is a clause without a full stop ("it has no headings"); `sentence` is the whole sentence for people.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"The mail could not be read: {reason}.")
        self.reason = reason


class Limits(NamedTuple):
    """How much of one email is read. Sizes are bytes (`text`, `subject`: characters).

    `heading` is for one heading, `recipients` for all To headings together and for all Cc, of which `addresses` are
    kept with their names. Passing `depth`, `parts` or `headings` makes a mail unreadable; everything else is cut, and a
    note says so.
    A tuple and no dataclass because parser children import it: `dataclasses` would add a third to their start.
    """

    depth: int = 50
    parts: int = 1000
    headings: int = 10_000
    heading: int = 64 * 1024
    recipients: int = 2 * 1024 * 1024
    addresses: int = 200
    files: int = 2000
    references: int = 500
    subject: int = 2000
    text: int = 25_000_000


LIMITS = Limits()
