"""A client's answer to a ticket that was archived long ago (SPEC TQ9)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Archive
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.questions import ReadProvider, ReadTicket
from helpdesk_tui.views import MailReport
from helpdesk_tui.vocab import MailOutcome, MessageKind, TicketStatus
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import MadeDesk


@pytest.fixture
def archived(desk: MadeDesk) -> int:
    """A ticket in Sales that was answered and archived at nine."""
    number = desk.ticket("Sales")
    desk.john.perform(Take(number))
    desk.john.perform(Reply(number, "Done", close=True))
    desk.hans.perform(Archive(number))
    return number


def answers(desk: MadeDesk, number: int) -> MailReport:
    return desk.receive(email(subject=f"Re: Server down [#{number}]"))


def said(desk: MadeDesk, number: int) -> list[str]:
    return [m.text for m in desk.gary.read(ReadTicket(number)).messages if m.kind is MessageKind.SYSTEM]


def test_after_the_days_it_is_a_new_ticket(desk: MadeDesk, archived: int) -> None:
    """TQ9: in the department of the old one; each of the two names the other, the old one stays in the archive."""
    desk.gary.perform(SetProvider("archive_days", "30"))
    desk.clock.forward(days=30, minutes=1)
    report = answers(desk, archived)
    assert (report.outcome, report.ticket == archived) == (MailOutcome.TICKET_CREATED, False)
    number = report.ticket or 0
    assert desk.gary.read(ReadTicket(number)).row.department == "Sales"
    assert desk.gary.read(ReadTicket(archived)).row.status is TicketStatus.ARCHIVED
    assert said(desk, archived) == [f"The client's answer became ticket {number}."]
    assert said(desk, number) == [
        f"This goes on with ticket {archived}, which has been in the archive for too long to open again."
    ]


def test_the_next_answer_goes_there_too(desk: MadeDesk, archived: int) -> None:
    """TQ9: one new ticket, not one for each email that quotes the old number."""
    desk.gary.perform(SetProvider("archive_days", "30"))
    desk.clock.forward(days=31)
    first = answers(desk, archived)
    second = answers(desk, archived)
    assert (second.outcome, second.ticket) == (MailOutcome.REPLY_ADDED, first.ticket)


@pytest.mark.parametrize(("days", "later"), [(None, 5000), ("0", 5000), ("30", 29)])
def test_before_that_it_opens_again(desk: MadeDesk, archived: int, days: str | None, later: int) -> None:
    """TQ9: never by itself where nothing was set."""
    if days is not None:
        desk.gary.perform(SetProvider("archive_days", days))
    desk.clock.forward(days=later)
    report = answers(desk, archived)
    assert (report.outcome, report.ticket) == (MailOutcome.REPLY_ADDED, archived)
    assert said(desk, archived) == []


@pytest.mark.parametrize("value", ["on", "-1", "1.5", "100000", "", "٣"])
def test_days_are_a_number(desk: MadeDesk, value: str) -> None:
    assert refused(desk.gary, SetProvider("archive_days", value)).code == "bad_value"
    assert "archive_days" not in desk.gary.read(ReadProvider())
