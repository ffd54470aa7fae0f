"""The real servers the other tests rely on: a round trip on each, and each of their faults."""

from __future__ import annotations

import imaplib
import poplib
import smtplib
import ssl
from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from tests import services
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.daemon import Daemon, ServerFailed
from tests.servers.dovecot import Dovecot
from tests.servers.postgres import PostgresServer
from tests.servers.smtp import DROP, HANG, Fault, Place, SmtpSink, Tls
from tests.services import SinkMaker

MAIL = b"From: anna@acme.example\r\nTo: support@desk.example\r\nSubject: Disk full\r\n\r\n.\r\nZo\xc3\xab\r\n"
SECONDS = 10


# What is missing


def test_a_missing_program_skips_with_a_plain_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HELPDESK_TEST_SERVICES", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"^Dovecot is not installed$"):
        services.missing("Dovecot is not installed")


def test_a_missing_program_fails_where_services_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPDESK_TEST_SERVICES", "required")
    # A skip that came through here would skip this test and hide itself.
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception)) as caught:
        services.missing("Dovecot is not installed")
    assert caught.type is pytest.fail.Exception
    assert str(caught.value) == "Dovecot is not installed, and HELPDESK_TEST_SERVICES=required"


def test_a_server_that_does_not_start_says_what_it_logged(tmp_path: Path) -> None:
    script = "echo 'cannot open its mail'; exit 4"
    daemon = Daemon(["sh", "-c", script], tmp_path / "log", ready=lambda: False)
    with pytest.raises(ServerFailed, match="cannot open its mail"):
        daemon.start()
    assert not daemon.running


def test_a_server_that_never_serves_is_ended(tmp_path: Path) -> None:
    daemon = Daemon(["sleep", "600"], tmp_path / "log", ready=lambda: False, ready_seconds=0.05)
    with pytest.raises(ServerFailed):
        daemon.start()
    assert not daemon.running


# PostgreSQL


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_an_empty_database(postgres_url: str, time: str) -> None:
    assert postgres_url.startswith("postgresql+psycopg://")
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (body text)")
        connection.exec_driver_sql("INSERT INTO note VALUES ('Zoë 日本')")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT body FROM note").scalar_one() == "Zoë 日本"
    engine.dispose()


def test_a_database_goes_though_somebody_uses_it(postgres_server: PostgresServer) -> None:
    name = postgres_server.create()
    address = postgres_server.url(name).replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        postgres_server.drop(name)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address)


def test_a_server_that_is_there_already_is_used(postgres_url: str) -> None:
    server = PostgresServer.at(postgres_url.replace("+psycopg", ""))
    name = server.create()
    with psycopg.connect(server.url(name).replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == (name,)
    server.drop(name)
    with pytest.raises(ServerFailed, match="not ours"):
        server.restart()


# Dovecot


def test_imap_sees_what_was_delivered_and_leaves_it_unseen(dovecot: Dovecot) -> None:
    """Rule 2: `BODY.PEEK[]` sets no flag; the fixture must be able to tell."""
    context = ssl.create_default_context(cafile=str(dovecot.ca))
    with IMAPClient(dovecot.host, port=dovecot.ports.imaps, ssl_context=context, timeout=SECONDS) as client:
        client.login(dovecot.user, dovecot.password)
        client.select_folder("INBOX")
        assert client.search("UNSEEN") == []
        dovecot.deliver(MAIL)
        client.noop()
        assert client.search("UNSEEN") == [1]
        assert client.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"] == MAIL
        assert dovecot.flags() == {1: frozenset()}
        client.add_flags([1], [rb"\Seen"])
        assert dovecot.flags() == {1: frozenset({r"\Seen"})}
    assert dovecot.messages() == {1: MAIL}


def test_append_gives_the_uid_and_keeps_the_flags(dovecot: Dovecot) -> None:
    with dovecot.client() as client:
        client.create_folder("Archive/2026")
    dovecot.deliver(MAIL)
    assert dovecot.append(MAIL, flags=[rb"\Flagged"]) == 2
    assert dovecot.append(MAIL, folder="Archive/2026") == 1
    assert dovecot.flags() == {1: frozenset(), 2: frozenset({r"\Flagged"})}


def test_starttls_is_good_for_its_authority_only(dovecot: Dovecot, tmp_path: Path) -> None:
    """Rule 9."""
    with IMAPClient("localhost", port=dovecot.ports.imap, ssl=False, timeout=SECONDS) as client:
        client.starttls(ssl.create_default_context(cafile=str(dovecot.ca)))
        client.login(dovecot.user, dovecot.password)
    stranger = make_certificates(tmp_path).client_context()
    with (
        IMAPClient("localhost", port=dovecot.ports.imap, ssl=False, timeout=SECONDS) as client,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        client.starttls(stranger)


def test_a_wrong_password_is_refused(dovecot: Dovecot) -> None:
    context = ssl.create_default_context(cafile=str(dovecot.ca))
    with (
        IMAPClient(dovecot.host, port=dovecot.ports.imaps, ssl_context=context, timeout=SECONDS) as client,
        pytest.raises(LoginError, match="Authentication failed"),
    ):
        client.login(dovecot.user, "wrong")


@pytest.mark.parametrize("encrypted", [False, True])
def test_pop3_deletes_at_quit_only(dovecot: Dovecot, encrypted: bool) -> None:
    """RFC 1939 section 6: without QUIT nothing is deleted."""
    dovecot.deliver(MAIL)

    def connect() -> poplib.POP3:
        if encrypted:
            context = ssl.create_default_context(cafile=str(dovecot.ca))
            client: poplib.POP3 = poplib.POP3_SSL(dovecot.host, dovecot.ports.pop3s, timeout=SECONDS, context=context)
        else:
            client = poplib.POP3(dovecot.host, dovecot.ports.pop3, timeout=SECONDS)
        client.user(dovecot.user)
        client.pass_(dovecot.password)
        return client

    broken = connect()
    names = broken.uidl()[1]
    assert b"\r\n".join(broken.retr(1)[1]) + b"\r\n" == MAIL
    broken.dele(1)
    broken.close()
    whole = connect()
    assert whole.uidl()[1] == names
    whole.dele(1)
    whole.quit()
    assert dovecot.messages() == {}


def test_lmtp_delivers(dovecot: Dovecot) -> None:
    """RFC 2033."""
    if dovecot.ports.lmtp is None:
        services.missing("Dovecot's LMTP server is not installed")
    assert dovecot.ports.lmtp is not None
    with smtplib.LMTP(dovecot.host, dovecot.ports.lmtp) as client:
        client.sendmail("anna@acme.example", [dovecot.user], MAIL)
    ((uid, raw),) = dovecot.messages().items()
    assert uid == 1
    assert raw.endswith(MAIL)


def test_a_killed_server_breaks_its_clients_and_keeps_the_mail(dovecot: Dovecot) -> None:
    dovecot.deliver(MAIL)
    with dovecot.client() as client:
        client.select_folder("INBOX")
        dovecot.kill()
        with pytest.raises((imaplib.IMAP4.abort, OSError)):
            client.noop()
    dovecot.start()
    assert dovecot.messages() == {1: MAIL}


def test_a_restart_says_goodbye_and_comes_back_on_the_same_ports(dovecot: Dovecot) -> None:
    ports = dovecot.ports
    validity = dovecot.uidvalidity()
    with dovecot.client() as client:
        dovecot.restart()
        with pytest.raises((imaplib.IMAP4.error, OSError)):
            client.select_folder("INBOX")
    assert dovecot.ports == ports
    assert dovecot.uidvalidity() == validity


def test_a_new_uidvalidity_gives_the_same_mail_a_new_name(dovecot: Dovecot) -> None:
    """Rule 5; RFC 9051 section 2.3.1.1."""
    for name in (b"one", b"two", b"three"):
        dovecot.deliver(MAIL + name)
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.delete_messages([1])
        client.expunge()
    before = dovecot.uidvalidity()
    assert dovecot.messages() == {2: MAIL + b"two", 3: MAIL + b"three"}
    after = dovecot.new_uidvalidity()
    assert after > before
    assert dovecot.uidvalidity() == after
    assert dovecot.messages() == {1: MAIL + b"two", 2: MAIL + b"three"}


# SMTP


def send(sink: SmtpSink, *recipients: str) -> dict[str, tuple[int, bytes]]:
    """Send `MAIL` from Anna without TLS; returns the recipients that were refused."""
    with smtplib.SMTP(sink.host, sink.port, timeout=SECONDS) as client:
        return client.sendmail("anna@acme.example", recipients or ("bob@acme.example",), MAIL)


def test_a_message_is_kept_as_it_came(smtp_sink: SmtpSink) -> None:
    send(smtp_sink, "bob@acme.example", "eve@acme.example")
    (kept,) = smtp_sink.wait(1)
    assert kept.raw == MAIL
    assert (kept.mail_from, kept.rcpt_tos) == ("anna@acme.example", ("bob@acme.example", "eve@acme.example"))
    assert (kept.message["Subject"], kept.tls, kept.user) == ("Disk full", False, None)
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=SECONDS) as client:
        client.sendmail("", ["bob@acme.example"], MAIL)
    assert [each.mail_from for each in smtp_sink.wait(2)] == ["anna@acme.example", ""]
    assert smtp_sink.connections == 2


def test_waiting_for_more_than_comes_says_how_many_came(smtp_sink: SmtpSink) -> None:
    send(smtp_sink)
    with pytest.raises(AssertionError, match="1 of 2 messages"):
        smtp_sink.wait(2, seconds=0.05)


def test_starttls_and_login_are_demanded(smtp_sinks: SinkMaker, certificates: Certificates) -> None:
    sink = smtp_sinks(Tls.STARTTLS, login=True)
    with smtplib.SMTP("localhost", sink.port, timeout=SECONDS) as client:
        client.ehlo()
        assert client.has_extn("starttls")
        assert client.mail("anna@acme.example") == (530, b"Must issue a STARTTLS command first")
        client.starttls(context=certificates.client_context())
        assert client.ehlo()[0] == 250
        assert client.mail("anna@acme.example")[0] == 530
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("support", "wrong")
        client.login("support", "secret")
        client.sendmail("anna@acme.example", ["bob@acme.example"], MAIL)
    (kept,) = sink.wait(1)
    assert (kept.tls, kept.user) == (True, "support")


def test_implicit_tls(smtp_sinks: SinkMaker, certificates: Certificates) -> None:
    sink = smtp_sinks(Tls.IMPLICIT, login=True)
    context = certificates.client_context()
    with smtplib.SMTP_SSL("localhost", sink.port, timeout=SECONDS, context=context) as client:
        client.login("support", "secret")
        client.sendmail("anna@acme.example", ["bob@acme.example"], MAIL)
    assert [(kept.tls, kept.user) for kept in sink.wait(1)] == [(True, "support")]
    with pytest.raises(ssl.SSLCertVerificationError):
        smtplib.SMTP_SSL("localhost", sink.port, timeout=SECONDS, context=ssl.create_default_context())


@pytest.mark.parametrize("reply", ["450 4.2.0 try later", "550 5.1.1 nobody here"])
def test_a_refused_recipient(smtp_sink: SmtpSink, reply: str) -> None:
    """Rule 19: one bad recipient does not block the others, and nothing is raised for it."""
    smtp_sink.fault = Fault(Place.RCPT, reply, only={"eve@acme.example"})
    code, text = int(reply[:3]), reply[4:].encode()
    assert send(smtp_sink, "bob@acme.example", "eve@acme.example") == {"eve@acme.example": (code, text)}
    assert [kept.rcpt_tos for kept in smtp_sink.wait(1)] == [("bob@acme.example",)]
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(smtp_sink, "eve@acme.example")
    assert refused.value.recipients == {"eve@acme.example": (code, text)}
    assert len(smtp_sink.messages) == 1


@pytest.mark.parametrize("reply", ["451 4.3.0 disk full", "554 5.6.0 not wanted"])
@pytest.mark.parametrize(("place", "kept"), [(Place.DATA, 0), (Place.KEPT, 1)])
def test_a_refusal_after_the_message(smtp_sink: SmtpSink, place: Place, kept: int, reply: str) -> None:
    smtp_sink.fault = Fault(place, reply)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(smtp_sink)
    assert refused.value.smtp_code == int(reply[:3])
    assert len(smtp_sink.messages) == kept
    smtp_sink.fault = None
    assert send(smtp_sink) == {}
    assert len(smtp_sink.messages) == kept + 1


@pytest.mark.parametrize("what", [DROP, HANG])
@pytest.mark.parametrize(("place", "kept"), [(Place.DATA, 0), (Place.KEPT, 1)])
def test_a_client_cannot_tell_whether_a_broken_dialogue_was_kept(
    smtp_sink: SmtpSink, place: Place, kept: int, what: str
) -> None:
    """Rule 18: lost after the final dot is unknown; the sink knows what became of it."""
    smtp_sink.fault = Fault(place, what)
    client = smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=SECONDS)
    client.ehlo()
    assert client.sock is not None
    client.sock.settimeout(0.2 if what == HANG else SECONDS)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)) as broken:
        client.sendmail("anna@acme.example", ["bob@acme.example"], MAIL)
    assert ("timed out" in str(broken.value)) is (what == HANG)
    client.close()
    assert len(smtp_sink.messages) == kept


def test_a_server_that_does_not_greet(smtp_sink: SmtpSink) -> None:
    smtp_sink.fault = Fault(Place.CONNECT, "421 4.3.2 closing")
    with pytest.raises(smtplib.SMTPConnectError, match="421"):
        smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=SECONDS)
    smtp_sink.fault = Fault(Place.CONNECT, DROP)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)) as dropped:
        smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=SECONDS)
    assert "timed out" not in str(dropped.value)
    smtp_sink.fault = Fault(Place.CONNECT, HANG)
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=0.2)
