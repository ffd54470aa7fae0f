"""A favourite that others changed (TF8): marked and counted in the list, told when it is opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.reply import Comment
from helpdesk_tui.screens.followed import news_words
from helpdesk_tui.views import EventView
from tests.screens.desk import DNS
from tests.screens.seat import Seat


async def test_a_changed_favourite_is_marked_counted_and_told(seat: Seat) -> None:
    await seat.press("5")
    await seat.see("[Favourites 1]", " + ")
    john = seat.acting("john")
    john.perform(Take(DNS))
    john.perform(Comment(DNS, "the zone is signed"))
    john.perform(Comment(DNS, "and checked"))
    await seat.see("(+3) ")
    assert " ~ " in seat.line("(+3)")
    await seat.press("enter")
    await seat.see("Since you looked: john took it, john commented twice", "and checked")
    john.perform(Comment(DNS, "live"))
    await seat.see("john commented 3 times", "live")
    await seat.press("q")
    await seat.see("[Favourites 1]")
    await seat.gone("(+", " ~ ")
    await seat.press("enter")
    await seat.see("and checked")
    assert "Since you looked" not in seat.text


async def test_the_mark_is_explained(seat: Seat) -> None:
    await seat.press("question_mark", "end")
    await seat.see("one of your favourites, changed since you looked: (+2) says how often")


def event(minute: int, who: str, action: str, field: str) -> EventView:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(minutes=minute)
    return EventView(minute, at, who, action, 8, field, "", "x", "")


def test_news_in_words() -> None:
    """An act once, the client's message before what it did; five kinds, then a number."""
    assert news_words(()) == ""
    received = [event(1, "", "receive", name) for name in ("status", "client", "tasks")]
    assert news_words(received) == "Since you looked: the client wrote"
    acts = ("take", "comment", "reply", "delay", "set", "close", "archive")
    assert news_words([event(n, "anna", act, "tasks") for n, act in enumerate(acts)]) == (
        "Since you looked: anna took it, anna commented, anna answered, anna delayed it, anna changed its parameters, "
        "and 2 more"
    )
    assert news_words([event(1, "", "return-delayed", "delayed")]) == "Since you looked: back from its delay"
