"""Answering: what is written, what is sent, what is refused (SPEC TR2 to TR6, MO1, CL15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters, SetPriority
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Assign
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.setup import AddDepartment, DeleteDepartment, EditDepartment, EditStaff
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadMyTicket, ReadOutbox, ReadQueue, ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import OutgoingMail, ParsedAttachment, TicketView
from helpdesk_tui.vocab import ClientStatus, MessageKind, OutboxState, Priority, TicketStatus
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import ERIKA, HANS, NINE, SALES_MAIL, SUPPORT, MadeDesk


@pytest.fixture
def mine(desk: MadeDesk) -> int:
    """A ticket of Hans in Tech that anna holds."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    return number


def test_a_ticket_to_a_client_that_is_closed_at_once(desk: MadeDesk) -> None:
    """Clarification on CL15: Ok closes the author's task, and the ticket awaits a response; Send leaves it theirs."""
    act = NewTicket(HANS, "Tech", "Moved", "Your server moves.", by_staff=True)
    kept = form(desk, desk.anna.perform(act))
    assert (kept.row.status, kept.can_reply, kept.row.client_status) == (
        TicketStatus.IN_PROGRESS, True, ClientStatus.NEW_MESSAGES,
    )  # fmt: skip
    closed = form(desk, desk.anna.perform(replace(act, close=True)))
    assert (closed.row.status, closed.can_reply, closed.row.client_status) == (
        TicketStatus.AWAITING, False, ClientStatus.NEW_MESSAGES,
    )  # fmt: skip
    assert len(outgoing(desk)) == 2
    assert refused(desk.anna, replace(act, by_staff=False, close=True)).code == "not_sent"


@pytest.mark.parametrize(("subject", "message", "said"), [("", "", "subject"), ("x", "", "message")])
def test_what_is_missing_is_told_in_its_order(desk: MadeDesk, subject: str, message: str, said: str) -> None:
    """CL15: client, department, subject, message."""
    assert refused(desk.anna, NewTicket("who@example.org", "Tech", subject, message)).code == "not_found"
    assert said in refused(desk.anna, NewTicket(HANS, "Tech", subject, message)).sentence


def form(desk: MadeDesk, number: int) -> TicketView:
    return desk.anna.read(ReadTicket(number))


def outgoing(desk: MadeDesk) -> list[OutgoingMail]:
    """What would be sent now."""
    return desk.system.perform(LeaseOutbox("test/1/1", limit=10))


def told(desk: MadeDesk, number: int) -> list[tuple[MessageKind, str, str]]:
    return [(message.kind, message.author, message.text) for message in form(desk, number).messages]


def test_send_reply(desk: MadeDesk, mine: int) -> None:
    """TR3, TR4: the client gets it by email; the ticket stays open and blocked, the client sees new messages."""
    desk.anna.perform(Reply(mine, "Is it plugged in?\n\n"))
    assert told(desk, mine)[-1] == (MessageKind.STAFF, "anna", "Is it plugged in?")
    row = form(desk, mine).row
    assert (row.status, row.client_status, row.taken_by, row.unread) == (
        TicketStatus.IN_PROGRESS, ClientStatus.NEW_MESSAGES, "anna", False,
    )  # fmt: skip
    (mail,) = outgoing(desk)
    assert (mail.sender_name, mail.sender, mail.reply_to, mail.to, mail.subject, mail.text) == (
        "Tech - Acme support", SUPPORT, "", (HANS,), f"Re: Server down [#{mine}]", "Is it plugged in?\n",
    )  # fmt: skip
    assert (mail.auto, mail.null_sender, mail.attempts) == (False, False, 1)
    assert mail.created == row.updated > NINE, "nothing on a ticket happens at one time with what was before"


def test_ok_closes(desk: MadeDesk, mine: int) -> None:
    """TR3: the reply and the comment are sent, parameters applied, the ticket closed: one change."""
    before = desk.gary.read(ReadQueue()).change
    values = Parameters(subject="Power cut", service="vps-31")
    desk.anna.perform(Reply(mine, "Plugged in.", comment="Cable 7", close=True, values=values))
    assert desk.gary.read(ReadQueue()).change == before + 1
    row = form(desk, mine).row
    assert (row.status, row.client_status, row.taken_by, row.subject, row.service) == (
        TicketStatus.AWAITING, ClientStatus.NEW_MESSAGES, None, "Power cut", "vps-31",
    )  # fmt: skip
    assert told(desk, mine)[-2:] == [
        (MessageKind.COMMENT, "anna", "Cable 7"), (MessageKind.STAFF, "anna", "Plugged in."),
    ]  # fmt: skip
    (mail,) = outgoing(desk)
    assert (mail.subject, "Cable" in mail.text) == (f"Re: Power cut [#{mine}]", False)


@pytest.mark.parametrize("beside_a_reply", [False, True])
def test_a_comment_is_a_change_of_the_ticket(desk: MadeDesk, mine: int, beside_a_reply: bool) -> None:
    """TQ12, docs/adr/0008: lists sorted by change, and the form of whoever holds it, notice; nobody waits for it."""
    before = form(desk, mine).row
    desk.clock.forward(minutes=5)
    if beside_a_reply:
        desk.anna.perform(Reply(mine, "", comment="Cable 7"))
    else:
        desk.gus.perform(Comment(mine, "Cable 7"))
    after = form(desk, mine).row
    assert (after.updated, after.version) == (NINE + timedelta(minutes=5), before.version + 1)
    assert (after.waiting_since, after.taken_by, after.status) == (before.waiting_since, "anna", before.status)


def test_what_somebody_else_changed_is_not_overwritten(desk: MadeDesk, mine: int) -> None:
    """Rules 26, 33: the parameter that was seen, not the whole ticket; the loser is told the new value."""
    desk.gary.perform(SetProvider("use_priority", "on"))
    seen = Parameters("Server down", "", Priority.NORMAL, False)
    desk.gary.perform(SetPriority(mine, Priority.URGENT))
    refusal = refused(desk.anna, Reply(mine, "Hello", values=Parameters(priority=Priority.LOW, seen=seen)))
    assert (refusal.code, refusal.sentence) == (
        "stale", "Somebody else changed the priority meanwhile: it is urgent now. Look at it again.",
    )  # fmt: skip
    assert outgoing(desk) == []
    for changed, code in (
        (Parameters(priority=Priority.LOW, seen=seen), "stale"),
        (Parameters(subject="Power", front=True, seen=seen), ""),
        (Parameters(priority=Priority.URGENT, seen=seen), ""),
        (Parameters(subject="Fire", seen=seen), "stale"),
        (Parameters(service="vps-31", seen=seen), ""),
        (Parameters(service="", seen=replace(seen, service="mail-pro")), "stale"),
        (Parameters(priority=Priority.LOW), ""),
    ):
        act = SaveParameters(mine, changed, version=1 if changed.seen else None)
        if code:
            assert refused(desk.anna, act).code == code, changed
        else:
            assert desk.anna.perform(act) == mine, changed


def test_a_comment_alone_is_not_sent(desk: MadeDesk, mine: int) -> None:
    """TR2: it is yellow and staff's; nothing leaves the house, and the client has nothing new."""
    desk.anna.perform(Reply(mine, " \n", comment=" Look at node 4 "))
    assert told(desk, mine)[-1] == (MessageKind.COMMENT, "anna", "Look at node 4")
    assert outgoing(desk) == []
    assert form(desk, mine).row.client_status is ClientStatus.IN_PROGRESS


def test_attachments_go_along(desk: MadeDesk, mine: int) -> None:
    """TR2, TR4: in the conversation and in the email, the same bytes."""
    file = ParsedAttachment("plan.pdf", "application/pdf", b"%PDF" * 1000)
    desk.anna.perform(Reply(mine, "", attachments=(file,)))
    (attached,) = form(desk, mine).messages[-1].attachments
    assert (attached.name, attached.size) == ("plan.pdf", 4000)
    (mail,) = outgoing(desk)
    assert [(a.name, a.content_type, a.content) for a in mail.attachments] == [
        ("plan.pdf", "application/pdf", b"%PDF" * 1000)
    ]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (Reply(0, ""), "empty_reply"), (Reply(0, " \n", close=True), "empty_reply"),
        (Reply(0, "x" * 500_001), "too_long"), (Reply(0, "x", comment="x" * 500_001), "too_long"),
        (Comment(0, " "), "empty_reply"), (Comment(0, "x" * 500_001), "too_long"),
        (Reply(0, "x", values=Parameters(subject="")), "subject_missing"),
    ],
)  # fmt: skip
def test_refused_with_nothing_done(desk: MadeDesk, mine: int, act: Reply | Comment, code: str) -> None:
    """TR3: all or nothing; a refused reply sends no comment either."""
    assert refused(desk.anna, replace(act, number=mine)).code == code
    assert len(told(desk, mine)) == 1
    assert outgoing(desk) == []


def test_without_taking(desk: MadeDesk) -> None:
    """TR1: staff can read but not reply; the sentence says what to do, or who holds it."""
    number = desk.ticket()
    refusal = refused(desk.anna, Reply(number, "Hello"))
    assert (refusal.code, "Take ticket" in refusal.sentence) == ("not_holder", True)
    desk.gus.perform(Take(number))
    refusal = refused(desk.anna, Reply(number, "Hello"))
    assert (refusal.code, refusal.details) == ("ticket_blocked", {"holder": "gus"})


# ---------------------------------------------------------------- meanwhile


def test_something_new(desk: MadeDesk, mine: int) -> None:
    """TR6: the client wrote while I did; I am told before it is sent, and may send it anyway."""
    seen = form(desk, mine).last_message
    desk.receive(email(subject=f"Re: [#{mine}]", text="Never mind, it works"))
    assert refused(desk.anna, Reply(mine, "Is it plugged in?", seen=seen)).code == "something_new"
    assert outgoing(desk) == []
    desk.anna.perform(Reply(mine, "Good.", seen=form(desk, mine).last_message))
    desk.anna.perform(Reply(mine, "Is it plugged in?", seen=seen, anyway=True))
    assert len(outgoing(desk)) == 2


def test_somebody_else_s_comment_is_new_too(desk: MadeDesk, mine: int) -> None:
    """TR6: the client or somebody else; what the program notes is not."""
    seen = form(desk, mine).last_message
    desk.anna.perform(Assign(mine, department="Sales"))
    desk.anna.perform(Reply(mine, "One", seen=seen))
    seen = form(desk, mine).last_message
    desk.gus.perform(Comment(mine, "Do not answer yet"))
    assert refused(desk.anna, Reply(mine, "Two", seen=seen)).code == "something_new"


# ---------------------------------------------------------------- drafts


def test_a_client_s_people_are_called_by_their_names(desk: MadeDesk) -> None:
    """TF11: the name for readers, the address stays the author (CLI)."""
    number = desk.ticket()
    desk.clock.forward(minutes=1)
    desk.receive(email(ERIKA, subject=f"[#{number}]"))
    written = [(m.author, m.written_by) for m in form(desk, number).messages if m.kind is MessageKind.CLIENT]
    assert written == [(HANS, "Acme GmbH"), (ERIKA, "Erika Beck")]


def test_signatures(desk: MadeDesk, mine: int) -> None:
    """DS1, DS2: one's own below the text, else the department's; none in the conversation."""
    desk.gary.perform(EditDepartment("Tech", signature="Acme Tech\n+49 30 1"))
    desk.anna.perform(Reply(mine, "One"))
    desk.gary.perform(EditStaff("anna", signature="Anna"))
    desk.anna.perform(Reply(mine, "Two"))
    assert [mail.text for mail in outgoing(desk)] == ["One\n\n-- \nAcme Tech\n+49 30 1\n", "Two\n\n-- \nAnna\n"]
    assert told(desk, mine)[-1][2] == "Two"


def test_to_whoever_wrote_last(desk: MadeDesk, mine: int) -> None:
    """TR4: the user who wrote last, as the form shows beforehand; the main user where nobody wrote by mail."""
    assert form(desk, mine).reply_to == (HANS,)
    desk.clock.forward(minutes=1)
    desk.receive(email(ERIKA, subject=f"[#{mine}]"))
    assert form(desk, mine).reply_to == (ERIKA,)
    desk.anna.perform(Reply(mine, "Hello Erika"))
    assert outgoing(desk)[-1].to == (ERIKA,)


def test_a_deleted_department_s_ticket_can_be_answered(desk: MadeDesk) -> None:
    """DS1: its closed tickets keep its name; one that the client reopens is answered from where it is now."""
    desk.gary.perform(AddDepartment("Abuse", "abuse@desk.example", "Abuse desk"))
    number = desk.ticket("Abuse")
    desk.gary.perform(Take(number))
    desk.gary.perform(Reply(number, "Done", close=True))
    desk.gary.perform(DeleteDepartment("Abuse"))
    desk.receive(email(subject=f"Re: [#{number}]"))
    desk.gary.perform(Take(number))
    desk.gary.perform(Reply(number, "Done again"))
    assert [mail.sender for mail in outgoing(desk)] == ["abuse@desk.example", SUPPORT]


def test_the_undo_window_holds_it_back(desk: MadeDesk, mine: int) -> None:
    """TR7, MO1: until its time nobody may lease it."""
    patient = desk.with_rules(SendRules(undo_seconds=10))
    patient.anna.perform(Reply(mine, "Hello"))
    (row,) = patient.gary.read(ReadOutbox())
    assert (row.state, row.ticket, row.to) == (OutboxState.HELD, mine, HANS)
    assert outgoing(patient) == []
    patient.clock.forward(seconds=10)
    assert len(outgoing(patient)) == 1
    patient.close()


# ---------------------------------------------------------------- new tickets


def test_a_ticket_that_staff_write(desk: MadeDesk) -> None:
    """CL15, clarification: held by the author, the client sees new messages and gets it by email."""
    number = desk.john.perform(NewTicket(HANS, "Sales", "Your offer", "Here it is.", by_staff=True, service="vps-31"))
    shown = desk.john.read(ReadTicket(number))
    assert (shown.row.taken_by, shown.row.client_status, shown.row.unread, shown.row.service) == (
        "john", ClientStatus.NEW_MESSAGES, False, "vps-31",
    )  # fmt: skip
    assert [(m.kind, m.author, m.text) for m in shown.messages] == [(MessageKind.STAFF, "john", "Here it is.")]
    (mail,) = outgoing(desk)
    assert (mail.sender, mail.reply_to, mail.to, mail.text) == (SALES_MAIL, SUPPORT, (HANS,), "Here it is.\n")
    report = desk.receive(email(in_reply_to=mail.message_id))
    assert report.ticket == number


def test_a_ticket_that_staff_enter_for_the_client(desk: MadeDesk) -> None:
    """CLI, ticket new: by the client unless said otherwise; nothing is sent, and who entered it is noted."""
    number = desk.anna.perform(NewTicket("#1", "tech", "On the telephone", "It is down", service="mail-pro"))
    shown = desk.anna.read(ReadTicket(number))
    assert (shown.row.taken_by, shown.row.unread, shown.row.client_status) == (None, True, ClientStatus.IN_PROGRESS)
    assert (shown.messages[0].author, shown.messages[0].note) == (HANS, "entered by anna")
    assert outgoing(desk) == []


def test_staff_reach_every_department(desk: MadeDesk) -> None:
    """Clarification: *Show in the Support center* is for clients; who writes for others leaves them the task."""
    number = desk.anna.perform(NewTicket(HANS, "Sales", "Wants more", "A bigger one", by_staff=True))
    shown = desk.john.read(ReadTicket(number))
    assert (shown.row.department, shown.row.taken_by, shown.messages[0].author) == ("Sales", None, "anna")
    with pytest.raises(NotFound):
        desk.anna.read(ReadTicket(number))


def test_a_client_s_own_ticket(desk: MadeDesk) -> None:
    """CL16: in their name only, to departments that are shown, never as staff."""
    number = desk.hans.perform(NewTicket(HANS, "Tech", "Down", "Help"))
    assert desk.anna.read(ReadTicket(number)).messages[0].note == ""
    assert refused(desk.hans, NewTicket("omar@example.org", "Tech", "x", "y")).code == "not_found"
    assert refused(desk.hans, NewTicket(HANS, "Tech", "x", "y", by_staff=True)).code == "not_allowed"
    desk.gary.perform(EditDepartment("Billing", support_center=False))
    hidden = refused(desk.hans, NewTicket(HANS, "Billing", "x", "y"))
    missing = refused(desk.hans, NewTicket(HANS, "Missing", "x", "y"))
    assert hidden.sentence.replace("Billing", "Missing") == missing.sentence
    with pytest.raises(NotFound):
        desk.omar.read(ReadMyTicket(number))


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (NewTicket(HANS, "Tech", "", "y"), "subject_missing"), (NewTicket(HANS, "Tech", "x", " "), "empty_reply"),
        (NewTicket("x@example.org", "Tech", "x", "y"), "not_found"), (NewTicket("#99", "Tech", "x", "y"), "not_found"),
        (NewTicket("#²", "Tech", "x", "y"), "not_found"), (NewTicket("#" + "9" * 30, "Tech", "x", "y"), "not_found"),
        (NewTicket(HANS, "Abuse", "x", "y"), "not_found"), (NewTicket(HANS, "Tech", "x", "y", "vps-12"), "not_found"),
    ],
)  # fmt: skip
def test_a_new_ticket_refused(desk: MadeDesk, act: NewTicket, code: str) -> None:
    """CLI: not found and no right are the same; a value that the rules refuse."""
    assert refused(desk.gary, act).code == code
    assert desk.gary.read(ReadQueue()).rows == ()


def test_front_and_priority_go_with_the_reply(desk: MadeDesk, mine: int) -> None:
    """TR2: *place at the beginning* is applied by *Send reply*, and ends where *Ok* closes the ticket."""
    desk.anna.perform(Reply(mine, "Hello", values=Parameters(front=True)))
    assert form(desk, mine).row.front
    desk.anna.perform(SetPriority(mine, front=False))
    desk.anna.perform(Reply(mine, "Bye", close=True, values=Parameters(front=True)))
    assert (form(desk, mine).row.front, form(desk, mine).row.priority) == (False, Priority.NORMAL)
