"""What violations lead to (TF5): an answer ends them, their date and the limit of scores suspend services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.desk import notices
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import abuse as rules
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.abuse import Abuse, Violation
from helpdesk_tui.rules.moments import say_date
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.vocab import AbuseAction, ServiceStatus

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

LIMIT = "abuse_score_limit"
"""The provider setting; 0 is no limit."""


def register(tx: Tx, ticket: Ticket, violation: Violation) -> Abuse:
    """Store a violation on a ticket, say so there, tell the client, and look at the limit of scores.

    Raises Refused as `rules.abuse.registered`, `service_deleted` where there is nothing to suspend, and NotFound.
    """
    # Of two that are added at the same moment, one sees the other's scores.
    tx.clients.lock(ticket.client)
    service = tx.clients.service_of(ticket.client, violation.service) if violation.service else ticket.service
    made = Abuse(0, ticket.number, ticket.client, service, violation.scores, violation.action, violation.until,
                 violation.comment)  # fmt: skip
    abuse = rules.registered(made, tx.now)
    name = _selected(tx, abuse)
    abuse = tx.abuses.add(abuse)
    comment = f" {abuse.comment}" if abuse.comment else ""
    said = rules.announced(abuse, name, tx.rules.zone)
    tx.conversation.system(ticket, f"{tx.scope.login} registered abuse {abuse.id}: {said}{comment}")
    notices.violated(tx, ticket, abuse.scores, abuse.until)
    limit_reached(tx, ticket)
    return abuse


def client_answered(tx: Tx, ticket: Ticket) -> None:
    """The client wrote to a ticket: nothing will be done about the violations on it that were still open."""
    for abuse in tx.abuses.open_on(ticket.number):
        tx.abuses.save(abuse, rules.answered(abuse, tx.now))
        tx.conversation.system(ticket, f"The client answered; {_about(abuse)} is not followed up any more.")


def limit_reached(tx: Tx, ticket: Ticket) -> None:
    """Suspend every service of a client whose scores reach the provider's limit; the client is locked."""
    scores, limit = tx.abuses.scores(ticket.client), int(tx.desk.setting(LIMIT))
    if rules.reaches(scores, limit):
        tx.conversation.system(ticket, rules.at_once(scores, limit, _suspend(tx, ticket.client)))


def carry_out(tx: Tx, ticket: Ticket, abuse: Abuse) -> None:
    """The date of a violation has come and the client has not answered; `ticket` is the one it stands on now."""
    tx.abuses.save(abuse, rules.carried_out(abuse, tx.now))
    what = f"The client did not answer by {say_date(abuse.until, tx.rules.zone)} to {_about(abuse)}"
    if abuse.action is AbuseAction.SUPPORT:
        gone = not ticket.open_tasks and not tx.people.active((ticket.department,))
        instead = tx.people.living(*ticket.departments) if gone else None
        after = tx.tickets.save(ticket, lifecycle.recalled(ticket, tx.now, instead))
        where = "it is marked as spam and stays there" if ticket.spam else "the ticket is back in the support queue"
        tx.conversation.system(after, f"{what}: {where}.")
        return
    tx.clients.lock(abuse.client)
    only = abuse.service if abuse.action is AbuseAction.SUSPEND_SERVICE else None
    tx.conversation.system(ticket, f"{what}: {rules.suspended(_suspend(tx, abuse.client, only))}.")


def _selected(tx: Tx, abuse: Abuse) -> str:
    """The name of the selected service; raises Refused where the one to be suspended is no more."""
    found = next((one for one in tx.clients.services(abuse.client) if one.id == abuse.service), None)
    if found is None:
        return ""
    if abuse.action is AbuseAction.SUSPEND_SERVICE and found.status is ServiceStatus.DELETED:
        raise Refused(f"{found.name} is deleted; there is nothing to suspend.", code="service_deleted")
    return found.name


def _suspend(tx: Tx, client: int, only: int | None = None) -> list[str]:
    """Suspend the active services of a client, or `only` one of them; the names of those that were."""
    active = [
        service for service in tx.clients.services(client)
        if service.status is ServiceStatus.ACTIVE and only in (None, service.id)
    ]  # fmt: skip
    for service in active:
        tx.clients.set_service(client, service, ServiceStatus.SUSPENDED)
    return [service.name for service in active]


def _about(abuse: Abuse) -> str:
    return f"abuse {abuse.id} ({rules.counted(abuse.scores)})"
