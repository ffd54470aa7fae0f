"""What a client has, counted from the sentences of the SPEC alone (Windows to Orders), for lives to be held against.

The count knows no entries and nothing of the program: it moves one incident at a time, and money by amounts.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

PRICES = {0: 50_00, 1: 9_00, 3: 25_00}
PACKAGES = {20: 5_00, 50: 12_00}
INCLUDED = 10
REGISTRATION, FIRST_PAYMENT, FIRST_CHARGE, PER_FUNDS, FUNDS = 1, 3, 2, 2, 40_00
Month = tuple[date, date]
_TURNS = count(1)


def month(first: date, number: int) -> Month:
    """Month `number` of what was first ordered on a date (Windows)."""

    def begin(at: int) -> date:
        year, index = divmod(first.year * 12 + first.month - 1 + at, 12)
        return date(year, index + 1, min(first.day, calendar.monthrange(year, index + 1)[1]))

    return begin(number), begin(number + 1) - timedelta(days=1)


@dataclass(eq=False)
class Lot:
    """Dated incidents that were given together, and how many are left."""

    dates: Month
    left: int


@dataclass
class Purchase:
    """Something bought or to be bought: order, renewal or upgrade; for so many months, 0 for life; the number then."""

    kind: str
    months: int
    number: int
    price: int
    turn: int = field(default_factory=_TURNS.__next__)


@dataclass
class Bought:
    """An order: what it has, and what waits under it, for which payment."""

    months: int
    picked: int
    start: date | None
    number: int = 0
    first: date | None = None
    given: int = 0
    waits: Purchase | None = None
    payment: int = 0
    terms: list[date] = field(default_factory=list)
    """The last day of each term that was bought."""
    seen: int = 1
    """The purchases that were there when its form was opened."""

    def raised(self, difference: int, today: date) -> int:
        """What a raise lists: the difference, by the month for each term that has not ended."""
        return difference * (sum(last >= today for last in self.terms) if self.months else 1)

    def over(self, today: date) -> bool:
        """Whether its last month has ended."""
        return self.first is not None and self.given > 0 and month(self.first, self.given - 1)[1] < today


@dataclass
class Payment:
    """A payment, and the amount that its form shows."""

    amount: int
    seen: int
    paid: bool = False


@dataclass
class Counted:
    """One client: the balance, incidents for life (below zero: on credit) and dated, and what each ticket has taken."""

    balance: int = 0
    pool: int = REGISTRATION
    lots: list[Lot] = field(default_factory=list)
    tickets: dict[int, list[Lot | None]] = field(default_factory=dict)
    payments: dict[int, Payment] = field(default_factory=dict)
    orders: dict[int, Bought] = field(default_factory=dict)
    expected: Counter[int] = field(default_factory=Counter)
    """Amounts of expenses that were charged and have not been seen yet."""
    charged: bool = False
    first: int | None = None
    funds: int = 0
    limit: int = 0
    percent: int = 0
    rate: int = 0

    def told(self, listed: int) -> int:
        """The price now: less the discount, plus the tax, each rounded half up to the minor unit (CL13)."""
        net = (Decimal(listed) * (100 - self.percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
        return int(net + (net * self.rate / 100).quantize(Decimal(1), ROUND_HALF_UP))

    # ---------------------------------------------------------------- incidents (Taking, Giving back, Credit)

    def covers(self, number: int, today: date, gift: int = 0) -> bool:
        """Whether dated, lifetime and allowed extra incidents are enough; with so many for life as a gift before."""
        pool = self.pool + gift
        there = max(pool, 0) + sum(lot.left for lot in self._open(today))
        return number <= there or max(-pool, 0) + number - there <= self.limit

    def take(self, ticket: int, number: int, today: date) -> None:
        """Dated ones by earliest end, then lifetime, then credit."""
        for _ in range(number):
            lot = next(self._open(today), None)
            if lot is None:
                self.pool -= 1
            else:
                lot.left -= 1
            self.tickets[ticket].append(lot)

    def give_back(self, ticket: int, number: int, today: date) -> None:
        """Credit first, else what was taken last; what has lapsed becomes one for life."""
        taken = self.tickets[ticket]
        for _ in range(number):
            place = max((i for i, one in enumerate(taken) if one is None), default=-1) if self.pool < 0 else -1
            lot = taken.pop(place)
            if lot is None or lot.dates[1] < today:
                self.pool += 1
            else:
                lot.left += 1

    def to_total(self, ticket: int, total: int, today: date) -> None:
        """A ticket's number is raised or lowered."""
        more = total - len(self.tickets[ticket])
        if more > 0:
            self.take(ticket, more, today)
        else:
            self.give_back(ticket, -more, today)

    def dated(self, today: date) -> tuple[Counter[Month], Counter[Month]]:
        """What can be used today, and what can be later; by dates."""
        open_, later = Counter[Month](), Counter[Month]()
        for lot in self.lots:
            if lot.left and lot.dates[1] >= today:
                (later if lot.dates[0] > today else open_)[lot.dates] += lot.left
        return open_, later

    def _open(self, today: date) -> Iterator[Lot]:
        there = [lot for lot in self.lots if lot.left and lot.dates[0] <= today <= lot.dates[1]]
        return iter(sorted(there, key=lambda lot: lot.dates[1]))

    # ---------------------------------------------------------------- money (Automatic incidents)

    def charge(self, amount: int) -> None:
        """An expense, the first of which gives incidents."""
        self.balance -= amount
        self.expected[amount] += 1
        self.pool += 0 if self.charged else FIRST_CHARGE
        self.charged = True

    def pay(self, number: int) -> None:
        """A payment becomes Paid."""
        payment = self.payments[number]
        payment.paid = True
        self.balance += payment.amount
        if self.first is None:
            self.first = number
            self.pool += FIRST_PAYMENT
        self._funds()

    def unpay(self, number: int) -> None:
        """A payment goes back to New: nothing that was bought goes with it, what was given for it does."""
        payment = self.payments[number]
        payment.paid = False
        self.balance -= payment.amount
        if self.first == number:
            self.first = None
            self.pool -= FIRST_PAYMENT
        self._funds()

    def _funds(self) -> None:
        due = sum(one.amount for one in self.payments.values() if one.paid) // FUNDS * PER_FUNDS
        self.pool += due - self.funds
        self.funds = due

    # ---------------------------------------------------------------- orders (Windows, Orders, Plans)

    def waiting(self, payment: int) -> Bought | None:
        """The order under which something waits for this payment."""
        return next((one for one in self.orders.values() if one.waits and one.payment == payment), None)

    def go_on(self, today: date) -> None:
        """Money came: what else waits is bought as far as it goes, the oldest first; what it waited for is not due."""
        waiting = [(one.waits.turn, one, one.waits) for one in self.orders.values() if one.waits]
        for _, one, purchase in sorted(waiting, key=lambda found: found[0]):
            if self.balance >= purchase.price:
                del self.payments[one.payment]
                self.buy(one, purchase, today)

    def buy(self, one: Bought, purchase: Purchase, today: date) -> bool:
        """Charged and given where the balance is enough; False where it waits."""
        if one.waits is purchase and self._late(one, purchase, today):
            one.waits = None
            return True  # paid too late: nothing is left to give, and the money stays
        if purchase.price and self.balance < purchase.price:
            one.waits = purchase
            return False
        one.waits = None
        if purchase.price:
            self.charge(purchase.price)
        if purchase.kind == "upgrade":
            numbers = range(one.given) if purchase.months else range(0)
            self._give(one.first, numbers, purchase.months, purchase.number - one.number, today)
            one.number = one.picked = purchase.number
            return True
        first, begin = one.first, one.given
        if purchase.kind == "order":
            first, begin = one.start or today, 0
        elif not one.given or one.over(today):
            first, begin = today, 0
        self._give(first, range(begin, begin + purchase.months), purchase.months, purchase.number, today)
        one.number, one.months = purchase.number, purchase.months
        if purchase.months:
            one.first, one.given = first, begin + purchase.months
            assert first is not None
            one.terms.append(month(first, one.given - 1)[1])
        return True

    def _late(self, one: Bought, purchase: Purchase, today: date) -> bool:
        """Whether every month of what waits is over."""
        if purchase.kind == "order":
            months = purchase.months
            return months > 0 and one.start is not None and month(one.start, months - 1)[1] < today
        return purchase.kind == "upgrade" and purchase.months > 0 and one.over(today)

    def _give(self, first: date | None, numbers: range, months: int, gives: int, today: date) -> None:
        if not months:
            self.pool += gives
        for at in numbers:
            assert first is not None
            dates = month(first, at)
            if dates[1] >= today:
                self.lots.append(Lot(dates, gives))
