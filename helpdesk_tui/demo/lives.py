"""Lives of tickets, told through the rules: what acts would have made of a ticket, without a desk.

A life is a fixed course of events; how long it takes is drawn from `random`. Everything that changes goes through
`rules.lifecycle`, so no ticket can be in a state that acts could not have led to.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from helpdesk_tui.clock import cut
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.moments import say_date
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.vocab import MessageKind


class Life(enum.Enum):
    """The courses that a ticket's life takes."""

    WAITING = "waits, held by nobody"
    FRONT = "waits at the beginning of the queue"
    RETURNED = "was delayed and came back"
    HELD = "taken, not yet answered"
    TALKING = "taken, answered, the client wrote again"
    COMMENTED = "taken, with an internal comment"
    REDIRECTED = "taken, and open for a second department too"
    REOPENED = "closed, and opened again by the client"
    DELAYED = "delayed, held by nobody"
    DELAYED_HELD = "delayed by its holder"
    ANSWERED = "closed, the client has not read the answer"
    READ = "closed, the client has read the answer"
    ARCHIVED = "archived after one answer"
    LONG_ARCHIVED = "archived after two rounds"
    SPAM = "marked as spam"


@dataclass(frozen=True, slots=True)
class Part:
    """Who and what a life is about: the client, the department and the member of staff who handles it.

    `other` is the department that a redirected ticket is open for as well, with its name for the system message.
    """

    client: int
    subject: str
    service: int | None
    department: int
    me: Scope
    other: int
    other_name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that was said: `text` is given for system messages, everything else is up to who tells the story."""

    kind: MessageKind
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Lived:
    """What became of a ticket: its facts, what was said, and when its member of staff last read it."""

    ticket: Ticket
    turns: tuple[Turn, ...]
    read: datetime | None


def live(life: Life, part: Part, born: datetime, random: Random, delay: timedelta = timedelta(days=7)) -> Lived:
    """Live it: the ticket is opened by its client at `born`; everything else happens in the hours and days after.

    `delay` is for how long a ticket is delayed that stays so.
    """
    story = _Story(part, born, random, delay)
    _COURSES[life](story)
    return Lived(story.ticket, tuple(story.turns), story.read)


class _Story:
    """A ticket on its way through a life; `at` moves on, every change of the facts is one version more."""

    def __init__(self, part: Part, born: datetime, random: Random, delayed_for: timedelta) -> None:
        self.part = part
        self.delayed_for = delayed_for
        self.at = cut(born)
        self.random = random
        self.turns = [Turn(MessageKind.CLIENT, self.at)]
        self.read: datetime | None = None
        opened = lifecycle.opened(
            number=0, client=part.client, subject=part.subject, service=part.service,
            departments=(part.department,), now=self.at,
        )  # fmt: skip
        self.ticket = lifecycle.client_wrote(opened, self.at)

    def passes(self, least: float, most: float) -> None:
        """Let some hours pass."""
        self.at = cut(self.at + timedelta(hours=self.random.uniform(least, most)))

    def save(self, after: Ticket) -> None:
        """The facts after an act."""
        if after != self.ticket:
            self.ticket = replace(after, version=self.ticket.version + 1)

    def say(self, kind: MessageKind, text: str = "") -> None:
        self.turns.append(Turn(kind, self.at, text))

    def take(self) -> None:
        self.passes(0.1, 5)
        self.save(lifecycle.take(self.ticket, self.part.me, self.at))
        self.read = self.at

    def answer(self, *, close: bool) -> None:
        self.passes(0.05, 2)
        after = lifecycle.staff_wrote(self.ticket, self.part.me, self.at)
        self.say(MessageKind.STAFF)
        self.save(lifecycle.close_mine(after, self.part.me, self.at) if close else after)
        self.read = self.at

    def client_writes(self) -> None:
        self.passes(1, 30)
        self.say(MessageKind.CLIENT)
        self.save(lifecycle.client_wrote(self.ticket, self.at))

    def delay(self, span: timedelta) -> None:
        until = cut(self.at + span).replace(second=0, microsecond=0)
        self.save(lifecycle.delay(self.ticket, self.part.me, until, self.at))
        self.say(MessageKind.SYSTEM, f"{self.part.me.login} delayed the ticket until {say_date(until, UTC)}.")


def _waiting(story: _Story) -> None:
    """Nothing more happens."""


def _front(story: _Story) -> None:
    story.passes(0.1, 2)
    story.save(replace(story.ticket, front=True, updated=story.at))


def _returned(story: _Story) -> None:
    story.passes(0.1, 2)
    story.delay(timedelta(hours=20))
    story.at = cut(story.at + timedelta(hours=20, seconds=1))
    story.save(lifecycle.due(story.ticket, story.at))


def _held(story: _Story) -> None:
    story.take()


def _talking(story: _Story) -> None:
    story.take()
    story.answer(close=False)
    story.client_writes()


def _commented(story: _Story) -> None:
    story.take()
    story.passes(0.05, 1)
    story.say(MessageKind.COMMENT)


def _redirected(story: _Story) -> None:
    story.take()
    story.answer(close=False)
    if story.part.other != story.part.department:
        story.passes(0.05, 1)
        story.save(lifecycle.assign_department(story.ticket, story.part.me, story.part.other, story.at))
        story.say(MessageKind.SYSTEM, f'The ticket has been assigned to "{story.part.other_name}".')


def _answered(story: _Story) -> None:
    story.take()
    story.answer(close=True)


def _reopened(story: _Story) -> None:
    _answered(story)
    story.client_writes()


def _delayed(story: _Story) -> None:
    story.passes(0.1, 2)
    story.delay(story.delayed_for)


def _delayed_held(story: _Story) -> None:
    story.take()
    _delayed(story)


def _read(story: _Story) -> None:
    _answered(story)
    story.passes(0.2, 40)
    story.save(lifecycle.client_read(story.ticket, story.at))


def _archived(story: _Story) -> None:
    _answered(story)
    story.passes(2, 200)
    story.save(lifecycle.archive(story.ticket, story.at))


def _long_archived(story: _Story) -> None:
    _reopened(story)
    _archived(story)


def _spam(story: _Story) -> None:
    story.passes(0.1, 8)
    story.save(lifecycle.mark_spam(story.ticket, story.part.me, story.at))


_COURSES: dict[Life, Callable[[_Story], None]] = {
    Life.WAITING: _waiting, Life.FRONT: _front, Life.RETURNED: _returned, Life.HELD: _held, Life.TALKING: _talking,
    Life.COMMENTED: _commented, Life.REDIRECTED: _redirected, Life.REOPENED: _reopened, Life.DELAYED: _delayed,
    Life.DELAYED_HELD: _delayed_held, Life.ANSWERED: _answered, Life.READ: _read, Life.ARCHIVED: _archived,
    Life.LONG_ARCHIVED: _long_archived, Life.SPAM: _spam,
}  # fmt: skip
