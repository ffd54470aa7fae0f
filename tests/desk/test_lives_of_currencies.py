"""Whatever is taken, given back and given, whenever the currency changes: nobody loses an incident (CL11).

The lives are random, each of a client of their own on one desk, and both databases have them.
"""

from __future__ import annotations

from itertools import count
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.questions import ReadAccounts, ReadCosts, ReadCurrencies, ReadIncidents, ReadProvider
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window, after_months
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import IncidentsView
from tests.desk.charges import allow_extra, charged, sound
from tests.desk.refusals import refused
from tests.desks import MadeDesk
from tests.store.transactions import writing

SUPPRESSED = [HealthCheck.function_scoped_fixture]
WHAT = ("change", "change", "charge", "charge", "charge", "adjust", "wait")
STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 1),
              st.integers(0, 6)),
    min_size=2, max_size=8,
)  # fmt: skip
Steps = list[tuple[str, int, int]]
CODES = ("EUR", "USD", "GBP")
_CLIENTS = count(1)


def random_life(number: int) -> Steps:
    """One of countless lives, by its number."""
    with_ = Random(number)
    return [(with_.choice(WHAT), with_.randint(0, 1), with_.randint(0, 6)) for _ in range(8)]


class Life:
    """A client with two tickets that anna holds, two lifetime incidents and three lots; two more go on credit."""

    def __init__(self, desk: MadeDesk, store: Store) -> None:
        self.desk = desk
        self.client = f"traveller{next(_CLIENTS)}@example.net"
        number = desk.gary.perform(AddClient(self.client))
        today = desk.clock.now().date()
        with writing(store, clock=desk.clock) as tx:
            account = tx.accounts.of(number)
            for place in range(3):
                first, last = after_months(today, place), after_months(today, place + 1)
                tx.accounts.add_lot(account.id, Window(first, last), 2, Why(f"order:{place}"))
        desk.gary.perform(AdjustIncidents(self.client, 2, "gift"))
        self.tickets = [desk.ticket(client=self.client) for _ in range(2)]
        for ticket in self.tickets:
            desk.anna.perform(Take(ticket))
        self.taken = dict.fromkeys(self.tickets, 0)

    @property
    def has(self) -> IncidentsView:
        """What the client has now."""
        return self.desk.gary.read(ReadIncidents(self.client))

    def change(self, which: int, number: int) -> None:
        """Another currency: what the client has stays as it is, a lot in two counting as one."""
        before = self.has
        now = self.desk.gary.read(ReadProvider())["currency"]
        self.desk.gary.perform(ChangeCurrency(next(code for code in CODES[which:] + CODES if code != now)))
        assert _sums(self.has) == _sums(before)

    def charge(self, which: int, number: int) -> None:
        """A ticket's total; the look before says what happens, and the client has so many less or more."""
        ticket = self.tickets[which]
        before = self.has.total
        foreseen = self.desk.anna.read(ReadCosts(ticket, None, number))
        act = SaveParameters(ticket, Parameters(front=True, incidents=number))
        if foreseen.refused:
            assert refused(self.desk.anna, act).sentence == foreseen.refused
            return
        self.desk.anna.perform(act)
        back = self.taken[ticket] - number
        # What goes back to a lot that opens later is not there yet; that never happens: only open ones are taken.
        assert self.has.total - before == back
        self.taken[ticket] = number

    def adjust(self, which: int, number: int) -> None:
        self.desk.gary.perform(AdjustIncidents(self.client, 1 + number, "more"))

    def wait(self, which: int, number: int) -> None:
        self.desk.clock.forward(days=9 * number)

    def check(self) -> None:
        """Tickets cost what the book says; accounts that can only be read hold nothing."""
        assert [charged(self.desk, one).incidents for one in self.tickets] == list(self.taken.values())
        for one in self.desk.gary.read(ReadAccounts(self.client)):
            assert one.limit == one.usage or not one.old
            assert min(one.limit, one.usage) >= 0


def _sums(held: IncidentsView) -> object:
    """Lifetime ones, credit, and the sums of lots of the same dates."""
    lots: dict[object, int] = {}
    for one in (*held.dated, *held.upcoming):
        lots[one.starts, one.ends] = lots.get((one.starts, one.ends), 0) + one.count
    return held.lifetime, held.credit_used, lots


def live(desk: MadeDesk, store: Store, steps: Steps) -> None:
    """A whole life, at the end of which everything goes back, to accounts of whatever currency."""
    allow_extra(desk, 2)
    known = {one.code for one in desk.gary.read(ReadCurrencies())}
    for code in set(CODES) - known:
        desk.gary.perform(AddCurrency(code))
    life = Life(desk, store)
    for what, which, number in (("charge", 0, 3), *steps, ("charge", 0, 0), ("charge", 1, 0)):
        getattr(life, what)(which, number)
        life.check()
    assert sound(desk)


@settings(max_examples=10, deadline=None, suppress_health_check=SUPPRESSED)
@given(steps=STEPS)
def test_lives(desk: MadeDesk, store: Store, steps: Steps) -> None:
    """CL11, SPEC: Taking, Giving back, Credit; rule 25: the ledger is sound, whatever happened."""
    live(desk, store, steps)
