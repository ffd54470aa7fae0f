"""The way to what a client has, for tests of these screens."""

from __future__ import annotations

from helpdesk_tui.questions import ReadAccount
from tests.screens.desk import ACME, SERVER
from tests.screens.seat import Seat
from tests.screens.test_ticket import opened


async def account(seat: Seat, key: str = "b") -> None:
    """Acme's account, or what another key of the card leads to."""
    await opened(seat, SERVER)
    await seat.press("c")
    await seat.see("Acme GmbH  <hans@acme.example>")
    await seat.press(key)


def balance(seat: Seat) -> int:
    return seat.desk.read(ReadAccount(ACME)).balance


async def client_area(seat: Seat) -> None:
    """From the card into Acme's client area."""
    await account(seat, "L")
    await seat.see("You see what Acme GmbH sees", "L leaves", "Certificate expires")
    await seat.calm()
