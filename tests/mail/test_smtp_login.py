"""TLS and login at the server that takes outgoing mail (SPEC MO1; rules 9 and 47)."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.mail.outgoing.smtp import SendResult
from helpdesk_tui.vocab import OutboxState, TlsMode
from tests.mail.scripted import Scripted
from tests.mail.sending import Sending, send, smtp
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.smtp import PASSWORD, USER, SmtpSink, Tls

if TYPE_CHECKING:
    from tests.services import SinkMaker


@pytest.mark.parametrize(("tls", "mode"), [(Tls.STARTTLS, TlsMode.STARTTLS), (Tls.IMPLICIT, TlsMode.TLS)])
def test_mo1_tls_and_login(
    smtp_sinks: SinkMaker, certificates: Certificates, sender: Sending, tls: Tls, mode: TlsMode
) -> None:
    sink = smtp_sinks(tls, login=True)
    sending = sender(
        sink.port,
        host="localhost",
        tls=mode,
        login=USER,
        password=lambda: PASSWORD,
        ca_file=str(certificates.authority),
    )
    assert send(sending) == SendResult(OutboxState.SENT)
    (kept,) = sink.wait(1)
    assert (kept.tls, kept.user) == (True, USER)


def test_rule_9_starttls_that_is_refused_gets_nothing_either(sender: Sending) -> None:
    own = {"EHLO": [b"250-mail.acme.example", b"250 STARTTLS"], "STARTTLS": [b"454 4.7.0 not now"]}
    with Scripted(smtp(own)) as server:
        result = send(sender(server.port, tls=TlsMode.STARTTLS, login=USER, password=lambda: PASSWORD))
    assert result.state is OutboxState.RETRY
    assert "not now" in result.error
    assert [line.split()[0].upper() for line in server.heard if line] == [b"EHLO", b"STARTTLS"]


@pytest.mark.parametrize(("tls", "mode"), [(Tls.STARTTLS, TlsMode.STARTTLS), (Tls.IMPLICIT, TlsMode.TLS)])
def test_rule_9_a_stranger_s_certificate_gets_nothing(
    smtp_sinks: SinkMaker, sender: Sending, tmp_path: Path, tls: Tls, mode: TlsMode
) -> None:
    sink = smtp_sinks(tls, login=True)
    for trusted in ("", str(make_certificates(tmp_path).authority)):
        result = send(sender(sink.port, tls=mode, login=USER, password=lambda: PASSWORD, ca_file=trusted))
        assert result.state is OutboxState.RETRY
        assert "its certificate is not trusted" in result.error
    assert sink.messages == []


def test_mg2_without_tls_no_other_computer_is_spoken_to(sender: Sending) -> None:
    result = send(sender(25, host="mail.acme.example"))
    assert result == SendResult(
        OutboxState.RETRY, "mail.acme.example is another computer: the connection needs tls or starttls."
    )


def test_no_login_offered_is_a_matter_of_configuration(smtp_sink: SmtpSink, sender: Sending) -> None:
    with Scripted(smtp({})) as server:
        result = send(sender(server.port, login=USER, password=lambda: PASSWORD))
    assert result == SendResult(
        OutboxState.RETRY, "127.0.0.1 offers no login (AUTH) on this connection; check tls and login in [smtp]."
    )


@pytest.mark.parametrize("tls", [TlsMode.TLS, TlsMode.STARTTLS])
def test_rule_9_a_certificate_that_signed_itself_gets_nothing(
    certificates: Certificates, sender: Sending, tls: TlsMode
) -> None:
    """Without a file of ours the system's authorities count, and none of them signed it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.authority, certificates.authority.with_suffix(".key"))
    with SmtpSink(context, Tls.IMPLICIT if tls is TlsMode.TLS else Tls.STARTTLS, login=True) as sink:
        result = send(sender(sink.port, tls=tls, login=USER, password=lambda: PASSWORD))
        assert (result.state, sink.messages) == (OutboxState.RETRY, [])
        assert "its certificate is not trusted (self-signed certificate)" in result.error


def test_rule_47_a_wrong_password_is_not_repeated_anywhere(
    smtp_sinks: SinkMaker, certificates: Certificates, sender: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sink = smtp_sinks(Tls.STARTTLS, login=True)
    sending = sender(
        sink.port, tls=TlsMode.STARTTLS, login=USER, password=lambda: "hunter2", ca_file=str(certificates.authority)
    )
    result = send(sending)
    assert result.state is OutboxState.RETRY
    assert "did not accept the login support" in result.error
    assert "hunter2" not in result.error + repr(sending) + repr(sending._route) + caplog.text
    assert "password" not in repr(sending._route)


def test_rule_47_a_server_that_repeats_the_password_does_not_get_it_into_the_error(sender: Sending) -> None:
    own = {"EHLO": [b"250-mail.acme.example", b"250 AUTH PLAIN"], "AUTH": [b"535 hunter2 is wrong"]}
    with Scripted(smtp(own)) as server:
        result = send(sender(server.port, login=USER, password=lambda: "hunter2"))
    assert "535 *** is wrong" in result.error


@pytest.mark.parametrize(
    ("offer", "said"), [(b"AUTH PLAIN LOGIN", b"AUTH PLAIN AHN1cHBvcnQAcMOkc3M="), (b"AUTH LOGIN", None)]
)
def test_a_password_in_any_script_goes_by_plain_or_not_at_all(
    sender: Sending, offer: bytes, said: bytes | None
) -> None:
    with Scripted(smtp({"EHLO": [b"250-mail.acme.example", b"250 " + offer]})) as server:
        result = send(sender(server.port, login="support", password=lambda: "päss"))
    assert result.state is (OutboxState.SENT if said else OutboxState.RETRY)
    assert [line for line in server.heard if line.startswith(b"AUTH")] == ([said] if said else [])


def test_a_server_without_plain_gets_what_smtplib_knows(sender: Sending) -> None:
    own = {
        "EHLO": [b"250-mail.acme.example", b"250 AUTH LOGIN"],
        "AUTH LOGIN": [b"334 UGFzc3dvcmQ6"],
        "c2VjcmV0$": [b"235 welcome"],
        "d3Jvbmc=$": [b"535 5.7.8 no"],
    }
    with Scripted(smtp(own)) as server:
        assert send(sender(server.port, login="support", password=lambda: "secret")).state is OutboxState.SENT
        result = send(sender(server.port, login="support", password=lambda: "wrong"))
    assert (result.state, "did not accept the login support" in result.error) == (OutboxState.RETRY, True)


def test_a_password_that_is_not_there_is_told_and_nothing_is_sent(smtp_sink: SmtpSink, sender: Sending) -> None:
    def missing() -> str:
        raise WrongUsage("The password was looked for in the variable X, which holds none.")

    result = send(sender(smtp_sink.port, login="support", password=missing))
    assert result == SendResult(OutboxState.RETRY, "The password was looked for in the variable X, which holds none.")
    assert smtp_sink.connections == 0


def test_what_the_server_says_reaches_no_terminal_as_it_is(sender: Sending) -> None:
    with Scripted(smtp({"RCPT": [b"550 \x1b]0;owned\x07 no"]})) as server:
        result = send(sender(server.port))
    assert "\x1b" not in result.error + "".join(result.refused.values())
