"""The client card at the right of a ticket (SCREENS, TF1 *Information*)."""

from __future__ import annotations

from helpdesk_tui.questions import ReadClient
from helpdesk_tui.screens.beside import Beside, Lines
from helpdesk_tui.screens.card import card_lines
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import ClientCard, TicketView


class ClientBeside(Beside):
    """A ticket with its client at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.ticket: TicketView | None = None
        self._card: ClientCard | None = None

    def beside_soon(self) -> None:
        """Another client's card is taken away at once."""
        if self._card is not None and self.ticket is not None and self._card.head.id != self.ticket.client.id:
            self._card = None
            self.lay_out_beside()
        super().beside_soon()

    def beside_of(self) -> int | None:
        """The ticket that is open."""
        return self.ticket.row.number if self.ticket is not None else None

    async def read_beside(self, number: int) -> None:
        """Read the card of its client."""
        if self.ticket is not None and self.ticket.row.number == number:
            self._card = await self.session.read(ReadClient(self.ticket.client.id))

    def beside_lines(self, width: int, height: int) -> Lines:
        """The card's beginning, without the empty line at its top."""
        if self._card is None:
            return []
        return card_lines(self._card, width, self.session.now(), self.keyed("{g}"))[1:]
