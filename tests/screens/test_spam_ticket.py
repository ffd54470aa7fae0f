"""`B` in list and form, for one ticket and for marked ones (SPEC Clarifications: Spam; TQ11)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.redirect import Assign
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from tests.screens.desk import BACKUP, DATABASE, DNS, LOGIN, SERVER, WAITING
from tests.screens.seat import Seat, Seats
from tests.screens.test_marks import marked
from tests.screens.test_ticket import opened, writing


async def test_from_the_list_and_back(seat: Seat) -> None:
    """It goes at once, the last line says where it is; `0` shows it with its state, `B` there brings it back."""
    await seat.press("B")
    await seat.told(f"Ticket {DATABASE} is spam; 0 shows it. · z undo")
    await seat.until(lambda: DATABASE not in seat.numbers())
    assert "Spam" not in seat.text.split("\n")[0]
    await seat.press("0")
    await seat.see("[Spam 1]", "1 of 1")
    await seat.until(lambda: seat.numbers() == [DATABASE])
    assert " spam " in seat.line("Database does not start")
    await seat.see("B no spam")
    await seat.press("B")
    await seat.told(f"Ticket {DATABASE} is no spam any more. · z undo")
    await seat.see("No ticket is marked as spam.")
    await seat.press("1")
    await seat.see("[Support 8]")
    assert "Spam" not in seat.text.split("\n")[0]


async def test_z_brings_it_back(seat: Seat) -> None:
    """X4."""
    await seat.press("B")
    await seat.told("z undo")
    await seat.press("z")
    await seat.told(f"Taken back: ticket {DATABASE} marked as spam.")
    await seat.until(lambda: DATABASE in seat.numbers())


async def test_the_place_is_in_go_to(seat: Seat) -> None:
    """`g 0`; and the view is left as any other."""
    await seat.go("0", "No ticket is marked as spam.")
    await seat.press("right_square_bracket")
    await seat.see("[Support 8]")
    await seat.go("b", "Spam senders")


async def test_from_the_form(seat: Seat) -> None:
    """Its head says so; it goes where closing goes."""
    await opened(seat, DATABASE)
    await seat.press("B")
    await seat.told(f"Ticket {DATABASE} is spam. · z undo")
    await seat.see("Held by")
    await opened(seat, DATABASE)
    await seat.see("marked as spam · Tech", "anna marked the ticket as spam.", "B no spam")
    await seat.press("t")
    await seat.told(f"Ticket {DATABASE} is marked as spam; taking the mark off (B) brings it back.")
    await seat.press("B")
    await seat.told(f"Ticket {DATABASE} is no spam any more.")
    await seat.see("In progress · Tech · held by nobody")


async def test_it_asks_where_it_meets_others(seats: Seats) -> None:
    """A colleague who holds a part, and a draft of one's own; nothing happens without a yes."""
    async with seats.sit("gary") as seat:
        await opened(seat, LOGIN)
        await seat.press("B")
        await seat.see(f"Mark {LOGIN} as spam? john holds it in Tech.")
        await seat.press("n")
        await seat.gone("Mark ")
        assert not seat.ticket(LOGIN).row.spam
    async with seats.sit("anna") as seat:
        await writing(seat, SERVER)
        await seat.type("Hello")
        await seat.press("escape", "B")
        await seat.see(f"Mark {SERVER} as spam? Your draft is not sent.")
        await seat.press("y")
        await seat.told(f"Ticket {SERVER} is spam.")
        draft = seat.ticket(SERVER).draft
        assert draft is not None
        assert draft.text == "Hello", "typed text is not lost"


async def test_somebody_elses_ticket_is_refused(seat: Seat) -> None:
    """And says who holds it, before anything is asked."""
    await opened(seat, LOGIN)
    await seat.press("B")
    await seat.told(f"john holds ticket {LOGIN}.")


async def test_marked_tickets(seat: Seat) -> None:
    """TQ11: asked once; what was refused stays marked and is told; in the view Spam all of them come back."""
    seat.acting("john").perform(Assign(WAITING, staff="john"))
    await seat.press("x", "x", "end", "x")
    await seat.until(lambda: len(marked(seat)) == 3)
    await seat.press("B")
    await seat.see("Mark 3 tickets as spam?")
    await seat.press("y")
    await seat.told(f"2 marked as spam, 1 refused: john holds ticket {WAITING}.")
    assert marked(seat) == [WAITING]
    await seat.press("X", "0")
    await seat.see("[Spam 2]")
    await seat.until(lambda: sorted(seat.numbers()) == [DNS, DATABASE])
    await seat.press("asterisk")
    await seat.told("2 tickets are marked.")
    await seat.press("B")
    await seat.see("Take the mark of spam off 2 tickets?")
    await seat.press("y")
    await seat.told("2 brought back.")
    await seat.see("No ticket is marked as spam.")


async def test_a_colleague_marks_the_ticket_i_read(seat: Seat) -> None:
    """TQ12: the head says so without a key."""
    await opened(seat, BACKUP)
    seat.acting("gary").perform(MarkSpam(BACKUP))
    await seat.see("marked as spam")
