"""Creating, upgrading and refusing databases, on both (CLI: init; RELIABILITY rule 30)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.clients import AddClient, DeleteClient
from helpdesk_tui.desk.actions.gateways import AddGateway, DeleteGateway, GatewaySettings
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.door import make_desk, open_desk
from helpdesk_tui.errors import Refused, UnusableData
from helpdesk_tui.questions import ReadClient, ReadGateways, ReadHealth, ReadQueue, ReadStaff
from helpdesk_tui.store import SCHEMA, tables
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.search import apart, is_search_object
from helpdesk_tui.store.upgrade import alembic_config
from helpdesk_tui.vocab import GatewayType
from tests.desks import NINE, MadeDesk
from tests.race import Starter

CLOCK = FixedClock(NINE)


def execute(where: str, *statements: str) -> None:
    """Run SQL on a database as another program would."""
    store = Store(where)
    with store.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    store.close()


def refused(where: str) -> UnusableData:
    """How opening the database is refused."""
    with pytest.raises(UnusableData) as refusal:
        open_desk(where, CLOCK)
    return refusal.value


def test_a_desk_is_made(empty: str) -> None:
    """CLI, init: creates the desk, its first administrator and its currency."""
    assert make_desk(empty, MakeDesk("gary", "Acme support", "USD"), CLOCK)
    desk = open_desk(empty, CLOCK)
    assert [(s.login, s.admin) for s in desk.read(ReadStaff())] == [("gary", True)]
    assert (desk.read(ReadHealth()).desk, desk.read(ReadHealth()).schema) == ("Acme support", SCHEMA)
    desk.close()


def test_making_it_again_changes_nothing(desk: MadeDesk) -> None:
    """CLI, init: safe to repeat; another name or administrator is not taken over by the way."""
    change = desk.gary.read(ReadQueue()).change
    assert not make_desk(desk.where, MakeDesk("eve", "Other desk"), CLOCK)
    assert desk.gary.read(ReadQueue()).change == change
    assert desk.gary.read(ReadHealth()).desk == "Acme support"
    assert "eve" not in [s.login for s in desk.gary.read(ReadStaff())]


def test_many_make_it_at_once(empty: str, race: Starter) -> None:
    """Rule 30: an exclusive lock; of four programs that start together none fails, and there is one desk."""
    if "://" not in empty:
        # The folder has to be there for all of them.
        Store(empty).dialect.create(empty)
    answers = race(empty, "init", [{"where": empty}] * 4)
    assert {answer.get("made", str(answer)) for answer in answers} == {True, False}
    desk = open_desk(empty, CLOCK)
    assert [s.login for s in desk.read(ReadStaff())] == ["gary"]
    desk.close()


def test_migrations_and_tables_agree(store: Store) -> None:
    """Rule 30: `alembic check` finds nothing that the tables have and the migrations have not, or the reverse."""
    with store.write() as connection:
        command.check(alembic_config(connection))


def test_every_table_has_the_columns_of_its_class(store: Store) -> None:
    """The same, said by the database itself: names and order-free sets of columns, and which may be empty."""
    with store.read() as connection:
        found = inspect(connection)
        for name, table in tables.metadata.tables.items():
            there = {c["name"]: c["nullable"] for c in found.get_columns(name) if not is_search_object(c["name"])}
            assert there == {column.name: column.nullable for column in table.columns}, name


def test_the_search_index_is_made_as_it_is_asked() -> None:
    """TQ10: words end in PostgreSQL's index where they end in a search; 0001 is the newest migration that makes it."""
    folder = Path(str(tables.__file__)).parents[1] / "migrations" / "versions"
    assert [path.stem for path in folder.glob("0*.py") if "JOINING" in path.read_text()] == ["0001_first"]
    first = import_module("helpdesk_tui.store.migrations.versions.0001_first")
    assert apart(first.JOINING).isspace()
    assert {chr(n) for n in range(128) if apart(chr(n)) != chr(n)} - {" "} == set(first.JOINING)


def test_numbers_are_used_once(desk: MadeDesk) -> None:
    """Rule 35: a new client, user or gateway never has the number, and with it the history, of a deleted one."""
    before = [desk.gary.perform(AddClient("eve@eve.example", "Eve")), gateway(desk, "one")]
    desk.gary.perform(DeleteClient(f"#{before[0]}"))
    desk.gary.perform(DeleteGateway("one"))
    after = [desk.gary.perform(AddClient("ada@ada.example", "Ada")), gateway(desk, "two")]
    assert [a > b for a, b in zip(after, before, strict=True)] == [True, True]
    card = desk.gary.read(ReadClient(after[0]))
    assert [event.after for event in card.changes if "eve" in f"{event.before} {event.after}"] == []


def gateway(desk: MadeDesk, name: str) -> int:
    """Number of a new gateway."""
    settings = GatewaySettings(path="/var/mail/x")
    desk.gary.perform(AddGateway(name, GatewayType.MAILDIR, f"{name}@desk.example", "Billing", settings))
    return next(one.id for one in desk.gary.read(ReadGateways()) if one.name == name)


def test_an_empty_database_is_no_desk(empty: str) -> None:
    """CLI exit codes: 65, with what to do."""
    if "://" not in empty:
        Store(empty).dialect.create(empty)
    refusal = refused(empty)
    assert (refusal.code, refusal.exit_code) == ("not_a_desk", 65)
    assert "helpdesk-tui init" in refusal.sentence


def test_another_program_s_tables_are_refused(empty: str) -> None:
    """Rule 30: neither opened nor turned into a desk; they stay as they are."""
    if "://" not in empty:
        Store(empty).dialect.create(empty)
    execute(empty, "CREATE TABLE customer (name TEXT)", "INSERT INTO customer VALUES ('Hans')")
    assert refused(empty).code == "not_a_desk"
    with pytest.raises(UnusableData) as refusal:
        make_desk(empty, MakeDesk("gary"), CLOCK)
    assert (refusal.value.code, "another program" in refusal.value.sentence) == ("not_a_desk", True)
    store = Store(empty)
    with store.read() as connection:
        assert inspect(connection).get_table_names() == ["customer"]
        assert connection.execute(text("SELECT name FROM customer")).scalar_one() == "Hans"
    store.close()


@pytest.mark.parametrize(("version", "code"), [(f"{int(SCHEMA) + 1:04}", "newer_schema"), ("9999", "newer_schema")])
def test_a_newer_schema_is_refused(desk: MadeDesk, version: str, code: str) -> None:
    """Rule 30: an older program refuses a newer desk, in opening and in init, and says which versions."""
    execute(desk.where, f"UPDATE alembic_version SET version_num = '{version}'")
    assert (refused(desk.where).code, version in refused(desk.where).sentence) == (code, True)
    with pytest.raises(UnusableData) as refusal:
        make_desk(desk.where, MakeDesk("gary"), CLOCK)
    assert (refusal.value.code, refusal.value.exit_code) == (code, 65)


def test_an_older_schema_says_what_to_do(desk: MadeDesk) -> None:
    """Rule 30: the version is checked at each start; `init` upgrades."""
    execute(desk.where, "UPDATE alembic_version SET version_num = '0000'")
    refusal = refused(desk.where)
    assert (refusal.code, "helpdesk-tui init" in refusal.sentence) == ("older_schema", True)


@pytest.mark.parametrize("currency", ["eur", "EURO", "E", "", "€", "EUR\n"])
def test_a_currency_is_three_letters(desk: MadeDesk, currency: str) -> None:
    """CLI, init --currency."""
    with pytest.raises(Refused) as refusal:
        make_desk(desk.where, MakeDesk("gary", "Acme", currency), CLOCK)
    assert refusal.value.code == "bad_currency"
