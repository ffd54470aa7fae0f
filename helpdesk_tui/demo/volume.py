"""The desk's past: any number of ready-made tickets, older than those that are played act by act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from helpdesk_tui.demo.lives import Life, Part, Turn, live
from helpdesk_tui.demo.subjects import talks_for
from helpdesk_tui.demo.talk import Setting, Talk
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.rules.ready import ReadyMessage, ReadyTicket
from helpdesk_tui.vocab import MessageKind

BATCH = 2_000
SPAN = timedelta(days=550)
RECENT = timedelta(days=30)
"""Older tickets than this are done with."""

_OLD = {Life.ARCHIVED: 800, Life.LONG_ARCHIVED: 160, Life.READ: 28, Life.SPAM: 12}
_RECENT = {
    Life.ARCHIVED: 600, Life.LONG_ARCHIVED: 120, Life.READ: 80, Life.ANSWERED: 60, Life.WAITING: 40, Life.TALKING: 30,
    Life.HELD: 15, Life.REDIRECTED: 15, Life.REOPENED: 15, Life.COMMENTED: 10, Life.DELAYED: 5, Life.SPAM: 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Buyer:
    """A client as the past knows them: number, language, main address and person, domain, services by name."""

    number: int
    language: str
    address: str
    name: str
    domain: str
    services: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class House:
    """Departments by name, and who handles the tickets of each."""

    departments: Mapping[str, int]
    handlers: Mapping[str, tuple[Scope, ...]]


class Past:
    """Makes the tickets, oldest first; the same for the same seed."""

    def __init__(self, house: House, buyers: tuple[Buyer, ...], now: datetime, random: Random) -> None:
        self._house = house
        self._buyers = buyers
        self._now = now
        self._random = random
        self._talks = {buyer.number: talks_for(buyer.language, tuple(buyer.services)) for buyer in buyers}

    def batches(self, count: int, until: datetime) -> Iterator[tuple[ReadyTicket, ...]]:
        """So many tickets, spread evenly over a year and a half up to a moment."""
        first = until - SPAN
        for begin in range(0, count, BATCH):
            numbers = range(begin, min(begin + BATCH, count))
            yield tuple(self._ticket(first + SPAN * (number / count)) for number in numbers)

    def _ticket(self, born: datetime) -> ReadyTicket:
        random = self._random
        buyer = random.choice(self._buyers)
        talk = random.choice(self._talks[buyer.number])
        service = self._service(buyer, talk)
        setting = Setting(service, buyer.domain, buyer.name, f"{service or 'web-1'}.acme.example")
        shares = _RECENT if self._now - born < RECENT else _OLD
        life = random.choices(list(shares), list(shares.values()))[0]
        me = random.choice(self._house.handlers[talk.department])
        other = "Billing" if talk.department != "Billing" else "Tech"
        part = Part(
            buyer.number, setting.told(talk.subject), buyer.services.get(service),
            self._house.departments[talk.department], me, self._house.departments[other], other,
        )  # fmt: skip
        delay = self._now - born + timedelta(hours=random.randint(5, 200))
        lived = live(life, part, born, random, delay)
        readings = ((me.staff_id or 0, lived.read),) if lived.read is not None else ()
        return ReadyTicket(lived.ticket, self._messages(lived.turns, buyer, talk, setting, me), readings)

    def _service(self, buyer: Buyer, talk: Talk) -> str:
        fitting = [name for name in buyer.services if name.startswith(talk.about)]
        return self._random.choice(fitting) if fitting else ""

    def _messages(
        self, turns: tuple[Turn, ...], buyer: Buyer, talk: Talk, setting: Setting, me: Scope
    ) -> tuple[ReadyMessage, ...]:
        texts = iter(talk.turns)
        made = []
        for turn in turns:
            kind, text, author, staff = turn.kind, turn.text, "system", None
            if kind is MessageKind.CLIENT:
                text, author = setting.told(next(texts, "Thank you.")), compared(buyer.address)
            elif kind is MessageKind.STAFF:
                text = setting.told(next(texts, "You are welcome. We close this; write again when something is left."))
                author, staff = me.login, me.staff_id
            elif kind is MessageKind.COMMENT:
                text, author, staff = talk.comment or "Waiting for the data centre.", me.login, me.staff_id
            made.append(ReadyMessage(kind, author, turn.at, text, text.count("\n") + 1, staff))
        return tuple(made)
