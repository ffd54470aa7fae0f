"""Keys one after the other, so that fast typing and pasted commands mean the same as slow typing.

Textual hands keys to the widget that has the focus when they arrive; `/` moves the focus a few messages later, and a
dialogue opens after the desk was asked. What was typed in between went to the wrong place. Here a key is handed on only
when the one before it has been dealt with: its messages have passed, and no act or dialogue it began is on its way.
One about the tickets of a list that is still being read waits for them, those behind it with it; Escape drops them.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections import deque
from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widgets import Input, TextArea

_PASSING_SECONDS = 0.5
_PASSING_MOST_SECONDS = 5.0
"""So long queues that are alive are waited for, all together: a busy machine takes longer than half a second, and a key
that overtakes the one before it opens the wrong thing."""
_BUSY_SECONDS = 10.0
_HELD = frozenset({"down", "up", "j", "k", "pagedown", "pageup", "left", "right", "backspace", "delete", "space"})
"""Keys that are held down; Enter twice, as another example, means two places."""
_HOPS = 3
"""How often a key causes a message that causes another: Enter, "submitted" of the field, "asked" of its bar."""


_BESIDE = {".": "/", ",": "?", "№": "#"}
"""What the keys of `/`, `?` and `#` type in the layouts of Cyrillic letters."""


def _name_of(letter: str) -> str:
    """Textual's name of the key that types a letter or sign of ASCII."""
    if letter.isalnum():
        return letter
    name = unicodedata.name(letter).lower().replace(" ", "_").replace("-", "_")
    return "slash" if name == "solidus" else name


class Busy:
    """Whether an act or a dialogue is on its way; counted, because one may begin another."""

    def __init__(self) -> None:
        self._count = 0
        self._free = asyncio.Event()
        self._free.set()

    def hold(self) -> None:
        """Something is on its way: keys wait."""
        self._count += 1
        self._free.clear()

    def release(self) -> None:
        """It has arrived: keys go on."""
        self._count = max(self._count - 1, 0)
        if not self._count:
            self._free.set()

    @property
    def held(self) -> bool:
        """Whether something is on its way now."""
        return self._count > 0

    async def over(self) -> None:
        """Wait until nothing is on its way; not for ever, a key must never be lost for good."""
        try:
            await asyncio.wait_for(self._free.wait(), _BUSY_SECONDS)
        except TimeoutError:
            self._count = 0
            self._free.set()


class Coming:
    """A list that was chosen and whose first rows are on their way; at most one key waits for it, and all behind it."""

    def __init__(self) -> None:
        self.on_its_way = False
        """Whether rows are still being read."""
        self.waited_for = False
        """Whether a key waits for them."""
        self._go_on = asyncio.Event()
        self._late = self._dropped = False

    def begin(self) -> None:
        """Another list was chosen."""
        self.on_its_way, self._late = True, False

    def end(self) -> None:
        """Its rows are there, or will not come: keys go on."""
        self.on_its_way = False
        self._go_on.set()

    def drop(self) -> bool:
        """Keys that wait for it are not to be played any more. Whether there are any."""
        self._dropped = self.waited_for
        self._go_on.set()
        return self._dropped

    async def arrived(self) -> bool:
        """Wait for the rows, not for ever; False where what waited for them was dropped."""
        if self._late:
            return True
        self._go_on.clear()
        self._dropped, self.waited_for = False, True
        try:
            await asyncio.wait_for(self._go_on.wait(), _BUSY_SECONDS)
        except TimeoutError:
            self._late = True
        finally:
            self.waited_for = False
        return not self._dropped


@runtime_checkable
class ReadsRows(Protocol):
    """A screen with a list of which keys may be typed before it is there."""

    def waits_for_rows(self, key: str) -> bool:
        """Whether a key is about rows that are still being read."""

    def dropped(self) -> None:
        """Say that what waited for them is dropped."""


class KeyPump:
    """Hands keys to the app one at a time."""

    def __init__(self, app: App[Any], busy: Busy, coming: Coming, latin: Mapping[str, str] | None = None) -> None:
        """`latin` says which Latin key a letter of another script stands on."""
        self._app = app
        self._busy = busy
        self._coming = coming
        self._latin = latin or {}
        self._other_script = False
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._more = asyncio.Event()
        self._handed: set[int] = set()
        self.dealt = 0
        """How many keys were dealt with."""

    def takes(self, event: events.Event) -> bool:
        """Take a key that has just arrived; False for everything else, and for what was handed out here."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        if id(event) in self._handed:
            self._handed.discard(id(event))
            return False
        if self._coming.waited_for and isinstance(event, events.Key) and event.key == "escape":
            self.dealt += 1
            self._coming.drop()
            if isinstance(self._app.screen, ReadsRows):
                self._app.screen.dropped()
            return True
        self._waiting.append(event)
        self._more.set()
        return True

    async def run(self) -> None:
        """Hand out keys until the app ends."""
        while True:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                await self._busy.over()
                if not await self._meets_rows(self._meant(self._waiting[0])):
                    self.dealt += len(self._waiting)
                    self._waiting.clear()
                    break
                await self._hand_out(self._waiting.popleft())

    async def _meets_rows(self, event: events.Key | events.Paste) -> bool:
        """Wait for the rows that a key is about; False where they are not waited for any longer."""
        if not self._coming.on_its_way or not isinstance(event, events.Key):
            return True
        screen = self._app.screen
        if not isinstance(screen, ReadsRows) or not screen.waits_for_rows(event.key):
            return True
        return await self._coming.arrived()

    async def _hand_out(self, event: events.Key | events.Paste) -> None:
        """Hand out a key; a held one with all its repetitions, which mean the same wherever they are dealt with."""
        event = self._meant(event)
        run = [event]
        while isinstance(event, events.Key) and event.key in _HELD and self._waiting:
            following = self._meant(self._waiting[0])
            if not isinstance(following, events.Key) or following.key != event.key:
                break
            self._waiting.popleft()
            run.append(following)
        for one in run:
            self._handed.add(id(one))
            self._app.post_message(one)
        await self._passed()
        self.dealt += len(run)

    def _meant(self, event: events.Key | events.Paste) -> events.Key | events.Paste:
        """The key itself, or the Latin one in its place, where no text is being typed.

        Who types in another script has the Latin `/` and `?` elsewhere; the keys themselves type `.` and `,` then,
        which are no action's.
        """
        if not isinstance(event, events.Key) or not event.character or not event.is_printable:
            return event
        if isinstance(self._app.focused, Input | TextArea):
            return event
        letter = event.character
        latin = self._latin.get(letter) or (_BESIDE.get(letter) if self._other_script else None)
        if letter.isalpha():
            self._other_script = letter in self._latin
        return event if latin is None else events.Key(_name_of(latin), latin)

    async def _passed(self) -> None:
        """Wait until the key has gone through the app, the focused widget, those above it, and the app again."""
        end = asyncio.get_running_loop().time() + _PASSING_MOST_SECONDS
        await self._barrier(self._app, end)
        try:
            target: Any = self._app.focused or self._app.screen
        except Exception:
            return
        for _ in range(_HOPS):
            for pump in target.ancestors_with_self:
                await self._barrier(pump, end)

    async def _barrier(self, pump: MessagePump, end: float) -> None:
        """Wait until everything that stands in a queue now was dealt with, or the queue ended."""
        passed = asyncio.Event()
        if not pump.is_running or not pump.call_later(passed.set):
            return
        while pump.is_running and not passed.is_set():
            try:
                await asyncio.wait_for(passed.wait(), _PASSING_SECONDS)
            except TimeoutError:
                if asyncio.get_running_loop().time() > end:
                    return
