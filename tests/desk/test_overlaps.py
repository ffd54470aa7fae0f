"""Two acts overlap: the second is decided by what the first one did, on both databases (rules 24, 28 and 33)."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest

from helpdesk_tui.clock import SystemClock
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Assign
from helpdesk_tui.desk.actions.setup import DeleteDepartment, DeleteStaff, EditStaff
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadStaff, ReadTicket
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.rooms.people import staff_scope
from helpdesk_tui.store.tx import SendRules, Tx
from tests.desks import HANS, MadeDesk
from tests.store.transactions import writing

OVERLAP_SECONDS = 0.5
"""How long the first act waits for the second, which either ends by then or waits for the first one's commit."""


def overlapped(store: Store, first: tuple[Desk, Act[Any]], second: tuple[Desk, Act[Any]]) -> str:
    """Perform the second act after the first has looked and written, but before it is committed.

    Answers with the code of the second act's refusal, empty when it was done.
    """
    answers: list[str] = []

    def perform() -> None:
        try:
            second[0].perform(second[1])
            answers.append("")
        except DeskError as refusal:
            answers.append(refusal.code)

    other = Thread(target=perform)
    actor, act = first[0].actor, first[1]
    assert actor.id is not None
    with store.write() as connection:
        scope = staff_scope(connection, actor.id, kept=True)
        assert scope is not None
        tx = Tx(store, connection, first[0].clock, actor, scope, act.name, SendRules())
        act.apply(tx)
        other.start()
        other.join(OVERLAP_SECONDS)
        tx.finish()
    other.join(30)
    return answers[0]


def test_two_administrators_demote_each_other(desk: MadeDesk, store: Store) -> None:
    """DS2: a desk keeps an administrator."""
    desk.gary.perform(EditStaff("anna", admin=True))
    first, second = (desk.gary, EditStaff("anna", admin=False)), (desk.anna, EditStaff("gary", admin=False))
    assert overlapped(store, first, second) in ("last_admin", "not_allowed")
    assert [s.login for s in desk.system.read(ReadStaff()) if s.admin] == ["gary"]


def test_two_administrators_delete_each_other(desk: MadeDesk, store: Store) -> None:
    """DS2: the same; who was deleted meanwhile deletes nobody."""
    desk.gary.perform(EditStaff("anna", admin=True))
    assert overlapped(store, (desk.gary, DeleteStaff("anna")), (desk.anna, DeleteStaff("gary"))) != ""
    assert [s.login for s in desk.system.read(ReadStaff()) if s.admin] == ["gary"]


@pytest.mark.parametrize("first", ["assign", "delete"])
def test_assigning_to_a_department_that_is_deleted(desk: MadeDesk, store: Store, first: str) -> None:
    """DS1: no open task in a deleted department, whichever comes first."""
    number = desk.ticket()
    acts = [(desk.anna, Assign(number, department="Billing")), (desk.gary, DeleteDepartment("Billing"))]
    assert overlapped(store, *(acts if first == "assign" else acts[::-1])) == (
        "in_use" if first == "assign" else "not_found"
    )


@pytest.mark.parametrize("first", ["take", "delete"])
def test_taking_by_somebody_who_is_deleted(desk: MadeDesk, store: Store, first: str) -> None:
    """DS2: nothing is held by somebody who is gone, whichever comes first."""
    number = desk.ticket()
    acts = [(desk.anna, Take(number)), (desk.gary, DeleteStaff("anna"))]
    assert overlapped(store, *(acts if first == "take" else acts[::-1])) == (
        "in_use" if first == "take" else "not_allowed"
    )


@pytest.mark.parametrize("first", ["assign", "delete"])
def test_assigning_to_somebody_who_is_deleted(desk: MadeDesk, store: Store, first: str) -> None:
    """DS2: the same."""
    number = desk.ticket()
    acts = [(desk.gary, Assign(number, staff="gus")), (desk.gary, DeleteStaff("gus"))]
    assert overlapped(store, *(acts if first == "assign" else acts[::-1])) == (
        "in_use" if first == "assign" else "not_found"
    )


@pytest.mark.parametrize("first", ["ticket", "setting"])
def test_a_ticket_opened_while_priorities_are_switched_on(desk: MadeDesk, store: Store, first: str) -> None:
    """TQ8: every ticket stands where the setting puts it, whichever comes first."""
    desk.ticket(subject="first")
    acts = [(desk.gary, NewTicket(HANS, "Tech", "second", "Help!")), (desk.gary, SetProvider("use_priority", "on"))]
    assert overlapped(store, *(acts if first == "ticket" else acts[::-1])) == ""
    with writing(store) as tx:
        before = tx.connection.exec_driver_sql("SELECT id, place FROM ticket ORDER BY id").all()
        tx.tickets.re_place_all()
        assert tx.connection.exec_driver_sql("SELECT id, place FROM ticket ORDER BY id").all() == before
    assert len(before) == 2


def test_who_waited_for_a_ticket_comes_later(desk: MadeDesk, store: Store) -> None:
    """Rule 32: an act that began before another one and got the ticket after it carries the later time."""
    number = desk.ticket()
    behind = desk.clock
    with writing(store, clock=behind) as tx:
        began = tx.now
        seen = tx.tickets.load(number)
        assert tx.now > seen.updated >= began
        behind.forward(seconds=5)
        tx.tickets.load(number)
        assert (tx.now - began).total_seconds() == 5


def test_times_on_a_ticket_never_go_back(desk: MadeDesk) -> None:
    """Rule 32: a computer whose clock is an hour behind takes and gives back; the ticket's time moves on."""
    number = desk.ticket()
    first = desk.gary.read(ReadTicket(number)).row.updated
    desk.clock.forward(hours=-1)
    desk.anna.perform(Take(number))
    assert desk.gary.read(ReadTicket(number)).row.updated > first


def test_leases_have_one_clock(desk: MadeDesk, store: Store) -> None:
    """Rule 8: on PostgreSQL the server's, however wrong that of a client is; one that was set for a test wins."""

    class Late(SystemClock):
        def now(self) -> Any:
            return desk.clock.now()

    with writing(store, clock=Late()) as tx:
        assert (tx.lease_now == desk.clock.now()) is not store.is_postgres
    with writing(store) as tx:
        assert tx.lease_now == desk.clock.now()
