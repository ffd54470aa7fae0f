"""A member of staff vouches for a sender whom no trusted server vouched for (MG11; RELIABILITY rule 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import TicketAct
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

    number: int

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Confirm every sender that waits for it."""
        senders = tx.mail.confirm(ticket.number)
        if not senders:
            raise Refused(f"No sender on ticket {ticket.number} waits to be confirmed.", code="nothing_to_confirm")
        tx.conversation.system(ticket, f"{tx.scope.login} confirmed that {' and '.join(senders)} wrote this.")
