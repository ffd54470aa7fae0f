"""Expenses of a client (CL13, SF2): added, edited and deleted; to the account each is an entry more.

Amounts are minor units of the account's currency. With the same `key` an act is done once (rule 22).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import automatic_incidents
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.rules.account_terms import check_active
from helpdesk_tui.rules.billing import changed, charged, checked_text
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.money import checked

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.rooms.billing import Expense
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

    def apply(self, tx: Tx) -> int:
        """Store it and post it."""
        text = checked_text(self.text)
        account = tx.accounts.to_book_on(tx.clients.find(self.client))
        amount = checked(self.amount, account.currency)
        before = tx.billing.was_charged(account)
        number = tx.billing.add_expense(account, amount, text)
        document = tx.billing.expense(number).document
        tx.accounts.post(account.id, [charged(amount)], Why(document, document=document, staff=tx.scope.staff_id))
        automatic_incidents.charged(tx, account, document, before=before)
        return number


@dataclass(frozen=True, slots=True)
class EditExpense(Act[int]):
    """Give an expense another amount; the difference goes back or is charged. Answers with its number."""

    name: ClassVar[str] = "edit-expense"
    title: ClassVar[str] = "Edit expense"
    help: ClassVar[str] = "Change what an expense costs; the difference returns to the client, or is charged."

    expense: int
    amount: int
    key: str = ""

    def apply(self, tx: Tx) -> int:
        """Post the difference."""
        account, expense = _locked(tx, self.expense)
        amount = checked(self.amount, account.currency, zero=True)
        if amount != expense.amount:
            _post(tx, account, expense, amount)
            tx.billing.set_expense(account, expense, {"amount": amount, "turn": expense.turn + 1})
        return expense.id


@dataclass(frozen=True, slots=True)
class DeleteExpense(Act[int]):
    """Delete an expense: all of it goes back. Answers with its number."""

    name: ClassVar[str] = "delete-expense"
    title: ClassVar[str] = "Delete expense"
    help: ClassVar[str] = "Delete an expense; its amount returns to the client."

    expense: int
    key: str = ""

    def apply(self, tx: Tx) -> int:
        """Post what goes back."""
        account, expense = _locked(tx, self.expense)
        _post(tx, account, expense, 0)
        tx.billing.set_expense(account, expense, {"deleted": tx.now, "turn": expense.turn + 1})
        return expense.id


def _locked(tx: Tx, number: int) -> tuple[Account, Expense]:
    """An expense as it is once its account is locked; raises NotFound, and Refused where that is switched off."""
    account = tx.accounts.locked(tx.billing.expense(number).account)
    check_active(account.active)
    return account, tx.billing.expense(number)


def _post(tx: Tx, account: Account, expense: Expense, amount: int) -> None:
    """Post the difference to what an expense was; it points at the entry that charged it."""
    first = tx.accounts.entry(account, expense.document)
    assert first is not None
    cause = f"{expense.document}:{expense.turn + 1}"
    why = Why(cause, expense.ticket, expense.document, tx.scope.staff_id)
    tx.accounts.post(account.id, [changed(first.seq, expense.amount, amount)], why)
