"""Who leaves a department, or the desk, while they hold tickets there (SPEC DS2, TR1, TR5)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Release, Take
from helpdesk_tui.desk.actions.redirect import Assign
from helpdesk_tui.desk.actions.setup import DeleteStaff, EditStaff
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.questions import ReadQueue
from tests.desk.refusals import refused
from tests.desk.test_drafts import kept, others
from tests.desk.test_undo import newest
from tests.desk.test_work import said, tasks
from tests.desks import MadeDesk

GONE = "anna left the department; nobody holds the ticket now."
LEAVES = {
    "another department": EditStaff("anna", departments=("Sales",), release=True),
    "no department": EditStaff("anna", departments=(), release=True),
    "deleted": DeleteStaff("anna", release=True),
}


@pytest.mark.parametrize("how", LEAVES)
def test_ds2_who_leaves_gives_back_what_they_hold(desk: MadeDesk, how: str) -> None:
    """DS2: in the same act, and a colleague takes it; the ticket says why nobody holds it."""
    first, second = desk.ticket(), desk.ticket()
    for number in (first, second):
        desk.anna.perform(Take(number))
    desk.gary.perform(LEAVES[how])
    assert [tasks(desk, number) for number in (first, second)] == ["Tech:-", "Tech:-"]
    assert (said(desk, first), said(desk, second)) == ([GONE], [GONE])
    assert desk.gus.perform(Take(first)) == first


@pytest.mark.parametrize(
    "act", [EditStaff("anna", departments=("Sales",)), EditStaff("anna", departments=()), DeleteStaff("anna")]
)
def test_ds2_it_is_said_before_with_the_number(desk: MadeDesk, act: Act[int]) -> None:
    """DS2: nothing changes unless it is asked for; the tickets are counted and named, the first five."""
    numbers = [desk.ticket() for _ in range(7)]
    for number in numbers:
        desk.anna.perform(Take(number))
    before = desk.gary.read(ReadQueue()).change
    refusal = refused(desk.gary, act)
    named = ", ".join(str(number) for number in numbers[:5])
    assert (refusal.code, refusal.details) == ("in_use", {"tickets": 7})
    assert refusal.sentence.startswith(f"anna holds 7 tickets ({named} and 2 more)")
    assert (desk.gary.read(ReadQueue()).change, tasks(desk, numbers[0])) == (before, "Tech:anna")


def test_ds2_what_is_held_where_one_stays_is_kept(desk: MadeDesk) -> None:
    """DS2: only what is held in the department that is lost goes back; who becomes no administrator loses likewise."""
    tech, sales = desk.ticket(), desk.ticket("Sales")
    for number in (tech, sales):
        desk.gus.perform(Take(number))
    assert refused(desk.gary, EditStaff("gus", departments=("Sales",))).details == {"tickets": 1}
    desk.gary.perform(EditStaff("gus", departments=("Sales",), admin=True))
    assert (tasks(desk, tech), tasks(desk, sales)) == ("Tech:gus", "Sales:gus")
    assert refused(desk.gary, EditStaff("gus", admin=False)).details == {"tickets": 1}
    desk.gary.perform(EditStaff("gus", admin=False, release=True))
    assert (tasks(desk, tech), tasks(desk, sales)) == ("Tech:-", "Sales:gus")


def test_tq5_an_unheld_task_beside_it_is_that_one_again(desk: MadeDesk) -> None:
    """TQ5: giving back leaves one unheld task of the department, not two."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.gary.perform(Assign(number, staff="gus"))
    desk.gus.perform(Release(number))
    desk.gary.perform(DeleteStaff("anna", release=True))
    assert sorted(tasks(desk, number).split()) == ["Tech:-", "Tech:closed"]


def test_tr5_whoever_takes_it_next_gets_what_was_typed(desk: MadeDesk) -> None:
    """TR1, TR5: a copy for the next taker, once; the draft stays the leaver's; undo takes the copy away."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(KeepDraft(number, "Dear Hans,", "they never pay"))
    desk.gary.perform(EditStaff("anna", departments=("Sales",), release=True))
    desk.gus.perform(Take(number))
    assert others(desk.gus, number) == [("anna", "Dear Hans,", "they never pay")]
    desk.gus.perform(Undo(newest(desk.gus)))
    assert others(desk.gus, number) == []
    desk.gus.perform(Take(number))
    desk.gus.perform(Release(number))
    desk.gary.perform(Take(number))
    assert others(desk.gary, number) == []
    desk.gary.perform(EditStaff("anna", departments=("Tech",)))
    assert kept(desk.anna, number) == ("Dear Hans,", "they never pay")


def test_tr5_who_is_here_keeps_their_draft_for_themselves(desk: MadeDesk) -> None:
    """TR1: a former holder who came back goes on with their own text; nobody else gets it."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(KeepDraft(number, "Dear Hans,"))
    desk.gary.perform(EditStaff("anna", departments=(), release=True))
    desk.gary.perform(EditStaff("anna", departments=("Tech",)))
    desk.gus.perform(Take(number))
    assert others(desk.gus, number) == []
