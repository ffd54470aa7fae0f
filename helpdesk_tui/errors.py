"""What can go wrong, as one tree.

    DeskError                 code          exit
    ├── Refused               (its own)     1     a rule of the desk says no
    │   └── NotFound          not_found     1     not there, or no right to see it: the same answer (DS3)
    ├── WrongUsage            usage         2     a word, value or configuration that is none
    ├── UnusableData          unusable      65    a mail, file or database that cannot be used
    ├── Unavailable           unavailable   69    a service that is needed does not answer
    ├── StorageFailed         storage       74    reading or writing failed; nothing was changed
    └── TryLater              try_later     75    the same call may succeed later (an MTA keeps the mail)

Each error carries a `code` for programs and one sentence for people that says what is wrong and, where
it can, what to do. `details` are further fields of the JSON error object, such as `holder`. `way` is the act that
would help, by its name, and the words of the sentence that say so: a screen puts its key behind them.
"""

from __future__ import annotations

from typing import ClassVar, Self


class DeskError(Exception):
    """Base of every error that a person or program is told about."""

    exit_code: ClassVar[int] = 1
    code: str = "error"
    way: tuple[str, str] | None = None

    def __init__(self, sentence: str, *, code: str | None = None, **details: str | int | None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details
        if code is not None:
            self.code = code

    def helped_by(self, act: str, words: str) -> Self:
        """The same error with the act that would help, by its name, and the words of the sentence that say so."""
        self.way = (act, words)
        return self


class Refused(DeskError):
    """A rule of the desk does not allow the act."""

    exit_code = 1
    code = "refused"


class NotFound(Refused):
    """There is no such thing, or the actor may not see it; both read the same (DS3)."""

    code = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was not found.")


class WrongUsage(DeskError):
    """A value that is none: not a number, a date, a known field, a configuration key."""

    exit_code = 2
    code = "usage"


UNSTORABLE = "unstorable"
"""The code of UnusableData for what a database refuses to keep: it lies in the data, and stays refused."""


class UnusableData(DeskError):
    """Data that cannot be used: not a desk, damaged, newer than this program, or nothing that a database can keep."""

    exit_code = 65
    code = "unusable"


class Unavailable(DeskError):
    """A service that is needed does not answer."""

    exit_code = 69
    code = "unavailable"


class StorageFailed(DeskError):
    """Reading or writing failed (not readable, read-only, full); nothing was changed."""

    exit_code = 74
    code = "storage"


class TryLater(DeskError):
    """The same call may succeed later: the database is locked, another poller is at work."""

    exit_code = 75
    code = "try_later"
