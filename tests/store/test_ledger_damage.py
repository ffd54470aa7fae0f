"""`doctor` finds what was changed behind the program's back, on both databases (RELIABILITY rule 25)."""

from __future__ import annotations

from datetime import date

import pytest

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.rules import billing
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from tests.desks import NINE, MadeDesk
from tests.store.test_ledger import ACME, NORDLICHT, book_some
from tests.store.transactions import writing


@pytest.fixture
def booked(desk: MadeDesk, store: Store) -> MadeDesk:
    """A desk whose first account has eight entries, the second one two."""
    with writing(store) as tx:
        book_some(tx)
        other = tx.accounts.of(NORDLICHT)
        tx.accounts.post(other.id, [billing.paid(9_00), billing.charged(1_00)], Why("a"))
    return desk


def findings(desk: MadeDesk) -> dict[str, tuple[bool, str]]:
    """What `doctor` says of the ledger and its guards."""
    found = diagnose(desk.where, clock=FixedClock(NINE))
    return {one.name: (one.ok, one.sentence) for one in found if one.name in ("ledger", "guards")}


def damage(desk: MadeDesk, store: Store, statement: str) -> None:
    """Change what is guarded, as somebody who owns the server or the file could."""
    with store.write() as connection:
        run = connection.exec_driver_sql
        if store.is_postgres:
            run("SET LOCAL session_replication_role = replica")
            run(statement)
            return
        guards = run(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('entry', 'lot')"
        ).all()
        for name, _ in guards:
            run(f"DROP TRIGGER {name}")
        run(statement)
        for _, made in guards:
            run(made)


def test_a_sound_ledger(booked: MadeDesk) -> None:
    assert findings(booked) == {
        "ledger": (True, "Accounts are the sum of what was posted (2, with 10 entries)."),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE entry SET amount = 6000 WHERE account = 1 AND seq = 1", "entry 1 is not what was posted"),
        ("UPDATE entry SET hash = 'x' WHERE account = 1 AND seq = 8", "entry 8 is not what was posted"),
        ("UPDATE entry SET staff = NULL WHERE account = 1 AND seq = 1", "entry 1 is not what was posted"),
        ("UPDATE entry SET at = at + 1 WHERE account = 1 AND seq = 3", "entry 3 is not what was posted"),
        ("DELETE FROM entry WHERE account = 1 AND seq = 4", "entry 4 is missing"),
        ("DELETE FROM entry WHERE account = 1 AND seq = 8", "the last entry should be 8 and is 7"),
        ("UPDATE lot SET ends = '2027-05-10' WHERE id = 1", "entry 4 is not what was posted"),
        ("UPDATE lot SET number = 3 WHERE id = 2", "entry 5 is not what was posted"),
        ("DELETE FROM lot WHERE id = 2", "entry 5 is of a lot that is not there"),
        (
            "UPDATE account SET balance = balance + 1 WHERE id = 1",
            "balance says 37.51 EUR and the entries sum up to 37.50 EUR",
        ),
        ("UPDATE account SET pool = 0 WHERE id = 1", "pool says 0 and the entries sum up to 2"),
        ("UPDATE account SET given = 3, used = 1 WHERE id = 1", "given says 3 and the entries sum up to 2"),
        ("UPDATE account SET currency = 'USD' WHERE id = 1", "entry 1 is not what was posted"),
        ("UPDATE account SET seq = 7 WHERE id = 1", "the last entry should be 7 and is 8"),
    ],
)
def test_damage_is_found(booked: MadeDesk, store: Store, statement: str, said: str) -> None:
    """Rule 25: a broken chain, a wrong sum, a lot that was changed; the other account is not suspected."""
    damage(booked, store, statement)
    assert findings(booked) == {
        "ledger": (False, f"Not what was posted: 1 account (account 1: {said}); restore a backup."),
    }  # fmt: skip


def test_a_lot_that_was_given_to_somebody_else(booked: MadeDesk, store: Store) -> None:
    """Rule 25: it is missing on one account and was never given to the other."""
    damage(booked, store, "UPDATE lot SET account = 2 WHERE id = 2")
    assert findings(booked)["ledger"] == (
        False, "Not what was posted: 2 accounts (account 1: entry 5 is of a lot that is not there;"
        " account 2: lot 2 has 2 and was given 0); restore a backup.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ends", "wrong"), [(date(2026, 4, 10), False), (date(2026, 4, 12), True), (date(2026, 5, 9), True)]
)
def test_dated_incidents_that_stayed_in_an_earlier_currency(
    desk: MadeDesk, store: Store, ends: date, wrong: bool
) -> None:
    """Rule 25, CL11: an account that can only be read has none that count; what had lapsed before is still there."""
    with writing(store) as tx:
        tx.accounts.add_lot(tx.accounts.of(ACME).id, Window(date(2026, 3, 11), ends), 2, Why("order:1:0"))
    assert findings(desk)["ledger"][0]
    damage(desk, store, "UPDATE desk SET currency = 'USD'")
    found = findings(desk)["ledger"]
    assert found[0] is not wrong
    assert ("account 1: it is in an earlier currency of the provider and has incidents" in found[1]) is wrong


def test_an_entry_that_was_put_beside_a_sound_chain(booked: MadeDesk, store: Store) -> None:
    """Rule 25: adding is not refused by the database, so it is found."""
    columns = "unit, amount, kind, document, at, hash"
    damage(booked, store, f"INSERT INTO entry (account, seq, cause, {columns}) SELECT account, 11, 'gift', {columns}"
           " FROM entry WHERE account = 1 AND seq = 1")  # fmt: skip
    assert findings(booked)["ledger"] == (
        False, "Not what was posted: 1 account (account 1: entry 9 is missing); restore a backup.",
    )  # fmt: skip


def test_missing_guards_are_found(booked: MadeDesk, store: Store) -> None:
    """Rule 21: what refuses changes is looked for."""
    with store.write() as connection:
        statement = "ALTER TABLE entry DISABLE TRIGGER entry_kept" if store.is_postgres else "DROP TRIGGER entry_kept"
        connection.exec_driver_sql(statement)
    try:
        assert findings(booked)["guards"] == (
            False, "Nothing refuses changes of what was posted: entry_kept is missing; restore a backup.",
        )  # fmt: skip
        assert findings(booked)["ledger"][0]
    finally:
        if store.is_postgres:
            with store.write() as connection:
                connection.exec_driver_sql("ALTER TABLE entry ENABLE TRIGGER entry_kept")
