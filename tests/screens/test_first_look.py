"""Before the desk is open: the first page is there, keys move in it, and acts wait for the desk (PERFORMANCE P4)."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.desk.first_look import first_look
from helpdesk_tui.mail.reading.parse import parse
from tests.screens.desk import DNS, NOW, opened
from tests.screens.seat import Seat, Seats, settings_for


async def test_the_first_page_stands_before_the_desk_is_open(furnished: Path, tmp_path: Path) -> None:
    where = Seats(furnished, tmp_path).where
    settings, clock = settings_for(where), FixedClock(NOW)
    look = first_look(settings, lambda people: "anna")
    assert look is not None
    opening: Future[Desk] = Future()
    app = HelpdeskApp(opening, settings, parse, look=look)
    system = opened(where, clock)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            seat = Seat(app, pilot, system, system.staff("anna"), clock)
            await seat.see("Held by", "Server unreachable since 07", "Database does not start")
            await seat.press("j")
            await seat.until(lambda: "Re: DNS for two domains" in seat.cursor(), "the cursor on the second row")
            await seat.press("2", "1")
            await seat.see("[Support]")
            seat.acting("john").perform(Take(DNS))
            opening.set_result(seat.desk)
            await seat.see("john", "Re: DNS for two domains")
            await seat.press("home", "j")
            await seat.until(lambda: "Re: DNS for two domains" in seat.cursor(), "the cursor on the second row")
            await seat.press("t")
            await seat.told(f"john holds ticket {DNS}.")
    finally:
        system.close()
