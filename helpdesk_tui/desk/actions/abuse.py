"""Registering a violation, withdrawing one, and what the worker does when its date has come (TF5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import abuses, notices
from helpdesk_tui.desk.actions.base import Act, TicketAct, Who
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import abuse as rules
from helpdesk_tui.rules.abuse import Abuse
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.vocab import AbuseAction, AbuseState, ServiceStatus

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
        ticket = self.admitted(tx)
        # Of two that are added at the same moment, one sees the other's scores.
        tx.clients.lock(ticket.client)
        service = tx.clients.service_of(ticket.client, self.service) if self.service else ticket.service
        made = Abuse(0, ticket.number, ticket.client, service, self.scores, self.action, self.until, self.comment)
        abuse = rules.registered(made, tx.now)
        name = self._selected(tx, abuse)
        abuse = tx.abuses.add(abuse)
        comment = f" {abuse.comment}" if abuse.comment else ""
        said = rules.announced(abuse, name, tx.rules.zone)
        tx.conversation.system(ticket, f"{tx.scope.login} registered abuse {abuse.id}: {said}{comment}")
        notices.violated(tx, ticket, abuse.scores, abuse.until)
        abuses.limit_reached(tx, ticket)
        return abuse.id

    def _selected(self, tx: Tx, abuse: Abuse) -> str:
        """The name of the selected service; raises Refused where the one to be suspended is no more."""
        found = next((one for one in tx.clients.services(abuse.client) if one.id == abuse.service), None)
        if found is None:
            return ""
        if abuse.action is AbuseAction.SUSPEND_SERVICE and found.status is ServiceStatus.DELETED:
            raise Refused(f"{found.name} is deleted; there is nothing to suspend.", code="service_deleted")
        return found.name


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
