"""Hostile and clumsy bytes at the LMTP listener, on both kinds of sockets (MG2, MG10; RFC 5321; CVE-2023-51764)."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.gateways.lmtp_place import Place
from tests.mail.lmtp_client import Talk, hand_in
from tests.mail.lmtp_taking import TO, Taking


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
