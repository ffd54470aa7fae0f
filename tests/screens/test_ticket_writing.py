"""Writing on a ticket: what its fields, files and parameters do on the way, and what is asked (TR2, TR3, TR5, TR6)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from helpdesk_tui.config.settings import SendSettings
from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.vocab import MessageKind, TaskState
from tests.screens.desk import ACME, BACKUP, CERTIFICATE, DATABASE, LOGIN, NOW, SERVER, WAITING, deliver, letter
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened, writing


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    """A file."""
    path = tmp_path / "offer.txt"
    path.write_bytes(b"offer\n")
    return path


async def attached(seat: Seat, path: Path) -> None:
    """Attach a file to the answer that is being written."""
    await seat.press("ctrl+g")
    await seat.see("Attach which file")
    await seat.type(str(path))
    await seat.press("enter")
    await seat.see("+1 file")


async def test_tab_stays_in_the_fields(seat: Seat) -> None:
    """Letters never act on the ticket while it is written: Tab goes round the open fields, Escape leaves."""
    await writing(seat, SERVER)
    await seat.press("tab", "e")
    await seat.see(" e")
    assert seat.ticket(SERVER).can_reply
    await seat.press("f2")
    await seat.see("INTERNAL", "Tab answer")
    await seat.press("c", "tab")
    await seat.see("Tab internal")
    await seat.press("e", "shift+tab", "c")
    await seat.until(lambda: seat.app.screen.typed() == ("ee", "cc"))  # type: ignore[attr-defined]
    assert seat.ticket(SERVER).can_reply


async def test_a_draft_is_shown_and_keys_go_on(seat: Seat) -> None:
    """TR5: a ticket with a draft is read like any other; r goes on with it. The line says when it was kept."""
    seat.clock.at = NOW - timedelta(hours=1)
    seat.desk.perform(KeepDraft(SERVER, "Half", "", seat.ticket(SERVER).last_message))
    seat.clock.at = NOW
    await opened(seat, SERVER)
    await seat.see("Half", "draft kept 08:41", "r reply")
    await seat.press("v")
    await seat.told("System messages are hidden.")
    await seat.press("r")
    await seat.see("ctrl+s send")
    await seat.type(" a thought")
    await seat.see("Half a thought", "draft kept 09:41")


async def test_a_comment_that_was_kept_as_draft_is_added_once(seat: Seat) -> None:
    """TR2, TR5."""
    await seat.press("enter")
    await seat.see("table space")
    await seat.press("i")
    await seat.type("See node 4")
    await seat.see("draft kept", "ctrl+s add comment")
    await seat.press("ctrl+s")
    await seat.told("The comment is added.")
    await seat.see("INTERNAL")
    await seat.press("q")
    await seat.see("Held by")
    assert seat.ticket(DATABASE).draft is None
    await opened(seat, DATABASE)
    await seat.gone("staff only, never sent")


async def test_leaving_asks_for_what_no_draft_keeps(seat: Seat, offer: Path) -> None:
    """TR3, TR5: files and changed parameters are lost on leaving, also by J and by a ticket's number."""
    await writing(seat, SERVER)
    await attached(seat, offer)
    await seat.press("escape", "p")
    await seat.see("Parameters")
    await seat.press("tab", "tab", "right", "ctrl+s")
    await seat.see(f"Reply to {ACME} · +1 file · parameters changed")
    await seat.press("q")
    await seat.see("offer.txt and changed parameters are not kept. Leave?")
    await seat.press("n")
    await seat.gone("Leave?")
    await seat.see("+1 file")
    await seat.press("J")
    await seat.see("offer.txt and changed parameters are not kept. Leave?")
    await seat.press("n")
    await seat.gone("Leave?")
    await seat.press("colon")
    await seat.see("Commands")
    await seat.type(str(WAITING))
    await seat.see(f"Open ticket {WAITING}")
    await seat.press("enter")
    await seat.see("offer.txt and changed parameters are not kept. Leave?")
    await seat.press("y")
    await seat.see("Nobody answers the telephone.")
    assert "+1 file" not in seat.text


async def test_the_program_is_left_only_when_asked_twice(seat: Seat, offer: Path) -> None:
    """TR5: ctrl+q too says what would be lost, and says it again when something else is."""
    await writing(seat, SERVER)
    await attached(seat, offer)
    await seat.press("ctrl+q")
    await seat.told("offer.txt is not kept. ctrl+q again leaves without it.")
    await seat.press("escape", "p")
    await seat.see("Parameters")
    await seat.press("tab", "tab", "right", "ctrl+s")
    await seat.see("+1 file · parameters changed")
    await seat.press("ctrl+q")
    await seat.told("offer.txt and changed parameters are not kept. ctrl+q again leaves without it.")
    await seat.press("v")  # whoever goes on working is asked anew
    await seat.press("ctrl+q")
    await seat.told("offer.txt and changed parameters are not kept. ctrl+q again leaves without it.")
    await seat.press("m")
    await seat.see("Summary")
    await seat.press("ctrl+q")
    await seat.see("offer.txt and changed parameters are not kept. Leave the program?")
    await seat.press("n")
    await seat.gone("Leave the program?")
    await seat.press("escape")
    await seat.press("ctrl+q")
    await seat.told("ctrl+q again leaves without it.")
    assert not seat.app._exit
    await seat.press("ctrl+q")
    await seat.until(lambda: seat.app._exit, "left")


async def test_a_file_can_be_taken_off_again(seat: Seat, offer: Path) -> None:
    """TR2."""
    await writing(seat, SERVER)
    await attached(seat, offer)
    await seat.press("ctrl+g")
    await seat.see("attach another", "remove offer.txt")
    await seat.press("down", "enter")
    await seat.gone("+1 file")
    await seat.press("escape", "q")
    await seat.see("Held by")


async def test_after_sending_it_is_said_when_it_goes(seats: Seats) -> None:
    """TR3, TR7: the new message is in sight, wherever one was reading."""
    async with seats.sit(size=(80, 24)) as seat:
        await opened(seat, SERVER)
        await seat.press("home", "r")
        await seat.type("We look into it.")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("s")
        await seat.told("The reply goes out in 10 s.")
        await seat.see("We look into it.")
    async with seats.sit(send=SendSettings(undo_seconds=0)) as seat:
        await writing(seat, SERVER)
        await seat.type("It is up.")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("s")
        await seat.told("The reply is on its way.")


async def test_the_end_of_the_conversation_stays_in_sight(seats: Seats) -> None:
    """TQ12: who reads the newest message sees the next one come in."""
    async with seats.sit(size=(80, 24)) as seat:
        await opened(seat, SERVER)
        for number in range(3):
            await seat.calm()
            deliver(seat.system, letter(f"Hans <{ACME}>", f"Re: [#{SERVER}] {number}", f"News {number}"), f"n{number}")
            await seat.see(f"News {number}")


async def test_a_field_that_opens_brings_the_chosen_message_into_sight(seats: Seats) -> None:
    """TR2: one sees what one answers."""
    async with seats.sit(size=(80, 24)) as seat:
        await opened(seat, SERVER)
        await seat.see("Still nothing.")
        await seat.press("r", "f2")
        await seat.see("staff only", "Still nothing. Here is what the console says.")


async def test_news_while_writing_are_told_in_the_line_and_in_the_review(seat: Seat) -> None:
    """TR6: who has seen the warning sends at the first try."""
    await writing(seat, SERVER)
    await seat.type("One moment")
    deliver(seat.system, letter(f"Hans <{ACME}>", f"Re: [#{SERVER}]", "It works again, thank you."), "9")
    await seat.see("new: Acme GmbH 09:41")
    await seat.press("ctrl+s")
    await seat.see("Something new arrived while you were writing.")
    await seat.press("s")
    await seat.told("The reply goes out in 10 s.")
    assert seat.ticket(SERVER).messages[-1].text == "One moment"
    await seat.gone("new: Acme GmbH")


async def test_what_was_read_before_writing_is_no_news(seat: Seat) -> None:
    """TR6."""
    await opened(seat, SERVER)
    deliver(seat.system, letter(f"Hans <{ACME}>", f"Re: [#{SERVER}]", "It works again, thank you."), "9")
    await seat.see("It works again, thank you.")
    await seat.press("r")
    await seat.see("Reply to")
    assert "new: " not in seat.text


async def test_what_was_said_goes_when_one_types_on(seat: Seat) -> None:
    await writing(seat, SERVER)
    await seat.press("ctrl+c")
    await seat.told("ctrl+q leaves the program.")
    await seat.type("x")
    await seat.gone("ctrl+q leaves the program.")


async def test_closing_for_everybody_asks_when_others_have_it(seats: Seats) -> None:
    """TQ5, TQ6: an administrator's Close meets who holds a task; n leaves everything as it is. Alike in the list."""
    async with seats.sit("gary") as seat:
        await opened(seat, LOGIN)
        await seat.press("e")
        await seat.see(f"Close {LOGIN} for everybody? john holds it in Tech.")
        await seat.press("n")
        await seat.gone("for everybody?")
        assert seat.ticket(LOGIN).row.status.value == "in_progress"
        await seat.press("q")
        await seat.see("Held by")
        await seat.until(lambda: str(LOGIN) in seat.cursor().split()[:3] or seat.app.screen.tickets.go_to(LOGIN))  # type: ignore[attr-defined]
        await seat.press("e")
        await seat.see(f"Close {LOGIN} for everybody? john holds it in Tech.")
        await seat.press("y")
        await seat.told(f"Ticket {LOGIN} is closed.")
        assert all(task.state is TaskState.CLOSED for task in seat.ticket(LOGIN).tasks)


async def test_closing_with_a_draft_asks(seat: Seat) -> None:
    """TR5: what was typed is not taken for sent."""
    await writing(seat, SERVER)
    await seat.type("Nearly")
    await seat.press("escape", "e")
    await seat.see(f"Close {SERVER}? Your draft is not sent.")
    await seat.press("y")
    await seat.told(f"Ticket {SERVER} is closed.")


async def test_archive_asks(seat: Seat) -> None:
    """The client finds it elsewhere from then on."""
    await opened(seat, CERTIFICATE)
    await seat.press("A")
    await seat.see(f"Archive {CERTIFICATE} for the client?")
    await seat.press("n")
    await seat.gone("for the client?")
    assert seat.ticket(CERTIFICATE).row.status.value == "awaiting_client"
    await seat.press("A")
    await seat.see(f"Archive {CERTIFICATE} for the client?")
    await seat.press("y")
    await seat.told(f"Ticket {CERTIFICATE} is in the archive.")


async def test_a_closed_ticket_says_how_it_opens(seat: Seat) -> None:
    """TR1."""
    await opened(seat, CERTIFICATE)
    await seat.press("t")
    await seat.told("it opens again when the client writes, or assign it anew (a).")


async def test_only_this_client_and_a_new_ticket_from_the_form(seat: Seat) -> None:
    """TF9, CL15: the list's keys."""
    await opened(seat, SERVER)
    await seat.press("f")
    await seat.told("Every list shows only Acme GmbH now")
    await seat.see("only Acme GmbH (f shows all) ──")
    await seat.press("q")
    await seat.see("Held by")
    await seat.until(lambda: seat.numbers() == [SERVER], "only theirs")
    await seat.press("enter")
    await seat.see("Still nothing.", "only Acme GmbH (f shows all) ──")
    await seat.press("f")
    await seat.told("Every list shows all clients again.")
    await seat.gone("only Acme GmbH")
    await seat.press("C")
    await seat.see("New ticket", ACME)


async def test_the_head_says_summary_assignment_and_marks(seats: Seats) -> None:
    """TF1, TF3, TF4: in words, at 80 columns too."""
    async with seats.sit("gary", (80, 24)) as seat:
        await opened(seat, BACKUP)
        await seat.see("Ticket information: The ticket is assigned to Billing.")
        await seat.press("m")
        await seat.see("Summary")
        await seat.type("third night in a row, the log is in the panel, ask Sakura too")
        await seat.press("enter")
        await seat.told("The summary is kept.")
        await seat.press("s")
        await seat.see("third night in a row, the log is in the panel, ask Sakura too", "favourite")
        await seat.press("circumflex_accent")
        await seat.see("beginning of the queue")
        await seat.press("h")
        await seat.see("Delay until")
        await seat.type("2026-12-01 9:00")
        await seat.press("enter")
        await seat.see("delayed until 1 Dec 09:00")


async def test_the_review_lies_over_no_field(seats: Seats) -> None:
    """TR3: no torn frame; e goes back to the field that has text."""
    async with seats.sit(size=(80, 24)) as seat:
        await writing(seat, SERVER)
        await seat.press("f2")
        await seat.type("for staff")
        await seat.press("ctrl+s")
        await seat.see("Before sending", "Reply to")
        assert "INTERNAL ━" not in seat.text
        assert "┃" not in seat.text
        await seat.press("e")
        await seat.see("staff only, never sent", "Tab answer")
        await seat.type(" only")
        await seat.see("for staff only")


async def test_the_keys_of_the_form(seats: Seats) -> None:
    """SCREENS: the keys that matter, with the way to all of them however narrow it is."""
    async with seats.sit() as seat:
        await opened(seat, SERVER)
        await seat.see(
            "r reply   i internal   e close   a assign   h delay   p parameters   ? keys   q back   c client"
        )
    async with seats.sit(size=(60, 24), until="Subject") as seat:
        await opened(seat, SERVER)
        await seat.see("r reply   i internal   e close", "? keys")


async def test_f2_and_back_without_an_answer(seat: Seat) -> None:
    """The box of the comment says how to come to the answer."""
    await opened(seat, SERVER)
    await seat.press("i")
    await seat.see("Comment for staff", "F2 answer")
    await seat.press("f2")
    await seat.see(f"Reply to {ACME}")
    await seat.type("Hello")
    await seat.until(lambda: seat.app.screen.typed() == ("Hello", ""))  # type: ignore[attr-defined]
    assert seat.ticket(SERVER).messages[-1].kind is MessageKind.CLIENT
