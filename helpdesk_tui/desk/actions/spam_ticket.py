"""Marking tickets as spam (SPEC Clarifications: Spam; TQ11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import ticket_incidents
from helpdesk_tui.desk.actions.base import Context, TicketAct, held_by_another
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.ticket import Ticket

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.journal import Entry
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class MarkSpam(TicketAct):
    """Close every task and hide the ticket from all views but *Spam*; or, with `spam` False, take the mark off.

    Sends nothing, to nobody. What the ticket took from the client is given back; without the mark it is taken again.
    """

    name: ClassVar[str] = "spam"
    title: ClassVar[str] = "Spam"
    help: ClassVar[str] = "Close the ticket as spam; the view Spam alone shows it. Again takes the mark off."

    number: int
    spam: bool = True

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Somebody else holds it."""
        return held_by_another(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Mark it, or take the mark off, and leave a system message."""
        if self.spam is ticket.spam:
            state = "is marked as spam already" if ticket.spam else "is not marked as spam"
            raise Refused(f"Ticket {ticket.number} {state}.", code="spam" if ticket.spam else "not_spam")
        if self.spam:
            after = tx.tickets.save(ticket, lifecycle.mark_spam(ticket, tx.scope, tx.now))
            tx.conversation.system(after, f"{tx.scope.login} marked the ticket as spam.")
            ticket_incidents.give_back_spam(tx, after)
            return
        marked = tx.tickets.marked_spam(ticket.number)
        alive = tx.people.active(ticket.departments)
        after = tx.tickets.save(ticket, lifecycle.no_spam(ticket, marked, alive, tx.people.living(), tx.now))
        tx.conversation.system(after, f"{tx.scope.login} took the mark of spam off.")
        ticket_incidents.take_again(tx, after)

    def done(self, tx: Tx) -> str:
        """Marked, or not any more."""
        return f"ticket {self.number} marked as spam" if self.spam else f"mark of spam taken off ticket {self.number}"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> None:
        """Take it back, and what the ticket gave back or took again with it."""
        # What is said of incidents is said anew, by what is done to them.
        super(MarkSpam, cls).take_back(tx, replace(entry, system=entry.system[:1]))
        for number in entry.tickets:
            ticket = tx.tickets.load(number)
            if ticket.spam:
                ticket_incidents.give_back_spam(tx, ticket)
            else:
                ticket_incidents.take_again(tx, ticket)
