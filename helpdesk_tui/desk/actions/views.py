"""Views of one's own (TQ2): a list of tickets that a member of staff named, on a digit key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.views import SavedView
from helpdesk_tui.vocab import QueueSort, QueueView

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

SLOTS = (8, 9, 1, 2, 3, 4, 5, 6, 7)
"""The digits in the order in which they are given out: first those that open no other view."""
MAX_NAME = 24


@dataclass(frozen=True, slots=True)
class SaveView(Act[int]):
    """Name a list of tickets, or change the name or digit of one; answers with its digit.

    `slot` None takes the first free digit. `was` is the digit of a view that is changed; where it moves to one that is
    taken, the two change places.
    """

    name: ClassVar[str] = "save-view"
    title: ClassVar[str] = "Name this list"
    help: ClassVar[str] = "Keep the list as it is shown, with filter and order, as a view of your own on a digit."

    label: str
    view: QueueView
    sort: QueueSort = QueueSort.QUEUE
    query: str = ""
    slot: int | None = None
    was: int | None = None

    def apply(self, tx: Tx) -> int:
        """Keep it; raises Refused for a name or digit that is none or taken."""
        label = " ".join(self.label.split())
        if not label:
            raise Refused("A view needs a name.", code="name_missing")
        if len(label) > MAX_NAME:
            raise Refused(f"A view's name has at most {MAX_NAME} characters.", code="too_long")
        parse_query(self.query, now=tx.now, zone=tx.rules.zone)
        slot = self._slot(tx)
        there = tx.personal.view_on(slot)
        before = None if self.was is None else tx.personal.view_on(self.was)
        if self.was is not None and before is None:
            raise NotFound(f"A view on {self.was}")
        if there is not None and slot != self.was:
            if self.was is None:
                raise Refused(f"{slot} is the key of “{there.name}”; choose another.", code="slot_taken")
            tx.personal.put_view(replace(there, slot=self.was))
        elif self.was is not None:
            tx.personal.drop_view(self.was)
        tx.personal.put_view(SavedView(slot, label, self.view, self.sort, self.query))
        tx.record("view", before.name if before else "", label)
        return slot

    def _slot(self, tx: Tx) -> int:
        if self.slot is not None:
            if self.slot not in SLOTS:
                raise Refused("The key of a view is a digit from 1 to 9.", code="bad_slot")
            return self.slot
        free = next((slot for slot in SLOTS if tx.personal.view_on(slot) is None), None)
        if free is None:
            raise Refused("You have nine views already; delete one first.", code="too_many")
        return free


@dataclass(frozen=True, slots=True)
class DeleteView(Act[None]):
    """Forget a view of one's own; its tickets stay where they are."""

    name: ClassVar[str] = "delete-view"
    title: ClassVar[str] = "Delete view"
    help: ClassVar[str] = "Forget a view of your own; its tickets stay where they are."

    slot: int

    def apply(self, tx: Tx) -> None:
        """Forget it; raises NotFound where nothing is on the digit."""
        view = tx.personal.view_on(self.slot)
        if view is None:
            raise NotFound(f"A view on {self.slot}")
        tx.personal.drop_view(self.slot)
        tx.record("view", view.name, "")
