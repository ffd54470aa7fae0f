"""Splitting a ticket, merging two, and taking either back exactly (TF7). Nothing is emailed, nothing is charged.

Whoever keeps a journal of what can be undone calls `unsplit` and `unmerge` with the number that `split` and `merge`
answered with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions.base import Act, checked, merged_away
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import regroup
from helpdesk_tui.rules.regroup import Both, Move
from helpdesk_tui.rules.ticket import Ticket, in_the_way
from helpdesk_tui.vocab import Regrouped

if TYPE_CHECKING:
    from typing import Any

    from helpdesk_tui.store.rooms.regroupings import Kept
    from helpdesk_tui.store.tx import Tx


def split(tx: Tx, ticket: Ticket, first: int, subject: str) -> tuple[int, int]:
    """Make a new ticket of the messages from `first` on; the record's number and the new ticket's.

    The ticket is locked and held by the actor. Raises Refused, NotFound.
    """
    messages = tx.regroupings.said(ticket.number)
    gone = regroup.going(messages, first)
    both = regroup.split(ticket, tx.scope, messages, gone, subject, tx.now)
    made = tx.tickets.add(both.target)
    left = tx.tickets.save(ticket, both.source)
    rows = tx.regroupings.those_of([one.id for one in gone])
    tx.regroupings.move(rows, ticket.number, made.number)
    tx.following.split(ticket.number, made.number)
    tags = tx.tags.share(made, tx.tags.of(ticket.number))
    who, count = tx.scope.login, len(gone)
    said = (
        tx.conversation.system(
            left, f"{who} split {count} message{'s' * (count != 1)} off into ticket {made.number} “{subject}”."
        ),
        tx.conversation.system(made, f"{who} split this off from ticket {ticket.number} “{ticket.subject}”."),
    )
    move = Move(Regrouped.SPLIT, tuple(one.id for one in gone), Both(ticket, made), Both(left, made))
    return tx.regroupings.keep(move, rows, said, (), tags), made.number


def merge(tx: Tx, act: Act[Any], source: int, target: int) -> int:
    """Bring everything of one ticket to another, to which its number leads from now on; the record's number.

    `act` is asked whether it is blocked on the source. Raises Refused, NotFound.
    """
    one, other = tx.tickets.load_both(source, target)
    checked(act, tx, one)
    if other.merged_into is not None:
        raise merged_away(other)
    both = regroup.merge(one, other, tx.scope, tx.now)
    link, joined = tx.tickets.save(one, both.source), tx.tickets.save(other, both.target)
    rows = tx.regroupings.all_of(source)
    tx.regroupings.move(rows, source, target)
    personal = tx.following.merged(one, target)
    tags = tx.tags.share(joined, tx.tags.of(source))
    said = (
        tx.conversation.system(link, f"{tx.scope.login} merged this ticket into {target} “{other.subject}”."),
        tx.conversation.system(joined, f"{tx.scope.login} merged ticket {source} “{one.subject}” into this one."),
    )
    move = Move(Regrouped.MERGE, tuple(rows["message"]), Both(one, other), Both(link, joined))
    return tx.regroupings.keep(move, rows, said, personal, tags)


def take_back(tx: Tx, number: int) -> int:
    """Undo a split or a merge, whichever the record is of; the number of the ticket that has its messages again."""
    kept, now = _locked(tx, number)
    return (_unsplit if kept.move.kind is Regrouped.SPLIT else _unmerge)(tx, kept, now)


def unsplit(tx: Tx, number: int) -> int:
    """Bring back what was split off, and what was written there since; the old ticket's number.

    The new ticket becomes a link to it. Raises Refused with the reason where later changes make it impossible.
    """
    return _unsplit(tx, *_locked(tx, number))


def unmerge(tx: Tx, number: int) -> int:
    """Give a merged ticket its messages and facts back; its number. What was written since stays where it was written.

    Raises Refused with the reason where later changes make it impossible.
    """
    return _unmerge(tx, *_locked(tx, number))


def _locked(tx: Tx, number: int) -> tuple[Kept, Both]:
    """The record and both tickets as they are now, locked; refused where somebody else works on one of them."""
    now = Both(*tx.tickets.load_both(*tx.regroupings.tickets_of(number)))
    kept = tx.regroupings.kept(number)
    for ticket in (now.source, now.target):
        mine = kept.move.kind is Regrouped.MERGE and kept.staff == tx.scope.staff_id
        # Who merged may take that back, though their ticket went to whoever holds the other one.
        if not mine:
            _not_held(tx, ticket)
    return kept, now


def _not_held(tx: Tx, ticket: Ticket) -> None:
    held = in_the_way(ticket.open_tasks, tx.scope.covers)
    if held is None or tx.scope.everything or ticket.held_by(tx.scope.staff_id):
        return
    holder = tx.people.login(held.holder)
    raise Refused(f"{holder} holds ticket {ticket.number}.", code="ticket_blocked", holder=holder)


def _unsplit(tx: Tx, kept: Kept, now: Both) -> int:
    source, target = now.source.number, now.target.number
    where = tx.regroupings.where(kept.move.messages)
    rows = tx.regroupings.all_of(target, kept.said)
    coming = [one for one in tx.regroupings.said(target) if one.id not in kept.said]
    there = [*tx.regroupings.said(source), *coming]
    both = regroup.take_back(kept.move, now, where, (there, ()), tx.scope, tx.now)
    tx.regroupings.move(rows, target, source)
    tx.following.merged(now.target, source)
    # What the new ticket was tagged with since comes along with what was written there.
    tx.tags.share(now.source, (tag for tag in tx.tags.of(target) if tag not in kept.tags))
    back = tx.tickets.save(now.source, both.source)
    tx.tickets.save(now.target, both.target)
    tx.regroupings.undone(kept.id)
    tx.conversation.system(back, f"{tx.scope.login} took the split back: what became ticket {target} is here again.")
    return source


def _unmerge(tx: Tx, kept: Kept, now: Both) -> int:
    source, target = now.source.number, now.target.number
    where = tx.regroupings.where(kept.move.messages)
    went = set(kept.move.messages)
    everything = tx.regroupings.said(target)
    theirs = [one for one in everything if one.id in went]
    stays = [one for one in everything if one.id not in went]
    both = regroup.take_back(kept.move, now, where, (theirs, stays), tx.scope, tx.now)
    tx.regroupings.move(kept.rows, target, source)
    tx.following.back(kept.personal, source)
    tx.tags.unshare(now.target, kept.tags)
    back, left = tx.tickets.save(now.source, both.source), tx.tickets.save(now.target, both.target)
    tx.regroupings.undone(kept.id)
    tx.conversation.system(back, f"{tx.scope.login} took the merge into ticket {target} back.")
    tx.conversation.system(left, f"{tx.scope.login} took the merge of ticket {source} back; its messages are there.")
    return source
