"""The tree a query becomes (TQ10): a conjunction of terms, each a frozen test that may be negated.

The store compiles these tests to SQL and joins the actor's scope to them, so results respect TQ1. Names stand
as they were typed (NFC, without control characters); whoever compares them folds case. Moments are aware and in UTC.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

from helpdesk_tui.vocab import Characteristic, Priority, TicketStatus


class Field(enum.StrEnum):
    """The fields of the query language; the values are what people type before the colon."""

    STATUS = "status"
    DEPARTMENT = "dept"
    STAFF = "staff"
    CLIENT = "client"
    FROM = "from"
    SERVICE = "service"
    PRIORITY = "priority"
    TAG = "tag"
    CHARACTERISTIC = "characteristic"
    AGE = "age"
    HAS = "has"
    BEFORE = "before"
    AFTER = "after"
    IS = "is"
    NUMBER = "number"


class Flag(enum.StrEnum):
    """What `is:` asks of a ticket."""

    UNREAD = "unread"
    FRONT = "front"
    DELAYED = "delayed"
    FAVOURITE = "favourite"
    MINE = "mine"
    UNASSIGNED = "unassigned"


NO_SERVICE = "none"
_DIGITS = 19
"""So many digits are more than any ticket's number has."""


@dataclass(frozen=True, slots=True)
class StatusIn:
    """The admin-area status is one of these (TQ3)."""

    statuses: tuple[TicketStatus, ...]


@dataclass(frozen=True, slots=True)
class DepartmentIn:
    """A task of the ticket belongs to one of the departments of these names, whatever their case."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffIn:
    """An open task is held by one of these logins, by the asker (`me`), or by nobody (`nobody`)."""

    logins: tuple[str, ...] = ()
    me: bool = False
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class ClientIn:
    """The client is one of these: whole names, whole addresses of a user of theirs, or numbers (`#7`)."""

    names: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FromHas:
    """The client's name or one of its addresses contains one of these parts."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceIn:
    """The ticket's service has one of these whole names or domains; `none`: it has no service, or one of that name."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriorityIn:
    """The priority is one of these, lowest first."""

    priorities: tuple[Priority, ...]


@dataclass(frozen=True, slots=True)
class TagIn:
    """The ticket carries one of these tags."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CharacteristicIn:
    """The client is rated as one of these (CL5)."""

    characteristics: tuple[Characteristic, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, `since` included and `until` not; an end that is None is open.

    `said` is the stretch in words ("older than 2d").
    """

    since: datetime | None
    until: datetime | None
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CreatedIn:
    """The ticket was created in one of these stretches: what `age:`, `before:` and `after:` come to."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class HasAttachment:
    """A message of the ticket has an attachment."""


@dataclass(frozen=True, slots=True)
class FlagIn:
    """One of these holds of the ticket, for the asker where it is personal (unread, favourite, mine)."""

    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class NumberIn:
    """The ticket has one of these numbers."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FreeText:
    """A free word or, with `phrase`, words in this order, searched in the full text; it has a letter or digit.

    A word that ends in `*` stands for all words that begin so.
    """

    text: str
    phrase: bool = False


Test = (
    StatusIn
    | DepartmentIn
    | StaffIn
    | ClientIn
    | FromHas
    | ServiceIn
    | PriorityIn
    | TagIn
    | CharacteristicIn
    | CreatedIn
    | HasAttachment
    | FlagIn
    | NumberIn
    | FreeText
)


@dataclass(frozen=True, slots=True)
class Term:
    """One test of a query, or its opposite."""

    test: Test
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: all of the terms have to hold; without terms, every ticket is meant.

    `unfinished` says that the text ended within its last free word, so that it may still grow while it is typed.
    """

    terms: tuple[Term, ...] = ()
    unfinished: bool = False

    @property
    def filters(self) -> tuple[Term, ...]:
        """The terms that ask for fields, not for text."""
        return tuple(term for term in self.terms if not isinstance(term.test, FreeText))

    @property
    def words(self) -> tuple[str, ...]:
        """The free words that have to occur."""
        return self._texts(phrase=False, negated=False)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases that have to occur."""
        return self._texts(phrase=True, negated=False)

    @property
    def unwanted(self) -> tuple[str, ...]:
        """The words and phrases that must not occur."""
        return self._texts(phrase=False, negated=True) + self._texts(phrase=True, negated=True)

    @property
    def lone_number(self) -> int | None:
        """The number where one word of digits is all that is asked: it may be meant as a ticket's."""
        words = self.words if len(self.terms) == 1 else ()
        digits = words[0] if words and words[0].isascii() and words[0].isdigit() else ""
        return int(digits) if 0 < len(digits) < _DIGITS else None

    def _texts(self, *, phrase: bool, negated: bool) -> tuple[str, ...]:
        free = ((term.test, term.negated) for term in self.terms if isinstance(term.test, FreeText))
        return tuple(test.text for test, no in free if test.phrase == phrase and no == negated)
