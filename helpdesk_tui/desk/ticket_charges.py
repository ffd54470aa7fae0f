"""What a ticket costs its client: support fee and support incidents, and taking them back (SF1, SF3, IN11, TR7).

Whoever calls this has the ticket locked; the account is locked here. All of it is one transaction with the act that is
its cause: parameters, or an answer.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from helpdesk_tui.desk import charging, notices, orders, ticket_incidents
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules.incidents import MOST_INCIDENTS
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.stale import check_currency, check_debt, check_fee, check_incidents

if TYPE_CHECKING:
    from helpdesk_tui.rules.ticket import Ticket
    from helpdesk_tui.store.tx import Tx
    from helpdesk_tui.views import Foreseen

_CHANGED = "its support fee was changed since"


@dataclass(frozen=True, slots=True)
class Charge:
    """What is to be charged: a fee in minor units, the ticket's total of incidents; None for nothing of it.

    `currency` is the one that the fee was entered in, where that is known. `seen_fee` and `seen_incidents` are what the
    writer saw: all fees that were ever charged on the ticket, refunded or not, and its incidents. None of them is
    compared where it is None. `foreseen` is what the writer was told that it does to the account.
    """

    fee: int | None = None
    incidents: int | None = None
    seen_fee: int | None = None
    seen_incidents: int | None = None
    currency: str = ""
    foreseen: Foreseen | None = None


@dataclass(frozen=True, slots=True)
class Charged:
    """What was charged, so that it can be taken back: the fee's expense, the ticket's incidents before and after."""

    expense: int | None = None
    incidents: tuple[int, int] | None = None


def apply(tx: Tx, ticket: Ticket, charge: Charge) -> Ticket:
    """Charge it, and note it for taking back; the ticket, changed where anything was charged.

    Incidents that are so already change nothing. Raises Refused: `stale` where somebody else charged since it was seen,
    or the account is otherwise than was told so that it matters, `bad_sum`, `bad_number`, `no_incidents`.
    """
    done = Charged(_charge_fee(tx, ticket, charge), _set_incidents(tx, ticket, charge))
    if done == Charged():
        return ticket
    tx.journal.note(ticket.number, charged=asdict(done))
    return replace(ticket, updated=tx.now, version=ticket.version + 1)


def take_back(tx: Tx, ticket: Ticket, noted: dict[str, Any] | None, *, whole: bool) -> bool:
    """Take back what an act charged, by entries; whether its fee went back. `noted` is what the act noted of it.

    What somebody changed since is refused where all goes back or nothing (`whole`); else it stays, and the ticket says
    so.
    """
    if noted is None:
        return False
    expense, incidents = noted["expense"], noted["incidents"]
    kept = "" if expense is None else _refund(tx, expense)
    if kept:
        _stays(tx, ticket, kept, whole)
    if incidents is not None and not _restore(tx, ticket, *incidents):
        _stays(tx, ticket, "its support incidents were changed since", whole)
    return expense is not None and not kept


def _charge_fee(tx: Tx, ticket: Ticket, charge: Charge) -> int | None:
    if charge.fee is None:
        return None
    account = tx.accounts.of(ticket.client)
    check_currency(charge.currency, account.currency)
    total = tx.accounts.fees(account, ticket.number)
    check_fee(charge.seen_fee, total.charged, total.left, account.currency)
    limit = None if account.postpaid else account.credit_limit
    check_debt(charge.foreseen, account.standing.balance - charge.fee, limit, account.currency)
    expense = charging.charge(tx, account, charge.fee, f"Support fee for ticket {ticket.number}", ticket.number)
    fee, balance = (
        f"{amount(minor, account.currency)} {account.currency}"
        for minor in (charge.fee, tx.accounts.locked(account.id).standing.balance)
    )
    tx.conversation.system(ticket, f"Charged to the client: a support fee of {fee}. Balance: {balance}.")
    notices.fee_charged(tx, ticket, fee, balance)
    return expense


def _set_incidents(tx: Tx, ticket: Ticket, charge: Charge) -> tuple[int, int] | None:
    total = charge.incidents
    if total is None:
        return None
    if not 0 <= total <= MOST_INCIDENTS:
        raise Refused(f"The support incidents of a ticket are from 0 to {MOST_INCIDENTS:,}.", code="bad_number")
    now = ticket_incidents.charged(tx, ticket.number)
    if now == total:
        return None
    check_incidents(charge.seen_incidents, now, total)
    if total > now:
        # By staff's hand, as all that is booked by it; what a client's own ticket takes is not, nor what goes back.
        tx.accounts.check_open(tx.accounts.of(ticket.client))
    ticket_incidents.check_foreseen(tx, ticket.client, total, charge.foreseen, ticket.number)
    _move(tx, ticket, now, total)
    return now, total


def _move(tx: Tx, ticket: Ticket, now: int, total: int) -> None:
    """Take what is missing, or give back what is too much."""
    cause = f"ticket:{ticket.number}:set:{ticket_incidents.turn(tx, ticket)}"
    if total > now:
        ticket_incidents.take(tx, ticket, total - now, cause)
    else:
        ticket_incidents.give_back(tx, ticket, now - total, cause)


def _refund(tx: Tx, expense: int) -> str:
    """Delete a fee's expense, or say why it stays: somebody changed it since, or its account can only be read.

    It is the client's money: it goes back to an account that was switched off meanwhile, too.
    """
    try:
        account = tx.accounts.locked(tx.billing.expense(expense).account)
        found = tx.billing.expense(expense)
    except NotFound:
        return _CHANGED
    if found.turn:
        return _CHANGED
    if account.currency != tx.desk.currency():
        return f"its support fee is on the account in {account.currency}, an earlier currency"
    charging.remove(tx, account, found)
    orders.covered(tx, account.id)
    return ""


def _restore(tx: Tx, ticket: Ticket, before: int, after: int) -> bool:
    """Make the ticket's incidents what they were, unless somebody changed them since, or the rules say no by now."""
    if ticket_incidents.charged(tx, ticket.number) != after:
        return False
    try:
        _move(tx, ticket, after, before)
    except Refused:
        return False
    return True


def _stays(tx: Tx, ticket: Ticket, why: str, whole: bool) -> None:
    if whole:
        raise Refused(f"Ticket {ticket.number} stays as it is: {why}.", code="changed_since")
    tx.conversation.system(ticket, f"Not taken back: {why}.")
