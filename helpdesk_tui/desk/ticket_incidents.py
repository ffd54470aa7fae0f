"""Support incidents that a ticket takes and gives back (IN8, IN10, IN12; SPEC: Taking, Giving back, Credit).

Whoever calls this has the ticket locked, or has just made it. The account is locked here, so of any number who take
the last incidents at once the first ones get them. Entries, the ticket's system message and the email are one
transaction with the act that is their cause; a cause is posted once (rule 22).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from helpdesk_tui.desk import notices, old_accounts
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import incident_words as words
from helpdesk_tui.rules import incidents as rules
from helpdesk_tui.rules import moving
from helpdesk_tui.rules.incidents import Balance, Credit, Holding
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.rules.stale import check_taken

if TYPE_CHECKING:
    from helpdesk_tui.desk.notices import Occasion
    from helpdesk_tui.rules.incidents import Take
    from helpdesk_tui.rules.ledger import Movement
    from helpdesk_tui.rules.ticket import Ticket
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.rooms.clients import User
    from helpdesk_tui.store.tx import Tx
    from helpdesk_tui.views import Foreseen


def credit(tx: Tx) -> Credit:
    """*Allow extra tickets*, as the provider has it set (IN8)."""
    return Credit(tx.desk.switch("extra_tickets"), int(tx.desk.setting("extra_tickets_limit")))


def charged(tx: Tx, ticket: int) -> int:
    """How many incidents a ticket has taken and not given back: its *Support incidents*."""
    return tx.accounts.charged(ticket)


def short(tx: Tx, client: int, number: int) -> Refused | None:
    """The refusal that taking so many incidents of a client now would be; None where it would not be one.

    The client's account stays locked, so the answer holds until the transaction ends.
    """
    allowed = credit(tx)
    try:
        rules.taken(_holding(tx, client), number, _today(tx), allowed)
    except Refused as refused:
        return refused
    return None


def take(
    tx: Tx, ticket: Ticket, number: int, cause: str, *, occasion: Occasion | None = None, user: User | None = None
) -> None:
    """Take so many incidents for a ticket: dated ones by earliest end, lifetime ones, credit.

    The ticket gets a system message, the client an email where that is switched on; `occasion` and `user` are the email
    that caused it and who wrote it. Raises Refused `no_incidents`, `bad_number`, `posted_before`.
    """
    allowed = credit(tx)
    before = _holding(tx, ticket.client)
    moves = rules.taken(before, number, _today(tx), allowed)
    account = tx.accounts.of(ticket.client)
    tx.accounts.post(account.id, moves, Why(cause, ticket.number, staff=tx.scope.hand))
    left = _left(tx, rules.moved(before, moves))
    tx.conversation.system(ticket, f"Taken from the client: {words.taken(before, moves)}. Left: {words.left(left)}.")
    notices.incidents_taken(tx, ticket, number, left.total, occasion, user)


def check_foreseen(tx: Tx, client: int, total: int, foreseen: Foreseen | None, ticket: int | None = None) -> None:
    """Raise Refused `stale` where a ticket that is to have so many incidents takes, or gives back, other ones than was
    foreseen; None is not compared. Raises Refused as `take`. Without a `ticket` it is a new one.
    """
    if foreseen is None:
        return
    takes = moving.ranked(tx.accounts.takes(client, ticket)) if ticket is not None else ()
    before = moving.widened(_holding(tx, client), takes)
    moves = rules.to_total(before, takes, total, _today(tx), credit(tx))
    left = _left(tx, rules.moved(before, moves))
    check_taken(foreseen, words.moved(before, moves), left.total, words.left(left))


def take_if_there(tx: Tx, ticket: Ticket, number: int, cause: str) -> None:
    """Take so many incidents, or say on the ticket why none were taken: for what happens all the same.

    Who does not have them is connected to the service (IN6), as who is refused.
    """
    refused = short(tx, ticket.client, number)
    if refused is None:
        take(tx, ticket, number, cause)
    else:
        tx.plans.connect(ticket.client)
        tx.conversation.system(ticket, f"No support incidents were taken. {refused.sentence}")


def give_back(tx: Tx, ticket: Ticket, number: int, cause: str) -> None:
    """Give so many incidents of a ticket back, to where they came from: credit first, then what was taken last.

    A lot that has lapsed gives lifetime incidents instead. The ticket gets a system message. Raises Refused `reversed`
    for more than it has taken, `posted_before`.
    """
    account = tx.accounts.of(ticket.client)
    before = tx.accounts.holding(account)
    found = tx.accounts.takes(ticket.client, ticket.number)
    moves = rules.given_back(before, moving.ranked(found), number, _today(tx))
    _post_back(tx, ticket, account, found, moves, cause)
    gave, left = words.given_back(before, moves), words.left(_left(tx, tx.accounts.holding(account)))
    tx.conversation.system(ticket, f"Given back to the client: {gave}. Left: {left}.")


def _post_back(
    tx: Tx, ticket: Ticket, current: Account, takes: Sequence[tuple[int, Take]], moves: Sequence[Movement], cause: str
) -> None:
    """Post what is given back to the accounts that it was taken from; `moves` point at places in `takes`.

    What comes back to an account in an earlier currency goes on to the client's.
    """
    own: dict[int, list[Movement]] = {}
    for move in moves:
        assert move.reverses is not None
        account, take = takes[move.reverses]
        own.setdefault(account, []).append(replace(move, reverses=take.seq))
    for number, back in own.items():
        old = number != current.id
        # The cause counts the entries of the client's account; on another one it might have been used.
        why = Why(f"{cause}/of{current.id}" if old else cause, ticket.number, staff=tx.scope.hand)
        tx.accounts.post(number, back, why, old=old)
        if old:
            old_accounts.move(tx, tx.accounts.locked(number), current, moving.given_back(back))


def give_back_spam(tx: Tx, ticket: Ticket) -> None:
    """Give back whatever a ticket has taken: it is spam now (Clarifications: Spam)."""
    number = charged(tx, ticket.number)
    if number:
        give_back(tx, ticket, number, f"ticket:{ticket.number}:spam:{turn(tx, ticket)}")


def take_again(tx: Tx, ticket: Ticket) -> None:
    """Take what a ticket gave back when it became spam, where it is spam no more; says so where that is not left."""
    number = tx.accounts.given_back_last(ticket.number, f"ticket:{ticket.number}:spam:")
    if number:
        take_if_there(tx, ticket, number, f"ticket:{ticket.number}:no-spam:{turn(tx, ticket)}")


def turn(tx: Tx, ticket: Ticket) -> int:
    """What makes a cause another one each time: the number of the account's next entry."""
    return tx.accounts.of(ticket.client).standing.seq + 1


def _holding(tx: Tx, client: int) -> Holding:
    return tx.accounts.holding(tx.accounts.of(client))


def _today(tx: Tx) -> date:
    return day_of(tx.now, tx.rules.zone)


def _left(tx: Tx, after: Holding) -> Balance:
    return rules.balance(after, tx.now, tx.rules.zone)
