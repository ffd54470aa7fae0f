"""Support incidents of the client: what was bought and what is left of it, and buying more (CL16, IN3 to IN5)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.orders import RenewOrder
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadMyOrders, ReadMyPlans
from helpdesk_tui.screens.area.base import AreaScreen
from helpdesk_tui.screens.area.buy import BuyForm, RenewAsClient
from helpdesk_tui.screens.area.session import ClientSession
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.order_form import PurchaseForm, plan_of
from helpdesk_tui.screens.order_words import bought_words, is_free, order_record, order_words
from helpdesk_tui.views import OrderView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.record_list import Column, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_DETAIL_LINES = 6
_COLUMNS = (
    Column("No", 6, right=True), Column("Plan"), Column("Period", 10), Column("Incidents", 9, right=True),
    Column("State", 26), Column("Until", 12, fold=True), Column("Left", 7, right=True, fold=True),
)  # fmt: skip
NOTHING_SOLD = "No plan of support incidents is sold here."


class AreaOrdersScreen(AreaScreen):
    """The client's orders, the newest first; below them the months of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "buy", "Buy incidents", id="area.buy",
                tooltip="Buy support incidents as the client: plans, prices, what is missing."),
        act_key("r", RenewOrder, "renew"),
    ]  # fmt: skip

    def __init__(self, session: ClientSession) -> None:
        super().__init__(session)
        self._list = RecordList(_COLUMNS)
        self._detail = Words(id="detail")
        self._found: dict[int, OrderView] = {}

    def compose(self) -> ComposeResult:
        """The frame, the orders, the months of one, the keys."""
        yield from self.compose_top()
        yield Rule("Support incidents")
        yield self._list
        yield self._detail
        yield self.foot

    async def load(self) -> None:
        """Read them."""
        area = await self.read_area()
        found = await self.session.read(ReadMyOrders())
        self._found = {one.id: one for one in found}
        waits = sum(one.waits is not None for one in found)
        self.query_one(Rule).show("Support incidents", f"{waits} waiting for a payment" if waits else "")
        self._list.empty = (
            self.keyed("Nothing was bought yet; {n} buys support incidents.") if area.set_up else NOTHING_SOLD
        )
        self._list.show(tuple(order_record(one, self._today) for one in found))
        self.set_focus(self._list)
        self._show_detail()

    @property
    def _today(self) -> date:
        return self.session.now().date()

    def _here(self) -> OrderView | None:
        current = self._list.current
        return self._found.get(current) if isinstance(current, int) else None

    def _show_detail(self) -> None:
        here = self._here()
        lines = [] if here is None else text_lines(order_words(here, self._today), self.app.size.width - 1)
        self._detail.show(lines[:_DETAIL_LINES])

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another order."""
        self._show_detail()
        self.show_keys()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self.show_top()
        self._show_detail()

    def keys(self) -> tuple[Key, ...]:
        """Buying more, and the same again."""
        buys = self.area is not None and self.area.set_up
        return (Key("n", "buy", buys), Key("r", "renew", is_free(self._here())), Key("q", "back"),
                Key("?", "keys", always=True), Key("L", "leave", always=True))  # fmt: skip

    def action_buy(self) -> None:
        """Buy support incidents."""
        self.begin(self._buy())

    async def _buy(self) -> None:
        try:
            plans = (await self.session.read(ReadMyPlans())).plans
            area = await self.read_area()
        except DeskError as failure:
            self.say(failure.sentence)
            return
        if not plans:
            self.say(NOTHING_SOLD)
            return
        await self._bought(BuyForm(self, area.client, plans))

    async def _bought(self, form: PurchaseForm) -> None:
        await self.ask(form)
        if form.number is None:
            return
        await self.read_again()
        self._list.go_to(form.number)
        if (bought := self._found.get(form.number)) is not None:
            self.say(bought_words(bought), alarm=False)

    def action_renew(self) -> None:
        """Renew the order under the cursor."""
        here = self._here()
        if here is not None:
            self.begin(self._renew(here))

    async def _renew(self, order: OrderView) -> None:
        plan = await plan_of(self, order, RenewOrder(order.id), ReadMyPlans())
        if plan is not None:
            await self._bought(RenewAsClient(self, order, plan))
