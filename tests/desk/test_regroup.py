"""Splitting and merging tickets with everything that hangs on their messages, and back (SPEC TF7, MG8, TQ1)."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Release, Take
from helpdesk_tui.desk.actions.messages import MergeTicket, SplitTicket, TakeBack
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import MarkRead, Summarise, ToggleFavourite
from helpdesk_tui.desk.actions.redirect import Assign
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.questions import ReadHistory, ReadOutbox, ReadQueue, ReadRegroupings, ReadRow, ReadTicket
from helpdesk_tui.views import MessageView, ParsedAttachment
from helpdesk_tui.vocab import MessageKind, QueueView, Regrouped, TicketStatus
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, OMAR, MadeDesk
from tests.race import Starter

LOG = ParsedAttachment("log.txt", "text/plain", b"log")
TABLES = {
    "ticket": "id, client, subject, service, priority, front, summary, by_staff, spam, merged_into, continues, "
    "archived, delayed_until, delayed, returned, client_wrote, staff_wrote, client_read, created, waiting, status, "
    "department, shelf, free, place",
    "task": "id, ticket, department, holder, open, opened, closed, closed_by, former, answered, listed, free, owner, "
    "shelf, place",
    "message": "id, ticket, kind, text, own_lines, names, mail, note", "attachment": "id, message, name",
    "reference": "id, value, ticket, message, issued", "mail": "id, ticket, message",
    "outbox": "id, ticket, message, state, text", "draft": "ticket, staff, text, comment, seen",
    "favourite": "ticket, staff", "reading": "ticket, staff, at",
}  # fmt: skip
"""All that a ticket consists of, except when it was changed last, and how often."""


def stored(desk: MadeDesk) -> dict[str, list[Any]]:
    """Every row, without what the system noted."""
    found = {
        name: [tuple(row) for row in desk.sql(f"SELECT {columns} FROM {name} ORDER BY {columns.split(',')[0]}, 2")]
        for name, columns in TABLES.items()
    }
    return found | {"message": [row for row in found["message"] if row[2] != "system"]}


def conversation(desk: MadeDesk, number: int) -> list[str]:
    return [message.text for message in desk.gary.read(ReadTicket(number)).messages]


def said(desk: MadeDesk, number: int) -> list[MessageView]:
    """What people said."""
    return [m for m in desk.gary.read(ReadTicket(number)).messages if m.kind is not MessageKind.SYSTEM]


def talk(desk: MadeDesk) -> tuple[int, list[MessageView]]:
    """Hans wrote by email, anna answered, Hans asked something else with a file, anna answered that; she holds it."""
    number = desk.receive(email(message_id="<one@acme.example>", text="Server down", own_lines=1)).ticket or 0
    desk.clock.forward(minutes=5)
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "It is up again."))
    desk.clock.forward(minutes=5)
    desk.receive(email(message_id="<two@acme.example>", in_reply_to="<one@acme.example>", text="And my invoice?",
                       own_lines=1, files=(LOG,)))  # fmt: skip
    desk.clock.forward(minutes=5)
    desk.anna.perform(Reply(number, "Which one?"))
    desk.anna.perform(MarkRead(number))
    return number, said(desk, number)


def email_of(desk: MadeDesk, message: int) -> str:
    """The Message-ID under which an answer went out."""
    [[value]] = desk.sql(f"SELECT message_id FROM outbox WHERE message = {message}")
    return str(value)


# ---------------------------------------------------------------- split


def test_a_split_takes_everything_along(desk: MadeDesk) -> None:
    """TF7: messages with their attachments, Message-IDs, emails in and out; both tickets name each other."""
    number, messages = talk(desk)
    sent = len(desk.gary.read(ReadOutbox()))
    new = desk.anna.perform(SplitTicket(number, messages[2].id, "Invoice"))
    assert conversation(desk, new) == [
        "And my invoice?", "Which one?", f"anna split this off from ticket {number} “Server down”.",
    ]  # fmt: skip
    assert conversation(desk, number) == [
        "Server down", "It is up again.", f"anna split 2 messages off into ticket {new} “Invoice”.",
    ]  # fmt: skip
    assert [a.name for a in said(desk, new)[0].attachments] == ["log.txt"]
    row = desk.gary.read(ReadRow(new))
    assert (row.subject, row.client_email, row.department, row.taken_by) == ("Invoice", HANS, "Tech", None)
    assert len(desk.gary.read(ReadOutbox())) == sent, "nothing is emailed"
    assert new in [one.number for one in desk.anna.read(ReadQueue(QueueView.UNASSIGNED)).rows]


def test_later_answers_find_the_right_ticket(desk: MadeDesk) -> None:
    """MG8: by our Message-ID, by the client's own, though the subject has the old number."""
    number, messages = talk(desk)
    answer, other = email_of(desk, messages[3].id), email_of(desk, messages[1].id)
    new = desk.anna.perform(SplitTicket(number, messages[2].id))
    subject = f"Re: Server down [#{number}]"
    assert desk.receive(email(subject=subject, in_reply_to=answer)).ticket == new
    assert desk.receive(email(subject="x", in_reply_to="<two@acme.example>")).ticket == new
    assert desk.receive(email(subject=subject, in_reply_to=other)).ticket == number
    desk.anna.perform(Take(new))
    desk.anna.perform(Reply(new, "Number 7."))
    [[parent]] = desk.sql("SELECT in_reply_to FROM outbox ORDER BY id DESC LIMIT 1")
    assert parent == "<two@acme.example>", "an answer stands behind the client's last email in the new ticket"


def test_a_split_is_taken_back_exactly(desk: MadeDesk) -> None:
    """TF7: every row as before; the new number leads to the old ticket, for people and for emails."""
    number, messages = talk(desk)
    desk.gus.perform(ToggleFavourite(number))
    desk.gus.perform(KeepDraft(number, "Dear Hans"))
    before = stored(desk)
    new = desk.anna.perform(SplitTicket(number, messages[2].id))
    assert stored(desk) != before
    assert desk.anna.perform(TakeBack(new, kind=Regrouped.SPLIT)) == number
    after = stored(desk)
    for name, column in (("ticket", 0), ("task", 1), ("reading", 0)):
        after[name] = [row for row in after[name] if row[column] != new]
    assert after == before
    assert desk.gary.read(ReadTicket(new)).merged_into == number
    assert desk.receive(email(subject=f"x [#{new}]")).ticket == number
    assert desk.gary.read(ReadRegroupings(number)) == ()


def test_what_was_written_since_a_split_comes_back_too(desk: MadeDesk) -> None:
    """TF7: Hans and gus wrote in the new ticket; nothing of it is lost, and Sales keeps its part."""
    number, messages = talk(desk)
    new = desk.anna.perform(SplitTicket(number, messages[2].id))
    desk.clock.forward(minutes=5)
    desk.receive(email(subject=f"x [#{new}]", text="Number 7", own_lines=1))
    desk.gary.perform(Assign(new, department="Sales"))
    desk.john.perform(KeepDraft(new, "Looking"))
    desk.anna.perform(TakeBack(number))
    assert [message.text for message in said(desk, number)] == [
        "Server down", "It is up again.", "And my invoice?", "Which one?", "Number 7",
    ]  # fmt: skip
    form = desk.john.read(ReadTicket(number))
    assert [(task.department, task.staff) for task in form.tasks] == [("Tech", "anna"), ("Sales", None)]
    assert form.draft is not None
    assert form.draft.text == "Looking"


@pytest.mark.parametrize("who", ["anna", "gus"])
def test_nobody_takes_back_what_a_colleague_works_on(desk: MadeDesk, who: str) -> None:
    """TR1: john of Sales took the new ticket."""
    number, messages = talk(desk)
    new = desk.anna.perform(SplitTicket(number, messages[2].id))
    desk.gary.perform(Assign(new, staff="john"))
    desk.anna.perform(Release(number))
    assert refused(getattr(desk, who), TakeBack(new)).sentence == f"john holds ticket {new}."


# ---------------------------------------------------------------- merge


def two(desk: MadeDesk) -> tuple[int, int]:
    """A ticket of Hans that gus holds in Tech, and a later one that anna holds; both were answered or read."""
    first = desk.receive(email(message_id="<first@acme.example>", text="First", own_lines=1)).ticket or 0
    desk.gus.perform(Take(first))
    desk.clock.forward(minutes=5)
    second, _ = talk(desk)
    desk.clock.forward(minutes=5)
    desk.gus.perform(Comment(first, "Seen"))
    desk.gus.perform(MarkRead(first))
    return second, first


def test_a_merge_brings_everything_in_order_of_time(desk: MadeDesk) -> None:
    """SPEC, merge: messages of both in order of time; the other becomes a link and its number leads there."""
    second, first = two(desk)
    assert desk.anna.perform(MergeTicket(second, first)) == first
    assert [message.text for message in said(desk, first)] == [
        "First", "Server down", "It is up again.", "And my invoice?", "Which one?", "Seen",
    ]  # fmt: skip
    assert conversation(desk, first)[-1] == f"anna merged ticket {second} “Server down” into this one."
    form = desk.gary.read(ReadTicket(second))
    assert (form.merged_into, [m.text for m in form.messages]) == (
        first, [f"anna merged this ticket into {first} “Server down”."],
    )  # fmt: skip
    assert [one.number for one in desk.gary.read(ReadQueue(QueueView.ALL)).rows] == [first]
    row = desk.gary.read(ReadRow(first))
    assert (row.taken_by, row.status) == ("gus", TicketStatus.IN_PROGRESS)


def test_emails_to_a_merged_ticket_arrive(desk: MadeDesk) -> None:
    """MG8: by any of its Message-IDs and by its old number."""
    second, first = two(desk)
    answer = email_of(desk, said(desk, second)[1].id)
    desk.anna.perform(MergeTicket(second, first))
    for found in ({"in_reply_to": answer}, {"in_reply_to": "<two@acme.example>"}, {"subject": f"x [#{second}]"}):
        assert desk.receive(email(**({"subject": "x"} | found))).ticket == first  # type: ignore[arg-type]


def test_an_email_that_came_while_its_ticket_was_merged(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """MG8: the ticket was found before the merge and is written to after it: it arrives where the number leads."""
    from helpdesk_tui.desk import threading

    second, first = two(desk)
    desk.anna.perform(MergeTicket(second, first))
    monkeypatch.setattr(threading, "find", lambda *found: threading.Thread(second, "by Message-ID"))
    report = desk.receive(email(text="Late", own_lines=1))
    assert (report.ticket, said(desk, first)[-1].text) == (first, "Late")


def test_who_followed_a_merged_ticket_follows_the_other(desk: MadeDesk) -> None:
    """TF8, TR5, Clarifications (unread): favourites, drafts and what somebody has not read."""
    second, first = two(desk)
    desk.gus.perform(ToggleFavourite(second))
    desk.gus.perform(KeepDraft(first, "Dear Hans"))
    desk.gus.perform(KeepDraft(second, "your invoice"))
    desk.anna.perform(KeepDraft(second, "Mine", "a comment"))
    assert not desk.gus.read(ReadRow(first)).unread
    desk.anna.perform(MergeTicket(second, first))
    assert desk.gus.read(ReadRow(first)).favourite
    assert desk.gus.read(ReadRow(first)).unread, "gus never read what came from the other ticket"
    drafts = [desk.gus.read(ReadTicket(first)).draft, desk.anna.read(ReadTicket(first)).draft]
    assert [(one.text, one.comment) for one in drafts if one] == [
        ("Dear Hans\n\nyour invoice", ""), ("Mine", "a comment"),
    ]  # fmt: skip


def test_a_draft_that_is_kept_after_the_merge(desk: MadeDesk) -> None:
    """TR5: anna was still typing on the ticket that gary merged away."""
    second, first = two(desk)
    desk.anna.perform(KeepDraft(first, "About the first"))
    desk.anna.perform(MergeTicket(second, first))
    desk.anna.perform(KeepDraft(second, "Dear Hans, your invoice"))
    draft = desk.anna.read(ReadTicket(first)).draft
    assert draft is not None
    assert draft.text == "About the first\n\nDear Hans, your invoice"


def test_a_merge_is_taken_back_exactly(desk: MadeDesk) -> None:
    """SPEC, merge: undo restores exactly, to the row."""
    second, first = two(desk)
    desk.gus.perform(ToggleFavourite(second))
    desk.gus.perform(KeepDraft(first, "Dear Hans"))
    desk.gus.perform(KeepDraft(second, "your invoice"))
    desk.gary.perform(Assign(second, department="Sales"))
    before = stored(desk)
    desk.anna.perform(MergeTicket(second, first))
    assert stored(desk) != before
    assert desk.anna.perform(TakeBack(second, kind=Regrouped.MERGE, other=first)) == second
    assert stored(desk) == before
    assert desk.receive(email(subject="x", in_reply_to="<two@acme.example>")).ticket == second


def test_tr5_drafts_go_back_with_what_was_merged(desk: MadeDesk) -> None:
    """TR5, TF7: one that came from there, gone on with or not, and what lies beside it; one that was sent is gone."""
    second, first = two(desk)
    desk.gus.perform(KeepDraft(second, "your invoice"))
    desk.gus.perform(KeepDraft(second, "of the second session", known=()))
    desk.gary.perform(KeepDraft(second, "I look into it"))
    desk.gary.perform(KeepDraft(first, "Dear Hans"))
    desk.anna.perform(KeepDraft(second, "", "they never pay"))
    desk.anna.perform(MergeTicket(second, first))
    assert [one.text for one in desk.gus.read(ReadTicket(first)).others] == ["of the second session"]
    desk.gus.perform(KeepDraft(first, "your invoice is wrong", known=(("your invoice", ""),)))
    desk.gary.perform(KeepDraft(first, "Dear Hans\n\nI look into it now"))
    desk.anna.perform(Comment(first, "they never pay", drafts=(("", "they never pay"),)))
    desk.anna.perform(TakeBack(first))
    forms = {who: (asker.read(ReadTicket(second)), asker.read(ReadTicket(first)))
             for who, asker in (("gus", desk.gus), ("gary", desk.gary), ("anna", desk.anna))}  # fmt: skip
    assert {who: [one.draft.text if one.draft else "" for one in both] for who, both in forms.items()} == {
        "gus": ["your invoice is wrong", ""], "gary": ["I look into it", "Dear Hans\n\nI look into it now"],
        "anna": ["", ""],
    }  # fmt: skip
    assert [[other.text for other in one.others] for one in forms["gus"]] == [["of the second session"], []]


def test_what_was_written_since_a_merge_stays(desk: MadeDesk) -> None:
    """TF7: an answer and a summary of the joined ticket are its own."""
    second, first = two(desk)
    desk.anna.perform(MergeTicket(second, first))
    desk.clock.forward(minutes=5)
    desk.gus.perform(Reply(first, "Both are done."))
    desk.gus.perform(Summarise(first, "two in one"))
    desk.anna.perform(TakeBack(first))
    assert [message.text for message in said(desk, first)] == ["First", "Seen", "Both are done."]
    assert len(said(desk, second)) == 4
    assert desk.gary.read(ReadTicket(first)).summary == "two in one"
    assert desk.gary.read(ReadRow(second)).taken_by == "anna"


def test_merges_upon_each_other_are_taken_back_in_turn(desk: MadeDesk) -> None:
    """TF7: refused with the reason until what came after is taken back."""
    second, first = two(desk)
    third = desk.ticket()
    before = stored(desk)
    desk.anna.perform(MergeTicket(second, first))
    desk.gus.perform(MergeTicket(first, third))
    why = refused(desk.anna, TakeBack(second, other=first))
    assert (why.code, why.sentence) == (
        "changed_since", f"Ticket {first} was merged into {third} since; take that back first.",
    )  # fmt: skip
    desk.gus.perform(TakeBack(first, other=third))
    desk.anna.perform(TakeBack(second, other=first))
    assert stored(desk) == before
    assert (
        refused(desk.anna, TakeBack(second)).sentence == f"There is no split or merge of ticket {second} to take back."
    )


@pytest.mark.parametrize(
    ("client", "department", "code", "sentence"),
    [
        (OMAR, "Tech", "other_client", "Ticket {} is another client's, who would read what this one wrote."),
        (HANS, "Sales", "not_found", "Ticket {} was not found."),
    ],
)
def test_a_merge_with_a_ticket_that_is_not_anna_s(
    desk: MadeDesk, client: str, department: str, code: str, sentence: str
) -> None:
    """TQ1, rule 34: of another client; of another department, which reads as one that is not there."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    other = desk.gary.perform(NewTicket(client, department, "Other", "Help!"))
    why = refused(desk.anna, MergeTicket(number, other))
    assert (why.code, why.sentence) == (code, sentence.format(other))
    if code == "not_found":
        assert refused(desk.anna, MergeTicket(number, 987)).sentence == sentence.format(987)


def test_a_merged_ticket_is_merged_no_further(desk: MadeDesk) -> None:
    """TF7: neither from it nor into it; the sentence names where it went."""
    second, first = two(desk)
    desk.anna.perform(MergeTicket(second, first))
    for act in (MergeTicket(second, first), MergeTicket(first, second)):
        assert refused(desk.gus, act).sentence == f"Ticket {second} was merged into {first}."


def test_both_tickets_tell_of_it_in_their_history(desk: MadeDesk) -> None:
    """Rule 35: who, when, what."""
    second, first = two(desk)
    desk.anna.perform(MergeTicket(second, first))
    for number in (first, second):
        assert {event.who for event in desk.gary.read(ReadHistory(number)) if event.action == "merge"} == {"anna"}


def test_two_merge_each_into_the_other_at_once(desk: MadeDesk, race: Starter) -> None:
    """Rule 28: both tickets are locked in one order; one merge is done, the other refused."""
    for _ in range(3):
        one, other = desk.ticket(), desk.ticket()
        desk.anna.perform(Take(one))
        desk.gus.perform(Take(other))
        answers = race(
            desk.where, "merge",
            [{"login": "anna", "number": one, "into": other}, {"login": "gus", "number": other, "into": one}] * 2,
        )  # fmt: skip
        done = {answer["merged"] for answer in answers if "merged" in answer}
        assert len(done) == 1
        assert {answer["code"] for answer in answers if "code" in answer} <= {"merged", "not_holder", "ticket_blocked"}
        [survivor] = done
        assert len(said(desk, survivor)) == 2
