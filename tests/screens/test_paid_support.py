"""Paid support on the screens: write off requests, what a new ticket takes, an incoming email's number (DS1, IN10)."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest

from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadClients, ReadDepartments, ReadIncidents
from tests.screens.desk import ACME, NORD
from tests.screens.seat import Seat, Seats


@pytest.fixture
async def paid(seats: Seats) -> AsyncIterator[Seat]:
    """gary at a desk with a plan, whose department Tech writes requests off; Acme and Nordlicht have three each."""
    with closing(sqlite3.connect(seats.where)) as beside, beside:
        beside.execute("INSERT INTO plan (name, name_key, incidents, active) VALUES ('Support', 'support', 1, 1)")
        beside.execute("UPDATE department SET write_off = 1 WHERE name = 'Tech'")
    async with seats.sit("gary") as seat:
        for client in (ACME, NORD):
            seat.desk.perform(AdjustIncidents(client, 3, "gift"))
        yield seat


async def at_question(seat: Seat) -> None:
    """Among *Incoming emails*, at the one of a stranger."""
    await seat.go("i", "Incoming", "A question")
    while "A question" not in seat.cursor():
        await seat.press("j")


def left(seat: Seat, client: str) -> int:
    return seat.desk.read(ReadIncidents(client)).total


async def test_write_off_requests_is_a_switch(paid: Seat) -> None:
    """DS1: once a plan exists; another department gets it, the first one loses it."""
    await paid.go("d", "Departments", "support@desk.example")
    for name, after in (("Sales", True), ("Tech", False)):
        while name not in paid.cursor():
            await paid.press("j")
        await paid.press("enter")
        await paid.see(f"Edit {name}", "Write off requests")
        await paid.press("tab", "tab", "tab", "tab", "right", "ctrl+s")
        await paid.told("The department is changed.")
        assert {d.name: d.write_off for d in paid.desk.read(ReadDepartments())}[name] is after


async def test_a_new_ticket_takes_the_number_that_is_entered(paid: Seat) -> None:
    """SPEC Set up: 0 unless a number is entered; what is none is told; it is looked at before it is sent."""
    await paid.press("j", "C")
    await paid.see("New ticket", "Support incidents")
    await paid.type("Moved")
    await paid.press("tab", "tab")
    await paid.press("ctrl+u")
    await paid.type("x")
    await paid.press("tab")
    await paid.type("Your server moves.")
    await paid.press("ctrl+s")
    await paid.told("A number of support incidents is from 0 to 99,999.")
    await paid.press("shift+tab", "ctrl+u")
    await paid.type("4")
    await paid.press("ctrl+s")
    await paid.told("This needs 4 support incidents; 3 are left.")
    await paid.press("ctrl+u")
    await paid.type("2")
    charges = "takes 2 support incidents: 2 lifetime", "left: 1 lifetime"
    await paid.see(*charges)
    await paid.press("ctrl+s")
    await paid.see("Before sending", f"Charges {charges[0]}", charges[1])
    await paid.press("s")
    await paid.see("Taken from the client: 2 support incidents: 2 lifetime. Left: 1 lifetime.")
    assert (left(paid, ACME), left(paid, NORD)) == (3, 1)


async def test_an_incoming_email_asks_for_the_number(paid: Seat) -> None:
    """Clarification, Incoming: one as any new ticket, staff may set the number; Esc makes no ticket."""
    await at_question(paid)
    await paid.press("a")
    await paid.see("Ticket of which client?")
    await paid.type("acme")
    await paid.gone("Omar Haddad")
    await paid.press("enter")
    await paid.see("Support incidents that it takes", "It takes 1 support incident: 1 lifetime; left: 2 lifetime.")
    await paid.press("ctrl+u")
    await paid.type("two\n")
    await paid.told("A number of support incidents is from 0 to 99,999.")
    await paid.press("ctrl+u")
    await paid.type("4")
    short = "This needs 4 support incidents; 3 are left. With 0 it becomes a ticket that takes none."
    await paid.see(short)
    await paid.press("enter")
    await paid.told(short)
    await paid.press("ctrl+u")
    await paid.see("It takes nothing.")
    await paid.type("2")
    await paid.see("It takes 2 support incidents: 2 lifetime; left: 1 lifetime.")
    await paid.press("enter")
    await paid.told("It is ticket 13 now")
    assert left(paid, ACME) == 1


async def test_registering_a_sender_says_what_it_takes(paid: Seat) -> None:
    """IN10, IN6: from what registration gives; Esc registers nobody."""
    paid.desk.perform(SetProvider("incidents_registration", "2"))
    await at_question(paid)
    await paid.press("n")
    await paid.see("Name of the new client")
    await paid.press("enter")
    await paid.see("It takes 1 support incident: 1 lifetime; left: 1 lifetime.")
    before = len(paid.desk.read(ReadClients()))
    await paid.press("escape")
    await paid.gone("Support incidents that it takes")
    assert len(paid.desk.read(ReadClients())) == before
