"""Who pays for the client: they manage that themselves (Clarifications: Payers)."""

from __future__ import annotations

from textual.app import ComposeResult

from helpdesk_tui.questions import Read, ReadMyPayers
from helpdesk_tui.screens.area.base import AreaScreen
from helpdesk_tui.screens.area.session import ClientSession
from helpdesk_tui.screens.payers import PayersScreen
from helpdesk_tui.views import PayerView
from helpdesk_tui.widgets.key_bar import Key


class AreaPayersScreen(AreaScreen, PayersScreen):
    """The client's payers; invoices name the first."""

    EMPTY = "There are no payers; {n} adds one. Until then invoices name the client."

    def __init__(self, session: ClientSession) -> None:
        super().__init__(session, session.desk.actor.id)

    def compose(self) -> ComposeResult:
        """The frame above the list."""
        yield from self.compose_top()
        yield from PayersScreen.compose(self)

    async def load(self) -> None:
        """Read what the client has, and the payers."""
        await self.read_area()
        await PayersScreen.load(self)

    def question(self) -> Read[tuple[PayerView, ...]]:
        """Who pays for who asks."""
        return ReadMyPayers()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self.show_top()
        PayersScreen.on_resize(self)

    def keys(self) -> tuple[Key, ...]:
        """Those of the list, and the way out."""
        return (*PayersScreen.keys(self), Key("L", "leave", always=True))
