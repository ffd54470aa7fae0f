"""Fixtures for real servers: PostgreSQL, Dovecot, an SMTP sink.

A server whose program is missing skips the tests that need it, with a reason; `HELPDESK_TEST_SERVICES=required`
makes that a failure. Each worker of a parallel run starts servers of its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.servers.certificates import Certificates, make_certificates
from tests.servers.daemon import as_root, own_directory
from tests.servers.smtp import SmtpSink, Tls

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot
    from tests.servers.postgres import PostgresServer

REQUIRED = "HELPDESK_TEST_SERVICES"


class SinkMaker(Protocol):
    """Starts a mail server that runs until the end of the test."""

    def __call__(self, tls: Tls = Tls.NONE, *, login: bool = False) -> SmtpSink:
        """A server that speaks TLS in a way, and lets only those who log in send."""


def missing(what: str) -> None:
    """Skip the test because something is not installed, or fail it where all services are required."""
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{what}, and {REQUIRED}=required", pytrace=False)
    pytest.skip(what)


def _need(program: str | None, name: str) -> None:
    if program is None:
        missing(f"{name} is not installed")
    if as_root() and shutil.which("setpriv") is None:
        missing(f"{name} does not run as root, and setpriv is not installed")


@pytest.fixture(scope="session")
def certificates() -> Iterator[Certificates]:
    """A throw-away authority and a server certificate for `localhost` and `127.0.0.1`."""
    if shutil.which("openssl") is None:
        missing("openssl is not installed")
    directory = own_directory("certificates")
    yield make_certificates(directory)
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL server of `TEST_DATABASE_URL`, or one of our own for this run."""
    if find_spec("psycopg") is None:
        missing("psycopg is not installed")
    from tests.servers import postgres

    if url := os.environ.get("TEST_DATABASE_URL"):
        yield postgres.PostgresServer.at(url)
        return
    _need(postgres.program(), "PostgreSQL")
    with postgres.PostgresServer.running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address (`postgresql+psycopg://...`) of an empty database that is gone after the test."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    """A Dovecot of this test's own, its mailbox empty."""
    from tests.servers import dovecot as servers

    _need(servers.program(), "Dovecot")
    with servers.Dovecot.running(certificates) as server:
        yield server


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server without TLS and without login."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def smtp_sinks(certificates: Certificates) -> Iterator[SinkMaker]:
    """Makes mail servers with TLS and login, stopped after the test."""
    with ExitStack() as running:

        def make(tls: Tls = Tls.NONE, *, login: bool = False) -> SmtpSink:
            return running.enter_context(SmtpSink(certificates.server_context(), tls, login))

        yield make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the log of a test's Dovecot beside its failure."""
    report = yield
    server = getattr(item, "funcargs", {}).get("dovecot")
    if report.failed and server is not None and call.when == "call":
        report.sections.append(("Dovecot log", server.log))
    return report
