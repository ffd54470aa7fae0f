"""A ticket that staff write to a client, or enter as theirs (CL15; clarification: whose task it is, what Ok does)."""

from __future__ import annotations

from pathlib import Path

from helpdesk_tui.questions import ReadAbuses, ReadMatches, ReadOutbox
from helpdesk_tui.vocab import QueueView, TicketStatus
from tests.screens.desk import ACME, OMAR
from tests.screens.seat import Seat


async def begin(seat: Seat) -> None:
    """The form of a new ticket to Omar, whose row the cursor stands on, with the cursor in the subject."""
    await seat.press("j", "C")
    await seat.see("New ticket", OMAR)
    await seat.press("tab")
    await seat.until(lambda: seat.line("Written", "< to the client"))
    await seat.press("shift+tab")


async def written(seat: Seat) -> None:
    """A ticket to Omar, ready to be looked at."""
    await begin(seat)
    await seat.type("Moved")
    await seat.press("tab", "tab")
    await seat.type("Your server moves.")


async def test_ok_sends_it_and_closes_it(seat: Seat) -> None:
    """Clarification: Ok closes its task, the ticket awaits a response; nothing is sent before y."""
    await written(seat)
    before = len(seat.system.read(ReadOutbox()))
    await seat.press("ctrl+s")
    await seat.see("Before sending", "Your server moves.", "y Ok: send and close", "s send, stay")
    await seat.press("q")
    await seat.gone("Before sending")
    await seat.see("New ticket", "Your server moves.")
    assert len(seat.system.read(ReadOutbox())) == before
    await seat.press("ctrl+s")
    await seat.see("Before sending")
    await seat.press("y")
    await seat.see("Awaiting response", "Your server moves.")
    assert seat.ticket(13).row.status is TicketStatus.AWAITING
    assert len(seat.system.read(ReadOutbox())) == before + 1


async def test_a_placeholder_holds_it_back(seat: Seat) -> None:
    """PR3: what nothing filled in is said where it is sent; y and s then say why not, b means the braces."""
    await written(seat)
    await seat.type(" {client.nmae}")
    await seat.press("ctrl+s")
    await seat.see(
        "{client.nmae} is not filled in. e edits it, b sends the braces as they stand.", "b braces are meant"
    )
    await seat.press("y", "s")
    assert seat.desk.read(ReadMatches(QueueView.ALL)) == 10
    await seat.press("b")
    await seat.see("{client.nmae} is not filled in. It is sent as it stands.")
    await seat.press("s")
    await seat.see("held by you", "Your server moves. {client.nmae}")


async def test_twice_ctrl_s_is_one_ticket(seat: Seat) -> None:
    """SF3 for what is sent: a double key press sends once; the second one means the review, which it does not know."""
    await written(seat)
    await seat.press("ctrl+s", "ctrl+s", "s", "s")
    await seat.see("held by you", "Your server moves.")
    assert seat.desk.read(ReadMatches(QueueView.ALL)) == 11


async def test_the_client_is_found_by_a_part_of_the_name(seat: Seat) -> None:
    """CL15: another client than the row's, with a service of theirs; what is missing is told in the fields' order."""
    await begin(seat)
    await seat.press("ctrl+s")
    await seat.told("A ticket needs a subject.")
    await seat.press("shift+tab", "shift+tab", "shift+tab")
    await seat.see("Enter or a part of the name finds another")
    await seat.type("beck")
    await seat.see("To which client?")
    await seat.until(lambda: seat.line("> Acme GmbH", "Erika Beck"))
    await seat.press("enter")
    await seat.see(f"Acme GmbH <{ACME}>", "< no service >")
    await seat.press("tab", "right")
    await seat.see("< vps-31 >")
    await seat.press("tab")
    await seat.type("Moved")
    await seat.press("ctrl+s")
    await seat.told("A ticket needs a message.")
    await seat.press("tab", "tab")
    await seat.type("Dear Erika")
    await seat.press("ctrl+s")
    await seat.see("Before sending")
    await seat.press("s")
    await seat.see("held by you", "Dear Erika")
    row = seat.ticket(13).row
    assert (row.client_email, row.service, row.subject) == (ACME, "vps-31", "Moved")


async def test_what_the_client_said_is_entered_without_sending(seat: Seat) -> None:
    """CL15: entered as theirs: nothing goes out, so nothing is looked at."""
    before = len(seat.system.read(ReadOutbox()))
    await begin(seat)
    await seat.type("Call")
    await seat.press("tab", "right")
    await seat.see("of the client, e.g. by telephone", "ctrl+s save")
    await seat.press("tab")
    await seat.type("It is down")
    await seat.press("ctrl+s")
    await seat.see(" 13  Call", "held by nobody")
    assert len(seat.system.read(ReadOutbox())) == before


async def test_files_go_with_it(seat: Seat, tmp_path: Path) -> None:
    """CL15: a file; what is none is told, and the form stays."""
    (tmp_path / "log.txt").write_text("x" * 100)
    await written(seat)
    await seat.press("ctrl+g")
    await seat.see("Attach which file")
    await seat.type(str(tmp_path / "none.txt") + "\n")
    await seat.told("cannot be read")
    await seat.press("ctrl+g")
    await seat.see("Attach which file")
    await seat.type(str(tmp_path / "log.txt") + "\n")
    await seat.see("with log.txt 100 B")
    await seat.press("ctrl+s")
    await seat.see("Before sending", "With log.txt 100 B")
    await seat.press("s")
    await seat.see("held by you", "[1] log.txt")


async def test_a_comment_and_a_violation_go_with_it(seat: Seat) -> None:
    """CL15, TF5: a quote for staff, and scores, date, action, comment; what follows is seen before it is sent."""
    await seat.press("C")
    await seat.see("New ticket", "Nordlicht GmbH")
    await seat.type("Spam")
    await seat.press("tab", "tab")
    await seat.type("Please look.")
    await seat.press("f2")
    await seat.see("Internal comment: the client never sees it")
    await seat.type("Told twice")
    await seat.press("ctrl+s")
    await seat.see("with a comment")
    await seat.press("f4")
    await seat.see("has 0 scores", "Without an answer", "< (none) >")
    await seat.press("ctrl+u")
    await seat.type("4")
    await seat.press("tab", "tab", "right", "ctrl+s")
    await seat.told("Name the service that would be suspended; the ticket has none.")
    await seat.press("tab", "right")
    await seat.see("< vps-12 >")
    await seat.press("ctrl+s")
    await seat.see("with a comment, abuse of 4 scores")
    await seat.press("ctrl+s")
    await seat.see("Before sending", "INTERNAL  Told twice", "Abuse 4 scores; without an answer by", "vps-12 will be")
    await seat.press("s")
    await seat.see("held by you", "Told twice", "anna registered abuse 1")
    (abuse,) = seat.desk.read(ReadAbuses())
    assert (abuse.scores, abuse.service, abuse.ticket) == (4, "vps-12", 13)


async def test_what_it_comes_with_is_changed_and_taken_away(seat: Seat) -> None:
    """What was given is there again; 0 scores are none, and leaving the form changes nothing."""
    await seat.press("C")
    await seat.see("New ticket", "Nordlicht GmbH")
    await seat.press("f4")
    await seat.see("Without an answer")
    await seat.press("ctrl+s")
    await seat.see("with abuse of 1 score")
    await seat.press("f4")
    await seat.see("0 takes this one away")
    await seat.press("escape")
    await seat.gone("0 takes this one away")
    await seat.see("with abuse of 1 score")
    await seat.press("f4")
    await seat.see("0 takes this one away")
    await seat.press("ctrl+u", "0", "ctrl+s")
    await seat.gone("with abuse", "0 takes this one away")
    await seat.press("f2")
    await seat.see("the client never sees it")
    await seat.type("Told twice")
    await seat.press("ctrl+s")
    await seat.see("with a comment")
    await seat.press("escape")
    await seat.told("Esc again throws away what you typed.")
    await seat.press("escape")
    await seat.gone("New ticket")
