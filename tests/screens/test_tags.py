"""Tags by keys (TQ10)."""

from __future__ import annotations

from tests.screens.desk import DATABASE, SERVER
from tests.screens.seat import Seat, Seats


async def test_tags_are_changed_in_the_list_and_shown(seats: Seats) -> None:
    """TQ10: `l` edits the line of the ticket's tags; folded at once, shown on the row and asked for by the filter."""
    async with seats.sit("anna", (200, 40)) as seat:
        await seat.press("W")  # the list alone
        await seat.press("l")
        await seat.see("Tags, with commas between")
        await seat.type("DNS, Needs reply")
        await seat.see("#dns #needs reply")
        await seat.press("enter")
        await seat.told(f"The tags of ticket {DATABASE} are changed.")
        assert seat.ticket(DATABASE).row.tags == ("dns", "needs reply")
        assert "#dns #needs reply" in seat.line("Database does not start")
        await seat.press("slash")
        await seat.type("tag:DN")
        await seat.press("tab", "enter")
        await seat.until(lambda: seat.numbers() == [DATABASE])
        await seat.press("slash", "backspace")
        await seat.type("x")
        await seat.press("enter")
        await seat.told("There is no tag dnx; dns, needs reply.")


async def test_a_tag_is_completed_and_taken_off_in_the_form(seat: Seat) -> None:
    """The same key in the form; what the line lacks is taken off."""
    await seat.press("l")
    await seat.type("vip, dns\n")
    await seat.told("are changed")
    await seat.press("colon", str(SERVER), "enter")
    await seat.see("Server unreachable since")
    await seat.press("l")
    await seat.see("commas between")
    await seat.type("v")
    await seat.press("tab")
    await seat.type(", new\n")
    await seat.see("tagged new, vip")
    await seat.press("l")
    await seat.see("commas between")
    await seat.press("ctrl+u")
    await seat.type("new\n")
    await seat.gone("vip")
    assert seat.ticket(SERVER).row.tags == ("new",)


async def test_a_word_that_is_no_tag_is_told_and_stays(seat: Seat) -> None:
    await seat.press("l")
    await seat.see("commas between")
    await seat.type("x" * 41 + "\n")
    await seat.told("A tag has at most 40 characters.")
    await seat.press("escape")
    await seat.gone("commas between")
    assert seat.ticket(DATABASE).row.tags == ()


async def test_who_may_not_tag_is_told_before_anything_is_asked(seat: Seat) -> None:
    """Clarification: somebody else holds it."""
    await seat.press("down", "down", "l")
    await seat.told("john holds ticket")
