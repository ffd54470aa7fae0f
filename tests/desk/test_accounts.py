"""Incidents by hand, and what an account and its movements show (IN9, IN12, IN13, CL11), on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import (
    ReadAccount,
    ReadClient,
    ReadClients,
    ReadExpense,
    ReadExpenses,
    ReadIncidentMoves,
    ReadIncidents,
    ReadMoney,
)
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import AccountView, IncidentsView, LotView, SupportView
from tests.desks import HANS, NINE, NORD, MadeDesk
from tests.store.test_ledger import APRIL, MAY, book_some
from tests.store.transactions import writing


def total(desk: MadeDesk) -> int:
    return desk.anna.read(ReadIncidents(HANS)).total


def test_a_client_without_an_account_has_nothing(desk: MadeDesk) -> None:
    """CL11: looking at it opens none."""
    assert desk.anna.read(ReadAccount(HANS)) == AccountView(1, "EUR")
    assert desk.anna.read(ReadIncidents(HANS)) == IncidentsView(NINE, 0, (), (), 0, 0)
    assert desk.anna.read(ReadMoney(HANS)) == ()
    assert desk.anna.read(ReadIncidentMoves(HANS)) == ()
    assert desk.sql("SELECT count(*) FROM account")[0][0] == 0
    for question in (ReadAccount, ReadMoney, ReadIncidents, ReadIncidentMoves):
        with pytest.raises(NotFound):
            desk.anna.read(question("nobody@example.org"))


def test_incidents_are_added_and_taken_away(desk: MadeDesk) -> None:
    """IN9, SPEC Manual: N above zero raises the limit, below zero lowers it; who, when and why are kept."""
    assert desk.anna.perform(AdjustIncidents(HANS, 5, " after\nthe outage ")) == 1
    desk.clock.forward(hours=1)
    desk.gary.perform(AdjustIncidents("#1", -2, "counted twice"))
    found = desk.anna.read(ReadIncidentMoves(HANS))
    assert [(one.who, one.at, one.kind.value, one.amount, one.text, one.starts) for one in found] == [
        ("anna", NINE, "limit", 5, "after the outage", None),
        ("gary", NINE + timedelta(hours=1), "limit", -2, "counted twice", None),
    ]  # fmt: skip
    shown = desk.anna.read(ReadAccount(HANS))
    assert (shown.limit, shown.usage, shown.balance, total(desk)) == (3, 0, 0, 3)
    assert desk.anna.read(ReadIncidents(NORD)).total == 0


@pytest.mark.parametrize(
    ("number", "reason", "code"),
    [
        (-6, "x", "below_zero"), (0, "x", "bad_number"), (100_000, "x", "bad_number"), (1, " ", "reason_missing"),
        (1, "x" * 501, "too_long"),
    ],
)  # fmt: skip
def test_adjustments_that_are_refused(desk: MadeDesk, number: int, reason: str, code: str) -> None:
    desk.anna.perform(AdjustIncidents(HANS, 5, "begin"))
    with pytest.raises(Refused) as refused:
        desk.anna.perform(AdjustIncidents(HANS, number, reason))
    assert (refused.value.code, total(desk)) == (code, 5)
    assert desk.sql("SELECT count(*) FROM adjustment")[0][0] == 1, "what was refused leaves no document"


def test_the_same_key_adjusts_once(desk: MadeDesk) -> None:
    """SPEC, Once: same key and content, the earlier result; other content is refused."""
    for _ in range(3):
        assert desk.anna.perform(AdjustIncidents(HANS, 5, "gift", key="form-1")) == 1
    assert total(desk) == 5
    for other in (AdjustIncidents(HANS, 6, "gift", key="form-1"), AdjustIncidents(NORD, 5, "gift", key="form-1")):
        with pytest.raises(Refused) as refused:
            desk.anna.perform(other)
        assert refused.value.code == "key_reused"
    desk.anna.perform(AdjustIncidents(HANS, 5, "gift", key="form-2"))
    assert (total(desk), desk.anna.read(ReadIncidents(NORD)).total) == (10, 0)


def history(desk: MadeDesk) -> list[tuple[str, int, int]]:
    return [(one.kind.value, one.amount, one.balance) for one in desk.anna.read(ReadMoney(HANS))]


def test_an_expense_may_make_the_balance_negative(desk: MadeDesk) -> None:
    """CL13, SF1: the full amount; it is there with text, sum and time, and so is the movement."""
    number = desk.anna.perform(AddExpense(HANS, 12_50, " Backup\nrestored "))
    (found,) = desk.gary.read(ReadExpenses(HANS))
    assert found == desk.gary.read(ReadExpense(number))
    assert (found.id, found.client, found.at, found.amount, found.currency, found.text, found.ticket) == (
        number, 1, NINE, 12_50, "EUR", "Backup restored", None,
    )  # fmt: skip
    (line,) = desk.anna.read(ReadMoney(HANS))
    assert (line.kind.value, line.amount, line.balance, line.who, line.text) == (
        "expense", -12_50, -12_50, "anna", "Backup restored",
    )  # fmt: skip


def test_editing_and_deleting_an_expense_return_the_difference(desk: MadeDesk) -> None:
    """SF2: both sides of every change are kept; a new amount may be 0 or higher, too."""
    number = desk.anna.perform(AddExpense(HANS, 12_50, "Backup"))
    for amount in (10_00, 10_00, 0, 15_00):
        assert desk.gary.perform(EditExpense(number, amount)) == number
    assert desk.anna.read(ReadExpense(number)).amount == 15_00
    desk.gary.perform(DeleteExpense(number))
    assert history(desk) == [
        ("expense", -12_50, -12_50), ("expense_change", 2_50, -10_00), ("expense_change", 10_00, 0),
        ("expense_change", -15_00, -15_00), ("expense_change", 15_00, 0),
    ]  # fmt: skip
    assert desk.anna.read(ReadExpenses(HANS)) == ()
    for late in (EditExpense(number, 1), DeleteExpense(number)):
        with pytest.raises(NotFound):
            desk.gary.perform(late)
    with pytest.raises(NotFound):
        desk.gary.read(ReadExpense(number))
    changes = [(one.field, one.before, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    assert (f"expense:{number} amount", "12.50 EUR", "10.00 EUR") in changes


@pytest.mark.parametrize(
    ("amount", "text", "code"),
    [
        (0, "x", "bad_sum"), (-1, "x", "bad_sum"), (10**12, "x", "bad_sum"), (1, " ", "text_missing"),
        (1, "x" * 501, "too_long"),
    ],
)  # fmt: skip
def test_expenses_that_are_refused(desk: MadeDesk, amount: int, text: str, code: str) -> None:
    """SPEC, Sums: a new expense is above zero."""
    with pytest.raises(Refused) as refused:
        desk.anna.perform(AddExpense(HANS, amount, text))
    assert refused.value.code == code
    number = desk.anna.perform(AddExpense(HANS, 5_00, "Backup"))
    for bad in (-1, 10**12):
        with pytest.raises(Refused):
            desk.anna.perform(EditExpense(number, bad))
    assert history(desk) == [("expense", -5_00, -5_00)]


def test_the_same_key_charges_once(desk: MadeDesk) -> None:
    """SF3, SPEC Once: for adding, editing and deleting."""
    numbers = {desk.anna.perform(AddExpense(HANS, 5_00, "Backup", key="add")) for _ in range(2)}
    (number,) = numbers
    for _ in range(2):
        desk.anna.perform(EditExpense(number, 3_00, key="edit"))
    for _ in range(2):
        desk.anna.perform(DeleteExpense(number, key="delete"))
    assert [amount for _, amount, _ in history(desk)] == [-5_00, 2_00, 3_00]
    with pytest.raises(Refused) as refused:
        desk.anna.perform(AddExpense(HANS, 6_00, "Backup", key="add"))
    assert refused.value.code == "key_reused"


def test_what_acts_posted_is_sound(desk: MadeDesk) -> None:
    """Rule 25."""
    number = desk.anna.perform(AddExpense(HANS, 5_00, "Backup"))
    desk.anna.perform(EditExpense(number, 7_00))
    desk.anna.perform(AdjustIncidents(HANS, 3, "gift"))
    desk.anna.perform(AddExpense(NORD, 1_00, "Call"))
    (found,) = (one for one in diagnose(desk.where, clock=desk.clock) if one.name == "ledger")
    assert (found.ok, found.sentence) == (True, "Accounts are the sum of what was posted (2, with 4 entries).")


def test_the_card_tells_who_adjusted(desk: MadeDesk) -> None:
    """CL14: every change with who and when."""
    desk.anna.perform(AdjustIncidents(HANS, 5, "gift"))
    changes = desk.gary.read(ReadClient(HANS)).changes
    assert ("anna", "incidents", "+5") in [(one.who, one.field, one.after) for one in changes]


def test_money_and_its_balance(desk: MadeDesk, store: Store) -> None:
    """IN12; CLI, account history: the amounts sum to the balance."""
    with writing(store) as tx:
        book_some(tx)
    found = desk.anna.read(ReadMoney(HANS))
    assert [(one.kind.value, one.amount, one.balance, one.ticket, one.who) for one in found] == [
        ("payment", 50_00, 50_00, None, "gary"), ("expense", -12_50, 37_50, 7, ""),
    ]  # fmt: skip
    assert desk.anna.read(ReadAccount(HANS)).balance == 37_50


def test_incidents_at_a_moment(desk: MadeDesk, store: Store) -> None:
    """IN13; CLI, incident balance: lots by their dates, then and later."""
    with writing(store) as tx:
        book_some(tx)
    spent, may = LotView(0, APRIL.starts, APRIL.ends), LotView(2, MAY.starts, MAY.ends)
    assert desk.anna.read(ReadIncidents(HANS)) == IncidentsView(NINE, 2, (), (may,), 0, 2, (spent,))
    before = desk.anna.read(ReadIncidents(HANS, NINE - timedelta(milliseconds=1)))
    assert (before.total, before.upcoming) == (0, ())
    then = datetime(2026, 5, 11, tzinfo=UTC)
    assert desk.anna.read(ReadIncidents(HANS, then)) == IncidentsView(then, 2, (may,), (), 0, 4, (spent,))
    over = desk.anna.read(ReadIncidents(HANS, datetime(2026, 6, 11, tzinfo=UTC)))
    assert (over.total, over.past) == (2, (spent, may))


def test_what_a_client_s_head_says(desk: MadeDesk, store: Store) -> None:
    """IN13: of dated incidents those of today, on the card and in the list; a lot that is over stays known as one."""
    with writing(store) as tx:
        book_some(tx)
    may = LotView(2, MAY.starts, MAY.ends)
    for days, dated in ((0, ()), (30, (may,)), (31, ())):
        desk.clock.forward(days=days)
        has = SupportView(37_50, 2, dated, 0, moved=True, incidents=True)
        assert desk.anna.read(ReadClient(HANS)).head.support == has
        assert [one.support for one in desk.anna.read(ReadClients(HANS))] == [has]
    assert desk.anna.read(ReadClient(NORD)).head.support == SupportView()


def test_dates_are_the_desk_s(desk: MadeDesk, store: Store) -> None:
    """SPEC, Windows: at 22:00 UTC on 10 May it is the 11th in Berlin."""
    with writing(store) as tx:
        book_some(tx)
    berlin = desk.with_rules(SendRules(zone=ZoneInfo("Europe/Berlin")))
    late = datetime(2026, 5, 10, 22, tzinfo=UTC)
    assert [one.read(ReadIncidents(HANS, late)).total for one in (desk.anna, berlin.anna)] == [2, 4]
    berlin.close()
