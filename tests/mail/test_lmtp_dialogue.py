"""The dialogue of the LMTP listener, on both kinds of sockets (SPEC MG2, MG13; RFC 2033, RFC 5321)."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.mail import lmtp as module
from helpdesk_tui.mail import lmtp_wire
from helpdesk_tui.mail.lmtp import Listener
from helpdesk_tui.mail.lmtp_place import Place
from helpdesk_tui.mail.lmtp_session import Answer, Letter
from helpdesk_tui.mail.sources import Oversize
from tests.e2e.live import until
from tests.mail.lmtp_client import Talk, hand_in
from tests.servers.daemon import HOST, free_ports

TO, OTHER = "support@desk.example", "alias@desk.example"
LIMIT = 500_000


class Taking:
    """What was handed in, and what is said of it; `held` keeps whoever hands in waiting."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, list[str], bytes]] = []
        self.too_large: list[Oversize] = []
        self.reply = "250 2.0.0 Stored"
        self.held = threading.Event()
        self.held.set()
        self.told: list[str] = []
        self.said: list[str] = []

    def __call__(self, letter: Letter) -> Answer:
        assert self.held.wait(20)
        try:
            self.letters.append((letter.sender, list(letter.recipients), letter.content.whole()))
        except Oversize as large:
            self.too_large.append(large)
        return Answer(self.reply, lambda: self.told.append(letter.sender))

    @property
    def contents(self) -> list[bytes]:
        return [content for _, _, content in self.letters]


Made = tuple[Place, Taking, Listener]


@pytest.fixture(params=["tcp", "unix"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(HOST, free_ports(1)[0]) if request.param == "tcp" else Place(path=str(tmp_path / "lmtp.sock"))


@pytest.fixture
def listen() -> Iterator[Callable[[Place], Made]]:
    """Opens listeners that are closed after the test."""
    with ExitStack() as opened:

        def make(place: Place) -> Made:
            taking = Taking()
            listener = Listener(place, "desk.example", LIMIT, taking, taking.said.append)
            opened.callback(listener.close)
            return place, taking, listener

        yield make


@pytest.fixture
def taking(place: Place, listen: Callable[[Place], Made]) -> Taking:
    return listen(place)[1]


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


# ------------------------------------------------------------ smuggling and other hostile bytes


@pytest.mark.parametrize(
    "end",
    [b"\n.\n", b"\r\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\r", b"\r.\n", b"\r\n\x00.\r\n", b"\r\n.\x00\r\n"],
    ids=repr,
)
def test_only_cr_lf_dot_cr_lf_ends_an_email(place: Place, taking: Taking, end: bytes) -> None:
    """CVE-2023-51764: a second email that hides behind another line end is content of the first, to its last byte."""
    hidden = b"MAIL FROM:<boss@acme.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\nSubject: Evil\r\n\r\nPay!\r\n"
    with Talk(place) as talk:
        talk.begin(TO)
        talk.send(b"Subject: Harmless\r\n\r\nHello", end, hidden, b".\r\n")
        assert talk.reply() == "250 2.0.0 Stored"
        assert talk.code("NOOP") == "250 2.0.0"
        assert talk.code("QUIT") == "221 2.0.0"
    # RFC 5321, 4.5.2: a dot that begins a line which has more in it is taken away.
    kept = end.replace(b"\r\n.", b"\r\n")
    assert taking.letters == [("hans@acme.example", [TO], b"Subject: Harmless\r\n\r\nHello" + kept + hidden)]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_the_end_may_come_in_any_pieces(place: Place, taking: Taking, size: int) -> None:
    content = b"..first\r\n...\r\n\r\n\r..\n.\r\r\n..\r\n"
    sent = content + b".\r\nNOOP\r\nQUIT\r\n"
    with Talk(place) as talk:
        talk.begin(TO)
        for start in range(0, len(sent), size):
            talk.send(sent[start : start + size])
        assert [talk.reply()[:3] for _ in range(3)] == ["250", "250", "221"]
    assert taking.contents == [b".first\r\n..\r\n\r\n\r..\n.\r\r\n.\r\n"]


def test_an_empty_email(place: Place, taking: Taking) -> None:
    assert hand_in(place, b"", TO) == ["250 2.0.0 Stored"]
    assert taking.contents == [b""]


def test_everything_in_one_piece(place: Place, taking: Taking) -> None:
    """PIPELINING, beyond what RFC 2920 allows: commands behind the content wait for their turn."""
    one = b"MAIL FROM:<hans@acme.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\nSubject: %d\r\n\r\nx\r\n.\r\n"
    with Talk(place) as talk:
        talk.send(b"LHLO mx\r\n", one % 1, b"RSET\r\n", one % 2, b"QUIT\r\n")
        codes = [talk.reply()[:3] for _ in range(12)]
        assert talk.reply() == ""
    assert codes == ["220", "250", "250", "250", "354", "250", "250", "250", "250", "354", "250", "221"]
    assert taking.contents == [b"Subject: 1\r\n\r\nx\r\n", b"Subject: 2\r\n\r\nx\r\n"]


@pytest.mark.parametrize("line", [b"NOOP\n", b"NO\rOP\r\n", b"NOOP \r\r\n"], ids=repr)
def test_a_command_ends_with_cr_lf_and_holds_neither(place: Place, taking: Taking, line: bytes) -> None:
    with Talk(place) as talk:
        talk.reply()
        talk.send(line)
        assert talk.reply().startswith("500 5.5.2")
        assert talk.code("NOOP") == "250 2.0.0"


@pytest.mark.parametrize("size", [2047, 300_000])
def test_a_line_that_is_too_long_is_no_command(place: Place, taking: Taking, size: int) -> None:
    with Talk(place) as talk:
        talk.reply()
        talk.send(b"NOOP " + b"x" * size + b"\r\n")
        assert talk.reply().startswith("500 5.5.6")
        assert talk.code("NOOP " + "x" * 1900) == "250 2.0.0"


def test_a_line_that_never_ends_ends_the_dialogue(place: Place, taking: Taking) -> None:
    with Talk(place) as talk:
        talk.reply()
        talk.send(b"x" * 1_050_000)
        assert talk.reply().startswith("421 4.7.0")
        assert talk.reply() == ""


def test_who_makes_too_many_mistakes_is_left(place: Place, taking: Taking) -> None:
    with Talk(place) as talk:
        talk.reply()
        assert [talk.code("EVIL") for _ in range(21)] == ["500 5.5.2"] * 20 + ["421 4.7.0"]
        assert talk.reply() == ""


def test_a_thousand_recipients_and_not_one_more(place: Place, taking: Taking) -> None:
    with Talk(place) as talk:
        talk.reply()
        talk.send(b"LHLO x\r\nMAIL FROM:<>\r\n")
        assert [talk.reply()[:3] for _ in range(2)] == ["250", "250"]
        assert {talk.code(f"RCPT TO:<r{number}@desk.example>") for number in range(1000)} == {"250 2.1.5"}
        assert talk.code("RCPT TO:<one.more@desk.example>") == "452 4.5.3"


def test_rule_7_of_what_is_too_large_the_beginning_is_kept_and_the_rest_counted(place: Place, taking: Taking) -> None:
    taking.reply = "552 5.3.4 Too large"
    content = b"Subject: large\r\n\r\n" + b"x" * 70 + (b"\r\n" + b"y" * 78) * 40_000 + b"\r\n"
    assert hand_in(place, content, TO) == ["552 5.3.4 Too large"]
    (large,) = taking.too_large
    assert large.size == len(content)
    assert large.head == content[: len(b"Subject: large\r\n\r\n") + 65_536]


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
