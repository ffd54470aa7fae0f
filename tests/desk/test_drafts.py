"""What was typed and not sent (TR5), seen from the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.hold import Release, Take, TakeOver
from helpdesk_tui.desk.actions.parameters import KeepDraft
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.questions import ReadDraft, ReadRow, ReadTicket
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
    desk.anna.perform(Reply(mine, "Dear Hans, done."))
    assert desk.anna.read(ReadDraft(mine)) is None


def test_an_added_comment_leaves_the_draft(desk: MadeDesk, mine: int) -> None:
    """TR5: what was added is no draft any more; the text of an answer stays one."""
    desk.anna.perform(KeepDraft(mine, "", "See node"))
    desk.anna.perform(Comment(mine, "See node 4"))
    assert desk.anna.read(ReadDraft(mine)) is None
    desk.anna.perform(KeepDraft(mine, "Hello Hans", "See node"))
    desk.anna.perform(Comment(mine, "See node 4"))
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
    desk.gary.perform(Reply(mine, "Hans!", close=True))
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


# ---------------------------------------------------------------- from whom, to whom
