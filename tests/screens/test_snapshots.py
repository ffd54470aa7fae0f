"""How the screens look, on a fixed desk with a fixed clock in UTC, in the terminal's own colours.

Looked at by people before they are accepted (`make snap`); SCREENS: at 80 columns columns fold away, the keys that
matter stay.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.open import NewTicket
from tests.screens.desk import ACME, NOW, SAKURA, opened
from tests.screens.seat import Seat, Seats, app_for, settings_for

SIZES = [(80, 24), (120, 40)]
Steps = Callable[[Seat], Awaitable[None]]


async def queue(seat: Seat) -> None:
    await seat.see("mail ok")


async def empty(seat: Seat) -> None:
    await seat.press("slash")
    await seat.type("zebra")
    await seat.press("enter")
    await seat.see("Nothing here passes the filter (Esc clears it).")


async def error(seat: Seat) -> None:
    await seat.press("slash")
    await seat.type("status:lost")
    await seat.press("enter")
    await seat.until(lambda: seat.foot.startswith("!"))


async def wide_names(seat: Seat) -> None:
    gary = seat.acting("gary")
    gary.perform(NewTicket(SAKURA, "Tech", "サーバーにまったく接続できません。至急ご確認をお願いいたします。" * 3, "x"))
    gary.perform(NewTicket(ACME, "Tech", "Cafe\u0301 \U0001f631 \u202etxt.exe \x1b[2J e\u0308 " + "long " * 30, "x"))
    await seat.see("[Support 10]")
    await seat.press("end")
    await seat.see("10 of 10")


async def ticket(seat: Seat) -> None:
    await seat.press("colon", "8", "enter")
    await seat.see("Still nothing.")


async def writing(seat: Seat) -> None:
    await ticket(seat)
    await seat.press("r")
    await seat.see("Reply to")
    await seat.type("It is up again.")
    await seat.press("f2")
    await seat.see("staff only")
    await seat.type("disk swapped")
    await seat.press("escape")
    await seat.see("draft kept")


async def review(seat: Seat) -> None:
    await writing(seat)
    await seat.press("ctrl+s")
    await seat.see("Before sending")


async def client(seat: Seat) -> None:
    await seat.press("c")
    await seat.see("Insists on the telephone")


async def incoming(seat: Seat) -> None:
    await seat.go("i", "Incoming emails", "unknown sender")
    await seat.press("end")
    await seat.see("three shops")


async def help_page(seat: Seat) -> None:
    await seat.press("question_mark")
    await seat.see("Keys", "Here")


STATES = (queue, empty, error, wide_names, ticket, writing, review, client, incoming, help_page)


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the terminal nor the colours of whoever runs the tests count."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(os.environ, "TERM", "xterm-256color")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_looks(snap_compare: Any, seats: Seats, size: tuple[int, int], state: Steps) -> None:
    """Each state at both sizes."""
    clock = FixedClock(NOW)
    system = opened(seats.where, clock)
    desk = system.staff("anna")
    app = app_for(desk, settings_for(seats.where))

    async def walk(pilot: Pilot[Any]) -> None:
        seat = Seat(app, pilot, system, desk, clock)
        await seat.until(lambda: not app.session.busy.held, "the first rows")
        await seat.see("Held by", "mail ok")
        await state(seat)
        await seat.calm()

    assert snap_compare(app, terminal_size=size, run_before=walk)
    system.close()


def test_no_picture_names_another_host() -> None:
    """The pictures of the manual are files without anything to fetch."""
    pictures = sorted((Path(__file__).parents[2] / "docs" / "pictures").glob("*.svg"))
    assert len(pictures) == 14
    for picture in pictures:
        text = picture.read_text()
        assert "url(http" not in text
        assert text.replace("http://www.w3.org/2000/svg", "").count("http") == 0
