"""What an IMAP source remembers between polls (rules 3 and 5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk_tui.mail.gateways.imap_memory import Memory, ranges_of, uids_of

APRIL = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("uids", "ranges"),
    [((), ""), ((7,), "7"), ((1, 2, 3, 5, 9, 10), "1:3,5,9:10"), (tuple(range(1, 50_001)), "1:50000")],
)
def test_uids_are_written_as_imap_writes_sets(uids: tuple[int, ...], ranges: str) -> None:
    assert ranges_of(reversed(uids)) == ranges
    assert uids_of(ranges) == uids


def test_a_memory_survives_its_own_writing() -> None:
    memory = Memory(True, 9, 120, APRIL, (3, 4, 7), (5,), ((7, 2), (9, 1)))
    assert memory.written() == (
        '{"uidvalidity": 9, "last": 120, "newest": "2026-04-11T09:00:00Z", "gaps": "3:4,7", "unmarked": "5", '
        '"breakers": "7*2,9*1"}'
    )
    assert Memory.of(memory.written()) == memory


@pytest.mark.parametrize(
    "state",
    ["", "junk", "null", "7", "[]", "{}", '{"uidvalidity": "x", "last": 1}',
     '{"uidvalidity": 1, "last": 1, "newest": 7, "gaps": "", "unmarked": "", "breakers": ""}',
     '{"uidvalidity": 1, "last": 1, "newest": null, "gaps": "1:", "unmarked": "x", "breakers": ""}'],
)  # fmt: skip
def test_a_state_that_cannot_be_read_is_that_of_a_new_gateway(state: str) -> None:
    assert Memory.of(state) == Memory()
    assert Memory().written() == ""


def test_rule_3_the_last_uid_never_falls_while_the_numbering_stays() -> None:
    memory = Memory().listed(9, 120, APRIL)
    assert memory.listed(9, 100, None).last == 120
    assert memory.listed(10, 100, None).last == 100


def test_rule_5_mails_are_read_again_from_two_days_before_the_newest() -> None:
    memory = Memory().listed(9, 120, APRIL)
    assert memory.since == datetime(2026, 4, 9, 9, 0, tzinfo=UTC)
    later = memory.settled(APRIL + timedelta(days=1))
    assert later.since == datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
    assert later.settled(APRIL).since == later.since
    assert later.settled(None).since == later.since


def test_rule_5_a_date_that_cannot_be_hides_nothing() -> None:
    future = Memory().listed(9, 120, APRIL).settled(datetime(9999, 1, 1, tzinfo=UTC))
    assert future.since is not None
    assert future.since <= datetime.now(UTC)
    past = Memory().listed(9, 120, datetime(1, 1, 1, tzinfo=UTC))
    assert past.since == datetime(1970, 12, 30, tzinfo=UTC)
