"""Whatever is ordered, renewed, raised, paid and taken back, in whatever order, the sentences of SPEC hold.

The lives are random and go through the acts, on both databases. What the desk should have is counted beside it, from
the requirement: each purchase gives its number for life or in each of its months, once, and costs its price, once.
"""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.discounts import AddDiscount
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.taxes import AddTaxRule
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadAccount, ReadIncidents, ReadOrders, ReadPayments, ReadPlans
from helpdesk_tui.vocab import PaymentStatus
from tests.desks import NINE, MadeDesk

PRICES = {0: 50_00, 1: 9_00, 3: 25_00}
PACKAGES = {20: 5_00, 50: 12_00}
HAPPENINGS = ("order", "order", "renew", "renew", "upgrade", "pay", "settle", "settle", "unpay", "charge", "cancel",
              "wait", "wait", "discount", "tax")  # fmt: skip
LIVES = st.lists(
    st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=14
)  # fmt: skip
Month = tuple[date, date]
_CLIENTS = count(1)


def month(first: date, number: int) -> Month:
    """Month `number` of what was first ordered on a date, counted by the sentence of SPEC (Windows)."""

    def begin(at: int) -> date:
        year, index = divmod(first.year * 12 + first.month - 1 + at, 12)
        return date(year, index + 1, min(first.day, calendar.monthrange(year, index + 1)[1]))

    return begin(number), begin(number + 1) - timedelta(days=1)


@dataclass
class Bought:
    """An order as the requirement counts it."""

    months: int
    number: int
    picked: int
    start: date | None
    first: date | None = None
    given: int = 0
    waits: tuple[str, int, int, int] | None = None
    """What waits: kind, months, the number with it, price."""


@dataclass
class Life:
    """The account of a client."""

    desk: MadeDesk
    client: str
    balance: int = 0
    lifetime: int = 0
    dated: Counter[Month] = field(default_factory=Counter)
    orders: dict[int, Bought] = field(default_factory=dict)
    percent: int = 0
    rate: int = 0

    @property
    def today(self) -> date:
        return self.desk.clock.now().date()

    def happens(self, what: str, which: int, number: int) -> None:
        getattr(self, what)(which, number)

    def wait(self, which: int, number: int) -> None:
        self.desk.clock.forward(days=which * 9 + number)

    def charge(self, which: int, number: int) -> None:
        self.desk.anna.perform(AddExpense(self.client, 1 + which * 7_00, "Call"))
        self.balance -= 1 + which * 7_00

    def pay(self, which: int, number: int) -> None:
        self.desk.anna.perform(AddPayment(self.client, 1 + number * 20_00, PaymentStatus.PAID))
        self.balance += 1 + number * 20_00

    def discount(self, which: int, number: int) -> None:
        """CL13: of several the highest percent counts."""
        percent = which * 19 + number + 1
        self.desk.anna.perform(AddDiscount(self.client, percent * 100))
        self.percent = max(self.percent, percent)

    def tax(self, which: int, number: int) -> None:
        """CL13: of several the one that started last counts, then the one that was added last."""
        self.rate = (0, 5, 7, 19, 20, 25)[which]
        starts = self.desk.clock.now().strftime("%Y-%m-%d %H:%M:%S")
        self.desk.anna.perform(AddTaxRule(self.client, self.rate * 1000, "UTC", starts))

    def told(self, listed: int) -> int:
        """CL13: the price now: less the discount, plus the tax, each rounded half up to the minor unit."""
        net = (Decimal(listed) * (100 - self.percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
        return int(net + (net * self.rate / 100).quantize(Decimal(1), ROUND_HALF_UP))

    def order(self, which: int, number: int) -> None:
        months, package = (0, 1, 3)[which % 3], (None, None, 20, 50)[number % 4]
        start = self.today + timedelta(days=(number - 3) * 20) if months and number % 2 else None
        made = self.desk.anna.perform(PlaceOrder(self.client, "Care", months, package, start))
        price = self.told(PRICES[months] + PACKAGES.get(package or 0, 0))
        self.orders[made] = Bought(months, 0, package or 10, start)
        self._buy(made, ("order", months, package or 10, price))

    def renew(self, which: int, number: int) -> None:
        made, one = self._pick(which)
        months = (None, 0, 1, 3)[number % 4]
        if one is None:
            return
        done = self._try(RenewOrder(made, months), allowed=one.waits is None and one.number > 0)
        if done:
            period = one.months if months is None else months
            price = self.told(PRICES[period] + PACKAGES.get(one.picked, 0))
            self._buy(made, ("renewal", period, one.picked, price))

    def upgrade(self, which: int, number: int) -> None:
        made, one = self._pick(which)
        target = (20, 50)[number % 2]
        if one is None:
            return
        over = one.months > 0 and one.first is not None and month(one.first, one.given - 1)[1] < self.today
        allowed = one.waits is None and one.number > 0 and target > one.number and not over
        if self._try(UpgradeOrder(made, target), allowed=allowed):
            price = self.told(PACKAGES[target] - PACKAGES.get(one.number, 0))
            self._buy(made, ("upgrade", one.months, target, price))

    def cancel(self, which: int, number: int) -> None:
        made, one = self._pick(which)
        if one is not None and self._try(CancelOrder(made), allowed=one.waits is not None):
            one.waits = None

    def settle(self, which: int, number: int) -> None:
        """A payment that something waits for is Paid."""
        due = [o for o in self.desk.anna.read(ReadOrders(self.client)) if o.waits]
        if due:
            waits = due[which % len(due)].waits
            assert waits is not None
            made = due[which % len(due)].id
            self.desk.anna.perform(SetPayment(waits.payment, PaymentStatus.PAID))
            self.balance += waits.amount
            purchase = self.orders[made].waits
            assert purchase is not None
            self._buy(made, purchase)

    def unpay(self, which: int, number: int) -> None:
        """A payment goes back to New: nothing that was bought goes with it."""
        paid = [p for p in self.desk.anna.read(ReadPayments(self.client)) if p.status is PaymentStatus.PAID]
        if paid:
            self.desk.anna.perform(SetPayment(paid[which % len(paid)].id, PaymentStatus.NEW))
            self.balance -= paid[which % len(paid)].amount

    def _pick(self, which: int) -> tuple[int, Bought | None]:
        numbers = sorted(self.orders)
        return (numbers[which % len(numbers)], self.orders[numbers[which % len(numbers)]]) if numbers else (0, None)

    def _try(self, act: RenewOrder | UpgradeOrder | CancelOrder, *, allowed: bool) -> bool:
        try:
            self.desk.anna.perform(act)
        except Refused:
            assert not allowed, act
            return False
        assert allowed, act
        return True

    def _buy(self, made: int, purchase: tuple[str, int, int, int]) -> None:
        """Charged and given where the balance is enough, else waiting."""
        one, (kind, months, number, price) = self.orders[made], purchase
        if price and self.balance < price:
            one.waits = purchase
            return
        one.waits = None
        last = month(one.first, one.given - 1)[1] if one.first and one.given else None
        if kind == "upgrade":
            if months and last is not None and last < self.today:
                return  # paid too late: nothing is left to raise
            self._give(one.first, range(one.given) if months else range(0), months, number - one.number)
            one.number = one.picked = number
        else:
            first, begin = one.first, one.given
            if kind == "order":
                first, begin = one.start or self.today, 0
            elif last is None or last < self.today:
                first, begin = self.today, 0
            self._give(first, range(begin, begin + months), months, number)
            one.number, one.months = number, months
            if months:
                one.first, one.given = first, begin + months
        self.balance -= price

    def _give(self, first: date | None, numbers: range, months: int, gives: int) -> None:
        if not months:
            self.lifetime += gives
        for at in numbers:
            assert first is not None
            starts, ends = month(first, at)
            if ends >= self.today:
                self.dated[starts, ends] += gives

    def check(self) -> None:
        """What the desk says is what was counted."""
        assert self.desk.anna.read(ReadAccount(self.client)).balance == self.balance
        held = self.desk.anna.read(ReadIncidents(self.client))
        found: Counter[Month] = Counter()
        for one in (*held.dated, *held.upcoming):
            found[one.starts, one.ends] += one.count
        assert held.lifetime == self.lifetime
        assert found == {dates: left for dates, left in self.dated.items() if dates[1] >= self.today}
        assert {o.id for o in self.desk.anna.read(ReadOrders(self.client)) if o.waits} == {
            number for number, one in self.orders.items() if one.waits
        }  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=LIVES)
def test_every_life_is_as_the_requirement_counts_it(desk: MadeDesk, happenings: list[tuple[str, int, int]]) -> None:
    """IN3 to IN5, CL13; SPEC, Windows, Plans, Orders. Each life has a client of its own, who begins at nine."""
    desk.clock.at = NINE
    if not desk.gary.read(ReadPlans()).plans:
        desk.gary.perform(AddPlan("Care", 10, PRICES, PACKAGES))
    life = Life(desk, f"#{desk.gary.perform(AddClient(f'life{next(_CLIENTS)}@example.org'))}")
    for what, which, number in happenings:
        life.happens(what, which, number)
        life.check()
    wrong = [one for one in diagnose(desk.where, clock=desk.clock) if one.name in ("ledger", "orders") and not one.ok]
    assert wrong == []
