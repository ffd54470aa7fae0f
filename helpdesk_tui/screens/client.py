"""The client card on one page (CL4): who, what they have, what we said, what changed."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.clients import AddClientUser, AddService, DeleteClient, EditClient
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.questions import ReadClient, ReadSetUp
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.card import STATUS, card_lines
from helpdesk_tui.screens.client_lists import ClientPartScreen, Part, add_service, add_user
from helpdesk_tui.screens.client_money import MONEY_KEYS, ClientMoney
from helpdesk_tui.screens.dialogs import Choose, Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.narrowing import ONLY_THIS, narrowing
from helpdesk_tui.screens.opening import open_ticket
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import ClientCard
from helpdesk_tui.vocab import Characteristic
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.record_list import Column
from helpdesk_tui.widgets.rule import Rule


class ClientScreen(ClientMoney):
    """One client."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,t", "tickets", "Tickets", id="client.tickets", tooltip="Open one of the client's tickets."),
        Binding("u", "part('USERS')", "Users", id="client.users", tooltip="The client's users as a list."),
        Binding("s", "part('SERVICES')", "Services", id="client.services", tooltip="The client's services as a list."),
        Binding("h", "part('HISTORY')", "History", id="client.history", tooltip="What was changed on the card."),
        Binding("o", "orders", "Orders", id="client.orders",
                tooltip="The client's orders of support incidents, with their months."),
        act_key("O", PlaceOrder, "order"),
        *MONEY_KEYS,
        act_key("e", EditClient, "edit"),
        act_key("a", AddClientUser, "add_user"),
        act_key("n", AddService, "add_service"),
        act_key("d", DeleteClient, "delete"),
        ONLY_THIS,
        Binding("C", "new_ticket", "New ticket", id="new-ticket", tooltip="Write to this client."),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session, client)
        self._card: ClientCard | None = None
        self._set_up = False

    def compose(self) -> ComposeResult:
        """A hairline, the page, the keys."""
        yield Rule(f"Client #{self._client}", "Enter opens a ticket")
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """Read the card and lay it out for this width."""
        self._card = await self.session.read(ReadClient(self._client))
        self._set_up = await self.session.read(ReadSetUp())
        self._show_narrowing()
        page = self.query_one(Page)
        page.show(card_lines(self._card, self.app.size.width, self.session.now(), self.keyed("{g}")))
        self.set_focus(page)

    def on_resize(self) -> None:
        """Lay it out anew."""
        if self._card is not None:
            self.query_one(Page).show(
                card_lines(self._card, self.app.size.width, self.session.now(), self.keyed("{g}"))
            )

    def keys(self) -> tuple[Key, ...]:
        """What can be done with a client."""
        return (Key("Enter", "tickets"), Key("b", "account"), Key("o", "orders"), Key("C", "new ticket"),
                Key("e", "edit"), Key("?", "keys", always=True), Key("q", "back"), Key("i", "incidents"),
                Key("L", "log in as client"), Key("u", "users"), Key("s", "services"), Key("h", "history"),
                Key("f", "all clients" if self._narrowed else "only this client"),
                Key("O", "order", self._set_up))  # fmt: skip

    def action_tickets(self) -> None:
        """Choose one of the tickets."""
        self.begin(self._tickets())

    async def _tickets(self) -> None:
        if self._card is None or not self._card.tickets:
            self.say("The client has no tickets.")
            return
        rows = self._card.tickets
        options = [(row.number, (str(row.number), row.subject, STATUS[row.status])) for row in rows]
        columns = (Column("", 7, right=True), Column(""), Column("", 17))
        chosen = await self.ask(Choose("Tickets", options, columns))
        if chosen is not None:
            open_ticket(self, chosen)

    def action_edit(self) -> None:
        """Change the client's data."""
        self.begin(self._edit())

    async def _edit(self) -> None:
        if self._card is None:
            return
        head = self._card.head
        fields = (
            Field("full_name", "Name", head.name), Field("country", "Country", head.country),
            Field("language", "Language", head.language), Field("label", "Label", head.label),
            Field("characteristic", "Characteristic", head.characteristic.value, tuple(Characteristic)),
            Field("comment", "Comment", head.comment, lines=4),
            Field("mass_messages", "Mass messages", head.mass_messages),
        )  # fmt: skip
        await fill(self, "Edit client", fields, self._edited, "The client is changed.")

    def _edited(self, changed: dict[str, Any]) -> EditClient | None:
        if not changed:
            return None
        if "characteristic" in changed:
            changed = changed | {"characteristic": Characteristic(changed["characteristic"])}
        return EditClient(f"#{self._client}", **changed)

    def action_delete(self) -> None:
        """Delete the client, after a question."""
        self.begin(self._delete())

    async def _delete(self) -> None:
        if self._card is None:
            return
        refused = await self.session.refusal(DeleteClient(f"#{self._client}"))
        if refused:
            self.say(refused)
            return
        if not await self.ask(Confirm(f"Delete {self._card.head.email}?")):
            return
        if await self.act(DeleteClient(f"#{self._client}")) is not None:
            self.dismiss()

    def action_add_user(self) -> None:
        """Add another address."""
        self.begin(add_user(self, self._client))

    def action_add_service(self) -> None:
        """Add a service."""
        self.begin(add_service(self, self._client))

    def action_part(self, name: str) -> None:
        """Open a section of the card as a list."""
        self.app.push_screen(ClientPartScreen(self.session, self._client, Part[name]))

    def action_orders(self) -> None:
        """Open the client's orders."""
        from helpdesk_tui.screens.orders import OrdersScreen

        self.app.push_screen(OrdersScreen(self.session, self._client))

    def action_order(self) -> None:
        """Order support incidents."""
        if self._card is not None:
            self.begin(self._order(self._card))

    async def _order(self, card: ClientCard) -> None:
        from helpdesk_tui.screens.order_form import place_order

        await place_order(self, self._client, card.head.name or card.head.email)

    @property
    def _narrowed(self) -> bool:
        return self.session.client is not None and self.session.client[0] == self._client

    def _show_narrowing(self) -> None:
        words = narrowing(self.session, here=self._narrowed) or "Enter opens a ticket"
        self.query_one(Rule).show(f"Client #{self._client}", words)

    def action_only_client(self) -> None:
        """Narrow everything to this client, or show all again (TF9)."""
        if self._narrowed:
            self.session.client = None
            self.say("All clients are shown again.", alarm=False)
        elif self._card is not None:
            head = self._card.head
            self.session.client = (head.id, head.name or head.email)
            self.say(f"Every list shows only {head.name or head.email} now.", alarm=False)
        self._show_narrowing()
        self.show_keys()

    def action_new_ticket(self) -> None:
        """Write to the client."""
        from helpdesk_tui.screens.new_ticket import new_ticket

        if self._card is not None:
            self.begin(new_ticket(self, f"#{self._card.head.id}"))
