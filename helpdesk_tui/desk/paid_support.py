"""Whether a new ticket of a client costs incidents, and whether they have them (MG7, IN8, IN10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from helpdesk_tui.desk import ticket_incidents

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


def cost(tx: Tx, departments: Iterable[int]) -> int:
    """What a client's new ticket in these departments costs: one incident where any of them writes requests off."""
    return int(any(tx.people.department(number).write_off for number in departments))


def waiting(tx: Tx, client: int) -> int:
    """How many incidents of this client wait for staff to confirm who wrote: one a ticket that is no spam (rule 14).

    The account is locked first: of two emails at once the second sees what the first one was promised.
    """
    tx.accounts.of(client)
    return tx.mail.waiting_for_proof(client)


def uncovered(tx: Tx, number: int, client: int) -> str:
    """Why a new ticket of this client that costs so much is not taken, in words; empty when it is.

    The client's account stays locked, so that a ticket that is taken is paid in the same transaction. Who asked for an
    incident in vain is connected to the service all the same (IN6).
    """
    if not number or ticket_incidents.short(tx, client, number) is None:
        return ""
    tx.plans.connect(client)
    credit = ticket_incidents.credit(tx)
    limit = f", and the limit of {credit.limit:,} on credit is reached" if credit.allowed else ""
    return f"no support incidents are left{limit}"


def asked_in_vain(tx: Tx, client: int) -> None:
    """Connect a client who asked for an incident that they do not have to the service all the same (IN6).

    For a transaction of its own, after the one that was refused.
    """
    if tx.plans.connects(client):
        # Of several that ask at once, the others wait here and find the service.
        tx.accounts.of(client)
        tx.plans.connect(client)
