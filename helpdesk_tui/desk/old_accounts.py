"""Accounts in an earlier currency of the provider: they can only be read, and have no incidents (CL11; docs/adr/0022).

What they had went to the client's account when the currency was changed. What a ticket gives back to one of them later
goes on to the client's account at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from helpdesk_tui.rules import moving
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.vocab import EntryKind

if TYPE_CHECKING:
    from helpdesk_tui.rules.moving import Moved
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.tx import Tx


def move(tx: Tx, old: Account, new: Account, moves: Iterable[Moved]) -> None:
    """Move incidents from an account that can only be read to the client's, an entry on each with the same cause."""
    begin = f"{moving.CAUSE}{old.id}:{new.id}:{tx.accounts.locked(old.id).standing.seq + 1}"
    for place, one in enumerate(moves, 1):
        why = Why(f"{begin}:{place}", staff=tx.scope.hand)
        tx.accounts.post(old.id, [one.off], why, old=True)
        if one.lot is None:
            tx.accounts.post(new.id, [replace(one.off, amount=one.number)], why)
        else:
            window = Window(one.lot.starts, one.lot.ends)
            tx.accounts.add_lot(new.id, window, one.number, why, kind=EntryKind.MOVED)
