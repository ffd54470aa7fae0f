"""POP3 servers as they are and as they should not be (SPEC MG2, MG3; rules 2 to 7)."""

from __future__ import annotations

import json

import pytest

from helpdesk_tui.errors import Refused, StorageFailed, Unavailable, UnusableData
from helpdesk_tui.mail.gateways.pop3 import MOST_BREAKS
from helpdesk_tui.mail.gateways.sources import FoundMail, MailGone, Oversize
from tests.mail.making import MAIL, nothing
from tests.mail.scripted import Scripted
from tests.mail.scripted_pop3 import LARGE, LIMIT, Answers, answering, commands, mailbox, source


def test_mg3_deletions_are_made_good_by_quit_after_the_poll() -> None:
    with Scripted(answering({})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        assert mail == FoundMail("a1", len(MAIL), False, doubtful=True)
        assert opened.fetch(mail, LIMIT) == MAIL
        opened.taken(mail)
        assert commands(server) == [b"RETR 1", b"DELE 1"]
        opened.finish()
        assert commands(server) == [b"RETR 1", b"DELE 1", b"QUIT"]


def test_a_deletion_that_is_refused_is_not_asked_for_in_every_poll() -> None:
    with Scripted(answering({"DELE": [b"-ERR read-only"]})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        opened.fetch(mail, LIMIT)
        with pytest.raises(Refused, match="read-only") as refused:
            opened.taken(mail)
        assert refused.value.code == "flag_refused"
        opened.finish()
        assert list(source(server, state=opened.state()).found(nothing)) == []


def test_deletions_that_quit_refuses_are_told_and_not_asked_for_again() -> None:
    with Scripted(answering({"QUIT": [b"-ERR some deleted messages not removed"]})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        opened.fetch(mail, LIMIT)
        opened.taken(mail)
        with pytest.raises(Refused, match="not removed"):
            opened.finish()
        assert list(opened.found(nothing)) == []


def test_rule_3_a_gateway_that_keeps_leaves_what_was_there_for_good() -> None:
    """Also when it is told to delete one day: nobody has read it."""
    with Scripted(answering(mailbox(b"old")), answering(mailbox(b"old", b"new"))) as server:
        first = source(server, delete=False)
        assert list(first.found(nothing)) == []
        first.finish()
        for delete in (False, True):
            opened = source(server, state=first.state(), delete=delete)
            assert [mail.key for mail in opened.found(nothing)] == ["new"]
            opened.finish()


def test_rule_3_a_gateway_that_deletes_has_the_mailbox_for_itself() -> None:
    with Scripted(answering(mailbox(b"a", b"b"))) as server:
        opened = source(server)
        told = opened.test()
        assert (told.takes, told.unread, told.left_alone) == (2, 2, 0)
        assert told.notes == ("POP3 knows no unread mail, and the gateway deletes: all that is there would be taken.",)
        assert [mail.key for mail in opened.found(nothing)] == ["a", "b"]
        assert source(server, delete=False).test().notes == (
            "What is there now is left alone; what comes after the first poll is taken.",
        )
    assert b"DELE" not in b"".join(server.heard)


def test_what_was_kept_is_looked_at_once_more_when_the_gateway_is_told_to_delete() -> None:
    with Scripted(answering(mailbox()), answering(mailbox(b"a"))) as server:
        keeping = source(server, delete=False)
        assert list(keeping.found(nothing)) == []
        (mail,) = keeping.found(nothing)
        keeping.fetch(mail, LIMIT)
        keeping.taken(mail)
        assert list(keeping.found(nothing)) == []
        keeping.finish()
        deleting = source(server, state=keeping.state())
        assert [found.key for found in deleting.found(nothing)] == ["a"]


def test_rule_4_another_mail_under_a_known_uidl_is_read() -> None:
    """Of another size, or after the first one had gone; the desk tells by the bytes which mail it is."""
    dialogues = (mailbox(), mailbox(b"a"), mailbox(b"a", size=7), mailbox(), mailbox(b"a", size=7))
    with Scripted(*map(answering, dialogues)) as server:
        opened = source(server, delete=False)
        assert list(opened.found(nothing)) == []
        for expected in (["a"], ["a"], [], ["a"]):
            found = list(opened.found(nothing))
            assert [mail.key for mail in found] == expected
            for mail in found:
                opened.fetch(mail, LIMIT)
                opened.taken(mail)


def test_rule_4_mails_that_share_a_uidl_have_keys_of_their_own() -> None:
    with Scripted(answering(mailbox(b"same", b"other", b"same"))) as server:
        assert [mail.key for mail in source(server).found(nothing)] == ["same", "other", "same 2"]


@pytest.mark.parametrize("name", [b"\xff\xfe", b"x" * 300, b"a\x1b[2Jb", b"a b"])
def test_what_is_no_uidl_has_a_key_that_any_database_can_hold(name: bytes) -> None:
    with Scripted(answering(mailbox(name))) as server:
        (mail,) = source(server).found(nothing)
    assert mail.key.startswith("sha256:")
    assert len(mail.key) == 71


def test_a_server_without_uidl_is_refused_in_a_sentence() -> None:
    with Scripted(answering({"UIDL": [b"-ERR unknown command"]})) as server, pytest.raises(Refused) as refused:
        list(source(server).found(nothing))
    assert refused.value.code == "no_uidl"
    assert refused.value.sentence.endswith("Without UIDL, mail that was taken cannot be told from new mail.")


_RENUMBERED = (
    "The mailbox of support on 127.0.0.1 was renumbered, or is another one than before: old mail cannot be told from "
    "new, and {count} mails would be read. To start with what comes from now on, add the gateway anew."
)


@pytest.mark.parametrize(
    ("there", "size", "refused"),
    [
        ((b"n1", b"n2", b"n3"), 500, True),
        ((b"n1",), 77, False),
        ((), 500, False),
        ((b"o1", b"n2"), 500, False),
        (tuple(b"n%d" % number for number in range(30)), 77, True),
    ],
    ids=["moved", "cleared and one came", "cleared", "one is new", "moved and converted"],
)
def test_rule_5_a_history_under_new_names_is_not_imported(there: tuple[bytes, ...], size: int, refused: bool) -> None:
    """`gateway test` says the same beforehand, and changes nothing (MG1)."""
    before = mailbox(b"o1", b"o2", b"o3", size=500)
    with Scripted(answering(before), answering(mailbox(*there, size=size))) as server:
        opened = source(server, delete=False)
        assert list(opened.found(nothing)) == []
        if refused:
            for look in (opened.test, lambda: list(opened.found(nothing))):
                with pytest.raises(Refused) as found:
                    look()
                assert (found.value.code, found.value.sentence) == ("renumbered", _RENUMBERED.format(count=len(there)))
        else:
            assert opened.test().takes == len([name for name in there if name != b"o1"])
            assert [mail.key.encode() for mail in opened.found(nothing)] == [name for name in there if name != b"o1"]


def test_rule_7_of_a_large_mail_the_head_comes_by_top() -> None:
    own = {"LIST": [b"+OK", b"1 %d" % len(LARGE), b"."], "TOP 1 ": [b"+OK", LARGE[:90_000] + b"\r\n."]}
    with Scripted(answering(own)) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(Oversize) as large:
            opened.fetch(mail, 100_000)
        assert (large.value.size, large.value.head) == (len(LARGE), LARGE[: 18 + 65536])
    assert b"RETR 1" not in server.heard


@pytest.mark.parametrize("size", [len(LARGE), 5], ids=["without TOP", "of a wrong size"])
def test_rule_7_a_large_mail_is_not_read_to_its_end(size: int) -> None:
    """The session is given up for it, and a new one goes on."""
    own = {"LIST": [b"+OK", b"1 %d" % size, b"."], "RETR 1": [b"+OK", LARGE * 9 + b"."]}
    with Scripted(answering(own), answering({})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(Oversize) as large:
            opened.fetch(mail, 100_000)
        assert large.value.head == LARGE[: 18 + 65536]
        assert opened.fetch(mail, LIMIT) == MAIL
        assert server.connections == 2


def test_a_mail_with_lines_of_any_length_and_dots_comes_as_it_is() -> None:
    """The standard library's client refuses lines of more than 2,048 bytes."""
    raw = b"Subject: x\r\n\r\n" + b"l" * 200_000 + b"\r\n..\r\n.a\r\n\n.\nb\r\nbare\r.\r\r\n"
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    with Scripted(answering({"RETR 1": [b"+OK", stuffed + b"."]})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        assert opened.fetch(mail, LIMIT) == raw


def test_mg10_a_mail_that_the_server_does_not_give_stops_no_others() -> None:
    """It comes last from then on, is tried again in later polls (rule 6), and given up with a record in the end."""
    with Scripted(answering({"RETR 1": [b"-ERR [SYS/PERM] corrupt"], **mailbox(b"a", b"b")})) as server:
        state = ""
        for poll in range(1, 6):
            opened = source(server, state=state)
            found = list(opened.found(nothing))
            assert [mail.key for mail in found] == (["a", "b"] if poll == 1 else ["b", "a"])
            for mail in found:
                if mail.key == "b":
                    assert opened.fetch(mail, LIMIT) == MAIL
                else:
                    with pytest.raises(UnusableData if poll == 5 else StorageFailed, match="corrupt"):
                        opened.fetch(mail, LIMIT)
            opened.finish()
            state = opened.state()
        opened.leave(next(mail for mail in found if mail.key == "a"))
        assert json.loads(opened.state())["refused"] == {}
        assert [mail.key for mail in opened.found(frozenset)] == ["b"]


def test_mg13_a_mail_that_the_server_did_not_give_once_is_read_in_the_next_poll() -> None:
    with Scripted(answering({"RETR 1": [b"-ERR internal error, try again later"]}), answering({})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(StorageFailed, match="try again later"):
            opened.fetch(mail, LIMIT)
        opened.finish()
        again = source(server, state=opened.state())
        (mail,) = again.found(frozenset)
        assert again.fetch(mail, LIMIT) == MAIL
        again.taken(mail)
        assert json.loads(again.state())["refused"] == {}


def test_a_mail_that_the_server_has_no_more_is_gone() -> None:
    with Scripted(answering({"RETR 1": [b"-ERR no such message"], "LIST 1": [b"-ERR no such message"]})) as server:
        opened = source(server)
        (mail,) = opened.found(nothing)
        with pytest.raises(MailGone):
            opened.fetch(mail, LIMIT)


def test_a_mail_at_which_the_connection_breaks_comes_last_and_is_given_up_in_the_end() -> None:
    own = {"RETR 1": [b"DROP"], **mailbox(b"a", b"b")}
    with Scripted(answering(own)) as server:
        state = ""
        for _ in range(MOST_BREAKS):
            opened = source(server, state=state)
            first = next(mail for mail in opened.found(nothing) if mail.key == "a")
            with pytest.raises(Unavailable):
                opened.fetch(first, LIMIT)
            state = opened.state()
        opened = source(server, state=state)
        _, last = opened.found(nothing)
        assert last.key == "a"
        with pytest.raises(UnusableData, match="broke 3 times"):
            opened.fetch(last, LIMIT)
        opened.leave(last)
        assert json.loads(opened.state())["breakers"] == {}


@pytest.mark.parametrize(
    "own",
    [
        {"UIDL": [b"+OK", b"one a1", b"."]},
        {"UIDL": [b"+OK", b"1", b"."]},
        {"UIDL": [b"+OK", b"x" * 5000, b"."]},
        {"UIDL": [b"what?"]},
        {"UIDL": [b"+OK", b"1 a1", b"DROP"]},
        {"LIST": [b"-ERR not now"]},
        {"LIST": [b"+OK", b"\xff\xfe", b"."]},
        {"UIDL": [b"-ERR [SYS/TEMP] later"]},
    ],
    ids=str,
)
def test_nonsense_is_a_lost_connection_and_no_crash(own: Answers) -> None:
    with Scripted(answering(own)) as server, pytest.raises(Unavailable) as lost:
        list(source(server).found(nothing))
    assert "127.0.0.1" in lost.value.sentence


def test_a_list_of_long_lines_without_end_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk_tui.mail.gateways.pop3_connection._MOST_LIST", 1000)
    own = {"UIDL": [b"+OK", *(b"%d %s" % (number, b"x" * 300) for number in range(1, 5)), b"."]}
    with Scripted(answering(own)) as server, pytest.raises(Unavailable, match="more than 1,000 bytes in a list"):
        list(source(server).found(nothing))


def test_a_list_without_end_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk_tui.mail.gateways.pop3_connection._MOST_LINES", 3)
    with (
        Scripted(answering(mailbox(b"a", b"b", b"c", b"d"))) as server,
        pytest.raises(Unavailable, match="more than 3"),
    ):
        list(source(server).found(nothing))
