"""Presence: before whom a ticket is open (docs/adr/0017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Attend(Act[None]):
    """Say that the ticket is open before me, which holds for a while; or, with `here` False, that it is not any more.

    Nothing goes on record: it is no change of the ticket, and it passes.
    """

    name: ClassVar[str] = "attend"
    title: ClassVar[str] = "Have open"
    help: ClassVar[str] = "Colleagues see before whom a ticket is open and who writes on it; said by the open form."

    number: int
    here: bool = True

    def apply(self, tx: Tx) -> None:
        """Say so; who lost the ticket from their sight may still leave it. Raises NotFound."""
        if self.here:
            tx.personal.attend(tx.tickets.look(self.number).number)
        else:
            tx.personal.depart(self.number)
