"""Taking, releasing and taking over (SPEC TR1; clarification: blocked is per task)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.base import Context, Glimpse
from helpdesk_tui.desk.actions.hold import Release, Take, TakeOver
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadHistory, ReadQueue, ReadRow, ReadTicket
from helpdesk_tui.views import QueueRow
from tests.desk.refusals import refused
from tests.desk.test_work import said, tasks
from tests.desks import MadeDesk


@pytest.fixture
def number(desk: MadeDesk) -> int:
    """A ticket of Hans in Tech that nobody holds."""
    return desk.ticket()


def row(desk: MadeDesk, number: int, who: str = "gary") -> QueueRow:
    asker: Desk = getattr(desk, who)
    return asker.read(ReadRow(number))


def test_take(desk: MadeDesk, number: int) -> None:
    """TR1: shown in the list, mine, and others see who holds it."""
    assert desk.anna.perform(Take(number)) == number
    assert [(row(desk, number, who).taken_by, row(desk, number, who).held_by_me) for who in ("anna", "gus")] == [
        ("anna", True), ("anna", False),
    ]  # fmt: skip
    shown = desk.gus.read(ReadTicket(number))
    assert (shown.holders, shown.can_reply, desk.anna.read(ReadTicket(number)).can_reply) == (("anna",), False, True)


def test_take_again_changes_nothing(desk: MadeDesk, number: int) -> None:
    """TR1: a second press of the key is no change for anybody."""
    desk.anna.perform(Take(number))
    before = desk.gary.read(ReadQueue()).change
    assert desk.anna.perform(Take(number)) == number
    assert desk.gary.read(ReadQueue()).change == before


def test_take_names_the_holder(desk: MadeDesk, number: int) -> None:
    """TR1, CLI: the others are told who has it; `holder` stands in the error object."""
    desk.anna.perform(Take(number))
    refusal = refused(desk.gus, Take(number))
    assert (refusal.code, refusal.details, refusal.sentence) == (
        "ticket_blocked", {"holder": "anna"}, f"anna holds ticket {number}.",
    )  # fmt: skip


def test_take_names_the_holder_in_my_departments(desk: MadeDesk, number: int) -> None:
    """Clarification, blocked is per task: john belongs to Sales, so gus is in his way, not anna."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, staff="gus"))
    desk.gary.perform(Assign(number, department="Sales"))
    desk.gus.perform(Close(number))
    desk.gus.perform(Take(number))
    assert tasks(desk, number) == "Tech:anna Tech:closed Sales:gus"
    assert refused(desk.john, Take(number)).sentence == f"gus holds ticket {number}."
    row = desk.john.read(ReadRow(number))
    assert (row.taken_by, row.kept_by, row.covered) == ("anna", "gus", True)


def test_take_where_my_departments_are_done(desk: MadeDesk, number: int) -> None:
    """Clarification: nobody is in the way, there is nothing for my departments to do; row and door say the same."""
    desk.anna.perform(Take(number))
    desk.gary.perform(Assign(number, department="Sales"))
    desk.john.perform(Take(number))
    desk.john.perform(Close(number))
    for free in (False, True):
        refusal = refused(desk.john, Take(number))
        assert (refusal.code, refusal.sentence) == (
            "ticket_closed", "The ticket has no open task in your departments.",
        )  # fmt: skip
        row = Glimpse.of_row(desk.john.read(ReadRow(number)))
        foreseen = Take.blocked(Context(desk.john.scope(), row))
        assert foreseen is not None
        assert foreseen.sentence == refusal.sentence
        if not free:
            desk.anna.perform(Release(number))


def test_take_what_is_closed(desk: MadeDesk, number: int) -> None:
    desk.gary.perform(Close(number))
    assert refused(desk.anna, Take(number)).code == "ticket_closed"


def test_release(desk: MadeDesk, number: int) -> None:
    """TR1: back to nobody, free for others."""
    desk.anna.perform(Take(number))
    desk.anna.perform(Release(number))
    assert tasks(desk, number) == "Tech:-"
    assert refused(desk.anna, Release(number)).code == "not_holder"
    assert desk.gus.perform(Take(number)) == number


def test_take_over(desk: MadeDesk, number: int) -> None:
    """TR1, clarification: by an administrator, with a reason, recorded; both are named."""
    desk.anna.perform(Take(number))
    desk.gary.perform(TakeOver(number, " anna \n is ill "))
    assert tasks(desk, number) == "Tech:gary"
    assert said(desk, number) == ["gary took the ticket over from anna: anna is ill"]
    events = [e for e in desk.gary.read(ReadHistory(number)) if e.action == "take-over" and e.field == "tasks"]
    assert [(e.who, e.before, e.after, e.reason) for e in events] == [("gary", "Tech:anna", "Tech:gary", "anna is ill")]


def test_nothing_is_taken_over_from_nobody(desk: MadeDesk, number: int) -> None:
    """TR1: what nobody holds is taken, what is one's own already stays so; no reason is recorded for either."""
    free = refused(desk.gary, TakeOver(number, "urgent"))
    assert (free.code, free.sentence) == ("not_held", f"Nobody holds ticket {number}: take it.")
    desk.gary.perform(Take(number))
    assert refused(desk.gary, TakeOver(number, "urgent")).code == "already_yours"
    assert said(desk, number) == []


@pytest.mark.parametrize(("reason", "code"), [("", "reason_missing"), (" \n", "reason_missing")])
def test_take_over_needs_a_reason(desk: MadeDesk, number: int, reason: str, code: str) -> None:
    desk.anna.perform(Take(number))
    assert refused(desk.gary, TakeOver(number, reason)).code == code
    assert tasks(desk, number) == "Tech:anna"
