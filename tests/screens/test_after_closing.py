"""After closing from the form: the next ticket, the list, or the ticket (TQ12; PEERS 1.19)."""

from __future__ import annotations

from helpdesk_tui.vocab import TicketStatus
from tests.screens.desk import BACKUP, DATABASE, DNS, MAIL, SERVER, WAITING
from tests.screens.seat import Seat, Seats


async def opened(seat: Seat, number: int, subject: str) -> None:
    """Open a ticket from the list."""
    await seat.until(lambda: number in seat.numbers())
    await seat.press("home", *["down"] * seat.numbers().index(number), "enter")
    await seat.see(f" {number}  {subject}")


async def test_closing_leads_back_to_the_place_in_the_list(seat: Seat) -> None:
    """TQ12: at first; the cursor stands on the ticket that took the place of the closed one."""
    await opened(seat, SERVER, "Server unreachable")
    await seat.press("e")
    await seat.told(f"Ticket {SERVER} is closed.")
    await seat.until(lambda: f"{MAIL} " in seat.cursor())
    assert SERVER not in seat.numbers()


async def test_closing_leads_to_the_next_ticket(seats: Seats) -> None:
    """PEERS 1.19: next in the current view; the list below follows, and its end leads back to it."""
    async with seats.sit("gary") as seat:
        await seat.press("slash")
        await seat.type("dept:tech staff:none\n")
        await seat.until(lambda: seat.numbers() == [DATABASE, DNS, MAIL, BACKUP, WAITING])
        await opened(seat, BACKUP, "Backup failed again")
        await seat.press("greater_than_sign")
        await seat.told("After closing: the next ticket of the list.")
        await seat.press("e")
        await seat.see(f" {WAITING}  Still waiting")
        await seat.told(f"Ticket {BACKUP} is closed.")
        await seat.press("e")
        await seat.told(f"Ticket {WAITING} is closed. It was the last of the list.")
        await seat.until(lambda: seat.numbers() == [DATABASE, DNS, MAIL])
        assert f"{MAIL} " in seat.cursor()


async def test_an_answer_with_ok_goes_on_too(seat: Seat) -> None:
    """TR3: Ok closes; the next ticket begins without the text of the last one."""
    await opened(seat, SERVER, "Server unreachable")
    await seat.press("greater_than_sign", "r")
    await seat.see("Reply to")
    await seat.type("It is up.")
    await seat.press("ctrl+s", "y")
    await seat.see(f" {MAIL}  Не приходит почта")
    await seat.told(f"Ticket {SERVER} is answered and closed.")
    await seat.gone("Reply to", "It is up.")
    assert seat.ticket(SERVER).messages[-1].text == "It is up."


async def test_the_form_may_stay(seat: Seat) -> None:
    await opened(seat, SERVER, "Server unreachable")
    await seat.press("greater_than_sign", "greater_than_sign")
    await seat.told("After closing: the ticket stays open.")
    await seat.press("e")
    await seat.told(f"Ticket {SERVER} is closed.")
    await seat.see(f" {SERVER}  Server unreachable", "Awaiting response")
    assert seat.ticket(SERVER).row.status is TicketStatus.AWAITING
    await seat.press("greater_than_sign")
    await seat.told("After closing: back to the list.")


async def test_a_ticket_opened_by_number_has_no_next(seat: Seat) -> None:
    """It came from no list: back to where one was."""
    await seat.press("colon", str(SERVER), "enter")
    await seat.see(f" {SERVER}  Server unreachable")
    await seat.press("greater_than_sign", "e")
    await seat.told(f"Ticket {SERVER} is closed.")
    await seat.see("Held by")
