"""IMAP servers as they should not be: attackers in between, half a protocol, refusals, nonsense (rules 2, 5, 7, 9)."""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from helpdesk_tui.errors import Refused, Unavailable, UnusableData
from helpdesk_tui.mail.imap import ImapSource
from helpdesk_tui.mail.sources import Oversize
from helpdesk_tui.vocab import TlsMode
from tests.mail.making import MAIL, gateway
from tests.mail.scripted import Peer, Scripted

LIMIT = 1024 * 1024
CAPABILITIES = b"IMAP4rev1 AUTH=PLAIN IDLE UIDPLUS"
SIZE = b"%d" % len(MAIL)

# What a folder with one unread mail answers; a test puts its own answers before them. TAG stands for the command's tag.
FOLDER: dict[str, list[bytes]] = {
    "CAPABILITY": [b"* CAPABILITY " + CAPABILITIES, b"TAG OK done"],
    "AUTHENTICATE": [b"TAG OK done"],
    "LOGIN": [b"TAG OK done"],
    "SELECT|EXAMINE": [
        b"* 1 EXISTS", b"* OK [UIDVALIDITY 9] numbered", b"* OK [UIDNEXT 6] next", b"TAG OK [READ-WRITE] opened",
    ],
    "UID SEARCH": [b"* SEARCH 5", b"TAG OK done"],
    r"UID FETCH 5 \(RFC822.SIZE": [
        b"* 1 FETCH (UID 5 RFC822.SIZE " + SIZE + b' FLAGS () INTERNALDATE "11-Apr-2026 09:00:00 +0000")',
        b"TAG OK done",
    ],
    r"UID FETCH 5 \(BODY": [b"* 1 FETCH (UID 5 BODY[] {" + SIZE + b"}\r\n" + MAIL + b")", b"TAG OK done"],
    "UID STORE": [b"TAG OK done"],
    "UID EXPUNGE": [b"TAG OK done"],
    "NOOP": [b"TAG OK done"],
    "IDLE": [b"+ idling"],
    "DONE": [b"IDLETAG OK done"],
    "LOGOUT": [b"* BYE", b"TAG OK done"],
}  # fmt: skip


Answer = list[bytes] | Callable[[], list[bytes]]


def answering(own: dict[str, Answer], greeting: bytes = b"* OK ready") -> Callable[[Peer], None]:
    """A server with the mail of `FOLDER` and answers of its own, by the beginning of a command; `DROP` hangs up."""
    rules: dict[str, Answer] = {**own, **{name: lines for name, lines in FOLDER.items() if name not in own}}

    def dialogue(peer: Peer) -> None:
        peer.say(greeting)
        idle_tag = b""
        for line in peer.lines():
            tag, _, command = line.partition(b" ")
            command = command or tag
            if command == b"IDLE":
                idle_tag = tag
            answer = next((rules[rule] for rule in rules if re.match(rule.encode(), command)), [b"TAG BAD what"])
            told = answer() if callable(answer) else answer
            said = [part for part in told if part != b"DROP"]
            peer.say(*(part.replace(b"IDLETAG", idle_tag).replace(b"TAG", tag, 1) for part in said))
            if len(said) < len(told):
                return
            if command.startswith(b"AUTHENTICATE") and told[0].startswith(b"+"):
                peer.line()
                peer.say(tag + b" OK done")

    return dialogue


OPENED: list[ImapSource] = []


def source(server: Scripted, secret: str = "secret", **values: object) -> ImapSource:
    """A source for the server, closed after the test."""
    settings = {"host": server.host, "port": server.port, "tls": TlsMode.NONE, "login": "support"}
    opened = ImapSource(gateway(**(settings | values)), lambda: secret)
    OPENED.append(opened)
    return opened


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


def nothing(_: Sequence[str]) -> set[str]:
    return set()


def only(found: ImapSource) -> str:
    (mail,) = found.found(nothing)
    return mail.key


# ------------------------------------------------------------ TLS and login


@pytest.mark.parametrize(
    ("greeting", "own"),
    [
        (b"* OK ready", {}),
        (b"* OK ready", {"CAPABILITY": [b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN", b"TAG OK done"]}),
        (
            b"* OK ready",
            {
                "CAPABILITY": [b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN", b"TAG OK done"],
                "STARTTLS": [b"TAG NO not today"],
            },
        ),
        (b"* PREAUTH welcome back", {"CAPABILITY": [b"* CAPABILITY IMAP4rev1 STARTTLS", b"TAG OK done"]}),
    ],
    ids=["not offered", "not known", "refused", "preauthenticated"],
)
def test_rule_9_without_starttls_nothing_secret_is_said(greeting: bytes, own: dict[str, Answer]) -> None:
    with Scripted(answering(own, greeting)) as server, pytest.raises(Unavailable) as refused:
        list(source(server, tls=TlsMode.STARTTLS).found(nothing))
    assert refused.value.code == "tls_failed"
    assert ("it offers no STARTTLS" in refused.value.sentence) == (not own)
    assert not [line for line in server.heard if b"LOGIN" in line or b"AUTHENTICATE" in line or b"secret" in line]


def test_a_password_in_any_script_is_sent_by_plain() -> None:
    own: dict[str, Answer] = {"AUTHENTICATE PLAIN": [b"+ "]}
    with Scripted(answering(own)) as server:
        opened = source(server, 'Pä"ss\\wörd')
        assert only(opened) == "9/5"
    assert base64.b64encode('\0support\0Pä"ss\\wörd'.encode()) in server.heard


def test_mg2_an_access_token_is_sent_by_xoauth2() -> None:
    own: dict[str, Answer] = {"AUTHENTICATE XOAUTH2": [b"+ "]}
    with Scripted(answering(own)) as server:
        opened = source(server, "token-1", password="oauth2:get-token")
        assert only(opened) == "9/5"
    assert base64.b64encode(b"user=support\x01auth=Bearer token-1\x01\x01") in server.heard


def test_a_server_without_plain_gets_login_for_what_needs_no_quotes() -> None:
    own: dict[str, Answer] = {"CAPABILITY": [b"* CAPABILITY IMAP4rev1", b"TAG OK done"]}
    with Scripted(answering(own)) as server:
        opened = source(server, 'pass "word"', login="support@acme.example")
        assert only(opened) == "9/5"
        for login, password in (("sup port", "x"), ('a"b', "x"), ("support", "pässword")):
            with pytest.raises(Refused) as refused:
                list(source(server, password, login=login).found(nothing))
            assert refused.value.code == "login_failed"
    assert [line.partition(b" ")[2] for line in server.heard if b"LOGIN" in line] == [
        b'LOGIN support@acme.example "pass \\"word\\""'
    ]


def test_a_server_that_takes_no_password_without_tls_gets_none() -> None:
    own: dict[str, Answer] = {"CAPABILITY": [b"* CAPABILITY IMAP4rev1 LOGINDISABLED", b"TAG OK done"]}
    with Scripted(answering(own)) as server, pytest.raises(Refused, match="takes no password"):
        list(source(server).found(nothing))
    assert not [line for line in server.heard if b"secret" in line]


def test_rule_47_a_server_that_repeats_the_password_does_not_get_it_into_the_error() -> None:
    own: dict[str, Answer] = {"AUTHENTICATE": [b"TAG NO bad password hunter2 for support"]}
    with Scripted(answering(own)) as server, pytest.raises(Refused) as refused:
        list(source(server, "hunter2").found(nothing))
    assert refused.value.code == "login_failed"
    assert "bad password *** for support" in refused.value.sentence


@pytest.mark.parametrize(
    "answer", [b"DROP", b"TAG NO [UNAVAILABLE] the directory is down", b"TAG NO [INUSE] too many sessions"]
)
def test_a_login_that_fails_in_passing_is_tried_again_and_blames_nobody(answer: bytes) -> None:
    with Scripted(answering({"AUTHENTICATE": [answer]})) as server, pytest.raises(Unavailable):
        list(source(server).found(nothing))


@pytest.mark.parametrize(
    "greeting", [b"* BYE too many connections", b"220 mail.acme.example ESMTP", b"SSH-2.0-OpenSSH_9.2", b"\x15\x03\x01"]
)
def test_what_is_no_imap_server_is_unavailable(greeting: bytes) -> None:
    with Scripted(answering({}, greeting)) as server, pytest.raises(Unavailable):
        list(source(server).found(nothing))


def test_the_sentence_holds_no_escape_that_the_server_sent() -> None:
    own: dict[str, Answer] = {"SELECT": [b"TAG NO \x1b]0;owned\x07no such folder"]}
    with Scripted(answering(own)) as server, pytest.raises(Refused) as refused:
        list(source(server).found(nothing))
    assert refused.value.code == "no_folder"
    assert "\x1b" not in refused.value.sentence
    assert "no such folder" in refused.value.sentence


# ------------------------------------------------------------ folders and mails


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
        OPENED.append(again)
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


# ------------------------------------------------------------ waiting


def waits(opened: ImapSource, seconds: float) -> float:
    """How long the source waits, seconds."""
    began = time.monotonic()
    opened.wait(seconds, threading.Event())
    return time.monotonic() - began


def test_mail_announced_together_with_the_consent_to_idle_wakes_who_waits() -> None:
    """imaplib has read the announcement already, so the socket shows nothing."""
    new: list[bytes] = []

    def idle() -> list[bytes]:
        new.append(b"6")
        return [b"+ idling", b"* 2 EXISTS"]

    own: dict[str, Answer] = {
        "IDLE": idle,
        r"UID SEARCH UID 6:\*": lambda: [b"* SEARCH 5 " + b"".join(new), b"TAG OK done"],
    }
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 60) < 10


def test_a_server_that_announces_old_mail_at_each_idle_does_not_keep_us_polling() -> None:
    own: dict[str, Answer] = {"IDLE": [b"+ idling", b"* 1 EXISTS"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 2.0) >= 2.0
    assert len([line for line in server.heard if line.endswith(b" IDLE")]) <= 4


def test_a_server_that_hangs_up_on_idle_is_not_called_over_and_over() -> None:
    with Scripted(answering({"IDLE": [b"DROP"]})) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 1.0) >= 1.0
    assert server.connections == 1


def test_a_server_that_hangs_up_while_we_idle_is_noticed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For imapclient a connection that has ended looks like one with nothing to tell."""
    monkeypatch.setattr("helpdesk_tui.mail.imap._PAUSE_SECONDS", 0.1)
    with Scripted(answering({"IDLE": [b"+ idling", b"DROP"]})) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert waits(opened, 60) < 10


def test_without_idle_the_time_is_slept_and_stop_ends_it() -> None:
    own: dict[str, Answer] = {"CAPABILITY": [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN", b"TAG OK done"]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
        assert 0.3 <= waits(opened, 0.3) < 5
        stop = threading.Event()
        waiter = threading.Thread(target=opened.wait, args=(60, stop), daemon=True)
        waiter.start()
        stop.set()
        waiter.join(5)
        assert not waiter.is_alive()


def test_searches_of_a_huge_folder_are_asked_in_pieces() -> None:
    """imaplib reads lines of at most 1,000,000 bytes, and a server answers a search in one."""
    own: dict[str, Answer] = {
        "SELECT": [b"* 200000 EXISTS", b"* OK [UIDVALIDITY 9] x", b"* OK [UIDNEXT 200001] x", b"TAG OK [READ-WRITE] x"],
        "UID SEARCH UID 1:80000 UNSEEN": [b"* SEARCH 5", b"TAG OK done"],
        r"UID SEARCH UID \*": [b"* SEARCH 5", b"TAG OK done"],
        "UID SEARCH": [b"* SEARCH", b"TAG OK done"],
    }
    with Scripted(answering(own)) as server:
        opened = source(server)
        assert only(opened) == "9/5"
    asked = [line.partition(b" ")[2] for line in server.heard if b"UNSEEN" in line]
    assert asked == [
        b"UID SEARCH UID 1:80000 UNSEEN UNDELETED",
        b"UID SEARCH UID 80001:160000 UNSEEN UNDELETED",
        b"UID SEARCH UID 160001:240000 UNSEEN UNDELETED",
    ]
