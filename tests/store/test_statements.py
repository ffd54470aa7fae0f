"""Statements that are run on the driver's cursor say the same as SQLAlchemy's own (ADR 0014)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.desk.door import open_desk
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.mail import Outbox
from helpdesk_tui.store.tables.people import Department
from helpdesk_tui.store.tx import SendRules, Tx
from tests.desks import NINE, MadeDesk

_outbox, _department = table(Outbox), table(Department)
ROW: dict[str, Any] = {
    "message_id": "<1@x>", "kind": "reply", "state": "queued", "to_addresses": ("a@x", "ü@x"), "subject": "50 % \x00",
    "created": NINE, "auto": True,
}  # fmt: skip
_add = Statement(insert(_outbox))
_one = select(_outbox).where(_outbox.c.id == bindparam("number"))


def test_a_row_goes_in_and_comes_out_as_by_sqlalchemy(store: Store) -> None:
    """Times, lists, truth, what no database keeps, and what is left out, on both databases."""
    with store.write() as connection:
        number = _add.add(connection, ROW)
        ours = Statement(_one).first(connection, {"number": number})
        theirs = connection.execute(_one, {"number": number}).one()
    assert ours._asdict() == theirs._asdict()
    assert (ours.to_addresses, ours.created, ours.auto, ours.null_sender) == (("a@x", "ü@x"), NINE, True, False)
    assert (ours.subject, ours.text, ours.next_try) == ("50 % \ufffd", "", None)


def test_changes_counts_and_fixed_values(store: Store) -> None:
    """A statement's own constants stay; other columns may be given besides what it names."""
    again = Statement(
        update(_outbox).where(_outbox.c.id == bindparam("number")).values(attempts=_outbox.c.attempts + 2)
    )
    error = Statement(update(_outbox).where(_outbox.c.id == bindparam("number")))
    newest = Statement(select(_outbox.c.attempts, func.count().over()).order_by(_outbox.c.id.desc()).limit(1))
    with store.write() as connection:
        numbers = [_add.add(connection, ROW | {"message_id": f"<{n}@x>"}) for n in range(3)]
        assert again.run(connection, {"number": numbers[2]}) == 1
        assert error.run(connection, {"number": numbers[2], "error": "none", "attempts": 5}) == 1
        assert again.run(connection, {"number": 0}) == 0
        assert tuple(newest.first(connection)) == (5, 3)
        assert newest.scalar(connection) == 5
        assert [row.error for row in Statement(select(_outbox).order_by(_outbox.c.id)).rows(connection)] == [
            "", "", "none",
        ]  # fmt: skip


def test_what_the_database_refuses_is_sqlalchemys_error(store: Store) -> None:
    """The door tells a repetition from a broken database by it."""
    with store.write() as connection:
        _add.add(connection, ROW)
    with pytest.raises(IntegrityError), store.write() as connection:
        _add.add(connection, ROW)
    with store.read() as connection:
        assert Statement(select(func.count()).select_from(_outbox)).scalar(connection) == 1


def test_a_list_of_unknown_length_is_refused(store: Store) -> None:
    """Better than an error of the database."""
    listed = Statement(select(_outbox.c.id).where(_outbox.c.id.in_(bindparam("numbers", expanding=True))))
    with store.read() as connection, pytest.raises(TypeError):
        listed.rows(connection, {"numbers": [1, 2]})


def test_a_value_that_is_not_given_is_missed(store: Store) -> None:
    """No statement runs with a value of the one before it."""
    with store.read() as connection, pytest.raises(KeyError):
        Statement(_one).first(connection, {})


# ---------------------------------------------------------------- what seldom changes


def opened(desk: MadeDesk, store: Store, connection: Connection) -> Tx:
    """A transaction of the administrator."""
    return Tx(store, connection, desk.clock, desk.gary.actor, desk.gary.scope(), "test", SendRules())


def name_of_first(desk: MadeDesk, store: Store) -> str:
    """The name of the first department, as a transaction of this store sees it and keeps it."""
    with store.write() as connection:
        tx = opened(desk, store, connection)
        found = tx.people.department_name(1)
        tx.finish()
        return found


def test_what_was_kept_is_read_anew_once_somebody_else_wrote(desk: MadeDesk, store: Store) -> None:
    """Two processes on one desk: neither acts by what the other has changed."""
    assert name_of_first(desk, store) == "Tech"
    desk.gary.perform(EditDepartment("Tech", new_name="Engineers"))
    assert name_of_first(desk, store) == "Engineers"


def test_a_change_that_was_taken_back_is_not_kept(desk: MadeDesk, store: Store) -> None:
    """Whoever fails in the middle leaves nothing of it to the next transaction of the same connection."""
    assert name_of_first(desk, store) == "Tech"
    with suppress(RuntimeError), store.write() as connection:
        tx = opened(desk, store, connection)
        tx.people.change_department(1, {"name": "Never"})
        assert tx.people.department_name(1) == "Never"
        tx.finish()
        raise RuntimeError("taken back")
    assert name_of_first(desk, store) == "Tech"


def test_what_the_same_connection_wrote_behind_the_rooms_counts(desk: MadeDesk, store: Store) -> None:
    """Nothing that is kept outlives a statement that no room knows of."""
    assert name_of_first(desk, store) == "Tech"
    with store.write() as connection:
        connection.execute(update(_department).where(_department.c.id == 1).values(name="Workshop"))
    assert name_of_first(desk, store) == "Workshop"


def test_a_setting_of_another_process_counts_at_once(desk: MadeDesk) -> None:
    """The receipt is switched off between two tickets of one process."""
    desk.gary.perform(SetProvider("mail_ticket_received", "on"))
    other = open_desk(desk.where)
    sent = []
    try:
        for value in ("off", "on", "off"):
            other.staff("gary").perform(SetProvider("mail_ticket_received", value))
            sent.append(_receipts(desk))
    finally:
        other.close()
    assert [after - before for before, after in zip([0, *sent], sent, strict=False)] == [0, 1, 0]


def _receipts(desk: MadeDesk) -> int:
    """How many receipts there are after one more ticket."""
    desk.ticket()
    store = desk.system._store
    with store.read() as connection:
        asked = select(func.count()).select_from(_outbox).where(_outbox.c.kind == "ticket_received")
        found: int = connection.execute(asked).scalar_one()
        return found
