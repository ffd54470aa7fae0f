"""A ticket's way through the statuses of the admin area, by keys (TQ3, TQ5, TQ9)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.area import AnswerAsClient
from tests.screens.desk import ACME, SERVER
from tests.screens.seat import Seat


async def test_a_ticket_goes_through_every_status_and_comes_back(seat: Seat) -> None:
    """TQ3, TQ9: closed it awaits the client, archived it is found under *All tickets*; each answer brings it back."""
    client = seat.acting("gary").as_client(ACME)
    await seat.press("j", "j", "j")
    assert seat.cursor().split()[:3].count(str(SERVER)) == 1
    await seat.press("e")
    await seat.until(lambda: SERVER not in seat.numbers())
    await seat.press("6")
    await seat.see("[Awaiting 2]")
    assert "awaiting" in seat.line("Server unreachable")

    client.perform(AnswerAsClient(SERVER, "Not yet."))
    await seat.see("[Awaiting 1]", "Support 8")
    await seat.press("1")
    await seat.until(lambda: SERVER in seat.numbers())

    seat.app.screen.tickets.go_to(SERVER)  # type: ignore[attr-defined]
    await seat.press("t", "e", "6")
    await seat.see("[Awaiting 2]")
    seat.app.screen.tickets.go_to(SERVER)  # type: ignore[attr-defined]
    await seat.press("A")
    await seat.see(f"Archive {SERVER} for the client?")
    await seat.press("y")
    await seat.told(f"Ticket {SERVER} is in the archive.")
    await seat.press("7")
    await seat.until(lambda: "archived" in seat.line("Server unreachable"))

    client.perform(AnswerAsClient(SERVER, "Again."))
    await seat.until(lambda: "progress" in seat.line("Server unreachable"))
    await seat.press("1")
    await seat.until(lambda: SERVER in seat.numbers())
