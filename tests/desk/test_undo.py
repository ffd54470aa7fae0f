"""Undo (X4): the actor takes back what they did, whole, across sessions, never over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import hold, parameters, provider, redirect, reply, setup
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.views import EventView, TicketView
from helpdesk_tui.vocab import MessageKind, OutboxState, Priority, QueueView
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, NINE, MadeDesk

MONDAY = NINE + timedelta(days=2)


def newest(desk: Desk, number: int | None = None) -> int:
    """The act that `z` would take back."""
    return desk.read(q.ReadJournal(number))[0].id


def undo(desk: Desk, number: int | None = None) -> str:
    """Take the newest act back; what it was."""
    return desk.perform(Undo(newest(desk, number))).words


def shown(desk: MadeDesk, number: int) -> tuple[Any, ...]:
    """Everything of a ticket that an act changes and people see, without when it was changed."""
    ticket = desk.gary.read(q.ReadTicket(number))
    row = ticket.row
    return (row.subject, row.service, row.priority, row.front, row.status, row.taken_by, row.delayed_until,
            row.waiting_since, row.department, row.client_status, ticket.summary, ticket.tasks,
            ticket.assigned_to)  # fmt: skip


def system_words(ticket: TicketView) -> list[str]:
    return [m.text for m in ticket.messages if m.kind is MessageKind.SYSTEM]


ACTS: dict[str, tuple[Callable[[int], Act[Any]], str]] = {
    "assign to a department": (lambda n: redirect.Assign(n, department="Sales"), "ticket {} assigned to Sales"),
    "assign to a person": (lambda n: redirect.Assign(n, staff="john"), "ticket {} assigned to john"),
    "delay": (lambda n: redirect.Delay(n, MONDAY), "ticket {} delayed until Mon 13 Apr 2026 9:00"),
    "close": (redirect.Close, "ticket {} closed"),
    "spam": (MarkSpam, "ticket {} marked as spam"),
    "release": (hold.Release, "ticket {} released"),
    "set": (
        lambda n: parameters.SaveParameters(n, parameters.Parameters("Disk full", "vps-31", Priority.HIGH, True)),
        "parameters of ticket {} saved",
    ),
    "priority": (lambda n: parameters.SetPriority(n, Priority.URGENT), "ticket {} given urgent priority"),
    "front": (lambda n: parameters.SetPriority(n, front=True), "ticket {} placed at the beginning"),
    "summary": (lambda n: parameters.Summarise(n, "Waits"), "summary of ticket {} changed"),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_taken_back_and_its_ticket_is_as_it_was(desk: MadeDesk, name: str) -> None:
    """X4: the ticket as everybody sees it, its place in every list included."""
    desk.gary.perform(provider.SetProvider("use_priority", "on"))
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    before, counts = shown(desk, number), desk.gary.read(q.ReadCounts())
    desk.clock.forward(minutes=5)
    make, words = ACTS[name]
    desk.anna.perform(make(number))
    assert shown(desk, number) != before
    desk.clock.forward(minutes=5)
    assert undo(desk.anna) == words.format(number)
    assert shown(desk, number) == before
    assert desk.gary.read(q.ReadCounts()) == counts


def test_taking_a_ticket_and_bringing_it_back_are_taken_back(desk: MadeDesk) -> None:
    """X4: again and again, each time the act before."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(redirect.Delay(number, MONDAY))
    desk.anna.perform(redirect.Delay(number, None))
    assert [undo(desk.anna) for _ in range(3)] == [
        f"delay of ticket {number} taken off", f"ticket {number} delayed until Mon 13 Apr 2026 9:00",
        f"ticket {number} taken",
    ]  # fmt: skip
    row = desk.gary.read(q.ReadRow(number))
    assert (row.taken_by, row.delayed) == (None, False)
    assert desk.anna.read(q.ReadJournal()) == ()


def test_taking_over_goes_back_to_the_former_holder(desk: MadeDesk) -> None:
    """TR1, X4: with a system message, as the taking over had one."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.gary.perform(hold.TakeOver(number, "anna is ill"))
    undo(desk.gary)
    ticket = desk.gary.read(q.ReadTicket(number))
    assert ticket.row.taken_by == "anna"
    assert system_words(ticket) == [
        "gary took the ticket over from anna: anna is ill",
        "gary took it back: gary took the ticket over from anna: anna is ill",
    ]


def test_an_assignment_that_was_taken_back_is_told_nowhere_but_in_the_conversation(desk: MadeDesk) -> None:
    """TF3, X4: the form's head names whom it was assigned to before; the department has no task any more."""
    number = desk.ticket()
    desk.gus.perform(redirect.Assign(number, department="Billing"))
    desk.gary.perform(redirect.Assign(number, department="Sales"))
    assert desk.john.read(q.ReadRow(number)).number == number
    undo(desk.gary)
    ticket = desk.gary.read(q.ReadTicket(number))
    assert ticket.assigned_to == "Billing"
    assert system_words(ticket)[-1] == 'gary took it back: The ticket has been assigned to "Sales".'
    assert [task.department for task in ticket.tasks] == ["Tech", "Billing"]
    assert refused(desk.john, hold.Take(number)).code == "not_found"


def test_a_favourite_is_toggled_back(desk: MadeDesk) -> None:
    """TF8, X4: adding and removing; a toggle in between is not undone twice."""
    number = desk.ticket()
    desk.anna.perform(parameters.ToggleFavourite(number))
    assert undo(desk.anna) == f"ticket {number} added to your favourites"
    assert desk.anna.read(q.ReadMatches(QueueView.FAVOURITES)) == 0
    desk.anna.perform(parameters.ToggleFavourite(number))
    first = newest(desk.anna)
    desk.anna.perform(parameters.ToggleFavourite(number))
    assert refused(desk.anna, Undo(first)).code == "changed_since"
    assert undo(desk.anna) == f"ticket {number} removed from your favourites"
    assert desk.anna.read(q.ReadMatches(QueueView.FAVOURITES)) == 1


def test_an_undo_is_on_record(desk: MadeDesk) -> None:
    """X4, rule 35: who, when, what before, what after, as the act itself."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(redirect.Close(number))
    undo(desk.anna)

    def told(event: EventView) -> tuple[str, str, str, str, str]:
        return event.who, event.action, event.field, event.before, event.after

    history = [told(event) for event in desk.gary.read(q.ReadHistory(number))]
    assert history[:2] == [
        ("anna", "undo", "tasks", "Tech:closed", "Tech:anna"), ("anna", "close", "tasks", "Tech:anna", "Tech:closed"),
    ]  # fmt: skip


def test_what_changed_nothing_is_no_act_to_take_back(desk: MadeDesk) -> None:
    """X4: taking what one holds; an act that was refused."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(hold.Take(number))
    refused(desk.john, redirect.Close(number))
    assert [row.words for row in desk.anna.read(q.ReadJournal())] == [f"ticket {number} taken"]
    assert desk.john.read(q.ReadJournal()) == ()


def test_the_list_takes_back_anywhere_and_the_form_on_its_ticket(desk: MadeDesk) -> None:
    """X4: newest first; an act on another ticket is none of this one's."""
    first, second = desk.ticket(), desk.ticket()
    desk.anna.perform(hold.Take(first))
    desk.anna.perform(hold.Take(second))
    assert [row.tickets for row in desk.anna.read(q.ReadJournal())] == [(second,), (first,)]
    assert undo(desk.anna, first) == f"ticket {first} taken"
    assert desk.anna.read(q.ReadJournal(first)) == ()


SINCE: dict[str, tuple[Callable[[MadeDesk, int], Any], str]] = {
    "the client": (lambda d, n: d.receive(email(HANS, subject=f"[#{n}] Server down")), "the client wrote since"),
    "a colleague": (lambda d, n: d.gary.perform(redirect.Assign(n, staff="anna")), "gary assigned it since"),
    "the client's archive": (lambda d, n: d.gary.perform(redirect.Archive(n)), "gary archived it since"),
}


@pytest.mark.parametrize("who", SINCE)
def test_what_somebody_did_since_stands_in_the_way(desk: MadeDesk, who: str) -> None:
    """X4: refused with one sentence that says who did what; nothing changes."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(redirect.Close(number))
    act, told = SINCE[who]
    act(desk, number)
    before = shown(desk, number)
    refusal = refused(desk.anna, Undo(newest(desk.anna)))
    assert (refusal.code, refusal.sentence) == ("changed_since", f"Ticket {number} stays as it is: {told}.")
    assert shown(desk, number) == before


def test_the_end_of_a_delay_stands_in_the_way(desk: MadeDesk) -> None:
    """TF4, X4: what the clock did counts too."""
    number = desk.ticket()
    desk.anna.perform(redirect.Delay(number, NINE + timedelta(hours=1)))
    desk.clock.forward(hours=2)
    desk.system.perform(redirect.ReturnDelayed())
    refusal = refused(desk.anna, Undo(newest(desk.anna)))
    assert refusal.sentence == f"Ticket {number} stays as it is: its delay ended since."


def test_what_else_happened_on_the_ticket_does_not(desk: MadeDesk) -> None:
    """X4: the facts that the act touched are compared, not the version."""
    desk.gary.perform(provider.SetProvider("use_priority", "on"))
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(redirect.Delay(number, MONDAY))
    desk.gary.perform(parameters.SetPriority(number, Priority.HIGH))
    desk.gary.perform(reply.Comment(number, "Look at the logs"))
    undo(desk.anna)
    row = desk.gary.read(q.ReadRow(number))
    assert (row.delayed, row.priority, row.taken_by) == (False, Priority.HIGH, "anna")


def test_nobody_takes_back_what_is_not_theirs(desk: MadeDesk) -> None:
    """DS3, rule 34: an act of somebody else and one that never was answer alike."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    theirs = newest(desk.anna)
    for who in (desk.gary, desk.john):
        assert refused(who, Undo(theirs)).code == refused(who, Undo(987_654)).code == "not_found"
    assert desk.gary.read(q.ReadRow(number)).taken_by == "anna"


def test_who_left_the_department_takes_nothing_back(desk: MadeDesk) -> None:
    """TQ1: the ticket is not theirs to see any more."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(hold.Release(number))
    desk.gary.perform(setup.EditStaff("anna", departments=("Billing",)))
    assert refused(desk.anna, Undo(newest(desk.anna))).code == "not_found"


def test_a_task_does_not_go_back_to_somebody_who_left(desk: MadeDesk) -> None:
    """DS2, X4: an administrator closed for everybody; the former holder was deleted since."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.gary.perform(redirect.Close(number, everywhere=True))
    desk.gary.perform(setup.DeleteStaff("anna"))
    refusal = refused(desk.gary, Undo(newest(desk.gary)))
    assert refusal.sentence == (
        f"anna, who held ticket {number}, is no member of staff any more; nothing was taken back."
    )


def test_acts_are_kept_for_a_day(desk: MadeDesk) -> None:
    """X4: across sessions, within a limit; what is older is removed with the next act."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    entry = newest(desk.anna)
    desk.clock.forward(hours=24, seconds=1)
    assert desk.anna.read(q.ReadJournal()) == ()
    assert refused(desk.anna, Undo(entry)).code == "not_found"
    desk.clock.forward(hours=25)
    desk.anna.perform(hold.Release(number))
    assert desk.sql("SELECT count(*) FROM journal") == [(1,)]
    assert desk.sql("SELECT count(*) FROM journalticket") == [(1,)]


def test_twice_is_told(desk: MadeDesk) -> None:
    """X4: the same act is taken back once, whoever presses the key twice."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    entry = newest(desk.anna)
    desk.anna.perform(Undo(entry))
    assert refused(desk.anna, Undo(entry)).sentence == "That was taken back already."


def test_a_notice_that_has_not_left_is_not_sent(desk: MadeDesk) -> None:
    """MO2, X4: the client is not told of a redirect that was taken back."""
    desk.gary.perform(provider.SetProvider("mail_ticket_redirected", "on"))
    number = desk.ticket()
    desk.gary.perform(redirect.Assign(number, department="Sales"))
    undo(desk.gary)
    (mail,) = desk.gary.read(q.ReadOutbox())
    assert (mail.state, mail.error) == (OutboxState.FAILED, "Taken back by gary.")


def test_a_number_in_the_journal_never_means_another_act(desk: MadeDesk) -> None:
    """X4, rule 26: a session that has an act before its eyes for days takes nothing else back than that."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    seen = newest(desk.anna)
    desk.clock.forward(days=30)
    desk.anna.perform(hold.Release(number))
    assert newest(desk.anna) != seen
    assert refused(desk.anna, Undo(seen)).code == "not_found"
