"""Keys typed before what they mean is there (SPEC TQ2, TQ8, TQ10; the palette): kept, or dropped with a word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input

from helpdesk_tui.desk.actions.replies import AddReply, For
from helpdesk_tui.errors import StorageFailed
from helpdesk_tui.questions import Read, ReadClients, ReadQueue
from helpdesk_tui.screens import type_ahead
from helpdesk_tui.screens.auto_reply import AutoReply
from helpdesk_tui.screens.palette import Commands
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.vocab import QueueView
from tests.screens.desk import DATABASE, DNS, MAIL, SERVER
from tests.screens.seat import Seat

Gate = Callable[[], asyncio.Event]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Readings of the view *Unassigned* wait; the event lets them go on, and they fail where it has `failed`."""
    free = asyncio.Event()
    read = Session.read

    async def slow(self: Session, question: Read[Any]) -> Any:
        if isinstance(question, ReadQueue) and question.view is QueueView.UNASSIGNED:
            await free.wait()
            if getattr(free, "failed", False):
                raise StorageFailed("The disk is gone.", code="gone")
        return await read(self, question)

    monkeypatch.setattr(Session, "read", slow)
    return lambda: free


async def typed(seat: Seat, *keys: str) -> asyncio.Task[None]:
    """Type what will wait; back when it does."""
    pressing = asyncio.create_task(seat.press(*keys))
    await seat.until(lambda: seat.app.session.coming.waited_for, "a key waits")
    return pressing


async def test_a_key_about_a_ticket_waits_for_the_rows_of_its_view(seat: Seat, gate: Gate) -> None:
    """TQ2: `3` then `j`, `t`: the second of the unassigned tickets is taken, not one of the view before, nor none."""
    pressing = await typed(seat, "3", "j", "t")
    assert "There is no ticket here" not in seat.text
    gate().set()
    await pressing
    await seat.told(f"Ticket {DNS} is yours.")


async def test_keys_go_on_in_order_through_several_views(seat: Seat, gate: Gate) -> None:
    """TQ2: what stands behind a key that waits waits too, another view among it."""
    pressing = await typed(seat, "3", "j", "s", "1", "j")
    gate().set()
    await pressing
    await seat.see("[Support 8]", "Favourites 0")
    assert not seat.ticket(DNS).row.favourite


async def test_another_view_waits_for_nothing(seat: Seat, gate: Gate) -> None:
    """TQ13: who looks through the views does not wait for the slow one."""
    await seat.press("3", "4", "1")
    await seat.see("[Support 8]")
    assert not gate().is_set()


async def test_the_filter_line_and_help_wait_for_nothing(seat: Seat, gate: Gate) -> None:
    """TQ10: letters typed there are no keys about tickets."""
    await seat.press("3", "slash", *"hjt")
    await seat.see("hjt")
    await seat.press("escape", "question_mark")
    await seat.see("Assign ticket to me")


async def test_escape_drops_what_waits(seat: Seat, gate: Gate) -> None:
    """TQ2: with a word; the keys after it mean what they say."""
    pressing = await typed(seat, "3", "j", "t")
    await seat.press("escape")
    await seat.told("what was typed for its tickets is dropped")
    await pressing
    gate().set()
    await seat.see("[Unassigned 6]")
    await seat.calm()
    assert seat.numbers()[:3] == [DATABASE, DNS, MAIL]
    assert str(DATABASE) in seat.cursor()
    assert seat.ticket(DNS).row.taken_by is None


async def test_what_waits_for_rows_that_do_not_come_is_dropped(seat: Seat, gate: Gate) -> None:
    """TQ2: a reading that fails says so, and that nothing is done; F5 reads anew."""
    pressing = await typed(seat, "3", "j", "t")
    gate().failed = True  # type: ignore[attr-defined]
    gate().set()
    await pressing
    await seat.told("The disk is gone.", "What was typed for the list is dropped; F5 tries again.")
    gate().failed = False  # type: ignore[attr-defined]
    await seat.press("f5")
    await seat.see("[Unassigned 6]")
    assert seat.ticket(DNS).row.taken_by is None


async def test_a_key_that_waited_long_says_why_nothing_happens(
    seat: Seat, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TQ2: not for ever; the word is not that there is no ticket."""
    monkeypatch.setattr(type_ahead, "_BUSY_SECONDS", 0.01)
    await seat.press("3", "t")
    await seat.told("The list is still being read.")
    gate().set()
    await seat.see("[Unassigned 6]")


async def test_the_palette_takes_what_is_typed_and_not_what_it_showed(seat: Seat) -> None:
    """Enter may come before the list of commands heard of the last letter; it was lost, and the ticket not opened."""
    await seat.press("colon")
    await seat.see("Commands")
    palette = seat.app.screen
    assert isinstance(palette, Commands)
    with palette._field.prevent(Input.Changed):
        palette._field.value = str(SERVER)
    await seat.press("enter")
    await seat.see("Server unreachable since 07:10", "node 4 rebooted")


async def test_the_reply_that_is_typed_is_inserted_and_not_the_one_above(seat: Seat) -> None:
    """PR2: the same of the Auto-reply window, where the first of all replies would have been inserted."""
    for name, text in (("Disk full", "The disk was full."), ("Restart announced", "We restart it tonight.")):
        seat.acting("gary").perform(AddReply(name, text, For("Tech"), "en"))
    await seat.press("colon", str(SERVER), "enter", "r")
    await seat.see("Reply to")
    await seat.press("ctrl+t")
    await seat.see("Auto-reply", "2")
    window = seat.app.screen
    assert isinstance(window, AutoReply)
    with window._field.prevent(Input.Changed):
        window._field.value = "restart"
    await seat.press("enter")
    await seat.see("We restart it tonight.")
    assert "The disk was full." not in seat.text


async def test_a_key_does_not_overtake_one_that_takes_long(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a palette that was slow to open let the number go to the views below it."""
    monkeypatch.setattr(type_ahead, "_PASSING_SECONDS", 0.01)
    opened, begun = asyncio.Event(), QueueScreen.action_palette

    async def slow(self: QueueScreen) -> None:
        asyncio.get_running_loop().call_later(0.5, opened.set)
        await opened.wait()
        begun(self)

    monkeypatch.setattr(QueueScreen, "action_palette", slow)
    await seat.press("colon", str(SERVER), "enter")
    await seat.see("Server unreachable since 07:10", "node 4 rebooted")


async def test_enter_behind_a_search_opens_who_was_found(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL1: `/omar`, Enter, Enter in one go is Omar's card, however long the reading takes."""
    await seat.go("c", "Clients", "Acme GmbH", "Omar Haddad")
    asked, free, read = asyncio.Event(), asyncio.Event(), Session.read

    async def slow(self: Session, question: Read[Any]) -> Any:
        if isinstance(question, ReadClients):
            asked.set()
            await free.wait()
        return await read(self, question)

    monkeypatch.setattr(Session, "read", slow)
    pressing = asyncio.create_task(seat.press("slash", *"omar", "enter", "enter"))
    await asked.wait()
    await seat.until(lambda: seat.app.session.busy.held, "keys wait")
    assert "Services" not in seat.text
    free.set()
    await pressing
    await seat.see("Services", "Omar Haddad")
    await seat.gone("Acme GmbH")
