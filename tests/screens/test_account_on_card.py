"""What a client has stands above their tickets and on their card (IN13, CL4)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from tests.screens.desk import ACME, SERVER
from tests.screens.seat import Seat
from tests.screens.test_ticket import opened


async def test_it_is_there_once_something_moved(seat: Seat) -> None:
    """Nothing of it is shown before; then balance and incidents stand on the ticket and on the card."""
    await opened(seat, SERVER)
    assert "balance" not in seat.text
    await seat.press("q")
    await seat.see("Held by")
    gary = seat.acting("gary")
    gary.perform(AddExpense(ACME, 12_50, "Backup"))
    gary.perform(AdjustIncidents(ACME, 4, "gift"))
    await opened(seat, SERVER)
    await seat.see("balance -12.50 EUR", "incidents 4 left")
    await seat.press("c")
    await seat.see("Balance -12.50 EUR", "Incidents 4 lifetime")
