"""Incidents that the provider gives by itself, within the act that is their cause (IN6, IN7; rules/grants.py).

Each is an entry of its own on the client's account. A payment remembers the terms under which it became Paid; put back
to New, what it gave goes, even where that leaves less than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.rules import grants
from helpdesk_tui.rules.grants import Paid, Terms
from helpdesk_tui.rules.ledger import Movement, Why
from helpdesk_tui.rules.money import minor_units
from helpdesk_tui.vocab import EntryKind

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.rooms.billing import Payment
    from helpdesk_tui.store.tx import Tx


def terms(tx: Tx) -> Terms:
    """The provider's settings."""

    def number(name: str) -> int:
        return int(tx.desk.setting(f"incidents_{name}"))

    amount = minor_units(tx.desk.setting("incidents_funds_amount"), tx.desk.currency())
    return Terms(
        number("registration"), number("first_payment"), number("first_charge"), number("per_funds"), amount
    )  # fmt: skip


def registered(tx: Tx, client: int) -> None:
    """A client was registered."""
    move = grants.for_registration(terms(tx))
    if move is not None:  # without it a client who never pays has no account
        tx.accounts.post(tx.accounts.of(client).id, [move], _why(tx, "registration"))


def charged(tx: Tx, account: Account, document: str, *, before: bool) -> None:
    """An expense was added; `before`: the account had had one, which may be deleted by now."""
    move = grants.for_first_charge(terms(tx), charged=before)
    tx.accounts.post(account.id, [move], _why(tx, "first-charge", document))


def became_paid(tx: Tx, account: Account, payment: Payment, *, held: bool) -> None:
    """A payment is Paid, as it stands in the documents now; `held`: another one has the first payment's incidents."""
    first = grants.for_first_payment(terms(tx), held=held)
    tx.accounts.post(account.id, [first], _why(tx, _first(payment), payment.document))
    there = tx.billing.paid(account)
    _post_funds(tx, account, payment, "paid", grants.for_funds(there, _of(payment, there)))


def back_to_new(tx: Tx, account: Account, payment: Payment) -> None:
    """A payment is to be New again; in the documents it is still Paid."""
    given = tx.accounts.entry(account, _first(payment))
    if given is not None:
        back = grants.first_payment_back(given.seq, given.movement.amount)
        tx.accounts.post(account.id, [back], _why(tx, f"{_first(payment)}:back", payment.document))
    there = tx.billing.paid(account)
    posted = tx.accounts.sum_of(account, EntryKind.FUNDS)
    _post_funds(tx, account, payment, "new", grants.funds_back(there, _of(payment, there), posted))


def _of(payment: Payment, there: list[Paid]) -> Paid:
    return next(one for one in there if one.id == payment.id)


def _post_funds(tx: Tx, account: Account, payment: Payment, what: str, move: Movement | None) -> None:
    why = _why(tx, f"{payment.document}:funds:{what}:{payment.turn}", payment.document)
    tx.accounts.post(account.id, [move], why)


def _first(payment: Payment) -> str:
    """The cause of the first payment's incidents: once for each time that this payment becomes the first."""
    return f"{payment.document}:first:{payment.turn}"


def _why(tx: Tx, cause: str, document: str = "") -> Why:
    return Why(cause, document=document, staff=tx.scope.hand)
