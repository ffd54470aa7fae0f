"""Tickets that are spam (SPEC Clarifications: Spam; TQ2, TQ11), seen from the desk."""

from __future__ import annotations

import pytest

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.messages import MergeTicket
from helpdesk_tui.desk.actions.parameters import ToggleFavourite
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Assign, Close, Delay
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.setup import DeleteDepartment
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.vocab import MailOutcome, QueueView, TaskState, TicketStatus
from tests.desk.letters import email
from tests.desks import HANS, NINE, MadeDesk


def views_of(desk: Desk, number: int) -> set[QueueView]:
    """The views that list a ticket."""
    return {view for view in QueueView if number in {row.number for row in desk.read(q.ReadQueue(view)).rows}}


def tasks(desk: MadeDesk, number: int) -> list[tuple[str, str | None, bool]]:
    """Department, holder and whether it is open, of every task."""
    found = desk.gary.read(q.ReadTicket(number)).tasks
    return [(task.department, task.staff, task.state is TaskState.OPEN) for task in found]


@pytest.fixture
def held(desk: MadeDesk) -> int:
    """A favourite of anna's, held by her for Tech and free for Sales."""
    number = desk.ticket(message="Buy cheap watches")
    desk.anna.perform(Take(number))
    desk.anna.perform(ToggleFavourite(number))
    desk.anna.perform(Assign(number, department="Sales"))
    return number


def test_it_leaves_every_view_but_its_own(desk: MadeDesk, held: int) -> None:
    """Clarification: all tasks closed, hidden from all views but its own, for everybody; counts follow."""
    counts = desk.anna.read(q.ReadCounts())
    assert views_of(desk.anna, held) == {
        QueueView.SUPPORT, QueueView.MINE, QueueView.FAVOURITES, QueueView.ALL,
    }  # fmt: skip
    desk.anna.perform(MarkSpam(held))
    assert tasks(desk, held) == [("Tech", None, False), ("Sales", None, False)]
    for who in (desk.gary, desk.anna, desk.john):
        assert views_of(who, held) == {QueueView.SPAM}
    changed = desk.anna.read(q.ReadCounts())
    assert {view: changed[view] - counts[view] for view in QueueView} == {
        QueueView.SUPPORT: -1, QueueView.MINE: -1, QueueView.UNASSIGNED: 0, QueueView.DELAYED: 0,
        QueueView.FAVOURITES: -1, QueueView.AWAITING: 0, QueueView.ALL: -1, QueueView.SPAM: 1,
    }  # fmt: skip
    row = desk.anna.read(q.ReadRow(held))
    assert (row.spam, row.status, row.taken_by) == (True, TicketStatus.AWAITING, None)


def test_nor_does_a_search_or_the_client_see_it(desk: MadeDesk, held: int) -> None:
    """Clarification: hidden also from full text, from the client's card, and from the client."""
    watches = parse_query("watches", now=NINE, zone=NINE.tzinfo)  # type: ignore[arg-type]
    assert [hit[0] for hit in desk.gary.read(q.ReadSearch(watches))] == [held]
    assert [row.number for row in desk.hans.read(q.ReadMyTickets())] == [held]
    assert desk.gary.read(q.ReadClient(HANS)).head.tickets == 1
    desk.anna.perform(MarkSpam(held))
    assert desk.gary.read(q.ReadSearch(watches)) == ()
    assert desk.hans.read(q.ReadMyTickets()) == ()
    assert desk.gary.read(q.ReadClient(HANS)).head.tickets == 0


def test_it_is_still_seen_by_its_departments_only(desk: MadeDesk) -> None:
    """TQ1: the view Spam is no way around the rights."""
    number = desk.ticket("Tech")
    desk.gary.perform(MarkSpam(number))
    assert views_of(desk.anna, number) == {QueueView.SPAM}
    assert views_of(desk.john, number) == set()


def test_nothing_is_sent(desk: MadeDesk, held: int) -> None:
    """Clarification: to nobody, whatever the desk says by itself elsewhere."""
    for name in desk.gary.read(q.ReadProvider()):
        if name.startswith("mail_"):
            desk.gary.perform(SetProvider(name, "on"))
    desk.anna.perform(MarkSpam(held))
    desk.anna.perform(MarkSpam(held, spam=False))
    assert desk.gary.read(q.ReadOutbox()) == ()


def test_the_mark_is_taken_off(desk: MadeDesk, held: int) -> None:
    """Clarification, *can be undone*: by anybody of the departments, at any time; its tasks open, held by nobody."""
    desk.anna.perform(MarkSpam(held))
    desk.clock.forward(minutes=60 * 24 * 3)
    desk.john.perform(MarkSpam(held, spam=False))
    assert tasks(desk, held) == [("Tech", None, True), ("Sales", None, True)]
    assert QueueView.MINE in views_of(desk.anna, held), "whoever held it finds it there"
    assert not desk.anna.read(q.ReadRow(held)).spam
    words = [m.text for m in desk.gary.read(q.ReadTicket(held)).messages]
    assert words[-2:] == ["anna marked the ticket as spam.", "john took the mark of spam off."]


def test_a_closed_ticket_stays_closed(desk: MadeDesk) -> None:
    """What spam did not close, taking it off does not open."""
    number = desk.ticket()
    desk.gary.perform(Close(number))
    desk.clock.forward(minutes=5)
    desk.gary.perform(MarkSpam(number))
    assert views_of(desk.gary, number) == {QueueView.SPAM}
    desk.gary.perform(MarkSpam(number, spam=False))
    assert views_of(desk.gary, number) == {QueueView.AWAITING, QueueView.ALL}


def test_a_mark_that_an_undo_brought_back_is_taken_off(desk: MadeDesk, held: int) -> None:
    """X4: marked, taken off, that undone, taken off again: the ticket is open, as after the first time."""
    desk.anna.perform(MarkSpam(held))
    desk.clock.forward(hours=1)
    desk.anna.perform(MarkSpam(held, spam=False))
    desk.clock.forward(hours=1)
    desk.anna.perform(Undo(desk.anna.read(q.ReadJournal(held))[0].id))
    desk.clock.forward(hours=1)
    desk.anna.perform(MarkSpam(held, spam=False))
    assert tasks(desk, held) == [("Tech", None, True), ("Sales", None, True)]


def test_its_department_was_deleted(desk: MadeDesk) -> None:
    """It opens where somebody sees it."""
    number = desk.ticket("Billing")
    desk.gary.perform(MarkSpam(number))
    desk.gary.perform(DeleteDepartment("Billing"))
    desk.gary.perform(MarkSpam(number, spam=False))
    assert tasks(desk, number) == [("Billing", None, False), ("Tech", None, True)]


def test_z_takes_it_back_exactly(desk: MadeDesk, held: int) -> None:
    """X4: the journal restores who held it; a mark that was taken off comes back likewise."""
    desk.anna.perform(MarkSpam(held))
    desk.anna.perform(Undo(desk.anna.read(q.ReadJournal())[0].id))
    assert tasks(desk, held) == [("Tech", "anna", True), ("Sales", None, True)]
    desk.anna.perform(MarkSpam(held))
    desk.anna.perform(MarkSpam(held, spam=False))
    assert (
        desk.anna.perform(Undo(desk.anna.read(q.ReadJournal())[0].id)).words == f"mark of spam taken off ticket {held}"
    )
    assert views_of(desk.anna, held) == {QueueView.SPAM}


def test_z_of_a_closing_before_it_is_refused(desk: MadeDesk) -> None:
    """X4: nothing of a ticket that is spam opens again by the way."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Close(number))
    entry = desk.anna.read(q.ReadJournal())[0].id
    desk.gus.perform(MarkSpam(number))
    with pytest.raises(Refused, match="gus marked it as spam or took that off since"):
        desk.anna.perform(Undo(entry))


@pytest.mark.parametrize("spam", [True, False])
def test_twice_is_refused(desk: MadeDesk, spam: bool) -> None:
    number = desk.ticket()
    if spam:
        desk.anna.perform(MarkSpam(number))
    with pytest.raises(Refused) as refusal:
        desk.gus.perform(MarkSpam(number, spam=spam))
    assert (refusal.value.code, refusal.value.sentence) == (
        ("spam", f"Ticket {number} is marked as spam already.") if spam
        else ("not_spam", f"Ticket {number} is not marked as spam.")
    )  # fmt: skip


def test_who_may(desk: MadeDesk) -> None:
    """Clarification: as other acts from the list, membership is enough unless somebody else holds it."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    with pytest.raises(Refused) as refusal:
        desk.gus.perform(MarkSpam(number))
    assert (refusal.value.code, refusal.value.sentence) == ("ticket_blocked", f"anna holds ticket {number}.")
    desk.gary.perform(MarkSpam(number))
    desk.gus.perform(MarkSpam(number, spam=False))


def test_what_would_bring_it_back_says_how(desk: MadeDesk) -> None:
    """No task opens on spam by taking, answering, assigning or delaying; a comment may be written."""
    number, other = desk.ticket(), desk.ticket()
    desk.anna.perform(Take(other))
    desk.anna.perform(MarkSpam(number))
    said = f"Ticket {number} is marked as spam; taking the mark off brings it back."
    for act in (Take(number), Assign(number, department="Sales"), Assign(number, staff="gus"), Reply(number, "No.")):
        with pytest.raises(Refused) as refusal:
            desk.anna.perform(act)
        assert (refusal.value.code, refusal.value.sentence) == ("spam", said)
    with pytest.raises(Refused):
        desk.gary.perform(Delay(number, NINE))
    with pytest.raises(Refused):
        desk.anna.perform(MergeTicket(number, other))
    desk.anna.perform(Comment(number, "the third one today"))
    assert tasks(desk, number) == [("Tech", None, False)]


def test_an_answer_to_it_stays_with_it(desk: MadeDesk) -> None:
    """The sender's next email is kept there, unread, and opens nothing; taking the mark off brings it all back."""
    number = desk.ticket()
    desk.anna.perform(MarkSpam(number))
    desk.clock.forward(minutes=5)
    report = desk.receive(email(subject=f"Re: Server down [#{number}]", text="Buy now"))
    assert (report.outcome, report.ticket) == (MailOutcome.REPLY_ADDED, number)
    assert views_of(desk.gary, number) == {QueueView.SPAM}
    row = desk.gary.read(q.ReadRow(number))
    assert (row.status, row.unread) == (TicketStatus.AWAITING, True)
    desk.anna.perform(MarkSpam(number, spam=False))
    assert views_of(desk.anna, number) == {QueueView.SUPPORT, QueueView.UNASSIGNED, QueueView.ALL}
