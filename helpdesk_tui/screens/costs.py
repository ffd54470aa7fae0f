"""What a ticket is about to cost its client, before it is charged (SCREENS: Before sending; SF1, IN11; rule 26)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadCosts
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.stale import check_fee, check_incidents
from helpdesk_tui.screens.base import Following
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.key_labels import Remapped, label
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import CostsView, TicketView
from helpdesk_tui.widgets.pieces import Piece

NOTHING = CostsView("")
"""Nothing is to be charged."""
OTHERWISE = "What it charges changed meanwhile."
"""What is said where a look at it is brought up to date."""


async def costs_of(session: Session, ticket: TicketView, values: Parameters) -> CostsView:
    """What these values would charge now, or why that would be refused; raises DeskError."""
    if values.fee is None and values.incidents is None:
        return NOTHING
    stale = _stale(ticket, values, session.settings.keys)
    if stale:
        return CostsView("", refused=stale)
    return await session.read(ReadCosts(ticket.row.number, values.fee, values.incidents))


class ChargeQuestion(Confirm, Following[bool]):
    """Whether a client is to be charged what stands below the question; `costs` is what was answered to."""

    def __init__(self, number: int, costs: CostsView, again: Callable[[], Awaitable[CostsView]], said: str) -> None:
        """`again` reads what it costs by now; `said` is why it is asked once more."""
        super().__init__(f"Charge the client of ticket {number}?", "\n".join(costs_words(costs)), said)
        self.costs = costs
        self._again = again

    async def tell_anew(self) -> None:
        """What it costs by now, or why it would be refused."""
        before, self.costs = self.costs, await self._again()
        if self.costs != before:
            self.tell(self.costs.refused or "\n".join(costs_words(self.costs)) or "Nothing is charged any more.")
            self._foot.say(OTHERWISE)

    def action_answer(self, yes: bool) -> None:
        """Answer, or say why not."""
        if yes and self.costs.refused:
            self._foot.say(self.costs.refused)
        else:
            self.dismiss(yes)


def costs_words(costs: CostsView) -> list[str]:
    """In lines that fit 80 columns: `takes 1 support incident: 1 lifetime`, `left: 3 lifetime`, and the fee,
    `fee 15.00 EUR: balance 12.50 -> -2.50`.
    """
    lines = [costs.incidents, f"left: {costs.left}"] if costs.incidents else []
    if costs.fee:
        before, after = (amount(minor, costs.currency) for minor in (costs.balance, costs.balance_after))
        limit = f", limit {amount(-costs.credit_limit, costs.currency)}" if costs.credit_limit else ""
        lines.append(f"fee {amount(costs.fee, costs.currency)} {costs.currency}: balance {before} -> {after}{limit}")
    return lines


def costs_lines(costs: CostsView) -> list[list[Piece]]:
    """The lines of the look before sending; none where nothing is charged."""
    if costs.refused:
        return [[(f" {costs.refused}", "alarm")]]
    return [[(" Charges " if at == 0 else "         ", "dim"), (line, "strong")]
            for at, line in enumerate(costs_words(costs))]  # fmt: skip


def _stale(ticket: TicketView, values: Parameters, remapped: Remapped) -> str:
    """What somebody else charged since these values were entered, in the words of the act's refusal; empty for none."""
    now, seen = ticket.charges, values.seen
    if seen is None:
        return ""
    look = f"{label(remapped, 'charges', 'F3')} shows it."
    try:
        if values.fee is not None:
            check_fee(seen.fee, now.charged, now.fee, now.currency, look)
        if values.incidents is not None:
            check_incidents(seen.incidents, now.incidents, values.incidents, look)
    except Refused as stale:
        return stale.sentence
    return ""
