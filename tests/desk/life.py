"""A client's life through the acts of the desk, held against what is counted from the SPEC after every step.

Each step is done plainly, or twice under its own idempotency key, or sent from a form that was opened earlier.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import count
from typing import Any, cast

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.discounts import AddDiscount
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.taxes import AddTaxRule
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadAccount, ReadExpenses, ReadIncidents, ReadMoney, ReadOrders
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import IncidentsView
from helpdesk_tui.vocab import Actor, ActorKind, PaymentStatus
from tests.desk.counted import INCLUDED, PACKAGES, PRICES, Bought, Counted, Month, Payment, Purchase
from tests.desk.entries import check_entries
from tests.desks import MadeDesk

NEW, PAID = PaymentStatus.NEW, PaymentStatus.PAID
ANY = "whatever the reason"
_NUMBERS = count(1)


def said_of(who: Desk, act: Act[Any]) -> tuple[str, str]:
    """Code and sentence of an act's refusal; empty where it was done."""
    try:
        who.perform(act)
    except DeskError as error:
        return error.code, error.sentence
    return "", ""


class Life:
    """A client, and what is counted of them; `how` is how the step is done: plain, again or stale."""

    def __init__(self, desk: MadeDesk, store: Store, zone: tzinfo) -> None:
        self.desk, self.store, self.zone = desk, store, zone
        self.address = f"client{next(_NUMBERS)}@lives.example"
        number = desk.gary.perform(AddClient(self.address))
        self.who, self.number = f"#{number}", number
        self.client = desk.system.acting_as(Actor(ActorKind.CLIENT, number, self.address))
        self.counted = Counted()
        self.how = "plain"
        self.acts = 0
        self.expenses: dict[int, int] = {}
        self.shown: dict[int, int] = {}
        """The amounts that forms of expenses show."""
        self.prices: dict[tuple[str, int, int], str] = {}
        """The prices that forms of orders show."""
        self.refunded: set[int] = set()
        self.seen: list[tuple[datetime, IncidentsView, int]] = []

    @property
    def today(self) -> date:
        return self.desk.clock.now().astimezone(self.zone).date()

    @property
    def stale(self) -> bool:
        """Whether the step is sent from a form that was opened earlier."""
        return self.how == "stale"

    def happens(self, what: str, which: int, number: int, how: str, hours: int) -> None:
        """One step, a while later; and what holds after each of them."""
        self.how = how
        self.desk.clock.forward(seconds=1, hours=hours)
        before = self.acts
        getattr(self, what)(which, number)
        if self.acts == before and what != "wait":
            return  # there was nothing to do it to
        # What several transactions write at one moment of a clock that stands is a little later each time.
        self.desk.clock.forward(seconds=1)
        self.check()
        self.check_past(which + number)

    def do(self, who: Desk, act: Act[int], refusal: str = "") -> int | None:
        """Do it under a key of its own, and once more where it is to be done again; None where it is to be refused.

        `refusal` has the codes that this may have.
        """
        self.acts += 1
        changed = cast(Any, act)
        if hasattr(act, "key"):
            act = replace(changed, key=f"life-{next(_NUMBERS)}")
        if refusal:
            code, _ = said_of(who, act)
            assert code, act
            assert refusal == ANY or code in refusal.split(), (act, code)
            return None
        answer = who.perform(act)
        if self.how == "again" and hasattr(act, "key"):
            assert who.perform(act) == answer, "the same key answers as before"
            if hasattr(act, "amount"):
                other = replace(cast(Any, act), amount=(changed.amount or 0) + 1)
                assert said_of(who, other)[0] == "key_reused"
        return answer

    # ---------------------------------------------------------------- time and settings

    def wait(self, which: int, number: int) -> None:
        self.desk.clock.forward(days=which * 9 + number)

    def allow(self, which: int, number: int) -> None:
        self.counted.limit = number % 4
        self.desk.gary.perform(SetProvider("extra_tickets", "on"))
        self.desk.gary.perform(SetProvider("extra_tickets_limit", str(self.counted.limit)))

    def forbid(self, which: int, number: int) -> None:
        self.counted.limit = 0
        self.desk.gary.perform(SetProvider("extra_tickets", "off"))

    def discount(self, which: int, number: int) -> None:
        """CL13: of several the highest percent counts."""
        percent = which * 18 + number + 1
        self.do(self.desk.anna, AddDiscount(self.who, percent * 100))
        self.counted.percent = max(self.counted.percent, percent)

    def tax(self, which: int, number: int) -> None:
        """CL13: of several the one that started last counts."""
        self.counted.rate = (0, 5, 7, 19, 20, 25)[which]
        starts = self.desk.clock.now().strftime("%Y-%m-%d %H:%M:%S")
        self.do(self.desk.anna, AddTaxRule(self.who, self.counted.rate * 1000, "UTC", starts))

    def adjust(self, which: int, number: int) -> None:
        incidents = (-3, -1, 1, 2, 4, 6)[which]
        below = incidents < 0 and self.counted.pool + incidents < 0
        if self.do(self.desk.gary, AdjustIncidents(self.who, incidents, "by hand"), "below_zero" if below else ""):
            self.counted.pool += incidents

    # ---------------------------------------------------------------- payments and expenses

    def pay(self, which: int, number: int) -> None:
        amount, status = 1 + number * 20_00, PAID if which % 2 else NEW
        made = self.do(self.desk.anna, AddPayment(self.who, amount, status))
        assert made is not None
        self.counted.payments[made] = Payment(amount, amount)
        if status is PAID:
            self.counted.pay(made)
            self.counted.go_on(self.today)

    def settle(self, which: int, number: int) -> None:
        """A payment that is New becomes Paid; what waits for it completes itself."""
        due = [one for one, payment in self.counted.payments.items() if not payment.paid]
        if due:
            made = due[which % len(due)]
            one = self.counted.waiting(made)
            self.do(self.desk.anna, SetPayment(made, PAID))
            self.counted.pay(made)
            if one is not None and one.waits is not None:
                self._buy(one, one.waits)
            self.counted.go_on(self.today)

    def unpay(self, which: int, number: int) -> None:
        paid = [one for one, payment in self.counted.payments.items() if payment.paid]
        if paid:
            self.do(self.desk.anna, SetPayment(paid[which % len(paid)], NEW))
            self.counted.unpay(paid[which % len(paid)])

    def edit_payment(self, which: int, number: int) -> None:
        if self.counted.payments:
            made = list(self.counted.payments)[which % len(self.counted.payments)]
            one, amount = self.counted.payments[made], 5_00 + number * 7_00
            seen = one.seen if self.stale else one.amount
            refusal = "stale" if seen != one.amount else "payment_paid" if one.paid and amount != one.amount else ""
            if self.do(self.desk.anna, EditPayment(made, amount, seen=seen), refusal):
                one.amount = amount

    def delete_payment(self, which: int, number: int) -> None:
        if self.counted.payments:
            made = list(self.counted.payments)[which % len(self.counted.payments)]
            waits = self.counted.waiting(made)
            paid = self.counted.payments[made].paid
            if self.do(self.desk.anna, DeletePayment(made), "payment_paid" if paid else ""):
                del self.counted.payments[made]
                if waits is not None:
                    waits.waits = None

    def charge(self, which: int, number: int) -> None:
        self.do(self.desk.anna, AddExpense(self.who, 1 + which * 7_00, "Call"))
        self.counted.charge(1 + which * 7_00)

    def refund(self, which: int, number: int) -> None:
        """An expense of any kind is given another amount, or deleted."""
        if not self.expenses:
            return
        made = list(self.expenses)[which % len(self.expenses)]
        now, amount = self.expenses[made], (0, 0, 1_00, 3_33, 8_00, 40_00)[number]
        seen = self.shown[made] if self.stale else now
        act = EditExpense(made, amount, seen=seen) if number else DeleteExpense(made, seen=seen)
        if self.do(self.desk.gary, act, "stale" if seen != now else "") is None:
            return
        self.counted.balance += now - amount
        if number:
            self.expenses[made] = amount
            self.refunded |= {made} if amount != now else set()
        else:
            del self.expenses[made]
        self.counted.go_on(self.today)

    # ---------------------------------------------------------------- orders

    def order(self, which: int, number: int) -> None:
        months, package = (0, 1, 3)[which % 3], (None, None, 20, 50)[number % 4]
        start = self.today + timedelta(days=(number - 3) * 20) if months and number % 2 else None
        gives = package or INCLUDED
        price = self.counted.told(PRICES[months] + PACKAGES.get(gives, 0))
        told, old = self._told("order", months, gives, price)
        act = PlaceOrder(self.who, "Care", months, package, start, told=told)
        made = self.do(self._buyer(number), act, "stale" if old else "")
        if made is not None:
            self.counted.orders[made] = Bought(months, gives, start)
            self._buy(self.counted.orders[made], Purchase("order", months, gives, price))

    def renew(self, which: int, number: int) -> None:
        if not self.counted.orders:
            return
        made, one = self._picked(which)
        months = (None, 0, 1, 3)[number % 4]
        period = one.months if months is None else months
        price = self.counted.told(PRICES[period] + PACKAGES.get(one.picked, 0))
        told, old = self._told("renewal", period, one.picked, price)
        seen, older = self._purchases(made, one)
        refusal = ANY if one.waits or not one.number else "stale" if old or older else ""
        if self.do(self._buyer(number), RenewOrder(made, months, told=told, seen=seen), refusal):
            self._buy(one, Purchase("renewal", period, one.picked, price))

    def upgrade(self, which: int, number: int) -> None:
        if not self.counted.orders:
            return
        made, one = self._picked(which)
        target = (20, 50)[number % 2]
        difference = PACKAGES[target] - PACKAGES.get(one.number, 0)
        price = self.counted.told(one.raised(difference, self.today))
        told, old = self._told(f"upgrade of {one.number}", one.months, target, price)
        seen, older = self._purchases(made, one)
        over = one.months > 0 and one.over(self.today)
        never = one.waits or not one.number or target <= one.number or over
        refusal = ANY if never else "stale" if old or older else ""
        if self.do(self._buyer(number), UpgradeOrder(made, target, told=told, seen=seen), refusal):
            self._buy(one, Purchase("upgrade", one.months, target, price))

    def cancel(self, which: int, number: int) -> None:
        if self.counted.orders:
            made, one = self._picked(which)
            if self.do(self.desk.anna, CancelOrder(made), "" if one.waits else ANY):
                one.waits = None
                del self.counted.payments[one.payment]

    def _picked(self, which: int) -> tuple[int, Bought]:
        made = sorted(self.counted.orders)[which % len(self.counted.orders)]
        return made, self.counted.orders[made]

    def _buyer(self, number: int) -> Desk:
        """Staff, the client in their area, or staff who act as the client."""
        return (self.desk.anna, self.client, self.desk.anna.as_client(self.address))[number % 3]

    def _told(self, kind: str, months: int, gives: int, price: int) -> tuple[str, bool]:
        """The price that a form shows, and whether it is another one by now."""
        now = f"{price // 100}.{price % 100:02} EUR"
        told = self.prices.setdefault((kind, months, gives), now) if self.stale else now
        self.prices[kind, months, gives] = told
        return told, told != now

    def _purchases(self, made: int, one: Bought) -> tuple[int, bool]:
        """The purchases under an order that a form shows, and whether there are more by now."""
        found = next(order for order in self.desk.anna.read(ReadOrders(self.who)) if order.id == made)
        now = len(found.purchases)
        return (one.seen, one.seen != now) if self.stale else (now, False)

    def _buy(self, one: Bought, purchase: Purchase) -> None:
        """It is charged and given, or a payment over what is missing waits."""
        missing = purchase.price - self.counted.balance
        if not self.counted.buy(one, purchase, self.today):
            made = next(m for m, order in self.counted.orders.items() if order is one)
            waits = next(order.waits for order in self.desk.anna.read(ReadOrders(self.who)) if order.id == made)
            assert waits is not None
            assert waits.amount == missing
            one.payment = waits.payment
            self.counted.payments[waits.payment] = Payment(missing, missing)

    # ---------------------------------------------------------------- what holds

    def check(self) -> None:
        """What the desk says is what was counted, and its entries are sound."""
        balance = self.desk.gary.read(ReadAccount(self.who)).balance
        held = self.desk.gary.read(ReadIncidents(self.who))
        assert balance == self.counted.balance
        assert (held.lifetime - held.credit_used, min(held.lifetime, held.credit_used)) == (self.counted.pool, 0)
        open_, later = self.counted.dated(self.today)
        assert (_by_dates(held.dated), _by_dates(held.upcoming)) == (open_, later)
        self._check_expenses()
        waiting = {one.id for one in self.desk.anna.read(ReadOrders(self.who)) if one.waits}
        assert waiting == {number for number, one in self.counted.orders.items() if one.waits}
        taken = {number: len(taken) for number, taken in self.counted.tickets.items()}
        check_entries(self.store, self.number, balance, self.counted.pool, taken)
        self.seen.append((self.desk.clock.now(), held, balance))

    def _check_expenses(self) -> None:
        """Each expense is what it was, and the new ones are those that were counted."""
        for one in self.desk.gary.read(ReadExpenses(self.who)):
            if one.id not in self.expenses:
                self.counted.expected[one.amount] -= 1
                self.shown[one.id] = self.expenses[one.id] = one.amount
            assert one.amount == self.expenses[one.id]
        assert not +self.counted.expected
        assert not -self.counted.expected

    def check_past(self, place: int) -> None:
        """What there was at a moment is still what was seen then (IN12)."""
        moment, held, _ = self.seen[place % len(self.seen)]
        then = self.desk.gary.read(ReadIncidents(self.who, at=moment))
        assert then == held, (moment, then, held)

    def check_statement(self) -> None:
        """The same of every moment, and of money; at the end."""
        lines = self.desk.gary.read(ReadMoney(self.who))
        for place, (moment, _, balance) in enumerate(self.seen):
            self.check_past(place)
            assert sum(one.amount for one in lines if one.at <= moment) == balance


def _by_dates(lots: Any) -> dict[Month, int]:
    found: dict[Month, int] = {}
    for one in lots:
        found[one.starts, one.ends] = found.get((one.starts, one.ends), 0) + one.count
    return found
