"""The life of a ticket: a pure state machine over `rules.ticket.Ticket` (SPEC: the ticket's states, exactly).

Every function takes the facts, who acts and when, and returns new facts; what a rule does not allow raises
`Refused` with a code and a sentence. Nothing here charges, mails or stores.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ticket import Task, Ticket

NO_TASK = "The ticket has no open task in your departments."


def opened(
    *,
    number: int,
    client: int,
    subject: str,
    service: int | None,
    departments: tuple[int, ...],
    now: datetime,
    holder: int | None = None,
    by_staff: bool = False,
) -> Ticket:
    """A new ticket with an open task in each department, held by nobody or by the member of staff who wrote it."""
    tasks = tuple(Task(0, department, holder, True, now) for department in departments)
    return Ticket(number, client, subject, service, tasks, now, now, now, by_staff=by_staff)


def take(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """Make me the holder of the oldest unheld open task of a department of mine; an administrator: of any (TR1).

    Raises Refused `ticket_blocked` when all such tasks are held, `ticket_closed` when there is none.
    Holding one already changes nothing.
    """
    if ticket.held_by(me.staff_id):
        return ticket
    mine = [task for task in ticket.open_tasks if me.covers(task.department)]
    if not mine:
        raise Refused(NO_TASK, code="ticket_closed")
    free = next((task for task in mine if task.holder is None), None)
    if free is None:
        raise Refused("The ticket is held by somebody else.", code="ticket_blocked")
    return _hold(ticket, free, me.staff_id, now)


def take_over(ticket: Ticket, me: Scope, now: datetime) -> tuple[Ticket, int | None]:
    """An administrator takes the oldest held task from its holder; the former holder comes back beside the facts."""
    if not me.admin:
        raise Refused("Only an administrator can take a ticket over.", code="not_allowed")
    if ticket.held_by(me.staff_id):
        return ticket, None
    held = next((task for task in ticket.open_tasks if task.holder is not None), None)
    if held is None:
        return take(ticket, me, now), None
    return _hold(ticket, held, me.staff_id, now), held.holder


def release(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """Give the task I hold back to nobody; where its department has an unheld one already, mine is that one again."""
    task = my_task(ticket, me)
    if _unheld(ticket, task.department):
        return _changed(ticket, now, task, _closed(task, me.staff_id, now))
    return _changed(ticket, now, task, replace(task, holder=None))


def my_task(ticket: Ticket, me: Scope) -> Task:
    """The task I hold; raises Refused `not_holder`, with what to do, when I hold none."""
    task = ticket.held_by(me.staff_id)
    if task is None:
        raise Refused(f"Take ticket {ticket.number} first: only its holder can do this.", code="not_holder")
    return task


def assign_department(ticket: Ticket, me: Scope, department: int, now: datetime) -> Ticket:
    """Redirect to a department (TF3): an open task of it, held by nobody.

    My own task stays open and mine; an unheld task of the department that it came from is replaced. Raises
    Refused `already_there` where the department has an open task.
    """
    _may_redirect(ticket, me)
    if any(task.department == department for task in ticket.open_tasks):
        raise Refused("That department has an open task of this ticket already.", code="already_there")
    return _redirected(ticket, me, Task(0, department, None, True, now), now)


def assign_staff(ticket: Ticket, me: Scope, staff: int, their_departments: tuple[int, ...], now: datetime) -> Ticket:
    """Redirect to a person (TF3): a task held by them, in the ticket's department if theirs, else in their first."""
    _may_redirect(ticket, me)
    if ticket.held_by(staff):
        raise Refused("They hold a task of this ticket already.", code="already_there")
    if ticket.department in their_departments or not their_departments:
        department = ticket.department
    else:
        department = their_departments[0]
    return _redirected(ticket, me, Task(0, department, staff, True, now), now)


def also_for(ticket: Ticket, department: int, now: datetime) -> Ticket:
    """The same email reached a second department: a task of its own there, the others stay as they are.

    What was marked as spam meanwhile opens nowhere; the department sees it with the other spam.
    """
    if any(task.department == department for task in ticket.open_tasks):
        return ticket
    if ticket.spam:
        seen = department in ticket.departments
        done = () if seen else (Task(0, department, None, False, now, closed=now),)
        return replace(ticket, tasks=(*ticket.tasks, *done), updated=now)
    return replace(ticket, tasks=(*ticket.tasks, Task(0, department, None, True, now)), updated=now, archived=None)


def close_mine(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """Close my task (TQ5); the ticket awaits the client when it was the last one."""
    task = my_task(ticket, me)
    return _close(ticket, (task,), me.staff_id, now)


def close_all(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """An administrator's Close: every task, held or not (TQ6)."""
    if not me.everything:
        raise Refused("Take the ticket first, then close it.", code="not_holder")
    if not ticket.open_tasks:
        raise Refused("The ticket is closed already.", code="ticket_closed")
    return close_everywhere(ticket, me, now)


def close_everywhere(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """Every task closed, because the ticket as such is over: spam, or merged away."""
    return _close(ticket, ticket.open_tasks, me.staff_id, now)


def staff_wrote(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """A member of staff answered: the client has something new to read; what is left open waits for staff from now."""
    task = my_task(ticket, me)
    answered = _changed(ticket, now, task, replace(task, answered=now))
    return replace(answered, staff_wrote=now, waiting=now, returned=False)


def client_wrote(ticket: Ticket, now: datetime, instead: int | None = None) -> Ticket:
    """The client wrote (TQ9): they have read what was there, a delay and the archive end.

    With an open task nothing else moves; with none the task closed last opens again (closed at once: the one
    that answered last), held by nobody, its former holder named. `instead` is the department that has the ticket now
    where that task's own is no more. Spam stays where it is.
    """
    unanswered = bool(ticket.client_wrote and (not ticket.staff_wrote or ticket.staff_wrote < ticket.client_wrote))
    still_waiting = unanswered and bool(ticket.open_tasks)
    ticket = replace(
        ticket,
        client_wrote=now,
        client_read=now,
        updated=now,
        archived=None,
        delayed=False,
        delayed_until=None,
        waiting=ticket.waiting if still_waiting else now,
    )
    return ticket if ticket.open_tasks or ticket.spam else _reopened(ticket, now, instead)


def recalled(ticket: Ticket, now: datetime, instead: int | None = None) -> Ticket:
    """Back to the support queue, whatever was done with the ticket (TF5): nobody holds it, a delay and the archive
    end, and it is marked as one that came back.

    Former holders find it under *Mine*. A closed ticket opens as the client's answer would open it (see
    `client_wrote`), and waits from now on; an open one keeps its place. Spam, and what was merged away, stay where
    they are.
    """
    if ticket.spam or ticket.merged_into is not None:
        return ticket
    back = replace(ticket, delayed=False, delayed_until=None, archived=None, returned=True, updated=now)
    if not back.open_tasks:
        return replace(_reopened(back, now, instead), waiting=now)
    for task in ticket.open_tasks:
        if task.holder is not None:
            back = _freed(back, task, now)
    return back


def given_back(ticket: Ticket, holder: int, kept: Collection[int], now: datetime) -> Ticket:
    """What somebody holds outside of the departments that they keep is held by nobody; they find it under *Mine*
    should they come back before it is taken.
    """
    for task in ticket.open_tasks:
        if task.holder == holder and task.department not in kept:
            ticket = _freed(ticket, task, now)
    return ticket


def client_read(ticket: Ticket, now: datetime) -> Ticket:
    """The client read the staff's messages in the client area."""
    return replace(ticket, client_read=now)


def archive(ticket: Ticket, now: datetime) -> Ticket:
    """The client archives the ticket (TQ3, TQ4); refused while a task is open."""
    if ticket.open_tasks:
        raise Refused(
            "A ticket in progress cannot be archived; it has to be closed everywhere first.", code="ticket_open"
        )
    return replace(ticket, archived=now, client_read=now, updated=now)


def delay(ticket: Ticket, me: Scope, until: datetime, now: datetime) -> Ticket:
    """Hide the ticket from the queues of all its tasks until a time that lies ahead (TF4)."""
    _may_redirect(ticket, me)
    if not ticket.open_tasks:
        raise Refused("A closed ticket cannot be delayed.", code="ticket_closed")
    if until <= now:
        raise Refused("The time of a delay has to lie ahead.", code="not_ahead")
    if until > now + timedelta(days=3660):
        raise Refused("A ticket cannot be delayed for more than ten years.", code="too_far")
    return replace(ticket, delayed=True, delayed_until=until, returned=False, updated=now)


def undelay(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """Take the delay off again by hand."""
    _may_redirect(ticket, me)
    if not ticket.delayed:
        raise Refused("The ticket is not delayed.", code="not_delayed")
    return replace(ticket, delayed=False, delayed_until=None, updated=now)


def due(ticket: Ticket, now: datetime) -> Ticket:
    """The time of the delay has come: back in the queue, marked; holders keep their tasks."""
    if not ticket.delayed or ticket.delayed_until is None or ticket.delayed_until > now:
        return ticket
    return replace(ticket, delayed=False, delayed_until=None, returned=True, updated=now)


def mark_spam(ticket: Ticket, me: Scope, now: datetime) -> Ticket:
    """Close all tasks and hide the ticket from every view but its own (clarification)."""
    return replace(close_everywhere(ticket, me, now), spam=True)


def no_spam(
    ticket: Ticket, marked: datetime | None, alive: Collection[int], living: int | None, now: datetime
) -> Ticket:
    """The ticket is no spam after all: what was closed when it was `marked` opens again, held by nobody.

    One task a department, whose former holder finds it under *Mine*. A ticket that had been closed before stays
    closed, unless the client has written since. Departments that are not `alive` any more leave it to the `living` one.
    """
    closed = [task for task in ticket.tasks if marked is None or task.closed == marked]
    wrote = marked is not None and ticket.client_wrote is not None and ticket.client_wrote > marked
    if marked is None or (wrote and not closed):
        closed = [ticket.closed_last]
    again = {task.department: task for task in closed if task.department in alive}
    back = replace(ticket, spam=False, updated=now, archived=None if closed else ticket.archived)
    for task in again.values():
        opened = replace(task, open=True, holder=None, opened=now, closed=None, closed_by=None)
        back = _changed(back, now, task, opened)
    if closed and not again and living is not None:
        return replace(back, tasks=(*back.tasks, Task(0, living, None, True, now, former=closed[-1].former)))
    return back


def _freed(ticket: Ticket, task: Task, now: datetime) -> Ticket:
    """A held task given back on behalf of its holder; where the department has an unheld one, it is that one again."""
    freed = replace(task, holder=None, former=task.holder)
    there = _unheld(ticket, task.department) is not None
    return _changed(ticket, now, task, _closed(task, None, now) if there else freed)


def _reopened(ticket: Ticket, now: datetime, instead: int | None) -> Ticket:
    """The task closed last open again, held by nobody, or one of the department that has it `instead`."""
    last = ticket.closed_last
    if instead is not None:
        return replace(ticket, tasks=(*ticket.tasks, Task(0, instead, None, True, now, former=last.former)))
    return _changed(ticket, now, last, replace(last, open=True, holder=None, opened=now, closed=None, closed_by=None))


def _may_redirect(ticket: Ticket, me: Scope) -> None:
    """The holder, an administrator, or any member of a department whose task nobody holds (CLI: who may)."""
    if ticket.spam:
        raise Refused(f"Ticket {ticket.number} is marked as spam.", code="spam")
    if me.everything or ticket.held_by(me.staff_id) or not ticket.holders():
        return
    if not any(task.holder is None and me.covers(task.department) for task in ticket.open_tasks):
        raise Refused("The ticket is held by somebody else.", code="ticket_blocked")


def _hold(ticket: Ticket, task: Task, staff: int | None, now: datetime) -> Ticket:
    return replace(_changed(ticket, now, task, replace(task, holder=staff, former=None)), returned=False)


def _redirected(ticket: Ticket, me: Scope, task: Task, now: datetime) -> Ticket:
    """Add the task; an unheld task of the department it came from, or comes to, is replaced, not left behind."""
    mine = ticket.held_by(me.staff_id)
    if mine is not None:
        source = _unheld(ticket, mine.department)
    else:
        unheld = [t for t in ticket.open_tasks if t.holder is None and me.covers(t.department)]
        source = next((t for t in unheld if t.department == ticket.department), unheld[0] if unheld else None)
    replaced = (source, _unheld(ticket, task.department))
    kept = tuple(_closed(t, me.staff_id, now) if any(t is r for r in replaced) else t for t in ticket.tasks)
    return replace(ticket, tasks=(*kept, task), updated=now, archived=None)


def _unheld(ticket: Ticket, department: int) -> Task | None:
    """The open task of a department that nobody holds."""
    return next((t for t in ticket.open_tasks if t.holder is None and t.department == department), None)


def _close(ticket: Ticket, tasks: tuple[Task, ...], by: int | None, now: datetime) -> Ticket:
    for task in tasks:
        ticket = _changed(ticket, now, task, _closed(task, by, now))
    if ticket.open_tasks:
        return ticket
    # Front holds until the last task is closed; there is nothing left to delay.
    return replace(ticket, front=False, delayed=False, delayed_until=None, returned=False)


def _closed(task: Task, by: int | None, now: datetime) -> Task:
    return replace(task, open=False, closed=now, closed_by=by, holder=None, former=task.holder or task.former)


def _changed(ticket: Ticket, now: datetime, old: Task, new: Task) -> Ticket:
    tasks = tuple(new if task is old else task for task in ticket.tasks)
    return replace(ticket, tasks=tasks, updated=now)
