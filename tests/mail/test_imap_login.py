"""Getting into an IMAP mailbox past servers and attackers that will not have it (SPEC MG2; rules 9, 47)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from helpdesk_tui.errors import Refused, Unavailable, WrongUsage
from helpdesk_tui.mail.gateways.imap import ImapSource
from helpdesk_tui.vocab import TlsMode
from tests.mail.making import gateway, nothing
from tests.mail.scripted import Scripted
from tests.mail.scripted_imap import Answer, answering, only, source

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot


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


def test_mg2_a_server_that_has_oauthbearer_alone_gets_the_token_by_it() -> None:
    """RFC 7628; with both, XOAUTH2 as ever."""
    for offered, mechanism in ((b"AUTH=OAUTHBEARER", b"OAUTHBEARER"), (b"AUTH=OAUTHBEARER AUTH=XOAUTH2", b"XOAUTH2")):
        own: dict[str, Answer] = {
            "CAPABILITY": [b"* CAPABILITY IMAP4rev1 " + offered, b"TAG OK done"], "AUTHENTICATE": [b"+ "],
        }  # fmt: skip
        with Scripted(answering(own)) as server:
            assert only(source(server, "token-1", password="oauth2:get-token")) == "9/5"
        assert [line.split()[2] for line in server.heard if b"AUTHENTICATE" in line] == [mechanism]
    assert base64.b64encode(b"n,a=support,\x01auth=Bearer token-1\x01\x01") not in server.heard


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


@pytest.mark.parametrize("field", ["host", "login", "folder"])
def test_rule_9_no_control_character_reaches_the_server(dovecot: Dovecot, field: str) -> None:
    value = {"host": "127.0.0.1", "login": "support", "folder": "INBOX"}[field] + "\r\nA1 LOGOUT"
    source = ImapSource(
        gateway(**{"host": "127.0.0.1", "port": dovecot.ports.imaps, "login": "support", field: value}),
        lambda: "secret",
        ca_file=str(dovecot.ca),
    )
    with pytest.raises(WrongUsage, match=f"needs a {field} without control characters"):
        list(source.found(nothing))
