"""Sending over SMTP, step by step (SPEC MO1; rule 18).

What a fault means for an answer stands in `tests/desk/test_send_faults.py`.
"""

from __future__ import annotations

import threading
import time

import pytest

from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.mail.outgoing.smtp import SendResult, SmtpSender
from helpdesk_tui.vocab import OutboxState
from tests.mail.making import outgoing
from tests.mail.scripted import Peer, Scripted
from tests.mail.sending import ANNA, BEN, Sending, send, smtp
from tests.servers.smtp import DROP, Fault, Place, SmtpSink

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


# ------------------------------------------------------------ what only a scripted server does


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
def test_rule_18_what_a_fault_means(sender: Sending, own: dict[str, list[bytes]], state: OutboxState) -> None:
    with Scripted(smtp(own)) as server:
        assert send(sender(server.port)).state is state


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
                threading.Event().wait(4.5)
            if line.split(b" ")[0].upper() in (b"EHLO", b"MAIL", b"RCPT", b".", b"QUIT"):
                peer.say(b"250 OK")
            elif line.upper() == b"DATA":
                peer.say(b"354 go on")

    with Scripted(dialogue) as server:
        assert send(sender(server.port, seconds=4.0, final_seconds=60.0)).state is OutboxState.SENT


def test_what_is_no_address_is_never_said_to_the_server(sender: Sending) -> None:
    raw = render(outgoing())
    with Scripted(smtp({})) as server:
        sending = sender(server.port)
        for bad in (f"{ANNA}>\r\nRCPT TO:<eve@evil.example", f"{ANNA}> NOTIFY=NEVER", f"{ANNA}, {BEN}", ""):
            assert sending.send(outgoing(to=(bad,)), raw).state is OutboxState.FAILED
            assert sending.send(outgoing(sender=bad), raw).state is OutboxState.FAILED
    assert not [line for line in server.heard if b"RCPT" in line or b"MAIL" in line]


# ------------------------------------------------------------ who is told to stop


def stopped(opened: SmtpSender, begin: threading.Event) -> tuple[SendResult, float]:
    """What becomes of a mail while whose sending another thread ends it, and how long that took."""
    results: list[SendResult] = []
    mail = outgoing()

    def begins() -> bool:
        begin.set()
        return True

    thread = threading.Thread(target=lambda: results.append(opened.send(mail, render(mail), begins)))
    thread.start()
    assert begin.wait(10)
    start = time.monotonic()
    opened.stop()
    thread.join(10)
    return results[0], time.monotonic() - start


@pytest.mark.parametrize("silent", ["greeting", "EHLO", "DATA"])
def test_a_stop_ends_what_waits_for_a_server_and_leaves_no_doubt(silent: str, sender: Sending) -> None:
    """Rules 18 and 45: nothing was handed over, so it is sent later, however often that happens."""
    reached = threading.Event()

    def dialogue(peer: Peer) -> None:
        if silent != "greeting":
            peer.say(b"220 mail.acme.example")
            for line in peer.lines():
                if line.upper().startswith(silent.encode()):
                    break
                peer.say(b"250 OK")
        reached.set()
        for _ in peer.lines():
            pass

    with Scripted(dialogue) as server:
        result, seconds = stopped(sender(server.port, seconds=60.0), reached)
    assert result.state is OutboxState.RETRY
    assert seconds < 2


@pytest.mark.parametrize("answers", [True, False])
def test_a_mail_that_has_its_dot_gets_a_second_more(answers: bool, sender: Sending) -> None:
    """Rule 18: then nobody knows."""
    begun = threading.Event()

    def dialogue(peer: Peer) -> None:
        peer.say(b"220 mail.acme.example")
        for line in peer.lines():
            if line == b"DATA":
                break
            peer.say(b"250 OK")
        peer.say(b"354 go on")
        for line in peer.lines():
            if line == b"." and answers:
                peer.say(b"250 kept")

    with Scripted(dialogue) as server:
        result, seconds = stopped(sender(server.port, final_seconds=60.0), begun)
    assert seconds < 2
    # Whoever is stopped between the note and the dot never sends the dot.
    assert result.state in (
        (OutboxState.SENT, OutboxState.RETRY) if answers else (OutboxState.UNKNOWN, OutboxState.RETRY)
    )


def test_a_mail_that_is_another_s_now_gets_no_dot(sender: Sending) -> None:
    """Rule 18: halted for longer than the lease, it is another one's to send."""
    with Scripted(smtp({})) as server:
        opened = sender(server.port)
        mail = outgoing()
        assert opened.send(mail, render(mail), lambda: False).state is OutboxState.RETRY
        assert send(opened).state is OutboxState.SENT
        assert server.heard.count(b".") == 1
