"""What was typed and not sent (TR5), seen from the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Release, Take, TakeOver
from helpdesk_tui.desk.actions.messages import MergeTicket
from helpdesk_tui.desk.actions.parameters import MarkRead
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.setup import EditStaff
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadDraft, ReadRow, ReadTicket
from tests.desk.refusals import refused
from tests.desk.test_undo import newest
from tests.desks import NINE, MadeDesk


@pytest.fixture
def mine(desk: MadeDesk) -> int:
    """A ticket of Hans in Tech that anna holds."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    return number


def test_a_draft_is_kept_until_it_is_sent(desk: MadeDesk, mine: int) -> None:
    """TR5: there on return, with what had been seen; others see that somebody writes; sent, it is gone."""
    desk.anna.perform(Attend(mine))
    desk.anna.perform(KeepDraft(mine, "Dear Hans,", "cable?", seen=7))
    draft = desk.anna.read(ReadDraft(mine))
    assert draft is not None
    assert (draft.text, draft.comment, draft.seen_message) == ("Dear Hans,", "cable?", 7)
    assert abs(draft.saved - NINE) < timedelta(seconds=1)
    assert desk.anna.read(ReadTicket(mine)).draft == draft
    assert (desk.gus.read(ReadRow(mine)).writing, desk.anna.read(ReadRow(mine)).writing) == ("anna", None)
    desk.clock.forward(minutes=5)
    assert desk.gus.read(ReadRow(mine)).writing is None
    desk.anna.perform(Reply(mine, "Dear Hans, done.", drafts=(("Dear Hans,", "cable?"),)))
    assert desk.anna.read(ReadDraft(mine)) is None


def test_an_added_comment_leaves_the_draft(desk: MadeDesk, mine: int) -> None:
    """TR5: what was added is no draft any more; the text of an answer stays one."""
    desk.anna.perform(KeepDraft(mine, "", "See node"))
    desk.anna.perform(Comment(mine, "See node 4", drafts=(("", "See node"),)))
    assert desk.anna.read(ReadDraft(mine)) is None
    desk.anna.perform(KeepDraft(mine, "Hello Hans", "See node"))
    desk.anna.perform(Comment(mine, "See node 4", drafts=(("Hello Hans", "See node"),)))
    draft = desk.anna.read(ReadDraft(mine))
    assert draft is not None
    assert (draft.text, draft.comment) == ("Hello Hans", "")


def test_a_colleague_s_draft_is_not_touched_by_a_comment(desk: MadeDesk, mine: int) -> None:
    """TR5."""
    desk.anna.perform(KeepDraft(mine, "", "Mine"))
    desk.gary.perform(Comment(mine, "Another"))
    draft = desk.anna.read(ReadDraft(mine))
    assert draft is not None
    assert draft.comment == "Mine"


def test_an_empty_draft_is_none(desk: MadeDesk, mine: int) -> None:
    """TR5: what was thrown away on purpose does not come back."""
    desk.anna.perform(KeepDraft(mine, "Dear Hans,"))
    desk.anna.perform(KeepDraft(mine, " ", "\n"))
    assert desk.anna.read(ReadDraft(mine)) is None


def test_a_draft_survives_release_and_take_over(desk: MadeDesk, mine: int) -> None:
    """TR1: the former holder loses no text by it; each has a draft of their own."""
    desk.anna.perform(KeepDraft(mine, "Dear Hans,"))
    desk.gary.perform(TakeOver(mine, "urgent"))
    desk.gary.perform(KeepDraft(mine, "Hans!"))
    desk.gary.perform(Reply(mine, "Hans!", close=True, drafts=(("Hans!", ""),)))
    draft = desk.anna.read(ReadDraft(mine))
    assert draft is not None
    assert (draft.text, desk.gary.read(ReadDraft(mine))) == ("Dear Hans,", None)
    desk.anna.perform(KeepDraft(mine, "Dear Hans, again"))
    other = desk.ticket()
    desk.anna.perform(Take(other))
    desk.anna.perform(KeepDraft(other, "Other"))
    desk.anna.perform(Release(other))
    assert (desk.anna.read(ReadDraft(other)) or draft).text == "Other"
    assert desk.gus.read(ReadDraft(other)) is None


def kept(desk: Desk, number: int) -> tuple[str, str]:
    """A member's first draft."""
    draft = desk.read(ReadDraft(number))
    return ("", "") if draft is None else (draft.text, draft.comment)


def others(desk: Desk, number: int) -> list[tuple[str | None, str, str]]:
    """What lies beside it: of whom, its texts."""
    return [(one.former, one.text, one.comment) for one in desk.read(ReadTicket(number)).others]


def test_tr5_an_answer_deletes_only_the_draft_that_it_was_made_of(desk: MadeDesk, mine: int) -> None:
    """TR5: what was sent or added elsewhere, by another session or the command line, was not this draft."""
    desk.anna.perform(KeepDraft(mine, "Dear Hans, half", "cable?"))
    desk.anna.perform(Reply(mine, "From the shell"))
    desk.anna.perform(Comment(mine, "From the shell too"))
    desk.anna.perform(Reply(mine, "From another session", drafts=(("Another", ""), ("", ""))))
    desk.anna.perform(Comment(mine, "And from there", drafts=(("", "And"),)))
    assert kept(desk.anna, mine) == ("Dear Hans, half", "cable?")
    desk.anna.perform(Reply(mine, "Dear Hans, whole", drafts=(("", ""), ("Dear Hans, half", "cable?"))))
    assert kept(desk.anna, mine) == ("", "")


def test_tr5_two_sessions_of_one_person_keep_both_texts(desk: MadeDesk, mine: int) -> None:
    """TR5: the second to keep is told so, each goes on with its own, and sends or empties its own alone."""
    nothing = ("", "")
    assert desk.anna.perform(KeepDraft(mine, "First", known=(nothing,))) is False
    assert desk.anna.perform(KeepDraft(mine, "Second", "note", known=(nothing,))) is True
    assert desk.anna.perform(KeepDraft(mine, "First!", known=(nothing, ("First", "")))) is False
    assert desk.anna.perform(KeepDraft(mine, "Second!", "note", known=(nothing, ("Second", "note")))) is True
    assert (kept(desk.anna, mine), others(desk.anna, mine)) == (("First!", ""), [(None, "Second!", "note")])
    assert others(desk.gus, mine) == []
    desk.anna.perform(Comment(mine, "note", drafts=(("Second!", "note"),)))
    assert (kept(desk.anna, mine), others(desk.anna, mine)) == (("First!", ""), [(None, "Second!", "")])
    desk.anna.perform(Reply(mine, "First!", drafts=(("First!", ""),)))
    assert (kept(desk.anna, mine), others(desk.anna, mine)) == (nothing, [(None, "Second!", "")])
    assert desk.anna.perform(KeepDraft(mine, "Second, on", known=(nothing, ("Second!", "")))) is False
    assert (kept(desk.anna, mine), others(desk.anna, mine)) == (("Second, on", ""), [])
    assert desk.anna.perform(KeepDraft(mine, "Third", known=(nothing,))) is True
    assert desk.anna.perform(KeepDraft(mine, "", known=(("Third", ""),))) is False
    assert (kept(desk.anna, mine), others(desk.anna, mine)) == (("Second, on", ""), [])


def test_tr5_the_other_text_is_taken_into_one_s_own(desk: MadeDesk, mine: int) -> None:
    """TR5: what was taken is no other any more; nobody takes another's."""
    desk.anna.perform(KeepDraft(mine, "First", known=(("", ""),)))
    desk.anna.perform(KeepDraft(mine, "Second", known=(("", ""),)))
    number = desk.anna.read(ReadTicket(mine)).others[0].id
    desk.gus.perform(KeepDraft(mine, "Of gus", takes=number))
    assert others(desk.anna, mine) == [(None, "Second", "")]
    desk.anna.perform(KeepDraft(mine, "First\n\nSecond", known=(("First", ""),), takes=number))
    assert (kept(desk.anna, mine), others(desk.anna, mine)) == (("First\n\nSecond", ""), [])


def test_tr5_a_merge_brings_the_other_text_along(desk: MadeDesk, mine: int) -> None:
    """TR5, TF7: it is offered where the merged ticket's number leads."""
    into = desk.ticket()
    desk.anna.perform(KeepDraft(mine, "First", known=(("", ""),)))
    desk.anna.perform(KeepDraft(mine, "Second", known=(("", ""),)))
    desk.anna.perform(MergeTicket(mine, into))
    assert (kept(desk.anna, into), others(desk.anna, into)) == (("First", ""), [(None, "Second", "")])


def test_tr5_who_loses_sight_of_a_ticket_while_typing_loses_no_text(desk: MadeDesk, mine: int) -> None:
    """TR5: the last words are kept for when they see it again; who never saw it keeps nothing on it."""
    desk.anna.perform(MarkRead(mine))
    desk.gary.perform(EditStaff("anna", departments=("Billing",), release=True))
    desk.anna.perform(KeepDraft(mine, "Dear Hans", known=(("", ""),)))
    assert refused(desk.john, KeepDraft(mine, "Dear Hans")).code == "not_found"
    desk.gary.perform(EditStaff("anna", departments=("Tech",)))
    assert kept(desk.anna, mine) == ("Dear Hans", "")


def test_tr1_a_taker_gets_a_copy_of_the_holder_s_draft(desk: MadeDesk, mine: int) -> None:
    """TR1, issue 4 *hand-over of the draft*: to read and to go on with; the holder keeps theirs, undo takes it away."""
    desk.anna.perform(KeepDraft(mine, "Dear Hans,", "they never pay"))
    desk.gary.perform(TakeOver(mine, "anna is ill"))
    assert (others(desk.gary, mine), kept(desk.gary, mine)) == ([("anna", "Dear Hans,", "they never pay")], ("", ""))
    assert kept(desk.anna, mine) == ("Dear Hans,", "they never pay")
    desk.gary.perform(Undo(newest(desk.gary)))
    assert others(desk.gary, mine) == []
    desk.anna.perform(KeepDraft(mine, ""))
    desk.gary.perform(TakeOver(mine, "again"))
    assert others(desk.gary, mine) == []
