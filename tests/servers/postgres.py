"""A PostgreSQL server for the test run, and a fresh database for each test.

`TEST_DATABASE_URL` names a server that is already there (a user who may create databases); otherwise a cluster of
our own is made, without durability, since no test pulls the plug of the machine.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.servers.daemon import HOST, Daemon, ServerFailed, as_server_user, free_ports, needed, own_directory

PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin")
_USER = "desk"
_ATTEMPTS = 5


class PostgresServer:
    """A PostgreSQL server and the way to new databases on it.

    Args:
        url: a database of the server, as a user who may create others.
        daemon: the server, if it is ours to stop.
    """

    def __init__(self, url: URL, daemon: Daemon | None = None) -> None:
        self._url, self._daemon = url.set(drivername="postgresql+psycopg"), daemon

    @classmethod
    def at(cls, url: str) -> PostgresServer:
        """A server that is there already."""
        return cls(make_url(url))

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[PostgresServer]:
        """A cluster of our own, gone at the end.

        Raises:
            ServerFailed: it cannot be made or started; the text holds its log.
        """
        directory = own_directory("postgres")
        try:
            _make_cluster(directory)
            server = _start(directory)
            try:
                yield server
            finally:
                server.stop()
        finally:
            shutil.rmtree(directory)

    def stop(self) -> None:
        """End the server (fast shutdown: clients lose their connections); nothing happens to one that is not ours."""
        if self._daemon:
            self._daemon.stop()

    def restart(self) -> None:
        """End the server and start it again on the same port, as a maintenance does.

        Raises:
            ServerFailed: it is not ours, or does not come back.
        """
        if not self._daemon:
            raise ServerFailed("this PostgreSQL server is not ours to restart")
        self._daemon.stop()
        self._daemon.start()

    def url(self, database: str) -> str:
        """The address of one of its databases, for SQLAlchemy with psycopg."""
        return self._url.set(database=database).render_as_string(hide_password=False)

    def create(self) -> str:
        """Make an empty database and return its name."""
        name = f"helpdesk_test_{uuid.uuid4().hex[:16]}"
        self._command("CREATE DATABASE {} TEMPLATE template0", name)
        return name

    def drop(self, database: str) -> None:
        """Remove a database, and the connections that still use it."""
        self._command("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    @contextmanager
    def plain_role(self) -> Iterator[str]:
        """A database of a role that may log in and nothing else, as the manual makes them; its address."""
        name = f"helpdesk_plain_{uuid.uuid4().hex[:16]}"
        self._command("CREATE ROLE {} LOGIN PASSWORD 'plain'", name)
        try:
            self._command("CREATE DATABASE {0} OWNER {0} TEMPLATE template0", name)
            plain = self._url.set(username=name, password="plain", database=name)
            yield plain.render_as_string(hide_password=False)
        finally:
            self.drop(name)
            self._command("DROP ROLE {}", name)

    def run(self, database: str, command: LiteralString, *names: str) -> None:
        """Run SQL in one of its databases as the user who may do everything; `names` are identifiers in it."""
        address = self._url.set(drivername="postgresql", database=database).render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True, connect_timeout=10) as connection:
            connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

    def _command(self, command: LiteralString, database: str) -> None:
        self.run(str(self._url.database), command, database)


def program() -> str | None:
    """Where the server program is, None if it is not installed."""
    return needed("postgres", *PLACES)


def _make_cluster(directory: Path) -> None:
    server = program()
    if server is None:
        raise ServerFailed("PostgreSQL is not installed")
    options = ["-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = as_server_user([str(Path(server).with_name("initdb")), "-D", str(directory / "data"), *options])
    made = subprocess.run(command, cwd="/", capture_output=True, text=True)
    if made.returncode:
        raise ServerFailed(f"initdb failed:\n{made.stdout}{made.stderr}")


def _start(directory: Path) -> PostgresServer:
    """Start the cluster on a free port; another one if somebody takes it at the same moment."""
    for attempt in range(_ATTEMPTS):
        port = free_ports(1)[0]
        url = URL.create("postgresql+psycopg", username=_USER, host=HOST, port=port, database="postgres")
        options = ["-h", HOST, "-p", str(port), "-k", str(directory), "-F", "-c", "shared_buffers=32MB"]
        argv = [str(program()), "-D", str(directory / "data"), *options]
        ready = partial(_serves, url, directory / "data")
        daemon = Daemon(argv, directory / "log", ready, stop_signal=signal.SIGINT)
        try:
            daemon.start()
        except ServerFailed:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return PostgresServer(url, daemon)
    raise AssertionError("unreachable")


def _serves(url: URL, data: Path) -> bool:
    """Whether this cluster, and not another one on the same port, takes connections."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=2) as connection:
            return connection.execute("SHOW data_directory").fetchone() == (str(data),)
    except psycopg.OperationalError:
        return False
