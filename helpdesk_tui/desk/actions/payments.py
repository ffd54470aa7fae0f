"""Payments of a client (CL12): added, put to Paid and back to New, deleted while they are New.

Amounts are minor units of the account's currency; one that was typed in another (`currency`) is refused `stale`. With
the same `key` an act is done once (rule 22).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import automatic_incidents, orders
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.billing import paid, put_back, short_text
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.money import checked
from helpdesk_tui.rules.stale import check_amount, check_currency
from helpdesk_tui.vocab import PaymentStatus

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.rooms.billing import Payment
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddPayment(Act[int]):
    """A payment of a client, New or Paid at once; answers with its number."""

    name: ClassVar[str] = "add-payment"
    title: ClassVar[str] = "Add payment"
    help: ClassVar[str] = "Add a payment to a client's account; only a Paid one counts."

    client: str
    amount: int
    status: PaymentStatus = PaymentStatus.NEW
    text: str = ""
    key: str = ""
    currency: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it, and post it where it is Paid."""
        text = short_text(self.text)
        account = tx.accounts.to_book_on(tx.clients.find(self.client))
        check_currency(self.currency, account.currency)
        number = tx.billing.add_payment(account, checked(self.amount, account.currency), text)
        _set(tx, account, tx.billing.payment(number), self.status)
        return number


@dataclass(frozen=True, slots=True)
class EditPayment(Act[int]):
    """Give a payment another note or, while it is New, another amount. Answers with its number.

    `seen` is the amount that it had before the editor's eyes (rule 26).
    """

    name: ClassVar[str] = "edit-payment"
    title: ClassVar[str] = "Edit payment"
    help: ClassVar[str] = "Change a payment's note, and its amount while it is not Paid."

    payment: int
    amount: int | None = None
    text: str | None = None
    key: str = ""
    seen: int | None = None

    def apply(self, tx: Tx) -> int:
        """Store what is otherwise."""
        account, payment = _locked(tx, self.payment)
        check_amount(self.seen, payment.amount, account.currency)
        values: dict[str, object] = {}
        if self.text is not None:
            values["text"] = short_text(self.text)
        if self.amount is not None and self.amount != payment.amount:
            if payment.status is PaymentStatus.PAID:
                raise Refused(f"Payment {payment.id} is Paid; put it back to New first.", code="payment_paid")
            values["amount"] = checked(self.amount, account.currency)
        if values:
            tx.billing.set_payment(account, payment, values)
        return payment.id


@dataclass(frozen=True, slots=True)
class SetPayment(Act[int]):
    """Put a payment to Paid, or back to New; what it is already changes nothing. Answers with its number.

    `seen` is the amount that it had before the eyes of who does it (rule 26).
    """

    name: ClassVar[str] = "set-payment"
    title: ClassVar[str] = "Set payment"
    help: ClassVar[str] = "Credit a payment to the account (Paid), or take that back (New)."

    payment: int
    status: PaymentStatus
    key: str = ""
    seen: int | None = None

    def apply(self, tx: Tx) -> int:
        """Post what it moves."""
        account, payment = _locked(tx, self.payment)
        check_amount(self.seen, payment.amount, account.currency)
        _set(tx, account, payment, self.status)
        return self.payment


@dataclass(frozen=True, slots=True)
class DeletePayment(Act[int]):
    """Delete a payment that is New; answers with its number."""

    name: ClassVar[str] = "delete-payment"
    title: ClassVar[str] = "Delete payment"
    help: ClassVar[str] = "Delete a payment that is not Paid."

    payment: int
    key: str = ""

    def apply(self, tx: Tx) -> int:
        """Mark it; its number is never another's."""
        account, payment = _locked(tx, self.payment)
        if payment.status is PaymentStatus.PAID:
            raise Refused(f"Payment {payment.id} is Paid; put it back to New first.", code="payment_paid")
        tx.billing.set_payment(account, payment, {"deleted": tx.now})
        tx.outbox.drop_invoices(payment.id)
        orders.given_up(tx, payment)
        return payment.id


def _locked(tx: Tx, number: int) -> tuple[Account, Payment]:
    """A payment as it is once its account is locked; raises NotFound, Refused where nothing can be booked there."""
    account = tx.accounts.locked(tx.billing.payment(number).account)
    tx.accounts.check_open(account)
    return account, tx.billing.payment(number)


def _set(tx: Tx, account: Account, payment: Payment, status: PaymentStatus) -> None:
    """Give a payment a status, and post what that moves."""
    if status is payment.status:
        return
    document, staff = payment.document, tx.scope.staff_id
    if status is PaymentStatus.PAID:
        turn, held = payment.turn + 1, tx.billing.first_is_held(account)
        now = automatic_incidents.terms(tx)
        why = Why(f"{document}:paid:{turn}", document=document, staff=staff)
        tx.accounts.post(account.id, [paid(payment.amount)], why)
        values = {"status": status.value, "paid_at": tx.now, "turn": turn, "first": not held,
                  "funds_number": now.per_funds, "funds_amount": now.amount}  # fmt: skip
        tx.billing.set_payment(account, payment, values)
        automatic_incidents.became_paid(tx, account, tx.billing.payment(payment.id), held=held)
        orders.paid(tx, payment)
        tx.billing.issue(payment.id)
    else:
        credited = tx.accounts.entry(account, f"{document}:paid:{payment.turn}")
        assert credited is not None
        why = Why(f"{document}:new:{payment.turn}", document=document, staff=staff)
        tx.accounts.post(account.id, [put_back(credited.seq, payment.amount)], why)
        automatic_incidents.back_to_new(tx, account, payment)
        values = {"status": status.value, "paid_at": None, "first": False}
        tx.billing.set_payment(account, payment, values)
