"""Whatever happens to an account, in whatever order and however long it takes, the sentences of SPEC hold.

The lives are random: orders and renewals, payments and their return, tickets and changes of their number, expenses and
their refunds, adjustments, and time that goes by, so that lots lapse in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import billing, grants, plans
from helpdesk_tui.rules.grants import Paid, Terms
from helpdesk_tui.rules.incidents import Credit, balance, held_at, to_total
from helpdesk_tui.rules.ledger_check import faults
from helpdesk_tui.rules.manual_incidents import adjusted, edited
from helpdesk_tui.rules.periods import ordered, renewed, window
from helpdesk_tui.vocab import EntryKind, Unit
from tests.rules.books import Book

TERMS = Terms(registration=1, first_payment=3, first_charge=2, per_funds=2, amount=100_00)
CREDIT = Credit(allowed=True, limit=2)
HAPPENINGS = (
    "order", "renew", "pay", "unpay", "ticket", "ticket", "ticket", "expense", "refund", "adjust", "edit", "wait",
    "wait",
)  # fmt: skip
LIVES = st.lists(
    st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 5), st.integers(0, 12), st.booleans()), max_size=25
)  # fmt: skip
Snapshot = tuple[datetime, tuple[int, ...], int]


class Life:
    """One account, and what was bought, paid and charged on it."""

    def __init__(self) -> None:
        self.book = Book()
        self.orders: list[tuple[date, int]] = []
        self.paid: dict[int, tuple[Paid, int]] = {}
        self.holder: int | None = None
        self.expenses: list[tuple[int, int]] = []
        self.snapshots: list[Snapshot] = []
        self.book.post(grants.for_registration(TERMS))

    def happens(self, what: str, which: int, number: int, flag: bool) -> None:
        """One thing; what is refused leaves everything as it was."""
        before = (self.book.standing, len(self.book.entries))
        doing: Callable[[int, int, bool], None] = getattr(self, what)
        try:
            doing(which, number, flag)
        except Refused:
            assert before == (self.book.standing, len(self.book.entries))
        self.snapshots.append((self.book.now, self.book.left, self.book.standing.balance))

    def wait(self, which: int, number: int, flag: bool) -> None:
        self.book.forward(days=number * (10 if flag else 1), milliseconds=1)

    def order(self, which: int, number: int, flag: bool) -> None:
        """Some begin in the past or the future."""
        months = which % 4
        first = date.fromordinal(self.book.day.toordinal() + (number - 6) * 5)
        self._give(number, months, first, ordered(months))
        self.orders.append((first, months))

    def renew(self, which: int, number: int, flag: bool) -> None:
        if self.orders:
            at = which % len(self.orders)
            first, given = self.orders[at]
            counted, numbers = renewed(first, given, 1, self.book.day)
            self._give(number, 1, counted, numbers)
            self.orders[at] = (counted, numbers.stop)

    def _give(self, number: int, months: int, first: date, numbers: range) -> None:
        for one in plans.given(number, months, first, numbers, self.book.day):
            if one.window is None:
                self.book.give(one.count)
            else:
                assert one.window.ends >= self.book.day
                self.book.give_lot(one.count, one.window.starts, one.window.ends)

    def pay(self, which: int, number: int, flag: bool) -> None:
        payment = Paid(len(self.book.entries), 1 + number * 23_45, self.book.now, TERMS.per_funds, TERMS.amount)
        (entry,) = self.book.post(billing.paid(payment.amount))
        self.paid[payment.id] = (payment, entry.seq)
        if self.book.post(grants.for_first_payment(TERMS, held=self.holder is not None)):
            self.holder = payment.id
        self.book.post(grants.for_funds([one for one, _ in self.paid.values()], payment))

    def unpay(self, which: int, number: int, flag: bool) -> None:
        if self.paid:
            there = [one for one, _ in self.paid.values()]
            payment, seq = self.paid.pop(sorted(self.paid)[which % len(self.paid)])
            self.book.post(billing.put_back(seq, payment.amount))
            if self.holder == payment.id:
                (held,) = [e for e in self.book.entries if e.movement.kind is EntryKind.FIRST_PAYMENT][-1:]
                self.book.post(grants.first_payment_back(held.seq, held.movement.amount))
                self.holder = None
            self.book.post(grants.funds_back(there, payment, self.sum_of(EntryKind.FUNDS)))

    def ticket(self, which: int, number: int, flag: bool) -> None:
        """Set the incidents of one of six tickets, with or without extra tickets."""
        credit = CREDIT if flag else Credit()
        takes, before = self.book.takes(which), self.book.holding
        now = sum(take.left for take in takes)
        there = balance(before, self.book.now, UTC)
        covered = sum(one.left for one in there.dated) + there.lifetime
        on_credit = max(number - now - covered, 0)
        accepted = number <= now or not on_credit or (flag and there.credit_used + on_credit <= CREDIT.limit)
        try:
            moves = to_total(before, takes, number, self.book.day, credit)
        except Refused:
            assert not accepted
            raise
        assert accepted
        assert sum(move.amount for move in moves) == now - number
        self.book.post(*moves, ticket=which)
        assert sum(take.left for take in self.book.takes(which)) == number
        if number > now:
            self._order_was_kept(before.pool)

    def _order_was_kept(self, pool: int) -> None:
        """IN10: nothing was taken while something that ends sooner was left."""
        last = self.book.entries[-1].movement
        latest = None if last.lot is None else (last.lot.ends, last.lot.id)
        open_ = [one for one in self.book.holding.dated if one.lot.is_open(self.book.day) and one.left]
        assert [one for one in open_ if latest is None or (one.lot.ends, one.lot.id) < latest] == []
        if self.book.standing.pool < 0 and self.book.standing.pool < pool:
            assert open_ == []

    def expense(self, which: int, number: int, flag: bool) -> None:
        first = grants.for_first_charge(TERMS, charged=bool(self.expenses))
        (entry,) = self.book.post(billing.charged(number * 7_77))
        self.expenses.append((entry.seq, number * 7_77))
        self.book.post(first)

    def refund(self, which: int, number: int, flag: bool) -> None:
        if self.expenses:
            at = which % len(self.expenses)
            seq, amount = self.expenses[at]
            self.book.post(billing.changed(seq, amount, number * 5_55))
            self.expenses[at] = (seq, number * 5_55)

    def adjust(self, which: int, number: int, flag: bool) -> None:
        self.book.post(adjusted(self.book.standing, number if flag else -number))

    def edit(self, which: int, number: int, flag: bool) -> None:
        self.book.post(*edited(self.book.standing, **{"limit" if flag else "usage": which * number}))

    def sum_of(self, *kinds: EntryKind) -> int:
        return sum(e.movement.amount for e in self.book.entries if e.movement.kind in kinds)


@settings(max_examples=150, deadline=None)
@given(LIVES)
def test_the_sentences_hold_in_every_life(happenings: list[tuple[str, int, int, bool]]) -> None:
    life = Life()
    for happening in happenings:
        life.happens(*happening)
        balances_are_sums(life)
        lots_are_within_bounds(life)
        grants_are_those_of_the_payments(life)
    reversals_never_exceed(life)
    the_past_can_be_recomputed(life)
    book = life.book
    assert faults(book.begun, book.entries, book.standing, book.lots, "EUR") == []


def balances_are_sums(life: Life) -> None:
    """IN12: balance = sum of entries, always; SPEC, Manual: what is left is limit less usage."""
    money = [e.movement.amount for e in life.book.entries if e.movement.unit is Unit.MONEY]
    pool = [e.movement.amount for e in life.book.entries if e.movement.unit is Unit.INCIDENT and e.movement.lot is None]
    standing = life.book.standing
    assert (standing.balance, standing.pool, standing.given - standing.used) == (sum(money), sum(pool), sum(pool))
    owed = sum(amount for _, amount in life.expenses)
    assert standing.balance == sum(one.amount for one, _ in life.paid.values()) - owed


def lots_are_within_bounds(life: Life) -> None:
    """IN4: no lot has less than nothing or more than it was given."""
    assert all(0 <= one.left <= one.lot.count for one in life.book.holding.dated)


def grants_are_those_of_the_payments(life: Life) -> None:
    """IN6, IN7: N for each full amount of the sum of Paid payments; one payment at most holds the first payment's;
    the first expense gave its own, whatever became of it."""
    total = sum(one.amount for one, _ in life.paid.values())
    assert life.sum_of(EntryKind.FUNDS) == total // 100_00 * 2
    assert life.sum_of(EntryKind.FIRST_PAYMENT) == (3 if life.holder in life.paid else 0)
    assert life.sum_of(EntryKind.FIRST_CHARGE) == (2 if life.expenses else 0)
    assert life.sum_of(EntryKind.REGISTRATION) == 1


def reversals_never_exceed(life: Life) -> None:
    """Rule 23: what is left of each entry never changes its sign."""
    left: dict[int, int] = defaultdict(int)
    for entry in life.book.entries:
        movement = entry.movement
        left[movement.reverses or entry.seq] += movement.amount
        first = life.book.entries[(movement.reverses or entry.seq) - 1].movement
        assert left[movement.reverses or entry.seq] * (1 if first.amount > 0 else -1) >= 0


def the_past_can_be_recomputed(life: Life) -> None:
    """CLI, incident balance --at: what was left at each moment is the sum of the entries until then, still."""
    last = {moment: (left, money) for moment, left, money in life.snapshots}
    for moment, (left, money) in last.items():
        past = held_at(life.book.entries, moment)
        known = {one.lot.id: one.left for one in past.dated}
        assert (past.pool, *(known[number] for number in sorted(known))) == left
        until = [e.movement.amount for e in life.book.entries if e.movement.unit is Unit.MONEY and e.at <= moment]
        assert sum(until) == money


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24), st.integers(1, 99), st.integers(-800, 800))
def test_on_every_day_of_its_term_an_order_gives_its_number(first: date, months: int, number: int, day: int) -> None:
    """IN4: on every day from the order to the end of the term there are exactly so many, before and after it none."""
    book = Book()
    for one in plans.given(number, months, first, ordered(months), date(1999, 1, 1)):
        assert one.window is not None
        book.give_lot(one.count, one.window.starts, one.window.ends)
    asked = date.fromordinal(first.toordinal() + day)
    there = balance(book.holding, datetime(asked.year, asked.month, asked.day, 12, tzinfo=UTC), UTC)
    inside = first <= asked <= window(first, months - 1).ends
    assert there.total == (number if inside else 0)
    upcoming = sum(one.left for one in there.upcoming)
    assert upcoming % number == 0
    assert (upcoming == number * months) == (asked < first)
