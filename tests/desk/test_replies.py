"""Predefined replies: who sees and changes which, texts by language, and what an answer may not hold (PR1-PR4, DS3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incoming import AnswerIncoming
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.replies import AddReply, DeleteReply, EditReply, For
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import DeleteDepartment, EditStaff
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadOutbox, ReadReplies, ReadTicket
from helpdesk_tui.vocab import MessageKind
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, MadeDesk


def names(desk: Desk) -> list[str]:
    """The names of the replies that somebody sees."""
    return [one.name for one in desk.read(ReadReplies())]


def three(desk: MadeDesk) -> tuple[int, int, int]:
    """One for everybody, one for Tech, one of anna's own."""
    return (
        desk.gary.perform(AddReply("All", "Hello")),
        desk.anna.perform(AddReply("Department", "Hello", For(department="Tech"))),
        desk.anna.perform(AddReply("Own", "Hello", For(staff="anna"))),
    )


def test_pr1_scope_says_who_sees_a_reply(desk: MadeDesk) -> None:
    """All staff of all departments, one department, one member of staff; administrators see all."""
    three(desk)
    assert names(desk.gary) == ["All", "Department", "Own"]
    assert names(desk.anna) == ["All", "Department", "Own"]
    assert names(desk.gus) == ["All", "Department"]
    assert names(desk.john) == ["All"]
    assert [(one.name, one.whose, one.here) for one in desk.gary.read(ReadReplies())] == [
        ("All", "everybody", True), ("Department", "Tech", True), ("Own", "anna", False),
    ]  # fmt: skip


def test_ds3_who_changes_a_reply(desk: MadeDesk) -> None:
    """Administrators all; members those of their departments and their own; what they only use is refused."""
    everybody, tech, own = three(desk)
    assert [one.mine for one in desk.anna.read(ReadReplies())] == [False, True, True]
    for number in (everybody, tech, own):
        desk.gary.perform(EditReply(number, new_name=f"Changed {number}"))
    desk.gus.perform(EditReply(tech, language="en", text="Hi"))
    assert refused(desk.anna, EditReply(everybody, new_name="Mine")).code == "not_allowed"
    assert refused(desk.anna, DeleteReply(everybody)).code == "not_allowed"
    assert refused(desk.gus, EditReply(own, new_name="Mine")).code == "not_found"
    assert refused(desk.john, DeleteReply(tech)).code == "not_found"


@pytest.mark.parametrize("whose", [For(), For(department="Sales"), For(staff="gus")], ids=["all", "foreign", "other"])
def test_ds3_nobody_adds_for_others_or_moves_a_reply_there(desk: MadeDesk, whose: For) -> None:
    """anna is in Tech: for everybody, Sales and gus she may not; an administrator may."""
    _, tech, _ = three(desk)
    assert refused(desk.anna, AddReply("New", "Hello", whose)).code == "not_allowed"
    assert refused(desk.anna, EditReply(tech, whose=whose)).code == "not_allowed"
    desk.gary.perform(EditReply(tech, whose=whose))
    assert names(desk.gus) == ["All", "Department"]


def test_pr1_who_leaves_a_department_loses_its_replies(desk: MadeDesk) -> None:
    """And the replies of a deleted department are left to administrators."""
    three(desk)
    desk.gary.perform(EditStaff("anna", departments=("Sales",)))
    assert names(desk.anna) == ["All", "Own"]
    number = desk.gary.perform(AddReply("Bills", "Hello", For("Billing")))
    desk.gary.perform(DeleteDepartment("Billing"))
    assert names(desk.gary) == ["All", "Bills", "Department", "Own"]
    assert desk.gary.perform(DeleteReply(number)) == number


def test_pr4_a_reply_has_a_text_for_each_language(desk: MadeDesk) -> None:
    """The same name in another language adds to it; the desk's language is meant where none is named."""
    number = desk.gary.perform(AddReply("Greeting", "Hello"))
    assert desk.gary.perform(AddReply("greeting ", "Guten Tag\r\nHerr", language="de")) == number
    [one] = desk.john.read(ReadReplies())
    assert (one.name, dict(one.texts)) == ("Greeting", {"en": "Hello", "de": "Guten Tag\nHerr"})
    desk.gary.perform(SetProvider("language", "fr"))
    desk.gary.perform(AddReply("Greeting", "Bonjour"))
    desk.gary.perform(EditReply(number, language="en", text=""))
    [one] = desk.john.read(ReadReplies())
    assert dict(one.texts) == {"de": "Guten Tag\nHerr", "fr": "Bonjour"}


def test_pr1_names_are_told_apart_by_whom_they_are_for(desk: MadeDesk) -> None:
    """The same name for everybody, for Tech and for anna are three; for the same people there is one."""
    for whose in (For(), For("Tech"), For(staff="anna")):
        desk.gary.perform(AddReply("Greeting", "Hello", whose))
    assert refused(desk.gary, AddReply("GREETING", "Hi", For("Tech"))).code == "exists"
    other = desk.gary.perform(AddReply("Other", "Hi", For("Tech")))
    assert refused(desk.gary, EditReply(other, new_name="Greeting")).code == "exists"
    assert refused(desk.gary, EditReply(other, new_name="Greeting", whose=For())).code == "exists"
    assert names(desk.gary) == ["Greeting", "Greeting", "Greeting", "Other"]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AddReply(" ", "Hello"), "bad_name"),
        (AddReply("Greeting", " \n "), "bad_value"),
        (AddReply("Greeting", "x" * 20_001), "too_long"),
        (AddReply("Greeting", "Hello", language="german"), "bad_value"),
        (AddReply("Greeting", "Hello", For("Tech", "anna")), "bad_value"),
        (AddReply("Greeting", "Hello", For("Nowhere")), "not_found"),
        (AddReply("Greeting", "Hello", For(staff="nobody")), "not_found"),
        (EditReply(1, language="en", text=""), "bad_value"),
        (EditReply(1, language="english", text="Hello"), "bad_value"),
        (EditReply(1, text="Hello"), "bad_value"),
        (EditReply(2, new_name="New"), "not_found"),
        (DeleteReply(2), "not_found"),
    ],
)
def test_pr2_what_cannot_be_kept(desk: MadeDesk, act: AddReply | EditReply | DeleteReply, code: str) -> None:
    """Nothing is stored of what is refused; the last text of a reply stays."""
    desk.gary.perform(AddReply("First", "Hello"))
    assert refused(desk.gary, act).code == code
    assert [(one.name, dict(one.texts)) for one in desk.gary.read(ReadReplies())] == [("First", {"en": "Hello"})]


def test_pr2_a_deleted_reply_is_gone_with_its_texts(desk: MadeDesk) -> None:
    """Its name is free again."""
    number = desk.gary.perform(AddReply("Greeting", "Hello"))
    desk.gary.perform(AddReply("Greeting", "Guten Tag", language="de"))
    desk.gary.perform(DeleteReply(number))
    assert names(desk.gary) == []
    assert desk.sql("SELECT count(*) FROM replytext")[0][0] == 0
    desk.gary.perform(AddReply("Greeting", "Hello again"))


def test_pr3_an_answer_with_a_placeholder_is_not_sent(desk: MadeDesk) -> None:
    """Refused below every channel, in one sentence, with nothing stored; meant as it stands, it is sent."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    refusal = refused(desk.anna, Reply(number, "Hello {client.nmae},", comment="look", close=True))
    assert (refusal.code, refusal.sentence) == (
        "unfilled",
        "{client.nmae} is not filled in. Change it, or say that the braces are meant as they stand.",
    )
    assert desk.anna.read(ReadOutbox()) == ()
    assert [m.kind for m in desk.anna.read(ReadTicket(number)).messages] == [MessageKind.CLIENT]
    desk.anna.perform(Reply(number, "Use {{ domain }} there.", as_is=True))
    assert desk.anna.read(ReadTicket(number)).messages[-1].text == "Use {{ domain }} there."


def test_pr3_nothing_else_leaves_the_desk_with_a_placeholder(desk: MadeDesk) -> None:
    """A ticket that is written to a client and an answer without a ticket obey the same rule; a client's own do not."""
    mail = desk.receive(email("eve@example.org")).mail
    letter = NewTicket(HANS, "Tech", "Moved", "Dear {client.nmae}", by_staff=True)
    answer = AnswerIncoming(mail, "Dear {client.nmae}")
    for act in (letter, answer):
        assert refused(desk.anna, act).code == "unfilled"
    assert desk.anna.read(ReadOutbox()) == ()
    for meant in (replace(letter, as_is=True), replace(answer, as_is=True)):
        desk.anna.perform(meant)
    assert len(desk.anna.read(ReadOutbox())) == 2
    desk.anna.perform(NewTicket(HANS, "Tech", "Template", "What is {client.name}?"))


def test_pr3_what_is_quoted_or_internal_may_have_braces(desk: MadeDesk) -> None:
    """The client's own braces come back in a quotation; comments go to nobody."""
    number = desk.ticket(message="What is {client.name}?")
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "> What is {client.name}?\n\nYour name.", comment="{staff.name} asks"))
    assert len(desk.anna.read(ReadOutbox())) == 1
