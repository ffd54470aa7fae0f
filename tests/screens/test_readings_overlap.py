"""Readings that overlap: what was asked first must not be shown last, nor leave a gap in the list (TQ12)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.desk.actions.redirect import Close
from helpdesk_tui.questions import Read, ReadQueue, ReadRow
from helpdesk_tui.screens import queue_reading
from helpdesk_tui.screens.base import DeskScreen, StoreChanged
from helpdesk_tui.screens.session import Session
from helpdesk_tui.vocab import QueueSort, QueueView
from helpdesk_tui.widgets.ticket_list import TicketList
from tests.screens.desk import BACKUP, DATABASE, DNS, INVOICE, LOGIN, MAIL, SERVER, WAITING
from tests.screens.seat import Seat, Seats

Held = Callable[[Callable[[Read[Any]], bool]], "Answer"]


class Answer:
    """The answer of one question, which was read and is kept back."""

    def __init__(self, which: Callable[[Read[Any]], bool]) -> None:
        self.which, self.there, self.free = which, False, asyncio.Event()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Keep back the answer to the next question of a kind."""
    waiting: list[Answer] = []
    read = Session.read

    async def slow(self: Session, question: Read[Any]) -> Any:
        answer = await read(self, question)
        mine = next((one for one in waiting if one.which(question)), None)
        if mine is not None:
            waiting.remove(mine)
            mine.there = True
            await mine.free.wait()
        return answer

    def hold(which: Callable[[Read[Any]], bool]) -> Answer:
        waiting.append(Answer(which))
        return waiting[-1]

    monkeypatch.setattr(Session, "read", slow)
    return hold


async def test_a_row_that_was_let_go_while_it_was_read_is_gone(seat: Seat, held: Held) -> None:
    """TR1: the ticket I took leaves *Unassigned* with the cursor, whatever is being read at that moment."""
    await seat.press("3")
    await seat.until(lambda: seat.numbers()[:3] == [DATABASE, DNS, MAIL])
    await seat.press("j", "t")
    await seat.told(f"Ticket {DNS} is yours.")
    await seat.see("[Unassigned 5]")
    await seat.calm()
    row = held(lambda question: question == ReadRow(DNS))
    await seat.press("f5")
    await seat.until(lambda: row.there)
    await seat.press("j")
    row.free.set()
    await seat.until(lambda: DNS not in seat.numbers())
    await seat.calm()
    assert seat.numbers()[:2] == [DATABASE, MAIL]


async def test_a_page_that_no_longer_joins_the_list_is_not_added(
    seats: Seats, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TQ12: the list was read anew and ends elsewhere; the page behind its old end would stand there twice."""
    monkeypatch.setattr(queue_reading, "_PAGE", 6)
    async with seats.sit(size=(120, 6)) as seat:
        tickets = seat.app.screen.query_one(TicketList)
        await seat.see("[Support 8]")
        assert [row.number for row in tickets.rows] == [DATABASE, DNS, LOGIN, SERVER, MAIL, INVOICE]
        page = held(lambda question: isinstance(question, ReadQueue) and question.after is not None)
        await seat.press("j", "j", "j")
        await seat.until(lambda: page.there)
        await seat.press("k")
        seat.acting("gary").perform(Close(LOGIN, everywhere=True))
        await seat.until(lambda: LOGIN not in [row.number for row in tickets.rows])
        page.free.set()
        await seat.calm()
        await seat.press("end")
        await seat.until(lambda: str(WAITING) in seat.cursor())
        await seat.press(*["k"] * 6)
        await seat.until(lambda: str(DATABASE) in seat.cursor())
        assert [row.number for row in tickets.rows] == [DATABASE, DNS, SERVER, MAIL, INVOICE, BACKUP, WAITING]


async def test_readings_of_one_screen_follow_each_other(seat: Seat) -> None:
    """TQ12: the reading that follows an act and the one that follows a change, begun at once."""
    steps: list[str] = []

    class Slow(DeskScreen[None]):
        async def load(self) -> None:
            steps.append("begins")
            await asyncio.sleep(0)
            steps.append("ends")

    screen = Slow(seat.app.session)
    await seat.app.push_screen(screen)
    await seat.until(lambda: steps == ["begins", "ends"])
    await asyncio.gather(screen.read_again(), screen.read_again())
    assert steps == ["begins", "ends"] * 3


async def test_every_order_of_every_view_is_walked_to_its_end(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ8, TQ13: page after page as the cursor comes near, each ticket once; *All tickets* has an order of its own."""
    monkeypatch.setattr(queue_reading, "_PAGE", 3)
    async with seats.sit("gary", (120, 6)) as seat:
        tickets = seat.app.screen.query_one(TicketList)

        def shown() -> list[int]:
            return [row.number for row in tickets.rows]

        for at, view in enumerate(QueueView, 1):
            await seat.press("0" if view is QueueView.SPAM else str(at))
            for sort in QueueSort:
                wanted = [row.number for row in seat.desk.read(ReadQueue(view, sort, limit=100)).rows]
                await seat.calm()
                assert shown()[:3] == wanted[:3], (view, sort)
                await seat.press(*["down"] * (len(wanted) + 2))
                await seat.calm()
                assert shown() == wanted, (view, sort)
                assert tickets.place == (len(wanted) or None, len(wanted))
                await seat.press("o")


async def test_a_jump_during_a_reading_is_not_undone_by_it(
    seats: Seats, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TQ12: the cursor stands on the ticket that the position names, whatever was being read."""
    monkeypatch.setattr(queue_reading, "_PAGE", 3)
    async with seats.sit(size=(120, 6)) as seat:
        tickets = seat.app.screen.query_one(TicketList)
        await seat.see("[Support 8]")
        await seat.calm()
        reading = held(lambda question: isinstance(question, ReadQueue))
        await seat.press("f5")
        await seat.until(lambda: reading.there)
        await seat.press("end")
        await seat.until(lambda: str(WAITING) in seat.cursor())
        reading.free.set()
        await seat.calm()
        assert str(WAITING) in seat.cursor()
        assert tickets.place == (8, 8)
        await seat.press("home")
        await seat.until(lambda: str(DATABASE) in seat.cursor())
        await seat.calm()
        assert tickets.place == (1, 8)


async def test_a_page_read_meanwhile_hides_no_other_settings(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """TF6: the number of a list moves on with its pages; what changed of my settings has a number of its own."""
    await seat.calm()
    with monkeypatch.context() as unheard:
        unheard.setattr(seat.app, "_tell", lambda: None)
        seat.desk.perform(SetLook(theme="light"))
        await seat.press("f5")
        await seat.calm()
    assert seat.app.theme != "light", "nobody looked at the settings yet, though the list is new"
    seat.app.screen.post_message(StoreChanged())
    await seat.until(lambda: seat.app.theme == "light", "another session of hers")


async def test_settings_reach_who_looks_at_another_screen(seat: Seat) -> None:
    """TF6: not the queue and the ticket alone ask what changed."""
    await seat.go("c", "Clients")
    await seat.calm()
    seat.desk.perform(SetLook(theme="light"))
    await seat.until(lambda: seat.app.theme == "light", "another session of hers")
