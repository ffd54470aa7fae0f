"""Mass messages from the list of clients, and a client who is told of their registration (MO2, CL2), by keys."""

from __future__ import annotations

import pytest

from helpdesk_tui.questions import ReadClients, ReadOutbox, ReadOutgoing
from tests.screens.seat import Seat, Seats


async def test_it_is_written_looked_at_and_sent(seats: Seats) -> None:
    """MO2: who gets it is what the list shows; nothing leaves before the number was typed."""
    async with seats.sit("gary", (80, 24), until="") as seat:
        await search(seat, "gmbh")
        await write(seat, "News", "Hello {client.name}.")
        await seat.press("ctrl+s")
        await seat.see("Before sending", "To ", "Hello Acme GmbH.", "send to 2 clients")
        await seat.press("s")
        await seat.see("Type 2 to send it to 2 clients")
        await seat.type("7\n")
        await seat.told("Nothing was sent: it takes the number 2.")
        assert [row for row in seat.desk.read(ReadOutbox()) if row.subject == "News"] == []
        await seat.press("ctrl+s")
        await seat.see("send to 2 clients")
        await seat.press("s")
        await seat.see("Type 2 to send")
        await seat.type("2\n")
        await seat.told("It is in the outbox for 2 clients.")
        rows = [row for row in seat.desk.read(ReadOutbox()) if row.subject == "News"]
        texts = {row.to: seat.desk.read(ReadOutgoing(row.id)).text.split("\n")[0] for row in rows}
        assert texts == {"hans@acme.example": "Hello Acme GmbH.", "info@nordlicht.example": "Hello Nordlicht GmbH."}
        # Once more: nobody is left, and the form says why.
        await write(seat, "News", "Hello {client.name}.")
        await seat.press("ctrl+s")
        await seat.told("Nobody would get it: 2 had this message already.")
        await seat.press("escape")
        await seat.told("Esc again throws away what you typed.")


async def test_braces_that_nothing_fills_in(seats: Seats) -> None:
    """PR3: held until they are meant."""
    async with seats.sit("gary", (80, 24), until="") as seat:
        await search(seat, "gmbh")
        await write(seat, "News", "Ticket {ticket.number}")
        await seat.press("ctrl+s")
        await seat.see("{ticket.number} is not filled in.", "braces are meant")
        await seat.press("s")
        await seat.told("e edits it, b sends the braces as they stand.")
        await seat.press("b", "s")
        await seat.see("Type 2 to send")
        await seat.type("2\n")
        await seat.told("It is in the outbox for 2 clients.")
        assert seat.desk.read(ReadOutgoing(seat.desk.read(ReadOutbox())[0].id)).text.startswith(
            "Ticket {ticket.number}"
        )


async def test_it_is_for_administrators(seat: Seat) -> None:
    """DS3."""
    await seat.go("c", "Clients", "Omar Haddad")
    await seat.press("m")
    await seat.told("Only an administrator can write to many clients at once.")


@pytest.mark.parametrize("told", [True, False])
async def test_a_client_is_added_with_a_notification(seat: Seat, told: bool) -> None:
    """CL2: *Send notification*, off unless it is turned on."""
    await seat.go("c", "Clients", "Omar Haddad")
    await seat.press("n")
    await seat.see("Add client", "Send notification")
    await seat.type("eva@neu.example")
    if told:
        await seat.press(*["tab"] * 7, "right")
    await seat.press("ctrl+s")
    await seat.see("<eva@neu.example>")
    [client] = seat.desk.read(ReadClients("eva@neu.example"))
    assert [row.to for row in seat.desk.read(ReadOutbox(client=client.id))] == ["eva@neu.example"] * told


async def test_who_wants_none_is_said_on_the_card(seat: Seat) -> None:
    """MO2: changed on the card, where it is shown."""
    await seat.go("c", "Clients", "Omar Haddad")
    await seat.press("slash")
    await seat.type("omar\n\n")
    await seat.see("Services", "Omar Haddad")
    await seat.press("e")
    await seat.see("Mass messages")
    await seat.press(*["tab"] * 6, "right", "ctrl+s")
    await seat.see("no mass messages", "mass messages none wanted by anna")


async def search(seat: Seat, words: str) -> None:
    await seat.go("c", "Clients", "Omar Haddad")
    await seat.press("slash")
    await seat.type(words)
    await seat.gone("Omar Haddad")
    await seat.press("enter")


async def write(seat: Seat, subject: str, text: str) -> None:
    await seat.calm()
    await seat.press("m")
    await seat.see("Mass message to the clients of the list", "{client.name}")
    await seat.press("tab")
    await seat.type(subject)
    await seat.press("tab")
    await seat.type(text)
