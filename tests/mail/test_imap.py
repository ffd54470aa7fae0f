"""An IMAP folder as a gateway, on a real Dovecot (SPEC MG2, MG3, MG4, MG13; rules 2 to 5, 7 to 9)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from helpdesk_tui.errors import Refused, Unavailable
from helpdesk_tui.mail.gateways.imap import ImapSource
from helpdesk_tui.mail.gateways.sources import FoundMail, MailGone, Oversize
from tests.mail.making import nothing, numbered
from tests.mail.on_dovecot import LIMIT, SEEN, knows, opened, uids

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot


def poll(source: ImapSource, known: set[str]) -> list[bytes]:
    """One poll as the worker makes it; the desk knows what it took."""
    took = []
    for mail in source.found(lambda keys: known):
        took.append(source.fetch(mail, LIMIT))
        known.add(mail.key)
        source.taken(mail)
    return took


def test_mg3_unread_mails_are_found_by_uid_and_read_ones_are_history(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1), flags=[b"\\Seen"])
    dovecot.append(numbered(2))
    dovecot.append(numbered(3), flags=[b"\\Flagged"])
    validity = dovecot.uidvalidity()
    with opened(dovecot) as source:
        found = list(source.found(nothing))
    size = len(numbered(2))
    assert found == [FoundMail(f"{validity}/2", size, False), FoundMail(f"{validity}/3", size, False)]


def test_rule_2_fetching_leaves_the_mail_unseen_and_gives_its_very_bytes(dovecot: Dovecot) -> None:
    raw = b"Subject: x\r\n\r\n" + bytes(byte for byte in range(1, 256) if byte not in b"\r\n") * 40 + b"\r\n"
    dovecot.append(raw)
    with opened(dovecot) as source:
        (mail,) = source.found(nothing)
        assert source.fetch(mail, LIMIT) == raw
    assert dovecot.flags() == {1: frozenset()}


def test_mg13_taken_and_nothing_else_marks_a_mail_as_read(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1), flags=[b"\\Flagged"])
    dovecot.append(numbered(2))
    with opened(dovecot) as source:
        one, _ = source.found(nothing)
        source.taken(one)
    assert dovecot.flags() == {1: frozenset({"\\Seen", "\\Flagged"}), 2: frozenset()}


def test_mg13_who_dies_between_fetch_and_taken_gets_the_same_mail_again(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    with opened(dovecot) as first:
        (mail,) = first.found(nothing)
        first.fetch(mail, LIMIT)
    with opened(dovecot) as again:
        assert list(again.found(nothing)) == [mail]
        assert again.fetch(mail, LIMIT) == numbered(1)


def test_rule_3_the_last_mail_is_not_found_again_by_the_star(dovecot: Dovecot) -> None:
    """`UID n:*` names the folder's last mail also when its UID is below n."""
    dovecot.append(numbered(1))
    with opened(dovecot) as source:
        assert poll(source, set()) == [numbered(1)]
        state = source.state()
    with opened(dovecot, state) as source:
        assert list(source.found(nothing)) == []


def test_rule_3_gaps_of_a_poll_that_broke_off_are_found_again_though_read_meanwhile(dovecot: Dovecot) -> None:
    for number in range(1, 5):
        dovecot.append(numbered(number))
    with opened(dovecot) as source:
        found = source.found(nothing)
        one = next(found)
        source.taken(one)
        source.fetch(next(found), LIMIT)
        state = source.state()
    with dovecot.client() as colleague:
        colleague.select_folder("INBOX")
        colleague.add_flags([2, 3, 4], [b"\\Seen"])
    with opened(dovecot, state) as source:
        assert uids(list(source.found(knows(one.key)))) == [2, 3, 4]


def test_mg4_a_mail_that_is_left_stays_unread_and_comes_back_only_if_the_desk_forgot_it(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    with opened(dovecot, delete=True) as source:
        (mail,) = source.found(nothing)
        source.leave(mail)
        assert list(source.found(knows(mail.key))) == []
    assert dovecot.flags() == {1: frozenset()}


def test_mails_that_somebody_deleted_are_nobodys(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1), flags=[b"\\Deleted"])
    dovecot.append(numbered(2))
    with opened(dovecot) as source:
        assert uids(list(source.found(nothing))) == [2]


def test_mg3_a_gateway_that_deletes_removes_its_own_mails_and_no_others(dovecot: Dovecot) -> None:
    """UID EXPUNGE (RFC 4315): what a colleague has flagged as deleted stays."""
    dovecot.append(numbered(1))
    dovecot.append(numbered(2), flags=[b"\\Deleted"])
    dovecot.append(numbered(3))
    with opened(dovecot, delete=True) as source:
        one, three = source.found(nothing)
        source.fetch(one, LIMIT)
        source.taken(one)
        source.leave(three)
    assert dovecot.messages() == {2: numbered(2), 3: numbered(3)}


def test_a_mail_that_was_expunged_meanwhile_is_gone_and_not_empty(dovecot: Dovecot) -> None:
    for number in (1, 2, 3):
        dovecot.append(numbered(number))
    with opened(dovecot) as source:
        one, two, three = source.found(nothing)
        with dovecot.client() as colleague:
            colleague.select_folder("INBOX")
            colleague.delete_messages([1, 2])
            colleague.expunge()
        for mail in (one, two):
            with pytest.raises(MailGone):
                source.fetch(mail, LIMIT)
        assert source.fetch(three, LIMIT) == numbered(3)
        assert json.loads(source.state())["gaps"] == "3"


def test_rule_7_of_a_mail_that_is_too_large_only_the_head_is_fetched(dovecot: Dovecot) -> None:
    raw = b"Subject: large\r\n\r\n" + b"x" * 70 + (b"\r\n" + b"y" * 70) * 4000 + b"\r\n"
    dovecot.append(raw)
    with opened(dovecot) as source:
        (mail,) = source.found(nothing)
        with pytest.raises(Oversize) as large:
            source.fetch(mail, 100_000)
        assert large.value.size == len(raw)
        assert large.value.head == raw[: len(b"Subject: large\r\n\r\n") + 65_536]
        source.leave(mail)
        assert source.fetch(mail, len(raw)) == raw
    assert dovecot.flags() == {1: frozenset()}


def test_rule_5_a_renumbered_folder_brings_recent_and_unread_mails_and_no_history(dovecot: Dovecot) -> None:
    with dovecot.client() as person:
        now = datetime.now(UTC)
        person.append("INBOX", numbered(1), [b"\\Seen"], now - timedelta(days=30))
        person.append("INBOX", numbered(2), [b"\\Seen"], now - timedelta(hours=12))
    with opened(dovecot) as source:
        assert list(source.found(nothing)) == []
    dovecot.append(numbered(3))
    with opened(dovecot) as source:
        known: set[str] = set()
        assert poll(source, known) == [numbered(3)]
        state = source.state()
    dovecot.append(numbered(4), flags=[b"\\Seen"])
    new = dovecot.new_uidvalidity()
    with opened(dovecot, state) as source:
        found = list(source.found(lambda keys: known))
        assert sorted(source.fetch(mail, LIMIT) for mail in found) == [numbered(2), numbered(3), numbered(4)]
        assert all(mail.key.startswith(f"{new}/") for mail in found)
        assert json.loads(source.state())["uidvalidity"] == new


def test_rule_5_a_mail_of_the_old_numbering_is_never_marked_in_the_new_one(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    with opened(dovecot, delete=True) as source:
        (mail,) = source.found(nothing)
        dovecot.new_uidvalidity()
        with pytest.raises(Unavailable):
            source.taken(mail)
        list(source.found(nothing))
        source.taken(mail)
    assert dovecot.messages() == {1: numbered(1)}


def test_rule_5_a_large_renumbered_folder_is_not_read_again_unasked(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk_tui.mail.gateways.imap.MOST_AGAIN", 3)
    for number in range(4):
        dovecot.deliver(numbered(number))
    with opened(dovecot) as source:
        assert len(poll(source, set())) == 4
        state = source.state()
    dovecot.new_uidvalidity()
    with opened(dovecot, state) as source:
        for look in (source.test, lambda: list(source.found(nothing))):
            with pytest.raises(Refused) as refused:
                look()
            assert refused.value.code == "renumbered"
            assert "4 mails" in refused.value.sentence
            assert source.state() == state


def test_mg13_what_could_not_be_marked_when_the_server_died_is_marked_in_the_next_poll(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    with opened(dovecot) as source:
        (mail,) = source.found(nothing)
        dovecot.kill()
        with pytest.raises(Unavailable):
            source.taken(mail)
        dovecot.start()
        assert list(source.found(knows(mail.key))) == []
    assert dovecot.flags() == {1: SEEN}


def test_mg13_it_is_marked_by_the_next_worker_as_well(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    with opened(dovecot) as source:
        (mail,) = source.found(nothing)
        dovecot.kill()
        with pytest.raises(Unavailable):
            source.taken(mail)
        state = source.state()
    dovecot.start()
    with opened(dovecot, state) as source:
        assert list(source.found(knows(mail.key))) == []
        assert json.loads(source.state())["unmarked"] == ""
    assert dovecot.flags() == {1: SEEN}


def test_a_server_that_dies_in_mid_session_is_unavailable_and_found_again(dovecot: Dovecot) -> None:
    dovecot.append(numbered(1))
    dovecot.append(numbered(2))
    with opened(dovecot) as source:
        one, _ = source.found(nothing)
        dovecot.kill()
        with pytest.raises(Unavailable) as gone:
            source.fetch(one, LIMIT)
        assert gone.value.exit_code == 69
        assert "127.0.0.1" in gone.value.sentence
        with pytest.raises(Unavailable):
            list(source.found(nothing))
        dovecot.start()
        found = list(source.found(nothing))
        assert uids(found) == [2, 1], "the one at which the connection broke comes last"
        assert source.fetch(found[1], LIMIT) == numbered(1)


def test_a_restart_between_two_polls_is_not_noticed(dovecot: Dovecot) -> None:
    with opened(dovecot) as source:
        assert list(source.found(nothing)) == []
        dovecot.restart()
        dovecot.append(numbered(1))
        assert uids(list(source.found(nothing))) == [1]


def test_mg1_the_test_says_what_a_poll_would_take_and_changes_nothing(dovecot: Dovecot) -> None:
    for number in range(5):
        dovecot.append(numbered(number), flags=[b"\\Seen"])
    dovecot.append(numbered(5))
    with opened(dovecot) as source:
        told = source.test()
        assert (told.takes, told.unread, told.left_alone, told.notes) == (1, 1, 5, ())
        list(source.found(nothing))
        state = source.state()
    dovecot.append(numbered(6), flags=[b"\\Seen"])
    with opened(dovecot, state) as source:
        told = source.test()
        assert (told.takes, told.unread, told.left_alone) == (2, 1, 5)
    assert dovecot.flags()[6] == frozenset()


def test_another_folder_with_any_name_can_be_polled(dovecot: Dovecot) -> None:
    name = 'Prüfung "neu" & alt'
    with dovecot.client() as person:
        person.create_folder(name)
    dovecot.append(numbered(1), folder=name)
    with opened(dovecot, folder=name) as source:
        assert poll(source, set()) == [numbered(1)]
    assert dovecot.flags(name) == {1: SEEN}


def test_a_folder_that_is_not_there_is_a_matter_for_a_person(dovecot: Dovecot) -> None:
    with opened(dovecot, folder="Support") as source, pytest.raises(Refused) as refused:
        source.test()
    assert refused.value.code == "no_folder"
    assert "Support" in refused.value.sentence
