"""A ticket that was looked for opens where the words stand, and marks them (TQ10)."""

from __future__ import annotations

from helpdesk_tui.widgets.thread import Thread
from tests.screens.seat import Seat


async def looked_for(seat: Seat, words: str) -> Thread:
    """Type a filter, open the first ticket."""
    await seat.press("slash")
    await seat.type(f"{words}\n")
    await seat.until(lambda: seat.numbers() == [7], "the ticket found")
    await seat.press("enter")
    await seat.see("Database does not start after update", "found ")
    return seat.app.screen.query_one(Thread)


def reversed_words(seat: Seat) -> list[str]:
    """What the conversation shows reversed."""
    thread = seat.app.screen.query_one(Thread)
    lines = [thread.line(y) for y in range(thread.size.height)]
    return [part.text for line in lines for part in line if part.style is not None and part.style.reverse]


async def test_the_words_are_marked_where_they_stand(seat: Seat) -> None:
    """Opened from a filter by words; without one, nothing is marked and nothing is said."""
    await looked_for(seat, "table missing")
    await seat.see("found in 1 message")
    assert reversed_words(seat) == ["table", "missing"]
    await seat.press("q", "escape")
    await seat.until(lambda: len(seat.numbers()) > 1, "all of them")
    await seat.press("enter")
    await seat.see("J K next, previous")
    await seat.gone("found in")
    assert reversed_words(seat) == []


async def test_what_stands_in_the_subject_alone(seat: Seat) -> None:
    """The heading says that no message has it."""
    await looked_for(seat, '"does not start"')
    await seat.see("found outside the messages")
