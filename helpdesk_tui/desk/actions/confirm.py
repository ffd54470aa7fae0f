"""A member of staff vouches for a sender whom no trusted server vouched for (MG11; RELIABILITY rule 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import paid_support, ticket_incidents
from helpdesk_tui.desk.actions.base import Context, TicketAct, is_spam
from helpdesk_tui.desk.filing import opened_by
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.ticket import Ticket

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ConfirmSender(TicketAct):
    """Confirm that the ticket's emails came from whom they name; what they cost is not held back any more."""

    name: ClassVar[str] = "confirm-sender"
    title: ClassVar[str] = "Confirm sender"
    help: ClassVar[str] = "Vouch for the sender of a ticket whose email no trusted server vouched for."

    leaves: ClassVar[str] = "no_incidents"

    number: int

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """It is spam, whose incidents were given back."""
        return is_spam(context.ticket) if context.ticket is not None and context.ticket.spam else None

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Confirm every sender that waits for it, and take what was held back for that.

        Raises Refused `nothing_to_confirm`; `no_incidents` where they are not left any more: a ticket that has to be
        paid for is not given away, and who was there first keeps what they have.
        """
        held = tx.mail.held(ticket.number)
        senders = tx.mail.confirm(ticket.number)
        if not senders:
            raise Refused(f"No sender on ticket {ticket.number} waits to be confirmed.", code="nothing_to_confirm")
        tx.conversation.system(ticket, f"{tx.scope.login} confirmed that {' and '.join(senders)} wrote this.")
        for mail in held:
            ticket_incidents.take(tx, ticket, 1, opened_by(mail))

    def leave(self, tx: Tx) -> None:
        """The client asked for an incident by email."""
        client = tx.tickets.load(self.number).client
        if client is not None:
            paid_support.asked_in_vain(tx, client)
