"""Changing a ticket's parameters, its support fee and incidents among them (TF2, TR2, TR3, SF1, SF3, IN11).

While an answer is written they wait for it; otherwise they are saved at once, after a question where they charge the
client.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.parameters import UNCHANGED, SaveParameters
from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.costs import costs_of, costs_words
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.draft import Drafting
from helpdesk_tui.screens.parameters import ask_parameters
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import TicketView


class Changing(Drafting):
    """What is to be changed of the ticket that the screen shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("p", SaveParameters, "parameters"),
        Binding("f3", "charges", "Fee and incidents", id="charges",
                tooltip="Charge the client a support fee, or change how many support incidents the ticket costs."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._values = UNCHANGED
        self._saving = ""

    def begin_anew(self) -> None:
        """Nothing is to be changed: another ticket, or everything was applied."""
        self._values, self._saving = UNCHANGED, secrets.token_hex(12)

    def action_parameters(self) -> None:
        """Change subject, service, place in the queue; they are applied by Save parameters, Send reply or Ok."""
        self._change("")

    def action_charges(self) -> None:
        """Enter a support fee or the number of incidents, in the same form."""
        self._change("fee")

    def _change(self, begin: str) -> None:
        if self.meant(SaveParameters) is not None and self.ticket is not None:
            self.begin(self._change_parameters(self.ticket, begin))

    async def _change_parameters(self, ticket: TicketView, begin: str) -> None:
        values = await ask_parameters(self, ticket, self._values, self.session.use_priority, begin)
        if values is None:
            return
        self._values = values
        if values.any and not self.writing and await self._is_meant(ticket):
            await self.save_parameters(ticket)
        self.show_writing()

    async def _is_meant(self, ticket: TicketView) -> bool:
        """Whether what would be charged is meant; says why where it would be refused."""
        try:
            costs = await costs_of(self.session, ticket, self._values)
        except DeskError as failure:
            self.say(failure.sentence)
            return False
        if costs.refused:
            self.say(costs.refused)
            return False
        lines = costs_words(costs)
        if not lines:
            return True
        question = Confirm(f"Charge the client of ticket {ticket.row.number}?", "\n".join(lines))
        return await self.ask(question) is True

    async def save_parameters(self, ticket: TicketView) -> None:
        """Save parameters (TR3). Pressed twice, and tried again after a failure, it is done once: it has one key."""
        # Other values are another act: those that were saved before, with an answer that got lost, would be stale.
        content = hashlib.sha256(repr(self._values).encode("utf-8", "surrogatepass")).hexdigest()
        save = SaveParameters(ticket.row.number, self._values, key=f"{self._saving}:{content[:16]}")
        if await self.act(save, "The parameters are saved.") is None:
            self.reload()  # what somebody else changed is shown
            return
        self._values, self._saving = UNCHANGED, secrets.token_hex(12)
