"""Support fees of tickets, on both databases (SF1, SF2, SF3; SPEC: Sums, Once, The ticket's states)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.expenses import DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.messages import MergeTicket
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.questions import ReadClient, ReadExpenses, ReadHistory, ReadMoney, ReadTicket
from helpdesk_tui.vocab import TicketStatus
from tests.desk.charges import charge, charged, costs, held_ticket, sound, system_words
from tests.desk.refusals import refused
from tests.desks import HANS, MadeDesk

APPLIED: dict[str, Callable[[int, Parameters], Act[int]]] = {
    "Save parameters": SaveParameters,
    "Send reply": lambda number, values: Reply(number, "It is up again.", values=values),
    "Ok": lambda number, values: Reply(number, "It is up again.", close=True, values=values),
    "Ok with a comment alone": lambda number, values: Reply(number, "", "Cable 7", close=True, values=values),
}


@pytest.mark.parametrize("button", APPLIED)
def test_a_fee_is_applied_by_each_button(desk: MadeDesk, button: str) -> None:
    """SF1, TR3: the full amount, an expense that is linked to the ticket; the balance may become negative."""
    number = held_ticket(desk, paid=10_00)
    desk.anna.perform(APPLIED[button](number, Parameters(fee=15_00)))
    (expense,) = desk.gary.read(ReadExpenses(HANS))
    assert (expense.amount, expense.ticket, expense.text) == (15_00, number, f"Support fee for ticket {number}")
    moved = desk.gary.read(ReadMoney(HANS))
    assert [(one.kind.value, one.amount, one.balance, one.ticket, one.who) for one in moved] == [
        ("payment", 10_00, 10_00, None, "gary"), ("expense", -15_00, -5_00, number, "anna"),
    ]  # fmt: skip
    assert costs(desk, number) == (15_00, 0, -5_00, 0)
    assert system_words(desk, number) == ["Charged to the client: a support fee of 15.00 EUR. Balance: -5.00 EUR."]
    status = desk.gary.read(ReadTicket(number)).row.status
    assert (status is TicketStatus.AWAITING) is button.startswith("Ok")
    assert sound(desk)


def test_the_client_is_told(desk: MadeDesk) -> None:
    """SF1, MO2: fee charged; the answer goes out before it. Off, where the provider switched it off."""
    number = held_ticket(desk)
    desk.anna.perform(Reply(number, "It is up again.", values=Parameters(fee=15_00)))
    answer, letter = desk.system.perform(LeaseOutbox("test", 9))
    assert answer.text.startswith("It is up again.")
    assert (letter.to, letter.subject, letter.auto) == ((HANS,), f"Support fee charged: Server down [#{number}]", True)
    assert letter.text.startswith(
        f"For your ticket {number} a support fee of 15.00 EUR was charged. Balance of your account: -15.00 EUR."
    )
    desk.gary.perform(SetProvider("mail_fee_charged", "off"))
    charge(desk.anna, number, 1_00)
    assert desk.system.perform(LeaseOutbox("test", 9)) == []


def test_a_fee_is_told_whatever_the_provider_s_limit_is(desk: MadeDesk) -> None:
    """SF1: the client is notified; the limit of an hour is for what nobody of staff causes (rule 16)."""
    desk.gary.perform(SetProvider("notices_per_hour", "1"))
    number = held_ticket(desk)
    for _ in range(3):
        charge(desk.anna, number, 1_00)
    assert len(desk.system.perform(LeaseOutbox("test", 9))) == 3


def test_each_amount_that_is_applied_is_charged(desk: MadeDesk) -> None:
    """SPEC, states: a fee is charged each time an amount is entered and applied."""
    number = held_ticket(desk)
    for fee in (15_00, 15_00, 1):
        charge(desk.anna, number, fee)
    assert costs(desk, number) == (30_01, 0, -30_01, 0)
    assert [one.amount for one in desk.gary.read(ReadExpenses(HANS))] == [15_00, 15_00, 1]


@pytest.mark.parametrize("fee", [0, -1, 10**12])
def test_sums_that_are_none(desk: MadeDesk, fee: int) -> None:
    """SPEC, Sums: greater than zero, at most 9,999,999,999.99; a refused fee keeps the answer back, too."""
    number = held_ticket(desk)
    assert refused(desk.anna, Reply(number, "Done.", values=Parameters(fee=fee))).code == "bad_sum"
    assert costs(desk, number) == (0, 0, 0, 0)
    assert desk.system.perform(LeaseOutbox("test", 9)) == []
    assert [one.text for one in desk.gary.read(ReadTicket(number)).messages] == ["Help!"]
    charge(desk.anna, number, 10**12 - 1)
    assert costs(desk, number)[0] == 999_999_999_999


def test_only_the_holder_charges(desk: MadeDesk) -> None:
    """TR2: after taking."""
    number = held_ticket(desk)
    for other in (desk.gary, desk.gus):
        assert refused(other, SaveParameters(number, Parameters(fee=1_00))).code == "ticket_blocked"
    assert costs(desk, number) == (0, 0, 0, 0)


def test_refunds_keep_both_sides(desk: MadeDesk) -> None:
    """SF2: editing and deleting return the difference; the ticket shows what is left and what was charged."""
    number = held_ticket(desk, paid=20_00)
    charge(desk.anna, number, 15_00)
    charge(desk.anna, number, 5_00)
    one, other = (expense.id for expense in desk.gary.read(ReadExpenses(HANS)))
    desk.gary.perform(EditExpense(one, 9_00))
    desk.gary.perform(DeleteExpense(other))
    view = charged(desk, number)
    assert (view.fee, view.charged, costs(desk, number)) == (9_00, 20_00, (9_00, 0, 11_00, 0))
    assert [(line.kind.value, line.amount, line.document, line.who) for line in view.lines] == [
        ("expense", -15_00, f"expense:{one}", "anna"), ("expense", -5_00, f"expense:{other}", "anna"),
        ("expense_change", 6_00, f"expense:{one}", "gary"), ("expense_change", 5_00, f"expense:{other}", "gary"),
    ]  # fmt: skip
    assert sound(desk)


def test_the_history_tells_who_charged(desk: MadeDesk) -> None:
    """SF2, rule 35: on the ticket and on the card."""
    number = held_ticket(desk)
    charge(desk.anna, number, 15_00)
    told = [(one.who, one.field, one.before, one.after) for one in desk.gary.read(ReadHistory(number))]
    assert ("anna", "balance", "0.00 EUR", "-15.00 EUR") in told
    (expense,) = desk.gary.read(ReadExpenses(HANS))
    changes = [(one.who, one.field, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    assert ("anna", "expense", str(expense.id)) in changes


def test_the_first_charge_gives_its_incidents(desk: MadeDesk) -> None:
    """IN6: the first expense of any kind; they are there for the same act's incidents."""
    desk.gary.perform(SetProvider("incidents_first_charge", "2"))
    number = held_ticket(desk)
    charge(desk.anna, number, 15_00, 2)
    assert costs(desk, number) == (15_00, 2, -15_00, 0)
    charge(desk.anna, number, 15_00)
    assert costs(desk, number)[3] == 0


@pytest.mark.parametrize("button", APPLIED)
def test_the_same_key_charges_once(desk: MadeDesk, button: str) -> None:
    """SF3: a double press and a retry have the key of the form; other content under it is refused."""
    number = held_ticket(desk)
    fee, other = (APPLIED[button](number, Parameters(fee=minor)) for minor in (15_00, 15_01))
    for act in (fee, other):
        object.__setattr__(act, "key", "form-1")
    assert [desk.anna.perform(fee) for _ in range(2)] == [number, number]
    assert refused(desk.anna, other).code == "key_reused"
    assert costs(desk, number) == (15_00, 0, -15_00, 0)
    assert len(desk.gary.read(ReadExpenses(HANS))) == 1


def test_two_sessions_on_one_form_charge_once(desk: MadeDesk) -> None:
    """SF3, rule 26: each has a key of its own; the second one is told what was charged meanwhile."""
    number = held_ticket(desk)
    charge(desk.anna, number, 15_00, key="one", seen=(0, 0))
    values = Parameters(fee=15_00, seen=Parameters(fee=0, incidents=0))
    refusal = refused(desk.anna, Reply(number, "Done.", values=values, key="other"))
    assert (refusal.code, refusal.sentence, refusal.details) == (
        "stale", "Somebody else charged a support fee meanwhile: it is 15.00 EUR now. Look at it again.",
        {"fee": "15.00"},
    )  # fmt: skip
    assert costs(desk, number) == (15_00, 0, -15_00, 0)
    charge(desk.anna, number, 15_00, key="other", seen=(15_00, 0))
    assert costs(desk, number)[0] == 30_00


def test_a_fee_that_was_refunded_meanwhile_was_charged_all_the_same(desk: MadeDesk) -> None:
    """Rule 26: a form that saw nothing charged is out of date, though nothing is left of it."""
    number = held_ticket(desk)
    charge(desk.anna, number, 15_00)
    (expense,) = desk.gary.read(ReadExpenses(HANS))
    desk.gary.perform(DeleteExpense(expense.id))
    values = Parameters(fee=15_00, seen=Parameters(fee=0, incidents=0))
    assert refused(desk.anna, SaveParameters(number, values)).details == {"fee": "0.00"}


def test_other_parameters_ask_for_no_fresh_fee(desk: MadeDesk) -> None:
    """Rule 26: only what is to be changed is compared."""
    number = held_ticket(desk)
    seen = Parameters("Server down", "", None, False, fee=0, incidents=0)
    charge(desk.anna, number, 15_00)
    desk.anna.perform(SaveParameters(number, Parameters(front=True, seen=seen)))
    assert desk.gary.read(ReadTicket(number)).row.front


def test_charges_of_a_merged_ticket_stay_and_are_shown(desk: MadeDesk) -> None:
    """SPEC, states, Merge: charges stay where they were made and are shown."""
    number, other = held_ticket(desk, incidents=5), held_ticket(desk)
    charge(desk.anna, number, 15_00, 2)
    charge(desk.anna, other, 1_00, 1)
    desk.anna.perform(MergeTicket(number, other))
    view = charged(desk, other)
    assert (view.fee, view.incidents, view.merged_fee, view.merged_incidents) == (1_00, 1, 15_00, 2)
    assert [(line.ticket, line.amount) for line in view.lines] == [
        (number, -15_00), (number, -2), (other, -1_00), (other, -1),
    ]  # fmt: skip
    charge(desk.anna, other, incidents=0)
    assert costs(desk, other) == (1_00, 0, -16_00, 3)
