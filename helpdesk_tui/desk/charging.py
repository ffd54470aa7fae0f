"""Expenses of clients: charged, changed and taken back (CL13, SF1, SF2). To the account each is an entry more.

Amounts are minor units of the account's currency.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.desk import automatic_incidents
from helpdesk_tui.rules.billing import changed, charged
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.money import checked

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.rooms.billing import Expense
    from helpdesk_tui.store.tx import Tx


def charge(
    tx: Tx, account: Account, amount: int, text: str, ticket: int | None = None, order: int | None = None
) -> int:
    """Charge the full amount, whatever the balance is; the expense's number.

    Raises Refused `bad_sum`, and as `tx.accounts.check_open`.
    """
    tx.accounts.check_open(account)
    amount = checked(amount, account.currency)
    before = tx.billing.was_charged(account)
    number = tx.billing.add_expense(account, amount, text, ticket, order)
    document = tx.billing.expense(number).document
    tx.accounts.post(account.id, [charged(amount)], Why(document, ticket, document, tx.scope.hand))
    automatic_incidents.charged(tx, account, document, before=before)
    return number


def locked(tx: Tx, number: int) -> tuple[Account, Expense]:
    """An expense as it is once its account is locked; raises NotFound, Refused where nothing can be booked there."""
    account = tx.accounts.locked(tx.billing.expense(number).account)
    tx.accounts.check_open(account)
    return account, tx.billing.expense(number)


def change(tx: Tx, account: Account, expense: Expense, amount: int) -> None:
    """Give an expense another amount, which may be 0; the difference goes back, or is charged."""
    if amount != expense.amount:
        _post(tx, account, expense, amount)
        tx.billing.set_expense(account, expense, {"amount": amount, "turn": expense.turn + 1})


def remove(tx: Tx, account: Account, expense: Expense) -> None:
    """Delete an expense: what is left of it goes back."""
    _post(tx, account, expense, 0)
    tx.billing.set_expense(account, expense, {"deleted": tx.now, "turn": expense.turn + 1})


def _post(tx: Tx, account: Account, expense: Expense, amount: int) -> None:
    """Post the difference to what an expense was; it points at the entry that charged it."""
    first = tx.accounts.entry(account, expense.document)
    assert first is not None
    cause = f"{expense.document}:{expense.turn + 1}"
    why = Why(cause, expense.ticket, expense.document, tx.scope.hand)
    tx.accounts.post(account.id, [changed(first.seq, expense.amount, amount)], why)
