"""A new ticket takes incidents in a department that writes requests off, opened in the desk (DS1, IN8, IN10)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.messages import MergeTicket, SplitTicket
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.actions.setup import AddDepartment, EditDepartment
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.questions import ReadDepartments, ReadSetUp, ReadTicket
from tests.desk.letters import email
from tests.desk.paid import TAKEN, by_client, extra, left, moves, paid, refused, said, set_up
from tests.desks import HANS, MadeDesk

# ---------------------------------------------------------------- write off requests


def test_write_off_is_available_once_a_plan_exists(desk: MadeDesk) -> None:
    """DS1, SPEC Set up: unavailable, with the reason, before; then on and off as one likes."""
    for act in (AddDepartment("Paid", write_off=True), EditDepartment("Tech", write_off=True)):
        assert refused(desk.gary, act).sentence == (
            "Write off requests is unavailable: no plan of per-incident support is set up."
        )
    assert desk.anna.read(ReadSetUp()) is False
    set_up(desk)
    assert desk.anna.read(ReadSetUp()) is True
    desk.gary.perform(AddDepartment("Paid", write_off=True))
    desk.gary.perform(EditDepartment("Tech", write_off=True))
    desk.gary.perform(EditDepartment("Tech", signature="Your team"))
    assert {d.name: d.write_off for d in desk.anna.read(ReadDepartments())} == {
        "Billing": False, "Paid": True, "Sales": False, "Tech": True,
    }  # fmt: skip
    desk.sql("UPDATE plan SET active = FALSE")
    desk.gary.perform(EditDepartment("Tech", write_off=True), lasting=False)
    desk.gary.perform(EditDepartment("Paid", write_off=False))
    assert refused(desk.gary, EditDepartment("Paid", write_off=True)).code == "not_set_up"


def test_a_new_desk_charges_nothing(desk: MadeDesk) -> None:
    """Clarification, Paid support: no write-off, so nobody needs or loses an incident, and no account is opened."""
    by_client(desk)
    desk.receive(email())
    desk.ticket()
    assert desk.sql("SELECT count(*) FROM account") == [(0,)]


# ---------------------------------------------------------------- a client's own ticket


def test_a_client_s_ticket_takes_one_incident(desk: MadeDesk) -> None:
    """IN10: one, automatically; the ticket says so and what is left; a free department takes none."""
    paid(desk, 2)
    number = by_client(desk)
    assert (moves(desk), left(desk)) == ([(*TAKEN, number)], 1)
    assert said(desk, number) == ["Taken from the client: 1 support incident: 1 lifetime. Left: 1 lifetime."]
    desk.hans.perform(NewTicket(HANS, "Sales", "Prices", "Hello"))
    assert left(desk) == 1
    assert all(found.ok for found in diagnose(desk.where))


def test_the_same_key_takes_once(desk: MadeDesk) -> None:
    """SPEC Once, rule 22."""
    paid(desk, 5)
    assert [by_client(desk, "form-1") for _ in range(3)] == [1, 1, 1]
    assert left(desk) == 4


@pytest.mark.parametrize(("limit", "has", "opened"), [(None, 0, 0), (None, 2, 2), (0, 1, 1), (1, 0, 1), (2, 1, 3)])
def test_without_incidents_a_client_opens_no_ticket(desk: MadeDesk, limit: int | None, has: int, opened: int) -> None:
    """IN8, reference: beyond the limit they cannot submit a ticket to a paid department until the debt is repaid."""
    paid(desk, has)
    if limit is not None:
        extra(desk, limit)
    for _ in range(opened):
        by_client(desk)
    refusal = refused(desk.hans, NewTicket(HANS, "Tech", "One more", "Help!"))
    assert (refusal.code, left(desk)) == ("no_incidents", has - opened)
    assert desk.sql("SELECT count(*) FROM ticket") == [(opened,)], "what is refused leaves no ticket"
    desk.gary.perform(AdjustIncidents(HANS, 1, "repaid"))
    by_client(desk)
    assert left(desk) == has - opened


def test_a_client_does_not_say_what_it_costs(desk: MadeDesk) -> None:
    paid(desk, 5)
    assert refused(desk.hans, NewTicket(HANS, "Tech", "Cheap", "Help!", incidents=2)).code == "not_allowed"


# ---------------------------------------------------------------- opened by staff


@pytest.mark.parametrize("by_staff", [False, True])
def test_what_staff_open_takes_what_they_enter(desk: MadeDesk, by_staff: bool) -> None:
    """SPEC Set up, clarification Support incidents: nothing unless they enter a number, in any department."""
    paid(desk, 5)
    desk.gary.perform(NewTicket(HANS, "Tech", "Call", "Rang up", by_staff=by_staff))
    assert left(desk) == 5
    desk.anna.perform(NewTicket(HANS, "Sales", "Call", "Rang up", by_staff=by_staff, incidents=3))
    assert (moves(desk), left(desk)) == ([("ticket", -3, None, 2)], 2)
    for number, code in ((3, "no_incidents"), (-1, "bad_number"), (100_000, "bad_number")):
        act = NewTicket(HANS, "Tech", "Call", "Rang up", by_staff=by_staff, incidents=number)
        assert refused(desk.gary, act).code == code
    assert (desk.sql("SELECT count(*) FROM ticket"), left(desk)) == ([(2,)], 2)


# ---------------------------------------------------------------- what charges nothing


def test_moving_splitting_and_merging_take_and_give_nothing(desk: MadeDesk) -> None:
    """RELIABILITY, Decisions: split, merge, reopen, redirect never charge or give back by themselves."""
    paid(desk, 3, "Sales")
    one = desk.hans.perform(NewTicket(HANS, "Billing", "Bill", "Hello"))
    other = desk.hans.perform(NewTicket(HANS, "Sales", "Prices", "Hello"))
    assert left(desk) == 2
    desk.gary.perform(Assign(one, "Sales"))
    desk.gary.perform(Assign(other, "Billing"))
    desk.gary.perform(Take(one))
    desk.gary.perform(Take(other))
    desk.receive(email(subject=f"Re: Bill [#{one}]"))
    desk.gary.perform(MergeTicket(other, one))
    messages = desk.gary.read(ReadTicket(one)).messages
    last = [message for message in messages if message.kind.value == "client"][-1]
    desk.gary.perform(SplitTicket(one, last.id, "Another matter"))
    desk.gary.perform(Close(one))
    desk.receive(email(subject=f"Re: Bill [#{one}]"))
    assert (moves(desk), left(desk)) == ([(*TAKEN, other)], 2)
