"""Registering a violation, withdrawing one, and what the worker does when its date has come (TF5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import abuses
from helpdesk_tui.desk.actions.base import Act, TicketAct, Who
from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules import abuse as rules
from helpdesk_tui.rules.abuse import Abuse, Violation
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.vocab import AbuseAction, AbuseState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddAbuse(TicketAct):
    """Register a violation on a ticket and its client, held by anybody or nobody; answers with its number.

    `service` is the name of the selected one, the ticket's where it is empty. Where the client's scores reach the
    provider's limit, their services are suspended at once.
    """

    name: ClassVar[str] = "abuse"
    title: ClassVar[str] = "Abuse"
    help: ClassVar[str] = "Register a violation: scores, by when it is put right, what happens without an answer."

    number: int
    scores: int
    action: AbuseAction
    until: datetime
    comment: str = ""
    service: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it, say so on the ticket, and look at the limit."""
        violation = Violation(self.scores, self.action, self.until, self.comment, self.service)
        return abuses.register(tx, self.admitted(tx), violation).id


@dataclass(frozen=True, slots=True)
class WithdrawAbuse(Act[int]):
    """A violation was none after all: nothing is done about it, and its scores do not count. Answers with its number.

    What it suspended already stays suspended until somebody makes it active.
    """

    name: ClassVar[str] = "withdraw-abuse"
    title: ClassVar[str] = "Withdraw abuse"
    help: ClassVar[str] = "Withdraw a violation, with a reason: nothing is done about it, and its scores do not count."

    abuse: int
    reason: str

    def apply(self, tx: Tx) -> int:
        """Withdraw it, and say so on its ticket."""
        abuse, ticket = standing(tx, self.abuse)
        after = rules.withdrawn(abuse, self.reason, tx.now)
        tx.abuses.save(abuse, after)
        kept = abuse.state is AbuseState.DONE and abuse.action is not AbuseAction.SUPPORT
        note = " What was suspended stays so until somebody makes it active." if kept else ""
        said = f"{tx.scope.login} withdrew abuse {abuse.id} ({rules.counted(abuse.scores)}): {after.reason}"
        tx.conversation.system(ticket, f"{said}{'' if said.endswith('.') else '.'}{note}")
        return abuse.id


@dataclass(frozen=True, slots=True)
class CarryOutAbuse(Act[bool]):
    """Do what was registered about a violation whose date has come; whether there was still anything to do."""

    name: ClassVar[str] = "carry-out-abuse"
    title: ClassVar[str] = "Carry out abuse"
    help: ClassVar[str] = "A violation that was not answered by its date is carried out."
    who: ClassVar[Who] = Who.SYSTEM

    abuse: int

    def apply(self, tx: Tx) -> bool:
        """Carry it out, unless another worker did, the client answered, or somebody withdrew it meanwhile."""
        abuse, ticket = standing(tx, self.abuse)
        if not rules.is_due(abuse, tx.now):
            return False
        abuses.carry_out(tx, ticket, abuse)
        return True


def standing(tx: Tx, number: int) -> tuple[Abuse, Ticket]:
    """A violation as it is now, with the ticket it stands on, which is locked first; raises NotFound.

    One on a ticket that was merged away stands on the ticket that has its messages. Who may not see the ticket learns
    the same as of a violation that is not there.
    """
    try:
        ticket = tx.tickets.load(tx.abuses.find(number).ticket)
        while ticket.merged_into is not None:
            ticket = tx.tickets.load(ticket.merged_into)
    except NotFound:
        raise NotFound(f"Abuse {number}") from None
    return tx.abuses.find(number), ticket
