"""Taking back an internal comment, an edited message, and parameters with their tags (X4, TR7)."""

from __future__ import annotations

import pytest

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.messages import EditMessage
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters, Summarise
from helpdesk_tui.desk.actions.reply import Comment, GivenBack, Reply
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.store.tx import SendRules
from tests.desk.refusals import refused
from tests.desk.test_undo import newest
from tests.desks import MadeDesk


@pytest.fixture
def mine(desk: MadeDesk) -> int:
    """A ticket that anna holds and summed up."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Summarise(number, "Node 4"))
    return number


def test_tr7_a_comment_is_taken_back_and_not_the_act_before_it(desk: MadeDesk, mine: int) -> None:
    """TR7: shown to nobody any more, its text is a draft again; what was typed since stands below it."""
    desk.anna.perform(Comment(mine, "They never pay"))
    desk.anna.perform(KeepDraft(mine, "Dear Hans,", "Call them"))
    desk.clock.forward(hours=23)
    back = desk.anna.perform(Undo(newest(desk.anna, mine)))
    assert (back.words, back.given) == (f"ticket {mine} commented on", GivenBack(mine, answered=False))
    ticket = desk.anna.read(q.ReadTicket(mine))
    assert [message.text for message in ticket.messages] == ["Help!"]
    assert ticket.draft is not None
    assert (ticket.draft.text, ticket.draft.comment) == ("Dear Hans,", "They never pay\n\nCall them")
    assert ticket.summary == "Node 4"
    assert desk.anna.read(q.ReadJournal(mine))[0].words == f"summary of ticket {mine} changed"


def test_tf7_an_edited_message_is_taken_back_and_not_the_act_before_it(desk: MadeDesk, mine: int) -> None:
    """TF7, X4: the text from before is shown, the one that was taken back is among the earlier ones."""
    message = desk.anna.read(q.ReadTicket(mine)).messages[0]
    desk.anna.perform(EditMessage(mine, message.id, "(removed)"))
    assert desk.anna.perform(Undo(newest(desk.anna))).words == f"a message of ticket {mine} edited"
    ticket = desk.anna.read(q.ReadTicket(mine))
    assert (ticket.messages[0].text, ticket.messages[0].own_lines, ticket.summary) == ("Help!", 1, "Node 4")
    assert [one.text for one in desk.anna.read(q.ReadEarlier(message.id))] == ["(removed)", "Help!"]


def test_tf7_an_edit_that_somebody_edited_since_stays(desk: MadeDesk, mine: int) -> None:
    """X4: refused with that reason, and not passed over for what was before it."""
    message = desk.anna.read(q.ReadTicket(mine)).messages[0].id
    desk.anna.perform(EditMessage(mine, message, "One"))
    act = newest(desk.anna)
    desk.anna.perform(EditMessage(mine, message, "Two"))
    assert refused(desk.anna, Undo(act)).sentence == f"The message of ticket {mine} was changed again since."
    assert desk.anna.read(q.ReadTicket(mine)).messages[0].text == "Two"


def test_tf7_an_answer_s_email_says_the_text_from_before_too_while_it_waits(desk: MadeDesk, mine: int) -> None:
    """TF7, TR7: with the email on its way nothing is taken back, so that the ticket says what the client has."""
    holding = desk.with_rules(SendRules(undo_seconds=10))
    for leased in (False, True):
        holding.anna.perform(Reply(mine, "It is up. Pasword: x"))
        message = holding.anna.read(q.ReadTicket(mine)).messages[-1].id
        holding.anna.perform(EditMessage(mine, message, "It is up. Password: x"))
        if leased:
            holding.clock.forward(seconds=11)
            assert holding.system.perform(LeaseOutbox("w1", limit=9))
            assert "has left with that text" in refused(holding.anna, Undo(newest(holding.anna))).sentence
        else:
            holding.anna.perform(Undo(newest(holding.anna)))
        text = holding.sql(f"SELECT text FROM outbox WHERE message = {message}")[0][0]
        assert ("Password" if leased else "Pasword") in text
        assert ("Password" if leased else "Pasword") in holding.anna.read(q.ReadTicket(mine)).messages[-1].text
    holding.close()


def test_x4_parameters_and_their_tags_are_taken_back_together(desk: MadeDesk, mine: int) -> None:
    """X4: the subject and the tags of one act; what a colleague tagged since stays."""
    desk.anna.perform(SaveParameters(mine, Parameters(subject="Disk"), tag=("dns",)))
    desk.anna.perform(SaveParameters(mine, Parameters(subject="Disk full"), tag=("t1",), untag=("dns",)))
    desk.anna.perform(SaveParameters(mine, Parameters(), tag=("later",)))
    desk.anna.perform(Undo(desk.anna.read(q.ReadJournal(mine))[1].id))
    row = desk.anna.read(q.ReadRow(mine))
    assert (row.subject, row.tags) == ("Disk", ("dns", "later"))
