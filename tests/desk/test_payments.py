"""Payments to Paid and back, and deleted (CL12; SPEC: Once), on both databases."""

from __future__ import annotations

from threading import Thread

import pytest

from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, SetPayment
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import ReadAccount, ReadClient, ReadMoney, ReadPayment, ReadPayments
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import PaymentStatus
from tests.desks import HANS, NINE, NORD, MadeDesk
from tests.store.transactions import writing

NEW, PAID = PaymentStatus.NEW, PaymentStatus.PAID


def balance(desk: MadeDesk) -> int:
    return desk.anna.read(ReadAccount(HANS)).balance


def moved(desk: MadeDesk) -> list[tuple[str, int]]:
    return [(one.kind.value, one.amount) for one in desk.anna.read(ReadMoney(HANS))]


def test_only_a_paid_payment_counts(desk: MadeDesk) -> None:
    """CL12: New to Paid and back, as often as it happens; what it is already changes nothing."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, text=" Invoice\n7 "))
    shown = desk.gary.read(ReadPayment(number))
    assert (shown.amount, shown.status, shown.paid_at, shown.text) == (50_00, NEW, None, "Invoice 7")
    balances = []
    for status in (NEW, PAID, PAID, NEW, NEW, PAID):
        desk.clock.forward(minutes=1)
        assert desk.gary.perform(SetPayment(number, status)) == number
        balances.append(balance(desk))
    assert balances == [0, 50_00, 50_00, 0, 0, 50_00]
    assert moved(desk) == [("payment", 50_00), ("payment_back", -50_00), ("payment", 50_00)]
    assert desk.gary.read(ReadPayment(number)).paid_at == desk.clock.now()
    assert desk.gary.read(ReadPayments(NORD)) == ()


def test_paid_at_once(desk: MadeDesk) -> None:
    """CLI, payment add --status paid; it meets what was charged before."""
    desk.anna.perform(AddExpense(HANS, 20_00, "Backup"))
    desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    assert (balance(desk), desk.anna.read(ReadPayments(HANS))[0].paid_at) == (30_00, NINE)


def test_only_an_unpaid_payment_is_deleted(desk: MadeDesk) -> None:
    """CL12; a client with a payment is not deleted (CL6)."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    with pytest.raises(Refused) as refused:
        desk.anna.perform(DeletePayment(number))
    assert (refused.value.code, balance(desk)) == ("payment_paid", 50_00)
    desk.anna.perform(SetPayment(number, NEW))
    desk.anna.perform(DeletePayment(number))
    assert desk.anna.read(ReadPayments(HANS)) == ()
    for late in (SetPayment(number, PAID), DeletePayment(number)):
        with pytest.raises(NotFound):
            desk.anna.perform(late)
    assert desk.anna.perform(AddPayment(HANS, 1)) > number


@pytest.mark.parametrize("amount", [0, -1, 10**12])
def test_amounts_that_no_payment_has(desk: MadeDesk, amount: int) -> None:
    """SPEC, Sums."""
    with pytest.raises(Refused) as refused:
        desk.anna.perform(AddPayment(HANS, amount))
    assert (refused.value.code, desk.anna.read(ReadPayments(HANS))) == ("bad_sum", ())


def test_the_same_key_pays_once(desk: MadeDesk) -> None:
    """SPEC, Once."""
    numbers = {desk.anna.perform(AddPayment(HANS, 50_00, PAID, key="form")) for _ in range(3)}
    assert (len(numbers), balance(desk)) == (1, 50_00)
    with pytest.raises(Refused) as refused:
        desk.anna.perform(AddPayment(HANS, 50_00, NEW, key="form"))
    assert refused.value.code == "key_reused"


def test_the_first_payment_keeps_its_place(desk: MadeDesk, store: Store) -> None:
    """SPEC, Automatic incidents: it belongs to the payment that became Paid while none held it; put back, the next one
    that becomes Paid gets it, not one that is Paid already."""
    one, two, three = (desk.anna.perform(AddPayment(HANS, 10_00)) for _ in range(3))
    holders = []
    for number, status in ((two, PAID), (one, PAID), (two, NEW), (three, PAID), (two, PAID)):
        desk.anna.perform(SetPayment(number, status))
        with writing(store) as tx:
            holders.append([n for n in (one, two, three) if tx.billing.payment(n).first])
    assert holders == [[two], [two], [], [three], [three]]


def test_many_set_it_paid_at_once(desk: MadeDesk) -> None:
    """SF3, rule 24: however many sessions press the key, it is credited once."""
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    failures: list[BaseException] = []

    def press() -> None:
        try:
            desk.gary.perform(SetPayment(number, PAID))
        except BaseException as failure:
            failures.append(failure)

    threads = [Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (failures, moved(desk)) == ([], [("payment", 50_00)])


def test_the_ledger_is_sound_and_the_card_tells(desk: MadeDesk) -> None:
    """Rule 25, CL14."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, PAID))
    desk.gary.perform(SetPayment(number, NEW))
    (found,) = (one for one in diagnose(desk.where, clock=desk.clock) if one.name == "ledger")
    assert found.ok
    told = [(one.who, one.field, one.before, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    assert ("gary", f"payment:{number} status", "paid", "new") in told
    assert ("anna", "balance", "0.00 EUR", "50.00 EUR") in told
