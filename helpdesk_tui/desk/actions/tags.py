"""Tagging tickets (TQ10, TQ11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Context, TicketAct, checked, held_by_another
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.ticket import Ticket

if TYPE_CHECKING:
    from helpdesk_tui.desk.actions.reply import GivenBack
    from helpdesk_tui.store.rooms.journal import Entry
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
        retag(tx, ticket, self.add, self.remove)

    def done(self, tx: Tx) -> str:
        """Tagged anew."""
        return f"tags of ticket {self.number} changed"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> GivenBack | None:
        """Take off what was added, add what was taken off; what others tagged since stays."""
        number = entry.tickets[0]
        ticket = checked(cls(number), tx, tx.tickets.load(number))
        untag(tx, ticket, entry)
        return None


def retag(tx: Tx, ticket: Ticket, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    """Change a ticket's tags, so that it can be taken back; raises Refused for a word that can be no tag."""
    before = set(tx.tags.of(ticket.number))
    tx.tags.change(ticket, add, remove)
    after = set(tx.tags.of(ticket.number))
    if after != before:
        tx.journal.note(ticket.number, tagged=sorted(after - before), untagged=sorted(before - after))


def untag(tx: Tx, ticket: Ticket, entry: Entry) -> Ticket:
    """Take off what an act added, add what it took off, if it did; the ticket with its new version."""
    return tx.tags.change(ticket, entry.noted.get("untagged", ()), entry.noted.get("tagged", ()))
