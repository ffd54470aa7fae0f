"""Undo: the actor takes back an act of theirs (X4, TR7; docs/adr/0015)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import Refused

if TYPE_CHECKING:
    from helpdesk_tui.desk.actions.reply import GivenBack
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back, in words, of which tickets, and what its writer gets back to go on with."""

    words: str
    tickets: tuple[int, ...]
    given: GivenBack | None = None


@dataclass(frozen=True, slots=True)
class Undo(Act[TakenBack]):
    """Take back one act of the actor's own, named by its number in their journal.

    By its number and not "the newest": of two sessions of one person that press the key at once, one takes the act
    back and the other is told so, instead of taking back the one before as well.
    """

    name: ClassVar[str] = "undo"
    title: ClassVar[str] = "Undo"
    help: ClassVar[str] = "Take back what you did last; again, what you did before. An answer while it is held back."

    entry: int

    def apply(self, tx: Tx) -> TakenBack:
        """Take it back whole, or refuse and say who did what since."""
        from helpdesk_tui.desk.registry import ACTS  # this act stands among them

        entry = tx.journal.entry(self.entry)
        if entry.undone is not None:
            raise Refused("That was taken back already.", code="taken_back")
        act = next(act for act in ACTS if act.name == entry.action)
        given = act.take_back(tx, entry)
        tx.journal.undone(entry.id)
        return TakenBack(entry.words, entry.tickets, given)
