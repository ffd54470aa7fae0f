"""How many incidents a ticket takes that is made of an incoming email, and of which lots (MG6, IN10, IN13)."""

from __future__ import annotations

import secrets
from dataclasses import replace

from helpdesk_tui.desk.actions.incoming import AcceptIncoming, RegisterIncoming
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadCosts
from helpdesk_tui.rules.incidents import whole_number
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.costs import costs_words
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.telling_form import TellingForm


class IncidentsForm(TellingForm):
    """The number; below it what that takes from the client, and what is left then. Then the ticket is made."""

    def __init__(self, screen: DeskScreen[None], act: AcceptIncoming | RegisterIncoming, usual: int) -> None:
        """`usual` is what any new ticket there takes."""
        self._from = screen
        self._act = replace(act, key=secrets.token_hex(12))
        self._client = act.client if isinstance(act, AcceptIncoming) else ""
        self.number: int | None = None
        """The ticket that was made."""
        fields = (Field("incidents", "Support incidents that it takes", str(usual)),)
        super().__init__("Make it a ticket", fields, self._make, verb="make ticket")
        self.busy = screen.session.busy

    async def tell(self) -> tuple[str, str]:
        """What it takes, and what is left."""
        number = whole_number(self.value_of("incidents"))
        if not number:
            return "It takes nothing.", "plain"
        costs = await self._from.session.read(ReadCosts(None, incidents=number, client=self._client))
        if costs.refused:
            return f"{costs.refused} With 0 it becomes a ticket that takes none.", "alarm"
        return f"It {'; '.join(costs_words(costs))}.", "plain"

    async def _make(self, changed: object) -> str | None:
        try:
            act = replace(self._act, incidents=whole_number(self.value_of("incidents")))
            self.number = await self._from.session.perform(act)
        except DeskError as refused:
            self.look()
            return refused.sentence
        return ""
