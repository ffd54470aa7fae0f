"""Marking tickets and acting on all of them by keys (TQ11)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.redirect import Close, Delay
from helpdesk_tui.errors import StorageFailed
from helpdesk_tui.screens import queue_reading
from helpdesk_tui.vocab import Priority, TicketStatus
from tests.screens.desk import BACKUP, DATABASE, DNS, INVOICE, LOGIN, MAIL, NOW, SERVER, WAITING
from tests.screens.seat import Seat, Seats

EVERY = [DATABASE, DNS, LOGIN, SERVER, MAIL, INVOICE, BACKUP, WAITING]


def marked(seat: Seat) -> list[int]:
    """Numbers of the rows with a star before them."""
    lines = [line for line in seat.text.split("\n")[3:-1] if line[1:2] == "*"]
    return [int(line[7:].split()[0]) for line in lines]


async def test_marks_are_put_counted_and_taken_away(seat: Seat) -> None:
    """TQ11; PEERS 3: `x` marks and goes on, `*` marks the list, `X` and Esc take all marks away."""
    await seat.press("x", "down", "x")
    await seat.until(lambda: marked(seat) == [DATABASE, LOGIN])
    await seat.see("2 marked   4 of 8")
    await seat.press("up", "x")
    await seat.see("1 marked")
    await seat.press("asterisk")
    await seat.told("8 tickets are marked.")
    assert marked(seat) == EVERY
    await seat.press("X")
    await seat.told("No ticket is marked any more.")
    assert marked(seat) == []
    await seat.press("x", "escape")
    await seat.told("No ticket is marked any more.")
    assert marked(seat) == []
    await seat.press("X")
    await seat.told("No ticket is marked; x marks the one under the cursor, * all of the list.")


async def test_marks_mean_what_the_filter_lets_through(seat: Seat) -> None:
    """TQ11: `*` marks the list as it is filtered; another list has no marks, another order keeps them."""
    await seat.press("slash")
    await seat.type("staff:none dept:billing\n")
    found = [INVOICE, BACKUP]
    await seat.until(lambda: seat.numbers() == found)
    await seat.press("asterisk")
    await seat.see("2 marked")
    await seat.press("o")
    await seat.told("Order: newest first.")
    await seat.until(lambda: sorted(marked(seat)) == sorted(found))
    await seat.press("2")
    await seat.see("[Mine 1]")
    await seat.gone("marked")


async def test_marks_stay_with_their_tickets_while_the_list_changes(seat: Seat) -> None:
    """TQ12: a colleague takes and closes; what left the list stays marked and is listed by `L`."""
    await seat.press("x", "down", "down", "x")
    await seat.until(lambda: marked(seat) == [DATABASE, SERVER])
    seat.acting("gary").perform(Close(DATABASE, everywhere=True))
    await seat.until(lambda: DATABASE not in seat.numbers())
    assert marked(seat) == [SERVER]
    await seat.see("2 marked")
    await seat.press("L")
    await seat.see("2 tickets marked; Enter opens one", "Database does not start", "Server unreachable since")
    await seat.type("database\n")
    await seat.see(f" {DATABASE}  Database does not start", "Awaiting response")


async def test_closing_the_marked_says_how_many_and_what_was_refused(seat: Seat) -> None:
    """TQ6, TQ11: one question, each ticket by its own rule, one sentence; the refused ones stay marked."""
    await seat.press("asterisk", "e")
    await seat.see("Close 8 tickets?")
    await seat.press("y")
    await seat.told("1 closed, 7 refused: Take ticket", "L lists them.")
    assert seat.ticket(SERVER).row.status is TicketStatus.AWAITING
    assert sorted(marked(seat)) == sorted(set(EVERY) - {SERVER})
    await seat.press("L")
    await seat.see("7 tickets marked", "john holds ticket")
    await seat.press("escape")


async def test_nothing_is_done_without_the_y(seat: Seat) -> None:
    """TQ11: Enter, n and Esc leave everything as it was, the marks too."""
    for key in ("enter", "n", "escape"):
        await seat.press("X", "asterisk", "e")
        await seat.see("Close 8 tickets?")
        await seat.press(key)
        await seat.gone("Close 8 tickets?")
        await seat.see("8 marked")
    assert seat.ticket(SERVER).row.status is TicketStatus.IN_PROGRESS


async def test_an_administrator_closes_for_everybody(seats: Seats) -> None:
    """TQ6: needs no hold and closes all tasks."""
    async with seats.sit("gary") as seat:
        await seat.press("x", "x", "e")
        await seat.see("Close 2 tickets for everybody?")
        first, second = seat.numbers()[:2]
        await seat.press("y")
        await seat.told("2 closed.")
        assert {seat.ticket(n).row.status for n in (first, second)} == {TicketStatus.AWAITING}
        await seat.gone("marked")


async def test_marked_tickets_are_assigned_delayed_tagged_and_placed(seat: Seat) -> None:
    """TQ11: assign to department or staff, delay, tag, beginning of the queue; john's ticket is refused each time."""
    await seat.press("x", "x", "x", "l")
    await seat.see("-tag takes off")
    await seat.type("Fire, -calm\n")
    await seat.see("Tag 3 tickets: #fire, without #calm?")
    await seat.press("y")
    await seat.told(f"2 tagged, 1 refused: john holds ticket {LOGIN}.")
    assert "lists" not in seat.foot
    assert [seat.ticket(n).row.tags for n in (DATABASE, DNS, LOGIN)] == [("fire",), ("fire",), ()]
    await seat.press("X", "home", "x", "x", "h")
    await seat.see("Delay until")
    await seat.type("2d\n")
    await seat.see("Delay 2 tickets until Wed")
    await seat.press("y")
    await seat.told("2 delayed.")
    assert seat.ticket(DNS).row.delayed_until == NOW + timedelta(days=2)
    await seat.press("4", "asterisk", "h")
    await seat.see("Bring 3 tickets back?")
    await seat.press("y")
    await seat.told("3 brought back.")
    await seat.press("1")
    await seat.until(lambda: len(seat.numbers()) == 9)
    await seat.press("slash")
    await seat.type("tag:fire\n")
    await seat.until(lambda: sorted(seat.numbers()) == sorted([DATABASE, DNS]))
    await seat.press("asterisk", "circumflex_accent")
    await seat.see("Place 2 tickets at the beginning?")
    await seat.press("y")
    await seat.told("2 placed at the beginning.")
    assert seat.ticket(DNS).row.front
    await seat.press("asterisk", "a")
    await seat.see("Assign to")
    await seat.type("sales\n")
    await seat.see("Assign 2 tickets to Sales?")
    await seat.press("y")
    await seat.told("2 assigned to Sales.")
    assert seat.ticket(DNS).row.department == "Sales"


async def test_marked_tickets_get_a_priority_where_the_desk_uses_them(seat: Seat) -> None:
    """TQ11."""
    await seat.press("x", "x", "P")
    await seat.told("This desk does not use priorities")
    seat.app.session.use_priority = True
    seat.system.staff("gary").perform(_use_priority())
    await seat.press("P")
    await seat.see("Priority")
    await seat.type("urg\n")
    await seat.see("Give 2 tickets urgent priority?")
    await seat.press("y")
    await seat.told("2 given urgent priority.")
    assert seat.ticket(DNS).row.priority is Priority.URGENT


def _use_priority() -> Any:
    from helpdesk_tui.desk.actions.provider import SetProvider

    return SetProvider("use_priority", "on")


async def test_esc_ends_it_between_two_tickets(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ11: progress is shown; what was not reached stays marked and is said."""
    perform, go_on, begun = seat.app.session.perform, asyncio.Event(), asyncio.Event()

    async def slowly(act: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await perform(act)

    await seat.press("x", "x", "x", "l")
    await seat.type("new\n")
    await seat.see("Tag 3 tickets: #new?")
    monkeypatch.setattr(seat.app.session, "perform", slowly)
    await seat.press("y")
    await begun.wait()
    await seat.see("Tagging 1 of 3", "Esc stop")
    await seat.press("escape")
    go_on.set()
    await seat.told("1 tagged, 2 not tried.")
    assert marked(seat) == [DNS, LOGIN]
    assert seat.ticket(DATABASE).row.tags == ("new",)


async def test_a_database_that_fails_ends_it(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ11: it is no refusal of a ticket; nothing further is tried and everything stays marked."""

    async def full(act: Any) -> Any:
        raise StorageFailed("The disk is full.")

    await seat.press("x", "x", "l")
    await seat.type("new\n")
    await seat.see("Tag 2 tickets: #new?")
    monkeypatch.setattr(seat.app.session, "perform", full)
    await seat.press("y")
    await seat.told("0 tagged, 2 not tried. The disk is full.")
    assert marked(seat) == [DATABASE, DNS]


async def test_a_ticket_that_somebody_took_meanwhile_is_refused_by_name(seat: Seat) -> None:
    """TQ11: asked below the screens, for each ticket."""
    await seat.press("x", "x", "l")
    await seat.type("new\n")
    await seat.see("Tag 2 tickets: #new?")
    seat.acting("gary").perform(Take(DNS))
    await seat.press("y")
    await seat.told(f"1 tagged, 1 refused: gary holds ticket {DNS}.")
    await seat.until(lambda: marked(seat) == [DNS])


async def test_what_a_toggle_means_is_asked_of_the_desk(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ11: marked tickets are brought back where all are delayed, whether the list shows all of them or not."""
    monkeypatch.setattr(queue_reading, "_PAGE", 1)
    for number in (DNS, MAIL, INVOICE, BACKUP):
        seat.acting("gary").perform(Delay(number, NOW + timedelta(days=1)))
    await seat.press("4", "asterisk", "h")
    await seat.see("Bring 5 tickets back?")
    await seat.press("n", "7", "asterisk", "h")
    await seat.see("Delay until")
    await seat.press("escape", "4", "asterisk", "circumflex_accent")
    await seat.see("Place 5 tickets at the beginning?")


async def test_tq6_the_question_names_who_holds_which(seats: Seats) -> None:
    """TQ6, TQ11: closing many for everybody says whom it meets, as closing one does."""
    async with seats.sit("gary") as seat:
        seat.acting("anna").perform(Take(DATABASE))
        await seat.until(lambda: "anna" in seat.line("Database does not start"), "the list follows")
        await seat.press("x", "x", "e")
        await seat.see("Close 2 tickets for everybody?", f"anna holds {DATABASE}.")
        await seat.press("n")
        await seat.gone("for everybody")
        assert seat.ticket(DATABASE).holders == ("anna",)
