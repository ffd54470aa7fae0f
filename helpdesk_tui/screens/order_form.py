"""Forms that order, renew and raise: below the fields stands what it costs and gives, before anything is sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.orders import PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import Read, ReadOffer, ReadOrder, ReadPlans
from helpdesk_tui.rules.incident_words import counted
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.periods import parse_date, period_words
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.fields import Field, Option
from helpdesk_tui.screens.money_words import sum_words
from helpdesk_tui.screens.order_words import bought_words, offer_words
from helpdesk_tui.screens.telling_form import TellingForm
from helpdesk_tui.views import Foreseen, OfferView, OrderView, PlansView, PlanView
from helpdesk_tui.vocab import OrderState

NO_PLAN = "No plan of per-incident support is set up; {g} n adds one."
NOT_SOLD = "No plan has a period that is offered now; the provider's settings ({g} v) say which are."


class PurchaseForm(TellingForm):
    """A form that buys incidents: `question` and `act` are made of the fields, and a key that is the form's."""

    LINES_BELOW: ClassVar[int] = 6

    def __init__(self, screen: DeskScreen[None], title: str, fields: Sequence[Field], verb: str) -> None:
        self._from = screen
        self._key = secrets.token_hex(12)
        self.told = ""
        """The price that stands below the fields, for what they ask."""
        self.foreseen: Foreseen | None = None
        """What else stands there."""
        self._asked: Read[OfferView] | None = None
        self.number: int | None = None
        """The order, once something was bought under it."""
        super().__init__(title, fields, self._buy, verb=verb)
        self.busy = screen.session.busy

    async def tell(self) -> tuple[str, str]:
        """What it costs and gives."""
        asked = self.question()
        offer = await self._from.session.read(asked)
        self._asked = asked
        self.told, self.foreseen = sum_words(offer.price.total, offer.currency), offer.foreseen
        return self.words(offer), "alarm" if offer.missing else "plain"

    async def _buy(self, changed: object) -> str | None:
        try:
            if self.question() != self._asked:
                # Keys were faster than the answer to what stands in the fields now.
                await self.tell_now()
            self.number = await self._from.session.perform(self.act(self._key))
        except DeskError as refused:
            self.look()
            return refused.sentence
        return ""

    def words(self, offer: OfferView) -> str:
        """The offer in lines."""
        return offer_words(offer)

    def question(self) -> Read[OfferView]:
        """What is asked about; raises WrongUsage for what is no date."""
        raise NotImplementedError

    def act(self, key: str) -> Act[int]:
        """What is done; raises WrongUsage for what is no date."""
        raise NotImplementedError


class PlanForm(PurchaseForm):
    """Plan, period and package of something that is ordered anew, and `more` fields below them."""

    def __init__(
        self, screen: DeskScreen[None], title: str, plans: Sequence[PlanView], more: Sequence[Field], verb: str
    ) -> None:
        self._plans = {one.name: one for one in plans}
        first = plans[0]
        super().__init__(screen, title, (
            Field("plan", "Plan", first.name, tuple(self._plans)),
            choice("period", "Period", periods_of(first)), choice("package", "Incidents", numbers_of(first)), *more,
        ), verb)  # fmt: skip
        self._shown = first.name

    def on_option_turned(self, event: Option.Turned) -> None:
        """Another plan has other periods and packages."""
        plan = self._plan()
        if plan.name != self._shown:
            self._shown = plan.name
            self.offer("period", tuple(periods_of(plan)))
            self.offer("package", tuple(numbers_of(plan)))

    def _plan(self) -> PlanView:
        return self._plans[self.value_of("plan")]

    def chosen(self) -> tuple[str, int, int | None]:
        """Plan, months and package as they stand in the fields."""
        plan = self._plan()
        return plan.name, periods_of(plan)[self.value_of("period")], numbers_of(plan)[self.value_of("package")]


class OrderForm(PlanForm):
    """Plan, period, package and first date of a new order."""

    def __init__(self, screen: DeskScreen[None], client: int, name: str, plans: Sequence[PlanView]) -> None:
        self._client = f"#{client}"
        start = Field("start", "First date (empty: today)")
        super().__init__(screen, f"Order incidents for {name}", plans, (start,), "order")

    def question(self) -> ReadOffer:
        """What the order would cost and give."""
        return ReadOffer(self._client, *self.chosen(), parse_date(self.value_of("start")))

    def act(self, key: str) -> PlaceOrder:
        """The order."""
        return PlaceOrder(self._client, *self.chosen(), parse_date(self.value_of("start")), key, self.told,
                          self.foreseen)  # fmt: skip


class RenewForm(PurchaseForm):
    """The period for which an order is renewed."""

    def __init__(self, screen: DeskScreen[None], order: OrderView, plan: PlanView) -> None:
        self.order, self._seen = order.id, len(order.purchases)
        self._periods = periods_of(plan)
        own = next((words for words, months in self._periods.items() if months == order.months), "")
        fields = (choice("period", "Period", self._periods, own),)
        super().__init__(screen, f"Renew order {order.id}: {order.plan}", fields, "renew")

    def chosen_months(self) -> int:
        """The period, as it stands in the field."""
        return self._periods[self.value_of("period")]

    def question(self) -> Read[OfferView]:
        """What the renewal would cost and give."""
        return ReadOffer(order=self.order, months=self.chosen_months())

    def act(self, key: str) -> RenewOrder:
        """The renewal."""
        return RenewOrder(self.order, self.chosen_months(), key, self.told, self._seen, self.foreseen)


class UpgradeForm(PurchaseForm):
    """The package to which an order is raised."""

    def __init__(self, screen: DeskScreen[None], order: OrderView, numbers: Mapping[str, int]) -> None:
        self._order, self._seen = order.id, len(order.purchases)
        self._numbers = numbers
        fields = (choice("package", "Incidents", numbers),)
        super().__init__(screen, f"Upgrade order {order.id}: {order.plan}, {order.number:,} now", fields, "upgrade")

    def question(self) -> ReadOffer:
        """What the raise would cost and give."""
        return ReadOffer(order=self._order, package=self._numbers[self.value_of("package")])

    def act(self, key: str) -> UpgradeOrder:
        """The raise."""
        package = self._numbers[self.value_of("package")]
        return UpgradeOrder(self._order, package, key, self.told, self._seen, self.foreseen)


async def place_order(screen: DeskScreen[None], client: int, name: str) -> int | None:
    """Ask what is ordered for a client, and order it; the order's number, None where it was left."""
    plans = await _plans(screen)
    sold = [one for one in plans or () if one.offered]
    if sold:
        return await _bought(screen, OrderForm(screen, client, name, sold))
    if plans is not None:
        screen.say(screen.keyed(NOT_SOLD if plans else NO_PLAN))
    return None


async def renew_order(screen: DeskScreen[None], order: OrderView) -> None:
    """Ask for which period an order is renewed, and renew it."""

    def form(plan: PlanView) -> PurchaseForm | str:
        return RenewForm(screen, order, plan) if plan.offered else screen.keyed(NOT_SOLD)

    await _again(screen, order, RenewOrder(order.id), form)


async def upgrade_order(screen: DeskScreen[None], order: OrderView) -> None:
    """Ask to which package an order is raised, and raise it."""

    def form(plan: PlanView) -> PurchaseForm | str:
        known = [(plan.incidents, 0), *plan.packages]
        higher = {_number_words(plan, number, price): number for number, price in known if number > order.number}
        if not higher:
            return f"The plan {plan.name} has no package of more than {counted(order.number)}."
        return UpgradeForm(screen, order, higher)

    await _again(screen, order, UpgradeOrder(order.id, order.number + 1), form)


async def _again(
    screen: DeskScreen[None], order: OrderView, act: Act[int], form: Callable[[PlanView], PurchaseForm | str]
) -> None:
    """Open a form about an order, unless nothing is bought with it; then say so."""
    plan = await plan_of(screen, order, act, ReadPlans())
    made = form(plan) if plan is not None else None
    if isinstance(made, str):
        screen.say(made)
    elif made is not None:
        await _bought(screen, made)


async def plan_of(
    screen: DeskScreen[None], order: OrderView, act: Act[int], question: Read[PlansView]
) -> PlanView | None:
    """The plan under which something more is bought with an order; None, with the reason on the last line, where
    nothing is: the plan is gone, the order waits or is cancelled.
    """
    try:
        plans = (await screen.session.read(question)).plans
    except DeskError as failure:
        screen.say(failure.sentence)
        return None
    plan = next((one for one in plans if one.name == order.plan and order.active_plan), None)
    if plan is None:
        screen.say(f"The plan {order.plan} was deleted; nothing is ordered of it any more.")
    elif order.waits is not None or order.state is not OrderState.ACTIVE:
        screen.say(await screen.session.refusal(act))
        return None
    return plan


async def _bought(screen: DeskScreen[None], form: PurchaseForm) -> int | None:
    await screen.ask(form)
    if form.number is not None:
        await screen.read_again()
        order = await screen.session.read(ReadOrder(form.number))
        screen.say(bought_words(order), alarm=False)
    return form.number


async def _plans(screen: DeskScreen[None]) -> tuple[PlanView, ...] | None:
    """The plans; None where they cannot be read, which is said."""
    try:
        return (await screen.session.read(ReadPlans())).plans
    except DeskError as failure:
        screen.say(failure.sentence)
        return None


def choice(name: str, label: str, options: Mapping[str, object], chosen: str = "") -> Field:
    """A field of these options, the first one chosen unless another is."""
    return Field(name, label, chosen or next(iter(options)), tuple(options))


def periods_of(plan: PlanView) -> dict[str, int]:
    """The offered periods of a plan by what the form calls them."""
    return {
        f"{period_words(months)}, {amount(price, plan.currency)} {plan.currency}": months
        for months, price in plan.offered
    }


def numbers_of(plan: PlanView) -> dict[str, int | None]:
    """The numbers of a plan by what the form calls them; None is the one that is included."""
    found: dict[str, int | None] = {f"{plan.incidents:,} (included)": None}
    return found | {_number_words(plan, number, price): number for number, price in plan.packages}


def _number_words(plan: PlanView, number: int, price: int) -> str:
    return f"{number:,} (package, {amount(price, plan.currency)} {plan.currency} on top)"
