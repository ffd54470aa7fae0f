"""Taking back what charged a client: fee and incidents go back by entries, with all the rest (TR7, X4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.expenses import DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.reply import GivenBack, Reply
from helpdesk_tui.desk.actions.undo import TakenBack, Undo
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadExpenses, ReadMyTicket, ReadOrder, ReadOutbox, ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import OrderState, OutboxState, TicketStatus
from tests.desk.charges import charge, charged, costs, held_ticket, sound, system_words
from tests.desk.refusals import refused
from tests.desk.test_undo import newest
from tests.desks import HANS, MadeDesk

SEEN = Parameters("Server down", "", None, False, fee=0, incidents=0)


@pytest.fixture
def held(desk: MadeDesk) -> Iterator[MadeDesk]:
    """A desk that holds answers back for ten seconds, and tells clients of what is charged."""
    desk.gary.perform(SetProvider("mail_incidents_charged", "on"))
    holding = desk.with_rules(SendRules(undo_seconds=10))
    yield holding
    holding.close()


def undo(desk: Desk) -> TakenBack:
    return desk.perform(Undo(newest(desk)))


def answer(desk: MadeDesk, number: int, fee: int | None = 15_00, incidents: int | None = 2, key: str = "") -> None:
    values = Parameters(front=True, fee=fee, incidents=incidents, seen=SEEN)
    desk.anna.perform(Reply(number, "It is up again.", "They pay late", True, values=values, key=key))


def test_an_answer_is_taken_back_with_fee_and_incidents(held: MadeDesk) -> None:
    """TR7: reply, comment, closing, fee and incidents together; both sides stay in the ledger, nothing is sent."""
    number = held_ticket(held, incidents=5, paid=20_00)
    before = held.hans.read(ReadMyTicket(number))
    answer(held, number)
    assert costs(held, number) == (15_00, 2, 5_00, 3)
    held.clock.forward(seconds=9)
    assert held.system.perform(LeaseOutbox("test", 9)) == [], "what tells of a charge waits for the window, too"
    assert held.hans.read(ReadMyTicket(number)).messages == before.messages
    back = undo(held.anna)
    assert costs(held, number) == (0, 0, 20_00, 5)
    assert [(one.kind.value, one.amount) for one in charged(held, number).lines] == [
        ("expense", -15_00), ("ticket", -2), ("expense_change", 15_00), ("ticket_back", 2),
    ]  # fmt: skip
    ticket = held.gary.read(ReadTicket(number))
    assert (ticket.row.status, ticket.row.front, ticket.row.taken_by) == (TicketStatus.IN_PROGRESS, False, "anna")
    assert {mail.state for mail in held.gary.read(ReadOutbox())} == {OutboxState.FAILED}
    assert len(held.gary.read(ReadOutbox())) == 3
    assert back.given is not None
    assert (back.given.values.fee, back.given.values.incidents, back.given.answered) == (15_00, 2, True)
    assert sound(held)
    held.clock.forward(minutes=5)
    assert held.system.perform(LeaseOutbox("test", 9)) == []


def test_a_fee_goes_back_to_an_account_that_was_switched_off(held: MadeDesk) -> None:
    """TR7, CL11: nothing new is booked there by hand, but what was taken a moment ago is the client's."""
    number = held_ticket(held, paid=20_00)
    answer(held, number, incidents=None)
    held.gary.perform(EditAccount(HANS, active=False))
    undo(held.anna)
    assert costs(held, number) == (0, 0, 20_00, 0)
    assert sound(held)


def test_what_was_taken_back_can_be_sent_again_and_charges_once(held: MadeDesk) -> None:
    """SF3, rule 26: the writer knows of the fee that went; somebody else's is told still."""
    number = held_ticket(held, incidents=5)
    answer(held, number, key="one")
    given = undo(held.anna).given
    assert isinstance(given, GivenBack)
    charge(held.anna, number, 1_00)
    again = Reply(number, "It is up again!", values=given.values, key="two")
    assert refused(held.anna, again).code == "stale"
    (expense,) = held.gary.read(ReadExpenses(HANS))
    assert undo(held.anna).words == f"parameters of ticket {number} saved"
    assert refused(held.gary, DeleteExpense(expense.id)).code == "not_found"
    seen = Parameters("Server down", "", None, False, fee=16_00, incidents=0)
    held.anna.perform(Reply(number, "It is up again!", values=Parameters(fee=15_00, incidents=2, seen=seen)))
    assert costs(held, number) == (15_00, 2, -15_00, 3)


def test_an_undone_answer_alone_is_no_news_to_its_writer(held: MadeDesk) -> None:
    """Rule 26: what one took back oneself makes no form stale."""
    number = held_ticket(held, incidents=5)
    answer(held, number)
    given = undo(held.anna).given
    assert isinstance(given, GivenBack)
    held.anna.perform(Reply(number, "It is up again!", values=given.values))
    assert costs(held, number) == (15_00, 2, -15_00, 3)


def test_after_the_window_nothing_is_taken_back(held: MadeDesk) -> None:
    """TR7: once the worker has leased the message, with that reason."""
    number = held_ticket(held, incidents=5)
    answer(held, number)
    held.clock.forward(seconds=10)
    assert len(held.system.perform(LeaseOutbox("test", 9))) == 3
    assert refused(held.anna, Undo(newest(held.anna))).code == "being_sent"
    assert costs(held, number) == (15_00, 2, -15_00, 3)


def test_what_somebody_changed_of_the_charge_stays(held: MadeDesk) -> None:
    """TR7: the answer is stopped all the same; the ticket says what stays, and a fee that stays is not charged anew."""
    number = held_ticket(held, incidents=5)
    answer(held, number)
    (expense,) = held.gary.read(ReadExpenses(HANS))
    held.gary.perform(EditExpense(expense.id, 10_00))
    given = undo(held.anna).given
    assert given is not None
    assert (given.values.fee, given.values.incidents) == (None, 2)
    assert costs(held, number) == (10_00, 0, -10_00, 5)
    assert "Not taken back: its support fee was changed since." in system_words(held, number)


def test_lowered_incidents_are_taken_again(held: MadeDesk) -> None:
    """TR7: what an answer gave back; where somebody used them since, the ticket keeps its number and says so."""
    number = held_ticket(held, incidents=3)
    charge(held.anna, number, incidents=3)
    for used, total in ((False, 3), (True, 1)):
        lower = Parameters(incidents=1)
        held.anna.perform(Reply(number, "Less than it seemed.", values=lower))
        if used:
            held.gary.perform(AdjustIncidents(HANS, -2, "moved"))
        undo(held.anna)
        assert charged(held, number).incidents == total
    assert system_words(held, number)[-1] == "Not taken back: its support incidents were changed since."
    assert sound(held)


def test_saved_parameters_go_back_whole_or_not_at_all(held: MadeDesk) -> None:
    """X4: for a day; where somebody changed a part of it, it stays and is told."""
    number = held_ticket(held, incidents=5)
    charge(held.anna, number, 15_00, 2)
    held.clock.forward(hours=3)
    undo(held.anna)
    assert costs(held, number) == (0, 0, 0, 5)
    charge(held.anna, number, 15_00, 2)
    expense = held.gary.read(ReadExpenses(HANS))[-1]
    held.gary.perform(EditExpense(expense.id, 10_00))
    refusal = refused(held.anna, Undo(newest(held.anna)))
    assert (refusal.code, refusal.sentence) == (
        "changed_since", f"Ticket {number} stays as it is: its support fee was changed since.",
    )  # fmt: skip
    assert costs(held, number) == (10_00, 2, -10_00, 3)


def test_a_comment_s_fee_goes_back_after_the_window(held: MadeDesk) -> None:
    """TR3, X4: no answer went out, so nothing is too late; the client was told of the fee, and has it back."""
    number = held_ticket(held)
    held.anna.perform(Reply(number, "", "Called them", close=True, values=Parameters(fee=15_00)))
    held.clock.forward(hours=3)
    assert len(held.system.perform(LeaseOutbox("test", 9))) == 1
    back = undo(held.anna)
    assert back.given is not None
    assert (back.given.answered, costs(held, number)) == (False, (0, 0, 0, 0))


def test_the_clock_of_the_window_is_that_of_the_answer(held: MadeDesk) -> None:
    """TR7: nobody is told of a charge before its answer."""
    number = held_ticket(held)
    answer(held, number, incidents=None)
    sent = {mail.next_try for mail in held.gary.read(ReadOutbox())}
    assert sent == {held.clock.now() + timedelta(seconds=10)}


def test_a_fee_that_goes_back_completes_what_waits(held: MadeDesk) -> None:
    """SPEC, Orders; TR7: it is the client's money, and the order is not taken back with the answer after it."""
    number = held_ticket(held, incidents=5, paid=20_00)
    held.gary.perform(AddPlan("Gold", 1, {0: 18_00}))
    answer(held, number)
    placed = held.anna.perform(PlaceOrder(HANS, "Gold", 0))
    assert held.anna.read(ReadOrder(placed)).state is OrderState.WAITING
    undo(held.anna)
    assert held.anna.read(ReadOrder(placed)).state is OrderState.ACTIVE
    assert costs(held, number) == (0, 0, 2_00, 6)
    assert sound(held)
