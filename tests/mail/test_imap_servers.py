"""IMAP servers as they should not be: half a protocol, refusals, nonsense (rules 2, 5, 7; SPEC MG10)."""

from __future__ import annotations

import pytest

from helpdesk_tui.errors import Refused, Unavailable, UnusableData
from helpdesk_tui.mail.gateways.imap import MOST_BREAKS, ImapSource
from helpdesk_tui.mail.gateways.sources import Oversize
from helpdesk_tui.vocab import TlsMode
from tests.mail.making import gateway, nothing
from tests.mail.scripted import Scripted
from tests.mail.scripted_imap import SIZE, Answer, answering, source

LIMIT = 1024 * 1024


def test_rule_5_without_uidvalidity_the_key_says_more_than_the_uid() -> None:
    own: dict[str, Answer] = {"SELECT": [b"* 1 EXISTS", b"TAG OK [READ-WRITE] opened"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        assert mail.key == "0/5/20260411T090000+0000/" + SIZE.decode()
        opened.taken(mail)
        assert list(opened.found(lambda keys: {mail.key})) == []
    assert [line.partition(b" ")[2] for line in server.heard if b"STORE" in line] == [
        b"UID STORE 5 +FLAGS.SILENT (\\Seen)"
    ]


def test_a_refused_flag_is_told_and_the_mail_is_not_found_again() -> None:
    own: dict[str, Answer] = {"UID STORE": [b"TAG NO [NOPERM] keep off"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(Refused, match="keep off") as refused:
            opened.taken(mail)
        assert refused.value.code == "flag_refused"
        assert list(opened.found(lambda keys: {mail.key})) == []


def test_a_folder_that_may_only_be_read_is_refused_before_anything_is_taken() -> None:
    own: dict[str, Answer] = {"SELECT": [b"* 1 EXISTS", b"* OK [UIDVALIDITY 9] numbered", b"TAG OK [READ-ONLY] opened"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        with pytest.raises(Refused) as refused:
            list(opened.found(nothing))
    assert refused.value.code == "read_only"


def test_without_uidplus_mails_are_marked_and_nothing_is_expunged() -> None:
    own: dict[str, Answer] = {"CAPABILITY": [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN", b"TAG OK done"]}
    with Scripted(answering(own)) as server:
        opened = source(server, delete=True)
        notes = opened.test().notes
        (mail,) = opened.found(nothing)
        opened.taken(mail)
    assert [note.partition(":")[0] for note in notes] == ["The server lacks UIDPLUS", "The server lacks IDLE"]
    assert not [line for line in server.heard if b"EXPUNGE" in line]
    assert [line for line in server.heard if line.endswith(b"UID STORE 5 +FLAGS.SILENT (\\Seen \\Deleted)")]


def test_mg10_a_mail_that_the_server_cannot_give_does_not_stop_the_others() -> None:
    own: dict[str, Answer] = {
        r"UID FETCH 5 \(BODY": [b"TAG NO [SERVERBUG] corrupt"],
    }
    with Scripted(answering(own)) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(UnusableData, match="corrupt") as unreadable:
            opened.fetch(mail, LIMIT)
        assert unreadable.value.code == "unreadable"
        opened.taken(mail)


def test_a_refusal_that_passes_is_tried_again_and_the_mail_comes_last() -> None:
    own: dict[str, Answer] = {
        "SELECT": [b"* 2 EXISTS", b"* OK [UIDVALIDITY 9] x", b"* OK [UIDNEXT 7] x", b"TAG OK [READ-WRITE] x"],
        "UID SEARCH": [b"* SEARCH 5 6", b"TAG OK done"],
        r"UID FETCH (5,6|6,5)": [
            b"* 1 FETCH (UID 5 RFC822.SIZE 9 FLAGS ())", b"* 2 FETCH (UID 6 RFC822.SIZE 9 FLAGS ())", b"TAG OK done",
        ],
        r"UID FETCH 5 \(BODY": [b"TAG NO [UNAVAILABLE] try later"],
    }  # fmt: skip
    with Scripted(answering(own)) as server:
        opened = source(server)
        five, _ = opened.found(nothing)
        with pytest.raises(Unavailable):
            opened.fetch(five, LIMIT)
        again = ImapSource(
            gateway(host=server.host, port=server.port, tls=TlsMode.NONE, login="support"), str, opened.state()
        )
        server.clients.append(again)
        assert [mail.key for mail in again.found(nothing)] == ["9/6", "9/5"]


def test_rule_7_a_server_that_understates_sizes_cannot_smuggle_a_large_mail_in() -> None:
    large = b"Subject: x\r\n\r\n" + b"x" * 3000
    own: dict[str, Answer] = {
        r"UID FETCH 5 \(BODY": [b"* 1 FETCH (UID 5 BODY[] {%d}\r\n%s)" % (len(large), large), b"TAG OK done"]
    }
    with Scripted(answering(own)) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(Oversize) as oversize:
            opened.fetch(mail, 2000)
        assert (oversize.value.size, oversize.value.head) == (len(large), large)


def test_a_literal_that_nobody_asked_for_is_not_read_into_memory() -> None:
    own: dict[str, Answer] = {r"UID FETCH 5 \(BODY": [b"* 1 FETCH (UID 5 BODY[] {4000000000}"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(Unavailable, match="4,000,000,000 bytes"):
            opened.fetch(mail, LIMIT)


@pytest.mark.parametrize("size", [b"NIL", b'"x"', b"(1 2)", b"-5"])
def test_a_mail_is_described_in_nonsense_without_a_crash(size: bytes) -> None:
    own: dict[str, Answer] = {r"UID FETCH 5 ": [b"* 1 FETCH (UID 5 RFC822.SIZE " + size + b" FLAGS 7)", b"TAG OK done"]}
    with Scripted(answering(own)) as server, pytest.raises(Unavailable):
        list(source(server).found(nothing))


@pytest.mark.parametrize(
    "nonsense",
    [
        [b"* SEARCH five", b"TAG OK done"],
        [b"* SEARCH 5", b"* SEARCH 6", b"TAG OK done"],
        [b"what?"],
        [b"TAG BAD no such command"],
        [b"\xff\xfe"],
    ],
)
def test_nonsense_is_a_lost_connection_and_no_crash(nonsense: list[bytes]) -> None:
    with Scripted(answering({"UID SEARCH": nonsense})) as server, pytest.raises(Unavailable):
        list(source(server).found(nothing))


def test_deep_nesting_in_an_answer_is_no_crash() -> None:
    own: dict[str, Answer] = {
        r"UID FETCH 5 \(RFC822.SIZE": [b"* 1 FETCH (UID 5 FLAGS " + b"(" * 100_000, b"TAG OK done"]
    }
    with Scripted(answering(own)) as server, pytest.raises(Unavailable):
        list(source(server).found(nothing))


def test_a_mail_at_which_the_connection_breaks_again_and_again_is_given_up() -> None:
    """Rule 6: it is recorded as not to be had, and the others go on; what a source remembers holds the count."""
    state = ""
    with Scripted(answering({r"UID FETCH 5 \(BODY": [b"DROP"]})) as server:
        for _ in range(MOST_BREAKS):
            settings = gateway(host=server.host, port=server.port, tls=TlsMode.NONE, login="support")
            opened = ImapSource(settings, lambda: "secret", state)
            server.clients.append(opened)
            (mail,) = opened.found(nothing)
            with pytest.raises(Unavailable):
                opened.fetch(mail, 1_000_000)
            state = opened.state()
        (mail,) = opened.found(nothing)
        with pytest.raises(UnusableData, match=r"could not be fetched: .* broke 3 times"):
            opened.fetch(mail, 1_000_000)
        opened.leave(mail)
        assert '"breakers": ""' in opened.state()
