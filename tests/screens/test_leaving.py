"""Who leaves a department, or the desk, while they hold tickets there, by keys (DS2, TR1)."""

from __future__ import annotations

from helpdesk_tui.questions import ReadStaff
from tests.screens.desk import LOGIN, SERVER
from tests.screens.seat import Seats


async def test_ds2_who_leaves_gives_back_what_they_hold(seats: Seats) -> None:
    """DS2, TR1: which tickets, before it is done; no changes nothing, yes gives them back in the same act."""
    async with seats.sit("gary") as seat:
        held = seat.ticket(SERVER).row
        assert (held.taken_by, held.department) == ("anna", "Tech")
        await seat.go("p", "Staff", "Anna Ek")
        await seat.press("home", "enter", "down", "down")
        await seat.press("end", "ctrl+u")
        await seat.type("Billing")
        await seat.press("ctrl+s")
        await seat.see("Change anna and give these tickets back?", f"anna holds 1 ticket ({SERVER})")
        await seat.press("n")
        assert seat.ticket(SERVER).row.taken_by == "anna"
        await seat.press("ctrl+s")
        await seat.see("Change anna and give these tickets back?")
        await seat.press("y")
        await seat.told("The staff member is changed.")
        assert seat.ticket(SERVER).row.taken_by is None
        assert next(s for s in seat.desk.read(ReadStaff()) if s.login == "anna").departments == ("Billing",)
        await seat.press("home", "j", "j", "j", "d")
        await seat.see("Delete john and give these tickets back?", f"john holds 1 ticket ({LOGIN})")
        await seat.press("y")
        await seat.told("john is deleted; nobody holds these tickets now.")
        assert seat.ticket(LOGIN).row.taken_by is None
