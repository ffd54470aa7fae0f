"""The worker beside servers that fail: what goes on, what is told, what is repeated (MG1, MG13, MO1, TF4; rule 8).

It runs in this process, with a real Dovecot and a real mail server. Its pauses after a failure are shortened; how they
grow is asserted apart.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from helpdesk_tui.config import Settings
from helpdesk_tui.config.settings import SmtpSettings
from helpdesk_tui.desk.actions.gateways import AddGateway, EditGateway, GatewaySettings, NotePoll
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.redirect import Delay
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadGateways, ReadHealth, ReadOutbox, ReadQueue, ReadTicket
from helpdesk_tui.screens.health import MailWords, mail_words
from helpdesk_tui.views import GatewayHealth, MailReport
from helpdesk_tui.vocab import GatewayType, OutboxState, QueueView, TlsMode
from helpdesk_tui.worker import Worker
from tests.desks import HANS, NINE, MadeDesk
from tests.e2e.live import until
from tests.servers.daemon import free_ports
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Fault, Place, SmtpSink

SECRET, POST = "DESK_IMAP_PASSWORD", "post@desk.example"


@dataclass
class Run:
    """A worker at work: what it told of each email, and what it said of what went wrong."""

    worker: Worker
    reports: list[MailReport] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def subjects(self) -> list[str]:
        """The subjects of the emails that were told of, in their order."""
        return [report.parsed.subject if report.parsed else "" for report in self.reports]

    def told(self, words: str) -> bool:
        """Whether it said this of something."""
        return any(words in line for line in self.said)


@pytest.fixture(scope="module")
def parsers() -> Iterator[ParserPool]:
    """Parser children, as the worker has them."""
    with ParserPool(1) as pool:
        yield pool


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a second until the next poll, whatever became of the last one; the heartbeat comes every second."""
    monkeypatch.setattr(NotePoll, "wait_seconds", property(lambda note: 0.1))
    monkeypatch.setattr("helpdesk_tui.worker._HEARTBEAT_SECONDS", 0.0)


@contextmanager
def working(desk: MadeDesk, parsers: ParserPool, smtp: int = 1) -> Iterator[Run]:
    """A worker on this desk, its mail going out at this port; stopped cleanly at the end."""
    settings = Settings(None, desk.where, smtp=SmtpSettings("127.0.0.1", given_port=smtp, given_tls="none"))
    reports: list[MailReport] = []
    said: list[str] = []
    worker = Worker(desk.system, settings, parsers, reports.append, said.append)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            worker.run()
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=work, name="worker under test")
    thread.start()
    try:
        yield Run(worker, reports, said)
    finally:
        worker.stopping.set()
        thread.join(20)
    assert not thread.is_alive()
    assert failures == []
    left = [one.name for one in threading.enumerate() if one.name.startswith(("gateway ", "outbox"))]
    assert left == []


@pytest.fixture
def imap(desk: MadeDesk, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Dovecot:
    """The gateway `post` polls this server; the desk's own gateways are switched off."""
    monkeypatch.setenv(SECRET, dovecot.password)
    for gateway in desk.system.read(ReadGateways()):
        desk.gary.perform(EditGateway(gateway.name, GatewaySettings(enabled=False)))
    desk.gary.perform(AddGateway("post", GatewayType.IMAP, POST, "Tech", mailbox(dovecot)))
    return dovecot


def mailbox(server: Dovecot, port: int = 0, folder: str = "INBOX") -> GatewaySettings:
    """The settings of a gateway on the server."""
    return GatewaySettings(
        host=server.host, port=port or server.ports.imaps, tls=TlsMode.TLS, login=server.user,
        password=f"env:{SECRET}", ca_file=str(server.ca), interval=10, folder=folder, enabled=True,
    )  # fmt: skip


def letter(number: int) -> bytes:
    """An email of a client."""
    return (
        f"From: Hans <{HANS}>\r\nTo: {POST}\r\nSubject: Mail {number}\r\n"
        f"Message-ID: <worker{number}@mail.example>\r\n\r\nHello {number}.\r\n"
    ).encode()


def gateway_health(desk: MadeDesk, name: str) -> GatewayHealth:
    """What `status` and the status bar are told of a gateway."""
    return next(one for one in desk.system.read(ReadHealth()).gateways if one.name == name)


def two_turns(desk: MadeDesk) -> None:
    """Wait until the worker has looked at the clock twice, so that it did all it would do now."""
    for _ in range(2):
        desk.clock.forward(seconds=1)
        until(lambda: desk.system.read(ReadHealth()).worker_seen == desk.clock.now(), what="a heartbeat")


def failures(desk: MadeDesk, name: str) -> int:
    """How many polls in a row went wrong."""
    return next(one.failures for one in desk.system.read(ReadGateways()) if one.name == name)


@pytest.mark.usefixtures("impatient")
def test_a_bad_gateway_stops_no_other(desk: MadeDesk, imap: Dovecot, parsers: ParserPool) -> None:
    """Rule 8: beside one whose server is not there mail goes on; the failure is told, and shown."""
    [closed] = free_ports(1)
    desk.gary.perform(AddGateway("bad", GatewayType.IMAP, "bad@desk.example", "Sales", mailbox(imap, closed)))
    with working(desk, parsers) as run:
        imap.append(letter(1))
        until(lambda: run.subjects == ["Mail 1"], what="the first email")
        until(lambda: failures(desk, "bad") >= 2, what="two failures")
        imap.append(letter(2))
        until(lambda: run.subjects == ["Mail 1", "Mail 2"], what="the second email")
        bad, good = gateway_health(desk, "bad"), gateway_health(desk, "post")
        assert (bad.error != "", bad.last_poll, good.error) == (True, None, "")
        assert run.told(f"bad: {bad.error}")
        assert not run.told("post: ")
        assert mail_words(desk.system.read(ReadHealth())) == MailWords(f"mail bad: {bad.error}", "mail failing", True)


@pytest.mark.usefixtures("impatient")
def test_a_server_goes_and_comes_back(desk: MadeDesk, imap: Dovecot, parsers: ParserPool) -> None:
    """MG1, MG13: down, it is told, noted and shown; back again, every email is taken once, and the error is gone."""
    with working(desk, parsers) as run:
        imap.append(letter(1))
        until(lambda: run.subjects == ["Mail 1"], what="the first email")
        imap.kill()
        until(lambda: failures(desk, "post") >= 2, what="two failures")
        down = gateway_health(desk, "post")
        assert down.error
        assert mail_words(desk.system.read(ReadHealth())) == MailWords(f"mail post: {down.error}", "mail failing", True)
        assert run.told(f"post: {down.error}")
        for number in (2, 3):
            imap.deliver(letter(number))
        imap.start()
        until(lambda: len(run.reports) == 3, what="what came meanwhile")
        until(lambda: gateway_health(desk, "post").error == "", what="all is well again")
    assert sorted(run.subjects) == ["Mail 1", "Mail 2", "Mail 3"]
    assert {report.outcome.value for report in run.reports} == {"ticket_created"}
    assert failures(desk, "post") == 0
    assert [sorted(flags) for flags in imap.flags().values()] == [["\\Seen"]] * 3
    tickets = desk.gary.read(ReadQueue(view=QueueView.ALL)).rows
    assert sorted(row.subject for row in tickets) == ["Mail 1", "Mail 2", "Mail 3"]


def test_pauses_grow() -> None:
    """Rule 8: a minute after the first failure, twice as long after each further one, an hour at most."""
    waits = [NotePoll(1, error="Down.", interval=10, failures=number).wait_seconds for number in (1, 2, 3, 7, 50)]
    assert waits == [60, 120, 240, 3600, 3600]
    assert NotePoll(1, error="Down.", failures=1, jitter=1.0).wait_seconds == 75
    assert NotePoll(1, error="", interval=10, failures=5).wait_seconds == 10


@pytest.mark.usefixtures("impatient")
def test_changed_settings_are_picked_up(desk: MadeDesk, imap: Dovecot, parsers: ParserPool) -> None:
    """MG1: another folder, switched off, switched on: the worker that runs does as it is told."""
    with imap.client() as client:
        client.create_folder("Other")
    with working(desk, parsers) as run:
        imap.append(letter(1))
        until(lambda: run.subjects == ["Mail 1"], what="the first email")
        desk.gary.perform(EditGateway("post", GatewaySettings(folder="Other")))
        imap.append(letter(2), "Other")
        until(lambda: run.subjects == ["Mail 1", "Mail 2"], what="the email in the other folder")
        desk.gary.perform(EditGateway("post", GatewaySettings(enabled=False)))
        until(lambda: not run.worker._threads, what="the thread ended")
        imap.append(letter(3), "Other")
        desk.gary.perform(EditGateway("post", GatewaySettings(enabled=True)))
        until(lambda: run.subjects == ["Mail 1", "Mail 2", "Mail 3"], what="switched on again")


@pytest.mark.usefixtures("impatient")
def test_a_mail_server_refuses_and_takes(desk: MadeDesk, smtp_sink: SmtpSink, parsers: ParserPool) -> None:
    """MO1, rule 18: what cannot be sent stays, says why, and goes when the server is there again, once."""
    desk.gary.perform(EditGateway("support", GatewaySettings(enabled=False)))
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "It is up again."))
    smtp_sink.fault = Fault(Place.CONNECT, "421 4.3.2 closed for today")
    desk.clock.forward(minutes=1)

    def mail() -> tuple[OutboxState, int, str]:
        [row] = desk.gary.read(ReadOutbox())
        return row.state, row.attempts, row.error

    with working(desk, parsers, smtp_sink.port):
        until(lambda: mail()[1] == 1 and mail()[0] is OutboxState.RETRY, what="the first attempt")
        assert "closed for today" in mail()[2]
        desk.clock.forward(minutes=1)
        until(lambda: mail()[1] == 2 and mail()[0] is OutboxState.RETRY, what="the second attempt")
        smtp_sink.fault = None
        assert smtp_sink.messages == []
        desk.clock.forward(minutes=2)
        until(lambda: mail()[0] is OutboxState.SENT, what="sent")
        two_turns(desk)
    [received] = smtp_sink.messages
    assert received.rcpt_tos == (HANS,)
    assert received.message.get_content().strip() == "It is up again."


@pytest.mark.usefixtures("impatient")
def test_delayed_tickets_come_back(desk: MadeDesk, parsers: ParserPool) -> None:
    """TF4: the worker brings a delayed ticket back when its time has come, not before."""
    desk.gary.perform(EditGateway("support", GatewaySettings(enabled=False)))
    number = desk.ticket()
    desk.gary.perform(Take(number))
    desk.gary.perform(Delay(number, NINE + timedelta(hours=2)))
    with working(desk, parsers):
        desk.clock.forward(minutes=119)
        two_turns(desk)
        assert desk.gary.read(ReadTicket(number)).row.delayed
        desk.clock.forward(minutes=2)
        until(lambda: not desk.gary.read(ReadTicket(number)).row.delayed, what="back in the queue")
    assert desk.gary.read(ReadTicket(number)).row.returned
