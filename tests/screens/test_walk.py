"""Issue 4: what a new member of staff does without reading anything but the screen, at 80x24.

Each key that is pressed stands on the screen before it is pressed, in the words of what is wanted.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.desk.actions.replies import AddReply
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import TaskState
from tests.screens.desk import DISCOUNT, OFFER
from tests.screens.seat import Seat, Seats

MINUTE = SendRules(undo_seconds=60)


async def shown(seat: Seat, words: str, *keys: str) -> None:
    """The key stands on the screen with its word; press it."""
    await seat.see(words)
    await seat.press(*keys)


async def test_the_walk_of_a_new_member(seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the oldest unassigned ticket of sales, take, answer, charge nothing, close, find again, undo, delay, hand
    over (TQ2, TQ8, TQ10, TR1 to TR3, TR7, TF3, TF4, PR2, TF11).
    """
    (tmp_path / "offer.pdf").write_bytes(b"%PDF-1.4 offer")
    monkeypatch.setenv("HOME", str(tmp_path))
    async with seats.sit("gary", (80, 24), rules=MINUTE) as seat:
        seat.acting("gary").perform(AddReply("Offer attached", "Hello {client.name},\n\nour offer is attached."))
        # ? names the keys of the views; the line of the views says that ] leads on.
        await shown(seat, "more ]", "]", "]")
        await shown(seat, "/ search", "slash")
        await shown(seat, "words or fields, as dept:sales staff:none")
        await seat.type("dept:")
        await seat.see("Tab Billing, Sales, Tech")
        await seat.type("sales\n")
        await seat.until(lambda: seat.numbers() == [OFFER, DISCOUNT], "longest waiting first")
        await shown(seat, "t take", "t")
        await seat.see("you")
        await shown(seat, "Enter open", "enter")
        await seat.see("held by you")
        await shown(seat, "r reply", "r")
        await shown(seat, "ctrl+t predefined", "ctrl+t")
        await seat.see("our offer is attached.")
        await shown(seat, "Enter insert", "enter")
        await shown(seat, "ctrl+g attach", "ctrl+g")
        await seat.see("Attach which file? Its path, ~ is your home")
        await seat.type("~/o")
        await shown(seat, "Tab complete", "tab", "enter")
        await seat.see("+1 file")
        await shown(seat, "ctrl+s send", "ctrl+s")
        await seat.see("with offer.pdf", "y closes it everywhere")
        await shown(seat, "y Ok: send and close", "y")
        await seat.see("is answered and closed", "z undo")
        await find_again_and_hand_over(seat)


async def find_again_and_hand_over(seat: Seat) -> None:
    """The second half."""
    await seat.press("j", "colon")
    await seat.see("Commands, or a ticket's number")
    await seat.type(f"{OFFER}\n")
    await seat.see("Awaiting response")
    await seat.press("z")
    await seat.see("held by you", "our offer is attached.")
    await seat.press("escape")
    await shown(seat, "h delay", "h")
    await seat.see("Delay until (2d, tomorrow 9:00, mon, 2027-01-15)")
    await seat.type("mon 9:00")
    await seat.see("Mon 30 Nov 9:00")
    await seat.press("enter")
    await seat.told("is delayed until Mon 30 Nov 9:00")
    await seat.press("j")
    await shown(seat, "a assign", "a")
    await seat.see("Assign to", "Gus Olsen")
    await seat.type("gus\n")
    await seat.until(lambda: "gus" in {task.staff for task in seat.ticket(OFFER).tasks}, "handed over")
    assert [task.staff for task in seat.ticket(OFFER).tasks if task.state is TaskState.OPEN][-1] == "gus"


async def test_a_long_refusal_is_never_cut(seats: Seats) -> None:
    """SCREENS: what failed and which key goes on; at 80 columns the sentence has two lines, then one again."""
    async with seats.sit("gary", (80, 24)) as seat:
        await seat.press("6")
        await seat.see("awaiting")
        await seat.press("t")
        await seat.told("it opens again when the client writes, or assign it anew (a).")
        await seat.press("j")
        await seat.until(lambda: "Enter open" in seat.text.split("\n")[-1], "the keys")
        await seat.gone("assign it anew")


async def test_tab_completes_a_path(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TR2 *Attach file*: folders end in a slash and are gone into; what is hidden is not offered."""
    home = tmp_path / "home"
    (home / "logs").mkdir(parents=True)
    (home / "logs" / "a.txt").write_text("x")
    (home / ".secret").write_text("x")
    monkeypatch.setenv("HOME", str(home))
    await seat.press("colon")
    await seat.type("8\n")
    await seat.see("r reply")
    await seat.press("r", "ctrl+g")
    await seat.see("Attach which file")
    await seat.type("~/")
    await seat.press("tab")
    await seat.see("~/logs/", "a folder; Tab goes through it")
    await seat.press("tab")
    await seat.see("~/logs/a.txt", "1 bytes")
    await seat.press("enter")
    await seat.see("+1 file")


async def test_a_ticket_for_another_department(seat: Seat) -> None:
    """Clarification: staff reach every department; what is not theirs they send and do not see (TQ1)."""
    await seat.press("C")
    await seat.see("New ticket", "< Tech >")
    await seat.press("shift+tab", "shift+tab", "right")
    await seat.see("< Sales >")
    await seat.press("tab", "tab")
    await seat.type("Offer")
    await seat.press("tab", "tab")
    await seat.type("They want another server.")
    await seat.press("ctrl+s")
    await seat.see("Before sending", "Sales is not your department: they see the ticket, you do not", "s send")
    assert "y Ok" not in seat.text
    await seat.press("s")
    await seat.told("Ticket 13 is made; Sales sees it, you do not.")
    gus = seat.acting("gus")
    assert gus.read(ReadTicket(13)).row.subject == "Offer"
