"""Desks for tests of the store and the door, on SQLite and PostgreSQL alike.

A test that takes `store` or `desk` runs on both databases. A module about one of them has `database = only("sqlite")`
and stands, with its reason, in `tests/test_house.py`. A desk is copied from one that was made once.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.clients import AddClient, AddClientUser, AddService
from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.setup import AddDepartment, AddStaff, MakeDesk
from helpdesk_tui.desk.door import Desk, make_desk, open_desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tables import metadata
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import MailReport, ParsedMail
from helpdesk_tui.vocab import SYSTEM, Actor, ActorKind, GatewayType
from tests.race import Starter

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresServer

NINE = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)
LOGINS = {"gary": 1, "anna": 2, "gus": 3, "john": 4, "nobody": 999}
DATABASES = ("sqlite", "postgresql")
ADDED_ONLY = ("entry", "lot")
HANS, ERIKA, OMAR, NORD = "hans@acme.example", "erika@acme.example", "omar@example.org", "info@nordlicht.example"
_UNITS = count(1)
SUPPORT, SALES_MAIL = "support@desk.example", "sales@desk.example"


@dataclass
class MadeDesk:
    """A desk with three departments (Tech, Sales, Billing), four members of staff and three clients.

    gary is the administrator, anna is in Tech, gus in Sales and Tech, john in Sales. Billing has nobody.
    Acme (hans and erika) has two services, Nordlicht one, Omar none. The gateway `support` delivers to Tech.
    """

    where: str
    system: Desk
    clock: FixedClock
    gary: Desk
    anna: Desk
    gus: Desk
    john: Desk
    nobody: Desk
    hans: Desk
    omar: Desk

    @classmethod
    def at(cls, where: str, rules: SendRules | None = None) -> MadeDesk:
        """Open it, the clock at nine."""
        return cls.on(where, open_desk(where, rules=rules))

    @classmethod
    def on(cls, where: str, opened: Desk) -> MadeDesk:
        """The same of a desk that is open, the clock at nine."""
        system = opened.acting_as(SYSTEM)
        system.clock = clock = FixedClock(NINE)
        staff, clients = ActorKind.STAFF, ActorKind.CLIENT
        people = [Actor(staff, number, login) for login, number in LOGINS.items()]
        people += [Actor(clients, 1, HANS), Actor(clients, 3, OMAR)]
        return cls(where, system, clock, *(system.acting_as(actor) for actor in people))

    def with_rules(self, rules: SendRules) -> MadeDesk:
        """The same desk with other settings for mail."""
        return MadeDesk.at(self.where, rules)

    def ticket(
        self, department: str = "Tech", client: str = HANS, subject: str = "Server down", message: str = "Help!"
    ) -> int:
        """A new ticket of a client, entered by the administrator; its number."""
        return self.gary.perform(NewTicket(client, department, subject, message))

    def receive(
        self, mail: ParsedMail | None, gateway: str = "support", unit: str | None = None, raw: bytes | None = None,
        unreadable: str = "", generation: int | None = None,
    ) -> MailReport:  # fmt: skip
        """An email arrives at a gateway: with its own bytes and place unless they are given."""
        number = next(g.id for g in self.system.read(ReadGateways()) if g.name == gateway)
        unit = f"1699.M{next(_UNITS)}.host" if unit is None else unit
        raw = raw if raw is not None else f"{mail!r} {unit}".encode()
        digest = hashlib.sha256(raw).hexdigest()
        return self.system.perform(Receive(number, "maildir", unit, raw, digest, mail, unreadable, generation))

    def sql(self, statement: str) -> list[Any]:
        """Run SQL beside the desk, as nobody should; the rows it gives, if it gives any."""
        store = Store(self.where)
        try:
            with store.engine.begin() as connection:
                found = connection.exec_driver_sql(statement)
                return list(found.all()) if found.returns_rows else []
        finally:
            store.close()

    def close(self) -> None:
        """Let go of the database."""
        self.system.close()


def furnish(where: str) -> None:
    """Make the desk that the others are copies of."""
    clock = FixedClock(NINE)
    make_desk(where, MakeDesk("gary", "Acme support"), clock)
    system = open_desk(where, clock)
    try:
        gary = system.staff("gary")
        for name, address in (("Tech", SUPPORT), ("Sales", SALES_MAIL), ("Billing", "")):
            gary.perform(AddDepartment(name, address))
        for login, name, departments in (
            ("anna", "Anna Ek", ("Tech",)),
            ("gus", "Gus Olsen", ("Sales", "Tech")),
            ("john", "", ("Sales",)),
        ):
            gary.perform(AddStaff(login, name, f"{login}@desk.example", departments=departments))
        gary.perform(AddClient(HANS, "Acme GmbH"))
        gary.perform(AddClientUser(HANS, ERIKA, "Erika Beck"))
        gary.perform(AddClient(NORD, "Nordlicht GmbH"))
        gary.perform(AddClient(OMAR, "Omar Haddad"))
        for client, service, domain in ((HANS, "vps-31", "acme.example"), (HANS, "mail-pro", ""), (NORD, "vps-12", "")):
            gary.perform(AddService(client, service, "KVM-2", domain))
        # Tests of other things count what is in the outbox; those of the desk's own emails switch this on again.
        gary.perform(SetProvider("mail_ticket_received", "off"))
        settings = GatewaySettings(path="/var/mail/support")
        gary.perform(AddGateway("support", GatewayType.MAILDIR, SUPPORT, "Tech", settings))
    finally:
        system.close()


class Databases:
    """Hands out empty databases and copies of the furnished desk."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request = request
        self._folder = folder
        self._names = count(1)
        self._open: dict[str, tuple[str, Desk]] = {}

    @contextmanager
    def empty(self, database: str) -> Iterator[str]:
        """The place of a database without tables."""
        if database == "sqlite":
            yield str(self._folder / f"{next(self._names)}" / "desk.sqlite")
            return
        server = self._server()
        name = server.create()
        yield server.url(name)
        server.drop(name)

    @contextmanager
    def furnished(self, database: str) -> Iterator[str]:
        """The place of a desk that nobody else uses; on PostgreSQL this takes a while."""
        if database == "sqlite":
            yield self._file()
            return
        with self.empty(database) as where:
            furnish(where)
            yield where

    def again(self, database: str) -> MadeDesk:
        """A desk that is as new, until the next test asks for it.

        It is opened once: statements that were compiled for one test serve the others.
        """
        if database == "sqlite":
            known = self._open.get(database)
            where = self._file(Path(known[0]) if known else None)
        else:
            template: PostgresTemplate = self._request.getfixturevalue("postgres_template")
            template.restore()
            where = template.where
        if database not in self._open:
            self._open[database] = (where, open_desk(where))
        return MadeDesk.on(*self._open[database])

    def close(self) -> None:
        """Let go of what was opened."""
        for _, desk in self._open.values():
            desk.close()

    def _file(self, copy: Path | None = None) -> str:
        """A copy of the template, in the place of an older one or in a new one."""
        source: Path = self._request.getfixturevalue("sqlite_template")
        copy = copy or self._folder / f"desk{next(self._names)}.sqlite"
        for path in copy.parent.glob(f"{copy.name}*"):
            path.unlink()
        shutil.copy2(source, copy)
        return str(copy)

    def _server(self) -> PostgresServer:
        found: PostgresServer = self._request.getfixturevalue("postgres_server")
        return found


class PostgresTemplate:
    """A furnished desk on PostgreSQL that can be put back: quicker than a new database for every test."""

    def __init__(self, where: str) -> None:
        self.where = where
        furnish(where)
        self._engine = create_engine(where)
        self._tables = [*(table.name for table in metadata.sorted_tables), "alembic_version"]
        with self._raw() as raw:
            found = raw.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
            self._sequences: list[tuple[str, int | None]] = found.fetchall()
            self._rows: dict[str, bytes] = {}
            for name in self._tables:
                with raw.cursor().copy(f'COPY "{name}" TO STDOUT') as rows:
                    self._rows[name] = b"".join(bytes(part) for part in rows)

    def restore(self) -> None:
        """Every table as it was at first."""
        with self._raw() as raw:
            # What is only ever added to has triggers that refuse this; a superuser's session can pass them over.
            raw.execute("SET LOCAL session_replication_role = replica; DELETE FROM entry; DELETE FROM lot;"
                        " SET LOCAL session_replication_role = origin")  # fmt: skip
            raw.execute("; ".join(f'DELETE FROM "{name}"' for name in reversed(self._tables) if name not in ADDED_ONLY))
            for name in self._tables:
                if self._rows[name]:
                    with raw.cursor().copy(f'COPY "{name}" FROM STDIN') as rows:
                        rows.write(self._rows[name])
            for name, last in self._sequences:
                raw.execute("SELECT setval(%s::regclass, %s, %s)", (name, last or 1, last is not None))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _raw(self) -> Iterator[Any]:
        with self._engine.begin() as connection:
            yield connection.connection.driver_connection


@pytest.fixture(scope="session")
def race() -> Iterator[Starter]:
    """Starts races between processes."""
    starter = Starter()
    yield starter
    starter.close()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where databases come from."""
    found = Databases(request, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The furnished desk as a SQLite file."""
    path = tmp_path_factory.mktemp("template") / "desk.sqlite"
    furnish(str(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[PostgresTemplate]:
    """The furnished desk as a PostgreSQL database."""
    name = postgres_server.create()
    template = PostgresTemplate(postgres_server.url(name))
    yield template
    template.close()
    postgres_server.drop(name)


@pytest.fixture(params=DATABASES, scope="module")
def database(request: pytest.FixtureRequest) -> str:
    """The database a test runs on."""
    found: str = request.param
    return found


def only(name: str) -> Any:
    """The fixture `database` of a module that is about one database."""

    @pytest.fixture(scope="module", name="database")
    def one() -> str:
        """The database these tests are about."""
        return name

    return one


@pytest.fixture
def empty(database: str, databases: Databases) -> Iterator[str]:
    """The place of a database without tables; on SQLite the file is not there yet."""
    with databases.empty(database) as where:
        yield where


@pytest.fixture
def desk(database: str, databases: Databases) -> Iterator[MadeDesk]:
    """A furnished desk, as new."""
    made = databases.again(database)
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared_desk(database: str, databases: Databases) -> Iterator[MadeDesk]:
    """A furnished desk for the tests of a module, none of which changes what another one reads."""
    with databases.furnished(database) as where:
        made = MadeDesk.at(where)
        yield made
        made.close()


@pytest.fixture
def store(desk: MadeDesk) -> Iterator[Store]:
    """The store of a furnished desk, opened a second time."""
    opened = Store(desk.where)
    yield opened
    opened.close()
