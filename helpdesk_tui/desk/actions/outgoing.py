"""What staff do with outgoing emails: send one again, or give it up (MO1, TR7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.vocab import OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class RetryOutgoing(Act[int]):
    """Send a failed or waiting email again at once."""

    name: ClassVar[str] = "retry-outgoing"
    title: ClassVar[str] = "Send again"
    help: ClassVar[str] = "Try an email again that failed or waits."

    mail: int

    def apply(self, tx: Tx) -> int:
        """Queue it, when the actor may see its ticket and it is neither sent nor on its way."""
        state = within_reach(tx, self.mail)
        if state in (OutboxState.SENT, OutboxState.SENDING):
            raise Refused("The email was sent already, or is being sent now.", code="sent_already")
        if tx.outbox.was_taken_back(self.mail):
            raise Refused("The answer was taken back; what it said is your draft again.", code="taken_back")
        tx.outbox.retry(self.mail)
        return self.mail


@dataclass(frozen=True, slots=True)
class DropOutgoing(Act[int]):
    """Give an email up that waits or failed: it is not sent, or not again, and troubles nobody any more.

    One that the undo window still holds back was seen by nobody; of any other this is said on its ticket too.
    """

    name: ClassVar[str] = "drop-outgoing"
    title: ClassVar[str] = "Do not send"
    help: ClassVar[str] = "Give an email up that waits or failed: it is not sent again, and no longer counted."

    mail: int

    def apply(self, tx: Tx) -> int:
        """Drop it, when the actor may see its ticket and it is neither sent nor on its way."""
        state = within_reach(tx, self.mail)
        if state is OutboxState.SENT:
            raise Refused("The email was sent already.", code="sent_already")
        if state is OutboxState.SENDING:
            raise Refused("The email is being sent now; look again in a moment.", code="being_sent")
        if tx.outbox.is_dropped(self.mail):
            raise Refused("The email was given up already.", code="dropped")
        ticket = tx.outbox.drop(self.mail, f"Given up by {tx.scope.login}: {_WAS[state]}")
        if ticket is not None:
            found = tx.tickets.load(ticket)
            tx.conversation.system(found, f"{tx.scope.login} gave up an email to the client: {_WAS[state]}")
        return self.mail


_WAS = {
    OutboxState.HELD: "it was taken back before it was sent.",
    OutboxState.QUEUED: "it had not been sent.",
    OutboxState.RETRY: "it could not be sent yet.",
    OutboxState.FAILED: "it could not be delivered.",
    OutboxState.UNKNOWN: "it is not known whether it arrived.",
}


def within_reach(tx: Tx, mail: int) -> OutboxState:
    """The state of an outgoing email that the actor may handle; raises NotFound for any other (DS3)."""
    missing = NotFound(f"Outgoing email {mail}")
    try:
        ticket = tx.outbox.ticket_of(mail)
        if ticket is not None:
            tx.tickets.load(ticket)
    except NotFound:
        raise missing from None
    if ticket is None and not tx.outbox.is_mine(mail):
        raise missing
    return tx.outbox.state(mail)
