"""A member of staff before the app: keys go in, the screen is read as text; every wait is for a condition."""

from __future__ import annotations

import asyncio
import io
import shutil
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from textual import events
from textual.keys import _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.config import Settings
from helpdesk_tui.config.settings import DeskSettings, ScreenSettings
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import ParsedMail, TicketView
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import KeyBar
from tests.screens.desk import NOW, opened

PATIENCE = 10.0


def app_for(desk: Desk, settings: Settings, parser: Callable[[bytes], ParsedMail] = parse) -> HelpdeskApp:
    """The app on a desk that is open already."""
    opening: Future[Desk] = Future()
    opening.set_result(desk)
    return HelpdeskApp(opening, settings, parser)


def settings_for(where: str, **parts: Any) -> Settings:
    """Settings of a desk whose clock stands at 09:41."""
    return replace(Settings(None, where, DeskSettings(name="Acme support", timezone="UTC"), now=NOW), **parts)


class Seat:
    """The app of one member of staff."""

    def __init__(self, app: HelpdeskApp, pilot: Pilot[Any], system: Desk, desk: Desk, clock: FixedClock) -> None:
        self.app, self.pilot, self.system, self.desk, self.clock = app, pilot, system, desk, clock

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names, all at once as a fast typist does; back when they were dealt with."""
        driver = self.app._driver
        assert driver is not None
        pump = self.app.pump
        goal = pump.dealt + len(keys)
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            driver.send_message(events.Key(name, _character(key)))
        await self.until(lambda: pump.dealt >= goal or self.app._exit, f"keys {keys} dealt with")

    async def type(self, text: str) -> None:
        """Type a text; a line feed is Enter."""
        await self.press(*("enter" if char == "\n" else "space" if char == " " else char for char in text))

    @property
    def text(self) -> str:
        """The screen, a line a row, without the blanks at the ends."""
        app = self.app
        console = Console(width=app.size.width, height=app.size.height, file=io.StringIO(), force_terminal=True,
                          color_system="truecolor", record=True, legacy_windows=False)  # fmt: skip
        console.print(app.screen._compositor.render_update(full=True, screen_stack=app._background_screens))
        lines = console.export_text(styles=False).split("\n")
        return "\n".join(line.rstrip() for line in lines[: app.size.height])

    @property
    def foot(self) -> str:
        """The last line, or those that a long sentence has there."""
        feet = self.app.screen.query(Foot)
        lines = self.text.split("\n")[-max((foot.size.height for foot in feet), default=1) or -1 :]
        return " ".join(line.strip() for line in lines)

    def line(self, *words: str) -> str:
        """The first line with all these words; empty when there is none."""
        return next((line for line in self.text.split("\n") if all(word in line for word in words)), "")

    async def until(self, true: Callable[[], object], what: str = "the condition") -> None:
        """Wait for a condition."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"not within {PATIENCE:g} s: {what}\n{self.text}"
            await asyncio.sleep(0.01)

    async def see(self, *sought: str) -> None:
        """Wait until all these texts are on the screen."""
        await self.until(lambda: all(one in self.text for one in sought), f"seen {sought}")

    async def gone(self, *sought: str) -> None:
        """Wait until none of these texts is on the screen."""
        await self.until(lambda: not any(one in self.text for one in sought), f"gone {sought}")

    async def told(self, *sought: str) -> None:
        """Wait until the last line says this."""
        await self.until(lambda: all(one in self.foot for one in sought), f"told {sought}")

    async def calm(self) -> None:
        """Wait until nothing is on its way: no reading, no key bar that is about to change, no layout."""
        workers = self.app.workers
        await self.until(
            lambda: not any(one.is_running and one.group not in ("act", "submit") for one in workers), "no worker"
        )
        foot = self.app.screen.query(KeyBar)
        await self.until(lambda: all(bar.settled for bar in foot), "the key bar")
        await self.until(lambda: not self.app.screen._layout_required, "the layout")
        await self.pilot.pause()

    async def go(self, place: str, *sought: str) -> None:
        """Go to a place with `g` and its key."""
        await self.press("g")
        await self.see("Go to")
        await self.press(place)
        await self.see(*sought)

    def numbers(self) -> list[int]:
        """Numbers of the tickets in the list, top to bottom."""
        firsts = (line[7:].split()[:1] for line in self.text.split("\n")[3:-1])
        return [int(first[0]) for first in firsts if first and first[0].isdigit()]

    def cursor(self) -> str:
        """The line under the cursor."""
        return next((line for line in self.text.split("\n") if line.startswith(">")), "")

    def ticket(self, number: int) -> TicketView:
        """A ticket as the desk has it, seen by this member of staff."""
        return self.desk.read(ReadTicket(number))

    def acting(self, login: str) -> Desk:
        """The same desk for a colleague."""
        return self.system.staff(login)


class Seats:
    """Makes seats at copies of one desk."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.where = str(folder / "desk.sqlite")
        shutil.copy2(template, self.where)

    @asynccontextmanager
    async def sit(
        self, login: str = "anna", size: tuple[int, int] = (120, 40), *, parser: Callable[[bytes], ParsedMail] = parse,
        until: str = "Held by", theme: str = "ansi", rules: SendRules | None = None, **parts: Any,
    ) -> AsyncIterator[Seat]:  # fmt: skip
        """The app of this member of staff, its first rows on the screen."""
        clock = FixedClock(NOW)
        system = opened(self.where, clock, rules)
        desk = system.staff(login)
        parts = {"screen": ScreenSettings(theme=theme)} | parts
        app = app_for(desk, settings_for(self.where, **parts), parser)
        app.session.clock = clock
        try:
            async with app.run_test(size=size) as pilot:
                seat = Seat(app, pilot, system, desk, clock)
                await seat.until(lambda: not app.session.busy.held, "the first rows")
                await seat.see(until)
                yield seat
        finally:
            system.close()


def _character(key: str) -> str | None:
    """What a key types."""
    if len(key) == 1:
        return key
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(key))
    except KeyError:
        return None
