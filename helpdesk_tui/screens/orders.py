"""The orders of a client: what was bought, for when, and how much of it is left (IN3 to IN5)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.questions import ReadClient, ReadOrders
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.order_form import place_order, renew_order, upgrade_order
from helpdesk_tui.screens.order_words import is_free, order_record, order_words
from helpdesk_tui.screens.raw import TextScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import OrderView
from helpdesk_tui.vocab import PurchaseKind
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.record_list import Column, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_DETAIL_LINES = 6
_COLUMNS = (
    Column("No", 6, right=True), Column("Plan"), Column("Period", 10), Column("Incidents", 10, right=True),
    Column("State", 28), Column("Until", 12, fold=True), Column("Left", 7, right=True, fold=True),
)  # fmt: skip


class OrdersScreen(DeskScreen[None]):
    """The orders of one client, the newest first; below them the months of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", PlaceOrder, "order"),
        act_key("r", RenewOrder, "renew"),
        act_key("u", UpgradeOrder, "upgrade"),
        act_key("d", CancelOrder, "cancel"),
    ]

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session)
        self._client = client
        self._whose = ""
        self._list = RecordList(_COLUMNS, empty=self.keyed("No orders yet; {n} orders support incidents."))
        self._detail = Words(id="detail")
        self._found: dict[int, OrderView] = {}

    def compose(self) -> ComposeResult:
        """A hairline, the list, the months of one order, the keys."""
        yield Rule("Orders")
        yield self._list
        yield self._detail
        yield self.foot

    async def load(self) -> None:
        """Read them."""
        head = (await self.session.read(ReadClient(self._client))).head
        found = await self.session.read(ReadOrders(self._client))
        self._whose = head.name or head.email
        self._found = {one.id: one for one in found}
        self.query_one(Rule).show("Orders", self._whose)
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
        if len(lines) > _DETAIL_LINES:
            lines = [*lines[: _DETAIL_LINES - 1], [(" ... Enter shows all", "dim")]]
        self._detail.show(lines)

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another order."""
        self._show_detail()
        self.show_keys()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self._show_detail()

    def keys(self) -> tuple[Key, ...]:
        """What can be done with the order under the cursor."""
        here = self._here()
        free = is_free(here)
        waits = here is not None and here.waits is not None
        return (Key("n", "order"), Key("r", "renew", free), Key("u", "upgrade", free), Key("d", "cancel", waits),
                Key("Enter", "all months", here is not None), Key("q", "back"), Key("?", "keys"))  # fmt: skip

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """All months of it on a page."""
        here = self._here()
        if here is not None:
            title = f"Order {here.id}: {here.plan}"
            self.app.push_screen(TextScreen(self.session, title, order_words(here, self._today, every=True)))

    def action_order(self) -> None:
        """Order something."""
        self.begin(self._order())

    async def _order(self) -> None:
        number = await place_order(self, self._client, self._whose)
        if number is not None:
            self._list.go_to(number)

    def action_renew(self) -> None:
        """Renew the order under the cursor."""
        here = self._here()
        if here is not None:
            self.begin(renew_order(self, here))

    def action_upgrade(self) -> None:
        """Raise the order under the cursor."""
        here = self._here()
        if here is not None:
            self.begin(upgrade_order(self, here))

    def action_cancel(self) -> None:
        """Give up what waits under it, after a question."""
        here = self._here()
        if here is not None:
            self.begin(self._cancel(here))

    async def _cancel(self, here: OrderView) -> None:
        refused = await self.session.refusal(CancelOrder(here.id))
        if refused:
            self.say(refused)
            return
        assert here.waits is not None
        kind = here.waits.kind
        what = f"order {here.id}" if kind is PurchaseKind.ORDER else f"the {kind.value} of order {here.id}"
        more = f"Payment {here.waits.payment}, which it waits for, is deleted."
        if await self.ask(Confirm(f"Cancel {what}?", more)):
            await self.act(CancelOrder(here.id), f"{what[0].upper()}{what[1:]} is cancelled.")
