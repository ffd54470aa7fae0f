"""The ticket form by keys (TF1, TF10, TF11, TR1, TR2, TR3, TR5, TR6)."""

from __future__ import annotations

from pathlib import Path

from helpdesk_tui.questions import ReadOutbox
from helpdesk_tui.vocab import MessageKind
from tests.screens.desk import ACME, CONSOLE, DATABASE, LOGIN, SERVER, deliver, letter
from tests.screens.seat import Seat, Seats


async def opened(seat: Seat, number: int) -> None:
    """Open a ticket by its number."""
    await seat.press("colon")
    await seat.see("Commands")
    await seat.type(str(number))
    await seat.see(f"Open ticket {number}")
    await seat.press("enter")
    await seat.until(lambda: seat.text.startswith(f" {number}  "), f"ticket {number}")


async def writing(seat: Seat, number: int) -> None:
    """Open a ticket that is mine and begin an answer."""
    await opened(seat, number)
    await seat.press("r")
    await seat.see("Reply to ")


async def test_reading_before_taking(seat: Seat) -> None:
    """TR1, TF11: everything can be read, the head says who holds it; replying says that taking comes first."""
    await seat.press("enter")
    await seat.see("In progress · Tech · held by nobody", "vps-12 (KVM-2, active)", "It says: table space missing.")
    await seat.see("Nordlicht GmbH <info@nordlicht.example> · problematic · reseller")
    await seat.press("r")
    await seat.told(f"Take ticket {DATABASE} first (t)")
    await seat.press("p")
    await seat.told(f"Take ticket {DATABASE} first (t)")
    assert "Reply to" not in seat.text


async def test_take_release_and_the_other_sees_it(seat: Seat) -> None:
    """TR1: the head says so; a colleague is told who has it; release gives it back."""
    await seat.press("enter", "t")
    await seat.told(f"Ticket {DATABASE} is yours.")
    await seat.see("held by you")
    await seat.press("u")
    await seat.told(f"Ticket {DATABASE} is free again.")
    await seat.see("held by nobody")


async def test_a_ticket_of_somebody_else_cannot_be_taken(seat: Seat) -> None:
    """TR1: staff see who holds it."""
    await opened(seat, LOGIN)
    await seat.see("held by john")
    await seat.press("t")
    await seat.told(f"john holds ticket {LOGIN}.")
    await seat.press("T")
    await seat.told("Only an administrator can take a ticket over.")


async def test_the_conversation(seat: Seat) -> None:
    """TF11: client, staff, internal comment with its word, quoted text folded, attachments with name and size."""
    await opened(seat, SERVER)
    await seat.see("anna   INTERNAL", "node 4 rebooted by itself, see ticket 7")
    await seat.see("the node restarted at 07:08; we bring your machine up now.", "[1] console.txt 71 B")
    await seat.see("Still nothing. Here is what the console says.", "quoted lines (Space)")
    assert "> Hello Hans," not in seat.text
    await seat.press("space")
    await seat.see("> Hello Hans,", "(Space folds)")


async def test_ok_sends_and_closes(seat: Seat) -> None:
    """TR3, TR4: Ok sends the reply, closes the ticket for me, goes back to the list and says so."""
    await writing(seat, SERVER)
    await seat.see(f"Reply to {ACME}")
    await seat.type("It is up again.")
    await seat.press("ctrl+s")
    await seat.see("Before sending", f"To {ACME}", "from support@desk.example", "4 words")
    await seat.see("y closes it everywhere: it then awaits the client")
    await seat.press("y")
    await seat.told(f"Ticket {SERVER} is answered and closed.")
    await seat.until(lambda: SERVER not in seat.numbers())
    ticket = seat.ticket(SERVER)
    assert (ticket.row.status.value, ticket.messages[-1].text) == ("awaiting_client", "It is up again.")
    sent = seat.system.read(ReadOutbox())[0]
    assert (sent.to, sent.ticket, sent.state.value) == (ACME, SERVER, "queued")


async def test_send_reply_stays(seat: Seat) -> None:
    """TR3: Send reply sends, the ticket stays open and blocked; the field is empty again."""
    await writing(seat, SERVER)
    await seat.type("We look into it.")
    await seat.press("ctrl+s")
    await seat.see("Before sending")
    await seat.press("s")
    await seat.gone("Before sending", "Reply to")
    await seat.see("We look into it.", "held by you")
    ticket = seat.ticket(SERVER)
    assert (ticket.can_reply, ticket.draft, ticket.messages[-1].text) == (True, None, "We look into it.")


async def test_cancel_sends_nothing_and_keeps_the_draft(seat: Seat) -> None:
    """TR3, TR5: Cancel sends nothing; the text is there on return."""
    await writing(seat, SERVER)
    await seat.type("Half a th")
    await seat.press("ctrl+s")
    await seat.see("Before sending")
    await seat.press("q")
    await seat.gone("Before sending")
    assert "Half a th" in seat.text
    assert len(seat.ticket(SERVER).messages) == 4
    await seat.press("q")
    await seat.see("Held by")
    draft = seat.ticket(SERVER).draft
    assert draft is not None
    assert draft.text == "Half a th"
    await opened(seat, SERVER)
    await seat.see("Half a th", "draft kept")


async def test_nothing_to_send_is_said(seat: Seat) -> None:
    """TR3."""
    await writing(seat, SERVER)
    await seat.press("ctrl+s")
    await seat.see("Before sending", "No answer to the client.")
    await seat.press("y")
    await seat.told("There is nothing to send.")
    await seat.press("p")
    await seat.told("No parameter was changed.")


async def test_a_draft_survives_the_end_of_the_program(seats: Seats) -> None:
    """TR5: what was typed a moment before leaving is there in the next session."""
    async with seats.sit() as seat:
        await writing(seat, SERVER)
        await seat.type("Not lost")
        await seat.press("ctrl+q")
        await seat.until(lambda: seat.app._exit)
    async with seats.sit() as seat:
        await opened(seat, SERVER)
        await seat.see("Not lost")


async def test_an_internal_comment_needs_no_taking(seat: Seat) -> None:
    """TR2, Clarifications: yellow, staff only, with the word; nothing is sent to the client."""
    before = len(seat.system.read(ReadOutbox()))
    await seat.press("enter")
    await seat.see("table space")
    await seat.press("i")
    await seat.see("INTERNAL", "staff only, never sent")
    await seat.type("See node 4")
    await seat.press("ctrl+s")
    await seat.told("The comment is added.")
    last = seat.ticket(DATABASE).messages[-1]
    assert (last.kind, last.text) == (MessageKind.COMMENT, "See node 4")
    assert len(seat.system.read(ReadOutbox())) == before


async def test_a_comment_goes_with_the_reply(seat: Seat) -> None:
    """TR2, TR3: reply and comment in one; the review names both."""
    await writing(seat, SERVER)
    await seat.type("Up again.")
    await seat.press("f2")
    await seat.see("staff only, never sent")
    await seat.type("swapped the disk")
    await seat.press("ctrl+s")
    await seat.see("INTERNAL  comment of 3 words, for staff only")
    await seat.press("s")
    await seat.until(lambda: len(seat.ticket(SERVER).messages) == 6)
    kinds = [(m.kind, m.text) for m in seat.ticket(SERVER).messages[-2:]]
    assert sorted(kinds) == [(MessageKind.COMMENT, "swapped the disk"), (MessageKind.STAFF, "Up again.")]


async def test_quote_copies_the_chosen_message(seat: Seat) -> None:
    """TR2: Quote."""
    await opened(seat, SERVER)
    await seat.press("R")
    await seat.see(
        "Reply to", "> Still nothing. Here is what the console says.", "On 23 Nov 2026 at 07:43, Acme GmbH wrote:"
    )


async def test_attach_a_file(seat: Seat, tmp_path: Path) -> None:
    """TR2, TR4: the file's size before Enter, its name in the review, the bytes on the message."""
    path = tmp_path / "fix.log"
    path.write_bytes(b"done\n")
    await writing(seat, SERVER)
    await seat.type("See the log.")
    await seat.press("ctrl+g")
    await seat.see("Attach which file")
    await seat.type(str(path))
    await seat.see("5 bytes")
    await seat.press("enter")
    await seat.see("+1 file")
    await seat.press("ctrl+s")
    await seat.see("with fix.log 5 B")
    await seat.press("s")
    await seat.see("[1] fix.log 5 B")


async def test_a_file_that_is_not_there_is_told(seat: Seat, tmp_path: Path) -> None:
    """TR2."""
    await writing(seat, SERVER)
    await seat.press("ctrl+g")
    await seat.see("Attach which file")
    await seat.type(str(tmp_path / "nothing"))
    await seat.see("no such file")
    await seat.press("enter")
    await seat.told("cannot be read")


async def test_show_and_save_an_attachment(seat: Seat, tmp_path: Path) -> None:
    """TF11: preview of text, saving without overwriting."""
    await opened(seat, SERVER)
    await seat.see("[1] console.txt")
    await seat.press("1")
    await seat.see("show as text", "save to a folder")
    await seat.press("enter")
    await seat.see("kernel panic - not syncing")
    await seat.press("q")
    await seat.see("[1] console.txt")
    for name in ("console.txt", "console-1.txt"):
        await seat.press("1")
        await seat.see("save to a folder")
        await seat.press("down", "enter")
        await seat.see("Save to folder")
        await seat.press("ctrl+u")
        await seat.type(str(tmp_path))
        await seat.press("enter")
        await seat.until((tmp_path / name).exists, name)
        assert (tmp_path / name).read_bytes().rstrip() == CONSOLE.rstrip()


async def test_save_parameters_alone(seat: Seat) -> None:
    """TF2, TR3: subject, service and place are changed; neither reply nor comment is sent."""
    await opened(seat, SERVER)
    await seat.press("p")
    await seat.see("Parameters", "Server unreachable since 07:10", "< vps-31 >", "this desk does not use priorities")
    await seat.type(" (node 4)")
    await seat.press("tab", "right", "tab", "right", "ctrl+s")
    await seat.told("The parameters are saved.")
    row = seat.ticket(SERVER).row
    assert (row.subject, row.service, row.front) == ("Server unreachable since 07:10 (node 4)", "mail-pro", True)
    assert len(seat.ticket(SERVER).messages) == 4


async def test_changed_parameters_wait_for_the_review(seat: Seat) -> None:
    """TR3: while an answer is written they are applied with it, or alone with Save parameters."""
    await writing(seat, SERVER)
    await seat.type("Later.")
    await seat.press("escape", "p")
    await seat.see("Parameters")
    await seat.press("tab", "tab", "right", "ctrl+s")
    await seat.see("parameters changed")
    assert not seat.ticket(SERVER).row.front
    await seat.press("ctrl+s")
    await seat.see("Changes beginning of the queue", "p Save parameters only")
    await seat.press("p")
    await seat.told("The parameters are saved.")
    ticket = seat.ticket(SERVER)
    assert (ticket.row.front, len(ticket.messages)) == (True, 4)
    assert "Later." in seat.text


async def test_something_new_is_told_before_sending(seat: Seat) -> None:
    """TR6: the client wrote while the review was read; nothing is sent at the first try, the text stays."""
    await writing(seat, SERVER)
    await seat.type("One moment")
    await seat.press("ctrl+s")
    await seat.see("Before sending")
    deliver(seat.system, letter(f"Hans <{ACME}>", f"Re: [#{SERVER}]", "It works again, thank you."), "9")
    await seat.press("s")
    await seat.told("Something new arrived on the ticket")
    assert "One moment" in seat.text
    assert seat.ticket(SERVER).messages[-1].text == "It works again, thank you."
    await seat.see("new: Acme GmbH 09:41")
    await seat.press("ctrl+s")
    await seat.see("Something new arrived while you were writing. y or s sends all the same.")
    await seat.press("s")
    await seat.until(lambda: seat.ticket(SERVER).messages[-1].text == "One moment")


async def test_take_over_while_the_other_types(seats: Seats) -> None:
    """TR1: an administrator takes over with a reason; the former holder sees it at once and loses no text."""
    async with seats.sit("anna") as seat:
        await writing(seat, SERVER)
        await seat.type("I was about to say")
        async with seats.sit("gary") as boss:
            await opened(boss, SERVER)
            await boss.press("T")
            await boss.see("Take over: why?")
            await boss.type("anna is ill")
            await boss.press("enter")
            await boss.told(f"Ticket {SERVER} is yours.")
            await boss.see("held by you")
        await seat.told("gary took the ticket over. Your text is kept.")
        await seat.see("held by gary")
        await seat.press("left")
        await seat.told("(ctrl+s send ...)")
        assert "I was about to say" in seat.text
        await seat.press("ctrl+s")
        await seat.told(f"gary holds ticket {SERVER}.")
        await seat.press("escape", "q")
        await seat.see("Held by")
        draft = seat.ticket(SERVER).draft
        assert draft is not None
        assert draft.text == "I was about to say"


async def test_an_attached_picture_is_described_and_can_be_saved(seat: Seat, tmp_path: Path) -> None:
    """TF11: format, pixels and bytes from its head; it is never shown as text, whatever it calls itself."""
    head = (
        f"From: Hans Meier <{ACME}>\r\nTo: support@desk.example\r\nSubject: Re: Server unreachable [#{SERVER}]\r\n"
        "Message-ID: <picture@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: image/gif; name=console.txt\r\n"
        "Content-Disposition: attachment; filename=console.txt\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode()
    picture = b"GIF89a\x40\x01\xc8\x20" + b"x" * 90
    await opened(seat, SERVER)
    deliver(seat.system, head + picture, "11")
    await seat.see("[1] console.txt 100 B")
    await seat.press("end", "1")
    await seat.see("console.txt: GIF picture, 320 x 8392 pixels, 100 B", "save to a folder, for a viewer of pictures")
    assert "show as text" not in seat.text
    await seat.press("down", "enter")
    await seat.see("Save to folder")
    await seat.press("ctrl+a", "ctrl+k")
    await seat.type(str(tmp_path))
    await seat.press("enter")
    await seat.told(f"Saved as {tmp_path}")
