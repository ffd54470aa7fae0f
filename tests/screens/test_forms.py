"""Forms: what is typed is not lost by one key (TR5), and the last lines are there on a small terminal (SCREENS)."""

from __future__ import annotations

import pytest

from helpdesk_tui.questions import ReadStaff
from tests.screens.seat import Seat, Seats


async def test_one_escape_loses_nothing(seats: Seats) -> None:
    """TR5: the first Esc says what the second one does; typing on takes the warning away; unchanged, one is enough."""
    async with seats.sit("gary") as seat:
        await seat.go("p", "Staff", "Anna Ek")
        await seat.press("n")
        await seat.see("Add staff member")
        await seat.type("eva")
        await seat.press("escape")
        await seat.told("Esc again throws away what you typed.")
        await seat.see("Add staff member", "eva")
        await seat.type("x")
        await seat.told("ctrl+s save")
        await seat.press("escape")
        await seat.told("Esc again throws away what you typed.")
        await seat.press("escape")
        await seat.gone("Add staff member")
        await seat.press("n")
        await seat.see("Add staff member")
        await seat.press("escape")
        await seat.gone("Add staff member")
        assert "evax" not in [one.login for one in seat.desk.read(ReadStaff())]


async def test_a_text_of_several_lines_is_not_lost_either(seat: Seat) -> None:
    """TR5: the message of a new ticket."""
    await seat.press("C")
    await seat.see("New ticket")
    await seat.press("tab", "tab")
    await seat.type("Dear client")
    await seat.press("escape")
    await seat.told("Esc again throws away what you typed.")
    await seat.see("New ticket")
    await seat.press("escape")
    await seat.gone("New ticket")


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_the_last_fields_and_the_foot_are_there_on_a_small_terminal(seats: Seats, size: tuple[int, int]) -> None:
    """SCREENS: the foot stays, the fields scroll to the one that has the focus."""
    async with seats.sit("gary", size, until="Subject") as seat:
        await seat.press("g")
        await seat.see("Go to", "Enter go")
        await seat.press("end")
        await seat.see("provider settings", "Enter go")
        await seat.press("y")
        await seat.see("Mail gateways", "support")
        await seat.press("n")
        await seat.see("Type of gateway")
        await seat.press("enter")
        await seat.see("Add imap gateway", "ctrl+s save")
        await seat.press("shift+tab")
        await seat.see("Add imap gateway", "Poll every", "ctrl+s save")
        await seat.press("tab")
        await seat.see("Name", "ctrl+s save")
