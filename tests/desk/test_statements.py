"""Statements in parts, lists of all clients, what covers what, months, the accountant's entries: on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from helpdesk_tui.cli.account_export import pages
from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.expenses import AddExpense, EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, SetPayment
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    Narrow,
    ReadEntries,
    ReadExpensePart,
    ReadIncidentStatement,
    ReadMoney,
    ReadMonths,
    ReadPaymentPart,
    ReadShares,
    ReadStatement,
    ReadTurnover,
    Slice,
)
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import MoneyLine
from helpdesk_tui.vocab import PaymentStatus, WithdrawalReason
from tests.desks import HANS, NINE, NORD, OMAR, MadeDesk
from tests.store.test_ledger import book_some
from tests.store.transactions import writing

NEW, PAID = PaymentStatus.NEW, PaymentStatus.PAID


def charge(desk: MadeDesk, *amounts: int, client: str = HANS) -> list[int]:
    """Expenses, a minute apart."""
    numbers = []
    for amount in amounts:
        desk.clock.forward(minutes=1)
        numbers.append(desk.anna.perform(AddExpense(client, amount, f"Work {amount}")))
    return numbers


def test_a_statement_in_parts_is_the_whole_one(desk: MadeDesk) -> None:
    """CL11: each part has its own balances, the newest first; it is known where the list goes on."""
    desk.anna.perform(AddPayment(HANS, 10_00, PAID))
    desk.anna.perform(AdjustIncidents(HANS, 3, "not money"))
    charge(desk, 1, 2, 3, 4, 5, 6)
    whole = list(reversed(desk.anna.read(ReadMoney(HANS))))
    found: list[MoneyLine] = []
    key: int | None = None
    for more in (True, True, False):
        part = desk.anna.read(ReadStatement(HANS, Slice(key, limit=3)))
        assert (part.newer, part.older) == (key is not None, more)
        found += part.rows
        key = part.rows[-1].id
    assert [(one.amount, one.balance, one.text) for one in found] == [
        (one.amount, one.balance, one.text) for one in whole
    ]  # fmt: skip
    assert [one.balance for one in found] == [979, 985, 990, 994, 997, 999, 1000]


def test_parts_from_the_old_end_and_back(desk: MadeDesk) -> None:
    """The last page, then what is newer than it."""
    charge(desk, 1, 2, 3, 4, 5)
    last = desk.anna.read(ReadStatement(HANS, Slice(older=False, limit=2)))
    assert ([one.amount for one in last.rows], last.newer, last.older) == ([-2, -1], True, False)
    back = desk.anna.read(ReadStatement(HANS, Slice(last.rows[0].id, older=False, limit=2)))
    assert ([(one.amount, one.balance) for one in back.rows], back.newer, back.older) == (
        [(-4, -10), (-3, -6)], True, True,
    )  # fmt: skip
    beyond = desk.anna.read(ReadStatement(HANS, Slice(last.rows[-1].id, limit=2)))
    assert (beyond.rows, beyond.newer, beyond.older) == ((), True, False)
    assert desk.anna.read(ReadStatement(NORD)).rows == ()
    with pytest.raises(NotFound):
        desk.anna.read(ReadStatement("nobody@example.org"))


def test_incidents_by_lot_in_parts(desk: MadeDesk, store: Store) -> None:
    """IN12, IN13: each movement with the dates of its lot."""
    with writing(store) as tx:
        book_some(tx)
    part = desk.anna.read(ReadIncidentStatement(HANS, Slice(limit=4)))
    assert [(one.amount, one.starts and one.starts.isoformat()) for one in part.rows] == [
        (1, None), (-1, None), (-2, "2026-04-11"), (2, "2026-05-11"),
    ]  # fmt: skip
    assert (part.newer, part.older) == (False, True)


def test_payments_and_expenses_of_all_clients(desk: MadeDesk) -> None:
    """SPEC, Billing screens: those of all clients, with filters."""
    one = desk.anna.perform(AddPayment(HANS, 50_00, PAID, "Invoice 7"))
    two = desk.anna.perform(AddPayment(NORD, 20_00, NEW, "Invoice 8"))
    desk.clock.at = NINE + timedelta(days=1)
    three = desk.anna.perform(AddPayment(OMAR, 5_00, PAID))
    gone = desk.anna.perform(AddPayment(OMAR, 6_00))
    desk.anna.perform(DeletePayment(gone))

    def payments(**narrow: object) -> list[int]:
        found = desk.anna.read(ReadPaymentPart(Narrow(**narrow)))  # type: ignore[arg-type]
        return [row.id for row in found.rows]

    assert payments() == [three, two, one]
    assert payments(client=NORD) == [two]
    assert payments(status=PAID) == [three, one]
    assert payments(words="invoice") == [two, one]
    assert payments(words="invoice acme") == [one]
    assert payments(words="omar") == [three]
    assert payments(words=str(two)) == [two]
    assert payments(words="100%") == []
    assert payments(since=NINE + timedelta(days=1)) == [three]
    assert payments(until=NINE + timedelta(days=1)) == [two, one]
    row = desk.anna.read(ReadPaymentPart(Narrow(NORD))).rows[0]
    assert (row.client_name, row.amount, row.currency) == ("Nordlicht GmbH", 20_00, "EUR")
    expense = desk.anna.perform(AddExpense(NORD, 1_00, "Backup"))
    assert [one.id for one in desk.anna.read(ReadExpensePart(Narrow(words="backup"))).rows] == [expense]
    assert desk.anna.read(ReadExpensePart(Narrow(HANS))).rows == ()


def test_what_covers_what(desk: MadeDesk) -> None:
    """CL12 breakdown by expense, CL13 payments of an expense: the oldest payment covers what was charged first."""
    first, second = charge(desk, 30_00, 40_00)
    desk.clock.forward(minutes=1)
    one = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    desk.clock.forward(minutes=1)
    two = desk.anna.perform(AddPayment(HANS, 50_00, PAID))

    def shares(document: str) -> list[tuple[int, str, int, str]]:
        found = desk.anna.read(ReadShares(document))
        return [(share.payment, share.charge, share.amount, share.text) for share in found]

    assert shares(f"payment:{one}") == [
        (one, f"expense:{first}", 30_00, "Work 3000"), (one, f"expense:{second}", 20_00, "Work 4000"),
    ]  # fmt: skip
    assert shares(f"expense:{second}") == [(one, f"expense:{second}", 20_00, ""), (two, f"expense:{second}", 20_00, "")]
    desk.anna.perform(EditExpense(first, 10_00))
    assert [share[2] for share in shares(f"expense:{second}")] == [40_00]
    desk.anna.perform(SetPayment(one, NEW))
    assert shares(f"payment:{one}") == []
    three = desk.anna.perform(AddPayment(HANS, 5_00, PAID))
    out = desk.anna.perform(AddWithdrawal(HANS, 3_00, WithdrawalReason.RETURN, "Transfer 88"))
    assert shares(f"payment:{three}") == [(three, f"withdrawal:{out}", 3_00, "Transfer 88")]
    for missing in ("payment:999", "expense:", "nonsense:1", ""):
        with pytest.raises(NotFound):
            desk.anna.read(ReadShares(missing))


def test_months(desk: MadeDesk) -> None:
    """What each month had: money in and out, the balance at its end, incidents used and given."""
    desk.clock.at = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
    desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    desk.clock.at = datetime(2026, 2, 1, tzinfo=UTC)
    charge(desk, 20_00)
    desk.anna.perform(AdjustIncidents(HANS, 4, "gift"))
    desk.clock.at = datetime(2026, 4, 11, 9, tzinfo=UTC)
    charge(desk, 40_00)
    found = desk.anna.read(ReadMonths(HANS, 3))
    assert [(m.first, m.paid, m.charged, m.balance, m.given, m.lifetime) for m in found] == [
        (date(2026, 2, 1), 0, 20_00, 30_00, 4, 4), (date(2026, 3, 1), 0, 0, 30_00, 0, 4),
        (date(2026, 4, 1), 0, 40_00, -10_00, 0, 4),
    ]  # fmt: skip
    assert [m.balance for m in desk.anna.read(ReadMonths(NORD))] == [0] * 12


def test_incidents_used_in_a_month(desk: MadeDesk, store: Store) -> None:
    """Two dated ones and a lifetime one were taken for a ticket, one was given back."""
    with writing(store) as tx:
        book_some(tx)
    (month,) = desk.anna.read(ReadMonths(HANS, 1))
    assert (month.used, month.given, month.lifetime, month.balance) == (2, 6, 2, 37_50)


def test_every_entry_once(desk: MadeDesk, store: Store) -> None:
    """The accountant's view: of all clients, page by page, with the texts; of one client alone."""
    with writing(store) as tx:
        book_some(tx)
    charge(desk, 1, 2, 3, client=NORD)
    found = list(pages(desk.gary, ReadEntries(limit=2)))
    assert len(found) == 8 + 3
    assert [one.id for one in found] == sorted({one.id for one in found})
    assert [(one.client, one.unit.value, one.amount, one.text) for one in found[-2:]] == [
        (NORD, "money", -2, "Work 2"), (NORD, "money", -3, "Work 3"),
    ]  # fmt: skip
    assert {one.client for one in pages(desk.gary, ReadEntries(client=HANS, limit=5))} == {HANS}


def test_turnover(desk: MadeDesk) -> None:
    """Before, what moved, after; of all accounts that had entries until then."""
    desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    since = desk.clock.at = NINE + timedelta(days=1)
    (expense,) = charge(desk, 20_00)
    desk.anna.perform(EditExpense(expense, 5_00))
    desk.anna.perform(AddWithdrawal(HANS, 10_00, WithdrawalReason.RETURN))
    charge(desk, 7_00, client=NORD)
    until = desk.clock.at = NINE + timedelta(days=2)
    charge(desk, 1_00)
    found = desk.anna.read(ReadTurnover(since=since, until=until))
    assert [(t.client, t.before, t.paid, t.charged, t.withdrawn, t.after) for t in found] == [
        (HANS, 50_00, 0, 5_00, 10_00, 35_00), (NORD, 0, 0, 7_00, 0, -7_00),
    ]  # fmt: skip
    assert [t.client for t in desk.anna.read(ReadTurnover(NORD))] == [NORD]
