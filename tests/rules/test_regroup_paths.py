"""Whatever is split, merged and taken back, in whatever order: no message is lost or doubled (SPEC TF7)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle, regroup
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.regroup import Both, Move, Said
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.vocab import MessageKind, Regrouped
from tests.rules.people import ANNA, BILLING, GARY, NINE, SALES, STAFF, TECH

people = st.sampled_from(STAFF)
departments = st.sampled_from((TECH, SALES, BILLING))
pick = st.integers(0, 1_000_000)
"""One of several, whose number is not known when the steps are made."""
FIRST = 3
"""Tickets at the beginning."""


class Desk(RuleBasedStateMachine):
    """Some tickets of one client to which client and staff do anything at all."""

    @initialize()
    def begin(self) -> None:
        self.now = NINE
        self.tickets: dict[int, Ticket] = {}
        self.said: dict[int, Said] = {}
        self.on: dict[int, int] = {}
        self.moves: list[Move] = []
        self.tasks = 0
        for number in range(1, FIRST + 1):
            self.tick(number)
            opened = lifecycle.opened(
                number=number, client=7, subject=f"Ticket {number}", service=None, departments=(TECH,), now=self.now
            )
            self.keep(replace(opened, client_wrote=self.now))
            self.say(number, MessageKind.CLIENT)

    # ---------------------------------------------------------------- the desk

    def tick(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds + 1)

    def keep(self, ticket: Ticket) -> Ticket:
        """As the store does: every task gets a number of its own, the order is that in which they were opened."""
        tasks = []
        for task in ticket.tasks:
            self.tasks += not task.id
            tasks.append(replace(task, id=task.id or self.tasks))
        kept = replace(ticket, tasks=tuple(sorted(tasks, key=lambda task: (task.opened, task.id))))
        self.tickets[kept.number] = kept
        return kept

    def say(self, number: int, kind: MessageKind) -> None:
        self.said[len(self.said) + 1] = Said(len(self.said) + 1, kind, self.now)
        self.on[len(self.said)] = number

    def conversation(self, number: int) -> list[Said]:
        return [one for one in self.said.values() if self.on[one.id] == number]

    def whole(self, at: int) -> Ticket:
        """One of the tickets that are no links."""
        found = [ticket for ticket in self.tickets.values() if ticket.merged_into is None]
        return found[at % len(found)]

    # ---------------------------------------------------------------- what people do

    @rule(at=pick, seconds=st.integers(0, 90_000))
    def client_writes(self, at: int, seconds: int) -> None:
        self.tick(seconds)
        ticket = self.whole(at)
        self.say(ticket.number, MessageKind.CLIENT)
        self.keep(lifecycle.client_wrote(ticket, self.now))

    @rule(at=pick, me=people)
    def staff_answer(self, at: int, me: Scope) -> None:
        self.tick(1)
        ticket = self.whole(at)
        if ticket.held_by(me.staff_id):
            self.say(ticket.number, MessageKind.STAFF)
            self.keep(lifecycle.staff_wrote(ticket, me, self.now))

    @rule(at=pick, kind=st.sampled_from((MessageKind.COMMENT, MessageKind.SYSTEM)))
    def something_is_noted(self, at: int, kind: MessageKind) -> None:
        self.tick(1)
        self.say(self.whole(at).number, kind)

    @rule(at=pick, me=people, where=departments, whom=people,
          what=st.sampled_from(("take", "release", "close", "assign", "give", "front")))  # fmt: skip
    def staff_do(self, at: int, me: Scope, where: int, whom: Scope, what: str) -> None:
        self.tick(1)
        ticket, now = self.whole(at), self.now
        steps = {
            "take": lambda: lifecycle.take(ticket, me, now),
            "release": lambda: lifecycle.release(ticket, me, now),
            "close": lambda: lifecycle.close_mine(ticket, me, now),
            "assign": lambda: lifecycle.assign_department(ticket, me, where, now),
            "give": lambda: lifecycle.assign_staff(ticket, me, whom.staff_id or 0, whom.departments, now),
            "front": lambda: replace(ticket, front=bool(ticket.open_tasks)),
        }
        try:
            self.keep(steps[what]())
        except Refused:
            return

    # ---------------------------------------------------------------- what is proved

    @rule(at=pick, message=pick, me=people)
    def split(self, at: int, message: int, me: Scope) -> None:
        self.tick(1)
        ticket = self.whole(at)
        messages = self.conversation(ticket.number)
        try:
            gone = regroup.going(messages, messages[message % len(messages)].id)
            both = regroup.split(ticket, me, messages, gone, "Split off", self.now)
        except (Refused, ZeroDivisionError):
            return
        assert {one.id for one in gone} < {one.id for one in messages}, "something stays"
        left = self.keep(both.source)
        new = self.keep(replace(both.target, number=len(self.tickets) + 1))
        for one in gone:
            self.on[one.id] = new.number
        self.moves.append(Move(Regrouped.SPLIT, tuple(one.id for one in gone), Both(ticket, new), Both(left, new)))

    @rule(at=pick, into=pick, me=people)
    def merge(self, at: int, into: int, me: Scope) -> None:
        self.tick(1)
        one, other = self.whole(at), self.whole(into)
        if one is other or not one.held_by(me.staff_id):
            return
        both = regroup.merge(one, other, me, self.now)
        went = [said.id for said in self.conversation(one.number)]
        link, joined = self.keep(both.source), self.keep(both.target)
        assert {*one.departments, *other.departments} <= {*joined.departments}, "who saw one of both sees it"
        for id in went:
            self.on[id] = other.number
        self.moves.append(Move(Regrouped.MERGE, tuple(went), Both(one, other), Both(link, joined)))

    @rule(at=pick, me=people)
    def take_back(self, at: int, me: Scope) -> None:
        """Any of them, in any order: it is done, or refused and nothing is changed."""
        self.tick(1)
        if self.moves:
            self.undo(at % len(self.moves), me)

    def undo(self, at: int, me: Scope) -> bool:
        move = self.moves[at]
        source, target = move.after.source.number, move.after.target.number
        now = Both(self.tickets[source], self.tickets[target])
        there = self.conversation(target)
        went = [one for one in there if one.id in move.messages]
        coming = there if move.kind is Regrouped.SPLIT else went
        stays = [one for one in there if one not in coming]
        conversations = ([*self.conversation(source), *coming], stays)
        try:
            both = regroup.take_back(move, now, self.on, conversations, me, self.now)
        except Refused:
            return False
        self.keep(both.source)
        self.keep(both.target)
        for one in coming:
            self.on[one.id] = source
        self.moves[at] = replace(move, undone=True)
        return True

    @rule(steps=st.lists(st.tuples(st.booleans(), pick, pick), max_size=6))
    def there_and_back(self, steps: list[tuple[bool, int, int]]) -> None:
        """SPEC, merge: what is taken back before anything else happens is exactly as it was, facts and messages."""
        places, tickets, moves = dict(self.on), dict(self.tickets), len(self.moves)
        for is_split, at, other in steps:
            holder = next((who for who in STAFF if self.whole(at).held_by(who.staff_id)), GARY)
            (self.split if is_split else self.merge)(at, other, holder)
        for done in reversed(range(moves, len(self.moves))):
            self.tick(1)
            assert self.undo(done, ANNA)
        assert {id: self.on[id] for id in places} == places
        for number, before in tickets.items():
            now = self.tickets[number]
            assert replace(now, updated=before.updated) == before

    @invariant()
    def a_link_has_no_messages_and_leads_somewhere(self) -> None:
        for ticket in self.tickets.values():
            if ticket.merged_into is not None:
                assert not self.conversation(ticket.number)
                assert not ticket.open_tasks
            end = ticket
            for _ in self.tickets:
                end = self.tickets[end.merged_into or end.number]
            assert end.merged_into is None

    @invariant()
    def who_wrote_last_follows_from_the_messages(self) -> None:
        for ticket in self.tickets.values():
            if ticket.merged_into is None:
                messages = self.conversation(ticket.number)
                assert ticket.client_wrote == regroup.last(messages, MessageKind.CLIENT)
                assert ticket.staff_wrote == regroup.last(messages, MessageKind.STAFF)

    @invariant()
    def tasks_are_as_in_the_life_of_any_ticket(self) -> None:
        for ticket in self.tickets.values():
            unheld = Counter(task.department for task in ticket.open_tasks if task.holder is None)
            held = Counter(task.holder for task in ticket.open_tasks if task.holder is not None)
            assert max([*unheld.values(), *held.values()], default=1) == 1
            assert ticket.open_tasks or not (ticket.front or ticket.delayed or ticket.returned)
            assert ticket.archived is None or not ticket.open_tasks
            assert ticket.tasks

    @invariant()
    def nobody_waits_in_the_future(self) -> None:
        times: list[datetime] = [ticket.waiting for ticket in self.tickets.values()]
        assert all(NINE < at <= self.now for at in times)


Desk.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
TestDesk = Desk.TestCase
