"""`z` takes splits, merges and tags back too; an answer that was taken back is no message any more (X4, TF7, TQ10)."""

from __future__ import annotations

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import hold, messages, reply, tags
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import MessageKind
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, MadeDesk


def undo(desk: Desk) -> str:
    """Take the newest act back; what it was."""
    return desk.perform(Undo(desk.read(q.ReadJournal())[0].id)).words


def said(desk: MadeDesk, number: int) -> list[str]:
    """What people wrote on a ticket."""
    found = desk.gary.read(q.ReadTicket(number)).messages
    return [one.text for one in found if one.kind is not MessageKind.SYSTEM]


def test_a_merge_and_a_split_are_taken_back_from_the_journal(desk: MadeDesk) -> None:
    """TF7: both tickets are as they were; the newest act first."""
    one, other = desk.ticket(message="First"), desk.ticket(message="Second")
    desk.anna.perform(hold.Take(one))
    desk.anna.perform(messages.MergeTicket(one, other))
    assert (said(desk, other), desk.gary.read(q.ReadTicket(one)).merged_into) == (["First", "Second"], other)
    assert undo(desk.anna) == f"ticket {one} merged into {other}"
    assert (said(desk, one), said(desk, other)) == (["First"], ["Second"])
    desk.receive(email(HANS, subject=f"Re: [#{one}]", text="Third"))
    last = desk.gary.read(q.ReadTicket(one)).messages[-1].id
    made = desk.anna.perform(messages.SplitTicket(one, last))
    assert (said(desk, one), said(desk, made)) == (["First"], ["Third"])
    assert undo(desk.anna) == f"ticket {one} split"
    assert said(desk, one) == ["First", "Third"]


def test_tags_are_taken_back_but_for_what_a_colleague_tagged(desk: MadeDesk) -> None:
    """TQ10: only what the act itself added and took off; where it changed nothing there is nothing to take back."""
    number = desk.ticket()
    desk.anna.perform(tags.TagTicket(number, ("dns", "vip")))
    desk.anna.perform(tags.TagTicket(number, ("mail",), ("dns",)))
    desk.gary.perform(tags.TagTicket(number, ("late",)))
    desk.anna.perform(tags.TagTicket(number, ("mail",)))
    assert undo(desk.anna) == f"tags of ticket {number} changed"
    assert desk.gary.read(q.ReadTicket(number)).row.tags == ("dns", "late", "vip")


def test_an_answer_that_was_taken_back_is_neither_edited_nor_split_off(desk: MadeDesk) -> None:
    """TR7: nobody outside had it; as a message it is not there."""
    held = desk.with_rules(SendRules(undo_seconds=600))
    number = held.ticket()
    held.anna.perform(hold.Take(number))
    held.anna.perform(reply.Reply(number, "Wrong answer"))
    answer = held.gary.read(q.ReadTicket(number)).messages[-1].id
    undo(held.anna)
    assert said(held, number) == ["Help!"]
    assert refused(held.anna, messages.EditMessage(number, answer, "Better")).code == "not_found"
    assert refused(held.anna, messages.SplitTicket(number, answer)).code == "not_found"
    held.system.close()


def test_tags_go_along_and_are_taken_back(desk: MadeDesk) -> None:
    """TF7, TQ10: the surviving ticket has the tags of both; taken back, each has its own and what came since."""
    one, other = desk.ticket(), desk.ticket()
    desk.anna.perform(tags.TagTicket(one, ("dns", "vip")))
    desk.anna.perform(tags.TagTicket(other, ("late", "vip")))
    desk.anna.perform(hold.Take(one))
    desk.anna.perform(messages.MergeTicket(one, other))
    assert of(desk, other) == ("dns", "late", "vip")
    desk.gary.perform(tags.TagTicket(other, ("new",)))
    undo(desk.anna)
    assert (of(desk, one), of(desk, other)) == (("dns", "vip"), ("late", "new", "vip"))


def test_a_split_ticket_has_the_tags_of_the_old_one(desk: MadeDesk) -> None:
    """TF7, TQ10: and what it is tagged with goes back with it; what the old one lost since does not come again."""
    one = desk.ticket()
    desk.receive(email(HANS, subject=f"Re: [#{one}]", text="Second"))
    desk.anna.perform(tags.TagTicket(one, ("dns", "vip")))
    desk.anna.perform(hold.Take(one))
    made = desk.anna.perform(messages.SplitTicket(one, desk.gary.read(q.ReadTicket(one)).messages[-1].id))
    assert of(desk, made) == ("dns", "vip")
    desk.gary.perform(tags.TagTicket(made, ("new",)))
    desk.gary.perform(tags.TagTicket(one, (), ("vip",)))
    desk.anna.perform(messages.TakeBack(one))
    assert of(desk, one) == ("dns", "new")


def test_of_more_tags_than_a_ticket_may_have_the_first_go_along(desk: MadeDesk) -> None:
    """TQ10: a merge is not refused for its tags."""
    one, other = desk.ticket(), desk.ticket()
    desk.anna.perform(tags.TagTicket(one, tuple(f"a{n:02}" for n in range(20))))
    desk.anna.perform(tags.TagTicket(other, tuple(f"b{n:02}" for n in range(19))))
    desk.anna.perform(hold.Take(one))
    desk.anna.perform(messages.MergeTicket(one, other))
    assert of(desk, other) == ("a00", *(f"b{n:02}" for n in range(19)))


def of(desk: MadeDesk, number: int) -> tuple[str, ...]:
    """The tags of a ticket."""
    return desk.gary.read(q.ReadTicket(number)).row.tags
