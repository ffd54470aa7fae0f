"""Splitting and merging (SPEC TF7; Clarifications, Tickets): what goes where, and what both tickets are like then.

Times are minutes after nine. A conversation is written as its messages: `c1 s5 i7 y8` is the client at 09:01, staff at
09:05, an internal comment at 09:07 and the system at 09:08, numbered by their minutes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import regroup
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.regroup import Both, Move, Said
from helpdesk_tui.rules.ticket import Task, Ticket
from helpdesk_tui.vocab import ClientStatus, MessageKind, Priority, Regrouped
from tests.rules.people import ANNA, BILLING, GUS, JOHN, NINE, SALES, TECH
from tests.rules.test_lifecycle import minute, stored, told

KINDS = {"c": MessageKind.CLIENT, "s": MessageKind.STAFF, "i": MessageKind.COMMENT, "y": MessageKind.SYSTEM}


def said(words: str) -> tuple[Said, ...]:
    return tuple(Said(int(word[1:]), KINDS[word[0]], minute(int(word[1:]))) for word in words.split())


def numbers(messages: tuple[Said, ...]) -> list[int]:
    return [one.id for one in messages]


def ticket(number: int, *tasks: tuple[int, Scope | None], **facts: Any) -> Ticket:
    """A ticket of client 7 whose tasks are open, each of a department and held by somebody or nobody."""
    opened = tuple(Task(0, where, who.staff_id if who else None, True, NINE) for where, who in tasks)
    made = Ticket(number, 7, f"Ticket {number}", None, opened, NINE, NINE, NINE)
    return stored(replace(made, **facts))


def refused(what: Any, *arguments: Any) -> str:
    with pytest.raises(Refused) as refusal:
        what(*arguments)
    return f"{refusal.value.code}: {refusal.value.sentence}"


# ---------------------------------------------------------------- splitting


@pytest.mark.parametrize(
    ("messages", "first", "gone"),
    [("c1 s5 c9", 5, [5, 9]), ("c1 s5 c9", 9, [9]), ("c1 y2 i3 y4 s5", 3, [3, 5]), ("c1 c9 s5", 5, [5, 9])],
)
def test_a_split_takes_a_message_and_what_people_said_after_it(messages: str, first: int, gone: list[int]) -> None:
    """TF7: from a chosen reply on; the system's messages tell of tasks that stay."""
    assert numbers(regroup.going(said(messages), first)) == gone


@pytest.mark.parametrize(
    ("first", "why"),
    [
        (1, "nothing_left: Nothing would be left of the ticket; split it at a later message."),
        (3, "system_message: The system's messages stay; split at a message that somebody wrote."),
        (4, "not_found: Message 4 was not found."),
    ],
)
def test_a_split_that_is_none(first: int, why: str) -> None:
    """TF7: one sentence each."""
    assert refused(regroup.going, said("c1 s2 y3"), first) == why


@pytest.mark.parametrize(
    ("messages", "first", "old", "new"),
    [
        # Hans's second question was answered by nobody: he waits for that one only in the new ticket.
        ("c1 s5 c9", 9, (1, 5, 5), (9, None, 9)),
        ("c1 s5 c9 s20", 9, (1, 5, 5), (9, 20, 20)),
        # Nothing was answered: he has waited in the old one since his first message.
        ("c1 c9 c12", 9, (1, None, 1), (12, None, 9)),
        ("c1 s5 s9", 9, (1, 5, 5), (None, 9, 9)),
        ("c1 i3 c9", 3, (1, None, 1), (9, None, 9)),
    ],
)
def test_who_waits_after_a_split(messages: str, first: int, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
    """TQ7, Clarifications (unread): client's and staff's last message, and since when the client waits, of both."""
    conversation = said(messages)
    last = {kind: regroup.last(conversation, KINDS[kind]) for kind in "cs"}
    before = ticket(4812, (TECH, ANNA), client_wrote=last["c"], staff_wrote=last["s"],
                    waiting=regroup.waits_since(conversation, NINE))  # fmt: skip
    both = regroup.split(before, ANNA, conversation, regroup.going(conversation, first), "Other", minute(60))
    for made, (client, staff, waits) in ((both.source, old), (both.target, new)):
        expected = [None if at is None else minute(at) for at in (client, staff, waits)]
        assert [made.client_wrote, made.staff_wrote, made.waiting] == expected


def test_what_a_split_makes() -> None:
    """TF7: same client, service, priority; one open task of the department that I work for, held by nobody."""
    before = ticket(
        4812, (TECH, ANNA), (SALES, JOHN), service=3, priority=Priority.HIGH, front=True, summary="node 4",
        client_wrote=minute(9), client_read=minute(9),
    )  # fmt: skip
    conversation = said("c1 c9")
    both = regroup.split(before, JOHN, conversation, regroup.going(conversation, 9), "Other", minute(60))
    new = both.target
    assert told(new) == "Sales:-"
    assert (new.client, new.service, new.priority, new.subject) == (7, 3, Priority.HIGH, "Other")
    assert (new.front, new.summary, new.created, new.updated) == (False, "", minute(9), minute(60))
    assert new.client_status is ClientStatus.IN_PROGRESS
    assert (told(both.source), both.source.front) == ("Tech:anna Sales:john", True), "the old one keeps its tasks"


def test_a_split_needs_a_hold() -> None:
    """Clarifications: split needs taking."""
    conversation = said("c1 c9")
    gone = regroup.going(conversation, 9)
    assert refused(regroup.split, ticket(4812, (TECH, None)), ANNA, conversation, gone, "Other", NINE) == (
        "not_holder: Take ticket 4812 first: only its holder can do this."
    )


# ---------------------------------------------------------------- merging


@pytest.mark.parametrize(
    ("source", "target", "joined"),
    [
        ([(TECH, ANNA)], [(TECH, None)], "Tech:anna"),
        ([(TECH, ANNA)], [(TECH, GUS)], "Tech:gus"),
        ([(TECH, None)], [(TECH, GUS)], "Tech:gus"),
        ([(TECH, ANNA), (SALES, JOHN)], [(TECH, None)], "Tech:anna Sales:john"),
        ([(TECH, ANNA)], [(SALES, None)], "Sales:- Tech:anna"),
        ([(TECH, GUS), (SALES, None)], [(SALES, GUS)], "Sales:gus Tech:-"),
        ([(TECH, ANNA), (TECH, GUS)], [(BILLING, None)], "Billing:- Tech:anna Tech:gus"),
    ],
)
def test_tasks_join_per_department(source: Any, target: Any, joined: str) -> None:
    """SPEC, tasks: a department has its part once, held by one; nobody holds two parts of one ticket."""
    both = regroup.merge(ticket(12, *source), ticket(5, *target), ANNA, minute(60))
    assert told(both.target) == joined
    assert not both.source.open_tasks
    assert both.source.merged_into == 5


def test_a_department_that_is_done_comes_along() -> None:
    """Clarifications: a ticket belongs to each department that has or had a task on it; members still find it."""
    source = ticket(12, (TECH, ANNA), (SALES, None))
    source = replace(source, tasks=(source.tasks[0], replace(source.tasks[1], open=False, closed=minute(3))))
    both = regroup.merge(source, ticket(5, (TECH, None)), ANNA, minute(60))
    assert told(both.target) == "Tech:anna Sales:closed"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"priority": Priority.LOW}, {"priority": Priority.HIGH}, {"priority": Priority.HIGH}),
        ({"front": True}, {}, {"front": True}),
        ({"summary": "node 4"}, {}, {"summary": "node 4"}),
        ({"summary": "node 4"}, {"summary": "disk"}, {"summary": "disk"}),
        ({"service": 3}, {}, {"service": 3}),
        ({"client_wrote": minute(5)}, {"client_wrote": minute(3)}, {"client_wrote": minute(5)}),
        ({"delayed": True, "delayed_until": minute(99)}, {}, {"delayed": False, "delayed_until": None}),
        ({"delayed": True, "delayed_until": minute(99)}, {"delayed": True, "delayed_until": minute(90)},
         {"delayed": True, "delayed_until": minute(90)}),
        ({}, {"archived": minute(2)}, {"archived": None}),
        # One waits for an answer since 09:05, the other was answered at 09:07: the client waits since 09:05.
        ({"client_wrote": minute(5), "waiting": minute(5)},
         {"client_wrote": minute(1), "staff_wrote": minute(7), "waiting": minute(7)}, {"waiting": minute(5)}),
        # What the client has not read of one is not read of both.
        ({"staff_wrote": minute(4), "client_read": minute(2)}, {"staff_wrote": minute(3), "client_read": minute(9)},
         {"client_read": minute(2), "client_status": ClientStatus.NEW_MESSAGES}),
        ({"staff_wrote": minute(4), "client_read": minute(5)}, {"staff_wrote": minute(3), "client_read": minute(9)},
         {"client_read": minute(9), "client_status": ClientStatus.IN_PROGRESS}),
    ],
)  # fmt: skip
def test_what_becomes_of_two_tickets(one: Any, other: Any, expected: Any) -> None:
    """TF7, TQ4, TQ8: the target has the facts of both; the source is a link, in no queue and not delayed."""
    both = regroup.merge(ticket(12, (TECH, ANNA), **one), ticket(5, (TECH, None), **other), ANNA, minute(60))
    assert {name: getattr(both.target, name) for name in expected} == expected
    assert (both.source.front, both.source.delayed) == (False, False)


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        (ticket(5, (TECH, ANNA)), ticket(5, (TECH, ANNA)), "same_ticket: A ticket cannot be merged into itself."),
        (ticket(12, (TECH, ANNA)), ticket(5, (TECH, None), client=8),
         "other_client: Ticket 5 is another client's, who would read what this one wrote."),
        (ticket(12, (TECH, ANNA)), ticket(5, (TECH, None), spam=True), "spam: Ticket 5 is spam."),
    ],
)  # fmt: skip
def test_a_merge_that_is_none(source: Ticket, target: Ticket, why: str) -> None:
    """TF7: one sentence each; no member of staff, administrator or not, shows one client what another wrote."""
    assert refused(regroup.merge, source, target, ANNA, NINE) == why


@pytest.mark.parametrize(
    ("of_target", "of_source", "wrote", "expected"),
    [(30, 20, 10, 30), (30, None, None, 30), (5, None, 10, 5)],
)
def test_a_reading_stays_where_nothing_is_new(of_target: int, of_source: int | None, wrote: int | None,
                                              expected: int) -> None:  # fmt: skip
    """Clarifications (unread)."""
    source = ticket(12, (TECH, None), client_wrote=None if wrote is None else minute(wrote))
    seen = None if of_source is None else minute(of_source)
    assert regroup.reading(minute(of_target), seen, source) == minute(expected)


@pytest.mark.parametrize("seen", [None, 5])
def test_news_of_a_merged_ticket_are_news(seen: int | None) -> None:
    """Clarifications (unread): who read the other ticket later than this one was written has not read this one."""
    source = ticket(12, (TECH, None), client_wrote=minute(10))
    assert regroup.reading(minute(30), None if seen is None else minute(seen), source) < minute(10)


# ---------------------------------------------------------------- taking back


def merged() -> tuple[Move, Both]:
    """anna merged 12 into 5; the move, and both tickets as they are stored since."""
    before = Both(ticket(12, (TECH, ANNA), client_wrote=minute(9)), ticket(5, (TECH, None), (SALES, JOHN)))
    both = regroup.merge(before.source, before.target, ANNA, minute(60))
    after = Both(stored(both.source), stored(both.target))
    return Move(Regrouped.MERGE, (9,), before, after), after


def back(move: Move, now: Both, where: dict[int, int] | None = None, of_target: str = "") -> Both:
    there = {9: now.target.number} if where is None else where
    return regroup.take_back(move, now, there, (said("c9"), said(of_target)), ANNA, minute(90))


def as_before(ticket: Ticket, before: Ticket) -> bool:
    return replace(ticket, updated=before.updated, version=before.version) == before


def test_a_merge_is_taken_back_exactly() -> None:
    """SPEC, merge: undo restores exactly."""
    move, now = merged()
    both = back(move, now)
    assert as_before(both.source, move.before.source)
    assert as_before(both.target, move.before.target)


def test_what_happened_since_a_merge_stays() -> None:
    """TF7: john closed his part and the client wrote to 5: that stays there, the rest is as before."""
    move, now = merged()
    tasks = tuple(replace(t, open=False, closed=minute(70), holder=None, former=JOHN.staff_id)
                  if t.department == SALES else t for t in now.target.tasks)  # fmt: skip
    changed = replace(now.target, tasks=tasks, client_wrote=minute(71), waiting=minute(71), summary="disk")
    both = back(move, Both(now.source, changed), of_target="c71")
    assert told(both.target) == "Tech:- Sales:closed"
    assert (both.target.client_wrote, both.target.waiting, both.target.summary) == (minute(71), minute(71), "disk")
    assert as_before(both.source, move.before.source)


def test_a_part_that_was_given_back_does_not_stand_there_twice() -> None:
    """SPEC, tasks: a department has one open part that nobody holds."""
    move, now = merged()
    more = Task(9, TECH, None, True, minute(70))
    both = back(move, Both(now.source, replace(now.target, tasks=(*now.target.tasks, more))))
    assert told(both.target) == "Tech:- Sales:john Tech:closed"


def test_what_makes_taking_back_impossible() -> None:
    """TF7: refused with the reason."""
    move, now = merged()
    assert refused(back, replace(move, undone=True), now) == "taken_back: It was taken back already."
    further = Both(now.source, replace(now.target, merged_into=2))
    assert refused(back, move, further) == ("changed_since: Ticket 5 was merged into 2 since; take that back first.")
    assert refused(back, move, now, {9: 14}) == (
        "changed_since: Message 9 is on ticket 14 now; take back first what brought it there."
    )


def test_a_split_is_taken_back_exactly() -> None:
    """TF7: the old ticket is as it was; the new one leads to it."""
    conversation = said("c1 s5 c9")
    before = ticket(4812, (TECH, ANNA), client_wrote=minute(9), staff_wrote=minute(5), waiting=minute(9))
    both = regroup.split(before, ANNA, conversation, regroup.going(conversation, 9), "Other", minute(60))
    new = stored(replace(both.target, number=4830))
    move = Move(Regrouped.SPLIT, (9,), Both(before, new), Both(both.source, new))
    found = regroup.take_back(move, Both(both.source, new), {9: 4830}, (conversation, ()), ANNA, minute(90))
    assert as_before(found.source, before)
    assert (found.target.merged_into, told(found.target)) == (4812, "Tech:closed")


def test_what_was_done_with_a_new_ticket_comes_along() -> None:
    """TF7: it was assigned to Sales and answered at 10:10; the old ticket has that part and the answer."""
    conversation = said("c1 c9")
    before = ticket(4812, (TECH, ANNA), client_wrote=minute(9), waiting=minute(1))
    both = regroup.split(before, ANNA, conversation, regroup.going(conversation, 9), "Other", minute(60))
    new = stored(replace(both.target, number=4830))
    move = Move(Regrouped.SPLIT, (9,), Both(before, new), Both(both.source, new))
    worked = replace(new, tasks=(*new.tasks, Task(8, SALES, JOHN.staff_id, True, minute(65))), staff_wrote=minute(70))
    now = Both(both.source, worked)
    found = regroup.take_back(move, now, {9: 4830}, (said("c1 c9 s70"), ()), ANNA, minute(90))
    assert told(found.source) == "Tech:anna Sales:john"
    assert found.source.staff_wrote == minute(70)


def test_conversations_in_order() -> None:
    """Clarifications: messages stand in order of time, whatever their numbers."""
    at: datetime = NINE + timedelta(hours=1)
    late, early = Said(1, MessageKind.CLIENT, at), Said(2, MessageKind.CLIENT, NINE)
    assert regroup.in_order((late, early)) == (early, late)


def test_the_first_of_two_splits_is_taken_back() -> None:
    """TF7: the ticket was split again meanwhile; who wrote last and who waits follow from what is there now."""
    whole = said("c1 s3 c5 c9")
    before = ticket(4812, (TECH, ANNA), client_wrote=minute(9), staff_wrote=minute(3), waiting=minute(5))
    one = regroup.split(before, ANNA, whole, regroup.going(whole, 9), "Other", minute(60))
    new = stored(replace(one.target, number=4830))
    rest = said("c1 s3 c5")
    two = regroup.split(one.source, ANNA, rest, regroup.going(rest, 5), "Third", minute(61))
    move = Move(Regrouped.SPLIT, (9,), Both(before, new), Both(one.source, new))
    found = regroup.take_back(move, Both(two.source, new), {9: 4830}, (said("c1 s3 c9"), ()), ANNA, minute(90))
    assert (found.source.client_wrote, found.source.waiting) == (minute(9), minute(9))
