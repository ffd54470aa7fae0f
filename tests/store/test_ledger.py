"""Accounts and entries in the database, on both (IN12, CL11; RELIABILITY rules 21 to 25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.clients import DeleteClient
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import billing
from helpdesk_tui.rules.incidents import Credit, given_back, taken
from helpdesk_tui.rules.ledger import Entry, Movement, Why, opened
from helpdesk_tui.rules.ledger_check import faults
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.rooms.accounts import Account
from helpdesk_tui.store.tx import Tx
from helpdesk_tui.vocab import EntryKind, Unit
from tests.desks import NINE, MadeDesk
from tests.store.transactions import writing

ACME, NORDLICHT, OMAR = 1, 2, 3
APRIL = Window(date(2026, 4, 11), date(2026, 5, 10))
MAY = Window(date(2026, 5, 11), date(2026, 6, 10))


def lifetime(number: int) -> Movement:
    return Movement(Unit.INCIDENT, number, EntryKind.PURCHASE)


def book_some(tx: Tx) -> Account:
    """Money in and out, two lots, three incidents taken for ticket 7 and one given back: eight entries."""
    account = tx.accounts.of(ACME)
    post = tx.accounts.post
    post(account.id, [billing.paid(50_00)], Why("payment:1:paid:1", document="payment:1", staff=1))
    post(account.id, [billing.charged(12_50)], Why("expense:1", ticket=7, document="expense:1"))
    post(account.id, [lifetime(2)], Why("order:1"))
    tx.accounts.add_lot(account.id, APRIL, 2, Why("order:2:0"))
    tx.accounts.add_lot(account.id, MAY, 2, Why("order:2:1"))
    post(account.id, taken(tx.accounts.holding(account), 3, NINE.date(), Credit()), Why("ticket:7:open", ticket=7))
    back = given_back(tx.accounts.holding(account), [take for _, take in tx.accounts.takes(ACME, 7)], 1, NINE.date())
    post(account.id, back, Why("ticket:7:set:1", ticket=7))
    return tx.accounts.of(ACME)


def entries_of(store: Store, client: int = ACME) -> tuple[Account, list[Entry]]:
    with writing(store) as tx:
        account = tx.accounts.of(client)
        return account, list(tx.accounts.entries(account))


def test_an_account_is_opened_at_the_first_need(store: Store) -> None:
    """CL11: one active account a client, in the desk's currency; asked again, it is the same."""
    with writing(store) as tx:
        one, other = tx.accounts.of(ACME), tx.accounts.of(NORDLICHT)
        assert (one.currency, one.credit_limit, one.postpaid, one.active) == ("EUR", 0, False, True)
        assert one.standing == opened(one.id, "EUR", NINE)
        assert one.id != other.id
    with writing(store) as tx:
        assert (tx.accounts.of(ACME), tx.accounts.locked(one.id)) == (one, one)


def test_nobody_has_no_account(store: Store) -> None:
    with writing(store) as tx:
        for ask in (tx.accounts.of, tx.accounts.locked):
            with pytest.raises(NotFound):
                ask(999)


def test_a_client_has_one_active_account(desk: MadeDesk, store: Store) -> None:
    """CL11, said by the database itself."""
    with writing(store) as tx:
        tx.accounts.of(ACME)
    copied = "client, currency, postpaid, credit_limit, grace, respite, block, referred_by, opened, tip, moved"
    copy = (f"INSERT INTO account ({copied}, balance, pool, given, used, seq, active)"
            f" SELECT {copied}, 0, 0, 0, 0, 0, %s FROM account WHERE active")  # fmt: skip
    desk.sql(copy % "false")
    with pytest.raises(IntegrityError):
        desk.sql(copy % "true")


def test_what_is_posted_is_read_as_it_was(store: Store) -> None:
    """IN12: who, when, why, ticket; the sums of the account are written with the entry."""
    with writing(store) as tx:
        book_some(tx)
    account, entries = entries_of(store)
    assert [(e.seq, e.movement.amount, e.movement.kind.value, e.why.cause) for e in entries] == [
        (1, 50_00, "payment", "payment:1:paid:1"), (2, -12_50, "expense", "expense:1"), (3, 2, "purchase", "order:1"),
        (4, 2, "purchase", "order:2:0"), (5, 2, "purchase", "order:2:1"), (6, -2, "ticket", "ticket:7:open"),
        (7, -1, "ticket", "ticket:7:open/2"), (8, 1, "ticket_back", "ticket:7:set:1"),
    ]  # fmt: skip
    assert [e.movement.lot and str(e.movement.lot.ends) for e in entries[3:]] == [
        "2026-05-10", "2026-06-10", "2026-05-10", None, None,
    ]  # fmt: skip
    assert (entries[0].why.staff, entries[0].why.document, entries[1].why.ticket, entries[0].at) == (
        1, "payment:1", 7, NINE,
    )  # fmt: skip
    standing = account.standing
    assert (standing.balance, standing.pool, standing.given, standing.used, standing.seq) == (37_50, 2, 2, 0, 8)
    lots = {e.movement.lot.id: e.movement.lot for e in entries if e.movement.lot}
    assert faults(opened(account.id, "EUR", NINE), entries, standing, lots, "EUR") == []


def test_what_is_not_committed_was_never_posted(store: Store) -> None:
    """Rule 17: entry, number, hash and sums are one transaction."""
    with writing(store) as tx:
        tx.accounts.of(ACME)

    def broken() -> None:
        with writing(store) as tx:
            book_some(tx)
            raise KeyError("the act fails after it posted")

    with pytest.raises(KeyError):
        broken()
    account, entries = entries_of(store)
    assert (account.standing, entries) == (opened(account.id, "EUR", NINE), [])


def test_what_is_tried_only_is_not_posted(store: Store) -> None:
    """An act that is taken back within its transaction leaves the account as it was, also for what comes after it."""
    with writing(store) as tx:
        account = tx.accounts.of(ACME)
        with tx.taken_back():
            tx.accounts.post(account.id, [billing.paid(5)], Why("try"))
        (entry,) = tx.accounts.post(account.id, [billing.paid(7)], Why("try"))
        assert (entry.seq, tx.accounts.of(ACME).standing.balance) == (1, 7)


def test_a_cause_is_posted_once(desk: MadeDesk, store: Store) -> None:
    """Rule 22: refused by the room with a sentence, and by the database."""
    with writing(store) as tx:
        account = book_some(tx)
        for again in ("expense:1", "ticket:7:open"):
            with pytest.raises(Refused) as refused:
                tx.accounts.post(account.id, [billing.charged(1)], Why(again))
            assert refused.value.code == "posted_before"
        with pytest.raises(Refused):
            tx.accounts.add_lot(account.id, APRIL, 2, Why("order:2:0"))
        assert tx.accounts.of(ACME).standing == account.standing
    assert len(entries_of(store)[1]) == 8
    columns = "account, {}, unit, amount, kind, {}, document, at, hash"
    for seq, cause in (("99", "cause"), ("seq", "'new'")):
        into, out = columns.format("seq", "cause"), columns.format(seq, cause)
        with pytest.raises(IntegrityError):
            desk.sql(f"INSERT INTO entry ({into}) SELECT {out} FROM entry WHERE seq = 1")


def test_no_more_is_taken_back_than_there_was(store: Store) -> None:
    """Rule 23: checked in the same transaction."""
    with writing(store) as tx:
        account = book_some(tx)
        post = tx.accounts.post
        post(account.id, [billing.changed(2, 12_50, 10_00)], Why("expense:1:1"))
        with pytest.raises(Refused) as refused:
            post(account.id, [billing.changed(2, 12_50, 0)], Why("expense:1:2"))
        assert refused.value.code == "reversed"
        post(account.id, [billing.changed(2, 10_00, 0)], Why("expense:1:2"))
        assert tx.accounts.of(ACME).standing.balance == 50_00


def test_one_account_does_not_disturb_another(store: Store) -> None:
    """Rule 21: numbers, causes, chains, lots and sums are each account's own."""
    with writing(store) as tx:
        book_some(tx)
    before = entries_of(store)
    with writing(store) as tx:
        other = tx.accounts.of(NORDLICHT)
        (entry,) = tx.accounts.post(other.id, [billing.paid(9_00)], Why("expense:1"))
        tx.accounts.add_lot(other.id, APRIL, 5, Why("order:2:0"))
        holding = tx.accounts.holding(other)
        assert (entry.seq, [one.left for one in holding.dated], tx.accounts.takes(NORDLICHT, 7)) == (1, [5], ())
    assert entries_of(store) == before
    assert entries_of(store, NORDLICHT)[0].standing.balance == 9_00


def test_locked_accounts_wait_only_for_themselves(desk: MadeDesk, store: Store) -> None:
    """Rule 24: on PostgreSQL two accounts are posted to side by side; SQLite has one writer."""
    with writing(store) as tx:
        one, other = tx.accounts.of(ACME), tx.accounts.of(NORDLICHT)
    if not store.is_postgres:
        return
    second = Store(desk.where)
    with writing(store) as first:
        first.accounts.post(one.id, [billing.paid(1)], Why("a"))
        with second.write() as connection:
            tx = Tx(second, connection, FixedClock(NINE), first.actor, first.scope, "test", first.rules)
            tx.accounts.post(other.id, [billing.paid(2)], Why("a"))
    second.close()
    assert [entries_of(store, client)[0].standing.balance for client in (ACME, NORDLICHT)] == [1, 2]


def test_many_post_at_once(desk: MadeDesk, store: Store) -> None:
    """Rule 24: nobody's entry is lost, also where all of them need the account first."""
    failures: list[BaseException] = []

    def post(which: int) -> None:
        mine = Store(desk.where)
        try:
            for number in range(5):
                with writing(mine) as tx:
                    account = tx.accounts.of(ACME)
                    tx.accounts.post(account.id, [billing.paid(1), lifetime(1)], Why(f"{which}:{number}"))
        except BaseException as failure:
            failures.append(failure)
        finally:
            mine.close()

    threads = [Thread(target=post, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    account, entries = entries_of(store)
    assert (account.standing.balance, account.standing.pool, len(entries)) == (20, 20, 40)
    assert faults(opened(account.id, "EUR", NINE), entries, account.standing, {}, "EUR") == []


@pytest.mark.parametrize("paper", ["payment", "charge"])
def test_a_client_with_payments_or_charges_is_not_deleted(desk: MadeDesk, store: Store, paper: str) -> None:
    """CL6: refused with the reason; one that was deleted is none."""
    with writing(store) as tx:
        account = tx.accounts.of(OMAR)
        if paper == "payment":
            payment = tx.billing.payment(tx.billing.add_payment(account, 5_00, ""))
        else:
            expense = tx.billing.expense(tx.billing.add_expense(account, 5_00, ""))
    with pytest.raises(Refused, match=f"1 {paper}"):
        desk.gary.perform(DeleteClient(f"#{OMAR}"))
    with writing(store) as tx:
        if paper == "payment":
            tx.billing.set_payment(account, payment, {"deleted": NINE})
        else:
            tx.billing.set_expense(account, expense, {"deleted": NINE})
    desk.gary.perform(DeleteClient(f"#{OMAR}"))


@pytest.mark.parametrize(("moved", "left"), [(False, []), (True, [(None, False, 1)])])
def test_what_was_posted_outlives_the_client(
    desk: MadeDesk, store: Store, moved: bool, left: list[tuple[None, bool, int]]
) -> None:
    """CL6 names payments, charges and services; incidents that were given keep nobody. The account stays, nobody's."""
    with writing(store) as tx:
        account = tx.accounts.of(OMAR)
        if moved:
            tx.accounts.post(account.id, [lifetime(2)], Why("registration"))
    desk.gary.perform(DeleteClient(f"#{OMAR}"))
    found = [(row[0], bool(row[1]), row[2]) for row in desk.sql("SELECT client, active, seq FROM account")]
    assert found == left
    assert [one for one in diagnose(desk.where, clock=FixedClock(NINE)) if one.name == "ledger" and not one.ok] == []


FORBIDDEN = [
    "UPDATE entry SET amount = 1", "UPDATE entry SET hash = hash WHERE seq = 1", "DELETE FROM entry",
    "DELETE FROM entry WHERE seq = 8", "UPDATE lot SET ends = starts", "UPDATE lot SET number = number + 1",
    "DELETE FROM lot WHERE number = 2",
]  # fmt: skip
FORBIDDEN_SQLITE = [
    "REPLACE INTO entry SELECT * FROM entry WHERE seq = 1", "REPLACE INTO lot SELECT * FROM lot",
    "INSERT OR REPLACE INTO entry SELECT id + 100, account, seq, unit, 1, lot, kind, reverses, 'new', ticket, document,"
    " staff, at, hash FROM entry WHERE seq = 1",
]  # fmt: skip
FORBIDDEN_POSTGRES = [
    "TRUNCATE entry", "TRUNCATE lot", "TRUNCATE account CASCADE",
    "INSERT INTO entry SELECT * FROM entry WHERE seq = 1 ON CONFLICT (id) DO UPDATE SET amount = 1",
]  # fmt: skip


def test_the_database_refuses_any_change(desk: MadeDesk, store: Store) -> None:
    """Rule 21: triggers on both, whoever asks; an entry and a lot are as they were."""
    with writing(store) as tx:
        book_some(tx)
    before = entries_of(store)
    for statement in FORBIDDEN + (FORBIDDEN_POSTGRES if store.is_postgres else FORBIDDEN_SQLITE):
        with pytest.raises(DBAPIError, match="only ever added to"):
            desk.sql(statement)
    assert entries_of(store) == before


def test_the_desk_s_own_role_has_no_right_to_change(desk: MadeDesk, store: Store) -> None:
    """Rule 21, on PostgreSQL: REVOKE besides the triggers, for the role that owns the tables too."""
    if not store.is_postgres:
        return
    for name in ("entry", "lot"):
        rows = desk.sql(f"SELECT DISTINCT privilege_type FROM information_schema.role_table_grants"
                        f" WHERE table_name = '{name}'")  # fmt: skip
        found = {row[0] for row in rows}
        assert {"SELECT", "INSERT"} <= found
        assert found.isdisjoint({"UPDATE", "DELETE", "TRUNCATE"})


@pytest.mark.parametrize(("hours", "left"), [(0, [2, 2]), (24 * 29 + 12, [2, 2]), (24 * 29 + 13, [2]), (24 * 61, [])])
def test_lots_that_have_lapsed_are_not_held(store: Store, hours: int, left: list[int]) -> None:
    """SPEC, Windows: at 22:00 UTC on 10 May it is the 11th in Berlin."""
    with writing(store) as tx:
        account = tx.accounts.of(ACME)
        tx.accounts.add_lot(account.id, APRIL, 2, Why("order:2:0"))
        tx.accounts.add_lot(account.id, MAY, 2, Why("order:2:1"))
    with writing(store, clock=FixedClock(NINE + timedelta(hours=hours))) as tx:
        tx.rules = replace(tx.rules, zone=ZoneInfo("Europe/Berlin"))
        assert [one.left for one in tx.accounts.holding(tx.accounts.of(ACME)).dated] == left


def test_a_clock_that_went_back_does_not_make_an_older_entry(store: Store) -> None:
    """Rule 32: order is by number; the time of an entry is never before that of the one before it."""
    with writing(store) as tx:
        tx.accounts.post(tx.accounts.of(ACME).id, [billing.paid(1)], Why("a"))
    with writing(store, clock=FixedClock(NINE - timedelta(hours=1))) as tx:
        (entry,) = tx.accounts.post(tx.accounts.of(ACME).id, [billing.paid(1)], Why("b"))
        assert (entry.seq, entry.at) == (2, NINE)


def test_the_history_of_the_client_tells_what_moved(desk: MadeDesk, store: Store) -> None:
    """CL14: every change with who and when."""
    with writing(store) as tx:
        book_some(tx)
    rows = desk.sql("SELECT field, before, after, ticket FROM event WHERE client = 1 AND action = 'test' ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("account", "", "EUR", None), ("balance", "0.00 EUR", "50.00 EUR", None),
        ("balance", "50.00 EUR", "37.50 EUR", 7), ("incidents", "", "+2", None), ("incidents", "", "+2", None),
        ("incidents", "", "+2", None), ("incidents", "", "-3", 7), ("incidents", "", "+1", 7),
    ]  # fmt: skip


def test_documents_are_kept(store: Store) -> None:
    """CL12, CL13: what was deleted is found no more, and its number is never another's."""
    with writing(store) as tx:
        account = tx.accounts.of(ACME)
        number = tx.billing.add_payment(account, 5_00, "Invoice 7")
        payment = tx.billing.payment(number)
        assert (payment.amount, payment.status.value, payment.text, payment.turn) == (5_00, "new", "Invoice 7", 0)
        assert (tx.billing.paid(account), tx.billing.first_is_held(account), tx.billing.was_charged(account)) == (
            [], False, False,
        )  # fmt: skip
        terms = {"status": "paid", "paid_at": NINE, "turn": 1, "first": True, "funds_number": 2, "funds_amount": 1_00}
        tx.billing.set_payment(account, payment, terms)
        assert [(p.id, p.amount, p.per_funds, p.funds_amount) for p in tx.billing.paid(account)] == [
            (number, 5_00, 2, 1_00)
        ]  # fmt: skip
        assert tx.billing.first_is_held(account)
        assert not tx.billing.first_is_held(tx.accounts.of(NORDLICHT))
        expense = tx.billing.expense(tx.billing.add_expense(account, 3_00, "Backup restored"))
        tx.billing.set_expense(account, expense, {"deleted": NINE})
        with pytest.raises(NotFound):
            tx.billing.expense(expense.id)
        assert tx.billing.was_charged(account)
        assert tx.billing.add_expense(account, 1, "") > expense.id
        assert tx.billing.add_withdrawal(account, 1_00, "return", "bank 12") > 0
