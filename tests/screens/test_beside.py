"""What stands at the right from 160 columns on: a preview beside the queue, the client beside a ticket (SCREENS)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from helpdesk_tui.desk.actions.reply import Comment
from helpdesk_tui.questions import ReadClient, ReadLook, ReadRow, ReadTicket
from helpdesk_tui.screens.queue import QueueScreen
from tests.screens.desk import DATABASE, DNS, SERVER
from tests.screens.seat import Seat, Seats

SIZE = (160, 40)


class Readings:
    """Counts the questions that a seat asks, and can hold the answers for one ticket back."""

    def __init__(self, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Any] = []
        self.held: dict[int, asyncio.Event] = {}
        self._read = seat.app.session.read
        monkeypatch.setattr(seat.app.session, "read", self.read)

    async def read(self, question: Any) -> Any:
        self.asked.append(question)
        if isinstance(question, ReadTicket) and question.number in self.held:
            await self.held[question.number].wait()
        return await self._read(question)

    def tickets(self) -> list[int]:
        """Numbers of the tickets that were read whole."""
        return [one.number for one in self.asked if isinstance(one, ReadTicket)]


async def test_the_ticket_under_the_cursor_stands_at_the_right_and_stays_unread(seats: Seats) -> None:
    """TQ7: number, status, subject, client, the end of the conversation; looking at it reads nothing (mark `@`)."""
    async with seats.sit(size=SIZE) as seat:
        await seat.see("│ 7  In progress", "│ Database does not start after update", "It says: table space missing.")
        await seat.press("j", "j", "j")
        await seat.see("│ 8  In progress", "07:21│ anna   INTERNAL", "      │ node 4 rebooted", "... 4 quoted lines")
        await seat.gone("table space missing")
        assert "(Space)" not in seat.text
        await seat.calm()
        assert seat.desk.read(ReadRow(SERVER)).unread
        assert seat.cursor().startswith("> @")


async def test_what_changes_on_it_is_seen(seats: Seats) -> None:
    """TQ12."""
    async with seats.sit(size=SIZE) as seat:
        await seat.see("│ 7  In progress")
        seat.acting("john").perform(Comment(DATABASE, "ring them back"))
        await seat.see("ring them back")


async def test_keys_do_not_wait_for_it(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """P6: it is read when the cursor rests, once for many keys; an answer for a ticket that was left is dropped."""
    async with seats.sit(size=SIZE) as seat:
        await seat.see("│ 7  In progress")
        readings = Readings(seat, monkeypatch)
        await seat.press(*["j", "k"] * 20, "j")
        await seat.see("│ 5  In progress")
        assert readings.tickets() == [DNS]
        readings.held[DATABASE] = asyncio.Event()
        await seat.press("k")
        await seat.until(lambda: readings.tickets()[-1] == DATABASE, "the reading that hangs")
        await seat.press("j")
        await seat.until(lambda: readings.tickets()[-1] == DNS, "the next one")
        await seat.calm()
        readings.held[DATABASE].set()
        await seat.calm()
        await seat.see("│ 5  In progress")
        screen = seat.app.screen
        assert isinstance(screen, QueueScreen)
        assert screen._resting is None  # nothing ticks while nobody types


async def test_below_160_columns_nothing_is_read(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """P5, P6: what is not shown costs nothing; the key says from which width on it is."""
    async with seats.sit(size=(159, 40)) as seat:
        readings = Readings(seat, monkeypatch)
        await seat.press("j", "j", "W")
        await seat.told("There is room at the right on a terminal of 160 columns or more; this one has 159.")
        assert seat.desk.read(ReadLook()).beside
        await seat.calm()
        assert readings.tickets() == []
        assert "│" not in seat.text


async def test_a_key_hides_it_for_good(seats: Seats) -> None:
    """TF6: kept for this member of staff, alike in list and form, and the list has its room back."""
    async with seats.sit(size=SIZE) as seat:
        await seat.see("│ 7  In progress")
        await seat.press("W")
        await seat.told("Nothing stands at the right any more")
        await seat.gone("│ 7  In progress")
        assert "Status" in seat.text.split("\n")[2]
        assert not seat.desk.read(ReadLook()).beside
        assert seat.acting("john").read(ReadLook()).beside
        await seat.press("enter")
        await seat.see("table space missing")
        await seat.calm()
        assert "client since 19" not in seat.text
        await seat.press("W")
        await seat.see("│  Nordlicht GmbH  problematic", "│  <info@nordlicht.example>")
        await seat.press("q")
        await seat.see("│ 7  In progress")


async def test_the_client_stands_beside_a_ticket(seats: Seats) -> None:
    """TF1 *Information*: contacts, services, tickets; the next ticket brings its own client."""
    async with seats.sit(size=SIZE) as seat:
        await seat.press("enter")
        await seat.see("│  Nordlicht GmbH", "Insists on the telephone", "vps-12", "12.00 EUR", "Tickets  2, 2 open")
        assert all(len(line) <= 160 for line in seat.text.split("\n"))
        await seat.press("J")
        await seat.see("│  Omar Haddad", "trial")
        await seat.gone("Insists on the telephone")
        assert seat.desk.read(ReadClient("omar@example.org")).head.name == "Omar Haddad"


async def test_a_terminal_that_grows_shows_it(seat: Seat) -> None:
    """From 120 columns to 200 and back."""
    await seat.see("Database does not start")
    await seat.pilot.resize_terminal(200, 50)
    await seat.see("│ 7  In progress")
    await seat.pilot.resize_terminal(120, 40)
    await seat.gone("│ 7  In progress")
