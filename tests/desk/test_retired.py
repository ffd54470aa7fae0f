"""Deleted departments get no work that nobody would see (SPEC DS1, TQ1, TQ9)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.gateways import DeleteGateway
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incoming import AcceptIncoming
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import DeleteDepartment, EditStaff
from helpdesk_tui.questions import ReadQueue, ReadTicket
from helpdesk_tui.vocab import MailOutcome, MessageKind, QueueView, TaskState
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, MadeDesk


def tasks(desk: MadeDesk, number: int) -> list[tuple[str, str | None, str | None]]:
    """The open tasks: department, holder, former holder."""
    shown = desk.gary.read(ReadTicket(number)).tasks
    return [(task.department, task.staff, task.former) for task in shown if task.state is TaskState.OPEN]


def said(desk: MadeDesk, number: int) -> list[str]:
    return [m.text for m in desk.gary.read(ReadTicket(number)).messages if m.kind is MessageKind.SYSTEM]


@pytest.fixture
def left(desk: MadeDesk) -> int:
    """A ticket that john answered and closed in Sales, which was deleted afterwards."""
    number = desk.ticket("Sales")
    desk.john.perform(Take(number))
    desk.john.perform(Reply(number, "Done", close=True))
    desk.gary.perform(DeleteDepartment("Sales"))
    return number


def test_the_client_s_answer_opens_it_where_somebody_sees_it(desk: MadeDesk, left: int) -> None:
    """TQ9: in the department of the gateway it came by, and the ticket says so; its former holder is named."""
    desk.gary.perform(EditStaff("john", departments=("Tech",)))
    report = desk.receive(email(subject=f"Re: [#{left}]"))
    assert (report.outcome, report.ticket) == (MailOutcome.REPLY_ADDED, left)
    assert tasks(desk, left) == [("Tech", None, "john")]
    assert said(desk, left) == ['The department "Sales" is no more; the ticket opened again in "Tech".']
    assert [row.number for row in desk.anna.read(ReadQueue()).rows] == [left]
    assert [row.number for row in desk.john.read(ReadQueue(QueueView.MINE)).rows] == [left]


def test_where_the_department_is_there_nothing_is_said(desk: MadeDesk) -> None:
    number = desk.ticket("Billing")
    desk.gary.perform(Close(number))
    desk.receive(email(subject=f"Re: [#{number}]"))
    assert (tasks(desk, number), said(desk, number)) == ([("Billing", None, None)], [])


def test_an_email_that_staff_add(desk: MadeDesk, left: int) -> None:
    """MG6: in the department of the email, or in the desk's first one where that was deleted too."""
    waits = [desk.receive(email(f"eve{n}@example.org")).mail for n in range(2)]
    desk.gary.perform(AcceptIncoming(waits[0], email("eve0@example.org"), ticket=left))
    assert tasks(desk, left) == [("Tech", None, "john")]
    desk.gary.perform(Close(left))
    desk.gary.perform(DeleteGateway("support"))
    desk.gary.perform(DeleteDepartment("Tech"))
    number = desk.gary.perform(AcceptIncoming(waits[1], email("eve1@example.org"), client=HANS))
    assert tasks(desk, number) == [("Billing", None, None)]


def test_who_is_assigned_gets_it_in_a_department_that_is_there(desk: MadeDesk) -> None:
    """TF3: in their first department that was not deleted; with none left they would not see it."""
    number = desk.ticket("Billing")
    desk.gary.perform(DeleteDepartment("Sales"))
    desk.gary.perform(Assign(number, staff="gus"))
    assert tasks(desk, number) == [("Tech", "gus", None)]
    assert refused(desk.gary, Assign(number, staff="john")).code == "no_department"


def test_an_administrator_without_departments(desk: MadeDesk, left: int) -> None:
    """TF3: the task of whom departments do not limit is in no deleted one either."""
    desk.gary.perform(EditStaff("john", admin=True))
    desk.gary.perform(Assign(left, staff="john"))
    assert tasks(desk, left) == [("Tech", "john", None)]
