"""An account in memory, as the store keeps one: its entries, and what they sum up to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from helpdesk_tui.rules.incidents import Holding, Take, held, takes_of
from helpdesk_tui.rules.ledger import Entry, Lot, Movement, Standing, Why, opened, posted
from helpdesk_tui.vocab import EntryKind, Unit
from tests.rules.people import NINE


class Book:
    """Account 1, in euros, opened at nine. A cause that is not given is a number."""

    def __init__(self) -> None:
        self.begun: Standing = opened(1, "EUR", NINE)
        self.standing: Standing = self.begun
        self.entries: list[Entry] = []
        self.lots: dict[int, Lot] = {}
        self.now: datetime = NINE

    def forward(self, **units: float) -> None:
        """Move the clock on, by `timedelta` units."""
        self.now += timedelta(**units)

    @property
    def day(self) -> date:
        """Today, in UTC."""
        return self.now.date()

    def post(self, *moves: Movement | None, cause: str = "", ticket: int | None = None) -> list[Entry]:
        """Post what there is to post; the entries."""
        made = []
        for move in filter(None, moves):
            why = Why(cause or f"test:{self.standing.seq + 1}", ticket)
            self.standing, entry = posted(self.standing, move, why, self.now)
            made.append(entry)
        self.entries += made
        return made

    def give(self, number: int) -> None:
        """Lifetime incidents."""
        self.post(Movement(Unit.INCIDENT, number, EntryKind.PURCHASE))

    def give_lot(self, count: int, starts: date, ends: date) -> Lot:
        """Dated incidents."""
        lot = Lot(len(self.lots) + 1, starts, ends, count)
        self.lots[lot.id] = lot
        self.post(Movement(Unit.INCIDENT, count, EntryKind.PURCHASE, lot))
        return lot

    @property
    def holding(self) -> Holding:
        """What there is."""
        return held(self.entries)

    @property
    def left(self) -> tuple[int, ...]:
        """The pool, and what is left of each lot."""
        return (self.holding.pool, *(one.left for one in self.holding.dated))

    def takes(self, ticket: int) -> tuple[Take, ...]:
        """What a ticket has taken and not given back."""
        return takes_of(self.entries, ticket)
