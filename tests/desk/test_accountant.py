"""What the accountant gets of a period: the entries, whose sums are what balances changed by, and the sums themselves.

Of money in every currency, and of support incidents: those lapse without an entry, which follows from their dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.cli.account_export import pages
from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import (
    Narrow,
    ReadAccounts,
    ReadEntries,
    ReadExpenses,
    ReadIncidents,
    ReadMoney,
    ReadPaymentPart,
    ReadProvider,
    ReadTurnover,
)
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import EntryLine
from helpdesk_tui.vocab import PaymentStatus, Unit, WithdrawalReason
from tests.desk.charges import allow_extra
from tests.desks import NINE, MadeDesk

NEW, PAID = PaymentStatus.NEW, PaymentStatus.PAID
ZONE = ZoneInfo("Pacific/Auckland")
STEPS = st.lists(
    st.tuples(st.sampled_from("ppxnewdioootttsc"), st.integers(1, 30_00), st.integers(1, 20 * 24)), max_size=16
)  # fmt: skip
CUTS = st.lists(st.integers(0, 150 * 24), min_size=3, max_size=3)
_NUMBERS = count(1)


@pytest.fixture
def wide(desk: MadeDesk) -> Iterator[MadeDesk]:
    """A desk in Auckland with two currencies, a plan that costs nothing, and extra tickets."""
    desk.gary.perform(AddPlan("Care", 2, {0: 0, 1: 0, 2: 0}))
    desk.gary.perform(AddCurrency("JPY"))
    allow_extra(desk, 3)
    there = desk.with_rules(SendRules(zone=ZONE))
    yield there
    there.close()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, cuts=CUTS)
def test_sums_of_an_export_are_the_balances_difference(
    wide: MadeDesk, steps: Sequence[tuple[str, int, int]], cuts: list[int]
) -> None:
    """IN12: whatever happens to a client, in every period, in every currency and in every page size."""
    address = f"n{next(_NUMBERS)}@export.example"
    client = f"#{wide.gary.perform(AddClient(address))}"
    wide.clock.at = NINE
    for step in steps:
        _do(wide, client, *step)
    # Nothing happens at such a moment itself.
    before, since, until = (NINE + timedelta(hours=cut, minutes=30) for cut in sorted(cuts))
    exported = list(pages(wide.anna, ReadEntries(0, client, since, until, 3)))
    of_all = pages(wide.anna, ReadEntries(0, None, since, until, 50))
    assert [one for one in of_all if one.client == address] == exported
    for currency in {one.currency for one in wide.anna.read(ReadAccounts(client))}:
        money = sum(one.amount for one in exported if (one.unit, one.currency) == (Unit.MONEY, currency))
        assert money == _balance(wide, client, currency, until) - _balance(wide, client, currency, since)
    incidents = sum(one.amount for one in exported if one.unit is Unit.INCIDENT)
    lapsed = _lapsed(pages(wide.anna, ReadEntries(0, client, None, until)), _day(since), _day(until))
    assert incidents - lapsed == _incidents(wide, client, until) - _incidents(wide, client, since)
    _check_sums(wide, client, since, until)
    _check_sums(wide, client, before, until)
    for last in sorted({one.ends for one in wide.anna.read(ReadEntries(0, client)) if one.ends is not None})[:2]:
        # On its last day a lot is there, on the next one it has lapsed.
        noon = datetime.combine(last, time(12, 30, 30), ZONE)
        _check_sums(wide, client, NINE - timedelta(days=1), noon)
        _check_sums(wide, client, noon, noon + timedelta(days=1))


def _check_sums(desk: MadeDesk, client: str, since: datetime, until: datetime) -> None:
    """The sums of a period begin and end with what was there."""
    found = desk.anna.read(ReadTurnover(client, since, until))
    for one in found:
        ends = (_balance(desk, client, one.currency, since), _balance(desk, client, one.currency, until))
        assert (one.before, one.after) == ends
        assert one.before + one.paid - one.charged - one.withdrawn == one.after
    had, has = sum(one.incidents_before for one in found), sum(one.incidents_after for one in found)
    assert (had, has) == (_incidents(desk, client, since), _incidents(desk, client, until))


def _balance(desk: MadeDesk, client: str, currency: str, moment: datetime) -> int:
    """The balance of a statement at a moment."""
    lines = desk.anna.read(ReadMoney(client, currency))
    return next((one.balance for one in reversed(lines) if one.at < moment), 0)


def _incidents(desk: MadeDesk, client: str, moment: datetime) -> int:
    """What the client has then, and what begins later."""
    found = desk.anna.read(ReadIncidents(client, at=moment))
    return found.total + sum(one.count for one in found.upcoming)


def _lapsed(entries: Iterator[EntryLine], since: date, until: date) -> int:
    """What was left of dated incidents on their last day, by the days that the lines themselves name."""
    left: Counter[date] = Counter()
    for one in entries:
        if one.ends is not None:
            left[one.ends] += one.amount
    return sum(number for ends, number in left.items() if since <= ends < until)


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def _do(desk: MadeDesk, client: str, what: str, amount: int, hours: int) -> None:
    """One thing that happens, a while later; what the desk refuses is not done."""
    desk.clock.forward(hours=hours)
    with suppress(DeskError):
        if what in "px":
            desk.anna.perform(AddPayment(client, amount, PAID if what == "p" else NEW))
        elif what == "n":
            rows = desk.anna.read(ReadPaymentPart(Narrow(client))).rows
            if rows:
                one = rows[amount % len(rows)]
                desk.anna.perform(SetPayment(one.id, NEW if one.status is PAID else PAID))
        elif what == "e":
            desk.anna.perform(AddExpense(client, amount, "x"))
        elif what == "w":
            desk.anna.perform(AddWithdrawal(client, amount, WithdrawalReason.RETURN))
        elif what == "d":
            for expense in desk.anna.read(ReadExpenses(client))[:1]:
                desk.anna.perform(DeleteExpense(expense.id))
        elif what == "i":
            desk.anna.perform(AdjustIncidents(client, amount % 5 or -1, "x"))
        else:
            _do_more(desk, client, what, amount)


def _do_more(desk: MadeDesk, client: str, what: str, amount: int) -> None:
    if what == "o":
        start = _day(desk.clock.now()) + timedelta(days=amount % 40 - 20)
        desk.anna.perform(PlaceOrder(client, "Care", amount % 3, start=start if amount % 3 else None))
    elif what == "t":
        desk.anna.perform(NewTicket(client, "Tech", "Server down", "Help!", incidents=1 + amount % 4))
    elif what == "s":
        rows = [one for one in desk.anna.read(ReadEntries(0, client)) if one.ticket]
        for one in rows[-1:]:
            desk.anna.perform(MarkSpam(one.ticket or 0))
    else:
        now = desk.gary.read(ReadProvider())["currency"]
        desk.gary.perform(ChangeCurrency("JPY" if now == "EUR" else "EUR"))
