"""Whatever is done to a ticket, in whatever order, the sentences of SPEC hold (The ticket's states, exactly)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ticket import Task, Ticket
from helpdesk_tui.vocab import ClientStatus, TicketStatus
from tests.rules.people import BILLING, GARY, NINE, SALES, STAFF, TECH
from tests.rules.test_lifecycle import stored

people = st.sampled_from(STAFF)
departments = st.sampled_from((TECH, SALES, BILLING))
Act = Callable[[Ticket, datetime], Ticket]


class Life(RuleBasedStateMachine):
    """A ticket to which staff, client and clock do anything at all, often within the same millisecond."""

    ticket: Ticket
    now: datetime
    before: Ticket

    @initialize(where=st.lists(departments, min_size=1, max_size=3, unique=True), author=st.none() | people)
    def begin(self, where: list[int], author: Scope | None) -> None:
        self.now = NINE
        opened = lifecycle.opened(
            number=1, client=7, subject="Server down", service=None, now=NINE, by_staff=author is not None,
            departments=tuple(where[:1] if author else where), holder=author.staff_id if author else None,
        )  # fmt: skip
        self.ticket = self.before = stored(opened)

    def do(self, act: Act) -> bool:
        """Do it; whether it was allowed. What is refused changes nothing."""
        self.before = self.ticket
        try:
            self.ticket = stored(act(self.ticket, self.now))
        except Refused:
            return False
        return True

    @rule(seconds=st.integers(0, 90_000))
    def time_goes_on(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(me=people)
    def take(self, me: Scope) -> None:
        held = self.ticket.held_by(me.staff_id)
        if self.do(lambda t, now: lifecycle.take(t, me, now)):
            taken = self.ticket.held_by(me.staff_id)
            assert taken is not None
            assert me.covers(taken.department) or taken == held, "of a department of mine"
        if held:
            assert self.ticket == self.before, "taking is idempotent for the holder"

    @rule(me=people)
    def take_over(self, me: Scope) -> None:
        done = self.do(lambda t, now: lifecycle.take_over(t, me, now)[0])
        assert me is GARY or not done, "administrators only"

    @rule(me=people)
    def release(self, me: Scope) -> None:
        if self.do(lambda t, now: lifecycle.release(t, me, now)):
            assert self.ticket.held_by(me.staff_id) is None
            self.nobody_else_lost_a_task(me)

    @rule(me=people, department=departments)
    def assign_department(self, me: Scope, department: int) -> None:
        if self.do(lambda t, now: lifecycle.assign_department(t, me, department, now)):
            self.redirected(me)
            assert [t.holder for t in self.ticket.open_tasks if t.department == department] == [None]

    @rule(me=people, whom=people)
    def assign_person(self, me: Scope, whom: Scope) -> None:
        if self.do(lambda t, now: lifecycle.assign_staff(t, me, whom.staff_id or 0, whom.departments, now)):
            if whom is not me:
                self.redirected(me)
            assert self.ticket.held_by(whom.staff_id) is not None

    def redirected(self, me: Scope) -> None:
        mine = self.before.held_by(me.staff_id)
        assert self.ticket.held_by(me.staff_id) == mine, "who redirects keeps what they hold, and gets nothing"
        self.nobody_else_lost_a_task(me)

    @rule(me=people)
    def close_mine(self, me: Scope) -> None:
        if self.do(lambda t, now: lifecycle.close_mine(t, me, now)):
            self.nobody_else_lost_a_task(me)
            assert len(self.before.open_tasks) - len(self.ticket.open_tasks) == 1

    @rule(me=people)
    def close_all(self, me: Scope) -> None:
        if self.do(lambda t, now: lifecycle.close_all(t, me, now)):
            assert me is GARY
            assert not self.ticket.open_tasks

    @rule(me=people)
    def answer(self, me: Scope) -> None:
        done = self.do(lambda t, now: lifecycle.staff_wrote(t, me, now))
        assert done == (self.before.held_by(me.staff_id) is not None), "replying needs that I hold an open task"

    @rule()
    def client_writes(self) -> None:
        assert self.do(lifecycle.client_wrote), "the client may always write"
        assert not self.ticket.delayed, "delay ends"
        assert self.ticket.archived is None, "archive ends"
        if self.before.spam:
            assert self.ticket.tasks == self.before.tasks, "spam stays where it is"
        elif self.before.open_tasks:
            assert self.ticket.tasks == self.before.tasks
        else:
            assert len(self.ticket.open_tasks) == 1
            assert self.ticket.open_tasks[0].holder is None
            last = max(task.closed for task in self.before.tasks if task.closed)
            assert before_it(self.before, self.ticket.open_tasks[0]).closed == last, "the task closed last"

    @rule()
    def client_reads(self) -> None:
        self.do(lifecycle.client_read)
        if self.ticket.staff_wrote is not None:
            assert self.ticket.client_status is not ClientStatus.NEW_MESSAGES

    @rule()
    def archive(self) -> None:
        done = self.do(lifecycle.archive)
        assert done == (not self.before.open_tasks), "archive needs that no task is open"

    @rule(me=people, hours=st.integers(-1, 100))
    def delay(self, me: Scope, hours: int) -> None:
        if self.do(lambda t, now: lifecycle.delay(t, me, now + timedelta(hours=hours), now)):
            assert self.ticket.tasks == self.before.tasks

    @rule(me=people)
    def undelay(self, me: Scope) -> None:
        self.do(lambda t, now: lifecycle.undelay(t, me, now))

    @rule()
    def clock_rings(self) -> None:
        self.do(lifecycle.due)
        assert self.ticket.tasks == self.before.tasks, "unheld tasks unheld, held ones held"
        if self.before.delayed and not self.ticket.delayed:
            assert self.ticket.returned, "marked"

    @rule()
    def comes_back_to_the_queue(self) -> None:
        """TF5: an abuse that was not answered by its date."""
        assert self.do(lifecycle.recalled)
        if self.before.spam:
            assert self.ticket == self.before
            return
        assert [t.holder for t in self.ticket.open_tasks] == [None] * len(self.ticket.open_tasks), "unblocked"
        assert self.ticket.status is TicketStatus.IN_PROGRESS
        assert (self.ticket.delayed, self.ticket.archived, self.ticket.returned) == (False, None, True)
        held = {t.department for t in self.before.open_tasks}
        assert not held or {t.department for t in self.ticket.open_tasks} == held, "no department loses it"
        for task in self.ticket.open_tasks:
            before = before_it(self.before, task)
            assert task.former == (before.holder or before.former), "Mine for who had it"
        assert self.ticket.waiting == (self.before.waiting if held else self.now)

    @rule()
    def placed_first(self) -> None:
        if self.ticket.open_tasks:
            self.ticket = replace(self.ticket, front=True)

    @rule(department=departments)
    def mail_at_a_second_gateway(self, department: int) -> None:
        self.do(lambda t, now: lifecycle.also_for(t, department, now))
        assert department in self.ticket.departments

    @rule(me=people)
    def spam(self, me: Scope) -> None:
        self.do(lambda t, now: lifecycle.mark_spam(t, me, now))
        assert not self.ticket.open_tasks

    @precondition(lambda self: self.ticket.spam)
    @rule()
    def no_spam(self) -> None:
        self.do(lambda t, now: lifecycle.no_spam(t, None, t.departments, None, now))
        assert not self.ticket.spam
        assert [task.holder for task in self.ticket.open_tasks] == [None], "the task closed last, for whoever takes it"

    @invariant()
    def nothing_of_spam_is_open(self) -> None:
        assert not (self.ticket.spam and self.ticket.open_tasks)

    def nobody_else_lost_a_task(self, me: Scope) -> None:
        held = [(t.id, t.holder) for t in self.before.open_tasks if t.holder not in (None, me.staff_id)]
        assert set(held) <= {(t.id, t.holder) for t in self.ticket.open_tasks}

    @invariant()
    def status_follows_from_the_tasks(self) -> None:
        assert (not self.ticket.open_tasks) == (self.ticket.status is not TicketStatus.IN_PROGRESS)
        if self.ticket.status is TicketStatus.ARCHIVED:
            assert self.ticket.archived

    @invariant()
    def archived_only_without_open_tasks(self) -> None:
        assert self.ticket.archived is None or not self.ticket.open_tasks

    @invariant()
    def front_and_delay_end_with_the_last_task(self) -> None:
        assert self.ticket.open_tasks or not self.ticket.front
        assert self.ticket.open_tasks or not (self.ticket.delayed or self.ticket.returned)
        assert self.ticket.delayed == (self.ticket.delayed_until is not None)

    @invariant()
    def one_unheld_open_task_a_department(self) -> None:
        unheld = Counter(task.department for task in self.ticket.open_tasks if task.holder is None)
        assert all(count == 1 for count in unheld.values())

    @invariant()
    def one_open_task_a_holder(self) -> None:
        held = Counter(task.holder for task in self.ticket.open_tasks if task.holder is not None)
        assert all(count == 1 for count in held.values())

    @invariant()
    def tasks_are_never_forgotten(self) -> None:
        assert {task.id for task in self.before.tasks} <= {task.id for task in self.ticket.tasks}
        assert set(self.before.departments) <= set(self.ticket.departments)
        assert self.ticket.department in self.ticket.departments

    @invariant()
    def a_closed_task_is_nobody_s(self) -> None:
        for task in self.ticket.tasks:
            assert task.open == (task.closed is None)
            assert task.open or task.holder is None
            assert task.holder is None or task.former is None, "former is for tasks not taken again"

    @invariant()
    def taken_by_the_oldest(self) -> None:
        held = [task.opened for task in self.ticket.open_tasks if task.holder is not None]
        assert held == sorted(held)


def before_it(ticket: Ticket, task: Task) -> Task:
    return next(found for found in ticket.tasks if found.id == task.id)


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase
