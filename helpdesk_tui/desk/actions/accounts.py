"""The account of a client by hand: its terms, its incident limit and usage, and withdrawals (CL11, CL13, IN9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import orders
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import manual_incidents
from helpdesk_tui.rules.account_terms import Edit, edited
from helpdesk_tui.rules.billing import short_text, withdrawn
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.money import checked
from helpdesk_tui.rules.stale import check_currency, check_lots
from helpdesk_tui.vocab import Grace, WithdrawalReason

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.tx import Tx

NOT_SET_UP = "no plan of per-incident support is set up"
"""Why incident limit and usage cannot be edited; as *Write off requests* of a department."""


@dataclass(frozen=True, slots=True)
class EditAccount(Act[int]):
    """Change the terms of a client's account, its incident limit and its usage; None stays. Answers with the client.

    `referred_by` is a client, empty for nobody. `seen` is the number of the last entry that whoever edits the incidents
    saw (rule 26), None where nobody looked: a later one is refused. With the same `key` it is done once (rule 22).
    """

    name: ClassVar[str] = "edit-account"
    title: ClassVar[str] = "Edit account"
    help: ClassVar[str] = "Change what a client may owe and for how long, and their lifetime support incidents."

    client: str
    active: bool | None = None
    postpaid: bool | None = None
    credit_limit: int | None = None
    grace: Grace | None = None
    respite: int | None = None
    block: int | None = None
    referred_by: str | None = None
    incident_limit: int | None = None
    incident_usage: int | None = None
    seen: int | None = None
    key: str = ""
    currency: str = ""

    def apply(self, tx: Tx) -> int:
        """Store the terms, post what the incidents need."""
        account = tx.accounts.of(tx.clients.find(self.client))
        check_currency(self.currency, account.currency)
        assert account.client is not None
        edit = Edit(self.active, self.postpaid, self.credit_limit, self.grace, self.respite, self.block,
                    self._referred(tx, account.client))  # fmt: skip
        tx.accounts.edit(account, edited(account.terms, edit, account.currency))
        if self.incident_limit is not None or self.incident_usage is not None:
            self._incidents(tx, account)
        orders.covered(tx, account.id)  # more credit may be enough for what waits
        return account.client

    def _referred(self, tx: Tx, client: int) -> int | None:
        if self.referred_by is None:
            return None
        found = tx.clients.find(self.referred_by) if self.referred_by.strip() else 0
        if found == client:
            raise Refused("A client is not referred by themselves.", code="same_client")
        return found

    def _incidents(self, tx: Tx, account: Account) -> None:
        """One adjusting entry each."""
        if not tx.plans.set_up():
            raise Refused(f"Incident limit and usage cannot be edited: {NOT_SET_UP}.", code="not_set_up")
        now = account.standing
        check_lots(self.seen, now.seq, now.given, now.used)
        for move in manual_incidents.edited(now, self.incident_limit, self.incident_usage):
            document = tx.billing.add_adjustment(account, "edited by hand")
            tx.accounts.post(account.id, [move], Why(document, document=document, staff=tx.scope.staff_id))


@dataclass(frozen=True, slots=True)
class AddWithdrawal(Act[int]):
    """Money leaves a client's account, not more than the balance. Answers with the withdrawal's number."""

    name: ClassVar[str] = "add-withdrawal"
    title: ClassVar[str] = "Add withdrawal"
    help: ClassVar[str] = "Take money from a client's account that was paid out, not more than the balance."

    client: str
    amount: int
    reason: WithdrawalReason
    reference: str = ""
    key: str = ""
    currency: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it and post it."""
        reference = short_text(self.reference)
        account = tx.accounts.to_book_on(tx.clients.find(self.client))
        check_currency(self.currency, account.currency)
        move = withdrawn(account.standing.balance, checked(self.amount, account.currency))
        number = tx.billing.add_withdrawal(account, self.amount, self.reason.value, reference)
        document = f"withdrawal:{number}"
        tx.accounts.post(account.id, [move], Why(document, document=document, staff=tx.scope.staff_id))
        return number
