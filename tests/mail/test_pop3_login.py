"""Getting into a POP3 mailbox past servers and attackers that will not have it (SPEC MG2; rules 8, 9, 47)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from helpdesk_tui.errors import Refused, Unavailable, WrongUsage
from helpdesk_tui.mail.gateways.pop3_connection import Pop3Connection
from helpdesk_tui.vocab import TlsMode
from tests.mail.making import nothing
from tests.mail.scripted import Scripted
from tests.mail.scripted_pop3 import Answers, answering, source

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot


def listed(server: Scripted, secret: str = "secret", **values: object) -> list[str]:
    return [mail.key for mail in source(server, secret, **values).found(nothing)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "own",
    [{}, {"CAPA": [b"-ERR what?"]}, {"CAPA": [b"+OK", b"STLS", b"."], "STLS": [b"-ERR not today"]}],
    ids=["not offered", "not known", "refused"],
)
def test_rule_9_without_stls_nothing_secret_is_said(own: Answers) -> None:
    with Scripted(answering(own)) as server, pytest.raises(Unavailable) as refused:
        listed(server, tls=TlsMode.STARTTLS)
    assert refused.value.code == "tls_failed"
    assert [line for line in server.heard if not line.startswith((b"CAPA", b"STLS"))] == []


def test_rule_9_what_was_said_in_plain_text_ahead_of_tls_is_not_listened_to(dovecot: Dovecot) -> None:
    """CVE-2011-0411: an answer to a later command, slipped in before the connection is secure."""
    import socket

    from helpdesk_tui.mail.tls import client_context

    connection = Pop3Connection(socket.create_connection((dovecot.host, dovecot.ports.pop3), 10))
    connection.answer()
    connection.ask("STLS")
    connection._file = _Ahead(b"+OK injected\r\n")  # type: ignore[assignment]
    connection.secure(client_context(str(dovecot.ca)), dovecot.host, 10)
    assert "injected" not in connection.ask("CAPA")
    connection.close()


class _Ahead:
    """What is still in the buffer of the plain connection."""

    def __init__(self, said: bytes) -> None:
        self.said = said

    def readline(self, most: int = -1) -> bytes:
        return self.said

    def close(self) -> None:
        pass


def test_a_password_in_any_script_is_sent_by_plain() -> None:
    with Scripted(answering({})) as server:
        assert listed(server, 'Pä"ss wörd') == ["a1"]
    assert base64.b64encode('\0support\0Pä"ss wörd'.encode()) in server.heard


def test_a_server_without_plain_gets_user_and_pass() -> None:
    with Scripted(answering({"CAPA": [b"-ERR what?"]})) as server:
        assert listed(server, "pass word") == ["a1"]
        with pytest.raises(Refused, match="plain ASCII"):
            listed(server, "pässword")
    assert [line for line in server.heard if line.startswith((b"USER", b"PASS"))] == [
        b"USER support",
        b"PASS pass word",
    ]


def test_a_server_that_takes_no_password_without_tls_gets_none() -> None:
    own = {"CAPA": [b"+OK", b"STLS", b"SASL", b"."]}
    with Scripted(answering(own)) as server, pytest.raises(Refused, match="takes no password"):
        listed(server)
    assert not [line for line in server.heard if b"secret" in line]


@pytest.mark.parametrize(
    ("offered", "mechanism", "told"),
    [
        (b"SASL PLAIN XOAUTH2 OAUTHBEARER", b"AUTH XOAUTH2", "user=support\x01auth=Bearer tok\x01\x01"),
        (b"SASL PLAIN", b"AUTH XOAUTH2", "user=support\x01auth=Bearer tok\x01\x01"),
        (b"SASL OAUTHBEARER PLAIN", b"AUTH OAUTHBEARER",
         "n,a=support,\x01host=127.0.0.1\x01port=PORT\x01auth=Bearer tok\x01\x01"),
    ],
)  # fmt: skip
def test_mg2_an_access_token_is_sent_by_what_the_server_has(offered: bytes, mechanism: bytes, told: str) -> None:
    """XOAUTH2, or OAUTHBEARER (RFC 7628) of a server that has it alone."""
    with Scripted(answering({"CAPA": [b"+OK", offered, b"."]})) as server:
        assert listed(server, "tok", password="oauth2:get-token") == ["a1"]
        assert server.heard[1] == mechanism
        assert server.heard[2] == base64.b64encode(told.replace("PORT", str(server.port)).encode())


def test_a_token_that_is_explained_away_is_a_refused_login() -> None:
    """RFC 7628, 3.2.3: the reason comes in a challenge, which has to be answered before the refusal."""
    own = {"CAPA": [b"+OK", b"SASL OAUTHBEARER", b"."], "after AUTH": [b"+ eyJzdGF0dXMiOiI0MDEifQ=="],
           "AQ==": [b"-ERR [AUTH] token expired"]}  # fmt: skip
    with Scripted(answering(own)) as server, pytest.raises(Refused, match="token expired") as refused:
        listed(server, "t0k", password="oauth2:get-token")
    assert refused.value.code == "login_failed"


def test_rule_47_the_token_is_asked_for_at_each_login() -> None:
    tokens = iter(("first", "second"))
    with Scripted(answering({})) as server:
        opened = source(server, password="oauth2:get-token")
        opened._session._password = lambda: next(tokens)
        for _ in range(2):
            list(opened.found(nothing))
            opened.finish()
    said = [base64.b64decode(line) for line in server.heard if line.startswith(b"dXNlcj")]
    assert [b"first" in said[0], b"second" in said[1], len(said)] == [True, True, 2]


def test_rule_47_a_server_that_repeats_the_password_does_not_get_it_into_the_error() -> None:
    own = {"after AUTH": [b"-ERR bad password hunter2 \x1b]0;owned\x07 for support"]}
    with Scripted(answering(own)) as server, pytest.raises(Refused) as refused:
        listed(server, "hunter2")
    assert refused.value.code == "login_failed"
    assert "bad password ***" in refused.value.sentence
    assert "\x1b" not in refused.value.sentence


@pytest.mark.parametrize(
    "answer", [b"DROP", b"-ERR [IN-USE] mailbox locked", b"-ERR [LOGIN-DELAY] wait", b"-ERR [SYS/TEMP] directory down"]
)
def test_a_login_that_fails_in_passing_is_tried_again_and_blames_nobody(answer: bytes) -> None:
    with Scripted(answering({"CAPA": [b"-ERR"], "PASS": [answer]})) as server, pytest.raises(Unavailable):
        listed(server)


@pytest.mark.parametrize(
    "greeting", [b"-ERR too many connections", b"220 mail.acme.example ESMTP", b"* OK IMAP4rev1", b"\x15\x03\x01"]
)
def test_what_is_no_pop3_server_is_unavailable(greeting: bytes) -> None:
    with Scripted(answering({}, greeting)) as server, pytest.raises(Unavailable):
        listed(server)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"host": "127.0.0.1\r\nDELE 1"}, "needs a host without control characters"),
        ({"login": "support\r\nDELE 1"}, "needs a login without control characters"),
        ({"secret": "x\r\nDELE 1"}, "A control character is nothing that a mail server may be sent"),
    ],
    ids=["host", "login", "password"],
)
def test_rule_9_no_control_character_reaches_the_server(wrong: dict[str, str], sentence: str) -> None:
    """CVE-2025-15366: a line end in an argument is another command."""
    with Scripted(answering({"CAPA": [b"-ERR what?"]})) as server, pytest.raises(WrongUsage, match=sentence):
        listed(server, **wrong)
    assert not [line for line in server.heard if b"DELE" in line]


@pytest.mark.parametrize("offered", [b"SASL PLAIN", b"SASL XOAUTH2"])
def test_rule_8_a_secret_that_cannot_be_sent_is_one_sentence_without_it(offered: bytes) -> None:
    """A variable in Latin-1 reaches a program as halves of characters."""
    place = "oauth2:x" if b"XOAUTH2" in offered else "env:X"
    with Scripted(answering({"CAPA": [b"+OK", offered, b"."]})) as server, pytest.raises(WrongUsage) as wrong:
        listed(server, "gr\udcfc\udcdfe", password=place)
    assert wrong.value.sentence == "The login or the password holds what cannot be written in UTF-8."
