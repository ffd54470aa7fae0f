"""What a database refuses is told in a sentence with its exit code, and leaves nothing half made, on both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.door import make_desk, open_desk
from helpdesk_tui.errors import DeskError, Refused, TryLater, UnusableData, WrongUsage
from helpdesk_tui.store import postgres
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tables import people
from helpdesk_tui.store.tables.base import table
from tests.desks import NINE, MadeDesk

_staff, _membership = table(people.Staff), table(people.Membership)


@pytest.mark.parametrize("act", [MakeDesk("gary", "Acme", "EURO"), MakeDesk("Gary Smith")])
def test_a_refused_init_makes_nothing(empty: str, act: MakeDesk) -> None:
    """CLI, init: neither a file nor tables without a desk."""
    with pytest.raises(Refused):
        make_desk(empty, act, FixedClock(NINE))
    if "://" not in empty:
        assert not Path(empty).exists()
        return
    with pytest.raises(UnusableData) as refusal:
        open_desk(empty)
    assert refusal.value.code == "not_a_desk"


def test_tables_without_a_desk_are_none(desk: MadeDesk, store: Store) -> None:
    """CLI exit codes: 65 with what to do, where an init was cut off between its two transactions."""
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM desk")
    with pytest.raises(UnusableData) as refusal:
        open_desk(desk.where)
    assert (refusal.value.code, "helpdesk-tui init" in refusal.value.sentence) == ("not_a_desk", True)
    assert make_desk(desk.where, MakeDesk("gary"), FixedClock(NINE))


def test_a_watch_that_loses_its_connection(store: Store) -> None:
    """CLI exit codes: an error of the driver is a sentence there too."""
    watch: Any = store.watch()
    watch._watch._connection.driver_connection.close()
    with pytest.raises(DeskError) as refusal:
        watch.changed(0.01)
    assert refusal.value.exit_code in (69, 74)


@pytest.mark.parametrize("where", ["postgresql://h:port/db", "postgresql://h:99999999x/db?secret"])
def test_a_url_that_is_none(where: str) -> None:
    """CLI exit codes: 2; what was written is not repeated, it may hold a password."""
    with pytest.raises(WrongUsage) as refusal:
        open_desk(where)
    assert where not in refusal.value.sentence


def test_constraints_say_what_is_true(store: Store) -> None:
    """Only what is there already was done by somebody else; anything else contradicts what the desk holds."""
    codes = []
    same = {"login": "gary", "created": NINE, "admin": False, "active": True}
    for where, values in ((_staff, same), (_membership, {"staff": 1, "department": 999})):
        with pytest.raises(IntegrityError) as failure, store.write() as connection:
            connection.execute(insert(where).values(values))
        codes.append(store.contradicted(failure.value).code)
    assert codes == ["conflict", "contradiction"]


def test_a_read_has_its_time(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """P7: one question cannot hold a server for minutes; who looks at a whole desk may."""
    monkeypatch.setattr(postgres, "READ_SECONDS", 0.05)
    store = Store(desk.where)
    if not store.is_postgres:
        with store.read(unhurried=True) as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        return
    with pytest.raises(TryLater) as refusal, store.read() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(0.2)")
    assert refusal.value.code == "too_slow"
    with store.read(unhurried=True) as connection:
        connection.exec_driver_sql("SELECT pg_sleep(0.1)")
        assert connection.exec_driver_sql("SHOW jit").scalar() == "off"
    store.close()
