"""An app that sends only what the terminal does not show (ADR 0010)."""

from __future__ import annotations

from typing import Any, TypeVar

from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.message import Message
from textual.screen import Screen

from helpdesk_tui.widgets.frame import Frame

R = TypeVar("R")


class Repainted(Message):
    """Everything is painted anew: what stood on the terminal beside the cells is gone."""


class FramedApp(App[R], inherit_bindings=False):
    """Between Textual's compositor and its driver stands a model of the terminal."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.frame = Frame()

    async def on_event(self, event: events.Event) -> None:
        """A terminal of another size may show anything."""
        if isinstance(event, events.Resize):
            self.frame.forget()
        await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """As Textual does, without what the terminal shows already; where nothing is left, nothing is sent."""
        if isinstance(renderable, CompositorUpdate) and self._paints:
            written = self.frame.written(renderable, self.size.width, self.console)
            rests = self.screen.outer_size.clamp_offset(self.cursor_position) == self._previous_cursor_position
            renderable = None if written is not None and not written.text and rests else written or renderable
        super()._display(screen, renderable)
        if screen._compositor.size != self.size:
            self.frame.forget()  # painted in a size that the terminal has no more

    @property
    def _paints(self) -> bool:
        """Whether Textual writes what it is given to display."""
        return bool(
            self._running and not self._closed and not self._batch_count and not self.is_headless and self._driver
        )

    def action_redraw(self) -> None:
        """Paint everything anew, whatever the terminal is thought to show."""
        self.frame.forget()
        self.screen.refresh(layout=True)
        self.screen.post_message(Repainted())
