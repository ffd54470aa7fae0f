"""What stands at the right of a list or a conversation where the terminal has 160 columns or more (SCREENS).

It never stands in the way of a key: it is read behind, once the cursor has rested, and an answer that comes for a
ticket that was left meanwhile is dropped. Nothing is marked as read by it.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.timer import Timer

from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.base import DeskScreen, in_background
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.pieces import Piece, clipped

WIDE = 160
"""Columns from which there is room for it."""
REST = 0.08
"""Seconds that the cursor rests on a ticket before it is read."""
_LEAST, _MOST = 56, 90
_LIST = 120
"""Cells of the left side beyond which the right one grows."""

_EDGE = 300
"""Lines of the pane that have its edge."""

Lines = list[list[Piece]]


def width_beside(width: int) -> int:
    """Cells of what stands at the right of a terminal of this width; 0 where there is no room."""
    return min(max(width - _LIST, _LEAST), _MOST) if width >= WIDE else 0


class Beside(DeskScreen[None]):
    """A screen with something at its right; subclasses yield `pane` beside what it belongs to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("W", "beside", "At the right", id="beside",
                tooltip="Show or hide the ticket under the cursor, or the client, from 160 columns on."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pane = Page(id="beside")
        self.pane.can_focus = False
        self.pane.display = False
        self._resting: Timer | None = None
        self._shown_for: int | None = None

    # ------------------------------------------------------------ what subclasses say

    def beside_of(self) -> int | None:
        """The number of the ticket that it is about; None where there is none."""
        return None

    async def read_beside(self, number: int) -> None:
        """Read what belongs to a ticket and keep it; raises DeskError."""
        raise NotImplementedError

    def beside_lines(self, width: int, height: int) -> Lines:
        """What was read, laid out."""
        raise NotImplementedError

    # ------------------------------------------------------------ showing

    def on_screen_resume(self) -> None:
        """What another screen lay over meanwhile was not read."""
        self.beside_soon()

    def look_changed(self) -> None:
        """Other settings: perhaps without it."""
        super().look_changed()
        self.place_beside()

    def on_resize(self) -> None:
        """Another width may have room for it, or none."""
        self.place_beside()

    def place_beside(self) -> None:
        """Show it or not, as wide as there is room."""
        width = width_beside(self.app.size.width) if self.session.own_look.beside else 0
        if self.pane.display != bool(width):
            self.pane.display = bool(width)
        if width:
            self.pane.styles.width = width
            self.lay_out_beside()
            self.beside_soon()

    def beside_soon(self) -> None:
        """Another ticket, or the same one changed: read it when the cursor has rested."""
        if not self.pane.display:
            return
        if self._resting is None:
            self._resting = self.set_timer(REST, self._rested)
        else:
            self._resting.reset()

    def _rested(self) -> None:
        self._resting = None
        if self.app.screen is self:
            in_background(self, partial(self._read_beside, self.beside_of()), "beside")

    async def _read_beside(self, number: int | None) -> None:
        if number is not None:
            try:
                await self.read_beside(number)
            except DeskError:
                number = None  # gone, or the database is: the list says so
        if number == self.beside_of() or number is None:
            self._shown_for = number
            self.lay_out_beside()

    def lay_out_beside(self) -> None:
        """Lay out what was read for the room there is now."""
        width, height = width_beside(self.app.size.width), self.pane.size.height
        if not width or not height:
            return
        found = self.beside_lines(width - 3, height) if self._shown_for is not None else []
        found += [[]] * (_EDGE - len(found))  # the edge goes on where the pane grows: a field below it closes
        self.pane.show([[("│ ", "dim"), *clipped(line, width - 3)] for line in found], from_top=True)

    # ------------------------------------------------------------ switching

    def action_beside(self) -> None:
        """Show or hide it, from now on; where there is no room for it nothing is changed that could not be seen."""
        if self.app.size.width < WIDE:
            self.say(f"There is room at the right on a terminal of {WIDE} columns or more; this one has"
                     f" {self.app.size.width}.")  # fmt: skip
            return
        self.begin(self._switch_beside())

    async def _switch_beside(self) -> None:
        shown = not self.session.own_look.beside
        if await self._keep_beside(shown):
            self.place_beside()
            self.say(self.keyed(_switched(shown)), alarm=False)

    async def _keep_beside(self, shown: bool) -> bool:
        try:
            await self.session.perform(SetLook(beside=shown))
            await self.session.refresh_look()
        except DeskError as refused:
            self.say(refused.sentence)
            return False
        return True


def _switched(shown: bool) -> str:
    return "Shown at the right; {W} hides it." if shown else "Nothing stands at the right any more; {W} shows it again."
