"""Many sessions that order, pay and renew at the same moment (SF3; RELIABILITY rule 24), on both databases."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, SetPayment
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadAccount, ReadIncidents, ReadOrders, ReadPayments
from helpdesk_tui.vocab import OrderState
from tests.desk.selling import NEW, PAID, sound
from tests.desks import HANS, MadeDesk


def together(*works: Callable[[], object]) -> list[str]:
    """Do all of it at once; the codes of what was refused."""
    refused: list[str] = []
    failed: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except DeskError as failure:
            refused.append(failure.code)
        except BaseException as failure:
            failed.append(failure)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    return sorted(refused)


def test_the_balance_is_spent_once(selling: MadeDesk) -> None:
    """SPEC, Orders: of five orders at once the balance pays two, and the others wait."""
    selling.anna.perform(AddPayment(HANS, 100_00, PAID))
    assert together(*[lambda: selling.gary.perform(PlaceOrder(HANS, "Care", 0))] * 5) == []
    found = selling.anna.read(ReadOrders(HANS))
    assert sorted(one.state for one in found) == [OrderState.ACTIVE] * 2 + [OrderState.WAITING] * 3
    assert selling.anna.read(ReadAccount(HANS)).balance == 0
    assert selling.anna.read(ReadIncidents(HANS)).lifetime == 20
    assert sound(selling)


def test_a_payment_completes_once(selling: MadeDesk) -> None:
    """However many sessions set it Paid, and back in between."""
    selling.anna.perform(PlaceOrder(HANS, "Care", 0))
    (payment,) = selling.anna.read(ReadPayments(HANS))
    works = [lambda: selling.gary.perform(SetPayment(payment.id, PAID))] * 4
    works += [lambda: selling.gary.perform(SetPayment(payment.id, NEW))] * 2
    assert together(*works) == []
    selling.anna.perform(SetPayment(payment.id, PAID))
    assert selling.anna.read(ReadIncidents(HANS)).lifetime == 10
    assert selling.anna.read(ReadAccount(HANS)).balance == 0
    assert sound(selling)


def test_paid_or_cancelled(selling: MadeDesk) -> None:
    """One of them comes first: either the incidents are given, or the money is the client's."""
    number = selling.anna.perform(PlaceOrder(HANS, "Care", 0))
    (payment,) = selling.anna.read(ReadPayments(HANS))
    refused = together(
        lambda: selling.gary.perform(SetPayment(payment.id, PAID)), lambda: selling.gary.perform(CancelOrder(number)),
        lambda: selling.gary.perform(DeletePayment(payment.id)),
    )  # fmt: skip
    given = selling.anna.read(ReadIncidents(HANS)).lifetime
    if given:
        assert refused in (["not_cancelled", "payment_paid"],)
    else:
        assert len(refused) == 2
        assert set(refused) <= {"not_found", "order_cancelled"}
    assert given in (0, 10)
    assert selling.anna.read(ReadAccount(HANS)).balance == 0
    assert sound(selling)


def test_one_purchase_after_the_other(selling: MadeDesk) -> None:
    """Renewals and a raise of one order: each counts on what the one before it left."""
    selling.anna.perform(AddPayment(HANS, 500_00, PAID))
    number = selling.anna.perform(PlaceOrder(HANS, "Care", 1))
    refused = together(
        *[lambda: selling.gary.perform(RenewOrder(number))] * 4, lambda: selling.gary.perform(UpgradeOrder(number, 20)),
    )  # fmt: skip
    assert refused == []
    (found,) = selling.anna.read(ReadOrders(HANS))
    assert [str(one.ends) for one in found.windows] == [
        "2026-05-10", "2026-06-10", "2026-07-10", "2026-08-10", "2026-09-10",
    ]  # fmt: skip
    assert {one.count for one in found.windows} == {20}
    assert sound(selling)
