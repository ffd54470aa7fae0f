"""Changing a ticket's parameters, its support fee and incidents among them (TF2, TR2, TR3, SF1, SF3, IN11).

While an answer is written they wait for it; otherwise they are saved at once, after a question where they charge the
client.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.parameters import UNCHANGED, SaveParameters
from helpdesk_tui.errors import DeskError, Refused
from helpdesk_tui.rules.stale import is_told_otherwise
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.costs import ChargeQuestion, costs_of, costs_words
from helpdesk_tui.screens.draft import Drafting
from helpdesk_tui.screens.parameters import ask_parameters
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import CostsView, Foreseen, TicketView


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
        if values.any and not self.writing:
            await self._save_asking(ticket)
        self.show_writing()

    async def _save_asking(self, ticket: TicketView) -> None:
        """Save them where what they charge is meant; asked anew where it is otherwise by the time of the answer."""
        said = ""
        while (costs := await self._meant_costs(self.ticket or ticket, said)) is not None:
            said = await self.save_parameters(ticket, costs.foreseen)
            if not said:
                return

    async def _meant_costs(self, ticket: TicketView, said: str) -> CostsView | None:
        """What would be charged and is meant, None where it is not; says why where it would be refused."""
        try:
            costs = await costs_of(self.session, ticket, self._values)
        except DeskError as failure:
            self.say(failure.sentence)
            return None
        if costs.refused:
            self.say(costs.refused)
            return None
        if not costs_words(costs):
            return costs

        async def again() -> CostsView:
            return await costs_of(self.session, await self.kept_up(ticket), self._values)

        question = ChargeQuestion(ticket.row.number, costs, again, said)
        return question.costs if await self.ask(question) else None

    async def kept_up(self, ticket: TicketView) -> TicketView:
        """The ticket as it is by now, which the head shows then too; raises DeskError.

        A dialogue lies over the screen, and is told of changes in its place.
        """
        _, touched = await self.session.changes(ticket.change)
        if not touched.isdisjoint((ticket.row.number, -1)):
            await self.read_again()
        there = self.ticket
        return there if there is not None and there.row.number == ticket.row.number else ticket

    async def save_parameters(self, ticket: TicketView, foreseen: Foreseen) -> str:
        """Save parameters (TR3). Pressed twice, and tried again after a failure, it is done once: it has one key.

        `foreseen` is what was told that they charge; where it is otherwise by now, the answer says so, to be looked at
        anew.
        """
        # Other values are another act: those that were saved before, with an answer that got lost, would be stale.
        content = hashlib.sha256(repr(self._values).encode("utf-8", "surrogatepass")).hexdigest()
        values = replace(self._values, foreseen=foreseen)
        save = SaveParameters(ticket.row.number, values, key=f"{self._saving}:{content[:16]}")
        if await self.act(save, "The parameters are saved.") is None:
            if isinstance(self.refused, Refused) and is_told_otherwise(self.refused):
                await self.read_again()
                return self.refused.sentence
            self.reload()  # what somebody else changed is shown
            return ""
        self._values, self._saving = UNCHANGED, secrets.token_hex(12)
        return ""
