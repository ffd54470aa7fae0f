"""Drafts of one person in two sessions, of the command line, and of a former holder (TR1, TR5)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Take, TakeOver
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.setup import EditStaff
from helpdesk_tui.questions import ReadDraft
from tests.screens.desk import DATABASE, LOGIN, SERVER
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import writing


def kept(seat: Seat) -> tuple[str, str]:
    """The first draft of who sits there."""
    draft = seat.ticket(SERVER).draft
    return ("", "") if draft is None else (draft.text, draft.comment)


async def test_tr5_an_answer_from_the_command_line_leaves_what_is_typed(seat: Seat) -> None:
    """TR5: there on return, although another session answered and commented meanwhile."""
    await writing(seat, SERVER)
    await seat.type("half")
    await seat.see("draft kept")
    seat.desk.perform(Reply(SERVER, "x"))
    seat.desk.perform(Comment(SERVER, "y"))
    await seat.press("escape", "q")
    await seat.see("Held by")
    await seat.press("colon", str(SERVER), "enter")
    await seat.see("half")
    assert kept(seat) == ("half", "")
    await seat.press("r", "ctrl+s")
    await seat.see("Send reply")
    await seat.press("s", "s")
    await seat.until(lambda: kept(seat) == ("", ""), "the draft was sent")


async def test_tr5_the_second_session_to_keep_is_told_and_both_texts_stay(seat: Seat) -> None:
    """TR5: of two sessions of one person nothing is lost; `D` reads the other text and takes it."""
    await writing(seat, SERVER)
    seat.desk.perform(KeepDraft(SERVER, "of the other", known=(("", ""),)))
    await seat.type("mine")
    await seat.told(f"Another session of yours keeps another text on ticket {SERVER}; D shows it.")
    assert kept(seat) == ("of the other", "")
    assert [one.text for one in seat.ticket(SERVER).others] == ["mine"]
    await seat.press("escape", "q")
    await seat.see("Held by")
    await seat.press("colon", str(SERVER), "enter")
    await seat.told("D shows your draft of another session.")
    await seat.press("D")
    await seat.see("Take your draft of another session", "mine")
    await seat.press("y")
    await seat.until(lambda: kept(seat) == ("of the other\n\nmine", ""), "both in one field")
    assert seat.ticket(SERVER).others == ()


async def test_tr1_the_taker_reads_the_former_holder_s_draft_and_goes_on_with_it(seats: Seats) -> None:
    """TR1, issue 4: taken over with hand-over of the draft; the internal text stays internal, anna keeps hers."""
    async with seats.sit("gary") as seat:
        anna = seat.acting("anna")
        anna.perform(Take(SERVER))
        anna.perform(KeepDraft(SERVER, "Dear Hans,", "they never pay"))
        await seat.press("colon", str(SERVER), "enter")
        await seat.see("held by anna")
        await seat.press("T")
        await seat.see("Take over: why?")
        await seat.type("ill\n")
        await seat.told(f"Ticket {SERVER} is yours. D shows anna's draft.")
        await seat.press("D")
        await seat.see("Take anna's draft", "Dear Hans,", "INTERNAL: they never pay")
        await seat.press("n")
        assert kept(seat) == ("", "")
        await seat.press("D")
        await seat.see("Take anna's draft")
        await seat.press("y")
        await seat.until(lambda: kept(seat) == ("Dear Hans,", "they never pay"), "a draft of the taker's own")
        await seat.type(" hello")
        await seat.see("Dear Hans, hello")
        draft = seat.acting("anna").read(ReadDraft(SERVER))
        assert draft is not None
        assert (draft.text, draft.comment) == ("Dear Hans,", "they never pay")


async def test_tr5_a_form_that_goes_from_under_a_writer_lets_no_letter_act(seat: Seat) -> None:
    """TR5, issue 4: who loses the ticket while writing types into a notice, not into the list; the text is kept."""
    await writing(seat, SERVER)
    await seat.type("half")
    before = [(row, seat.ticket(row).row.taken_by, seat.ticket(row).row.favourite) for row in (DATABASE, LOGIN)]
    seat.acting("gary").perform(EditStaff("anna", departments=("Billing",), release=True))
    await seat.see(f"Ticket {SERVER} was not found.", f"What you typed is kept, and on ticket {SERVER}")
    await seat.type("a tus e")
    await seat.see("What you typed is kept")
    await seat.press("escape")
    await seat.see("Held by")
    seat.acting("gary").perform(EditStaff("anna", departments=("Tech", "Billing")))
    assert [(row, seat.ticket(row).row.taken_by, seat.ticket(row).row.favourite) for row in (DATABASE, LOGIN)] == before
    assert kept(seat) == ("half", "")


async def test_tr1_of_a_long_draft_the_question_shows_what_there_is_room_for(seats: Seats) -> None:
    """TR1, TF10: 300 lines leave the question and its keys on a terminal of 24 lines."""
    async with seats.sit("gary", (80, 24)) as seat:
        anna = seat.acting("anna")
        anna.perform(Take(SERVER))
        anna.perform(KeepDraft(SERVER, "\n".join(f"Line {number}" for number in range(300)), "note"))
        seat.acting("gary").perform(TakeOver(SERVER, "ill"))
        await seat.press("colon", str(SERVER), "enter", "D")
        await seat.see("Take anna's draft", "Line 0", "more lines", "INTERNAL: note", "y yes")
