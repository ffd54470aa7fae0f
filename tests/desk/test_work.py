"""Taking, assigning, delaying, closing: what each act does and how it is refused (SPEC TF3, TF4, TQ5, TQ6, TR1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import MarkRead, Parameters, SaveParameters, SetPriority, Summarise
from helpdesk_tui.desk.actions.parameters import ToggleFavourite as Favourite
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Archive, Assign, Close, Delay, ReturnDelayed
from helpdesk_tui.desk.actions.setup import AddStaff
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadDue, ReadHistory, ReadQueue, ReadRow, ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import ClientStatus, MessageKind, Priority, QueueView, TaskState, TicketStatus
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import NINE, NORD, MadeDesk

TOMORROW = NINE + timedelta(days=1)


@pytest.fixture
def number(desk: MadeDesk) -> int:
    """A ticket of Hans in Tech that nobody holds."""
    return desk.ticket()


def row(desk: MadeDesk, number: int, who: str = "gary") -> QueueRow:
    asker: Desk = getattr(desk, who)
    return asker.read(ReadRow(number))


def tasks(desk: MadeDesk, number: int) -> str:
    """The tasks in words: `Tech:anna Sales:- Billing:closed`."""
    shown = desk.gary.read(ReadTicket(number)).tasks
    return " ".join(f"{t.department}:{'closed' if t.state is TaskState.CLOSED else t.staff or '-'}" for t in shown)


def said(desk: MadeDesk, number: int) -> list[str]:
    """The system messages of a ticket."""
    messages = desk.gary.read(ReadTicket(number)).messages
    return [message.text for message in messages if message.kind is MessageKind.SYSTEM]


# ---------------------------------------------------------------- taking


# ---------------------------------------------------------------- assigning


def test_assign_to_a_department(desk: MadeDesk, number: int) -> None:
    """TF3: the system message, the task, and the ticket stays open for whoever ran it."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, department="sales"))
    assert tasks(desk, number) == "Tech:anna Sales:-"
    assert said(desk, number) == ['The ticket has been assigned to "Sales".']
    assert desk.anna.read(ReadTicket(number)).can_reply
    assert row(desk, number, "john").department == "Sales"


def test_assign_to_a_person(desk: MadeDesk, number: int) -> None:
    """TF3: held by that person; the name stands in the message, the login where there is no name."""
    desk.anna.perform(Assign(number, staff="gus"))
    desk.gus.perform(Assign(number, staff="john"))
    assert tasks(desk, number) == "Tech:closed Tech:gus Sales:john"
    assert said(desk, number) == [
        'The ticket has been assigned to "Gus Olsen".', 'The ticket has been assigned to "john".',
    ]  # fmt: skip
    assert number in [r.number for r in desk.john.read(ReadQueue(QueueView.MINE)).rows]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ({}, "one_of_two"), ({"department": "Sales", "staff": "gus"}, "one_of_two"),
        ({"department": "Abuse"}, "not_found"), ({"staff": "nobody"}, "not_found"),
        ({"department": "Tech"}, "already_there"),
    ],
)  # fmt: skip
def test_assign_refused(desk: MadeDesk, number: int, act: dict[str, str], code: str) -> None:
    assert refused(desk.anna, Assign(number, **act)).code == code
    assert tasks(desk, number) == "Tech:-"


def test_assign_to_somebody_who_would_not_see_it(desk: MadeDesk, number: int) -> None:
    """TQ1: who is in no department sees no ticket, so holds none; an administrator sees all."""
    desk.gary.perform(AddStaff("new"))
    assert refused(desk.anna, Assign(number, staff="new")).code == "no_department"
    assert desk.anna.perform(Assign(number, staff="gary")) == number


def test_blocked_is_per_task(desk: MadeDesk, number: int) -> None:
    """Clarification: a ticket open for two departments may have two holders, each sees the other."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, department="Sales"))
    desk.john.perform(Take(number))
    assert desk.gary.read(ReadTicket(number)).holders == ("anna", "john")
    assert [row(desk, number, who).taken_by for who in ("anna", "john", "gary", "gus")] == [
        "anna", "john", "anna", "anna",
    ]  # fmt: skip


def test_a_free_task_of_mine_is_mine_to_redirect(desk: MadeDesk, number: int) -> None:
    """Clarification: membership is enough unless somebody else holds *the task*, not another department's."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, department="Sales"))
    desk.john.perform(Delay(number, TOMORROW))
    desk.john.perform(Delay(number, None))
    desk.john.perform(Assign(number, department="Billing"))
    assert tasks(desk, number) == "Tech:anna Sales:closed Billing:-"
    assert refused(desk.gus, Delay(number, TOMORROW)).code == "ticket_blocked"


@pytest.mark.parametrize("act", [Assign(0, department="Sales"), Delay(0, TOMORROW), SetPriority(0, front=True)])
def test_while_somebody_else_holds_it(desk: MadeDesk, number: int, act: Assign | Delay | SetPriority) -> None:
    """CLI, who may: the holder, an administrator, or any member of the department while nobody holds it."""
    act = replace(act, number=number)
    desk.anna.perform(Take(number))
    refusal = refused(desk.gus, act)
    assert (refusal.code, refusal.details) == ("ticket_blocked", {"holder": "anna"})
    assert desk.gary.perform(act) == number


# ---------------------------------------------------------------- delaying


def test_delay_until_its_time(desk: MadeDesk, number: int) -> None:
    """TF4: out of the queue, among *Delayed*, back at its time, marked; the mark goes when somebody acts."""
    desk.anna.perform(Delay(number, TOMORROW))
    assert said(desk, number) == ["anna delayed the ticket until Sun 12 Apr 2026 9:00."]
    assert [desk.anna.read(ReadQueue(view)).rows for view in (QueueView.SUPPORT, QueueView.UNASSIGNED)] == [(), ()]
    (shown,) = desk.anna.read(ReadQueue(QueueView.DELAYED)).rows
    assert (shown.delayed, shown.delayed_until, shown.status) == (True, TOMORROW, TicketStatus.IN_PROGRESS)
    desk.clock.at = TOMORROW - timedelta(milliseconds=1)
    assert not desk.system.read(ReadDue()).delays
    assert desk.system.perform(ReturnDelayed()) == 0
    desk.clock.at = TOMORROW
    assert desk.system.read(ReadDue()).delays
    assert desk.system.perform(ReturnDelayed()) == 1
    (shown,) = desk.anna.read(ReadQueue(QueueView.SUPPORT)).rows
    assert (shown.delayed, shown.delayed_until, shown.returned) == (False, None, True)
    desk.anna.perform(Take(number))
    assert not row(desk, number).returned


def test_delay_of_a_ticket_of_several(desk: MadeDesk, number: int) -> None:
    """TF4: out of the queues of all its tasks; held ones are held when it comes back."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, department="Sales"))
    desk.anna.perform(Delay(number, TOMORROW))
    assert desk.john.read(ReadQueue(QueueView.SUPPORT)).rows == ()
    desk.clock.at = TOMORROW
    desk.system.perform(ReturnDelayed())
    assert tasks(desk, number) == "Tech:anna Sales:-"
    assert [r.number for r in desk.john.read(ReadQueue(QueueView.UNASSIGNED)).rows] == [number]


@pytest.mark.parametrize(
    ("until", "code"),
    [(NINE, "not_ahead"), (NINE - timedelta(days=1), "not_ahead"), (NINE + timedelta(days=4000), "too_far"),
     (None, "not_delayed")],
)  # fmt: skip
def test_delay_refused(desk: MadeDesk, number: int, until: datetime | None, code: str) -> None:
    assert refused(desk.anna, Delay(number, until)).code == code


def test_the_end_of_a_delay_is_told(desk: MadeDesk, number: int) -> None:
    """TF4: by hand and by time; the time stands in the desk's zone, as people read it."""
    berlin = desk.with_rules(SendRules(zone=ZoneInfo("Europe/Berlin")))
    berlin.anna.perform(Delay(number, TOMORROW))
    berlin.anna.perform(Delay(number, None))
    berlin.anna.perform(Delay(number, TOMORROW))
    berlin.clock.forward(days=2)
    berlin.system.perform(ReturnDelayed())
    berlin.close()
    until = "anna delayed the ticket until Sun 12 Apr 2026 11:00."
    assert said(desk, number) == [
        until, "anna took the delay off.", until, "The time of the delay has come; the ticket is back in the queue.",
    ]  # fmt: skip


def test_delay_of_a_closed_ticket(desk: MadeDesk, number: int) -> None:
    desk.gary.perform(Close(number))
    assert refused(desk.gary, Delay(number, TOMORROW)).code == "ticket_closed"


# ---------------------------------------------------------------- closing


def test_close_mine_and_the_last(desk: MadeDesk, number: int) -> None:
    """TQ5, TQ6: each task is closed on its own; the ticket leaves *In progress* with the last one."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, department="Sales"))
    desk.anna.perform(Close(number))
    assert (tasks(desk, number), row(desk, number).status) == ("Tech:closed Sales:-", TicketStatus.IN_PROGRESS)
    assert [desk.anna.read(ReadQueue(QueueView.SUPPORT)).rows, desk.anna.read(ReadRow(number)).number] == [(), number]
    desk.john.perform(Take(number))
    desk.john.perform(Close(number))
    assert (row(desk, number).status, row(desk, number).client_status) == (TicketStatus.AWAITING, ClientStatus.REVIEWED)
    assert refused(desk.john, Close(number)).code == "ticket_closed"


def test_close_needs_a_hold_or_an_administrator(desk: MadeDesk, number: int) -> None:
    """TQ6: otherwise a message says how."""
    refusal = refused(desk.anna, Close(number))
    assert (refusal.code, "Take ticket" in refusal.sentence) == ("not_holder", True)
    assert refused(desk.anna, Close(number, everywhere=True)).code == "not_holder"
    desk.anna.perform(Take(number))
    assert refused(desk.gus, Close(number)).code == "ticket_blocked"
    desk.anna.perform(Assign(number, department="Sales"))
    assert desk.gary.perform(Close(number)) == number
    assert tasks(desk, number) == "Tech:closed Sales:closed"


def test_an_administrator_closes_their_own_or_all(desk: MadeDesk, number: int) -> None:
    """Clarification: *Close* closes the actor's task; from the list, everywhere, all."""
    desk.gary.perform(Take(number))
    desk.gary.perform(Assign(number, department="Sales"))
    desk.gary.perform(Close(number))
    assert tasks(desk, number) == "Tech:closed Sales:-"
    desk.gary.perform(Close(number, everywhere=True))
    assert tasks(desk, number) == "Tech:closed Sales:closed"


def test_reopened_it_is_found_under_mine(desk: MadeDesk, number: int) -> None:
    """TQ9: held by nobody, its former holder named and finding it under *Mine*, until somebody takes it."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Close(number))
    assert desk.anna.read(ReadQueue(QueueView.MINE)).rows == ()
    desk.receive(email(subject=f"Re: [#{number}]"))
    (task,) = desk.gary.read(ReadTicket(number)).tasks
    assert (task.staff, task.former) == (None, "anna")
    assert [r.number for r in desk.anna.read(ReadQueue(QueueView.MINE)).rows] == [number]
    assert [r.number for r in desk.gus.read(ReadQueue(QueueView.UNASSIGNED)).rows] == [number]
    desk.gus.perform(Take(number))
    assert desk.anna.read(ReadQueue(QueueView.MINE)).rows == ()


def test_who_only_closed_it_does_not_find_it_under_mine(desk: MadeDesk, number: int) -> None:
    """Clarification: *Mine* is for the last holder, not for the administrator who cleaned up."""
    desk.gary.perform(Close(number))
    desk.receive(email(subject=f"Re: [#{number}]"))
    assert desk.gary.read(ReadQueue(QueueView.MINE)).rows == ()


def test_archive(desk: MadeDesk, number: int) -> None:
    """TQ3, TQ4: by the client or for them, only when it is closed everywhere; recorded as done by whoever did it."""
    assert refused(desk.hans, Archive(number)).code == "ticket_open"
    desk.gary.perform(Close(number))
    desk.hans.perform(Archive(number))
    assert row(desk, number).status is TicketStatus.ARCHIVED
    assert [e.who for e in desk.gary.read(ReadHistory(number)) if e.field == "archived"] == ["hans@acme.example"]
    assert desk.anna.read(ReadQueue(QueueView.AWAITING)).rows == ()
    assert [r.number for r in desk.anna.read(ReadQueue(QueueView.ALL)).rows] == [number]


# ---------------------------------------------------------------- parameters


def test_save_parameters(desk: MadeDesk, number: int) -> None:
    """TF2, TR3: subject and service; each changed field is an event with before and after."""
    desk.anna.perform(Take(number))
    desk.anna.perform(SaveParameters(number, Parameters(subject=" New \n words ", service="vps-31")))
    assert (row(desk, number).subject, row(desk, number).service) == ("New words", "vps-31")
    events = {e.field: (e.before, e.after) for e in desk.gary.read(ReadHistory(number)) if e.action == "set"}
    assert events == {"subject": ("Server down", "New words"), "service": ("", "1")}
    desk.anna.perform(SaveParameters(number, Parameters(service="")))
    assert row(desk, number).service is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (Parameters(), "nothing_changed"), (Parameters(subject=" "), "subject_missing"),
        (Parameters(subject="x" * 501), "too_long"), (Parameters(service="vps-12"), "not_found"),
        (Parameters(priority=Priority.HIGH), "no_priority"),
    ],
)  # fmt: skip
def test_save_parameters_refused(desk: MadeDesk, number: int, values: Parameters, code: str) -> None:
    """TF2; a service of another client is not found."""
    desk.anna.perform(Take(number))
    assert refused(desk.anna, SaveParameters(number, values)).code == code
    assert row(desk, number).subject == "Server down"


def test_a_form_that_is_out_of_date(desk: MadeDesk, number: int) -> None:
    """Rule 26: saved with the version it was opened with; somebody changed the ticket meanwhile."""
    desk.anna.perform(Take(number))
    version = row(desk, number).version
    desk.gary.perform(Summarise(number, "Look at the disk"))
    assert refused(desk.anna, SaveParameters(number, Parameters(subject="New"), version)).code == "stale"
    desk.anna.perform(SaveParameters(number, Parameters(subject="New"), row(desk, number).version))
    assert row(desk, number).subject == "New"


def test_priorities_where_they_are_used(desk: MadeDesk, number: int) -> None:
    """TR2: only where the desk uses them; they order the queue at once."""
    other = desk.ticket()
    assert refused(desk.anna, SetPriority(other, Priority.URGENT)).code == "no_priority"
    desk.gary.perform(SetProvider("use_priority", "on"))
    desk.anna.perform(SetPriority(other, Priority.URGENT))
    assert row(desk, other).priority is Priority.URGENT
    assert [r.number for r in desk.anna.read(ReadQueue()).rows] == [other, number]
    desk.anna.perform(SetPriority(number, front=True))
    assert [r.number for r in desk.anna.read(ReadQueue()).rows] == [number, other]


def test_front_ends_with_the_last_task(desk: MadeDesk, number: int) -> None:
    """SPEC: it holds until the last task is closed; a closed ticket stands in no queue."""
    desk.anna.perform(SetPriority(number, front=True))
    desk.gary.perform(Close(number))
    assert not row(desk, number).front
    assert refused(desk.gary, SetPriority(number, front=True)).code == "ticket_closed"


def test_summary(desk: MadeDesk, number: int) -> None:
    """TF1: a short text kept with the ticket, without taking."""
    desk.anna.perform(Summarise(number, "  Waits for the part  "))
    assert desk.gus.read(ReadTicket(number)).summary == "Waits for the part"
    assert refused(desk.anna, Summarise(number, "x" * 2001)).code == "too_long"


def test_favourites_are_one_s_own(desk: MadeDesk, number: int) -> None:
    """TF8: adds and removes; others' lists do not change."""
    other = desk.ticket(client=NORD)
    desk.anna.perform(Favourite(number))
    assert [r.number for r in desk.anna.read(ReadQueue(QueueView.FAVOURITES)).rows] == [number]
    assert desk.gus.read(ReadQueue(QueueView.FAVOURITES)).rows == ()
    desk.anna.perform(Favourite(number))
    assert desk.anna.read(ReadQueue(QueueView.FAVOURITES)).rows == ()
    assert not row(desk, other).favourite


def test_unread_is_the_holder_s(desk: MadeDesk, number: int) -> None:
    """Clarification: newer than the holder's last reading; another's look does not clear it."""
    desk.anna.perform(Take(number))
    desk.anna.perform(MarkRead(number))
    assert not row(desk, number).unread
    desk.clock.forward(minutes=1)
    desk.receive(email(subject=f"Re: [#{number}]"))
    desk.clock.forward(minutes=1)
    desk.gus.perform(MarkRead(number))
    assert row(desk, number).unread
    before = desk.gary.read(ReadQueue()).change
    desk.anna.perform(MarkRead(number))
    assert not row(desk, number).unread
    assert desk.gary.read(ReadQueue()).change == before + 1, "the others' marks go too"
