"""Lives of a client who pays for tickets, through the acts, against a count of single incidents (IN8, IN10, IN12).

The count knows no entries: it moves one incident at a time, as the sentences of the SPEC say (Taking, Giving back,
Credit).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import Desk, diagnose
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadIncidents, ReadJournal
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import Actor, ActorKind
from tests.desk.letters import email
from tests.desk.paid import extra, paid
from tests.desks import MadeDesk
from tests.store.transactions import writing

_NAMES = count(1)


@dataclass
class Counted:
    """One client's incidents: `pool` for life, `lots` by their last day, and what each ticket has taken, in its order.

    A taken incident is the last day of its lot, or None.
    """

    pool: int = 0
    lots: dict[date, int] = field(default_factory=dict)
    tickets: dict[int, list[date | None]] = field(default_factory=dict)
    spam: dict[int, int] = field(default_factory=dict)

    def covers(self, number: int, today: date, limit: int) -> bool:
        """Whether dated, lifetime and allowed extra incidents are enough."""
        there = max(self.pool, 0) + sum(left for last, left in self.lots.items() if last >= today)
        return number <= there or max(-self.pool, 0) + number - there <= limit

    def take(self, ticket: int, number: int, today: date) -> None:
        """Dated ones by earliest end, then lifetime, then credit."""
        for _ in range(number):
            last = next((last for last, left in sorted(self.lots.items()) if left and last >= today), None)
            if last is None:
                self.pool -= 1
            else:
                self.lots[last] -= 1
            self.tickets.setdefault(ticket, []).append(last)

    def give_back(self, ticket: int, today: date) -> int:
        """All that it has: credit first, else what was taken last; what has lapsed becomes one for life."""
        taken = self.tickets.pop(ticket, [])
        number = len(taken)
        while taken:
            place = max((i for i, one in enumerate(taken) if one is None), default=-1) if self.pool < 0 else -1
            last = taken.pop(place)
            if last is None or last < today:
                self.pool += 1
            else:
                self.lots[last] += 1
        return number


@dataclass
class Life:
    """A client, what is done to them, and the count beside it."""

    desk: MadeDesk
    store: Store
    name: str
    client: int
    counted: Counted = field(default_factory=Counted)
    limit: int = 0

    @property
    def today(self) -> date:
        return self.desk.clock.now().date()

    def tried(self, act: NewTicket, who: Desk, number: int) -> None:
        """Open a ticket that takes so many: refused exactly where the count does not cover them."""
        if self.counted.covers(number, self.today, self.limit):
            self.counted.take(who.perform(act), number, self.today)
            return
        with pytest.raises(Refused) as refused:
            who.perform(act)
        assert refused.value.code == "no_incidents"

    def step(self, what: str, number: int) -> None:
        """One thing that happens."""
        getattr(self, what)(number)

    def by_client(self, number: int) -> None:
        client = self.desk.system.acting_as(Actor(ActorKind.CLIENT, self.client, self.name))
        self.tried(NewTicket(self.name, "Tech", "Matter", "Help!"), client, 1)

    def by_staff(self, number: int) -> None:
        self.tried(NewTicket(self.name, "Tech", "Call", "Help!", incidents=number), self.desk.anna, number)

    def by_email(self, number: int) -> None:
        covered = self.counted.covers(1, self.today, self.limit)
        report = self.desk.receive(email(self.name, message_id=f"<{next(_NAMES)}@x.example>"))
        assert (report.ticket is not None) is covered
        if report.ticket is not None:
            self.counted.take(report.ticket, 1, self.today)

    def gift(self, number: int) -> None:
        self.desk.gary.perform(AdjustIncidents(self.name, number, "gift"))
        self.counted.pool += number

    def dated(self, number: int) -> None:
        last = self.today + timedelta(days=10 * number)
        with writing(self.store, clock=self.desk.clock) as tx:
            account = tx.accounts.of(self.client)
            tx.accounts.add_lot(account.id, Window(self.today, last), number, Why(f"order:{next(_NAMES)}"))
        self.counted.lots[last] = self.counted.lots.get(last, 0) + number

    def days(self, number: int) -> None:
        self.desk.clock.forward(days=7 * number)

    def allow(self, number: int) -> None:
        self.limit = number - 1
        extra(self.desk, self.limit)

    def forbid(self, number: int) -> None:
        self.limit = 0
        self.desk.gary.perform(SetProvider("extra_tickets", "off"))

    def mark_spam(self, number: int) -> None:
        for ticket in [one for one in self.counted.tickets if one not in self.counted.spam][:number]:
            self.desk.anna.perform(MarkSpam(ticket))
            self.counted.spam[ticket] = self.counted.give_back(ticket, self.today)

    def no_spam(self, number: int) -> None:
        for ticket in list(self.counted.spam)[:number]:
            self._back(ticket, MarkSpam(ticket, spam=False))

    def undo(self, number: int) -> None:
        rows = [one for one in self.desk.anna.read(ReadJournal()) if "marked as spam" in one.words]
        if rows and rows[0].tickets[0] in self.counted.spam:
            self._back(rows[0].tickets[0], Undo(rows[0].id))

    def _back(self, ticket: int, act: Act[Any]) -> None:
        number = self.counted.spam.pop(ticket)
        self.desk.anna.perform(act)
        if self.counted.covers(number, self.today, self.limit):
            self.counted.take(ticket, number, self.today)

    def check(self) -> None:
        """What the desk says is what was counted."""
        found = self.desk.gary.read(ReadIncidents(self.name, at=self.desk.clock.now() + timedelta(minutes=1)))
        assert (found.lifetime - found.credit_used, min(found.lifetime, found.credit_used)) == (self.counted.pool, 0)
        dated = {last: left for last, left in self.counted.lots.items() if left and last >= self.today}
        shown: dict[date, int] = {}
        for lot in found.dated:
            shown[lot.ends] = shown.get(lot.ends, 0) + lot.count
        assert shown == dated
        with writing(self.store, clock=self.desk.clock) as tx:
            for ticket in (*self.counted.tickets, *self.counted.spam):
                assert tx.accounts.charged(ticket) == len(self.counted.tickets.get(ticket, []))


STEPS = (
    "by_client", "by_client", "by_staff", "by_staff", "by_email", "gift", "dated", "days", "allow", "forbid",
    "mark_spam", "mark_spam", "no_spam", "undo",
)  # fmt: skip


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 3)), min_size=8, max_size=20))
@example(steps=[("dated", 1), ("by_client", 1), ("mark_spam", 1), ("undo", 1), ("days", 3), ("mark_spam", 1)])
@example(
    steps=[("allow", 3), ("by_staff", 2), ("gift", 1), ("mark_spam", 1), ("forbid", 1), ("by_email", 1), ("no_spam", 1)]
)
def test_a_life_comes_to_what_was_counted(desk: MadeDesk, store: Store, steps: list[tuple[str, int]]) -> None:
    """Whatever happens in whatever order; and doctor finds nothing wrong afterwards."""
    if not desk.sql("SELECT count(*) FROM plan")[0][0]:
        paid(desk)
    desk.gary.perform(SetProvider("extra_tickets", "off"))
    name = f"client{next(_NAMES)}@lives.example"
    life = Life(desk, store, name, desk.gary.perform(AddClient(name)))
    life.gift(2)
    for what, number in steps:
        life.step(what, number)
        life.check()
    assert all(found.ok for found in diagnose(desk.where))
