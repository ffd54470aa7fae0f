"""Support incidents of a client by hand (IN9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.manual_incidents import adjusted, checked_reason

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AdjustIncidents(Act[int]):
    """Add lifetime incidents (a number above zero) or take some away, with a reason. Answers with the client's number.

    Refused where more would be taken than are left. With the same `key` it is done once (rule 22).
    """

    name: ClassVar[str] = "adjust-incidents"
    title: ClassVar[str] = "Adjust incidents"
    help: ClassVar[str] = "Add or take away a client's lifetime support incidents, with a reason."

    client: str
    incidents: int
    reason: str
    key: str = ""

    def apply(self, tx: Tx) -> int:
        """Post it to the client's account, which is opened where there was none."""
        reason = checked_reason(self.reason)
        account = tx.accounts.to_book_on(tx.clients.find(self.client))
        move = adjusted(account.standing, self.incidents)
        document = tx.billing.add_adjustment(account, reason)
        tx.accounts.post(account.id, [move], Why(document, document=document, staff=tx.scope.staff_id))
        assert account.client is not None
        return account.client
