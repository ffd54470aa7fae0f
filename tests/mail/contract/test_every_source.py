"""What a source of any kind does and never does (SPEC MG1, MG3, MG4, MG13; rules 2, 3, 4, 7)."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from helpdesk_tui.mail.gateways.sources import MailGone, Oversize, Source
from helpdesk_tui.vocab import GatewayType
from tests.mail.contract.places import Place, lines
from tests.mail.making import nothing, numbered

LIMIT = 1_000_000
ONE, TWO, THREE = (lines(numbered(number)) for number in (1, 2, 3))


def begun(place: Place, *, delete: bool = False) -> str:
    """What a gateway remembers that has looked at the empty mailbox once."""
    source = place.open(delete=delete)
    assert list(source.found(nothing)) == []
    source.finish()
    source.close()
    return source.state()


def taking(source: Source, known: set[str]) -> list[bytes]:
    """One poll of which the desk takes everything."""
    took = []
    for mail in list(source.found(lambda keys: known)):
        took.append(lines(source.fetch(mail, LIMIT)))
        known.add(mail.key)
        source.taken(mail)
    source.finish()
    return took


def test_mg3_what_came_is_found_the_oldest_first_and_fetched_as_it_is(place: Place, deletes: bool) -> None:
    state = begun(place, delete=deletes)
    odd = b"Subject: \xff\xfe\n\n.\n..dots\n\n>From a quote\n\x07 bytes\n" + b"l" * 5000 + b"\n"
    for raw in (TWO, ONE, odd):
        place.put(raw)
    source = place.open(state, delete=deletes)
    found = list(source.found(nothing))
    assert [lines(source.fetch(mail, LIMIT)) for mail in found] == [TWO, ONE, odd]
    assert len({mail.key for mail in found}) == 3
    source.close()


def test_rule_2_listing_fetching_and_leaving_change_nothing(place: Place, deletes: bool) -> None:
    state = begun(place, delete=deletes)
    place.put(ONE)
    place.put(TWO)
    source = place.open(state, delete=deletes)
    for mail in source.found(nothing):
        source.fetch(mail, LIMIT)
        source.leave(mail)
    source.finish()
    source.close()
    assert place.there() == [ONE, TWO]
    if place.marks:
        assert place.unread() == [ONE, TWO]


def test_mg13_taken_marks_or_deletes_that_mail_and_no_other(place: Place, deletes: bool) -> None:
    state = begun(place, delete=deletes)
    for raw in (ONE, TWO, THREE):
        place.put(raw)
    source = place.open(state, delete=deletes)
    one, two, three = source.found(nothing)
    for mail in (one, two, three):
        source.fetch(mail, LIMIT)
    source.leave(one)
    source.taken(two)
    source.leave(three)
    source.finish()
    source.close()
    assert place.there() == ([ONE, THREE] if deletes else [ONE, TWO, THREE])
    if place.marks:
        assert place.unread() == [ONE, THREE]


def test_mg3_what_was_taken_is_not_found_again_also_by_a_new_source(place: Place, deletes: bool) -> None:
    state, known = begun(place, delete=deletes), set[str]()
    place.put(ONE)
    source = place.open(state, delete=deletes)
    assert taking(source, known) == [ONE]
    assert taking(source, known) == []
    source.close()
    place.put(TWO)
    again = place.open(source.state(), delete=deletes)
    assert taking(again, known) == [TWO]
    again.close()


def test_mg13_who_dies_before_taken_gets_the_same_mails_again(place: Place, deletes: bool) -> None:
    state = begun(place, delete=deletes)
    place.put(ONE)
    place.put(TWO)
    first = place.open(state, delete=deletes)
    found = list(first.found(nothing))
    first.fetch(found[0], LIMIT)
    first.close()
    again = place.open(state, delete=deletes)
    assert [mail.key for mail in again.found(nothing)] == [mail.key for mail in found]
    again.close()


def test_rule_3_what_was_found_and_not_settled_is_found_again_though_somebody_read_it(place: Place) -> None:
    state = begun(place)
    place.put(ONE)
    first = place.open(state)
    (mail,) = first.found(nothing)
    first.finish()
    first.close()
    again = place.open(first.state())
    assert [found.key for found in again.found(nothing)] == [mail.key]
    again.close()


def test_rule_3_a_colleague_who_reads_a_mail_hides_it_from_nobody(place: Place) -> None:
    state = begun(place)
    place.put(ONE, read=True)
    source = place.open(state)
    # An mbox keeps the mark among the headings.
    assert [raw.replace(b"Status: RO\n", b"") for raw in taking(source, set())] == [ONE]
    source.close()


def test_rule_3_a_new_gateway_imports_no_history(place: Place) -> None:
    """POP3 knows no *unread*: there everything is history for a gateway that shares the mailbox."""
    place.put(ONE, read=True)
    place.put(TWO)
    source = place.open()
    told, known = source.test(), set[str]()
    assert taking(source, known) == ([TWO] if place.marks else [])
    assert (told.takes, told.left_alone) == ((1, 1) if place.marks else (0, 2))
    place.put(THREE)
    assert taking(source, known) == [THREE]
    source.close()


def test_mg1_the_test_says_what_a_poll_would_look_at_and_changes_nothing(place: Place, deletes: bool) -> None:
    state = begun(place, delete=deletes)
    for raw in (ONE, TWO):
        place.put(raw)
    source = place.open(state, delete=deletes)
    told = source.test()
    source.close()
    assert (told.takes, told.unread, told.left_alone) == (2, 2, 0)
    assert source.state() == state
    assert place.there() == [ONE, TWO]
    if place.marks:
        assert place.unread() == [ONE, TWO]


def test_rule_4_the_desk_is_asked_in_batches_and_what_it_leaves_is_left_out(
    place: Place, deletes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mailbox of a hundred thousand mails is no single question."""
    monkeypatch.setattr(f"{place.module}._BATCH", 2)
    state = begun(place, delete=deletes)
    for number in range(5):
        place.put(numbered(number))
    source = place.open(state, delete=deletes)
    left = list(source.found(nothing))
    for mail in left:
        source.leave(mail)
    source.finish()
    asked: list[int] = []

    def known(keys: Sequence[str]) -> set[str]:
        asked.append(len(keys))
        return {mail.key for mail in left[:4]}

    assert [mail.key for mail in source.found(known)] == [left[4].key]
    assert asked == [2, 2, 1]
    source.close()


def test_rule_7_of_a_large_mail_the_head_is_had_and_it_stays(place: Place, deletes: bool) -> None:
    large = b"Subject: large\n\n" + (b"x" * 75 + b"\n") * 20_000
    state = begun(place, delete=deletes)
    for raw in (ONE, large, TWO):
        place.put(raw)
    source = place.open(state, delete=deletes)
    one, big, two = source.found(nothing)
    assert lines(source.fetch(one, 100_000)) == ONE
    with pytest.raises(Oversize) as oversize:
        source.fetch(big, 100_000)
    source.leave(big)
    head = lines(oversize.value.head)
    assert large.startswith(head)
    assert 64 * 1024 <= len(head) + 1024 <= 70 * 1024
    assert oversize.value.size >= len(large)
    assert lines(source.fetch(two, 100_000)) == TWO
    source.finish()
    source.close()
    assert place.there() == [ONE, large, TWO]


def test_a_mail_that_somebody_removes_meanwhile_is_gone_and_the_others_go_on(place: Place) -> None:
    state = begun(place)
    for raw in (ONE, TWO, THREE):
        place.put(raw)
    source = place.open(state)
    first, *others = source.found(nothing)
    if place.kind is GatewayType.POP3:
        # The mailbox is as it was when the session began; the next one sees what has happened.
        source.finish()
        place.lose(0)
        assert [lines(source.fetch(mail, LIMIT)) for mail in source.found(nothing)] == [TWO, THREE]
    else:
        place.lose(0)
        with pytest.raises(MailGone):
            source.fetch(first, LIMIT)
        source.taken(first)
        assert [lines(source.fetch(mail, LIMIT)) for mail in others] == [TWO, THREE]
    source.close()


def test_a_mail_that_is_no_longer_there_is_gone(place: Place) -> None:
    state = begun(place)
    place.put(ONE)
    source = place.open(state)
    (mail,) = source.found(nothing)
    source.finish()
    place.lose(0)
    list(source.found(nothing))
    with pytest.raises(MailGone):
        source.fetch(mail, LIMIT)
    source.taken(mail)
    source.leave(mail)
    source.finish()
    source.close()


@pytest.mark.parametrize(
    "state", ["junk", "[]", "null", "{}", '{"history": 1}', '{"since": "x"}', '{"uidvalidity": []}']
)
def test_a_memory_that_cannot_be_read_is_a_new_gateway_s(place: Place, state: str) -> None:
    place.put(ONE, read=True)
    source = place.open(state)
    assert list(source.found(nothing)) == []
    source.close()


def test_rule_3_an_empty_memory_is_written_only_once_the_mailbox_was_seen(place: Place) -> None:
    source = place.open()
    before = source.state()
    list(source.found(nothing))
    source.finish()
    assert source.state() not in ("", before)
    source.close()


def test_waiting_ends_with_stop(place: Place) -> None:
    source = place.open()
    list(source.found(nothing))
    source.finish()
    stop = threading.Event()
    waiting = threading.Thread(target=source.wait, args=(600.0, stop), daemon=True)
    waiting.start()
    stop.set()
    waiting.join(10)
    assert not waiting.is_alive()
    source.close()
    source.close()


@pytest.mark.parametrize("method", ["finish", "close", "state"])
def test_a_source_that_was_never_used_can_be_ended(place: Place, method: str) -> None:
    source = place.open()
    getattr(source, method)()
    source.close()
