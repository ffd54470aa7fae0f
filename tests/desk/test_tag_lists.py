"""The lists of a tag hold its tickets where all other lists have them, whatever is done to them (SPEC TQ10; P3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.hold import Release, Take
from helpdesk_tui.desk.actions.messages import MergeTicket, SplitTicket, TakeBack
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Archive, Assign, Close, Delay, ReturnDelayed
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.questions import ReadJournal, ReadQueue, ReadRegroupings, ReadTicket
from helpdesk_tui.rules.query_tree import HasAttachment, Query, TagIn, Term
from helpdesk_tui.vocab import Priority, QueueSort, QueueView
from tests.desk.letters import PICTURE, email
from tests.desks import NINE, MadeDesk

TAGGED = Query((Term(TagIn(("dns",))),))
Step = Callable[[MadeDesk, int, int], object]


def _undo(desk: MadeDesk, one: int, other: int) -> object:
    return desk.anna.perform(Undo(desk.anna.read(ReadJournal(one))[0].id))


def _later(desk: MadeDesk, one: int, other: int) -> object:
    desk.clock.forward(days=3)
    return desk.system.perform(ReturnDelayed())


def _split(desk: MadeDesk, one: int, other: int) -> object:
    return desk.gary.perform(SplitTicket(other, desk.gary.read(ReadTicket(other)).messages[-1].id))


def _unmerge(desk: MadeDesk, one: int, other: int) -> object:
    return desk.gary.perform(TakeBack(desk.gary.read(ReadRegroupings(one))[0].id))


LIVES: dict[str, tuple[Step, ...]] = {
    "held, answered, closed, written to again, archived": (
        lambda desk, one, other: desk.anna.perform(Take(one)),
        lambda desk, one, other: desk.anna.perform(Reply(one, "Done.")),
        lambda desk, one, other: desk.receive(email(subject=f"Re: [#{one}] Server down")),
        lambda desk, one, other: desk.gary.perform(Close(one)),
        lambda desk, one, other: desk.gary.perform(Archive(one)),
    ),
    "in two departments, each of which closes its own": (
        lambda desk, one, other: desk.anna.perform(Take(one)),
        lambda desk, one, other: desk.anna.perform(Assign(one, department="Sales")),
        lambda desk, one, other: desk.anna.perform(Close(one)),
        lambda desk, one, other: desk.john.perform(Take(one)),
        lambda desk, one, other: desk.john.perform(Release(one)),
    ),
    "delayed, and back by itself": (
        lambda desk, one, other: desk.gary.perform(Delay(one, NINE + timedelta(days=2))),
        _later,
    ),
    "spam, and not": (
        lambda desk, one, other: desk.anna.perform(MarkSpam(one)),
        _undo,
    ),
    "at the beginning, with priorities": (
        lambda desk, one, other: desk.gary.perform(SetProvider("use_priority", "on")),
        lambda desk, one, other: desk.anna.perform(Take(one)),
        lambda desk, one, other: desk.anna.perform(SaveParameters(one, Parameters(priority=Priority.URGENT))),
        lambda desk, one, other: desk.anna.perform(SaveParameters(one, Parameters(front=True), tag=("vip",))),
        lambda desk, one, other: desk.gary.perform(SetProvider("use_priority", "off")),
    ),
    "tags off and on again": (
        lambda desk, one, other: desk.anna.perform(TagTicket(one, ("vip",), ("dns",))),
        _undo,
        lambda desk, one, other: desk.anna.perform(TagTicket(one, (), ("dns", "vip"))),
    ),
    "merged, taken back, split": (
        lambda desk, one, other: desk.gary.perform(Take(one)),
        lambda desk, one, other: desk.gary.perform(MergeTicket(one, other)),
        _unmerge,
        lambda desk, one, other: desk.gary.perform(Take(other)),
        lambda desk, one, other: desk.gary.perform(Reply(other, "Which one?", close=False)),
        _split,
    ),
}  # fmt: skip


def _in_step(desk: MadeDesk) -> None:
    """Each view in each order has the tagged tickets that the view has without the filter, in the same order."""
    for who in (desk.gary, desk.anna, desk.gus, desk.john):
        for view in QueueView:
            for sort in QueueSort:
                rows = who.read(ReadQueue(view, sort)).rows
                wanted = [row.number for row in rows if "dns" in row.tags]
                assert [row.number for row in who.read(ReadQueue(view, sort, TAGGED)).rows] == wanted, (view, sort)
    wrong = [finding.sentence for finding in diagnose(desk.where, clock=desk.clock) if finding.name == "lists"]
    assert wrong == ["Every ticket stands in the lists where its tasks put it."]


@pytest.mark.parametrize("life", list(LIVES))
def test_a_tagged_ticket_stands_in_the_lists_of_its_tag(desk: MadeDesk, life: str) -> None:
    """TQ2, TQ8, TQ10: after each act, beside a tagged ticket that stays and one without tags."""
    one, other = desk.ticket(), desk.ticket()
    desk.ticket("Sales")
    for number in (one, other):
        desk.clock.forward(minutes=1)
        desk.anna.perform(TagTicket(number, ("dns",)))
    _in_step(desk)
    for step in LIVES[life]:
        desk.clock.forward(minutes=1)
        step(desk, one, other)
        _in_step(desk)


ATTACHMENT = Query((Term(HasAttachment()),))


def test_has_attachment_finds_what_has_one_now(desk: MadeDesk) -> None:
    """TQ10, P3: emails and answers, what went away with an undo, what was split off and merged; `doctor` agrees."""
    plain, written = desk.ticket(), desk.ticket()
    sent = desk.receive(email(files=(PICTURE,))).ticket or 0

    def found() -> list[int]:
        rows = {who: desk_of.read(ReadQueue(QueueView.ALL, QueueSort.OLDEST, ATTACHMENT)).rows
                for who, desk_of in (("gary", desk.gary), ("anna", desk.anna))}  # fmt: skip
        assert [row.number for row in rows["gary"]] == [row.number for row in rows["anna"]]
        wrong = [one.sentence for one in diagnose(desk.where, clock=desk.clock) if one.name == "lists"]
        assert wrong == ["Every ticket stands in the lists where its tasks put it."]
        return [row.number for row in rows["gary"]]

    assert found() == [sent]
    desk.anna.perform(Take(written))
    desk.anna.perform(Reply(written, "See below.", attachments=(PICTURE,)))
    assert found() == [written, sent]
    desk.anna.perform(TagTicket(written, ("dns",)))
    desk.anna.perform(Close(written))
    assert found() == [written, sent]
    desk.gary.perform(Take(sent))
    desk.gary.perform(MergeTicket(sent, plain))
    assert found() == [plain, written]
    desk.gary.perform(TakeBack(plain))
    assert found() == [written, sent]
