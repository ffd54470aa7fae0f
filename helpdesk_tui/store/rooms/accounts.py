"""Accounts of clients in a write transaction: what they have, and the one place where entries are posted (IN12).

Whoever asks for an account has it locked until the transaction ends, after the ticket and the client where those are
locked too. An entry, its number, its hash and the sums that the account keeps are written together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import ledger as rules
from helpdesk_tui.rules.account_terms import Terms, check_active
from helpdesk_tui.rules.currencies import check_current, current_last
from helpdesk_tui.rules.ledger import Entry, Lot, Movement, Standing, Why, check_reversal
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.rooms.entries import Posted
from helpdesk_tui.store.rooms.ledger_rows import columns_of, standing_of, terms_of
from helpdesk_tui.store.tables import billing as documents
from helpdesk_tui.store.tables import ledger as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import EntryKind, Grace, Unit

if TYPE_CHECKING:
    pass

_account = table(tables.Account)
_entry = table(tables.Entry)
_lot = table(tables.Lot)
_payment = table(documents.Payment)
_expense = table(documents.Expense)
_order = table(documents.IncidentOrder)
_STAYING = ("active", "postpaid", "grace", "respite", "block", "referred_by")
_SUMS = ("balance", "pool", "given", "used", "seq", "tip", "moved")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the acts need it; the credit limit in minor units of its currency."""

    id: int
    client: int | None
    currency: str
    active: bool
    postpaid: bool
    credit_limit: int
    standing: Standing
    grace: Grace = Grace.NONE
    respite: int = 0
    block: int = 0
    referred_by: int | None = None

    @property
    def terms(self) -> Terms:
        """What staff set for it."""
        return Terms(self.active, self.postpaid, self.credit_limit, self.grace, self.respite, self.block,
                     self.referred_by)  # fmt: skip


class Accounts(Posted):
    """Finds, opens and locks accounts, and posts to them."""

    def of(self, client: int) -> Account:
        """The account of a client in the provider's currency, locked; opened at the first need (CL11).

        Where it was switched off, it is still theirs, and no other is opened beside it. Raises NotFound for a client
        that is not there.
        """
        found = self.there(client)
        if found is None:
            self._tx.clients.client(client)
            # Of two that need it first, one waits here and finds what the other has opened.
            self._tx.clients.lock(client)
            found = self.there(client) or self._open(client)
        return found

    def there(self, client: int) -> Account | None:
        """The same where they have one, active or switched off; it is locked, and none is opened."""
        which = (_account.c.client == client) & (_account.c.currency == self._tx.desk.currency())
        asked = select(_account).where(which).order_by(_account.c.active.desc(), _account.c.id.desc()).limit(1)
        row = self._tx.connection.execute(asked.with_for_update()).first()
        return None if row is None else _account_of(row)

    def count_in(self, currency: str) -> int:
        """How many clients have an account in a currency."""
        which = (_account.c.currency == currency) & _account.c.client.is_not(None)
        return int(self._tx.connection.execute(select(func.count()).where(which)).scalar_one())

    def to_follow(self, currency: str, day: date) -> tuple[tuple[int, int], ...]:
        """Clients with an account in a currency who need one in a new currency at once, by number, and that account.

        They have incidents, credit, or lots that have not lapsed; or they are switched off, which the clients stay.
        """
        dated = select(_lot.c.id).where(_lot.c.account == _account.c.id, _lot.c.ends >= day).exists()
        which = (_account.c.currency == currency) & _account.c.client.is_not(None)
        which &= (_account.c.pool != 0) | dated | ~_account.c.active
        asked = select(_account.c.client, _account.c.id).where(which).order_by(_account.c.client, _account.c.id)
        return tuple((row.client, row.id) for row in self._tx.connection.execute(asked))

    def check_current(self, account: Account) -> None:
        """Raise Refused `account_old_currency` for an account that can only be read (CL11)."""
        check_current(account.currency, self._tx.desk.currency())

    def check_open(self, account: Account) -> None:
        """Raise Refused where nothing can be booked by hand: as `check_current`, and `account_inactive`."""
        self.check_current(account)
        check_active(account.active)

    def to_book_on(self, client: int) -> Account:
        """The same for what is booked by hand; raises Refused `account_inactive` where it is switched off."""
        found = self.of(client)
        self.check_open(found)
        return found

    def edit(self, account: Account, terms: Terms) -> None:
        """Give an account these terms; what changed goes on record, as its History of changes (CL11)."""
        before, after = _said(account.terms, account.currency), _said(terms, account.currency)
        changed = {name: getattr(terms, name) for name in after if getattr(terms, name) != getattr(account.terms, name)}
        if not changed:
            return
        values = changed | ({"grace": terms.grace.value} if "grace" in changed else {})
        if "referred_by" in changed:
            values["referred_by"] = _number(terms.referred_by)
        self._tx.connection.execute(update(_account).where(_account.c.id == account.id).values(values))
        for name in changed:
            self._tx.record(f"account_{name}", before[name], after[name], client=account.client)

    def locked(self, number: int) -> Account:
        """An account by its number, locked, after the desk's row as who changes the currency does; raises NotFound."""
        self._tx.desk.keep_settings()
        found = self._find(_account.c.id == number)
        if found is None:
            raise NotFound(f"Account {number}")
        return found

    def post(
        self, number: int, moves: Iterable[Movement | None], why: Why, *, old: bool = False
    ) -> tuple[Entry, ...]:  # fmt: skip
        """Post what there is to post on an account; the entries. Several of one cause have it numbered (`x/2`).

        Raises Refused `posted_before` for a cause that the account has had (rule 22), `reversed` where more would be
        taken back than there was (rule 23), `account_old_currency` unless it may be an `old` one.
        """
        found = [move for move in moves if move is not None]
        account = self.locked(number)
        if not found:
            return ()
        if not old:
            self.check_current(account)
        self._is_new(account.id, why.cause)
        # The clock of another computer may be ahead: entries go back in no one's time (rule 32).
        at = max(self._tx.now, account.standing.moved)
        standing, entries = account.standing, []
        for place, move in enumerate(found, 1):
            self._checked(account, move)
            cause = why.cause if place == 1 else f"{why.cause}/{place}"
            standing, entry = rules.posted(standing, move, Why(cause, why.ticket, why.document, why.staff), at)
            self._tx.connection.execute(insert(_entry).values(columns_of(account.id, entry)))
            entries.append(entry)
        values = {name: getattr(standing, name) for name in _SUMS}
        self._tx.connection.execute(update(_account).where(_account.c.id == account.id).values(values))
        self._record(account, standing, entries)
        if account.client is not None and any(move.unit is Unit.INCIDENT for move in found):
            self._tx.plans.connect(account.client)
        return tuple(entries)

    def add_lot(
        self, number: int, window: Window, count: int, why: Why, order: int | None = None,
        kind: EntryKind = EntryKind.PURCHASE,
    ) -> Lot:  # fmt: skip
        """Give dated incidents: the lot and the entry that grants it."""
        account = self.locked(number)
        self._is_new(account.id, why.cause)
        row = {"account": account.id, "incident_order": order, "starts": window.starts, "ends": window.ends,
               "number": count}  # fmt: skip
        made: int = self._tx.connection.execute(insert(_lot).values(row)).inserted_primary_key[0]  # type: ignore[index]
        lot = Lot(made, window.starts, window.ends, count)
        self.post(account.id, [Movement(Unit.INCIDENT, count, kind, lot)], why)
        return lot

    def leave(self, client: int) -> None:
        """A client is deleted: accounts that moved something stay, nobody's, and are closed; the others go."""
        of_client = _account.c.client == client
        run = self._tx.connection.execute
        written = (select(where.c.account) for where in (_payment, _expense, _order))
        unused = (_account.c.seq == 0, *(_account.c.id.not_in(asked) for asked in written))
        run(delete(_account).where(of_client, *unused))
        run(update(_account).where(of_client).values(client=None, active=False))

    def _find(self, *which: Any) -> Account | None:
        row = self._tx.connection.execute(select(_account).where(*which).with_for_update()).first()
        return None if row is None else _account_of(row)

    def _open(self, client: int) -> Account:
        """Open one; what staff set for the one before stays so, but for the credit limit: it was another currency's."""
        currency, now = self._tx.desk.currency(), self._tx.now
        asked = select(_account).where(_account.c.client == client).order_by(_account.c.active, _account.c.id)
        had = {row.currency: row for row in self._tx.connection.execute(asked)}
        last = had.get(current_last(had, self._tx.desk.earlier_currencies))
        kept = {} if last is None else {name: getattr(last, name) for name in _STAYING}
        values = {"client": client, "currency": currency, "opened": now, "moved": now, "tip": ""} | kept
        number: int = self._tx.connection.execute(insert(_account).values(values)).inserted_primary_key[0]  # type: ignore[index]
        begun = rules.opened(number, currency, now)
        self._tx.connection.execute(update(_account).where(_account.c.id == number).values(tip=begun.tip))
        self._tx.record("account", "", currency, client=client)
        return self.locked(number)

    def _is_new(self, account: int, cause: str) -> None:
        asked = select(_entry.c.seq).where(_entry.c.account == account, _entry.c.cause == cause)
        if self._tx.connection.execute(asked).first() is not None:
            raise Refused("This was booked already; nothing was done.", code="posted_before")

    def _checked(self, account: Account, move: Movement) -> None:
        """Refuse to take back more than there was."""
        if move.reverses is None:
            return
        of_account = _entry.c.account == account.id
        original = select(_entry.c.amount).where(of_account, _entry.c.seq == move.reverses)
        so_far = select(func.coalesce(func.sum(_entry.c.amount), 0)).where(
            of_account, _entry.c.reverses == move.reverses
        )  # fmt: skip
        run = self._tx.connection.execute
        check_reversal(int(run(original).scalar_one()), int(run(so_far).scalar_one()), move.amount)

    def _record(self, account: Account, after: Standing, entries: Iterable[Entry]) -> None:
        """Tell the events what moved: sums of money, and the number of incidents."""
        before, client = account.standing, account.client
        ticket = next((entry.why.ticket for entry in entries if entry.why.ticket is not None), None)
        if before.balance != after.balance:
            old, new = (f"{amount(one.balance, account.currency)} {account.currency}" for one in (before, after))
            self._tx.record("balance", old, new, client=client, ticket=ticket)
        moved = sum(entry.movement.amount for entry in entries if entry.movement.unit is Unit.INCIDENT)
        if moved:
            self._tx.record("incidents", "", f"{moved:+,}", client=client, ticket=ticket)


def _account_of(row: Any) -> Account:
    terms = terms_of(row)
    return Account(
        row.id, row.client, row.currency, row.active, row.postpaid, row.credit_limit, standing_of(row), terms.grace,
        terms.respite, terms.block, terms.referred_by,
    )  # fmt: skip


def _number(client: int | None) -> str:
    return "" if client is None else f"#{client}"


def _said(terms: Terms, currency: str) -> dict[str, str | bool]:
    """Terms as the history tells them."""
    return {
        "active": terms.active, "postpaid": terms.postpaid,
        "credit_limit": f"{amount(terms.credit_limit, currency)} {currency}", "grace": terms.grace.value,
        "respite": f"{terms.respite:,}", "block": f"{terms.block:,}", "referred_by": _number(terms.referred_by),
    }  # fmt: skip
