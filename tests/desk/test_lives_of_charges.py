"""Whatever is charged, refunded and taken back on tickets, in whatever order: the sums hold (SF1 to SF3, IN11, IN12).

The lives are random, each of a client of their own on one desk, and both databases have them. A simple book beside the
desk knows what every ticket costs; what the look before says, happens.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.expenses import DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadAccount, ReadCosts, ReadExpenses, ReadIncidentMoves, ReadJournal, ReadMoney
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from tests.desk.charges import allow_extra, charged, sound
from tests.desk.refusals import refused
from tests.desks import MadeDesk
from tests.store.transactions import writing

WHAT = ("save", "save", "save", "reply", "reply", "edit", "delete", "undo", "adjust", "wait")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(WHAT), st.integers(0, 1), st.none() | st.integers(1, 30_00), st.none() | st.integers(0, 5)
    ),
    min_size=3, max_size=9,
)  # fmt: skip
_CLIENTS = count(1)


class Life:
    """A client with two tickets that anna holds, two lifetime incidents and a lot of two; one more goes on credit."""

    def __init__(self, desk: MadeDesk, store: Store) -> None:
        self.desk = desk
        self.client = f"client{next(_CLIENTS)}@example.net"
        number = desk.gary.perform(AddClient(self.client))
        today = desk.clock.now().date()
        with writing(store, clock=desk.clock) as tx:
            account = tx.accounts.of(number)
            tx.accounts.add_lot(account.id, Window(today, today + timedelta(days=2)), 2, Why("order:1"))
        desk.gary.perform(AdjustIncidents(self.client, 2, "gift"))
        self.tickets = [desk.ticket(client=self.client) for _ in range(2)]
        for ticket in self.tickets:
            desk.anna.perform(Take(ticket))
        self.incidents = dict.fromkeys(self.tickets, 0)
        self.fees = dict.fromkeys(self.tickets, 0)
        self.expenses: dict[int, tuple[int, int]] = {}

    def step(self, what: str, which: int, fee: int | None, incidents: int | None) -> None:
        """One thing; what is refused leaves everything as it was."""
        getattr(self, what)(self.tickets[which], fee, incidents)
        self.check()

    def save(self, ticket: int, fee: int | None, incidents: int | None) -> None:
        values = Parameters(front=True, fee=fee, incidents=incidents)
        self._charge(ticket, SaveParameters(ticket, values), values)

    def reply(self, ticket: int, fee: int | None, incidents: int | None) -> None:
        values = Parameters(fee=fee, incidents=incidents)
        self._charge(ticket, Reply(ticket, "", "Noted", values=values), values)

    def _charge(self, ticket: int, act: SaveParameters | Reply, values: Parameters) -> None:
        foreseen = self.desk.anna.read(ReadCosts(ticket, values.fee, values.incidents))
        balance = self.desk.gary.read(ReadAccount(self.client)).balance
        before = set(self.expenses)
        if foreseen.refused:
            refusal = refused(self.desk.anna, act)
            assert (refusal.code, refusal.sentence) == ("no_incidents", foreseen.refused)
            return
        self.desk.anna.perform(act)
        assert (foreseen.balance, foreseen.balance_after) == (balance, balance - (values.fee or 0))
        if values.incidents is not None:
            self.incidents[ticket] = values.incidents
        if values.fee is not None:
            (made,) = {one.id for one in self.desk.gary.read(ReadExpenses(self.client))} - before
            self.expenses[made] = (ticket, values.fee)

    def edit(self, ticket: int, fee: int | None, incidents: int | None) -> None:
        for number, (of, _) in list(self.expenses.items())[-1:]:
            self.desk.gary.perform(EditExpense(number, fee or 0))
            self.expenses[number] = (of, fee or 0)

    def delete(self, ticket: int, fee: int | None, incidents: int | None) -> None:
        for number in list(self.expenses)[-1:]:
            self.desk.gary.perform(DeleteExpense(number))
            del self.expenses[number]

    def undo(self, ticket: int, fee: int | None, incidents: int | None) -> None:
        """What was charged goes back or, where somebody changed it since, stays: then the book learns what is there."""
        charging = [one for one in self.desk.anna.read(ReadJournal(ticket)) if one.action in ("set", "reply")]
        for row in charging[:1]:
            with suppress(Refused):
                self.desk.anna.perform(Undo(row.id))
        there = {one.id: (one.ticket or 0, one.amount) for one in self.desk.gary.read(ReadExpenses(self.client))}
        assert there.items() <= self.expenses.items(), "an undo charges no fee"
        self.expenses = there
        self.incidents = {one: charged(self.desk, one).incidents for one in self.tickets}

    def adjust(self, ticket: int, fee: int | None, incidents: int | None) -> None:
        self.desk.gary.perform(AdjustIncidents(self.client, 1 + (incidents or 0), "more"))

    def wait(self, ticket: int, fee: int | None, incidents: int | None) -> None:
        self.desk.clock.forward(days=1)

    def check(self) -> None:
        """Every ticket costs what the book says; the balance is the sum of what moved."""
        money = self.desk.gary.read(ReadMoney(self.client))
        owed = sum(amount for _, amount in self.expenses.values())
        assert sum(one.amount for one in money) == self.desk.gary.read(ReadAccount(self.client)).balance == -owed
        moved = self.desk.gary.read(ReadIncidentMoves(self.client))
        for ticket in self.tickets:
            view = charged(self.desk, ticket)
            fee = sum(amount for of, amount in self.expenses.values() if of == ticket)
            assert (view.fee, view.incidents) == (fee, self.incidents[ticket])
            assert view.incidents == -sum(one.amount for one in moved if one.ticket == ticket) >= 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_lives(desk: MadeDesk, store: Store, steps: list[tuple[str, int, int | None, int | None]]) -> None:
    """SPEC: Taking, Giving back, Credit, Sums; rule 25: the ledger is sound after each of them."""
    allow_extra(desk, 1)
    life = Life(desk, store)
    for step in steps:
        life.step(*step)
    assert sound(desk)
