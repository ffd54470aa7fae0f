"""A form that says below its fields what will come of them, before anything is sent."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input

from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.base import StoreChanged, in_background
from helpdesk_tui.screens.fields import Option
from helpdesk_tui.screens.forms import Form
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.words import Words


class TellingForm(Form):
    """`tell` asks the desk, anew with every change of a field; a refusal stands there as one."""

    LINES_BELOW: ClassVar[int] = 3

    def below(self) -> ComposeResult:
        """What is told."""
        self._below = Words(id="told")
        yield self._below

    def on_mount(self) -> None:
        """Say it at once."""
        self.look()

    def on_resize(self) -> None:
        """Lay it out anew."""
        self.look()

    def on_option_turned(self, event: Option.Turned) -> None:
        """Something else is chosen."""
        self.look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something else is typed."""
        self.look()

    def on_store_changed(self, message: StoreChanged) -> None:
        """Somebody changed the desk: it may come otherwise."""
        self.look()

    def look(self) -> None:
        """Ask, and show it."""
        in_background(self, self.tell_now, "told")

    async def tell_now(self) -> None:
        """Show what will come of the fields as they are."""
        try:
            said, look = await self.tell()
        except DeskError as refused:
            said, look = refused.sentence, "alarm"
        lines = text_lines(said, self.app.size.width - 1, look=look) if said else []
        self._below.show([[], *lines] if lines else [])

    async def tell(self) -> tuple[str, str]:
        """The words, empty for none, and their look; raises DeskError."""
        raise NotImplementedError
