"""A long list that is read from the desk in parts: payments, expenses, movements of an account (TQ13).

Three parts are kept at most; what lies beyond is read when the cursor gets near it.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Generic, TypeVar, cast

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import Slice
from helpdesk_tui.questions.accounts import PAGE
from helpdesk_tui.screens.base import DeskScreen, in_background
from helpdesk_tui.screens.narrowing import Narrowed
from helpdesk_tui.screens.opening import open_ticket
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import Part
from helpdesk_tui.widgets.cells import cut, shown
from helpdesk_tui.widgets.long_list import LongList
from helpdesk_tui.widgets.record_list import Column, Record
from helpdesk_tui.widgets.rule import Rule

T = TypeVar("T")
_KEPT = 3 * PAGE
_AROUND = 20


class PartScreen(Narrowed, Generic[T]):
    """A screen whose list is read in parts; subclasses say how a part is read and what a row looks like."""

    def __init__(self, session: Session, columns: tuple[Column, ...], empty: str) -> None:
        super().__init__(session)
        self.list = LongList(columns, empty=self.keyed(empty))
        self.part: Part[T] = Part()

    async def read_part(self, part: Slice) -> Part[T]:
        """Read a part; raises DeskError."""
        raise NotImplementedError

    def record(self, row: T) -> Record:
        """The line of a row; its key is its `number_of`."""
        raise NotImplementedError

    def shown_part(self) -> None:
        """The list shows other rows."""

    @property
    def row(self) -> T | None:
        """The row under the cursor."""
        return next((row for row in self.part.rows if self.number_of(row) == self.list.current), None)

    def number_of(self, row: T) -> int:
        """What tells a row from the others of the list, which it grows by."""
        number: int = cast("Any", row).id
        return number

    async def load_part(self) -> None:
        """Read what is shown anew: from its newest row on, as long as it is."""
        rows = self.part.rows
        key = self.number_of(rows[0]) + 1 if rows and self.part.newer else None
        self.put(await self.read_part(Slice(key, limit=max(len(rows), PAGE))))

    def put(self, part: Part[T]) -> None:
        """Show a part of the list."""
        self.part = part
        self.list.show_part(tuple(self.record(row) for row in part.rows), newer=part.newer, older=part.older)
        self.shown_part()

    def start_anew(self) -> None:
        """Read from the newest row on: the list is another one now."""
        self.part = Part()
        self.reload()

    def on_long_list_wanted(self, event: LongList.Wanted) -> None:
        """Read on."""
        in_background(self, partial(self._read_on, event.key, event.older), "part")

    async def _read_on(self, key: Any, older: bool) -> None:
        async with self._reading:
            try:
                more = await self.read_part(Slice(key, older))
            except DeskError as failure:
                self.say(failure.sentence)
                return
            if key is None:
                self.put(more)
                self.list.action_go(0 if older else -1)
            elif self.part.rows and key == self.number_of(self.part.rows[-1 if older else 0]):
                self.put(_joined(self.part, more, older=older))
        self.show_keys()


def open_ticket_of(screen: DeskScreen[None], ticket: int | None) -> None:
    """Open the ticket that a movement belongs to, if it does to one."""
    if ticket is None:
        screen.say("This movement belongs to no ticket.")
    else:
        open_ticket(screen, ticket)


def headed(screen: DeskScreen[None], title: str, name: str) -> None:
    """Say in the hairline what is shown and of whom; however long the name is, the title stays."""
    room = max(screen.app.size.width - len(title) - _AROUND, _AROUND)
    screen.query_one(Rule).show(title, cut(shown(name), room))


def _joined(part: Part[T], more: Part[T], *, older: bool) -> Part[T]:
    """A part with what follows it; what is too far away on the other side is let go."""
    if older:
        rows = part.rows + more.rows
        return Part(rows[-_KEPT:], part.newer or len(rows) > _KEPT, more.older)
    rows = more.rows + part.rows
    return Part(rows[:_KEPT], more.newer, part.older or len(rows) > _KEPT)
