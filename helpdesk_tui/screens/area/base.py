"""What the screens of the client area share: the frame that says whose area it is, and the key that leaves it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.questions import ReadArea
from helpdesk_tui.screens.area.session import ClientSession
from helpdesk_tui.screens.area.words import Line, band, has_lines
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.views import AreaView
from helpdesk_tui.widgets.words import Words


class AreaScreen(DeskScreen[None]):
    """A screen that shows what a client sees; `area` is what they have, None until it was read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("L", "leave", "Leave the client area", id="area.leave",
                tooltip="Back to where you came from, as yourself."),
    ]  # fmt: skip
    session: ClientSession

    def __init__(self, session: ClientSession, *more: Any) -> None:
        super().__init__(session, *more)
        self.band = Words(id="band")
        self.head = Words(id="head")
        self.area: AreaView | None = None

    def compose_top(self) -> ComposeResult:
        """The frame, and below it what the client has."""
        yield self.band
        yield self.head

    async def read_area(self) -> AreaView:
        """Read anew what the client has, and show it; raises DeskError."""
        self.area = await self.session.read(ReadArea())
        self.show_top()
        return self.area

    def on_mount(self) -> None:
        """The frame is there from the first moment on."""
        self.show_top()

    def show_top(self) -> None:
        """Lay the frame and what the client has out for this width."""
        width = self.app.size.width
        name = self.session.desk.actor.name if self.area is None else self.area.name or self.area.email
        self.band.show([band(name, width, self.keyed("{L}"))])
        if self.area is not None:
            self.head.show(self.top_lines(self.area, width))

    def top_lines(self, area: AreaView, width: int) -> list[Line]:
        """What the client has."""
        return has_lines(area, width)

    def on_resize(self) -> None:
        """Lay it out anew."""
        self.show_top()

    def open_by_number(self, number: int) -> None:
        """A ticket by its number, as the client has it."""
        from helpdesk_tui.screens.area.ticket import AreaTicketScreen

        self.app.push_screen(AreaTicketScreen(self.session, number))

    def action_look(self) -> None:
        """Settings are of who sits here."""
        self.say("Settings are your own; leave the client area first (L).")

    def action_leave(self) -> None:
        """Out of the client area, from however deep in it."""
        self.app.call_later(_leave, self.app)


def _leave(app: App[Any]) -> None:
    while isinstance(app.screen, AreaScreen):
        app.pop_screen()
