"""Views of one's own on both databases (TQ2)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.views import DeleteView, SaveView
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadViews
from helpdesk_tui.views import SavedView
from helpdesk_tui.vocab import QueueSort, QueueView
from tests.desks import MadeDesk

ALL = QueueView.ALL


def own(desk: MadeDesk) -> dict[int, str]:
    return {view.slot: view.name for view in desk.anna.read(ReadViews())}


def test_a_list_is_named_with_filter_and_order(desk: MadeDesk) -> None:
    """TQ2: of one's own; the digits that open no other view are given out first."""
    assert desk.anna.perform(SaveView("  VIP \t clients ", ALL, QueueSort.NEWEST, "tag:vip age:>2d")) == 8
    assert [desk.anna.perform(SaveView(f"v{n}", ALL)) for n in range(3)] == [9, 1, 2]
    first = desk.anna.read(ReadViews())[2]
    assert first == SavedView(8, "VIP clients", ALL, QueueSort.NEWEST, "tag:vip age:>2d")
    assert desk.gary.read(ReadViews()) == ()


def test_a_view_is_renamed_moved_and_deleted(desk: MadeDesk) -> None:
    """TQ2: moved to a digit that is taken, the two change places."""
    for slot, name in ((8, "a"), (9, "b")):
        desk.anna.perform(SaveView(name, ALL, slot=slot))
    desk.anna.perform(SaveView("new", ALL, slot=8, was=8))
    assert own(desk) == {8: "new", 9: "b"}
    desk.anna.perform(SaveView("new", ALL, slot=9, was=8))
    assert own(desk) == {8: "b", 9: "new"}
    desk.anna.perform(SaveView("new", ALL, slot=3, was=9))
    assert own(desk) == {3: "new", 8: "b"}
    desk.anna.perform(DeleteView(8))
    assert own(desk) == {3: "new"}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (SaveView(" ", ALL), "name_missing"), (SaveView("x" * 25, ALL), "too_long"),
        (SaveView("x", ALL, slot=0), "bad_slot"), (SaveView("x", ALL, slot=8), "slot_taken"),
        (SaveView("x", ALL, query="status:lost"), "usage"), (SaveView("x", ALL, slot=1, was=7), "not_found"),
        (DeleteView(7), "not_found"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_what_is_refused_changes_nothing(desk: MadeDesk, act: SaveView, code: str) -> None:
    desk.anna.perform(SaveView("there", ALL, slot=8))
    with pytest.raises(DeskError) as refusal:
        desk.anna.perform(act)
    assert refusal.value.code == code
    assert own(desk) == {8: "there"}


def test_there_are_nine_at_most(desk: MadeDesk) -> None:
    for number in range(9):
        desk.anna.perform(SaveView(f"v{number}", ALL))
    with pytest.raises(DeskError) as refusal:
        desk.anna.perform(SaveView("one more", ALL))
    assert refusal.value.code == "too_many"
    desk.gary.perform(SaveView("his own", ALL))
