"""`z` (X4, TR7): taking back in the list and in the form, with what is said of it."""

from __future__ import annotations

from pathlib import Path

from helpdesk_tui.config.settings import SendSettings
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import SetPriority
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.questions import ReadOutbox
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import MessageKind, OutboxState, TicketStatus
from tests.screens.desk import DATABASE, MAIL, SERVER
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened, writing

HOLDING = SendRules(undo_seconds=10)


async def test_closing_by_mistake_is_taken_back_from_the_list(seat: Seat) -> None:
    """X4: what is said names the key; the ticket is mine again."""
    seat.desk.perform(Take(DATABASE))
    seat.app.screen.reload()  # type: ignore[attr-defined]
    await seat.see("u release")
    await seat.press("e")
    await seat.told(f"Ticket {DATABASE} is closed. · z undo")
    await seat.press("z")
    await seat.told(f"Taken back: ticket {DATABASE} closed.")
    row = seat.ticket(DATABASE).row
    assert (row.status, row.taken_by) == (TicketStatus.IN_PROGRESS, "anna")
    await seat.until(lambda: f" {DATABASE} " in seat.cursor(), "the cursor on it")


async def test_again_z_is_the_act_before(seat: Seat) -> None:
    """X4: one after the other, until there is nothing; an act that is not recent is shown before it goes back."""
    await seat.press("s")
    await seat.told("is a favourite. · z undo")
    await seat.press("circumflex_accent")
    await seat.told("is in its place again. · z undo")
    await seat.press("z")
    await seat.told(f"Taken back: ticket {DATABASE} taken off the beginning.")
    seat.clock.forward(minutes=14)
    await seat.press("z")
    await seat.see(f"Take back: ticket {DATABASE} added to your favourites, 14 min ago?", "y yes")
    await seat.press("n")
    await seat.gone("Take back")
    await seat.press("z")
    await seat.see("14 min ago?")
    await seat.press("y")
    await seat.told(f"Taken back: ticket {DATABASE} added to your favourites.")
    assert not seat.ticket(DATABASE).row.favourite


async def test_nothing_to_take_back_is_said(seat: Seat) -> None:
    """A key that does nothing says why: in the form of a ticket on which nothing was done."""
    seat.desk.perform(SetPriority(MAIL, front=True))
    await opened(seat, DATABASE)
    await seat.press("z")
    await seat.told(f"There is nothing on ticket {DATABASE} that you could take back.")
    assert seat.ticket(MAIL).row.front


async def test_the_form_takes_back_what_was_done_on_its_ticket(seat: Seat) -> None:
    """X4: not what was done elsewhere since."""
    seat.desk.perform(Assign(SERVER, department="Sales"))
    seat.desk.perform(SetPriority(MAIL, front=True))
    await opened(seat, SERVER)
    await seat.press("z")
    await seat.told(f"Taken back: ticket {SERVER} assigned to Sales.")
    await seat.see('anna took it back: The ticket has been assigned to "Sales".')
    assert [task.department for task in seat.ticket(SERVER).tasks] == ["Tech"]


async def test_what_somebody_did_since_is_said_and_the_next_key_goes_on(seat: Seat) -> None:
    """X4: refused with who did what; z again is the act before."""
    await seat.press("s")
    await seat.told("is a favourite.")
    seat.desk.perform(Take(MAIL))
    seat.desk.perform(Close(MAIL))
    seat.acting("gary").perform(Assign(MAIL, staff="anna"))
    await seat.press("z")
    await seat.told(f"Ticket {MAIL} stays as it is: gary assigned it since. z again takes back what was before it.")
    await seat.press("z")
    await seat.told(f"Ticket {MAIL} stays as it is: gary assigned it since.")
    await seat.press("z")
    await seat.told(f"Taken back: ticket {DATABASE} added to your favourites.")


async def test_an_answer_comes_back_in_its_form(seats: Seats, tmp_path: Path) -> None:
    """TR7: sent and stayed, taken back, and written on: text, file and parameters."""
    path = tmp_path / "offer.txt"
    path.write_bytes(b"offer\n")
    async with seats.sit(rules=HOLDING) as seat:
        await writing(seat, SERVER)
        await seat.type("It is up")
        await seat.press("ctrl+g")
        await seat.see("Attach which file")
        await seat.type(f"{path}\n")
        await seat.see("+1 file")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("s")
        await seat.told("The reply goes out in 10 s. · z undo")
        assert seat.ticket(SERVER).messages[-1].text == "It is up"
        await seat.press("z")
        await seat.told(f"Taken back: ticket {SERVER} answered.")
        await seat.see("Reply to ", "+1 file", "It is up")
        assert seat.ticket(SERVER).messages[-1].text != "It is up"
        await seat.type(" again")
        await seat.press("ctrl+s")
        await seat.see("offer.txt 6 B")
        await seat.press("s")
        await seat.told("The reply goes out in 10 s.")
        said = seat.ticket(SERVER).messages[-1]
        assert (said.text, [one.name for one in said.attachments]) == ("It is up again", ["offer.txt"])
        newest, before = seat.desk.read(ReadOutbox())[:2]
        assert (newest.state, before.state) == (OutboxState.HELD, OutboxState.FAILED)


async def test_an_answer_that_closed_the_ticket_is_opened_again_from_the_list(seats: Seats) -> None:
    """TR7: Ok leads back to the list; z there opens the form, in the answer, with the comment."""
    async with seats.sit(rules=HOLDING) as seat:
        await writing(seat, SERVER)
        await seat.type("It is up")
        await seat.press("f2")
        await seat.see("INTERNAL")
        await seat.type("disk swapped")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("y")
        await seat.told(f"Ticket {SERVER} is answered and closed. The reply goes out in 10 s. · z undo")
        await seat.press("z")
        await seat.see("Reply to ", "It is up", "disk swapped", "Taken back: ticket 8 answered and closed.")
        await seat.type("!")
        await seat.see("It is up!")
        ticket = seat.ticket(SERVER)
        assert ticket.can_reply
        assert ticket.messages[-1].kind is MessageKind.CLIENT


async def test_an_answer_that_is_being_sent_is_refused(seats: Seats) -> None:
    """TR7: with that reason; the text is not given back, the next key means the act before."""
    async with seats.sit(rules=HOLDING) as seat:
        await writing(seat, SERVER)
        await seat.type("It is up")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("s")
        await seat.told("The reply goes out in 10 s.")
        seat.clock.forward(seconds=11)
        seat.system.perform(LeaseOutbox("host/1/1", limit=9))
        await seat.press("z")
        await seat.told("The answer is being sent; it cannot be taken back. z again takes back what was before it.")
        assert seat.ticket(SERVER).messages[-1].text == "It is up"


async def test_tr7_what_the_desk_refuses_is_not_asked_first(seats: Seats) -> None:
    """TR7: an answer past its window is refused at once in the form, as in the list; nobody answers `y` in vain."""
    async with seats.sit(rules=HOLDING, send=SendSettings(10)) as seat:
        await writing(seat, SERVER)
        await seat.type("It is up")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("s")
        await seat.told("The reply goes out in 10 s.")
        seat.clock.forward(minutes=5)
        await seat.press("z")
        await seat.told("it is on its way. z again takes back what was before it.")
        assert "Take back:" not in seat.text


async def test_tr7_a_comment_alone_is_taken_back_in_the_form(seat: Seat) -> None:
    """TR7: its text is in the field for comments again, and the act before it stays."""
    await seat.press("colon", str(SERVER), "enter", "s")
    await seat.told("is a favourite.")
    await seat.press("i")
    await seat.see("INTERNAL")
    await seat.type("They never pay")
    await seat.press("ctrl+s")
    await seat.told("The comment is added. · z undo")
    await seat.press("z")
    await seat.told(f"Taken back: ticket {SERVER} commented on.")
    assert [message.text for message in seat.ticket(SERVER).messages if "never pay" in message.text] == []
    assert seat.ticket(SERVER).row.favourite
    await seat.type("!")
    await seat.see("They never pay!")


async def test_undo_by_its_name(seat: Seat) -> None:
    """Every action is in the commands."""
    await seat.press("s")
    await seat.told("is a favourite.")
    await seat.press("colon")
    await seat.see("Commands")
    await seat.type("undo")
    await seat.see("Take back what you did last")
    await seat.press("enter")
    await seat.told(f"Taken back: ticket {DATABASE} added to your favourites.")


async def test_no_window_is_no_promise(seats: Seats) -> None:
    """TR7: where answers are not held back, nothing offers to take one back."""
    async with seats.sit(send=SendSettings(0)) as seat:
        await writing(seat, SERVER)
        await seat.type("It is up")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("s")
        await seat.told("The reply is on its way.")
        assert "z undo" not in seat.foot
