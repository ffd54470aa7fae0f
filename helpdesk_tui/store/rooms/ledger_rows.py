"""Rows of accounts and of what moved on them, as the rules have them (`rules.ledger`), and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpdesk_tui.rules.account_terms import Terms
from helpdesk_tui.rules.incidents import Take, takes_of
from helpdesk_tui.rules.ledger import Entry, Lot, Movement, Standing, Why
from helpdesk_tui.vocab import EntryKind, Grace, Unit


def terms_of(row: Any) -> Terms:
    """What an account's row says that staff set."""
    referred = row.referred_by.removeprefix("#")
    return Terms(row.active, row.postpaid, row.credit_limit, Grace(row.grace), row.respite, row.block,
                 int(referred) if referred.isdecimal() else None)  # fmt: skip


def standing_of(row: Any) -> Standing:
    """What an account's row says that its entries sum up to."""
    return Standing(row.balance, row.pool, row.given, row.used, row.seq, row.tip, row.moved)


def entry_of(row: Any) -> Entry:
    """An entry with its lot, if it is of one, from a row that has the lot's dates beside it."""
    lot = None if row.lot is None else Lot(row.lot, row.starts, row.ends, row.number)
    movement = Movement(Unit(row.unit), row.amount, EntryKind(row.kind), lot, row.reverses)
    return Entry(row.seq, movement, Why(row.cause, row.ticket, row.document, row.staff), row.at, row.hash)


def takes_everywhere(rows: Sequence[Any], ticket: int) -> tuple[tuple[int, Take], ...]:
    """The takes of a ticket that are not wholly given back, with the number of their account, the earliest first.

    `rows` are the entries of the ticket on all accounts of its client, by their ids, which follow time.
    """
    place = {(row.account, row.seq): at for at, row in enumerate(rows)}
    found = [
        (account, take) for account in {row.account for row in rows}
        for take in takes_of((entry_of(row) for row in rows if row.account == account), ticket)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: place[one[0], one[1].seq]))


def columns_of(account: int, entry: Entry) -> dict[str, Any]:
    """An entry of an account, as the table keeps it."""
    movement, why = entry.movement, entry.why
    return {
        "account": account, "seq": entry.seq, "unit": movement.unit.value, "amount": movement.amount,
        "lot": movement.lot and movement.lot.id, "kind": movement.kind.value, "reverses": movement.reverses,
        "cause": why.cause, "ticket": why.ticket, "document": why.document, "staff": why.staff, "at": entry.at,
        "hash": entry.hash,
    }  # fmt: skip
