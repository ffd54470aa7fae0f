"""The messages of a ticket by keys: read, edited, split off, merged, taken back (SPEC TF7)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.messages import EditMessage, MergeTicket, TakeBack
from helpdesk_tui.questions import ReadEarlier
from tests.screens.desk import CERTIFICATE, DATABASE, SERVER
from tests.screens.seat import Seat, Seats


async def messages_of(seat: Seat, number: int) -> None:
    """Open a ticket's messages from its form."""
    await seat.press("colon", *str(number), "enter")
    await seat.see(f" {number}  ")
    await seat.calm()
    await seat.press("M")
    await seat.see(f"Messages of {number}", "Begins with")
    await seat.calm()


async def test_every_message_is_listed(seat: Seat) -> None:
    """TF7: when, who, kind, how it begins, marks; the cursor stands on the message one came from."""
    await messages_of(seat, SERVER)
    assert " ".join(seat.line("07:21").split()) == "07:21 anna INTERNAL node 4 rebooted by itself, see ticket 7"
    assert "1 file" in seat.line("07:43", "Still nothing")
    assert seat.cursor().startswith("> 07:43")
    assert "4 messages" in seat.line("Messages of")


async def test_the_list_opens_from_the_queue(seat: Seat) -> None:
    """PEERS 3: the same key in the list and in the form."""
    await seat.see(f"{DATABASE}")
    await seat.press("M")
    await seat.see(f"Messages of {DATABASE}", "one message")


async def test_a_message_is_edited_and_shown_with_its_earlier_text(seat: Seat) -> None:
    """TF7: the history is kept and shown; the conversation says that it was edited."""
    await messages_of(seat, SERVER)
    await seat.press("e")
    await seat.see("Edit what Acme GmbH wrote 07:43", "the original email stays")
    await seat.type("Hm. ")
    await seat.press("ctrl+s")
    await seat.told("The earlier text is kept.")
    assert "edited, 1 file" in seat.line("Hm. Still nothing")
    await seat.press("enter")
    await seat.see("Edited    09:41 by anna", "Until 09:41, when anna edited it, it said", "   Still nothing.")
    await seat.press("q")
    await seat.see("Begins with")
    await seat.press("q")
    await seat.see("07:43  Acme GmbH, by mail, edited")


async def test_an_emailed_answer_says_what_an_edit_does_not_reach(seat: Seat) -> None:
    """TF7: an email that has not left says the new text; that is told."""
    await messages_of(seat, SERVER)
    await seat.press("up", "e")
    await seat.see("Edit what anna wrote 07:30")
    await seat.type("Dear Hans. ")
    await seat.press("ctrl+s")
    await seat.told("The earlier text is kept. Its email has not left yet and says the new text.")


async def test_what_is_refused_says_why(seat: Seat) -> None:
    """TR1: e, S and m need a hold; t takes it here, too. System messages stay."""
    await messages_of(seat, DATABASE)
    for key in "eSm":
        await seat.press(key)
        await seat.told(f"Take ticket {DATABASE} first (t): only its holder can do this.")
    await seat.press("t")
    await seat.told(f"Ticket {DATABASE} is yours.")
    await seat.press("S")
    await seat.told("Nothing would be left of the ticket; split it at a later message.")
    await seat.press("m")
    await seat.see(f"Merge {DATABASE} into which ticket of Nordlicht GmbH?", "Still waiting")
    await seat.press("escape")
    await seat.gone("into which ticket")
    await seat.press("U")
    await seat.told(f"Nothing was split off or merged on ticket {DATABASE}.")


async def test_an_edit_meets_a_colleague_s(seat: Seat) -> None:
    """Rule 26: what somebody else wrote meanwhile is not overwritten; what was typed stays in the form."""
    await messages_of(seat, SERVER)
    await seat.press("e")
    await seat.see("Edit what")
    message = seat.ticket(SERVER).messages[-1]
    seat.acting("anna").perform(EditMessage(SERVER, message.id, "From another terminal"))
    await seat.type("Hm. ")
    await seat.press("ctrl+s")
    await seat.see("Somebody else edited this message meanwhile; look at it again.", "Hm. ")
    assert [one.text for one in seat.desk.read(ReadEarlier(message.id))] == [message.text]


async def test_messages_are_split_off_and_come_back(seat: Seat) -> None:
    """TF7: the subject is asked for; the new ticket is named; U asks and takes it back."""
    await messages_of(seat, SERVER)
    await seat.press("up", "S")
    await seat.see("Make a new ticket of 2 messages. Its subject")
    await seat.press("ctrl+u")
    await seat.type("Console\n")
    await seat.told("2 messages became ticket 13; U takes that back.")
    assert [m.author for m in seat.ticket(13).messages] == ["anna", "hans@acme.example", "system"]
    assert seat.ticket(13).row.subject == "Console"
    await seat.press("U")
    await seat.see("Take back that 2 messages became ticket 13 (anna 09:41)?")
    await seat.press("y")
    await seat.told("2 messages came back; 13 leads here now.")
    assert len([m for m in seat.ticket(SERVER).messages if m.author != "system"]) == 4


async def test_a_ticket_is_merged_and_comes_back(seat: Seat) -> None:
    """TF7: the client's other tickets are offered; the screen and the form below go along to the one that is left."""
    await messages_of(seat, SERVER)
    await seat.press("m")
    await seat.see(f"Merge {SERVER} into which ticket of Acme GmbH?", "Certificate expires")
    await seat.press("enter")
    await seat.told(f"Ticket {SERVER} is part of {CERTIFICATE} now; U takes that back.")
    await seat.see(f"Messages of {CERTIFICATE}: Certificate expires")
    await seat.press("q")
    await seat.see(f" {CERTIFICATE}  Certificate expires", "held by you")
    await seat.press("M")
    await seat.see("Begins with")
    await seat.press("U")
    await seat.see(f"Take back that ticket {SERVER} was merged into {CERTIFICATE} (anna 09:41)?")
    await seat.press("y")
    await seat.told(f"Ticket {SERVER} has its messages again.")
    assert seat.ticket(SERVER).row.held_by_me


async def test_a_merged_number_leads_to_the_other_ticket(seat: Seat) -> None:
    """SPEC, merge: the other becomes a link and its number leads there."""
    seat.desk.perform(MergeTicket(SERVER, CERTIFICATE))
    await seat.press("colon", *str(SERVER), "enter")
    await seat.see(f" {CERTIFICATE}  Certificate expires")
    await seat.told(f"Ticket {SERVER} was merged into {CERTIFICATE}.")


async def test_a_ticket_is_merged_away_under_who_writes_on_it(seat: Seat) -> None:
    """TR5: the form goes along, and so does what was typed, below the draft that was there."""
    seat.desk.perform(KeepDraft(CERTIFICATE, "About the certificate."))
    await seat.press("colon", *str(SERVER), "enter", "r")
    await seat.see("Reply to")
    await seat.type("Dear Hans")
    seat.acting("anna").perform(MergeTicket(SERVER, CERTIFICATE))
    await seat.see(f" {CERTIFICATE}  Certificate expires", "About the certificate.", "Dear Hans")
    seat.acting("anna").perform(TakeBack(SERVER))
    draft = seat.ticket(CERTIFICATE).draft
    assert draft is not None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_keys_that_matter_are_in_sight(seats: Seats, size: tuple[int, int]) -> None:
    """TF1: Enter, e, S and m stand at the foot at both sizes."""
    async with seats.sit("anna", size) as seat:
        await messages_of(seat, SERVER)
        await seat.calm()
        for words in ("Enter whole", "e edit", "S split from here", "m merge", "q back"):
            assert words in seat.foot


async def test_a_message_that_is_open_goes_with_a_split(seat: Seat) -> None:
    """TF7: splitting at the opened message leads back to the list of what is left."""
    await messages_of(seat, SERVER)
    await seat.press("enter")
    await seat.see("Written   07:43 by Acme GmbH (client), by email")
    await seat.press("S")
    await seat.see("Make a new ticket of one message")
    await seat.press("enter")
    await seat.see("Begins with", "anna split 1 message off")


async def test_nobody_holds_what_was_taken_by_a_colleague(seats: Seats) -> None:
    """TR1: john sees why he cannot edit what anna holds."""
    async with seats.sit("john") as seat:
        await messages_of(seat, SERVER)
        await seat.press("e")
        await seat.told(f"anna holds ticket {SERVER}.")
