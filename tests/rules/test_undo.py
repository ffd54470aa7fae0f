"""Taking an act back from recorded facts (X4, TR7; docs/adr/0015): exact, whole, never over somebody else's change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.rules.undo import MovedOn, Touched, answer_taken_back, sound, taken_back, touched
from helpdesk_tui.vocab import Priority
from tests.rules.people import ANNA, GARY, GUS, JOHN, NINE, SALES, TECH
from tests.rules.test_lifecycle import stored, told
from tests.rules.test_lifecycle_paths import Act, Life

Step = Callable[[Ticket], Ticket]
LATER = NINE + timedelta(hours=1)
TEN = NINE + timedelta(hours=1)


def opened(*departments: int) -> Ticket:
    """A new ticket of a client, nobody's yet."""
    made = lifecycle.opened(
        number=1, client=7, subject="Server down", service=None, departments=departments or (TECH,), now=NINE
    )
    return stored(replace(made, client_wrote=NINE))


def at(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def facts(ticket: Ticket) -> Ticket:
    """All that has to be as it was: everything but the version and when it was changed last."""
    return replace(ticket, version=0, updated=NINE)


HELD = stored(lifecycle.take(opened(), ANNA, NINE + at(1)))
DELAYED = lifecycle.delay(HELD, ANNA, NINE + timedelta(days=2), NINE + at(2))
STEPS: dict[str, tuple[Ticket, Step]] = {
    "take": (opened(), lambda t: lifecycle.take(t, ANNA, LATER)),
    "take one that came back": (replace(opened(), returned=True), lambda t: lifecycle.take(t, ANNA, LATER)),
    "take over": (HELD, lambda t: lifecycle.take_over(t, GARY, LATER)[0]),
    "release": (HELD, lambda t: lifecycle.release(t, ANNA, LATER)),
    "assign to a department": (HELD, lambda t: lifecycle.assign_department(t, ANNA, SALES, LATER)),
    "assign one that nobody holds": (opened(), lambda t: lifecycle.assign_department(t, ANNA, SALES, LATER)),
    "assign to a person": (opened(), lambda t: lifecycle.assign_staff(t, ANNA, 4, (SALES,), LATER)),
    "delay": (HELD, lambda t: lifecycle.delay(t, ANNA, LATER + timedelta(days=1), LATER)),
    "delay again": (DELAYED, lambda t: lifecycle.delay(t, ANNA, LATER + timedelta(days=1), LATER)),
    "take the delay off": (DELAYED, lambda t: lifecycle.undelay(t, ANNA, LATER)),
    "close": (replace(HELD, front=True), lambda t: lifecycle.close_mine(t, ANNA, LATER)),
    "close a delayed one": (DELAYED, lambda t: lifecycle.close_mine(t, ANNA, LATER)),
    "close for all": (stored(lifecycle.assign_department(HELD, ANNA, SALES, NINE + at(3))),
                      lambda t: lifecycle.close_all(t, GARY, LATER)),
    "answer": (HELD, lambda t: lifecycle.staff_wrote(t, ANNA, LATER)),
    "archive": (lifecycle.close_mine(HELD, ANNA, NINE + at(5)), lambda t: lifecycle.archive(t, LATER)),
    "spam": (HELD, lambda t: lifecycle.mark_spam(t, ANNA, LATER)),
    "parameters": (HELD, lambda t: replace(t, subject="Other", service=3, priority=Priority.URGENT, front=True)),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_an_act_that_is_taken_back_leaves_the_facts_as_they_were(name: str) -> None:
    """X4: everything but version and time of change; through JSON, as the journal keeps it."""
    before, step = STEPS[name]
    after = stored(step(before))
    assert facts(after) != facts(before), "it did something"
    kept = Touched.of(json.loads(json.dumps(touched(before, after).data())))
    assert facts(taken_back(after, kept, LATER)) == facts(before)
    assert facts(answer_taken_back(after, kept, LATER)) == facts(before)


def test_nothing_changed_is_nothing_to_take_back() -> None:
    """An act that found everything as it wanted it leaves no entry."""
    again = lifecycle.take(HELD, ANNA, LATER)
    assert not touched(HELD, replace(again, updated=LATER, version=9)).anything


CLOSED = stored(lifecycle.close_mine(HELD, ANNA, TEN))
CLOSING = touched(HELD, CLOSED)
ASSIGNED = stored(lifecycle.assign_department(opened(), ANNA, SALES, TEN))
ASSIGNING = touched(opened(), ASSIGNED)
SPAM = stored(lifecycle.mark_spam(CLOSED, ANNA, TEN + at(1)))
MOVED: dict[str, tuple[Touched, Ticket, set[str]]] = {
    "the client reopened it": (CLOSING, lifecycle.client_wrote(CLOSED, TEN + at(1)), {"tasks"}),
    "the client archived it": (CLOSING, lifecycle.archive(CLOSED, TEN + at(1)), {"tasks", "archived"}),
    "it was taken in the other department": (ASSIGNING, lifecycle.take(ASSIGNED, JOHN, TEN + at(1)), {"tasks"}),
    "it was given to me meanwhile": (
        CLOSING, stored(lifecycle.assign_staff(CLOSED, GARY, 2, (TECH,), TEN + at(1))), {"tasks", "archived"}
    ),
    "it was marked as spam": (CLOSING, SPAM, {"tasks", "archived"}),
    "its delay is over": (
        touched(HELD, DELAYED), lifecycle.due(DELAYED, NINE + timedelta(days=3)), {"delayed", "delayed_until"}
    ),
    "the client wrote on one that was to be delayed again": (
        touched(DELAYED, lifecycle.undelay(DELAYED, ANNA, TEN)),
        lifecycle.client_wrote(lifecycle.undelay(DELAYED, ANNA, TEN), TEN + at(1)), {"delayed"},
    ),
    "another priority": (
        touched(HELD, replace(HELD, priority=Priority.HIGH)), replace(HELD, priority=Priority.LOW), {"priority"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVED)
def test_what_somebody_changed_since_is_not_taken_back(name: str) -> None:
    """X4: refused, naming the facts in question."""
    change, now, moved = MOVED[name]
    with pytest.raises(MovedOn) as refusal:
        taken_back(now, change, TEN + at(2))
    assert refusal.value.moved == moved


def test_an_unrelated_change_does_not_stand_in_the_way() -> None:
    """X4: only the fields that the act touched are compared, and only they go back."""
    urgent = replace(HELD, priority=Priority.URGENT, version=7)
    now = replace(lifecycle.delay(urgent, ANNA, TEN + at(90), TEN), subject="Disk full", version=9)
    after = taken_back(now, touched(HELD, urgent), TEN)
    assert (after.priority, after.subject, after.delayed) == (Priority.NORMAL, "Disk full", True)


def answered(close: bool) -> tuple[Ticket, Touched]:
    """Anna's answer an hour after the client's message, and what it changed."""
    said = lifecycle.staff_wrote(HELD, ANNA, TEN)
    after = stored(lifecycle.close_mine(said, ANNA, TEN) if close else said)
    return after, touched(HELD, after)


def test_a_client_who_writes_meanwhile_does_not_save_the_answer() -> None:
    """TR7: the answer goes, they have waited since nine, and what they wrote stays."""
    after, change = answered(close=False)
    now = lifecycle.client_wrote(after, TEN + at(1))
    back = answer_taken_back(now, change, TEN + at(1))
    assert (back.staff_wrote, back.waiting, back.client_wrote) == (None, NINE, TEN + at(1))
    assert [task.answered for task in back.tasks] == [None]
    assert told(back) == "Tech:anna"


def test_a_client_who_was_answered_before_waits_since_their_last_message() -> None:
    """TR7: a second answer is taken back; what the client waits for is what they wrote after the first."""
    first = lifecycle.staff_wrote(HELD, ANNA, NINE + at(10))
    second = lifecycle.staff_wrote(first, ANNA, TEN)
    now = lifecycle.client_wrote(second, TEN + at(1))
    back = answer_taken_back(now, touched(first, second), TEN + at(1))
    assert (back.staff_wrote, back.waiting) == (NINE + at(10), TEN + at(1))


def test_a_ticket_that_the_client_reopened_stays_theirs() -> None:
    """TR7: of an answer with closing the reopening stays: held by nobody, the former holder named."""
    after, change = answered(close=True)
    now = lifecycle.client_wrote(after, TEN + at(1))
    back = answer_taken_back(now, change, TEN + at(1))
    assert told(back) == "Tech:-(anna)"
    assert (back.staff_wrote, back.waiting, back.tasks[0].answered) == (None, NINE, None)


def test_an_answer_to_a_ticket_that_was_archived_is_taken_back_alone() -> None:
    """TR7: the closing stays where opening it again would break a rule."""
    after, change = answered(close=True)
    now = lifecycle.archive(after, TEN + at(1))
    back = answer_taken_back(now, change, TEN + at(1))
    assert (told(back), back.archived, back.staff_wrote) == ("Tech:closed", TEN + at(1), None)
    assert sound(back)


def test_an_answer_after_mine_stays() -> None:
    """TR7: gus answered in his task since; the client is answered by him."""
    both = stored(lifecycle.assign_staff(HELD, ANNA, 3, (SALES, TECH), NINE + at(20)))
    mine = lifecycle.staff_wrote(both, ANNA, TEN)
    now = lifecycle.staff_wrote(mine, GUS, TEN + at(1))
    back = answer_taken_back(now, touched(both, mine), TEN + at(1))
    assert (back.staff_wrote, back.waiting) == (TEN + at(1), TEN + at(1))


class Undone(Life):
    """The same life, in which anything that was done may be taken back at any time, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[Ticket, Ticket, Touched]] = []
        self.numbers = count(100)
        self.went_back = False

    def do(self, act: Act) -> bool:
        """Do it and keep what it changed."""
        self.before, self.went_back = self.ticket, False
        try:
            after = act(self.ticket, self.now)
        except Refused:
            return False
        self.ticket = self.as_stored(after)
        if (change := touched(self.before, self.ticket)).anything:
            self.done.append((self.before, self.ticket, change))
        return True

    def as_stored(self, ticket: Ticket) -> Ticket:
        """Read again: numbers are given once, whatever was removed since."""
        tasks = [task if task.id else replace(task, id=next(self.numbers)) for task in ticket.tasks]
        return replace(ticket, tasks=tuple(sorted(tasks, key=lambda task: (task.opened, task.id))))

    @rule(how_far_back=st.integers(0, 3), answer=st.booleans())
    def undo(self, how_far_back: int, answer: bool) -> None:
        if len(self.done) <= how_far_back:
            return
        at = len(self.done) - 1 - how_far_back
        earlier, left, change = self.done[at]
        undone = answer_taken_back if answer and not change.added else taken_back
        try:
            after = undone(self.ticket, change, self.now)
        except MovedOn:
            assert facts(self.ticket) != facts(left), "nobody did anything since: nothing stands in the way"
            return
        if facts(self.ticket) == facts(left):
            assert facts(after) == facts(earlier), "exactly as it was"
        self.before, self.ticket, self.went_back = self.ticket, self.as_stored(after), True
        del self.done[at]

    @invariant()
    def tasks_are_never_forgotten(self) -> None:
        """Except by taking back what added them; one is always left."""
        if not self.went_back:
            super().tasks_are_never_forgotten()
        assert self.ticket.tasks


Undone.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestUndone = Undone.TestCase
