"""What was typed in the client area and not sent (CL16, TR5)."""

from __future__ import annotations

from tests.screens.desk import CERTIFICATE, SERVER
from tests.screens.money import client_area
from tests.screens.seat import Seat
from tests.screens.test_area import FRAME, ticket


async def test_what_was_typed_is_there_again(seat: Seat) -> None:
    """TR5, CL16: Esc leaves an answer, `L` the area; both forms go on with it, until it is sent or nothing is left."""
    await client_area(seat)
    await ticket(seat)
    await seat.press("r")
    await seat.see("Answer as")
    await seat.type("half an answer")
    await seat.press("escape")
    await seat.told("Your draft is kept; r goes on with it.")
    await seat.press("q", "n")
    await seat.see("New ticket as")
    await seat.press("tab", "tab")
    await seat.type("Disk full\nhalf a ticket")
    await seat.press("escape")
    await seat.told("Your draft is kept; n goes on with it.")
    await seat.press("L")
    await seat.gone(FRAME)
    await seat.press("L")
    await seat.see(FRAME, "Certificate expires")
    await ticket(seat)
    await seat.press("r")
    await seat.see("half an answer", "your draft, staff see that you wrote it")
    await seat.press("ctrl+s")
    await seat.told("The answer is there.")
    assert seat.ticket(SERVER).messages[-1].text == "half an answer"
    await seat.press("r")
    await seat.see("Answer as")
    assert "your draft" not in seat.text
    await seat.press("escape")
    await seat.gone("Answer as")
    assert "draft" not in seat.foot
    await seat.press("q", "n")
    await seat.see("Disk full", "half a ticket", "your draft")
    await seat.press("tab", "tab", "ctrl+u", "tab", *["delete"] * 13, "escape")
    await seat.gone("New ticket as")
    assert "draft" not in seat.foot


async def test_a_draft_is_of_one_client_and_one_ticket(seat: Seat) -> None:
    """TR5: on another ticket of the client an answer begins empty."""
    await client_area(seat)
    await ticket(seat)
    await seat.press("r")
    await seat.see("Answer as")
    await seat.type("about the server")
    await seat.press("escape")
    await seat.told("draft is kept")
    await seat.press("q")
    await ticket(seat, CERTIFICATE)
    await seat.press("r")
    await seat.see("Answer as")
    assert "about the server" not in seat.text
