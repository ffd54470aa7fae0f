"""Documents of accounts in a write transaction: payments, expenses, withdrawals (CL12, CL13).

What they move is posted by `tx.accounts`, which has the account locked; here is what they say. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.allocation import Part, Share, allocated, without
from helpdesk_tui.rules.grants import Paid
from helpdesk_tui.store.tables import billing as tables
from helpdesk_tui.store.tables import ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import PaymentStatus

if TYPE_CHECKING:
    from helpdesk_tui.rules.invoice import Invoice
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.tx import Tx

_payment = table(tables.Payment)
_expense = table(tables.Expense)
_withdrawal = table(tables.Withdrawal)
_adjustment = table(tables.Adjustment)
_account = table(ledger.Account)
_BOOKKEEPING = frozenset(("turn", "first", "funds_number", "funds_amount"))
"""What no history of a client tells: the entries that follow from it do."""
NOTHING_TAKEN: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment; `turn` is how often it became Paid, `first` whether it holds the first payment's incidents."""

    id: int
    account: int
    amount: int
    status: PaymentStatus
    text: str
    paid_at: datetime | None
    turn: int
    first: bool
    created: datetime

    @property
    def document(self) -> str:
        """Its name in entries."""
        return f"payment:{self.id}"


@dataclass(frozen=True, slots=True)
class Expense:
    """An expense as it is now; `turn` is how often it was changed."""

    id: int
    account: int
    amount: int
    text: str
    ticket: int | None
    turn: int

    @property
    def document(self) -> str:
        """Its name in entries."""
        return f"expense:{self.id}"


class Billing:
    """Finds, adds and changes documents. Those that were deleted stay, and are found no more."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def payment(self, number: int) -> Payment:
        """A payment; raises NotFound."""
        row = self._row(_payment, number, "Payment")
        return Payment(
            row.id, row.account, row.amount, PaymentStatus(row.status), row.text, row.paid_at, row.turn, row.first,
            row.created,
        )  # fmt: skip

    def expense(self, number: int) -> Expense:
        """An expense; raises NotFound."""
        row = self._row(_expense, number, "Expense")
        return Expense(row.id, row.account, row.amount, row.text, row.ticket, row.turn)

    def add_payment(self, account: Account, amount: int, text: str, order: int | None = None) -> int:
        """Store one that is New; its number."""
        values = {"account": account.id, "amount": amount, "text": text, "created": self._tx.now,
                  "incident_order": order}  # fmt: skip
        return self._add(_payment, account, "payment", values)

    def add_expense(
        self, account: Account, amount: int, text: str, ticket: int | None = None, order: int | None = None
    ) -> int:
        """Store one; its number."""
        values = {"account": account.id, "amount": amount, "text": text, "ticket": ticket, "at": self._tx.now,
                  "incident_order": order}  # fmt: skip
        return self._add(_expense, account, "expense", values)

    def add_withdrawal(self, account: Account, amount: int, reason: str, reference: str) -> int:
        """Store one; its number."""
        values = {"account": account.id, "amount": amount, "reason": reason, "reference": reference, "at": self._tx.now}
        return self._add(_withdrawal, account, "withdrawal", values)

    def invoice(self, payment: int, payer: int | None = None) -> Invoice:
        """The invoice of a payment, as `rooms.invoices` puts it together; raises NotFound."""
        from helpdesk_tui.store.rooms.invoices import invoice_of

        tx = self._tx
        return invoice_of(tx.connection, payment, payer, tx.desk.name(), tx.now, tx.rules.zone)

    def issue(self, payment: int) -> None:
        """Keep what the invoice of a Paid payment says, from now on, unless it is kept; raises NotFound."""
        from helpdesk_tui.store.rooms.invoices import composed, payment_row
        from helpdesk_tui.store.rooms.issued import issue, issued_of

        tx, row = self._tx, payment_row(self._tx.connection, payment)
        if row.status == PaymentStatus.PAID.value and not issued_of(tx.connection, [row]):
            invoice = composed(tx.connection, row, None, tx.desk.name(), tx.now, tx.rules.zone)
            issue(tx.connection, row.turn, invoice, tx.now)

    def oldest_unpaid(self, account: Account) -> datetime | None:
        """When the oldest payment was made that is New; None where there is none."""
        unpaid = (_payment.c.account == account.id) & (_payment.c.status == PaymentStatus.NEW.value)
        asked = select(_payment.c.created).where(unpaid, _payment.c.deleted.is_(None)).order_by(_payment.c.created)
        found: datetime | None = self._tx.connection.execute(asked.limit(1)).scalar()
        return found

    def count_unpaid(self, currency: str) -> int:
        """How many payments of clients are New in a currency."""
        asked = (
            select(func.count()).select_from(_payment).join(_account, _account.c.id == _payment.c.account)
            .where(_account.c.currency == currency, _account.c.client.is_not(None), _payment.c.deleted.is_(None),
                   _payment.c.status == PaymentStatus.NEW.value)
        )  # fmt: skip
        return int(self._tx.connection.execute(asked).scalar_one())

    def add_adjustment(self, account: Account, reason: str) -> str:
        """Store why something is changed by hand; the name that entries have of it."""
        values = {"account": account.id, "text": reason, "at": self._tx.now}
        number: int = self._tx.connection.execute(insert(_adjustment).values(values)).inserted_primary_key[0]  # type: ignore[index]
        return f"adjustment:{number}"

    def set_payment(self, account: Account, payment: Payment, values: dict[str, Any]) -> None:
        """Change what a payment says."""
        self._set(_payment, account, payment.document, payment.id, values)

    def set_expense(self, account: Account, expense: Expense, values: dict[str, Any]) -> None:
        """Change what an expense says."""
        self._set(_expense, account, expense.document, expense.id, values)

    def paid(self, account: Account) -> list[Paid]:
        """The payments of an account that are Paid, with the terms for funds that they became so under."""
        of_account = (_payment.c.account == account.id) & (_payment.c.status == PaymentStatus.PAID.value)
        asked = select(_payment).where(of_account).order_by(_payment.c.paid_at, _payment.c.id)
        rows = self._tx.connection.execute(asked)
        return [Paid(row.id, row.amount, row.paid_at, row.funds_number, row.funds_amount) for row in rows]

    def first_is_held(self, account: Account) -> bool:
        """Whether a payment holds the first payment's incidents, or the place of it where it gave none.

        One on an account of the client in an earlier currency counts too.
        """
        asked = select(_payment.c.id).where(_payment.c.account.in_(_every(account)), _payment.c.first)
        return self._tx.connection.execute(asked.limit(1)).first() is not None

    def was_charged(self, account: Account) -> bool:
        """Whether the client ever had an expense, in any currency; one that was deleted too."""
        asked = select(_expense.c.id).where(_expense.c.account.in_(_every(account)))
        return self._tx.connection.execute(asked.limit(1)).first() is not None

    def papers(self, client: int) -> tuple[int, int]:
        """How many payments and charges a client has on all accounts."""
        of_client = select(_account.c.id).where(_account.c.client == client)
        payments, charges = (
            int(self._tx.connection.execute(
                select(func.count()).where(where.c.account.in_(of_client), where.c.deleted.is_(None))
            ).scalar_one())
            for where in (_payment, _expense)
        )  # fmt: skip
        return payments, charges

    def _row(self, where: Any, number: int, name: str) -> Any:
        asked = select(where).where(where.c.id == number, where.c.deleted.is_(None))
        row = self._tx.connection.execute(asked).first()
        if row is None:
            raise NotFound(f"{name} {number}")
        return row

    def _add(self, where: Any, account: Account, name: str, values: dict[str, Any]) -> int:
        number: int = self._tx.connection.execute(insert(where).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record(name, "", number, client=account.client, document=f"{name}:{number}")
        return number

    def _set(self, where: Any, account: Account, document: str, number: int, values: dict[str, Any]) -> None:
        which = where.c.id == number
        before = self._tx.connection.execute(select(where).where(which)).one()
        self._tx.connection.execute(update(where).where(which).values(values))
        for field, value in values.items():
            if field not in _BOOKKEEPING and getattr(before, field) != value:
                self._tx.record(
                    f"{document} {field}", getattr(before, field), value, client=account.client,
                    document=document,
                )  # fmt: skip


def _every(account: Account) -> Any:
    """The numbers of all accounts of an account's client; its own where the client is gone."""
    mine = _account.c.id == account.id if account.client is None else _account.c.client == account.client
    return select(_account.c.id).where(mine)


def shares_of(
    connection: Connection,
    account: int,
    paid: Iterable[Part] = (),
    charged: Iterable[Part] = (),
    taken: Mapping[str, int] = NOTHING_TAKEN,
) -> tuple[Share, ...]:
    """What covers what on an account: computed of all that is Paid, and of all that was charged or withdrawn.

    With `paid` and `charged` what would cover what if these came to it; without what is `taken` of documents already.
    """
    run = connection.execute
    came = run(select(_payment.c.id, _payment.c.amount, _payment.c.paid_at.label("at")).where(
        _payment.c.account == account, _payment.c.status == PaymentStatus.PAID.value, _payment.c.deleted.is_(None)
    ))  # fmt: skip
    went = run(select(_expense.c.id, _expense.c.amount, _expense.c.at).where(
        _expense.c.account == account, _expense.c.deleted.is_(None)
    ))  # fmt: skip
    out = run(select(_withdrawal.c.id, _withdrawal.c.amount, _withdrawal.c.at).where(_withdrawal.c.account == account))
    charges = [*_parts("expense", went), *_parts("withdrawal", out), *charged]
    return allocated(without([*_parts("payment", came), *paid], taken), without(charges, taken))


def _parts(name: str, rows: Any) -> list[Part]:
    return [Part(f"{name}:{row.id}", row.amount, row.at, row.id) for row in rows]
