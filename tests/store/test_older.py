"""Desks of older versions are upgraded with all they hold (RELIABILITY rule 30)."""

from __future__ import annotations

import gzip
import stat
from datetime import UTC
from importlib import import_module
from pathlib import Path

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.desk.door import diagnose, make_desk, open_desk
from helpdesk_tui.errors import StorageFailed, UnusableData
from helpdesk_tui.questions import ReadHealth, ReadIncoming, ReadPaperHistory, ReadSearch, ReadStaff, ReadTicket
from helpdesk_tui.rules.query import parse_query
from helpdesk_tui.store import SCHEMA
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.upgrade import alembic_config
from tests.desk.letters import PICTURE, email
from tests.desks import NINE, MadeDesk

CLOCK = FixedClock(NINE)
OLDER = Path(__file__).parent / "older"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A desk of the first schema: a ticket from an email with an answer and a comment, and one email that waits."""
    path = tmp_path / "desk.sqlite"
    path.write_bytes(gzip.decompress((OLDER / "0001.sqlite.gz").read_bytes()))
    return path


def test_an_older_file_keeps_all_it_holds(old: Path) -> None:
    """Tickets, messages, emails and the search are there after the upgrade, and `doctor` finds nothing."""
    assert make_desk(str(old), MakeDesk("gary"), CLOCK)
    desk = open_desk(str(old), CLOCK)
    ticket = desk.staff("gary").read(ReadTicket(1))
    said = [(message.author, message.text.partition("\n")[0]) for message in ticket.messages]
    assert said == [("hans@acme.example", "Help!"), ("anna", "Which server is it?"), ("anna", "He called too.")]
    (mail,) = desk.staff("gary").read(ReadIncoming())
    assert (mail.address, mail.reason) == ("stranger@elsewhere.example", "unknown sender")
    asked = ReadSearch(parse_query("which", now=NINE, zone=UTC))
    assert [hit[0] for hit in desk.staff("gary").read(asked)] == [1]
    assert desk.read(ReadHealth()).schema == SCHEMA
    desk.close()
    assert [finding for finding in diagnose(str(old), clock=CLOCK) if not finding.ok] == []
    store = Store(str(old))
    with store.write() as connection:
        command.check(alembic_config(connection))
    store.close()


def test_a_copy_is_kept_before_the_upgrade(old: Path) -> None:
    """Beside the file, for its owner alone, with everything in it; an older program could open it."""
    make_desk(str(old), MakeDesk("gary"), CLOCK)
    (copy,) = old.parent.glob("desk.sqlite.schema-*")
    assert (copy.name, stat.S_IMODE(copy.stat().st_mode)) == ("desk.sqlite.schema-0001", 0o600)
    store = Store(str(copy))
    with store.read() as connection:
        found = connection.exec_driver_sql("SELECT version_num, (SELECT count(*) FROM message) FROM alembic_version")
        assert tuple(found.one()) == ("0001", 3)
    store.close()


def test_a_new_or_present_desk_is_not_copied(tmp_path: Path) -> None:
    """Only an upgrade makes a copy."""
    make_desk(str(tmp_path / "desk.sqlite"), MakeDesk("gary"), CLOCK)
    make_desk(str(tmp_path / "desk.sqlite"), MakeDesk("gary"), CLOCK)
    assert sorted(path.name for path in tmp_path.glob("*schema*")) == []


def test_without_a_copy_nothing_is_upgraded(old: Path) -> None:
    """Where the copy cannot be written the old desk stays as it is, and a sentence says so."""
    blocked = old.with_name("desk.sqlite.schema-0001")
    blocked.mkdir()
    with pytest.raises(StorageFailed, match="the desk was not upgraded"):
        make_desk(str(old), MakeDesk("gary"), CLOCK)
    with pytest.raises(UnusableData) as refusal:
        open_desk(str(old), CLOCK)
    assert refusal.value.code == "older_schema"


def test_an_older_database_of_a_server_is_upgraded(empty: str) -> None:
    """On both databases, from the first schema on: what was there is there afterwards."""
    store = Store(empty)
    if not store.dialect.exists(empty):
        store.dialect.create(empty)
    with store.write() as connection:
        command.upgrade(alembic_config(connection), "0001")
        connection.exec_driver_sql(
            "INSERT INTO desk (id, name, currency, secret, change, created, worker)"
            " VALUES (1, 'Acme', 'EUR', 's', 0, 0, '')"
        )
        connection.exec_driver_sql(
            "INSERT INTO staff (id, login, name, email, admin, active, language, signature, created)"
            " VALUES (1, 'gary', '', '', TRUE, TRUE, '', '', 0)"
        )
    store.close()
    assert make_desk(empty, MakeDesk("eve"), CLOCK)
    desk = open_desk(empty, CLOCK)
    assert [person.login for person in desk.read(ReadStaff())] == ["gary"]
    desk.close()


def test_what_was_bought_before_prices_had_parts(empty: str) -> None:
    """ADR 0021: its listed and its net price are what it cost, without discount and tax; `doctor` finds nothing."""
    store = Store(empty)
    if not store.dialect.exists(empty):
        store.dialect.create(empty)
    with store.write() as connection:
        command.upgrade(alembic_config(connection), "0014")
        for statement in (
            "INSERT INTO desk (id, name, currency, secret, change, created, worker)"
            " VALUES (1, 'Acme', 'EUR', 's', 0, 0, '')",
            "INSERT INTO account (id, currency, active, postpaid, credit_limit, grace, respite, block, referred_by,"
            " opened, balance, pool, given, used, seq, tip, moved)"
            " VALUES (1, 'EUR', TRUE, FALSE, 0, 'none', 0, 0, '', 0, 0, 0, 0, 0, 0, '', 0)",
            "INSERT INTO plan (id, name, name_key, incidents, active) VALUES (1, 'Care', 'care', 10, TRUE)",
            "INSERT INTO incidentorder (id, account, plan, months, number, price, first, windows, state, at)"
            " VALUES (1, 1, 1, 0, 10, 5000, '2026-04-11', 0, 'cancelled', 0)",
            "INSERT INTO orderstep (incident_order, kind, months, number, gives, price, state, begin, windows, at)"
            " VALUES (1, 'order', 0, 10, 10, 5000, 'cancelled', 0, 0, 0)",
        ):
            connection.exec_driver_sql(statement)
    store.close()
    assert make_desk(empty, MakeDesk("eve"), CLOCK)
    assert [finding for finding in diagnose(empty, clock=CLOCK) if finding.name == "orders" and not finding.ok] == []
    store = Store(empty)
    with store.read() as connection:
        row = connection.exec_driver_sql("SELECT full_price, discount, net, tax_rate, tax, price FROM orderstep").one()
    store.close()
    assert tuple(row) == (5000, 0, 5000, 0, 0, 5000)


def test_a_copy_that_fails_leaves_an_earlier_one(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: the earlier copy stays whole, no half one is left, and a sentence says that nothing was upgraded."""
    kept = old.with_name("desk.sqlite.schema-0001")
    kept.write_bytes(b"an earlier copy")
    monkeypatch.setattr("helpdesk_tui.store.sqlite.os.replace", _no_room)
    with pytest.raises(StorageFailed, match="the desk was not upgraded"):
        make_desk(str(old), MakeDesk("gary"), CLOCK)
    assert kept.read_bytes() == b"an earlier copy"
    assert list(old.parent.glob("*.part")) == []


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


RECORDED = (
    ("payment", "", "12"), ("payment:12 amount", "5000", "6000"), ("payment:1 text", "a", "b"),
    ("invoice", "", "12 sent to hans@acme.example"), ("invoice", "", "1 sent to hans@acme.example"),
    ("name", "payment:12 x", "payment:12 y"), ("expense:12 amount", "1", "2"), ("payment", "", "more than a number is"),
)  # fmt: skip


def test_documents_that_were_there_have_their_history(empty: str) -> None:
    """ADR 0024: what was recorded of a payment before events named it is in its history; of others nothing is."""
    store = Store(empty)
    if not store.dialect.exists(empty):
        store.dialect.create(empty)
    payment = (
        "INSERT INTO payment (id, account, amount, status, text, created, turn, first, funds_number, funds_amount)"
        " VALUES ({}, 1, 6000, 'new', '', 0, 0, FALSE, 0, 0)"
    )
    event = (
        "INSERT INTO event (id, change, at, actor, actor_id, actor_name, action, client, field, before, after, reason)"
        " VALUES ({0}, {0}, 0, 'staff', 1, 'gary', 'x', 7, '{1}', '{2}', '{3}', '')"
    )
    with store.write() as connection:
        command.upgrade(alembic_config(connection), "0016")
        for statement in (
            "INSERT INTO desk (id, name, currency, secret, change, created, worker)"
            " VALUES (1, 'Acme', 'EUR', 's', 9, 0, '')",
            "INSERT INTO staff (id, login, name, email, admin, active, language, signature, created, look)"
            " VALUES (1, 'gary', '', '', TRUE, TRUE, '', '', 0, '')",
            "INSERT INTO account (id, currency, active, postpaid, credit_limit, grace, respite, block, referred_by,"
            " opened, balance, pool, given, used, seq, tip, moved)"
            " VALUES (1, 'EUR', TRUE, FALSE, 0, 'none', 0, 0, '', 0, 0, 0, 0, 0, 0, '', 0)",
            *(payment.format(number) for number in (1, 12)),
            *(event.format(place, *values) for place, values in enumerate(RECORDED, 1)),
        ):
            connection.exec_driver_sql(statement)
    store.close()
    assert make_desk(empty, MakeDesk("eve"), CLOCK)
    desk = open_desk(empty, CLOCK)
    told = [(one.field, one.before, one.after) for one in desk.staff("gary").read(ReadPaperHistory("payment:12"))]
    assert told == [
        ("added", "", ""), ("amount", "50.00 EUR", "60.00 EUR"), ("invoice", "", "12 sent to hans@acme.example"),
    ]  # fmt: skip
    assert len(desk.staff("gary").read(ReadPaperHistory("payment:1"))) == 2
    desk.close()


def test_tickets_that_were_tagged_get_rows_in_the_lists_of_their_tags(desk: MadeDesk, store: Store) -> None:
    """P3, TQ10: the migration writes what the acts wrote."""
    numbers = [desk.ticket() for _ in range(5)]
    for number in numbers[:4]:
        desk.anna.perform(TagTicket(number, ("dns", "vip")))
    desk.anna.perform(Take(numbers[0]))
    desk.anna.perform(Assign(numbers[0], department="Sales"))
    desk.gary.perform(Close(numbers[1]))
    desk.anna.perform(MarkSpam(numbers[2]))
    written = "SELECT ticket, tag, department, shelf, place, updated, free FROM tagrow ORDER BY ticket, tag, department"
    before = desk.sql(written)
    assert len(before) == 2 * (3 + 2 + 2 + 2)
    migration = import_module("helpdesk_tui.store.migrations.versions.0019_tag_rows")
    with store.write() as connection:
        connection.exec_driver_sql("DROP TABLE tagrow")
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()
        command.check(alembic_config(connection))
    assert desk.sql(written) == before


def test_tickets_with_attachments_get_rows_in_their_list(desk: MadeDesk, store: Store) -> None:
    """P3, TQ10 (`has:attachment`): the migration writes what the acts wrote."""
    numbers = [desk.receive(email(files=(PICTURE,), text=f"Help {at}")).ticket or 0 for at in range(4)]
    desk.ticket()
    desk.anna.perform(Take(numbers[0]))
    desk.anna.perform(Assign(numbers[0], department="Sales"))
    desk.gary.perform(Close(numbers[1]))
    desk.anna.perform(MarkSpam(numbers[2]))
    written = "SELECT ticket, tag, department, shelf, place, updated, free FROM tagrow ORDER BY ticket, tag, department"
    before = desk.sql(written)
    assert len(before) == 3 + 2 + 2 + 2
    migration = import_module("helpdesk_tui.store.migrations.versions.0022_attached_rows")
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM tagrow")
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()
    assert desk.sql(written) == before
