"""Views of one's own by keys (TQ2)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.desk.actions.views import SaveView
from helpdesk_tui.questions import ReadViews
from helpdesk_tui.vocab import QueueSort, QueueView
from tests.screens.desk import BACKUP, DATABASE, INVOICE, WAITING
from tests.screens.seat import Seat, Seats


async def filtered(seat: Seat, query: str, *numbers: int) -> None:
    """A filter, entered as people do."""
    await seat.press("slash")
    await seat.type(f"{query}\n")
    await seat.until(lambda: seat.numbers() == list(numbers), f"{query} shows {numbers}")


async def test_a_list_is_named_and_opened_by_its_digit(seats: Seats) -> None:
    """TQ2: filter, order and name; its count stands among the views; the digit leads back to it."""
    async with seats.sit("anna", (160, 40)) as seat:
        await filtered(seat, "dept:billing", INVOICE, BACKUP)
        await seat.press("o")
        await seat.until(lambda: seat.numbers() == [BACKUP, INVOICE])
        await seat.press("O")
        await seat.see("Your views", "n names the list you came from")
        await seat.press("n")
        await seat.see("Support, dept:billing, newest first")
        await seat.type("Money\n\n")
        await seat.told("8 opens it.")
        await seat.press("q")
        await seat.see("8 Money 2")
        await seat.press("1")
        await seat.until(lambda: len(seat.numbers()) == 2)
        await seat.press("escape", "o", "o", "o")
        await seat.until(lambda: len(seat.numbers()) == 8)
        await seat.press("8")
        await seat.see("[8 Money 2]", "dept:billing", "newest first")
        await seat.until(lambda: seat.numbers() == [BACKUP, INVOICE])
        await seat.press("2")
        await seat.see("[Mine 1]")
        await seat.gone("dept:billing")


async def test_its_count_follows_what_others_do(seats: Seats) -> None:
    """TQ2, TQ12: counted behind the list, never on the key path."""
    async with seats.sit("anna", (160, 40)) as seat:
        seat.desk.perform(SaveView("VIP", QueueView.ALL, QueueSort.NEWEST, "tag:vip"))
        await seat.see("8 VIP 0")
        seat.acting("gary").perform(TagTicket(WAITING, ("vip",)))
        await seat.press("8")
        await seat.until(lambda: seat.numbers() == [WAITING])
        await seat.see("[8 VIP 1]")


async def test_views_are_renamed_moved_and_deleted(seats: Seats) -> None:
    """TQ2: `O` lists them; Enter opens, e renames and moves, d deletes."""
    async with seats.sit("anna", (160, 40)) as seat:
        for slot, name in ((8, "Old"), (9, "Other")):
            seat.desk.perform(SaveView(name, QueueView.UNASSIGNED, query="dept:billing", slot=slot))
        await seat.press("O")
        await seat.see("Your views", "Old", "Other")
        await seat.press("e")
        await seat.see("“Old”")
        await seat.type("er\n")
        await seat.press("right", "ctrl+s")
        await seat.told("The view is changed.")
        assert [(v.slot, v.name) for v in seat.desk.read(ReadViews())] == [(8, "Other"), (9, "Older")]
        await seat.press("home", "d")
        await seat.see("Delete the view “Other”? Its tickets stay.")
        await seat.press("y")
        await seat.told("“Other” is deleted.")
        await seat.press("enter")
        await seat.see("[9 Older 2]")
        await seat.until(lambda: seat.numbers() == [INVOICE, BACKUP])


async def test_digits_without_a_view_of_ones_own_open_those_of_the_desk(seat: Seat) -> None:
    """TQ2: one's own come first; where there is none, the digit leads where it always led."""
    await seat.press("9")
    await seat.told("No view of yours is on 9; O names this list.")
    await seat.press("4")
    await seat.see("[Delayed 1]")
    seat.desk.perform(SaveView("Here", QueueView.MINE, slot=4))
    await seat.see("4 Here 1")
    await seat.press("4")
    await seat.see("[4 Here 1]")
    await seat.press("right_square_bracket")
    await seat.see("[Support 8]")


async def test_a_narrowing_is_named_with_the_list(seat: Seat) -> None:
    """TQ2: filter, order and narrowing; the view narrows itself, not every other list."""
    await seat.press("f")
    await seat.until(lambda: seat.numbers() == [DATABASE, WAITING])
    await seat.press("O", "n")
    await seat.see("client:#")
    await seat.type("Nord\n")
    await seat.press("ctrl+s")
    await seat.told("8 opens it.")
    await seat.press("q", "f", "8")
    await seat.see("[8 Nord 2]")
    await seat.until(lambda: seat.numbers() == [DATABASE, WAITING])
    assert seat.app.session.client is None
