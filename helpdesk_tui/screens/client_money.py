"""From the client card to what the client has: account, incidents, payments, expenses, their own area (CL4, CL16)."""

from __future__ import annotations

from textual.binding import Binding

from helpdesk_tui.desk.actions.area import LogInAsClient
from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.session import Session

MONEY_KEYS = (
    Binding("b", "account", "Account", id="client.account",
            tooltip="The client's account: balance, terms, every movement of money, the year as a chart."),
    Binding("i", "incidents", "Incidents", id="client.incidents",
            tooltip="The client's support incidents: what is left, by lot, and every movement."),
    Binding("p", "payments", "Payments", id="client.payments", tooltip="What the client paid, or is to pay."),
    act_key("L", LogInAsClient, "log_in"),
    Binding("x", "expenses", "Expenses", id="client.expenses", tooltip="What the client was charged."),
    Binding("r", "rates", "Exchange rates", id="client.rates",
            tooltip="The client's own exchange rates, and those that hold for all."),
)  # fmt: skip


class ClientMoney(DeskScreen[None]):
    """The part of the client card that leads there."""

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session)
        self._client = client

    def action_log_in(self) -> None:
        """See what the client sees."""
        self.begin(self._log_in())

    async def _log_in(self) -> None:
        from helpdesk_tui.screens.area.session import ClientSession
        from helpdesk_tui.screens.area.tickets import AreaTicketsScreen

        try:
            desk = await self.session.as_client(f"#{self._client}")
        except DeskError as refused:
            self.say(refused.sentence)
            return
        self.app.push_screen(AreaTicketsScreen(ClientSession(self.session, desk)))

    def action_account(self) -> None:
        """The account statement."""
        from helpdesk_tui.screens.account import AccountScreen

        self.app.push_screen(AccountScreen(self.session, self._client))

    def action_incidents(self) -> None:
        """The incident statement."""
        from helpdesk_tui.screens.incidents import IncidentsScreen

        self.app.push_screen(IncidentsScreen(self.session, self._client))

    def action_payments(self) -> None:
        """The payments."""
        from helpdesk_tui.screens.payments import PaymentsScreen

        self.app.push_screen(PaymentsScreen(self.session, self._client))

    def action_expenses(self) -> None:
        """The expenses."""
        from helpdesk_tui.screens.expenses import ExpensesScreen

        self.app.push_screen(ExpensesScreen(self.session, self._client))

    def action_rates(self) -> None:
        """The exchange rates."""
        from helpdesk_tui.screens.rates import RatesScreen

        self.app.push_screen(RatesScreen(self.session, self._client))
