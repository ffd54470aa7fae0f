"""Orders of support incidents (IN3 to IN5; SPEC: Orders): placed, renewed, raised, and given up while they wait.

Staff place them with the client's rights, and the client's balance pays. With the same `key` an act is done once
(rule 22). What the buyer was `told`, a price as `54.00 EUR`, is what is charged, `foreseen` what else they were told
(what has to be paid before, what becomes of the balance), and `seen` are the purchases that were under the order then;
where any of it is otherwise by now, the act is refused `stale` (rule 26).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import orders
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules.orders import check_cancel, ordering, raising, renewing
from helpdesk_tui.rules.stale import check_purchases
from helpdesk_tui.vocab import OrderState, PurchaseKind

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.rooms.orders import Kept
    from helpdesk_tui.store.rooms.plans import Tariff
    from helpdesk_tui.store.tx import Tx
    from helpdesk_tui.views import Foreseen


@dataclass(frozen=True, slots=True)
class PlaceOrder(Act[int]):
    """Order a plan for a client: `months` of a period, 0 for life; answers with the order's number.

    `package` is the number of the value package that was picked. `start` is the date from which months are counted, the
    day on which the order is completed without one.
    """

    name: ClassVar[str] = "order"
    title: ClassVar[str] = "Order incidents"
    help: ClassVar[str] = "Order support incidents of a plan for a client; their balance pays."
    who: ClassVar[Who] = Who.CLIENT

    client: str
    plan: str
    months: int
    package: int | None = None
    start: date | None = None
    key: str = ""
    told: str = ""
    foreseen: Foreseen | None = field(default=None, repr=False, compare=False)

    def apply(self, tx: Tx) -> int:
        """Store it, and complete it where the balance is enough."""
        client = tx.clients.find(self.client)
        if tx.scope.client_id not in (None, client):
            raise NotFound(f"Client {self.client}")
        tariff = tx.plans.named(self.plan)
        purchase = ordering(tariff.plan, self.months, self.package, self.start, orders.today(tx), tx.plans.offered())
        return orders.place(tx, tx.accounts.of(client), tariff, purchase, self.told, self.foreseen)


@dataclass(frozen=True, slots=True)
class RenewOrder(Act[int]):
    """Buy an order once more, for its own period or (`months`, 0 for life) another one; answers with its number."""

    name: ClassVar[str] = "renew-order"
    title: ClassVar[str] = "Renew order"
    help: ClassVar[str] = "Renew an order of support incidents, for its own period or another one."
    who: ClassVar[Who] = Who.CLIENT

    order: int
    months: int | None = None
    key: str = ""
    told: str = ""
    seen: int | None = None
    foreseen: Foreseen | None = field(default=None, repr=False, compare=False)

    def apply(self, tx: Tx) -> int:
        """Charge and give it, or wait for its payment."""
        _, kept = _locked(tx, self.order)
        tariff = _tariff(tx, kept)
        check_purchases(self.seen, tx.orders.purchases(self.order))
        listed = renewing(tariff.plan, kept.order, self.months, orders.today(tx), tx.plans.offered())
        orders.buy(tx, self.order, tariff, listed, self.told, self.foreseen)
        return self.order


@dataclass(frozen=True, slots=True)
class UpgradeOrder(Act[int]):
    """Raise the number of an order to a package; the difference is given, and charged for each term that is not over.

    Answers with the order's number.
    """

    name: ClassVar[str] = "upgrade-order"
    title: ClassVar[str] = "Upgrade order"
    help: ClassVar[str] = "Raise the number of an order's support incidents; it is never lowered."
    who: ClassVar[Who] = Who.CLIENT

    order: int
    package: int
    key: str = ""
    told: str = ""
    seen: int | None = None
    foreseen: Foreseen | None = field(default=None, repr=False, compare=False)

    def apply(self, tx: Tx) -> int:
        """Charge and give it, or wait for its payment."""
        _, kept = _locked(tx, self.order)
        tariff = _tariff(tx, kept)
        check_purchases(self.seen, tx.orders.purchases(self.order))
        day = orders.today(tx)
        listed = raising(tariff.plan, kept.order, self.package, day, tx.orders.terms(self.order, day))
        orders.buy(tx, self.order, tariff, listed, self.told, self.foreseen)
        return self.order


@dataclass(frozen=True, slots=True)
class CancelOrder(Act[int]):
    """Give up what waits for its payment under an order; what was given is not cancelled. Answers with its number."""

    name: ClassVar[str] = "cancel-order"
    title: ClassVar[str] = "Cancel order"
    help: ClassVar[str] = "Cancel an order, a renewal or an upgrade that still waits for its payment."

    order: int
    key: str = ""

    def apply(self, tx: Tx) -> int:
        """Cancel it, and delete the payment it waits for."""
        account, kept = _locked(tx, self.order)
        step = tx.orders.waiting(self.order)
        check_cancel(kept.order, waits=step is not None)
        assert step is not None
        orders.cancel(tx, account, kept, step)
        return self.order


def _locked(tx: Tx, number: int) -> tuple[Account, Kept]:
    """An order as it is once its account is locked; raises NotFound, for another client's too."""
    account = tx.accounts.locked(tx.orders.order(number).account)
    if account.client is None or tx.scope.client_id not in (None, account.client):
        raise NotFound(f"Order {number}")
    if tx.scope.client_id is not None and account.currency != tx.desk.currency():
        raise NotFound(f"Order {number}")  # accounts in an earlier currency are out of the client's reach (CL11)
    tx.accounts.check_current(account)
    return account, tx.orders.order(number)


def _tariff(tx: Tx, kept: Kept) -> Tariff:
    """The plan of an order under which something is bought now.

    Raises Refused `plan_deleted`, and `order_waits` while something waits under the order: one after the other.
    """
    tariff = tx.plans.numbered(kept.plan)
    if not tariff.active:
        raise Refused(f"The plan {tariff.name} was deleted; nothing is ordered of it any more.", code="plan_deleted")
    step = tx.orders.waiting(kept.order.id)
    if step is not None and kept.order.state is OrderState.ACTIVE:
        what = "upgrade" if step.purchase.kind is PurchaseKind.UPGRADE else "renewal"
        raise Refused(
            f"The {what} of order {kept.order.id} waits for payment {step.payment}; cancel it, or have it paid first.",
            code="order_waits",
        )
    return tariff
