"""Buying support incidents as the client: plans with their prices, what is missing, what is given (CL16, IN3, IN5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.questions import ReadMyOffer
from helpdesk_tui.screens.area.words import offer_words
from helpdesk_tui.screens.order_form import PlanForm, RenewForm
from helpdesk_tui.views import OfferView, PlanView

if TYPE_CHECKING:
    from helpdesk_tui.screens.area.base import AreaScreen


class BuyForm(PlanForm):
    """Plan, period and package; the months begin on the day on which it is paid."""

    def __init__(self, screen: AreaScreen, client: int, plans: Sequence[PlanView]) -> None:
        self._client = f"#{client}"
        super().__init__(screen, "Buy support incidents", plans, (), "buy")

    def words(self, offer: OfferView) -> str:
        """The offer, as a client is told of it."""
        return offer_words(offer)

    def question(self) -> ReadMyOffer:
        """What it would cost and give."""
        return ReadMyOffer(*self.chosen())

    def act(self, key: str) -> PlaceOrder:
        """The order."""
        return PlaceOrder(self._client, *self.chosen(), key=key, told=self.told, foreseen=self.foreseen)


class RenewAsClient(RenewForm):
    """The period for which the client renews an order of theirs."""

    def words(self, offer: OfferView) -> str:
        """The offer, as a client is told of it."""
        return offer_words(offer)

    def question(self) -> ReadMyOffer:
        """What it would cost and give."""
        return ReadMyOffer(months=self.chosen_months(), order=self.order)
