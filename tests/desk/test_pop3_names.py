"""A POP3 server that gives the name of a mail to another one (MG3, MG13; rule 4), with a desk that knows the name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from helpdesk_tui.errors import StorageFailed, Unavailable
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.vocab import GatewayType, TlsMode
from tests.desk.polled import Dying, Killed, Polled, letter
from tests.desks import MadeDesk
from tests.mail.contract.places import Pop3
from tests.mail.scripted import Scripted
from tests.mail.scripted_pop3 import Answers, answering


class OnScript(Pop3):
    """The mailbox of a scripted server."""

    def __init__(self, server: Scripted) -> None:
        self._server = server
        self.password = "secret"

    @property
    def settings(self) -> dict[str, Any]:
        return {"host": self._server.host, "port": self._server.port, "tls": TlsMode.NONE, "login": "support"}


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(1) as opened:
        yield opened


def holding(*mails: bytes, **own: list[bytes]) -> Answers:
    """A mailbox whose UIDLs are nothing but its numbers, as some servers make them."""
    crlf = [mail.replace(b"\n", b"\r\n") for mail in mails]
    numbers = range(1, len(mails) + 1)
    return {
        **own,
        **{f"RETR {number}$": [b"+OK", crlf[number - 1] + b"."] for number in numbers},
        "UIDL": [b"+OK", *(b"%d %d" % (number, number) for number in numbers), b"."],
        "LIST$": [b"+OK", *(b"%d %d" % (number, len(crlf[number - 1])) for number in numbers), b"."],
    }


@pytest.mark.parametrize("answered", [True, False], ids=["in good order", "answer to QUIT lost"])
def test_the_name_of_a_deleted_mail_on_another_one_deletes_nothing_unread(
    desk: MadeDesk, pool: ParserPool, answered: bool
) -> None:
    """The first mail is deleted, the second moves up to its number, its name and its very size."""
    quit_says = [b"+OK bye"] if answered else [b"DROP"]
    sessions = (holding(), holding(letter(1), QUIT=quit_says), holding(letter(2)), holding())
    with Scripted(*map(answering, sessions)) as server:
        box = Polled(desk, pool, OnScript(server), delete=True)
        assert box.place.kind is GatewayType.POP3
        if answered:
            box.poll()
        else:
            with pytest.raises(Unavailable):
                box.poll()
        box.poll()
        assert box.tickets() == {1: 1, 2: 1}
        assert server.heard.count(b"RETR 1") == 2
        assert server.heard.count(b"DELE 1") == 2


def test_mg13_a_mail_that_the_server_did_not_give_at_first_becomes_a_ticket(desk: MadeDesk, pool: ParserPool) -> None:
    """The poll tells of it and takes the others; in the next one it is read."""
    once = holding(letter(1), letter(2))
    once["RETR 1$"] = [b"-ERR internal error"]
    sessions = (holding(), once, holding(letter(1)), holding())
    with Scripted(*map(answering, sessions)) as server:
        box = Polled(desk, pool, OnScript(server), delete=True)
        with pytest.raises(StorageFailed, match="internal error"):
            box.poll()
        assert box.tickets() == {2: 1}
        box.poll()
        assert box.tickets() == {1: 1, 2: 1}


@pytest.mark.parametrize(
    ("count", "size", "dies", "again"), [(30, 10, 24, 21), (6, 400_000, 4, 4)], ids=["many", "large"]
)
def test_mg13_who_is_killed_in_a_poll_of_a_mailbox_that_is_kept_fetches_little_again(
    desk: MadeDesk, pool: ParserPool, count: int, size: int, dies: int, again: int
) -> None:
    """What the source is done with is stored after 20 emails or a megabyte, and not at the end alone (rules 2 and 4).

    `dies` have been acknowledged at the kill; from the email `again` on they are fetched in the next poll.
    """
    mails = [letter(number, text=("x" * 70 + "\n") * (1 + size // 71)) for number in range(1, count + 1)]
    with Scripted(answering(holding()), answering(holding(*mails))) as server:
        box = Polled(desk, pool, OnScript(server), delete=False)
        with pytest.raises(Killed):
            box.poll(lambda source: Dying(source, "taken", dies))
        box.state = box.view.state
        before = len(server.heard)
        box.poll()
        fetched = [int(line[5:]) for line in server.heard[before:] if line.startswith(b"RETR")]
        assert fetched == list(range(again, count + 1))
        assert box.tickets() == dict.fromkeys(range(1, count + 1), 1)
        assert box.poll() == []
