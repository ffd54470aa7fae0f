"""Who else is on a ticket, on the screen (issue 4: presence; SCREENS: `anna, writing` in the queue)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.questions import ReadPresence
from helpdesk_tui.views import Colleague
from tests.screens.desk import BACKUP, DATABASE, LOGIN, SERVER, WAITING
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened


def present(seat: Seat, number: int) -> tuple[Colleague, ...]:
    """Whom gary sees on a ticket."""
    return seat.acting("gary").read(ReadPresence(number)).get(number, ())


def rule(seat: Seat) -> str:
    """The line between the head and the conversation."""
    return next(line for line in seat.text.split("\n") if "────" in line)


async def test_the_form_says_who_else_has_it_open(seat: Seat) -> None:
    """A colleague who was there before, one who comes, one who writes, and their going, without a key."""
    seat.acting("john").perform(Attend(SERVER))
    await opened(seat, SERVER)
    await seat.see("──── john has it open ────")
    seat.acting("gary").perform(Attend(SERVER))
    await seat.see("──── gary and john have it open ────")
    seat.acting("john").perform(KeepDraft(SERVER, "", "I know that one"))
    await seat.see("──── john writes, gary has it open ────")
    seat.acting("john").perform(Attend(SERVER, here=False))
    await seat.see("──── gary has it open ────")
    seat.acting("gary").perform(Attend(SERVER, here=False))
    await seat.gone("open ─")
    assert "has" not in rule(seat)


async def test_who_opens_goes_on_and_leaves_is_seen(seat: Seat) -> None:
    """The ticket in front of her, and no other one; beneath a client card it stays open."""
    await opened(seat, SERVER)
    await seat.until(lambda: present(seat, SERVER) == (Colleague("anna", False),))
    await seat.press("c")
    await seat.see("hans@acme.example")
    await seat.calm()
    assert present(seat, SERVER) == (Colleague("anna", False),)
    await seat.press("q")
    await opened(seat, WAITING)
    await seat.until(lambda: present(seat, WAITING) == (Colleague("anna", False),))
    await seat.until(lambda: present(seat, SERVER) == ())
    await seat.press("q")
    await seat.see("Held by")
    await seat.until(lambda: present(seat, WAITING) == ())


async def test_who_types_is_seen_to_write(seat: Seat) -> None:
    """From the first pause of typing on."""
    await opened(seat, SERVER)
    await seat.press("r")
    await seat.type("Hello Hans")
    await seat.until(lambda: present(seat, SERVER) == (Colleague("anna", True),))


@pytest.fixture
async def wide(seats: Seats) -> AsyncIterator[Seat]:
    """anna before a screen whose last column has room for `john, writing`."""
    async with seats.sit(size=(160, 40)) as made:
        await made.press("W")  # the list alone
        await made.told("Nothing stands at the right any more")
        yield made


async def test_the_queue_says_so_in_the_holder_s_column(wide: Seat) -> None:
    """Its holder writes or reads; where nobody holds it, whoever has it open; of my own it says `you` as ever."""
    seat = wide
    seat.acting("john").perform(Attend(LOGIN))
    await seat.until(lambda: seat.line("Cannot log in").endswith("john, reading"))
    seat.acting("john").perform(KeepDraft(LOGIN, "Dear Omar"))
    await seat.until(lambda: seat.line("Cannot log in").endswith("john, writing"))
    seat.acting("gary").perform(Attend(DATABASE))
    await seat.until(lambda: seat.line("Database does not start").endswith("gary, reading"))
    seat.acting("gary").perform(Attend(SERVER))
    seat.acting("gary").perform(Attend(BACKUP))
    await seat.until(lambda: seat.line("Backup failed").endswith("gary, reading"))
    assert seat.line("Server unreachable").endswith("you")
    seat.acting("john").perform(Attend(LOGIN, here=False))
    await seat.until(lambda: seat.line("Cannot log in").endswith(" john"))


async def test_a_crash_is_forgotten(wide: Seat) -> None:
    """Nobody says that they are gone: form and queue look by themselves, and the clock has gone on."""
    seat = wide
    seat.acting("john").perform(Attend(SERVER))
    seat.acting("john").perform(Attend(LOGIN))
    await seat.until(lambda: seat.line("Cannot log in").endswith("john, reading"))
    seat.clock.forward(seconds=271)
    seat.app.screen._look_at_health()  # type: ignore[attr-defined]
    await seat.until(lambda: seat.line("Cannot log in").endswith(" john"))
    seat.acting("john").perform(Attend(SERVER))
    await opened(seat, SERVER)
    await seat.see("──── john has it open ────")
    seat.clock.forward(seconds=271)
    seat.app.screen._still_there()  # type: ignore[attr-defined]
    await seat.gone("has it open")


async def test_a_beat_keeps_it(seat: Seat) -> None:
    """An open form says again that it is open; one that is left says nothing."""
    await opened(seat, SERVER)
    form = seat.app.screen
    await seat.until(lambda: present(seat, SERVER) == (Colleague("anna", False),))
    seat.clock.forward(seconds=260)
    form._beat()  # type: ignore[attr-defined]
    await seat.until(lambda: all(one.is_finished for one in seat.app.workers if one.group == "beat"))
    seat.clock.forward(seconds=260)
    assert present(seat, SERVER) == (Colleague("anna", False),)
    await seat.press("q")
    await seat.until(lambda: present(seat, SERVER) == ())
    form._beat()  # type: ignore[attr-defined]
    await seat.calm()
    assert present(seat, SERVER) == ()


async def test_leaving_the_program_leaves_the_ticket(seats: Seats) -> None:
    """ctrl+q in the form: nobody waits until it passes."""
    async with seats.sit() as seat:
        await opened(seat, SERVER)
        await seat.until(lambda: present(seat, SERVER) == (Colleague("anna", False),))
        await seat.press("ctrl+q")
        await seat.until(lambda: seat.app._exit)
        assert present(seat, SERVER) == ()


async def test_at_80_columns(seats: Seats) -> None:
    """The holder's column is narrow: dots for who writes, brackets for who reads what nobody holds."""
    async with seats.sit(size=(80, 24)) as seat:
        seat.acting("gary").perform(Attend(DATABASE))
        seat.acting("john").perform(Attend(LOGIN))
        seat.acting("john").perform(KeepDraft(LOGIN, "Dear Omar"))
        await seat.until(lambda: seat.line("Database").endswith("(gary)"))
        await seat.until(lambda: seat.line("Cannot log in").endswith("john ..."))
