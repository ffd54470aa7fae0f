"""Expenses of a client (CL13, SF2): added, edited and deleted; to the account each is an entry more.

What goes back may be enough for an order that waits (`desk.orders`). Amounts are minor units of the account's
currency; one that was typed in another (`currency`) is refused `stale`. With the same `key` an act is done once (rule
22).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import charging, orders
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.rules.billing import checked_text
from helpdesk_tui.rules.money import checked
from helpdesk_tui.rules.stale import check_amount, check_currency

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddExpense(Act[int]):
    """Charge a client: the full amount, whatever the balance is. Answers with the expense's number."""

    name: ClassVar[str] = "add-expense"
    title: ClassVar[str] = "Add expense"
    help: ClassVar[str] = "Charge a client an amount for something; the balance may become negative."

    client: str
    amount: int
    text: str
    key: str = ""
    currency: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it and post it."""
        text = checked_text(self.text)
        account = tx.accounts.of(tx.clients.find(self.client))
        check_currency(self.currency, account.currency)
        return charging.charge(tx, account, self.amount, text)


@dataclass(frozen=True, slots=True)
class EditExpense(Act[int]):
    """Give an expense another amount; the difference goes back or is charged. Answers with its number.

    `seen` is the amount that it had before the editor's eyes (rule 26).
    """

    name: ClassVar[str] = "edit-expense"
    title: ClassVar[str] = "Edit expense"
    help: ClassVar[str] = "Change what an expense costs; the difference returns to the client, or is charged."

    expense: int
    amount: int
    key: str = ""
    seen: int | None = None

    def apply(self, tx: Tx) -> int:
        """Post the difference."""
        account, expense = charging.locked(tx, self.expense)
        check_amount(self.seen, expense.amount, account.currency)
        charging.change(tx, account, expense, checked(self.amount, account.currency, zero=True))
        orders.covered(tx, account.id)
        return expense.id


@dataclass(frozen=True, slots=True)
class DeleteExpense(Act[int]):
    """Delete an expense: all of it goes back. Answers with its number; `seen` as when it is edited."""

    name: ClassVar[str] = "delete-expense"
    title: ClassVar[str] = "Delete expense"
    help: ClassVar[str] = "Delete an expense; its amount returns to the client."

    expense: int
    key: str = ""
    seen: int | None = None

    def apply(self, tx: Tx) -> int:
        """Post what goes back."""
        account, expense = charging.locked(tx, self.expense)
        check_amount(self.seen, expense.amount, account.currency)
        charging.remove(tx, account, expense)
        orders.covered(tx, account.id)
        return expense.id
