"""The ticket's states, sentence by sentence (SPEC: The ticket's states, exactly; Clarifications: Tickets).

A ticket is written as its tasks: `Tech:-` is open and held by nobody, `Tech:anna` held by anna, `Tech:-(anna)` reopened
and not taken yet, `Tech:closed` done. Every act happens a minute after the one before it, the first at 09:01.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.vocab import ClientStatus, TicketStatus
from tests.rules.people import ANNA, BILLING, DEPARTMENTS, GARY, GUS, JOHN, LOGINS, NINE, SALES, TECH

Step = Callable[[Ticket, datetime], Ticket]
IN_PROGRESS, AWAITING, ARCHIVED = TicketStatus.IN_PROGRESS, TicketStatus.AWAITING, TicketStatus.ARCHIVED


def minute(number: int) -> datetime:
    return NINE + timedelta(minutes=number)


def new(*departments: int, holder: Scope | None = None) -> Ticket:
    """A ticket of these departments, opened at nine."""
    return stored(
        lifecycle.opened(
            number=4812, client=7, subject="Server down", service=None, departments=departments or (TECH,), now=NINE,
            holder=holder.staff_id if holder else None, by_staff=holder is not None,
        )
    )  # fmt: skip


def stored(ticket: Ticket) -> Ticket:
    """The ticket as it is read again: every task with a number, in the order in which they were opened."""
    tasks = [replace(task, id=task.id or at) for at, task in enumerate(ticket.tasks, 1)]
    return replace(ticket, tasks=tuple(sorted(tasks, key=lambda task: (task.opened, task.id))))


def told(ticket: Ticket) -> str:
    """The tasks in words."""
    words = []
    for task in ticket.tasks:
        holder = LOGINS[task.holder] if task.holder else "-"
        former = f"({LOGINS[task.former]})" if task.former else ""
        words.append(f"{DEPARTMENTS[task.department]}:{holder + former if task.open else 'closed'}")
    return " ".join(words)


def take(me: Scope) -> Step:
    return lambda ticket, now: lifecycle.take(ticket, me, now)


def over(me: Scope) -> Step:
    return lambda ticket, now: lifecycle.take_over(ticket, me, now)[0]


def release(me: Scope) -> Step:
    return lambda ticket, now: lifecycle.release(ticket, me, now)


def to(me: Scope, department: int) -> Step:
    return lambda ticket, now: lifecycle.assign_department(ticket, me, department, now)


def to_person(me: Scope, whom: Scope) -> Step:
    return lambda ticket, now: lifecycle.assign_staff(ticket, me, whom.staff_id or 0, whom.departments, now)


def close(me: Scope) -> Step:
    return lambda ticket, now: lifecycle.close_mine(ticket, me, now)


def close_all(me: Scope) -> Step:
    return lambda ticket, now: lifecycle.close_all(ticket, me, now)


def answer(me: Scope) -> Step:
    return lambda ticket, now: lifecycle.staff_wrote(ticket, me, now)


def delay(me: Scope, hours: int = 24) -> Step:
    return lambda ticket, now: lifecycle.delay(ticket, me, now + timedelta(hours=hours), now)


def a_day_later(ticket: Ticket, now: datetime) -> Ticket:
    return lifecycle.due(ticket, now + timedelta(hours=25))


def first(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, front=True)


def spam(ticket: Ticket, now: datetime) -> Ticket:
    return lifecycle.mark_spam(ticket, ANNA, now)


def no_spam(marked: int, *alive: int, living: int | None = None) -> Step:
    """The mark of that minute, or of one that is not known, taken off, while these departments are there."""
    at, there = minute(marked) if marked else None, alive or (TECH, SALES, BILLING)
    return lambda ticket, now: lifecycle.no_spam(ticket, at, there, living, now)


def twice(department: int) -> Step:
    return lambda ticket, now: lifecycle.also_for(ticket, department, now)


client_writes, reads, archive = lifecycle.client_wrote, lifecycle.client_read, lifecycle.archive


@dataclass(frozen=True)
class Case:
    """A sentence, what is done to a ticket, and what holds then."""

    sentence: str
    ticket: Ticket
    steps: tuple[Step, ...]
    tasks: str | None = None
    refused: str = ""
    facts: dict[str, Any] | None = None


def case(
    sentence: str, ticket: Ticket, *steps: Step, tasks: str | None = None, refused: str = "", **facts: Any
) -> Case:
    return Case(sentence, ticket, steps, tasks, refused, facts)


STATES = [
    case("new ticket: one open task, nobody holds it", new(), tasks="Tech:-", status=IN_PROGRESS, front=False),
    case("take: the open task of a department of mine", new(SALES, TECH), take(ANNA), tasks="Sales:- Tech:anna"),
    case("take: an administrator of any", new(BILLING), take(GARY), tasks="Billing:gary"),
    case("take: several of mine, the oldest", new(TECH), to(GARY, SALES), twice(TECH), take(GUS),
         tasks="Tech:closed Sales:gus Tech:-"),
    case("take: for the holder nothing changes", new(SALES, TECH), take(GUS), take(GUS), tasks="Sales:gus Tech:-"),
    case("take: none of mine is open", new(TECH), take(JOHN), refused="ticket_closed"),
    case("take: a closed ticket", new(), take(ANNA), close(ANNA), take(ANNA), refused="ticket_closed"),
    case("replying needs that I hold an open task", new(), answer(ANNA), refused="not_holder"),
    case("replying needs that I hold it, not somebody else", new(), take(GUS), answer(ANNA), refused="not_holder"),
    case("replying as the holder", new(), take(ANNA), answer(ANNA), tasks="Tech:anna", staff_wrote=minute(2)),
    case("release gives the task back to nobody", new(), take(ANNA), release(ANNA), tasks="Tech:-"),
    case("release needs a hold", new(), take(GUS), release(ANNA), refused="not_holder"),
    case("release beside an unheld one of the department: one remains", new(SALES), take(GUS), to_person(GUS, JOHN),
         release(GUS), release(JOHN), tasks="Sales:- Sales:closed"),
    case("assign to a department: an open task, held by nobody", new(), take(ANNA), to(ANNA, SALES),
         tasks="Tech:anna Sales:-"),
    case("assign to a person: in the ticket's department if they are in it", new(TECH), to_person(ANNA, GUS),
         tasks="Tech:closed Tech:gus"),
    case("assign to a person: else in their first", new(BILLING), to_person(GARY, GUS),
         tasks="Billing:closed Sales:gus"),
    case("assign to a person: without departments of their own, the ticket's", new(), to_person(ANNA, GARY),
         tasks="Tech:closed Tech:gary"),
    case("assign: the task of whoever redirects stays theirs", new(), take(ANNA), to_person(ANNA, JOHN),
         tasks="Tech:anna Sales:john"),
    case("assign: an unheld task of the department it came from is replaced", new(), to(ANNA, SALES),
         tasks="Tech:closed Sales:-"),
    case("assign: it came from the department the ticket shows", new(TECH, SALES), to(GARY, BILLING),
         tasks="Tech:- Sales:closed Billing:-"),
    case("assign: it came from a department of mine", new(TECH, SALES), to(ANNA, BILLING),
         tasks="Tech:closed Sales:- Billing:-"),
    case("assign: a holder's department leaves no unheld one behind", new(SALES), take(GUS), to_person(GUS, JOHN),
         release(JOHN), to(GUS, BILLING), tasks="Sales:gus Sales:closed Billing:-"),
    case("assign: a person takes the place of an unheld task of that department", new(SALES, TECH), take(JOHN),
         to_person(JOHN, ANNA), tasks="Sales:john Tech:closed Tech:anna"),
    case("assign: a closed ticket opens for whom it is assigned to", new(), take(ANNA), close(ANNA), archive,
         to(ANNA, SALES), tasks="Tech:closed Sales:-", status=IN_PROGRESS, archived=None),
    case("ok and close close the actor's task", new(TECH, SALES), take(ANNA), take(JOHN), close(ANNA),
         tasks="Tech:closed Sales:john", status=IN_PROGRESS),
    case("close: needs a hold (TQ6)", new(), close(ANNA), refused="not_holder"),
    case("close: an administrator's closes all, held or not", new(TECH, SALES), take(ANNA), close_all(GARY),
         tasks="Tech:closed Sales:closed", status=AWAITING),
    case("close: all is for administrators", new(), close_all(ANNA), refused="not_holder"),
    case("close: a closed ticket", new(), close_all(GARY), close_all(GARY), refused="ticket_closed"),
    case("admin area: any open task, in progress", new(TECH, SALES), take(ANNA), close(ANNA), status=IN_PROGRESS),
    case("admin area: none, awaiting the client", new(), take(ANNA), close(ANNA), status=AWAITING),
    case("admin area: none and archived, in archive", new(), take(ANNA), close(ANNA), archive, status=ARCHIVED),
    case("client area: staff messages not read, new messages", new(), take(ANNA), answer(ANNA),
         client_status=ClientStatus.NEW_MESSAGES),
    case("client area: new messages also when closed", new(), take(ANNA), answer(ANNA), close(ANNA),
         client_status=ClientStatus.NEW_MESSAGES),
    case("client area: else any open task, in progress", new(), take(ANNA), answer(ANNA), reads,
         client_status=ClientStatus.IN_PROGRESS),
    case("client area: else reviewed", new(), take(ANNA), close(ANNA), client_status=ClientStatus.REVIEWED),
    case("client area: read and closed, reviewed", new(), take(ANNA), answer(ANNA), close(ANNA), reads,
         client_status=ClientStatus.REVIEWED),
    case("a client reads by answering", new(), take(ANNA), answer(ANNA), client_writes,
         client_status=ClientStatus.IN_PROGRESS, client_read=minute(3)),
    case("a client reads by archiving", new(), take(ANNA), answer(ANNA), close(ANNA), archive,
         client_status=ClientStatus.REVIEWED, client_read=minute(4)),
    case("archive needs that no task is open", new(TECH, SALES), take(ANNA), close(ANNA), archive,
         refused="ticket_open"),
    case("archive needs that no task is open, held or not", new(), archive, refused="ticket_open"),
    case("client writes, a task open: nothing moves but the mark for its holder", new(TECH, SALES), take(ANNA),
         client_writes, tasks="Tech:anna Sales:-", client_wrote=minute(2), staff_wrote=None),
    case("client writes, none open: the one closed last opens again, held by nobody, its holder named",
         new(TECH, SALES), take(ANNA), take(JOHN), close(JOHN), close(ANNA), client_writes,
         tasks="Sales:closed Tech:-(anna)", status=IN_PROGRESS),
    case("client writes, none open: nobody is named who never held it", new(), close_all(GARY), client_writes,
         tasks="Tech:-"),
    case("client writes, none open: a holder is named whoever closed it", new(), take(ANNA), close_all(GARY),
         client_writes, tasks="Tech:-(anna)"),
    case("client writes twice to a ticket that nobody took: the last holder stays named", new(), take(ANNA),
         close(ANNA), client_writes, close_all(GARY), client_writes, tasks="Tech:-(anna)"),
    case("whoever takes a reopened task ends its being somebody else's", new(), take(ANNA), close(ANNA),
         client_writes, take(GUS), tasks="Tech:gus"),
    case("client writes: the delay ends", new(), delay(ANNA), client_writes, delayed=False, delayed_until=None,
         returned=False),
    case("client writes: the archive ends", new(), take(ANNA), close(ANNA), archive, client_writes,
         archived=None, status=IN_PROGRESS),
    case("delay: put off, the tasks stay", new(TECH, SALES), take(ANNA), delay(ANNA), tasks="Tech:anna Sales:-",
         delayed=True, delayed_until=minute(2) + timedelta(hours=24), status=IN_PROGRESS),
    case("delay: comes back, unheld unheld, held held, marked", new(TECH, SALES), take(ANNA), delay(ANNA), a_day_later,
         tasks="Tech:anna Sales:-", delayed=False, delayed_until=None, returned=True),
    case("delay: not before its time", new(), delay(ANNA, hours=48), a_day_later, delayed=True, returned=False),
    case("delay: the mark goes when somebody takes it", new(), delay(ANNA), a_day_later, take(ANNA), returned=False),
    case("delay: the mark goes when its holder answers", new(), take(ANNA), delay(ANNA), a_day_later, answer(ANNA),
         returned=False),
    case("delay: the mark goes when it is delayed anew", new(), delay(ANNA), a_day_later, delay(ANNA), returned=False,
         delayed=True),
    case("delay: the mark goes when it is closed", new(), take(ANNA), delay(ANNA), a_day_later, close(ANNA),
         returned=False),
    case("delay: at its very time", new(), delay(ANNA, hours=1), lambda t, now: lifecycle.due(t, minute(61)),
         returned=True),
    case("delay: ten years at most", new(), delay(ANNA, hours=24 * 3660), delayed=True),
    case("delay: a time that has passed", new(), delay(ANNA, hours=0), refused="not_ahead"),
    case("delay: no time at all ahead", new(), delay(ANNA, hours=24 * 3661), refused="too_far"),
    case("delay: a closed ticket", new(), close_all(GARY), delay(GARY), refused="ticket_closed"),
    case("delay: a ticket that closes is delayed no more", new(), take(ANNA), delay(ANNA), close(ANNA),
         delayed=False, delayed_until=None),
    case("front: stays while a task is open", new(TECH, SALES), take(ANNA), first, close(ANNA), front=True),
    case("front: until the last task is closed", new(), take(ANNA), first, close(ANNA), front=False),
    case("front: closed for good, it does not come back", new(), take(ANNA), first, close(ANNA), client_writes,
         front=False),
]  # fmt: skip

CLARIFICATIONS = [
    case("blocked is per task: two holders", new(TECH, SALES), take(ANNA), take(JOHN), tasks="Tech:anna Sales:john"),
    case("blocked is per task: one of mine held, one free", new(SALES, TECH), take(JOHN), take(GUS),
         tasks="Sales:john Tech:gus"),
    case("take is refused only when all of mine are held", new(SALES, TECH), take(JOHN), take(ANNA), take(GUS),
         refused="ticket_blocked"),
    case("take is refused when the only one is held", new(), take(ANNA), take(GUS), refused="ticket_blocked"),
    case("take-over: administrators only", new(), take(ANNA), over(GUS), refused="not_allowed"),
    case("take-over: the oldest held task", new(SALES, TECH), take(ANNA), take(JOHN), over(GARY),
         tasks="Sales:gary Tech:anna"),
    case("take-over: a free ticket is taken", new(), over(GARY), tasks="Tech:gary"),
    case("take-over: holding one already changes nothing", new(TECH, SALES), take(GARY), take(JOHN), over(GARY),
         tasks="Tech:gary Sales:john"),
    case("belongs to each department that has or had a task", new(TECH), to(GARY, SALES), to(GARY, BILLING),
         departments=(TECH, SALES, BILLING), tasks="Tech:closed Sales:closed Billing:-"),
    case("department: of the open task assigned last", new(TECH), take(ANNA), to(ANNA, SALES), to(ANNA, BILLING),
         department=BILLING),
    case("department: opened together, the last", new(TECH, SALES), department=SALES),
    case("department: of the task closed last", new(TECH, SALES), take(ANNA), take(JOHN), close(JOHN), close(ANNA),
         department=TECH),
    case("department: closed at once, of the one that will open again", new(TECH, SALES), take(ANNA), answer(ANNA),
         close_all(GARY), department=TECH),
    case("who redirects without holding keeps no task", new(), to_person(ANNA, JOHN), tasks="Tech:closed Sales:john"),
    case("a department that has an open task already: none is added", new(TECH, SALES), take(ANNA), to(ANNA, SALES),
         refused="already_there"),
    case("a person who holds one already: none is added", new(TECH, SALES), take(ANNA), take(JOHN),
         to_person(ANNA, JOHN), refused="already_there"),
    case("before taking: assign and delay need membership only", new(), delay(ANNA), to(ANNA, SALES),
         tasks="Tech:closed Sales:-", delayed=True),
    case("unless somebody else holds the task: assign", new(), take(ANNA), to(GUS, SALES), refused="ticket_blocked"),
    case("unless somebody else holds the task: delay", new(), take(ANNA), delay(GUS), refused="ticket_blocked"),
    case("somebody else's task of another department is not the task", new(TECH, SALES), take(JOHN), to(ANNA, BILLING),
         tasks="Tech:closed Sales:john Billing:-"),
    case("the holder, an administrator: a held ticket is redirected", new(), take(ANNA), to(GARY, SALES),
         tasks="Tech:anna Sales:-"),
    case("a ticket that staff write: held by the author", new(SALES, holder=JOHN), tasks="Sales:john", by_staff=True),
    case("a ticket that staff write: ok closes it", new(SALES, holder=JOHN), answer(JOHN), close(JOHN),
         status=AWAITING, client_status=ClientStatus.NEW_MESSAGES),
    case("a ticket that staff write: send leaves it open, the client sees new messages", new(SALES, holder=JOHN),
         answer(JOHN), status=IN_PROGRESS, client_status=ClientStatus.NEW_MESSAGES),
    case("spam closes all tasks", new(TECH, SALES), take(JOHN), spam, tasks="Tech:closed Sales:closed", spam=True),
    case("spam: a client who writes again opens nothing", new(), spam, client_writes, tasks="Tech:closed", spam=True),
    case("spam: it cannot be assigned", new(), spam, to(GARY, SALES), refused="spam"),
    case("spam: a second gateway sees it and opens nothing", new(), spam, twice(SALES), twice(SALES),
         tasks="Tech:closed Sales:closed", spam=True, departments=(TECH, SALES)),
    case("spam undone: what it closed opens again, for who held it", new(TECH, SALES), take(JOHN), spam, no_spam(2),
         tasks="Tech:- Sales:-(john)", spam=False, status=IN_PROGRESS),
    case("spam undone: what had been closed stays closed", new(TECH, SALES), take(JOHN), close(JOHN), spam,
         no_spam(3), tasks="Sales:closed Tech:-"),
    case("spam undone: a ticket that awaited the client does so again", new(), close_all(GARY), spam, no_spam(2),
         tasks="Tech:closed", status=AWAITING),
    case("spam undone: one from the archive goes back there", new(), close_all(GARY), archive, spam, no_spam(3),
         tasks="Tech:closed", status=ARCHIVED),
    case("spam undone: it opens for a client who wrote since", new(), close_all(GARY), archive, spam, client_writes,
         no_spam(3), tasks="Tech:-", status=IN_PROGRESS, archived=None),
    case("spam undone: two tasks of a department open as one", new(), take(ANNA), to_person(ANNA, GUS), spam,
         no_spam(3), tasks="Tech:closed Tech:-(gus)"),
    case("spam undone: a department that is no more leaves it to another", new(TECH), take(ANNA), spam,
         no_spam(2, SALES, living=SALES), tasks="Tech:closed Sales:-(anna)"),
    case("spam undone: of several departments the one that is left", new(TECH, SALES), spam, no_spam(1, SALES),
         tasks="Tech:closed Sales:-"),
    case("spam undone: when it was marked is not known", new(TECH, SALES), take(ANNA), close(ANNA), spam, no_spam(0),
         tasks="Tech:closed Sales:-"),
    case("an email to two gateways: a task in each department", new(TECH), take(ANNA), twice(SALES),
         tasks="Tech:anna Sales:-"),
    case("an email to two gateways: the second arrival changes nothing twice", new(TECH), twice(SALES), twice(SALES),
         tasks="Tech:- Sales:-"),
    case("an email to two gateways: it comes back from the archive", new(TECH), close_all(GARY), archive, twice(SALES),
         status=IN_PROGRESS, archived=None),
    case("TQ9: closed at once, the one that answered last opens again", new(TECH), take(ANNA), answer(ANNA),
         to(ANNA, SALES), close_all(GARY), client_writes, tasks="Sales:closed Tech:-(anna)"),
    case("TQ9: closed at once, both answered, the later", new(TECH, SALES), take(ANNA), take(JOHN), answer(JOHN),
         answer(ANNA), close_all(GARY), client_writes, tasks="Sales:closed Tech:-(anna)"),
    case("TQ9: an answer before closing later does not count", new(TECH, SALES), take(ANNA), answer(ANNA), close(ANNA),
         take(JOHN), close(JOHN), client_writes, tasks="Tech:closed Sales:-(john)"),
    case("undelay: taken off by hand", new(), delay(ANNA), lambda t, now: lifecycle.undelay(t, ANNA, now),
         delayed=False, delayed_until=None, returned=False),
    case("undelay: nothing to take off", new(), lambda t, now: lifecycle.undelay(t, ANNA, now), refused="not_delayed"),
]  # fmt: skip


@pytest.mark.parametrize("case", STATES + CLARIFICATIONS, ids=lambda case: case.sentence)
def test_the_sentence_holds(case: Case) -> None:
    ticket = case.ticket
    if case.refused:
        *before, last = case.steps
        for number, step in enumerate(before, 1):
            ticket = stored(step(ticket, minute(number)))
        with pytest.raises(Refused) as refusal:
            last(ticket, minute(len(case.steps)))
        assert refusal.value.code == case.refused
        assert refusal.value.sentence.endswith(".")
        return
    for number, step in enumerate(case.steps, 1):
        ticket = stored(step(ticket, minute(number)))
    if case.tasks is not None:
        assert told(ticket) == case.tasks
    for name, value in (case.facts or {}).items():
        assert getattr(ticket, name) == value, name


@pytest.mark.parametrize(
    ("steps", "since"),
    [
        ((), 0),
        ((client_writes,), 1),
        ((client_writes, client_writes), 1),
        ((client_writes, take(ANNA), answer(ANNA), client_writes), 4),
        ((take(ANNA), close(ANNA), client_writes), 3),
        ((client_writes, take(ANNA), answer(ANNA)), 3),
    ],
    ids=["since it was opened", "since they wrote", "not anew when they write again", "anew after an answer",
         "anew after closing", "no longer once they are answered"],
)  # fmt: skip
def test_the_client_waits_since(steps: tuple[Step, ...], since: int) -> None:
    """TQ8, TQ9: longest waiting counts from the client's first message that nobody answered."""
    ticket = new()
    for number, step in enumerate(steps, 1):
        ticket = stored(step(ticket, minute(number)))
    assert ticket.waiting == minute(since)


def by_hand(ticket: Ticket, now: datetime) -> Ticket:
    return lifecycle.undelay(ticket, ANNA, now)


@pytest.mark.parametrize(
    "steps",
    [
        (take(ANNA),), (take(ANNA), release(ANNA)), (take(ANNA), over(GARY)), (to(ANNA, SALES),),
        (to_person(ANNA, GUS),), (take(ANNA), answer(ANNA)), (take(ANNA), close(ANNA)), (close_all(GARY),),
        (close_all(GARY), archive), (close_all(GARY), client_writes), (client_writes,), (delay(ANNA),),
        (delay(ANNA), by_hand), (twice(SALES),), (spam,), (spam, no_spam(1)),
        (delay(ANNA, hours=1), lambda t, now: lifecycle.due(t, now + timedelta(hours=2))),
    ],
)  # fmt: skip
def test_whatever_is_done_moves_the_last_change(steps: tuple[Step, ...]) -> None:
    """TQ8: tickets can be sorted by their last change."""
    ticket = new()
    for number, step in enumerate(steps, 1):
        before, ticket = ticket.updated, stored(step(ticket, minute(number)))
    assert ticket.updated > before


def test_a_closed_task_says_who_closed_it_and_who_held_it() -> None:
    """TQ9, rule 35: by an administrator for somebody else, both are known."""
    ticket = lifecycle.close_all(lifecycle.take(new(), ANNA, minute(1)), GARY, minute(2))
    (task,) = ticket.tasks
    assert (task.holder, task.closed, task.closed_by, task.former) == (
        None, minute(2), GARY.staff_id, ANNA.staff_id,
    )  # fmt: skip


def test_take_over_names_the_former_holder() -> None:
    """TR1: the former holder is known, so that they can be told."""
    ticket = stored(lifecycle.take(new(), ANNA, minute(1)))
    taken, former = lifecycle.take_over(ticket, GARY, minute(2))
    assert (told(taken), former) == ("Tech:gary", ANNA.staff_id)
