"""Sending over SMTP: every row of the fault table (SPEC MO1; rules 9, 18, 19, 47)."""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.mail.render import render
from helpdesk_tui.mail.smtp import SendResult, SmtpRoute, SmtpSender
from helpdesk_tui.views import OutgoingMail
from helpdesk_tui.vocab import OutboxState, TlsMode
from tests.mail.making import outgoing
from tests.mail.scripted import Peer, Scripted
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.smtp import DROP, HANG, PASSWORD, USER, Fault, Place, SmtpSink, Tls

if TYPE_CHECKING:
    from tests.services import SinkMaker

ANNA, BEN = "anna@client.example", "ben@client.example"
BOTH = outgoing(to=(ANNA, BEN))

Sending = Callable[..., SmtpSender]


@pytest.fixture
def sender() -> Iterator[Sending]:
    """Makes senders that are closed after the test; by default to a server without TLS, impatient."""
    with ExitStack() as opened:

        def make(port: int, **values: object) -> SmtpSender:
            route = {"host": "127.0.0.1", "tls": TlsMode.NONE, "seconds": 5.0, "final_seconds": 5.0} | values
            made = SmtpSender(SmtpRoute(port=port, **route))  # type: ignore[arg-type]
            opened.callback(made.close)
            return made

        yield make


def send(sender: SmtpSender, mail: OutgoingMail | None = None) -> SendResult:
    mail = mail or outgoing()
    return sender.send(mail, render(mail))


def no_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ------------------------------------------------------------ it works


def test_mo1_the_mail_arrives_as_it_was_rendered(smtp_sink: SmtpSink, sender: Sending) -> None:
    mail = outgoing(to=(ANNA,), cc=(BEN,), text=".\n..\n.hidden\nGrüße\n")
    assert send(sender(smtp_sink.port), mail) == SendResult(OutboxState.SENT)
    (kept,) = smtp_sink.wait(1)
    assert kept.raw == render(mail)
    assert (kept.mail_from, kept.rcpt_tos) == ("support@acme.example", (ANNA, BEN))


def test_rule_16_a_notice_has_a_null_envelope_sender(smtp_sink: SmtpSink, sender: Sending) -> None:
    send(sender(smtp_sink.port), outgoing(null_sender=True))
    (kept,) = smtp_sink.wait(1)
    assert kept.mail_from == ""
    assert kept.message["From"] == "Acme support <support@acme.example>"


def test_one_connection_takes_many_mails_and_a_refused_one_does_not_end_it(
    smtp_sink: SmtpSink, sender: Sending
) -> None:
    sending = sender(smtp_sink.port)
    send(sending)
    smtp_sink.fault = Fault(Place.RCPT, "550 5.1.1 no such user")
    assert send(sending).state is OutboxState.FAILED
    smtp_sink.fault = Fault(Place.DATA, "554 5.7.1 spam")
    assert send(sending).state is OutboxState.FAILED
    smtp_sink.fault = None
    assert send(sending).state is OutboxState.SENT
    assert (len(smtp_sink.wait(2)), smtp_sink.connections) == (2, 1)


def test_a_stale_connection_is_replaced_and_the_mail_is_sent_once(smtp_sink: SmtpSink, sender: Sending) -> None:
    sending = sender(smtp_sink.port)
    send(sending)
    smtp_sink.fault = Fault(Place.KEPT, DROP)
    assert send(sending).state is OutboxState.UNKNOWN
    smtp_sink.fault = None
    assert send(sending).state is OutboxState.SENT
    assert (len(smtp_sink.wait(3)), smtp_sink.connections) == (3, 2)


def test_an_address_twice_is_named_once(smtp_sink: SmtpSink, sender: Sending) -> None:
    send(sender(smtp_sink.port), outgoing(to=(ANNA, ANNA), cc=(ANNA,)))
    assert smtp_sink.wait(1)[0].rcpt_tos == (ANNA,)


def test_an_address_beyond_ascii_goes_by_smtputf8(smtp_sink: SmtpSink, sender: Sending) -> None:
    sending = sender(smtp_sink.port)
    assert send(sending, outgoing(to=("пётр@почта.example",))) == SendResult(OutboxState.SENT)
    assert send(sending) == SendResult(OutboxState.SENT)
    assert [kept.rcpt_tos for kept in smtp_sink.wait(2)] == [("пётр@xn--80a1acny.example",), (ANNA,)]


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


# ------------------------------------------------------------ the fault table of rule 18


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Fault(Place.CONNECT, "421 4.3.2 shutting down"), OutboxState.RETRY),
        (Fault(Place.CONNECT, "554 5.3.2 no service for you"), OutboxState.RETRY),
        (Fault(Place.CONNECT, DROP), OutboxState.RETRY),
        (Fault(Place.CONNECT, HANG), OutboxState.RETRY),
        (Fault(Place.RCPT, "450 4.2.1 try later"), OutboxState.RETRY),
        (Fault(Place.RCPT, "550 5.1.1 no such user"), OutboxState.FAILED),
        (Fault(Place.RCPT, "421 4.3.2 shutting down"), OutboxState.RETRY),
        (Fault(Place.RCPT, DROP), OutboxState.RETRY),
        (Fault(Place.RCPT, HANG), OutboxState.RETRY),
        (Fault(Place.DATA, "451 4.3.0 try later"), OutboxState.RETRY),
        (Fault(Place.DATA, "421 4.3.2 shutting down"), OutboxState.RETRY),
        (Fault(Place.DATA, "554 5.7.1 spam"), OutboxState.FAILED),
        (Fault(Place.DATA, DROP), OutboxState.UNKNOWN),
        (Fault(Place.DATA, HANG), OutboxState.UNKNOWN),
        (Fault(Place.KEPT, DROP), OutboxState.UNKNOWN),
        (Fault(Place.KEPT, HANG), OutboxState.UNKNOWN),
        (Fault(Place.KEPT, "what?"), OutboxState.UNKNOWN),
        (Fault(Place.KEPT, "354 go on"), OutboxState.UNKNOWN),
    ],
    ids=lambda value: f"{value.place.value} {value.what}" if isinstance(value, Fault) else str(value),
)
def test_rule_18_what_a_fault_means(smtp_sink: SmtpSink, sender: Sending, fault: Fault, state: OutboxState) -> None:
    smtp_sink.fault = fault
    result = send(sender(smtp_sink.port, seconds=0.5, final_seconds=0.5))
    assert result.state is state
    assert "127.0.0.1" in result.error
    if fault.what[:3].isdigit() and state is not OutboxState.UNKNOWN:
        assert fault.what[4:] in result.error
    assert len(smtp_sink.messages) == (1 if fault.place is Place.KEPT else 0)


def test_rule_18_nobody_listens(sender: Sending) -> None:
    port = no_port()
    result = send(sender(port))
    assert result == SendResult(OutboxState.RETRY, f"127.0.0.1 cannot be reached on port {port}: Connection refused.")


@pytest.mark.parametrize(
    ("what", "later"), [("550 5.1.1 no such user", frozenset()), ("450 4.2.1 mailbox busy", frozenset({ANNA}))]
)
def test_rule_19_one_bad_recipient_does_not_block_the_other(
    smtp_sink: SmtpSink, sender: Sending, what: str, later: frozenset[str]
) -> None:
    smtp_sink.fault = Fault(Place.RCPT, what, only=(ANNA,))
    result = send(sender(smtp_sink.port), BOTH)
    assert (result.state, result.refused, result.later) == (OutboxState.SENT, {ANNA: what}, later)
    assert ANNA in result.error
    assert smtp_sink.wait(1)[0].rcpt_tos == (BEN,)


def test_rule_18_a_server_that_closes_in_the_middle_of_the_recipients_has_taken_nothing(
    smtp_sink: SmtpSink, sender: Sending
) -> None:
    smtp_sink.fault = Fault(Place.RCPT, "421 4.3.2 shutting down", only=(BEN,))
    result = send(sender(smtp_sink.port), BOTH)
    assert (result.state, result.refused) == (OutboxState.RETRY, {})
    assert smtp_sink.messages == []


def test_rule_19_all_recipients_refused_is_a_failure_that_names_them(smtp_sink: SmtpSink, sender: Sending) -> None:
    smtp_sink.fault = Fault(Place.RCPT, "550 5.1.1 no such user")
    result = send(sender(smtp_sink.port), BOTH)
    assert result.state is OutboxState.FAILED
    assert result.refused == {ANNA: "550 5.1.1 no such user", BEN: "550 5.1.1 no such user"}


# ------------------------------------------------------------ what only a scripted server does


def smtp(own: dict[str, list[bytes]], greeting: bytes = b"220 mail.acme.example") -> Callable[[Peer], None]:
    """A server that takes everything, with answers of its own; an answer DROP hangs up."""
    rules = own | {name: lines for name, lines in TAKES_ALL.items() if name not in own}

    def dialogue(peer: Peer) -> None:
        peer.say(greeting)
        for line in peer.lines():
            answer = next((rules[rule] for rule in rules if re.match(rule, line.decode(), re.IGNORECASE)), [])
            peer.say(*(part for part in answer if part != b"DROP"))
            if b"DROP" in answer or line == b"QUIT":
                return

    return dialogue


TAKES_ALL = {
    "EHLO": [b"250-mail.acme.example", b"250 HELP"],
    "AUTH": [b"235 welcome"],
    "MAIL|RCPT|RSET": [b"250 OK"],
    "DATA": [b"354 go on"],
    r"\.$": [b"250 kept"],
    "QUIT": [b"221 bye"],
}


@pytest.mark.parametrize(
    ("own", "state"),
    [
        ({"MAIL": [b"451 4.3.0 try later"]}, OutboxState.RETRY),
        ({"MAIL": [b"553 5.1.8 sender not allowed"]}, OutboxState.FAILED),
        ({"MAIL": [b"nonsense"]}, OutboxState.RETRY),
        ({"MAIL": [b"DROP"]}, OutboxState.RETRY),
        ({"RCPT": [b"530 5.7.0 log in first"]}, OutboxState.RETRY),
        ({"DATA": [b"451 4.3.0 try later"]}, OutboxState.RETRY),
        ({"DATA": [b"554 5.5.1 no valid recipients"]}, OutboxState.FAILED),
        ({"DATA": [b"250 what"]}, OutboxState.RETRY),
        ({"DATA": [b"DROP"]}, OutboxState.RETRY),
        ({r"\.$": [b"250-kept", b"DROP"]}, OutboxState.UNKNOWN),
        ({r"\.$": [b"2" * 10_000]}, OutboxState.UNKNOWN),
        ({"EHLO": [b"DROP"]}, OutboxState.RETRY),
    ],
    ids=str,
)
def test_rule_18_faults_in_other_places(sender: Sending, own: dict[str, list[bytes]], state: OutboxState) -> None:
    with Scripted(smtp(own)) as server:
        assert send(sender(server.port, seconds=0.5, final_seconds=0.5)).state is state


@pytest.mark.parametrize(("answer", "state"), [(b"552 5.3.4 too large", OutboxState.FAILED), (b"", OutboxState.RETRY)])
def test_rule_18_lost_before_the_final_dot_is_not_unknown(sender: Sending, answer: bytes, state: OutboxState) -> None:
    """The server hangs up in mid-mail, with or without a word: it cannot have taken it."""

    def dialogue(peer: Peer) -> None:
        peer.say(b"220 mail.acme.example")
        for line in peer.lines():
            if line == b"data" or line == b"DATA":
                peer.say(b"354 go on")
                for _ in range(20):
                    peer.line()
                if answer:
                    peer.say(answer)
                return
            peer.say(b"250 OK")

    with Scripted(dialogue) as server:
        result = send(sender(server.port), outgoing(text="x" * 70 + "\n" + ("y" * 70 + "\n") * 400_000))
    assert result.state is state
    assert answer.decode() in result.error


def test_a_server_that_is_slow_is_left_before_the_lease_on_the_mail_ends(sender: Sending) -> None:
    with Scripted(smtp({"RCPT": []})) as server:
        began = time.monotonic()
        assert send(sender(server.port, seconds=60.0, whole_seconds=0.3)).state is OutboxState.RETRY
        assert time.monotonic() - began < 10
        result = send(sender(server.port, whole_seconds=0.0))
    assert (result.state, "more than 0 seconds" in result.error) == (OutboxState.RETRY, True)
    assert b"DATA" not in server.heard


def test_rfc_1047_there_is_more_patience_after_the_final_dot_than_before_it(sender: Sending) -> None:
    """A server that stores slowly and is left too early makes a copy of each mail."""

    def dialogue(peer: Peer) -> None:
        peer.say(b"220 mail.acme.example")
        for line in peer.lines():
            if line == b".":
                threading.Event().wait(1.0)
            if line.split(b" ")[0].upper() in (b"EHLO", b"MAIL", b"RCPT", b".", b"QUIT"):
                peer.say(b"250 OK")
            elif line.upper() == b"DATA":
                peer.say(b"354 go on")

    with Scripted(dialogue) as server:
        assert send(sender(server.port, seconds=0.4, final_seconds=20.0)).state is OutboxState.SENT


def test_a_mail_that_is_larger_than_the_server_takes_is_not_tried(sender: Sending) -> None:
    with Scripted(smtp({"EHLO": [b"250-mail.acme.example", b"250 SIZE 1000"]})) as server:
        result = send(sender(server.port), outgoing(text="x\n" * 1000))
        assert send(sender(server.port)).state is OutboxState.SENT
    assert result.state is OutboxState.FAILED
    assert "at most 1,000 bytes" in result.error
    assert len([line for line in server.heard if line.startswith(b"MAIL")]) == 1


def test_an_address_beyond_ascii_fails_where_the_server_cannot_take_it(sender: Sending) -> None:
    with Scripted(smtp({})) as server:
        result = send(sender(server.port), outgoing(to=("пётр@почта.example",)))
    assert result.state is OutboxState.FAILED
    assert "SMTPUTF8" in result.error
    assert not [line for line in server.heard if line.startswith(b"MAIL")]


def test_what_is_no_address_is_never_said_to_the_server(sender: Sending) -> None:
    raw = render(outgoing())
    with Scripted(smtp({})) as server:
        sending = sender(server.port)
        for bad in (f"{ANNA}>\r\nRCPT TO:<eve@evil.example", f"{ANNA}> NOTIFY=NEVER", f"{ANNA}, {BEN}", ""):
            assert sending.send(outgoing(to=(bad,)), raw).state is OutboxState.FAILED
            assert sending.send(outgoing(sender=bad), raw).state is OutboxState.FAILED
    assert not [line for line in server.heard if b"RCPT" in line or b"MAIL" in line]


# ------------------------------------------------------------ TLS and login


def test_rule_9_starttls_that_is_stripped_gets_neither_password_nor_mail(smtp_sink: SmtpSink, sender: Sending) -> None:
    sending = sender(smtp_sink.port, tls=TlsMode.STARTTLS, login=USER, password=lambda: PASSWORD)
    result = send(sending)
    assert result == SendResult(OutboxState.RETRY, "127.0.0.1 was left before the login: it offers no STARTTLS.")
    assert smtp_sink.messages == []


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


def test_a_login_that_is_wanted_and_not_configured_is_one_too(smtp_sinks: SinkMaker, sender: Sending) -> None:
    result = send(sender(smtp_sinks(login=True).port))
    assert result.state is OutboxState.RETRY
    assert "check login and password in [smtp]" in result.error


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
