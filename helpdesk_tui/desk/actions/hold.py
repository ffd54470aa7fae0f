"""Taking, releasing and taking over: who works on a ticket (TR1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import leaving
from helpdesk_tui.desk.actions.base import Context, TicketAct, held_by, is_spam, needs_hold
from helpdesk_tui.desk.actions.taking_back import take_back
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.lifecycle import NO_TASK
from helpdesk_tui.rules.ticket import Ticket

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.journal import Entry
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Take(TicketAct):
    """Assign the ticket to me: of any number who try at once one wins, the others are told who has it."""

    name: ClassVar[str] = "take"
    title: ClassVar[str] = "Assign ticket to me"
    help: ClassVar[str] = "Take the ticket, so that you can reply and nobody else can."

    number: int

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Held by another in all my departments, or closed."""
        ticket = context.ticket
        if ticket is None or ticket.mine:
            return None
        if ticket.spam:
            return is_spam(ticket)
        if ticket.closed:
            said = f"Ticket {ticket.number} is closed; it opens again when the client writes, or assign it anew."
            return Refused(said, code="ticket_closed").helped_by("assign", "assign it anew")
        if not ticket.covered:
            return Refused(NO_TASK, code="ticket_closed")
        if not ticket.free and ticket.holder is not None:
            return held_by(ticket)
        return None

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Hold the oldest free task of my departments."""
        after = tx.tickets.save(ticket, lifecycle.take(ticket, tx.scope, tx.now))
        leaving.hand_on_draft(tx, ticket, after)

    def done(self, tx: Tx) -> str:
        """Taken."""
        return f"ticket {self.number} taken"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> None:
        """Give it back, without the copy of a draft that came with it."""
        _give_back(tx, entry)


@dataclass(frozen=True, slots=True)
class TakeOver(TicketAct):
    """An administrator takes a held ticket, with a reason that is recorded; the holder's draft stays theirs, and
    the taker gets a copy of it to read and to go on with (docs/adr/0027).
    """

    name: ClassVar[str] = "take-over"
    title: ClassVar[str] = "Take over"
    help: ClassVar[str] = "Take the ticket from its holder, with a reason; administrators only."

    number: int
    reason: str

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Only administrators, and only from somebody."""
        ticket = context.ticket
        if not context.scope.admin:
            return Refused("Only an administrator can take a ticket over.", code="not_allowed")
        if ticket is not None and ticket.closed:
            return Refused(f"Ticket {ticket.number} is closed.", code="ticket_closed")
        if ticket is not None and ticket.mine:
            return Refused(f"Ticket {ticket.number} is yours already.", code="already_yours")
        if ticket is not None and ticket.holder is None:
            return Refused(f"Nobody holds ticket {ticket.number}: take it.", code="not_held").helped_by(
                "take", "take it"
            )
        return None

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Change the holder and leave a system message that names both."""
        reason = " ".join(self.reason.split())
        if not reason:
            raise Refused("A take-over needs a reason.", code="reason_missing")
        after, former = lifecycle.take_over(ticket, tx.scope, tx.now)
        tx.tickets.save(ticket, after, reason)
        if former is not None:
            tx.conversation.system(
                after, f"{tx.scope.login} took the ticket over from {tx.people.login(former)}: {reason}"
            )
            tx.journal.note(ticket.number, copied=tx.drafts.hand_over(ticket.number, former))

    def done(self, tx: Tx) -> str:
        """Taken over."""
        return f"ticket {self.number} taken over"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> None:
        """Give it back; the copy of the draft goes, what was taken from it into a text of one's own stays."""
        _give_back(tx, entry)


@dataclass(frozen=True, slots=True)
class Release(TicketAct):
    """Give my task of the ticket back to nobody."""

    name: ClassVar[str] = "release"
    title: ClassVar[str] = "Release"
    help: ClassVar[str] = "Give the ticket back, so that others can take it; your draft stays."

    number: int

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Only the holder."""
        return needs_hold(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Hold it no longer."""
        tx.tickets.save(ticket, lifecycle.release(ticket, tx.scope, tx.now))

    def done(self, tx: Tx) -> str:
        """Released."""
        return f"ticket {self.number} released"


def _give_back(tx: Tx, entry: Entry) -> None:
    take_back(tx, entry)
    tx.drafts.drop_other(entry.tickets[0], entry.noted.get("copied", 0))
