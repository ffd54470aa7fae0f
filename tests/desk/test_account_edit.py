"""The account by hand (CL11, IN9), withdrawals (CL13) and blocked ordering (SPEC: Account), on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helpdesk_tui.desk import ordering
from helpdesk_tui.desk.actions.accounts import AddWithdrawal, EditAccount
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddService, SetServiceState
from helpdesk_tui.desk.actions.expenses import AddExpense, EditExpense
from helpdesk_tui.desk.actions.exports import NoteExport
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.payments import AddPayment, EditPayment, SetPayment
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import DeskError, NotFound, Refused
from helpdesk_tui.questions import (
    ReadAccount,
    ReadAccountChanges,
    ReadClient,
    ReadIncidents,
    ReadMoney,
    ReadPayment,
    ReadWithdrawals,
)
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import Grace, PaymentStatus, ServiceStatus, WithdrawalReason
from tests.desks import HANS, NORD, OMAR, MadeDesk
from tests.store.transactions import writing

PAID = PaymentStatus.PAID
PLAN = "INSERT INTO plan (name, name_key, incidents, active) VALUES ('Support', 'support', 5, true)"


def changed(desk: MadeDesk) -> list[tuple[str, str, str, str]]:
    """The History of changes."""
    return [(one.who, one.field, one.before, one.after) for one in desk.gary.read(ReadAccountChanges(HANS))]


def refused(desk: MadeDesk, act: object) -> str:
    with pytest.raises(DeskError) as failure:
        desk.anna.perform(act)  # type: ignore[arg-type]
    return failure.value.code


def test_what_is_changed_is_on_record(desk: MadeDesk) -> None:
    """CL11: active, post-paid, credit limit, grace terms; who, before, after."""
    number = desk.anna.perform(EditAccount(HANS, credit_limit=50_00, grace=Grace.DUE, respite=5, block=10))
    assert number == 1
    shown = desk.gary.read(ReadAccount(HANS))
    assert (shown.credit_limit, shown.grace, shown.respite, shown.block) == (50_00, "due", 5, 10)
    desk.gary.perform(EditAccount(HANS, postpaid=True, grace=Grace.NONE, referred_by=NORD))
    assert desk.gary.read(ReadAccount(HANS)).referred_by == NORD
    desk.gary.perform(EditAccount(HANS, referred_by="", active=False))
    assert changed(desk) == [
        ("anna", "account_credit_limit", "0.00 EUR", "50.00 EUR"), ("anna", "account_grace", "none", "due"),
        ("anna", "account_respite", "0", "5"), ("anna", "account_block", "0", "10"),
        ("gary", "account_postpaid", "no", "yes"), ("gary", "account_grace", "due", "none"),
        ("gary", "account_respite", "5", "0"), ("gary", "account_block", "10", "0"),
        ("gary", "account_referred_by", "", "#2"),
        ("gary", "account_active", "yes", "no"), ("gary", "account_referred_by", "#2", ""),
    ]  # fmt: skip
    assert desk.gary.read(ReadAccountChanges(NORD)) == ()


def test_what_is_so_already_changes_nothing(desk: MadeDesk) -> None:
    desk.anna.perform(EditAccount(HANS, postpaid=False, credit_limit=0, active=True, grace=Grace.NONE))
    assert changed(desk) == []
    assert refused(desk, EditAccount(HANS, referred_by=HANS)) == "same_client"
    assert refused(desk, EditAccount(HANS, referred_by="nobody@example.org")) == "not_found"


def test_a_refused_edit_changes_nothing_of_it(desk: MadeDesk) -> None:
    assert refused(desk, EditAccount(HANS, active=False, credit_limit=-1)) == "bad_sum"
    assert refused(desk, EditAccount(HANS, active=False, incident_limit=1)) == "not_set_up"
    assert (changed(desk), desk.anna.read(ReadAccount(HANS)).active) == ([], True)


def test_nothing_is_booked_by_hand_on_an_account_that_is_off(desk: MadeDesk) -> None:
    """CL11, active: what it has stays and is seen, no second account is opened, and it can be switched on again."""
    payment = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    expense = desk.anna.perform(AddExpense(HANS, 10_00, "Backup"))
    desk.anna.perform(EditAccount(HANS, active=False))
    for act in (
        AddPayment(HANS, 1), AddExpense(HANS, 1, "x"), EditExpense(expense, 1), SetPayment(payment, PaymentStatus.NEW),
        EditPayment(payment, text="x"), AddWithdrawal(HANS, 1, WithdrawalReason.RETURN), AdjustIncidents(HANS, 1, "x"),
    ):  # fmt: skip
        assert refused(desk, act) == "account_inactive"
    shown = desk.anna.read(ReadAccount(HANS))
    assert (shown.active, shown.balance, len(desk.anna.read(ReadMoney(HANS)))) == (False, 40_00, 2)
    assert desk.anna.read(ReadClient(HANS)).head.support.balance == 40_00
    desk.anna.perform(EditAccount(HANS, active=True))
    desk.anna.perform(AddExpense(HANS, 15_00, "Backup"))
    assert desk.anna.read(ReadAccount(HANS)).balance == 25_00


def test_incident_limit_and_usage(desk: MadeDesk) -> None:
    """IN9; SPEC, Manual: editing either posts one adjusting entry; refused if it would make lifetime negative."""
    assert refused(desk, EditAccount(HANS, incident_limit=5)) == "not_set_up"
    desk.sql(PLAN)
    desk.anna.perform(EditAccount(HANS, incident_limit=5))
    desk.anna.perform(EditAccount(HANS, incident_usage=2))
    shown = desk.anna.read(ReadAccount(HANS))
    assert (shown.limit, shown.usage, desk.anna.read(ReadIncidents(HANS)).lifetime) == (5, 2, 3)
    assert refused(desk, EditAccount(HANS, incident_usage=6)) == "below_zero"
    assert refused(desk, EditAccount(HANS, incident_limit=1)) == "below_zero"
    desk.anna.perform(EditAccount(HANS, incident_limit=1, incident_usage=0))
    assert desk.anna.read(ReadIncidents(HANS)).lifetime == 1
    before = desk.anna.read(ReadAccount(HANS)).seq
    desk.anna.perform(EditAccount(HANS, incident_limit=1, incident_usage=0))
    assert desk.anna.read(ReadAccount(HANS)).seq == before == 4


def test_a_form_that_is_old_edits_no_incidents(desk: MadeDesk) -> None:
    """Rule 26: somebody gave incidents meanwhile; the new value is said."""
    desk.sql(PLAN)
    seen = desk.anna.read(ReadAccount(HANS)).seq
    desk.gary.perform(AdjustIncidents(HANS, 10, "bought"))
    with pytest.raises(Refused) as failure:
        desk.anna.perform(EditAccount(HANS, incident_limit=1, seen=seen))
    assert (failure.value.code, "limit 10, usage 0" in failure.value.sentence) == ("changed", True)
    desk.anna.perform(EditAccount(HANS, credit_limit=5, seen=seen))
    desk.anna.perform(EditAccount(HANS, incident_limit=11, seen=seen + 1))
    assert desk.anna.read(ReadAccount(HANS)).limit == 11


def test_a_withdrawal(desk: MadeDesk) -> None:
    """SPEC, Withdrawal: amount, reason, reference; its own entry; not below zero."""
    desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    number = desk.anna.perform(AddWithdrawal(HANS, 20_00, WithdrawalReason.RETURN, " Transfer\n88 "))
    assert desk.anna.read(ReadAccount(HANS)).balance == 30_00
    (shown,) = desk.gary.read(ReadWithdrawals(HANS))
    assert (shown.id, shown.amount, shown.reason.value, shown.reference) == (number, 20_00, "return", "Transfer 88")
    line = desk.gary.read(ReadMoney(HANS))[-1]
    assert (line.kind.value, line.amount, line.text, line.who) == ("withdrawal", -20_00, "Transfer 88", "anna")
    assert refused(desk, AddWithdrawal(HANS, 30_01, WithdrawalReason.REFERRAL)) == "not_enough"
    assert refused(desk, AddWithdrawal(HANS, 0, WithdrawalReason.REFERRAL)) == "bad_sum"
    desk.anna.perform(AddWithdrawal(HANS, 30_00, WithdrawalReason.REFERRAL))
    desk.anna.perform(EditAccount(HANS, credit_limit=100_00))
    assert refused(desk, AddWithdrawal(HANS, 1, WithdrawalReason.REFERRAL)) == "not_enough"
    (found,) = (one for one in diagnose(desk.where, clock=desk.clock) if one.name == "ledger")
    assert found.ok


def test_one_key_once(desk: MadeDesk) -> None:
    """SPEC, Once: withdrawals, edits of accounts and payments."""
    desk.sql(PLAN)
    desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    for _ in range(2):
        desk.anna.perform(AddWithdrawal(HANS, 20_00, WithdrawalReason.RETURN, key="w"))
        desk.anna.perform(EditAccount(HANS, incident_limit=5, seen=2, key="e"))
    shown = desk.anna.read(ReadAccount(HANS))
    assert (shown.balance, shown.limit) == (30_00, 5)
    assert refused(desk, AddWithdrawal(HANS, 21_00, WithdrawalReason.RETURN, key="w")) == "key_reused"


def test_a_payment_is_edited(desk: MadeDesk) -> None:
    """CL12: its amount while it is New, its note always."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, text="Invoice"))
    desk.anna.perform(EditPayment(number, 60_00))
    desk.anna.perform(SetPayment(number, PAID))
    assert refused(desk, EditPayment(number, 70_00)) == "payment_paid"
    assert refused(desk, EditPayment(number, 0)) == "payment_paid"
    desk.anna.perform(EditPayment(number, 60_00, " Invoice\t7"))
    shown = desk.anna.read(ReadPayment(number))
    assert (shown.amount, shown.text, desk.anna.read(ReadAccount(HANS)).balance) == (60_00, "Invoice 7", 60_00)
    desk.anna.perform(SetPayment(number, PaymentStatus.NEW))
    assert refused(desk, EditPayment(number, 0)) == "bad_sum"
    with pytest.raises(NotFound):
        desk.anna.perform(EditPayment(999, 1))


def test_an_unpaid_payment_blocks_ordering(desk: MadeDesk, store: Store) -> None:
    """SPEC, Account: one function for everything that orders; Paid ends it."""

    def answer() -> str:
        with writing(store, clock=desk.clock) as tx:
            account = tx.accounts.of(1)
            try:
                ordering.check(tx, account)
            except Refused as failure:
                return failure.code
        return "ok"

    desk.anna.perform(EditAccount(HANS, grace=Grace.DUE, block=10))
    first, second = (desk.anna.perform(AddPayment(HANS, 50_00)) for _ in range(2))
    desk.clock.forward(days=9)
    assert (answer(), desk.anna.read(ReadAccount(HANS)).blocked_since) == ("ok", None)
    desk.clock.forward(days=1)
    assert answer() == "ordering_blocked"
    assert desk.anna.read(ReadAccount(HANS)).blocked_since == desk.clock.now()
    desk.anna.perform(SetPayment(first, PAID))
    assert answer() == "ordering_blocked"
    desk.anna.perform(SetPayment(second, PAID))
    assert answer() == "ok"
    desk.anna.perform(EditAccount(HANS, active=False))
    assert answer() == "account_inactive"


def test_who_can_order_nothing_gets_no_service(desk: MadeDesk) -> None:
    """CL11, SPEC, Account: services are neither added nor made active; they can be suspended all the same."""
    desk.anna.perform(EditAccount(HANS, grace=Grace.DUE, block=10))
    payment = desk.anna.perform(AddPayment(HANS, 50_00))
    desk.clock.forward(days=10)
    active, suspended = ServiceStatus.ACTIVE, ServiceStatus.SUSPENDED
    desk.anna.perform(SetServiceState(HANS, "mail-pro", suspended))
    acts: list[Act[int]] = [AddService(HANS, "backup-1"), SetServiceState(HANS, "mail-pro", active)]
    assert [refused(desk, act) for act in acts] == ["ordering_blocked"] * 2
    desk.anna.perform(SetServiceState(HANS, "vps-31", active))
    desk.anna.perform(SetPayment(payment, PaymentStatus.PAID))
    desk.anna.perform(EditAccount(HANS, active=False))
    assert [refused(desk, act) for act in acts] == ["account_inactive"] * 2
    desk.anna.perform(EditAccount(HANS, active=True))
    for act in acts:
        desk.anna.perform(act)
    desk.anna.perform(AddService(OMAR, "vps-90"))
    assert desk.sql("SELECT count(*) FROM account WHERE client = 3") == [(0,)], "no account is opened for it"


def test_an_export_is_on_record(desk: MadeDesk) -> None:
    """Rule 35: who took entries out, when, of whom and of which period; for one client in their history."""
    desk.anna.perform(NoteExport(HANS, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)))
    desk.gary.perform(NoteExport())
    found = desk.sql("SELECT actor_name, client, after FROM event WHERE field = 'export' ORDER BY id")
    assert [tuple(one) for one in found] == [
        ("anna", 1, "entries of the account from 2026-01-01T00:00:00Z to 2026-04-01T00:00:00Z"),
        ("gary", None, "entries of all accounts"),
    ]  # fmt: skip
    told = [(one.who, one.field) for one in desk.gary.read(ReadClient(HANS)).changes]
    assert ("anna", "export") in told
    assert refused(desk, NoteExport("who@example.org")) == "not_found"
