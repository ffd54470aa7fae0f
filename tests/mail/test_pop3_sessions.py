"""The sessions of a POP3 poll, and servers that give a name to another mail or mailbox (SPEC MG3, MG13)."""

from __future__ import annotations

import contextlib

import pytest

from helpdesk_tui.errors import Refused, Unavailable
from helpdesk_tui.mail.gateways.sources import FoundMail, MailGone, Oversize
from tests.mail.making import nothing
from tests.mail.scripted import Scripted
from tests.mail.scripted_pop3 import LARGE, LIMIT, answering, commands, mailbox, source


def test_many_deletions_are_made_good_in_the_middle_of_a_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a broken connection undoes has a bound; the numbers of the mails are those of the new session then."""
    monkeypatch.setattr("helpdesk_tui.mail.gateways.pop3.MOST_DELETED", 2)
    dialogues = (answering(mailbox(b"a", b"b", b"c", b"d")), answering(mailbox(b"c", b"d")))
    with Scripted(*dialogues) as server:
        opened = source(server)
        for mail in opened.found(nothing):
            opened.fetch(mail, LIMIT)
            opened.taken(mail)
        opened.finish()
        assert commands(server) == [
            b"RETR 1", b"DELE 1", b"RETR 2", b"DELE 2", b"QUIT", b"RETR 1", b"DELE 1", b"RETR 2", b"DELE 2", b"QUIT",
        ]  # fmt: skip


def test_mg13_where_quit_is_not_answered_the_mail_is_read_again_before_it_is_deleted() -> None:
    """A server that numbers its mails anew may have given the UIDL to another mail by then."""
    with Scripted(answering({"QUIT": [b"DROP"]}), answering({})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        opened.fetch(mail, LIMIT)
        opened.taken(mail)
        with pytest.raises(Unavailable):
            opened.finish()
        again = source(server, state=opened.state())
        assert [found.doubtful for found in again.found(nothing)] == [True]


@pytest.mark.parametrize(
    ("before", "there", "expected"),
    [
        ((b"o1",), (b"o1", b"n2"), ["n2"]),
        ((b"o1",), (b"n1",), None),
        ((), (b"n1",), None),
        ((b"o1",), (), []),
    ],
    ids=["the same mailbox", "another one", "nothing is known", "empty"],
)
def test_rule_3_at_another_server_only_a_mailbox_with_a_known_mail_is_the_same(
    before: tuple[bytes, ...], there: tuple[bytes, ...], expected: list[str] | None
) -> None:
    with Scripted(answering(mailbox(*before, size=500))) as old, Scripted(answering(mailbox(*there))) as new:
        opened = source(old, delete=False)
        assert list(opened.found(nothing)) == []
        moved = source(new, state=opened.state(), delete=False)
        if expected is None:
            for _ in range(2):  # it stays so
                with pytest.raises(Refused) as refused:
                    list(moved.found(nothing))
                assert refused.value.code == "renumbered"
                moved = source(new, state=moved.state(), delete=False)
        else:
            assert [mail.key for mail in moved.found(nothing)] == expected


def test_a_gateway_that_has_always_deleted_takes_everything_at_another_server() -> None:
    with Scripted(answering(mailbox())) as old, Scripted(answering(mailbox(b"n1"))) as new:
        opened = source(old)
        assert list(opened.found(nothing)) == []
        assert [mail.key for mail in source(new, state=opened.state()).found(nothing)] == ["n1"]


def test_what_was_read_before_the_session_was_given_up_is_deleted_in_the_next_poll() -> None:
    own = mailbox(b"a", b"b")
    own["LIST$"] = [b"+OK", b"1 90", b"2 %d" % len(LARGE), b"."]
    with Scripted(answering({"RETR 2": [b"+OK", LARGE * 9 + b"."], **own}), answering({})) as server:
        opened = source(server)
        one, two = opened.found(nothing)
        opened.fetch(one, LIMIT)
        with pytest.raises(Oversize):
            opened.fetch(two, 100_000)
        opened.taken(one)
        opened.leave(two)
        opened.finish()
    assert b"DELE 1" not in server.heard


def test_mg13_what_was_read_in_an_earlier_session_is_not_deleted_by_its_name_in_a_later_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a server whose UIDLs are the numbers of a session, `3` is another mail after the deletions were made good."""
    monkeypatch.setattr("helpdesk_tui.mail.gateways.pop3.MOST_DELETED", 2)
    dialogues = (answering(mailbox(b"1", b"2", b"3", b"4", b"5")), answering(mailbox(b"1", b"2", b"3")))
    with Scripted(*dialogues) as server:
        opened = source(server)
        waiting: list[FoundMail] = []
        for mail in opened.found(nothing):
            with contextlib.suppress(MailGone):
                opened.fetch(mail, LIMIT)
                waiting.append(mail)
            if len(waiting) == 2:
                opened.taken(waiting.pop(0))
        for mail in waiting:
            opened.taken(mail)
        opened.finish()
        assert commands(server) == [
            b"RETR 1", b"RETR 2", b"DELE 1", b"RETR 3", b"DELE 2", b"QUIT", b"QUIT",
        ]  # fmt: skip


def test_mg13_after_a_large_mail_has_cost_the_session_nothing_is_marked_by_a_name_alone() -> None:
    """Neither deleted, nor done with, nor left: the mail that has the name now was never read."""
    own = {"RETR 2": [b"+OK", LARGE * 9 + b"."], **mailbox(b"1", b"2", b"3")}
    own["LIST$"] = [b"+OK", b"1 94", b"2 %d" % len(LARGE), b"3 94", b"."]
    for delete in (True, False):
        sessions = [own, mailbox(b"1", b"2", b"3"), mailbox(b"1", b"2", b"3")]
        with Scripted(*map(answering, sessions if delete else [mailbox(), *sessions])) as server:
            opened = source(server, delete=delete)
            if not delete:
                assert list(opened.found(nothing)) == []
            one, two, three = opened.found(nothing)
            opened.fetch(one, LIMIT)
            with pytest.raises(Oversize):
                opened.fetch(two, 100_000)
            opened.fetch(three, LIMIT)
            opened.taken(one)
            opened.leave(two)
            opened.taken(three)
            opened.finish()
            assert [line for line in server.heard if line.startswith(b"DELE")] == [b"DELE 3"] * delete
            found = opened.found(frozenset)
            assert [mail.key for mail in found] == ["1", "2", "3"] if delete else ["1", "2"]
