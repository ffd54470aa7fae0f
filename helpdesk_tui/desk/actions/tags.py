"""Tagging tickets (TQ10, TQ11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Context, TicketAct, held_by_another
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.ticket import Ticket

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class TagTicket(TicketAct):
    """Add tags to a ticket and take others off; membership is enough unless somebody else holds it (clarification)."""

    name: ClassVar[str] = "tags"
    title: ClassVar[str] = "Tags"
    help: ClassVar[str] = "Add tags to the ticket or take them off; the filter finds them with tag:."

    number: int
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Somebody else holds it."""
        return held_by_another(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Apply; nothing happens where the ticket has those and lacks these already."""
        tx.tags.change(ticket, self.add, self.remove)
