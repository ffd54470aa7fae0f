"""What was posted on accounts, in a write transaction: incidents that are left, fees and takes of tickets (IN12, SF1).

Nothing here posts; `rooms.accounts` does. Sums are of entries, which are never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select

from helpdesk_tui.rules.incidents import Dated, Holding, Take
from helpdesk_tui.rules.ledger import Entry, Lot
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.rooms.ledger_rows import entry_of, takes_everywhere
from helpdesk_tui.store.tables import ledger as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import EntryKind, Unit

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.tx import Tx

_account = table(tables.Account)
_entry = table(tables.Entry)
_lot = table(tables.Lot)
_moved = (
    select(_entry, _lot.c.starts, _lot.c.ends, _lot.c.number)
    .join_from(_entry, _lot, _lot.c.id == _entry.c.lot, isouter=True)
    .order_by(_entry.c.seq)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fees:
    """Support fees of a ticket in minor units: all that were ever charged, and what is left of them."""

    charged: int
    left: int


class Posted:
    """Finds what was posted; `Accounts` posts."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def holding(self, account: Account) -> Holding:
        """The incidents of an account: its pool, and the lots that have not lapsed by today in the desk's time zone."""
        today = day_of(self._tx.now, self._tx.rules.zone)
        left = func.coalesce(func.sum(_entry.c.amount), 0)
        asked = (
            select(_lot, left.label("left"))
            .join_from(_lot, _entry, and_(_entry.c.lot == _lot.c.id, _entry.c.account == account.id))
            .where(_lot.c.account == account.id, _lot.c.ends >= today)
            .group_by(_lot.c.id)
            .order_by(_lot.c.id)
        )
        rows = self._tx.connection.execute(asked)
        dated = tuple(Dated(Lot(row.id, row.starts, row.ends, row.number), int(row.left)) for row in rows)
        return Holding(self._tx.accounts.locked(account.id).standing.pool, dated)

    def takes(self, client: int, ticket: int) -> tuple[tuple[int, Take], ...]:
        """What a ticket has taken and not given back, with the number of the account, the earliest first."""
        of_client = select(_account.c.id).where(_account.c.client == client)
        asked = _moved.where(_entry.c.account.in_(of_client), _entry.c.ticket == ticket)
        return takes_everywhere(self._tx.connection.execute(asked.order_by(None).order_by(_entry.c.id)).all(), ticket)

    def was_posted(self, client: int, cause: str) -> bool:
        """Whether something was posted for this cause on an account of the client; theirs is locked."""
        self._tx.accounts.of(client)
        of_client = select(_account.c.id).where(_account.c.client == client)
        asked = select(_entry.c.id).where(_entry.c.account.in_(of_client), _entry.c.cause == cause)
        return self._tx.connection.execute(asked.limit(1)).first() is not None

    def charged(self, ticket: int) -> int:
        """How many incidents a ticket has taken and not given back: its *Support incidents*."""
        asked = select(func.coalesce(func.sum(_entry.c.amount), 0))
        which = (_entry.c.ticket == ticket) & (_entry.c.unit == Unit.INCIDENT.value)
        return -int(self._tx.connection.execute(asked.where(which)).scalar_one())

    def given_back_last(self, ticket: int, cause: str) -> int:
        """How many incidents a ticket gave back last, where the cause begins so; none where it took some since."""
        which = (_entry.c.ticket == ticket, _entry.c.unit == Unit.INCIDENT.value)
        # By their ids, which follow time on all accounts of a client.
        found = self._entries(*which, by=_entry.c.id)
        if not found or not found[-1].why.cause.startswith(cause):
            return 0
        latest = found[-1].why.cause.partition("/")[0]
        # Only the last ones in a row: an account in another currency counts its entries, and so causes, from 1 again.
        run = takewhile(lambda one: one.why.cause.partition("/")[0] == latest, reversed(found))
        return sum(one.movement.amount for one in run)

    def fees(self, account: Account, ticket: int) -> Fees:
        """The support fees of a ticket on an account."""
        gross = func.sum(case((_entry.c.kind == EntryKind.EXPENSE.value, _entry.c.amount), else_=0))
        asked = select(func.coalesce(gross, 0), func.coalesce(func.sum(_entry.c.amount), 0))
        which = (_entry.c.account == account.id) & (_entry.c.ticket == ticket) & (_entry.c.unit == Unit.MONEY.value)
        charged, left = self._tx.connection.execute(asked.where(which)).one()
        return Fees(-int(charged), -int(left))

    def sum_of(self, account: Account, kind: EntryKind) -> int:
        """The sum of all entries of a kind."""
        asked = select(func.coalesce(func.sum(_entry.c.amount), 0))
        which = (_entry.c.account == account.id) & (_entry.c.kind == kind.value)
        return int(self._tx.connection.execute(asked.where(which)).scalar_one())

    def entry(self, account: Account, cause: str) -> Entry | None:
        """The entry of a cause, if there is one."""
        return next(iter(self._entries(_entry.c.account == account.id, _entry.c.cause == cause)), None)

    def entries(self, account: Account) -> Sequence[Entry]:
        """All entries of an account, by number."""
        return self._entries(_entry.c.account == account.id)

    def _entries(self, *which: Any, by: Any = _entry.c.seq) -> list[Entry]:
        return [entry_of(row) for row in self._tx.connection.execute(_moved.where(*which).order_by(None).order_by(by))]
