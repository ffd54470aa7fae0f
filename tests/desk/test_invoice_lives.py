"""Invoices of a client are right in whatever order payments become Paid, are put back and are Paid again (CL12, SF2).

Lives are random, each of a client of their own, with a clock that moves: what is paid again comes behind what was paid
meanwhile.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadInvoice
from helpdesk_tui.rules.invoice import Invoice, Item
from helpdesk_tui.vocab import PaymentStatus, WithdrawalReason
from tests.desks import HANS, MadeDesk

PAID, NEW = PaymentStatus.PAID, PaymentStatus.NEW
KINDS = (
    "pay",
    "pay",
    "pay",
    "unpay",
    "unpay",
    "repay",
    "repay",
    "charge",
    "charge",
    "charge",
    "change",
    "delete",
    "withdraw",
)
Steps = list[tuple[str, int, int, int]]
STEP = st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.integers(1, 9), st.sampled_from((1, 60, 2_000, 44_000)))
CLIENTS = count(1)
IN_ANOTHER_ORDER: Steps = [
    ("charge", 0, 4, 1), ("charge", 0, 4, 1), ("pay", 0, 4, 1), ("pay", 0, 4, 2_000), ("unpay", 0, 1, 2_000),
    ("repay", 0, 1, 1), ("change", 1, 1, 60), ("delete", 0, 1, 60), ("unpay", 1, 1, 60), ("repay", 0, 1, 60),
]  # fmt: skip


@dataclass
class Life:
    """A client, and what the SPEC says of their papers: payments, whether Paid, and what each expense is and was."""

    desk: MadeDesk
    client: str
    payments: dict[int, bool] = field(default_factory=dict)
    amounts: dict[int, int] = field(default_factory=dict)
    expenses: dict[str, int] = field(default_factory=dict)
    most: Counter[str] = field(default_factory=Counter)
    withdrawn: bool = False

    def in_force(self) -> dict[int, Invoice]:
        """The invoices of what is Paid."""
        return {one: self.desk.anna.read(ReadInvoice(one)) for one, is_paid in self.payments.items() if is_paid}

    def step(self, kind: str, which: int, size: int) -> None:
        """One of the things that staff do; nothing where there is nothing to do it with."""
        anna, amount = self.desk.anna, size * 2_50
        there = [one for one, is_paid in self.payments.items() if is_paid is (kind != "repay")]
        charged = [one for one, left in self.expenses.items() if left]
        if kind == "charge":
            number = f"expense:{anna.perform(AddExpense(self.client, amount, f'Work {len(self.expenses)}'))}"
            self.expenses[number] = self.most[number] = amount
        elif kind == "pay":
            self._pay(anna.perform(AddPayment(self.client, amount, NEW)), amount)
        elif kind in {"unpay", "repay"} and there:
            number_of = there[which % len(there)]
            if kind == "repay":
                self._pay(number_of, self.amounts[number_of])
            else:
                anna.perform(SetPayment(number_of, NEW))
                self.payments[number_of] = False
        elif kind in {"change", "delete"} and charged:
            self._change(charged[which % len(charged)], 0 if kind == "delete" else amount, kind)
        elif kind == "withdraw":
            self._withdraw(amount)

    def _withdraw(self, amount: int) -> None:
        with suppress(Refused):
            self.desk.anna.perform(AddWithdrawal(self.client, amount, WithdrawalReason.RETURN, ""))
            self.withdrawn = True

    def _change(self, charge: str, amount: int, kind: str) -> None:
        number, before = int(charge.partition(":")[2]), self.in_force()
        unlisted = self.expenses[charge] - net(before)[charge]
        given_back = self.expenses[charge] - amount
        self.desk.anna.perform(DeleteExpense(number) if kind == "delete" else EditExpense(number, amount))
        self.expenses[charge] = amount
        self.most[charge] = max(self.most[charge], amount)
        after = back(self.in_force())[charge] - back(before)[charge]
        assert after == max(given_back - unlisted, 0) if given_back >= 0 else after <= 0, "what was given back of them"

    def _pay(self, number: int, amount: int) -> None:
        before = self.in_force()
        unlisted = sum(self.expenses.values()) - net(before).total()
        free = sum(self.amounts[one] for one in before) - net(before).total()
        self.desk.anna.perform(SetPayment(number, PAID))
        self.payments[number], self.amounts[number] = True, amount
        now = self.in_force()
        assert {one: now[one] for one in before} == before, "nothing is listed or returned by another payment"
        listed = sum(item.amount for item in now[number].items)
        if not self.withdrawn:
            assert listed == min(amount, max(unlisted - free, 0)), "all that nothing else lists or pays for"

    def check(self) -> None:
        """No unit is on two of them, and what went back is what was given back."""
        found = self.in_force()
        listed = Counter[str]()
        for one in found.values():
            listed.update(sums(one.items))
            assert sum(item.amount for item in one.items) <= one.amount
            assert not sums(one.returned) - sums(one.items)
        for charge, left in self.expenses.items():
            assert net(found)[charge] <= left, "no unit of an expense is on two invoices"
            assert listed[charge] <= self.most[charge], "no more is listed than was ever charged"
            if left == self.most[charge]:
                assert back(found)[charge] == 0, "where nothing was given back, nothing is returned"
        assert set(listed) <= set(self.expenses), "a withdrawal is no purchase"


def sums(items: tuple[Item, ...]) -> Counter[str]:
    """What parts come to, by charge."""
    found = Counter[str]()
    for item in items:
        found[item.charge] += item.amount
    return found


def back(invoices: dict[int, Invoice]) -> Counter[str]:
    """What went back of all of them, by charge."""
    return sums(tuple(item for one in invoices.values() for item in one.returned))


def net(invoices: dict[int, Invoice]) -> Counter[str]:
    """What they list that did not go back."""
    found = sums(tuple(item for one in invoices.values() for item in one.items))
    found.subtract(back(invoices))
    return found


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
          deadline=None)  # fmt: skip
@given(steps=st.lists(STEP, min_size=12, max_size=30))
@example(steps=IN_ANOTHER_ORDER)
def test_no_unit_is_on_two_invoices(desk: MadeDesk, steps: Steps) -> None:
    """CL12, SF2: whatever is paid, put back, paid again, charged, changed and deleted, at whatever times."""
    client = f"life-{next(CLIENTS)}@acme.example"
    desk.gary.perform(AddClient(client, "Life"))
    life = Life(desk, client)
    for kind, which, size, minutes in steps:
        desk.clock.forward(minutes=minutes)
        life.step(kind, which, size)
        life.check()


def test_paid_again_it_lists_what_nothing_lists_yet(desk: MadeDesk) -> None:
    """CL12: a payment that comes behind another one by being paid again does not list the same work as that."""
    for work in ("Work one", "Work two"):
        desk.anna.perform(AddExpense(HANS, 10_00, work))
    first = desk.anna.perform(AddPayment(HANS, 10_00, PAID))
    desk.clock.forward(days=1)
    second = desk.anna.perform(AddPayment(HANS, 10_00, PAID))
    desk.clock.forward(days=1)
    for status in (NEW, PAID):
        desk.anna.perform(SetPayment(first, status))
    found = [desk.anna.read(ReadInvoice(one)) for one in (first, second)]
    assert [one.lines() for one in found] == [(("Work one", "10.00"),), (("Work two", "10.00"),)]
    assert [one.returned for one in found] == [(), ()]
