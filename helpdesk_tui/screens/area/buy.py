"""Buying support incidents as the client: plans with their prices, what is missing, what is given (CL16, IN3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.questions import ReadMyOffer
from helpdesk_tui.screens.area.words import offer_words
from helpdesk_tui.screens.forms import Field, Option
from helpdesk_tui.screens.order_form import PurchaseForm, choice, numbers_of, periods_of
from helpdesk_tui.views import OfferView, PlanView

if TYPE_CHECKING:
    from helpdesk_tui.screens.area.base import AreaScreen


class BuyForm(PurchaseForm):
    """Plan, period and package; the months begin on the day on which it is paid."""

    def __init__(self, screen: AreaScreen, client: int, plans: Sequence[PlanView]) -> None:
        self._client = f"#{client}"
        self._plans = {one.name: one for one in plans}
        first = plans[0]
        super().__init__(screen, "Buy support incidents", (
            Field("plan", "Plan", first.name, tuple(self._plans)),
            choice("period", "Period", periods_of(first)), choice("package", "Incidents", numbers_of(first)),
        ), "buy")  # fmt: skip
        self._shown = first.name

    def on_option_turned(self, event: Option.Turned) -> None:
        """Another plan has other periods and packages."""
        plan = self._plan()
        if plan.name != self._shown:
            self._shown = plan.name
            self.offer("period", tuple(periods_of(plan)))
            self.offer("package", tuple(numbers_of(plan)))

    def words(self, offer: OfferView) -> str:
        """The offer, as a client is told of it."""
        return offer_words(offer)

    def question(self) -> ReadMyOffer:
        """What it would cost and give."""
        return ReadMyOffer(self._plan().name, *self._chosen())

    def act(self, key: str) -> PlaceOrder:
        """The order."""
        return PlaceOrder(self._client, self._plan().name, *self._chosen(), key=key, told=self.told)

    def _plan(self) -> PlanView:
        return self._plans[self.value_of("plan")]

    def _chosen(self) -> tuple[int, int | None]:
        plan = self._plan()
        return periods_of(plan)[self.value_of("period")], numbers_of(plan)[self.value_of("package")]
