"""Violations: registered, answered, carried out, withdrawn, and the limit of scores (SPEC TF5 and clarification)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from helpdesk_tui.desk.actions.abuse import AddAbuse, CarryOutAbuse
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incoming import AcceptIncoming
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Archive, Assign, Close, Delay
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import DeleteDepartment
from helpdesk_tui.questions import (
    ReadAbuse,
    ReadAbuses,
    ReadClient,
    ReadDue,
    ReadHistory,
    ReadMyTicket,
    ReadQueue,
    ReadTicket,
)
from helpdesk_tui.vocab import AbuseAction, AbuseState, MailOutcome, QueueView, TaskState, TicketStatus
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desk.test_work import said
from tests.desks import HANS, NINE, NORD, OMAR, SUPPORT, MadeDesk
from tests.race import Starter

DATE = NINE + timedelta(days=3)
SUPPORT_QUEUE, ONE, ALL = AbuseAction.SUPPORT, AbuseAction.SUSPEND_SERVICE, AbuseAction.SUSPEND_ALL


def add(number: int, action: AbuseAction = ALL, scores: int = 5, **more: Any) -> AddAbuse:
    return AddAbuse(number, scores, action, DATE, **more)


def ticket(desk: MadeDesk, service: str = "vps-31", client: str = HANS) -> int:
    """A ticket about one of the client's services."""
    return desk.gary.perform(NewTicket(client, "Tech", "Spam from your server", "We looked into it.", service))


def services(desk: MadeDesk, client: str = HANS) -> str:
    """The client's services in words: `vps-31:active mail-pro:suspended`."""
    return " ".join(f"{one.name}:{one.status.value}" for one in desk.gary.read(ReadClient(client)).head.services)


def state(desk: MadeDesk, abuse: int) -> AbuseState:
    return desk.gary.read(ReadAbuse(abuse)).state


def work(desk: MadeDesk) -> list[bool]:
    """What the worker does when it comes by."""
    return [desk.system.perform(CarryOutAbuse(abuse)) for abuse in desk.system.read(ReadDue()).abuses]


def answers(desk: MadeDesk, number: int, **more: Any) -> MailOutcome:
    """The client answers by email."""
    return desk.receive(email(subject=f"Re: it [#{number}]", **more)).outcome


# ---------------------------------------------------------------- registering


def test_an_abuse_stands_on_the_client_and_the_ticket(desk: MadeDesk) -> None:
    """TF5: scores, comment, date, action and service; the ticket says so, and so does its history."""
    number = ticket(desk)
    desk.clock.forward(minutes=1)
    abuse = desk.anna.perform(add(number, ONE, comment="Open relay, see the log."))
    shown = desk.anna.read(ReadAbuse(abuse))
    assert (shown.ticket, shown.client, shown.scores, shown.action, shown.until) == (number, "Acme GmbH", 5, ONE, DATE)
    assert (shown.service, shown.comment, shown.state) == ("vps-31", "Open relay, see the log.", AbuseState.OPEN)
    assert (shown.by, shown.at, shown.ended) == ("anna", NINE + timedelta(minutes=1), None)
    assert said(desk, number) == [
        "anna registered abuse 1: 5 scores; without an answer by Tue 14 Apr 2026 9:00 vps-31 will be suspended."
        " Open relay, see the log."
    ]
    (event,) = [one for one in desk.anna.read(ReadHistory(number)) if one.field == "abuse"]
    assert (event.who, event.action, event.after) == (
        "anna",
        "abuse",
        f"1: 5 scores, suspend-service at {DATE.isoformat()}",
    )
    assert desk.gary.read(ReadClient(HANS)).head.scores == 5
    assert desk.gary.read(ReadTicket(number)).client.scores == 5
    assert desk.gary.read(ReadClient(NORD)).head.scores == 0
    assert services(desk) == "vps-31:active mail-pro:active"


def test_before_taking_and_while_somebody_holds_it(desk: MadeDesk) -> None:
    """Clarification: Abuse needs no taking; a closed ticket, which awaits the client, takes one too."""
    number = ticket(desk)
    desk.gus.perform(Take(number))
    assert desk.anna.perform(add(number)) == 1
    desk.gary.perform(Close(number, everywhere=True))
    assert desk.anna.perform(add(number)) == 2


def test_the_client_sees_nothing_of_it(desk: MadeDesk) -> None:
    """TF11: system messages are the staff's; what a client is told, staff write."""
    number = ticket(desk)
    desk.anna.perform(add(number, comment="Never believes us."))
    assert "believes" not in repr(desk.hans.read(ReadMyTicket(number)))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"scores": 0}, "bad_scores"), ({"scores": 100_000}, "bad_scores"), ({"until": NINE}, "not_ahead"),
        ({"until": NINE + timedelta(days=3661)}, "too_far"), ({"service": "vps-12"}, "not_found"),
        ({"comment": "x" * 2001}, "too_long"), ({"number": 999}, "not_found"),
    ],
)  # fmt: skip
def test_what_is_no_abuse(desk: MadeDesk, more: dict[str, Any], code: str) -> None:
    """Refused in a sentence, and nothing is stored."""
    assert refused(desk.anna, replace(add(ticket(desk)), **more)).code == code
    assert desk.gary.read(ReadAbuses()) == ()


def test_a_service_is_needed_to_suspend_it(desk: MadeDesk) -> None:
    """TF5: the selected service; the ticket's own where none is named."""
    number = ticket(desk, service="")
    assert refused(desk.anna, add(number, ONE)).code == "no_service"
    assert desk.gary.read(ReadAbuse(desk.anna.perform(add(number, ONE, service="mail-pro")))).service == "mail-pro"
    desk.sql("UPDATE service SET status = 'deleted' WHERE name = 'mail-pro'")
    assert refused(desk.anna, add(number, ONE, service="mail-pro")).code == "service_deleted"


# ---------------------------------------------------------------- the date comes


def test_without_an_answer_the_selected_service_is_suspended(desk: MadeDesk) -> None:
    """TF5: at the date, by the worker, once; the others stay active."""
    number = ticket(desk)
    abuse = desk.anna.perform(add(number, ONE))
    desk.clock.at = DATE - timedelta(milliseconds=1)
    assert work(desk) == []
    assert desk.system.perform(CarryOutAbuse(abuse)) is False
    desk.clock.at = DATE
    assert work(desk) == [True]
    assert services(desk) == "vps-31:suspended mail-pro:active"
    assert said(desk, number)[1:] == [
        "The client did not answer by Tue 14 Apr 2026 9:00 to abuse 1 (5 scores): vps-31 is suspended."
    ]
    shown = desk.gary.read(ReadAbuse(abuse))
    assert (shown.state, shown.ended) == (AbuseState.DONE, DATE)
    (event,) = [one for one in desk.gary.read(ReadClient(HANS)).changes if one.field == "service_state"]
    assert (event.who, event.before, event.after) == ("system", "vps-31 active", "suspended")
    assert (work(desk), desk.system.perform(CarryOutAbuse(abuse))) == ([], False)
    assert len(said(desk, number)) == 2


def test_without_an_answer_all_services_are_suspended(desk: MadeDesk) -> None:
    """TF5: those of the client, nobody else's; what is suspended already is left alone."""
    number = ticket(desk)
    desk.anna.perform(add(number, ALL))
    desk.anna.perform(add(number, ALL))
    desk.clock.at = DATE
    assert work(desk) == [True, True]
    assert services(desk) == "vps-31:suspended mail-pro:suspended"
    assert services(desk, NORD) == "vps-12:active"
    begin = "The client did not answer by Tue 14 Apr 2026 9:00 to abuse"
    assert said(desk, number)[2:] == [
        f"{begin} 1 (5 scores): vps-31 and mail-pro are suspended.",
        f"{begin} 2 (5 scores): no service was active any more.",
    ]


def test_without_an_answer_the_ticket_comes_back(desk: MadeDesk) -> None:
    """TF5: back to the support queue: opened again, held by nobody, marked, Mine for who had it."""
    number = ticket(desk)
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "Please close the relay.", close=True))
    desk.anna.perform(add(number, SUPPORT_QUEUE))
    assert desk.gary.read(ReadTicket(number)).row.status is TicketStatus.AWAITING
    desk.clock.at = DATE
    assert work(desk) == [True]
    shown = desk.gary.read(ReadTicket(number)).row
    assert (shown.status, shown.taken_by, shown.returned, shown.waiting_since) == (
        TicketStatus.IN_PROGRESS, None, True, DATE,
    )  # fmt: skip
    assert [row.number for row in desk.anna.read(ReadQueue(QueueView.MINE)).rows] == [number]
    assert said(desk, number)[-1] == (
        "The client did not answer by Tue 14 Apr 2026 9:00 to abuse 1 (5 scores): the ticket is back in the support"
        " queue."
    )
    assert services(desk) == "vps-31:active mail-pro:active"


def test_a_held_or_delayed_ticket_comes_back_too(desk: MadeDesk) -> None:
    """TF5: whatever kept it out of the queue ends, and every holder's task is free; their drafts stay theirs."""
    number = ticket(desk)
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, staff="gus"))
    desk.gary.perform(Delay(number, DATE + timedelta(days=9)))
    desk.anna.perform(add(number, SUPPORT_QUEUE))
    desk.clock.at = DATE
    assert work(desk) == [True]
    shown = desk.gary.read(ReadTicket(number))
    assert [(task.staff, task.state) for task in shown.tasks if task.state is TaskState.OPEN] == [
        (None, TaskState.OPEN)
    ]
    assert (shown.row.delayed, shown.row.returned) == (False, True)
    assert number in [row.number for row in desk.anna.read(ReadQueue(QueueView.SUPPORT)).rows]


def test_an_archived_ticket_of_a_department_that_is_no_more(desk: MadeDesk) -> None:
    """TF5: it comes back where somebody sees it."""
    number = desk.gary.perform(NewTicket(HANS, "Billing", "Spam", "Look.", "vps-31"))
    desk.gary.perform(Close(number, everywhere=True))
    desk.gary.perform(Archive(number))
    desk.gary.perform(add(number, SUPPORT_QUEUE))
    desk.gary.perform(DeleteDepartment("Billing"))
    desk.clock.at = DATE
    assert work(desk) == [True]
    assert (desk.anna.read(ReadTicket(number)).row.department, services(desk)) == (
        "Tech", "vps-31:active mail-pro:active",
    )  # fmt: skip


def test_spam_stays_spam(desk: MadeDesk) -> None:
    """Clarification: what is spam is hidden from every view but its own."""
    number = ticket(desk)
    desk.gary.perform(Close(number, everywhere=True))
    desk.gary.perform(add(number, SUPPORT_QUEUE))
    true = "true" if "://" in desk.where else "1"
    desk.sql(f"UPDATE ticket SET spam = {true} WHERE id = {number}")
    desk.clock.at = DATE
    assert work(desk) == [True]
    assert desk.sql(f"SELECT count(*) FROM task WHERE ticket = {number} AND open = {true}") == [(0,)]


def test_it_is_carried_out_where_the_ticket_is_now(desk: MadeDesk) -> None:
    """Clarification, merge: the surviving ticket has the messages, and gets this one."""
    gone, there = ticket(desk), ticket(desk)
    abuse = desk.anna.perform(add(gone, ONE))
    desk.sql(f"UPDATE ticket SET merged_into = {there} WHERE id = {gone}")
    desk.clock.at = DATE
    assert work(desk) == [True]
    assert [text[:28] for text in said(desk, there)] == ["The client did not answer by"]
    assert state(desk, abuse) is AbuseState.DONE


def test_an_answer_on_the_surviving_ticket_counts(desk: MadeDesk) -> None:
    """Clarification, merge: the client answers where the conversation goes on, and the message stands there."""
    gone, there, other = ticket(desk), ticket(desk), ticket(desk)
    abuses = [desk.anna.perform(add(number)) for number in (gone, there, other)]
    desk.sql(f"UPDATE ticket SET merged_into = {there} WHERE id = {gone}")
    answers(desk, there)
    assert [state(desk, abuse) for abuse in abuses] == [AbuseState.ANSWERED, AbuseState.ANSWERED, AbuseState.OPEN]
    assert len(said(desk, there)) == 3


def test_two_workers_carry_it_out_once(desk: MadeDesk, race: Starter) -> None:
    """Rule 33: whoever comes first does it; the others find nothing to do."""
    number = ticket(desk)
    abuse = desk.anna.perform(add(number, ALL))
    answers = race(desk.where, "carry_out", [{"abuse": abuse, "days": 3}] * 5)
    assert sorted(str(answer.get("done", answer)) for answer in answers) == ["False"] * 4 + ["True"]
    assert services(desk) == "vps-31:suspended mail-pro:suspended"
    assert len(said(desk, number)) == 2


# ---------------------------------------------------------------- the client answers


def test_an_answer_by_email_ends_it(desk: MadeDesk) -> None:
    """TF5: the client answered before the date; nothing is done, and the ticket says so."""
    number = ticket(desk)
    abuse = desk.anna.perform(add(number, ALL))
    desk.clock.at = DATE - timedelta(minutes=1)
    assert answers(desk, number) is MailOutcome.REPLY_ADDED
    shown = desk.gary.read(ReadAbuse(abuse))
    assert (shown.state, shown.ended) == (AbuseState.ANSWERED, DATE - timedelta(minutes=1))
    assert said(desk, number)[-1] == "The client answered; abuse 1 (5 scores) is not followed up any more."
    desk.clock.at = DATE + timedelta(days=1)
    assert (work(desk), desk.system.perform(CarryOutAbuse(abuse))) == ([], False)
    assert services(desk) == "vps-31:active mail-pro:active"
    assert desk.gary.read(ReadClient(HANS)).head.scores == 5, "the violation was one all the same"


def test_an_answer_that_staff_put_on_the_ticket_ends_it(desk: MadeDesk) -> None:
    """MG6: from an address that nobody knew."""
    number = ticket(desk)
    abuse = desk.anna.perform(add(number))
    mail = desk.receive(parsed := email("hans@private.example")).mail
    assert state(desk, abuse) is AbuseState.OPEN
    desk.anna.perform(AcceptIncoming(mail, parsed, ticket=number))
    assert state(desk, abuse) is AbuseState.ANSWERED


def test_an_answer_that_became_another_ticket_ends_it(desk: MadeDesk) -> None:
    """TQ9: to a ticket that is archived for good."""
    desk.gary.perform(SetProvider("archive_days", "1"))
    number = ticket(desk)
    desk.gary.perform(Close(number, everywhere=True))
    desk.gary.perform(Archive(number))
    abuse = desk.anna.perform(add(number))
    desk.clock.at = NINE + timedelta(days=2)
    assert answers(desk, number) is MailOutcome.TICKET_CREATED
    assert state(desk, abuse) is AbuseState.ANSWERED


@pytest.mark.parametrize("mail", [{"kind": "auto"}, {"kind": "generated"}, {"sender": OMAR}])
def test_what_is_no_answer(desk: MadeDesk, mail: dict[str, str]) -> None:
    """MG9, MG8: not what a machine writes, not somebody else's email about the ticket."""
    abuse = desk.anna.perform(add(number := ticket(desk)))
    answers(desk, number, **mail)
    assert state(desk, abuse) is AbuseState.OPEN
    desk.receive(email(subject="Something else"))
    assert state(desk, abuse) is AbuseState.OPEN


def test_a_colleague_of_the_client_answers(desk: MadeDesk) -> None:
    """MG5: an email of any of the client's users is the client's."""
    abuse = desk.anna.perform(add(number := ticket(desk)))
    answers(desk, number, sender="erika@acme.example", to=SUPPORT)
    assert state(desk, abuse) is AbuseState.ANSWERED
