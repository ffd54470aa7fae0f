"""The table of what goes wrong while an answer is sent, through the real sender and the real desk (SPEC MO1; rules 17
to 19): the state, what the outbox says, what the ticket tells, and who gets the answer how often.

Each fault is tried twice: gone after the first attempt, and staying for good. An answer goes out under one Message-ID
however often it is sent, and where nobody knows whether it arrived it is repeated once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.mail.outgoing import sending as module
from helpdesk_tui.mail.outgoing.sending import Sender, Transport
from helpdesk_tui.mail.outgoing.sendmail import SendmailSender
from helpdesk_tui.mail.outgoing.smtp import SmtpSender
from helpdesk_tui.mail.outgoing.smtp_connection import SmtpRoute
from helpdesk_tui.questions import ReadOutbox, ReadTicket
from helpdesk_tui.vocab import MessageKind, OutboxState, TlsMode
from tests.desks import ERIKA, HANS, MadeDesk
from tests.mail.scripted import Scripted
from tests.mail.sending import smtp
from tests.servers.daemon import HOST, free_ports
from tests.servers.smtp import DROP, HANG, PASSWORD, USER, Fault, Place, SmtpSink, Tls

if TYPE_CHECKING:
    from tests.servers.certificates import Certificates
    from tests.services import SinkMaker

RETRY, FAILED, UNKNOWN, SENT = OutboxState.RETRY, OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.SENT
NOT_KNOWN = "It is not known whether the answer was delivered; it will not be sent again by itself."
UNDELIVERED = "The answer could not be delivered to "


@dataclass(frozen=True)
class Row:
    """What is seen of one fault.

    `said` stands in the outbox after the first attempt; `told` and `got` are what the ticket tells and who got the
    answer by then. `mended`: who has got it once the fault is gone; `ends`, `tells`, `gets`: how it ends where the
    fault stays.
    """

    fault: Fault
    state: OutboxState
    said: str
    told: list[str] = field(default_factory=list)
    got: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    ends: OutboxState = FAILED
    tells: list[str] = field(default_factory=list)
    gets: list[str] = field(default_factory=list)


def later(fault: Fault, said: str) -> Row:
    """Nothing was taken: tried again for both until five days are over."""
    return Row(fault, RETRY, said, mended=[ERIKA, HANS], tells=[UNDELIVERED])


def never(fault: Fault, said: str) -> Row:
    """Refused for good, told at once."""
    return Row(fault, FAILED, said, told=[UNDELIVERED], tells=[UNDELIVERED])


def lost(fault: Fault, said: str, *, kept: bool) -> Row:
    """Nobody knows: once more, then staff decide."""
    once = [ERIKA, HANS] if kept else []
    return Row(fault, UNKNOWN, said, got=once, mended=[*once, ERIKA, HANS], ends=UNKNOWN, tells=[NOT_KNOWN],
               gets=once * 2)  # fmt: skip


ROWS = {
    "421 greeting": later(Fault(Place.CONNECT, "421 4.3.2 shutting down"), "shutting down"),
    "554 greeting": later(Fault(Place.CONNECT, "554 5.3.2 no service"), "no service"),
    "dropped at the greeting": later(Fault(Place.CONNECT, DROP), "did not greet"),
    "silent greeting": later(Fault(Place.CONNECT, HANG), "timed out"),
    "450 at RCPT, all": later(Fault(Place.RCPT, "450 4.2.1 try later"), f"{ERIKA}: 450 4.2.1 try later"),
    "421 at RCPT": later(Fault(Place.RCPT, "421 4.3.2 shutting down"), "shutting down"),
    "421 at RCPT, the second": later(Fault(Place.RCPT, "421 4.3.2 shutting down", (HANS,)), "shutting down"),
    "dropped at RCPT": later(Fault(Place.RCPT, DROP), "was lost"),
    "silent at RCPT": later(Fault(Place.RCPT, HANG), "timed out"),
    "550 at RCPT, all": never(Fault(Place.RCPT, "550 5.1.1 no such user"), "550 5.1.1 no such user"),
    "451 after DATA": later(Fault(Place.DATA, "451 4.3.0 try later"), "451 4.3.0 try later"),
    "421 after DATA": later(Fault(Place.DATA, "421 4.3.2 shutting down"), "shutting down"),
    "554 after DATA": never(Fault(Place.DATA, "554 5.7.1 spam"), "554 5.7.1 spam"),
    "552 after DATA": never(Fault(Place.DATA, "552 5.3.4 too large"), "552 5.3.4 too large"),
    "dropped before it was stored": lost(Fault(Place.DATA, DROP), "may have arrived", kept=False),
    "dropped after it was stored": lost(Fault(Place.KEPT, DROP), "may have arrived", kept=True),
    "silent before it was stored": lost(Fault(Place.DATA, HANG), "may have arrived", kept=False),
    "silent after it was stored": lost(Fault(Place.KEPT, HANG), "may have arrived", kept=True),
    "nonsense after it was stored": lost(Fault(Place.KEPT, "what?"), "may have arrived", kept=True),
    "another DATA after it was stored": lost(Fault(Place.KEPT, "354 go on"), "may have arrived", kept=True),
    "550 for one of two": Row(
        Fault(Place.RCPT, "550 5.1.1 no such user", (HANS,)), SENT, f"{HANS}: 550 5.1.1 no such user",
        told=[f"{UNDELIVERED}{HANS}: 550 5.1.1 no such user"], got=[ERIKA], mended=[ERIKA],
        ends=SENT, tells=[f"{UNDELIVERED}{HANS}: 550 5.1.1 no such user"], gets=[ERIKA],
    ),
    "450 for one of two": Row(
        Fault(Place.RCPT, "450 4.2.1 mailbox busy", (HANS,)), RETRY, f"{HANS}: 450 4.2.1 mailbox busy",
        got=[ERIKA], mended=[ERIKA, HANS], tells=[f"{UNDELIVERED}{HANS}: 450 4.2.1 mailbox busy"], gets=[ERIKA],
    ),
}  # fmt: skip


@dataclass
class Post:
    """A desk with one answer to two people in its outbox, and the sender that is to deliver it."""

    desk: MadeDesk
    number: int
    sender: Sender

    def send(self, **forward: float) -> None:
        """Let time pass, and send what is due."""
        self.desk.clock.forward(**forward)
        list(self.sender.send_due())

    @property
    def state(self) -> OutboxState:
        return self.desk.gary.read(ReadOutbox())[0].state

    @property
    def error(self) -> str:
        return self.desk.gary.read(ReadOutbox())[0].error

    @property
    def told(self) -> list[str]:
        """What the ticket tells of it."""
        messages = self.desk.gary.read(ReadTicket(self.number)).messages
        return [message.text for message in messages if message.kind is MessageKind.SYSTEM]

    def tells(self, beginnings: list[str]) -> bool:
        """Whether it tells these things, given by their beginnings, and nothing else."""
        return len(self.told) == len(beginnings) and all(map(str.startswith, self.told, beginnings))


Posting = Callable[[Callable[[], Transport]], Post]


@pytest.fixture
def posting(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Posting]:
    """Makes it, with a way out."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "Done."))
    # An answer goes to one address so far; the outbox and what stands behind it know of more.
    desk.sql(f'UPDATE outbox SET to_addresses = \'["{ERIKA}", "{HANS}"]\'')
    with ExitStack() as opened:

        def make(transport: Callable[[], Transport]) -> Post:
            monkeypatch.setattr(module, "transport_for", lambda _: transport())
            sender = Sender(desk.system, None, "host/1/1")  # type: ignore[arg-type]
            opened.callback(sender.close)
            return Post(desk, number, sender)

        yield make


def way(port: int, **values: Any) -> Callable[[], Transport]:
    """A way out to a server on this computer; not patient."""
    patience: dict[str, Any] = {"host": HOST, "tls": TlsMode.NONE, "seconds": 0.5, "final_seconds": 0.5}
    return lambda: SmtpSender(SmtpRoute(port=port, **patience | values))


def received(sink: SmtpSink) -> list[str]:
    """Who got the answer, as often as they did; fails unless it was one and the same."""
    assert len({kept.message["Message-ID"] for kept in sink.messages}) <= 1
    assert len({kept.message["To"] for kept in sink.messages}) <= 1, "everybody sees who else got it"
    return [address for kept in sink.messages for address in sorted(kept.rcpt_tos)]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_rule_18_a_fault_that_passes(posting: Posting, smtp_sink: SmtpSink, row: Row) -> None:
    smtp_sink.fault = row.fault
    post = posting(way(smtp_sink.port))
    post.send()
    assert post.state is row.state
    assert row.said in post.error
    assert post.tells(row.told)
    assert received(smtp_sink) == row.got
    smtp_sink.fault = None
    for _ in range(3):
        post.send(minutes=15)
    assert received(smtp_sink) == row.mended
    assert post.state is (FAILED if row.state is FAILED else SENT)
    assert post.tells(row.told)


@pytest.mark.parametrize("row", [row for row in ROWS.values() if HANG not in row.fault.what or row.state is UNKNOWN],
                         ids=[name for name in ROWS if "silent" not in name or "stored" in name])  # fmt: skip
def test_rule_18_a_fault_that_stays(posting: Posting, smtp_sink: SmtpSink, row: Row) -> None:
    """It is given up after five days, told once, and never sent again by itself."""
    smtp_sink.fault = row.fault
    post = posting(way(smtp_sink.port))
    for _ in range(8):
        post.send(days=1)
    assert post.state is row.ends
    assert post.tells(row.tells)
    assert received(smtp_sink) == row.gets
    smtp_sink.fault = None
    post.send(days=30)
    assert received(smtp_sink) == row.gets


def test_rule_19_one_never_and_one_later(posting: Posting) -> None:
    """Nobody has it yet: the one that never will is told once, the other is tried alone."""
    own = {f"RCPT TO:<{HANS}": [b"550 5.1.1 no such user"], f"RCPT TO:<{ERIKA}": [b"450 4.2.1 mailbox busy"]}
    with Scripted(smtp(own)) as server:
        post = posting(way(server.port))
        for _ in range(3):
            post.send(hours=1)
        assert post.state is RETRY
        assert post.told == [f"{UNDELIVERED}{HANS}: 550 5.1.1 no such user"]
        asked = [line.decode() for line in server.heard if line.startswith(b"RCPT")]
    assert asked == [f"RCPT TO:<{ERIKA}>", f"RCPT TO:<{HANS}>", f"RCPT TO:<{ERIKA}>", f"RCPT TO:<{ERIKA}>"]


def test_rule_19_who_was_left_may_be_lost_too(posting: Posting, smtp_sink: SmtpSink) -> None:
    """The one that has it does not get it again, whatever becomes of the other's."""
    smtp_sink.fault = Fault(Place.RCPT, "450 4.2.1 mailbox busy", (HANS,))
    post = posting(way(smtp_sink.port))
    post.send()
    smtp_sink.fault = Fault(Place.KEPT, DROP)
    for _ in range(4):
        post.send(hours=1)
    assert (post.state, post.told) == (UNKNOWN, [NOT_KNOWN])
    assert received(smtp_sink) == [ERIKA, HANS, HANS]


# ------------------------------------------------------------ the way to the server


def configured(fault: str, sinks: SinkMaker, certificates: Certificates) -> tuple[Callable[[], Transport], str]:
    """A way out that is wrong in some way, and what is said of it."""
    login = {"login": USER, "password": lambda: PASSWORD}
    trusted = str(certificates.authority)
    if fault == "connect refused":
        [port] = free_ports(1)
        return way(port), f"127.0.0.1 cannot be reached on port {port}: Connection refused."
    if fault == "no such host":
        return way(25, host="mail.no.such.invalid", tls=TlsMode.TLS, ca_file=trusted), "cannot be reached on port 25: "
    if fault == "login wanted":
        return way(sinks(login=True).port), "check login and password in [smtp]: 530"
    if fault == "wrong password":
        wrong = {"login": USER, "password": lambda: "hunter2", "tls": TlsMode.STARTTLS, "ca_file": trusted}
        return way(sinks(Tls.STARTTLS, login=True).port, **wrong), f"did not accept the login {USER}"
    if fault == "no AUTH":
        return way(sinks(Tls.STARTTLS, login=True).port, **login), "offers no login (AUTH) on this connection"
    if fault == "STARTTLS stripped":
        return way(sinks().port, **login, tls=TlsMode.STARTTLS), "it offers no STARTTLS"
    return way(sinks(Tls.STARTTLS).port, tls=TlsMode.STARTTLS), "its certificate is not trusted"


FAULTS = ("connect refused", "no such host", "login wanted", "wrong password", "no AUTH", "STARTTLS stripped",
          "wrong certificate")  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_rule_18_the_configuration_is_at_fault_and_not_the_mail(
    posting: Posting, smtp_sinks: SinkMaker, certificates: Certificates, smtp_sink: SmtpSink, fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Nothing is handed over, the outbox says what to look at; mended, the answer goes out once."""
    made, said = configured(fault, smtp_sinks, certificates)
    post = posting(made)
    post.send()
    assert (post.state, post.told) == (RETRY, [])
    assert said in post.error
    assert "hunter2" not in post.error
    mended = posting(way(smtp_sink.port))
    for _ in range(2):
        mended.send(minutes=15)
    assert (mended.state, received(smtp_sink), mended.told) == (SENT, [ERIKA, HANS], [])


@pytest.mark.parametrize(
    ("own", "to", "said"),
    [
        ({"EHLO": [b"250-mail.acme.example", b"250 SIZE 10"]}, HANS, "takes mail of at most 10 bytes"),
        ({"MAIL": [b"552 5.3.4 too large"]}, HANS, "552 5.3.4 too large"),
        ({}, "пётр@почта.example", "it lacks SMTPUTF8"),
    ],
)
def test_rule_18_what_a_server_can_never_take(
    posting: Posting, own: dict[str, list[bytes]], to: str, said: str
) -> None:
    with Scripted(smtp(own)) as server:
        post = posting(way(server.port))
        post.desk.sql(f"UPDATE outbox SET to_addresses = '[\"{to}\"]'")
        post.send()
        assert (post.state, b"DATA" in server.heard) == (FAILED, False)
        assert said in post.error
        assert post.tells([f"{UNDELIVERED}{to}: "])


# ------------------------------------------------------------ a program instead of a server


@pytest.mark.parametrize(
    ("script", "state", "said", "runs", "told"),
    [
        ("", SENT, "", 1, []),
        ("sys.exit(75)", RETRY, "ended with 75: it said nothing", 7, [UNDELIVERED]),
        ("sys.exit(1)", RETRY, "ended with 1", 7, [UNDELIVERED]),
        ("sys.exit(64)", FAILED, "ended with 64", 1, [UNDELIVERED]),
        ("sys.exit(65)", FAILED, "ended with 65", 1, [UNDELIVERED]),
        ("sys.exit(67)", FAILED, "ended with 67", 1, [UNDELIVERED]),
        ("sys.exit(68)", FAILED, "ended with 68", 1, [UNDELIVERED]),
        ("sys.exit(69)", RETRY, "ended with 69", 7, [UNDELIVERED]),
        ("sys.exit(77)", RETRY, "ended with 77", 7, [UNDELIVERED]),
        ("os.kill(os.getpid(), 9)", UNKNOWN, "was killed (signal 9)", 2, [NOT_KNOWN]),
        ("time.sleep(600)", UNKNOWN, "did not end in 1.5 seconds", 2, [NOT_KNOWN]),
        (None, RETRY, "cannot be run; check sendmail in [smtp]", 0, [UNDELIVERED]),
    ],
)  # fmt: skip
def test_rule_18_a_program_that_fails(
    posting: Posting, tmp_path: Path, script: str | None, state: OutboxState, said: str, runs: int, told: list[str]
) -> None:
    """sysexits.h; a program that hangs or is killed may have queued it: once more, never a third time."""
    program, marks = tmp_path / "sendmail.py", tmp_path / "runs"
    marks.touch()
    program.write_text(f"import os, sys, time\nopen({str(marks)!r}, 'a').write('x')\n{script}\n")
    argv = [sys.executable, "-I", "-S", str(program)] if script is not None else [str(tmp_path / "missing")]
    post = posting(lambda: SendmailSender(argv, seconds=1.5))
    post.send()
    assert post.state is state
    assert said in post.error
    for _ in range(8):
        post.send(days=1)
    assert post.state is (FAILED if state is RETRY else state)
    assert len(marks.read_text()) == runs
    assert post.tells(told)


def test_rule_19_who_is_left_is_named_to_the_program(posting: Posting, smtp_sink: SmtpSink, tmp_path: Path) -> None:
    """The configuration was changed meanwhile: the program must not read all recipients from the headings."""
    smtp_sink.fault = Fault(Place.RCPT, "450 4.2.1 mailbox busy", (HANS,))
    posting(way(smtp_sink.port)).send()
    program, kept = tmp_path / "sendmail.py", tmp_path / "argv"
    program.write_text(f"import sys\nopen({str(kept)!r}, 'w').write(' '.join(sys.argv[1:]))\n")
    post = posting(lambda: SendmailSender([sys.executable, str(program), "-t", "-i"]))
    post.send(hours=1)
    assert post.state is SENT
    assert kept.read_text() == f"-i -f support@desk.example -- {HANS}"
