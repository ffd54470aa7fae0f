"""What happens to the tickets of the last weeks, act by act, as the demonstration plays it through the door.

A story is a list of steps, each some time after the one before. `plan` writes it for a fate; when it ends is decided by
the fate too, so that tickets that wait have waited for minutes or days, and archived ones are weeks old.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from helpdesk_tui.demo.files import attachment
from helpdesk_tui.demo.mails import Person, letter, reply_subject
from helpdesk_tui.demo.people import GATEWAY
from helpdesk_tui.demo.scene import Known, Scene
from helpdesk_tui.demo.talk import Setting, Talk
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import UNCHANGED, MarkRead, Parameters, SetPriority, Summarise
from helpdesk_tui.desk.actions.redirect import Archive, Assign, Close, Delay, ReturnDelayed
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.vocab import Priority

Step = tuple[timedelta, Callable[[], object]]
"""How long after the step before, and what is done."""


class Fate(enum.Enum):
    """What becomes of a ticket by the time the demonstration begins."""

    WAITING = enum.auto()
    URGENT = enum.auto()
    FRONT = enum.auto()
    RETURNED = enum.auto()
    HELD = enum.auto()
    TALKING = enum.auto()
    COMMENTED = enum.auto()
    REDIRECTED = enum.auto()
    REOPENED = enum.auto()
    DELAYED = enum.auto()
    DELAYED_HELD = enum.auto()
    CLOSED = enum.auto()
    WRITTEN = enum.auto()
    ARCHIVED = enum.auto()
    LONG_ARCHIVED = enum.auto()


SHARES: dict[Fate, float] = {
    Fate.WAITING: 15, Fate.URGENT: 5, Fate.FRONT: 1, Fate.RETURNED: 2, Fate.HELD: 6, Fate.TALKING: 8,
    Fate.COMMENTED: 4, Fate.REDIRECTED: 4, Fate.REOPENED: 4, Fate.DELAYED: 4, Fate.DELAYED_HELD: 2, Fate.CLOSED: 14,
    Fate.WRITTEN: 2, Fate.ARCHIVED: 22, Fate.LONG_ARCHIVED: 7,
}  # fmt: skip
"""How many of a hundred tickets have each fate."""


@dataclass
class Story:
    """One ticket's story: who is who in it, how it begins, and what its number turns out to be."""

    scene: Scene
    now: datetime
    talk: Talk
    known: Known
    person: Person
    setting: Setting
    handler: str
    other: str
    begins: str
    subject: str = ""
    text: str = ""
    number: int = 0
    said: int = field(default=1)

    # ------------------------------------------------------------ what can happen

    def opens(self) -> None:
        """The client writes an email, uses the client area, or telephones."""
        subject = self.subject or self.setting.told(self.talk.subject)
        text = self.text or self.setting.told(self.talk.turns[0])
        files = tuple(attachment(name) for name in self.talk.files)
        if self.begins == "mail":
            raw = letter(self.person, GATEWAY, subject, text, self.scene.clock.now(), self.scene.token(),
                         language=self.talk.language, files=files, html=len(text) % 3 == 0)  # fmt: skip
            self.number = self.scene.receive(raw).ticket or 0
            return
        desk = self.scene.client(self.known) if self.begins == "area" else self.scene.staff("gary")
        self.number = desk.perform(
            NewTicket(f"#{self.known.number}", self.talk.department, subject, text, self._service, attachments=files)
        )

    def is_written_to(self) -> None:
        """Staff write to the client of their own accord."""
        subject = f"Maintenance of {self.setting.service} on Sunday night"
        text = f"Hello {self.person.name},\n\nwe replace a switch on Sunday, 02:00 to 04:00; expect two minutes."
        self.number = self.scene.staff(self.handler).perform(
            NewTicket(f"#{self.known.number}", self.talk.department, subject, text, by_staff=True)
        )

    def taken(self) -> None:
        """The handler takes the ticket, and sums it up where there is something to say."""
        desk = self.scene.staff(self.handler)
        desk.perform(Take(self.number))
        if self.talk.summary:
            desk.perform(Summarise(self.number, self.setting.told(self.talk.summary)))

    def read(self) -> None:
        """The handler reads it; answering does that by itself."""
        self.scene.staff(self.handler).perform(MarkRead(self.number))

    def commented(self) -> None:
        """The handler tells the others something."""
        text = self.talk.comment or "Looked at it, nothing in the logs yet. I ask the data centre."
        self.scene.staff(self.handler).perform(Comment(self.number, text))

    def answered(self, *, close: bool) -> None:
        """The handler sends the next turn; the first time with a comment, and with the service the client meant."""
        turn = self._turn("We are looking into it and come back to you today.")
        comment = self.talk.comment if self.said == 2 else ""
        values = Parameters(service=self._service) if self._service and self.begins == "mail" else UNCHANGED
        self.scene.staff(self.handler).perform(Reply(self.number, turn, comment=comment, close=close, values=values))

    def client_answers(self) -> None:
        """The client answers by email, quoting, after the answer was sent."""
        answered = self.scene.answer_to(self.number)
        if answered is None:
            return
        turn = self._turn("Thank you. Is there any news?")
        raw = letter(self.person, GATEWAY, reply_subject(answered.subject), turn, self.scene.clock.now(),
                     self.scene.token(), answers=answered, language=self.talk.language)  # fmt: skip
        self.scene.receive(raw)

    def rated(self, priority: Priority | None, front: bool | None) -> None:
        """The handler says how urgent it is."""
        self.scene.staff(self.handler).perform(SetPriority(self.number, priority, front))

    def redirected(self) -> None:
        """The handler asks another department."""
        self.scene.staff(self.handler).perform(Assign(self.number, department=self.other))

    def delayed(self, until: datetime) -> None:
        """The handler puts it off."""
        self.scene.staff(self.handler).perform(Delay(self.number, until))

    def returns(self) -> None:
        """The worker brings it back."""
        self.scene.desk.perform(ReturnDelayed())

    def closed(self) -> None:
        """The handler closes it without another word."""
        self.scene.staff(self.handler).perform(Close(self.number))

    def archived(self) -> None:
        """The client puts it away."""
        self.scene.client(self.known).perform(Archive(self.number))

    @property
    def _service(self) -> str:
        """The service that the talk is about; empty when it is about none."""
        return self.setting.service if self.talk.about else ""

    def _turn(self, otherwise: str) -> str:
        turn = self.talk.turns[self.said] if self.said < len(self.talk.turns) else otherwise
        self.said += 1
        return self.setting.told(turn)


def plan(story: Story, fate: Fate) -> tuple[datetime, list[Step]]:
    """When the story ends, and its steps."""
    steps: list[Step] = [(timedelta(0), story.is_written_to if fate is Fate.WRITTEN else story.opens)]
    random = story.scene.random

    def then(least: float, most: float, what: Callable[[], object]) -> None:
        steps.append((timedelta(minutes=random.uniform(least, most)), what))

    _COURSES[fate](story, then)
    least, most = _ENDED[fate]
    ago = timedelta(hours=least + (most - least) * random.random() ** 2)
    return story.now - ago, steps


Then = Callable[[float, float, Callable[[], object]], None]


def _waiting(story: Story, then: Then) -> None:
    """Nothing more happens."""


def _urgent(story: Story, then: Then) -> None:
    priority = Priority.URGENT if story.scene.random.random() < 0.4 else Priority.HIGH
    then(2, 20, lambda: story.rated(priority, None))


def _front(story: Story, then: Then) -> None:
    then(2, 20, lambda: story.rated(None, True))


def _returned(story: Story, then: Then) -> None:
    then(5, 60, lambda: story.delayed(story.scene.clock.now() + timedelta(hours=18)))
    then(18 * 60 + 1, 18 * 60 + 2, story.returns)


def _taken(story: Story, then: Then) -> None:
    then(3, 90, story.taken)


def _held(story: Story, then: Then) -> None:
    _taken(story, then)
    then(1, 3, story.read)


def _talking(story: Story, then: Then) -> None:
    _taken(story, then)
    then(4, 60, lambda: story.answered(close=False))
    then(20, 600, story.client_answers)


def _commented(story: Story, then: Then) -> None:
    _held(story, then)
    then(3, 40, story.commented)


def _redirected(story: Story, then: Then) -> None:
    _held(story, then)
    then(3, 40, story.commented)
    then(1, 10, story.redirected)


def _closed(story: Story, then: Then) -> None:
    _taken(story, then)
    then(4, 90, lambda: story.answered(close=True))


def _reopened(story: Story, then: Then) -> None:
    _closed(story, then)
    then(60, 1800, story.client_answers)


def _delayed(story: Story, then: Then) -> None:
    hours = story.scene.random.randint(3, 140)
    until = (story.now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
    then(5, 50, lambda: story.delayed(until))


def _delayed_held(story: Story, then: Then) -> None:
    _held(story, then)
    _delayed(story, then)


def _written(story: Story, then: Then) -> None:
    then(1, 2, story.closed)


def _archived(story: Story, then: Then) -> None:
    _closed(story, then)
    then(600, 5000, story.archived)


def _long_archived(story: Story, then: Then) -> None:
    _reopened(story, then)
    _taken(story, then)
    then(4, 90, lambda: story.answered(close=True))
    then(600, 5000, story.archived)


_COURSES: dict[Fate, Callable[[Story, Then], None]] = {
    Fate.WAITING: _waiting, Fate.URGENT: _urgent, Fate.FRONT: _front, Fate.RETURNED: _returned, Fate.HELD: _held,
    Fate.TALKING: _talking, Fate.COMMENTED: _commented, Fate.REDIRECTED: _redirected, Fate.REOPENED: _reopened,
    Fate.DELAYED: _delayed, Fate.DELAYED_HELD: _delayed_held, Fate.CLOSED: _closed, Fate.WRITTEN: _written,
    Fate.ARCHIVED: _archived, Fate.LONG_ARCHIVED: _long_archived,
}  # fmt: skip

_ENDED: dict[Fate, tuple[float, float]] = dict.fromkeys(Fate, (0.2, 60.0)) | {
    Fate.WAITING: (0.05, 70), Fate.CLOSED: (1, 300), Fate.WRITTEN: (2, 100), Fate.ARCHIVED: (1, 420),
    Fate.LONG_ARCHIVED: (1, 400), Fate.REOPENED: (0.1, 40),
}  # fmt: skip
"""How many hours ago a story of each fate ended, at least and at most."""
