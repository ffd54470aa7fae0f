"""The ticket form among others (TF10, TF11, TR1): its neighbours, its client, other tickets, its sizes."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.reply import Comment
from helpdesk_tui.screens.queue import QueueScreen
from tests.screens.desk import BACKUP, DATABASE, NORD, SERVER, WAITING
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened, writing


async def test_next_and_previous_ticket(seat: Seat) -> None:
    """PEERS 3: J and K go on in the list one came from; at its end that is said."""
    await seat.press("enter")
    await seat.see(" 7  Database does not start")
    await seat.press("K")
    await seat.told("There is no further ticket in the list.")
    await seat.press("J")
    await seat.see(" 5  Re: DNS for two domains")
    await seat.press("J", "J")
    await seat.see(f" {SERVER}  Server unreachable")
    await seat.press("q")
    await seat.see("Held by")
    assert "Server unreachable" in seat.cursor()


async def test_a_draft_stays_with_its_ticket_on_the_way_to_the_next(seat: Seat) -> None:
    """TR5."""
    await writing(seat, SERVER)
    await seat.type("For Hans")
    await seat.press("escape", "q")
    await seat.see("Held by")
    await opened(seat, WAITING)
    assert "For Hans" not in seat.text
    assert seat.ticket(WAITING).draft is None
    draft = seat.ticket(SERVER).draft
    assert draft is not None
    assert draft.text == "For Hans"


async def test_hide_system_messages(seat: Seat) -> None:
    """TF10."""
    await opened(seat, BACKUP)
    await seat.see('The ticket has been assigned to "Billing".')
    await seat.press("v")
    await seat.gone('The ticket has been assigned to "Billing".')
    await seat.told("System messages are hidden.")
    await seat.press("v")
    await seat.see('The ticket has been assigned to "Billing".')


async def test_the_original_email(seat: Seat) -> None:
    """MG10: the raw original, and a sentence where there is none."""
    await opened(seat, SERVER)
    await seat.press("V")
    await seat.see("Message-ID: <console@mail.example>")
    await seat.press("q")
    await seat.see("Still nothing.")
    await seat.press("home", "V")
    await seat.told("This message did not come by email.")


async def test_acts_of_the_list_work_in_the_form(seat: Seat) -> None:
    """TF1, TF3: assign and close by the same keys; closing goes back to the list, which says so."""
    await opened(seat, SERVER)
    await seat.press("a")
    await seat.see("Assign to")
    await seat.type("sales")
    await seat.press("enter")
    await seat.told(f"Ticket {SERVER} is assigned to Sales.")
    await seat.see('The ticket has been assigned to "Sales".', "Tech: you, Sales: nobody")
    await seat.press("e")
    await seat.told(f"Ticket {SERVER} is closed.")
    await seat.see("Held by")


async def test_the_client_card_from_the_form(seat: Seat) -> None:
    """TF1 Information, CL4."""
    await seat.press("enter")
    await seat.see("table space")
    await seat.press("c")
    await seat.see(NORD, "Insists on the telephone; pays late.", "Services", "vps-12")
    await seat.press("q")
    await seat.see("table space")


async def test_another_ticket_of_the_client_from_the_form(seat: Seat) -> None:
    """CL4: from the form to the card to another of the client's tickets; q leads back to the list."""
    await opened(seat, WAITING)
    await seat.press("c")
    await seat.see("Client #1")
    await seat.press("enter")
    await seat.see("Database does not start")
    await seat.type("database")
    await seat.press("enter")
    await seat.see(f" {DATABASE}  Database does not start", "table space missing")
    await seat.gone("Client #1")
    await seat.press("q")
    await seat.see("Held by")


async def test_a_comment_of_a_colleague_comes_in_while_reading(seat: Seat) -> None:
    """TQ12 in the form: live."""
    await opened(seat, SERVER)
    seat.acting("john").perform(Comment(SERVER, "The data centre is informed."))
    await seat.see("The data centre is informed.")


async def test_a_ticket_that_is_taken_out_of_reach_closes_its_form(seat: Seat) -> None:
    """TQ1: rights that end while one reads; the list says why."""
    from helpdesk_tui.desk.actions.setup import EditStaff

    await opened(seat, SERVER)
    seat.acting("gary").perform(EditStaff("anna", departments=("Billing",), release=True))
    await seat.see("Held by")
    await seat.told(f"Ticket {SERVER}")
    await seat.calm()
    assert isinstance(seat.app.screen, QueueScreen)
    assert seat.app.session.scope.departments == seat.desk.scope().departments


async def test_a_number_that_is_no_ticket_is_told(seat: Seat) -> None:
    """TQ1: not there and not mine read the same."""
    for number in (99, 2):
        await seat.press("colon")
        await seat.see("Commands")
        await seat.type(str(number))
        await seat.press("enter")
        await seat.told(f"Ticket {number}")
        await seat.see("Held by")
        await seat.press("j")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_form_holds_at_every_size(seats: Seats, size: tuple[int, int]) -> None:
    """SCREENS: head, conversation, field and keys are there at 80x24 too."""
    async with seats.sit("anna", size) as seat:
        await writing(seat, SERVER)
        await seat.type("Hello")
        await seat.see(f" {SERVER}  Server unreachable", "Reply to", "Hello", "send ...")
        await seat.press("f2")
        await seat.see("INTERNAL", "staff only", "Still nothing.")


async def test_two_staff_try_to_take_at_once(seat: Seat) -> None:
    """TR1: the other one was faster; the sentence names them and the form shows it."""
    await opened(seat, WAITING)
    seat.acting("john").perform(Take(WAITING))
    await seat.press("t")
    await seat.told(f"john holds ticket {WAITING}.")
    await seat.see("held by john")
