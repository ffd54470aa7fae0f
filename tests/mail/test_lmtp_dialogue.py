"""The dialogue of the LMTP listener, on both kinds of sockets (SPEC MG2, MG13; RFC 2033, RFC 5321)."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.mail.gateways import lmtp as module
from helpdesk_tui.mail.gateways import lmtp_wire
from helpdesk_tui.mail.gateways.lmtp_place import Place
from tests.e2e.live import until
from tests.mail.lmtp_client import Talk, hand_in
from tests.mail.lmtp_taking import OTHER, TO, Made, Taking

# ------------------------------------------------------------ it works


def test_mg2_a_mail_is_taken_as_it_was_sent(place: Place, taking: Taking) -> None:
    """Dots at the beginning of lines are content; the client is the standard library's."""
    body = "Subject: Dots\r\n\r\n.\r\n..\r\n.hidden\r\n\r\nGrüße\r\n".encode()
    with smtplib.LMTP(place.path or place.host, place.port, timeout=20) as client:
        assert client.sendmail("hans@acme.example", [TO], body) == {}
        assert client.sendmail("", [TO], b"Subject: Two\r\n\r\nOn the same connection.\r\n") == {}
    assert taking.letters == [
        ("hans@acme.example", [TO], body), ("", [TO], b"Subject: Two\r\n\r\nOn the same connection.\r\n"),
    ]  # fmt: skip
    assert (taking.told, taking.said) == (["hans@acme.example", ""], [])


def test_rfc_2033_one_answer_for_each_recipient_that_was_taken(place: Place, taking: Taking) -> None:
    """4.2: in their order, one more for who was named twice, none for who was refused."""
    with Talk(place) as talk:
        talk.begin(TO, OTHER, TO)
        talk.send(b"Subject: x\r\n\r\nx\r\n.\r\n")
        assert [talk.reply() for _ in range(3)] == ["250 2.0.0 Stored"] * 3
        assert talk.ask("NOOP") == "250 2.0.0 Ok"
    taking.reply = "451 4.3.0 Not stored; try again later"
    assert hand_in(place, b"Subject: y\r\n\r\ny\r\n", TO, OTHER) == ["451 4.3.0 Not stored; try again later"] * 2
    assert [recipients for _, recipients, _ in taking.letters] == [[TO, OTHER, TO], [TO, OTHER]]


def test_the_offers(place: Place, taking: Taking) -> None:
    """SIZE without a number: what is too large is taken to its end, so that its beginning can be kept (rule 7)."""
    with Talk(place) as talk:
        assert talk.reply() == "220 desk.example LMTP helpdesk-tui"
        assert talk.ask("LHLO mx.acme.example") == (
            "250-desk.example / 250-PIPELINING / 250-ENHANCEDSTATUSCODES / 250-8BITMIME / 250-SMTPUTF8 / 250 SIZE"
        )


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (["HELO x"], ["500 5.5.1"]),
        (["EHLO x"], ["500 5.5.1"]),
        (["LHLO"], ["501 5.5.4"]),
        (["MAIL FROM:<a@b.example>"], ["503 5.5.1"]),
        (["LHLO x", "RCPT TO:<a@b.example>"], ["250-desk.example", "503 5.5.1"]),
        (["LHLO x", "DATA"], ["250-desk.example", "503 5.5.1"]),
        (["LHLO x", "MAIL FROM:<>", "DATA"], ["250-desk.example", "250 2.1.0", "503 5.5.1"]),
        (["LHLO x", "MAIL FROM:<>", "MAIL FROM:<>"], ["250-desk.example", "250 2.1.0", "503 5.5.1"]),
        (["LHLO x", "mail from:<>", "rcpt to:<a@b.example>", "data now"],
         ["250-desk.example", "250 2.1.0", "250 2.1.5", "501 5.5.4"]),
        (["LHLO x", "MAIL FROM:<>", "RSET", "RCPT TO:<a@b.example>"],
         ["250-desk.example", "250 2.1.0", "250 2.0.0", "503 5.5.1"]),
        (["LHLO x", "MAIL FROM:<>", "LHLO y", "MAIL FROM:<>"],
         ["250-desk.example", "250 2.1.0", "250-desk.example", "250 2.1.0"]),
        (["NOOP whatever", "HELP", "VRFY hans"], ["250 2.0.0", "214 2.0.0", "252 2.5.2"]),
        (["STARTTLS", "AUTH PLAIN x", "BDAT 3", "EXPN all"], ["502 5.5.1"] * 4),
        (["", "GET / HTTP/1.1", "\x00", "RCPTTO:<x>"], ["500 5.5.2"] * 4),
    ],
    ids=str,
)  # fmt: skip
def test_commands_out_of_order_and_others(place: Place, taking: Taking, said: list[str], codes: list[str]) -> None:
    with Talk(place) as talk:
        talk.reply()
        assert [talk.code(command).removesuffix(" /") for command in said] == codes
        assert talk.code("QUIT") == "221 2.0.0"
    assert taking.letters == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("MAIL FROM:<hans@acme.example> SIZE=1000 BODY=8BITMIME SMTPUTF8", "250 2.1.0"),
        ("MAIL FROM:<hans@acme.example> size=99999999999999999999 body=7bit", "250 2.1.0"),
        ("MAIL FROM: <hans@acme.example>", "250 2.1.0"),
        ('MAIL FROM:<"hans meier"@acme.example>', "250 2.1.0"),
        ("MAIL FROM:<@a.example,@b.example:hans@acme.example>", "250 2.1.0"),
        ("MAIL FROM:<пётр@почта.example> SMTPUTF8", "250 2.1.0"),
        ("MAIL FROM:<пётр@почта.example>", "553 5.6.7"),
        ("MAIL FROM:<hans@acme.example> SIZE=many", "501 5.5.4"),
        ("MAIL FROM:<hans@acme.example> SIZE=-1", "501 5.5.4"),
        ("MAIL FROM:<hans@acme.example> BODY=BINARYMIME", "501 5.5.4"),
        ("MAIL FROM:<hans@acme.example> RET=HDRS", "555 5.5.4"),
        ("MAIL FROM:hans@acme.example", "501 5.5.4"),
        ("MAIL hans@acme.example", "501 5.5.4"),
        ("MAIL TO:<hans@acme.example>", "501 5.5.4"),
        ("MAIL FROM:<hans@acme.example", "501 5.5.4"),
        ("MAIL FROM:<a b@acme.example>", "501 5.5.4"),
        ("MAIL FROM:<hans@acme.example\x1b[2J>", "501 5.5.4"),
        ("MAIL FROM:<hans@acme.example\u202e> SMTPUTF8", "501 5.5.4"),
        ("RCPT TO:<support@desk.example>", "250 2.1.5"),
        ("RCPT TO:<Postmaster>", "250 2.1.5"),
        ("RCPT TO:<>", "501 5.1.3"),
        ("RCPT TO:<support@desk.example> NOTIFY=NEVER", "555 5.5.4"),
        ("RCPT TO:<a@b.example\rX-Evil: yes>", "500 5.5.2"),
    ],
)
def test_addresses_and_parameters(place: Place, taking: Taking, command: str, code: str) -> None:
    with Talk(place) as talk:
        talk.reply()
        talk.ask("LHLO x")
        if command.startswith("RCPT"):
            talk.ask("MAIL FROM:<>")
        assert talk.code(command) == code


def test_what_is_no_utf_8_is_no_command(place: Place, taking: Taking) -> None:
    with Talk(place) as talk:
        talk.reply()
        talk.send(b"LHLO \xff\xfe\r\n")
        assert talk.reply().startswith("500 5.5.2")
        assert talk.ask("LHLO x").startswith("250-")


# ------------------------------------------------------------ time


def test_a_slow_client_keeps_nobody_waiting(place: Place, taking: Taking) -> None:
    with Talk(place) as slow, Talk(place) as half:
        slow.begin(TO)
        half.send(b"LHL")
        assert hand_in(place, b"Subject: quick\r\n\r\n", TO) == ["250 2.0.0 Stored"]
        slow.send(b"Subject: slow\r\n\r\n.\r\n")
        assert slow.reply() == "250 2.0.0 Stored"
    assert taking.contents == [b"Subject: quick\r\n\r\n", b"Subject: slow\r\n\r\n"]


@pytest.mark.parametrize(
    ("patience", "content", "said"),
    [
        ({"seconds": 0.2}, False, "421 4.4.2 Nothing came for too long"),
        ({"seconds": 0.2}, True, "421 4.4.2 Nothing came for too long"),
        ({"whole_seconds": 0.2}, True, "421 4.4.2"),
        ({"whole_seconds": 0.0}, False, "421 4.4.2 This connection was open for too long"),
    ],
)
def test_patience_has_an_end(
    place: Place, listen: Callable[[Place], Made], monkeypatch: pytest.MonkeyPatch, patience: dict[str, Any],
    content: bool, said: str,
) -> None:  # fmt: skip
    """RFC 5321, 4.5.3.2.7: five minutes, here a moment; a mail that did not come to its end is not taken."""

    def impatient(*arguments: Any) -> lmtp_wire.Wire:
        return lmtp_wire.Wire(*arguments, **patience)

    monkeypatch.setattr(module, "Wire", impatient)
    _, taking, _ = listen(place)
    with Talk(place) as talk:
        if content:
            talk.begin(TO)
            talk.send(b"Subject: half")
        else:
            talk.reply()
        assert talk.reply().startswith(said)
        assert talk.reply() == ""
    assert taking.letters == []


def test_a_client_that_hangs_up_in_the_middle_leaves_nothing(place: Place, taking: Taking) -> None:
    with Talk(place) as talk:
        talk.begin(TO)
        talk.send(b"Subject: half\r\n\r\nIt is do")
    assert hand_in(place, b"Subject: whole\r\n\r\n", TO) == ["250 2.0.0 Stored"]
    assert taking.contents == [b"Subject: whole\r\n\r\n"]


def test_what_became_of_a_mail_is_told_though_its_client_has_gone(place: Place, taking: Taking) -> None:
    taking.held.clear()
    with Talk(place) as talk:
        talk.begin(TO)
        talk.send(b"Subject: x\r\n\r\n.\r\n")
    taking.held.set()
    until(lambda: taking.told == ["hans@acme.example"], what="told")


def test_one_client_too_many_is_told_to_come_again(
    place: Place, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CLIENTS", 2)
    with Talk(place) as one, Talk(place) as two:
        one.reply()
        two.reply()
        with Talk(place) as three:
            assert three.reply() == "421 4.3.2 Too many clients at once; come again"
        assert one.code("QUIT") == "221 2.0.0"
        assert one.reply() == ""

        def again() -> bool:
            with Talk(place) as four:
                return four.reply().startswith("220 ")

        until(again, what="there is room again")


# ------------------------------------------------------------ the end


def test_a_stop_ends_who_waits_and_finishes_what_is_being_stored(place: Place, listen: Callable[[Place], Made]) -> None:
    """MG13: the mail that has its dot is stored and answered; who is silent holds the stop up for less than 2 s."""
    _, taking, listener = listen(place)
    taking.held.clear()
    with Talk(place) as idle, Talk(place) as half, Talk(place) as whole:
        idle.reply()
        half.begin(TO)
        half.send(b"Subject: half\r\n")
        whole.begin(TO)
        whole.send(b"Subject: whole\r\n\r\n.\r\nNOOP\r\n")
        began = time.monotonic()
        ending = threading.Thread(target=listener.close)
        ending.start()
        assert idle.reply().startswith("421 4.3.2")
        assert half.reply().startswith("421 4.3.2")
        assert time.monotonic() - began < 2
        assert ending.is_alive()
        taking.held.set()
        assert [whole.reply(), whole.reply()[:9], whole.reply()] == ["250 2.0.0 Stored", "421 4.3.2", ""]
        ending.join(20)
        assert not ending.is_alive()
    assert taking.contents == [b"Subject: whole\r\n\r\n"]
    with pytest.raises((ConnectionRefusedError, FileNotFoundError)):
        Talk(place)
    assert not (place.path and Path(place.path).exists())


def test_content_that_is_coming_in_at_a_stop_may_come_to_its_end(
    place: Place, listen: Callable[[Place], Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, taking, listener = listen(place)
    with Talk(place) as talk:
        talk.begin(TO)
        listener._stopping.set()
        talk.send(b"Subject: just in time\r\n\r\n.\r\n")
        assert talk.reply() == "250 2.0.0 Stored"
    assert taking.contents == [b"Subject: just in time\r\n\r\n"]


def test_a_fault_of_the_program_ends_one_dialogue_only(place: Place, listen: Callable[[Place], Made]) -> None:
    """No traceback; the client hears nothing that sounds like 250."""
    _, taking, _ = listen(place)
    with Talk(place) as talk:
        talk.begin(TO)
        del taking.letters
        talk.send(b"x\r\n.\r\n")
        assert talk.reply() == ""
    until(lambda: taking.said == ["The program failed on an LMTP client (AttributeError)."], what="it is told")
