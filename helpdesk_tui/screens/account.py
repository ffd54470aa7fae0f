"""The account statement of a client (CL11): what they have, may owe, and every movement with the balance after it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.accounts import AddWithdrawal, EditAccount
from helpdesk_tui.questions import ReadAccounts, ReadClient, ReadMonths, ReadStatement, Slice
from helpdesk_tui.rules.money import amount
from helpdesk_tui.screens.account_form import edit_account
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.money_forms import withdraw
from helpdesk_tui.screens.money_words import KINDS, sum_words, terms_words
from helpdesk_tui.screens.parts import PartScreen, headed, open_ticket_of
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import AccountView, MoneyLine, MonthView, Part
from helpdesk_tui.widgets.bars import spark
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

Lines = list[list[Piece]]
COLUMNS = (
    Column("When", 17), Column("What", 17, fold=True), Column("Amount", 14, right=True),
    Column("Balance", 14, right=True),
    Column("Ticket", 7, right=True, fold=True), Column("By", 10, fold=True), Column("Text"),
)  # fmt: skip


class AccountScreen(PartScreen[MoneyLine]):
    """The account above, its movements below, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "payments", "Payments", id="account.payments", tooltip="The client's payments as a list."),
        Binding("x", "expenses", "Expenses", id="account.expenses", tooltip="What the client was charged, as a list."),
        Binding("i", "incidents", "Incidents", id="account.incidents",
                tooltip="The client's support incidents: what is left, by lot, and every movement."),
        Binding("v", "chart", "Chart", id="account.chart",
                tooltip="Balance and incidents of the last twelve months, drawn and in numbers."),
        act_key("e", EditAccount, "edit"),
        act_key("w", AddWithdrawal, "withdraw"),
        Binding("h", "changes", "History of changes", id="account.changes",
                tooltip="What was changed on the account: active, post-paid, credit limit, grace period."),
        Binding("y", "payers", "Payers", id="account.payers",
                tooltip="Who pays for the client, as invoices name them."),
        Binding("d", "discounts", "Discounts", id="account.discounts",
                tooltip="The client's personal discounts."),
        Binding("a", "taxes", "Taxes", id="account.taxes", tooltip="The client's personal tax rules."),
        Binding("c", "currency", "Other currency", id="account.currency",
                tooltip="The client's account in another currency: those that the provider had before can be read."),
        Binding("r", "rates", "Exchange rates", id="account.rates",
                tooltip="The client's own exchange rates, and those that hold for all."),
        Binding("t", "ticket", "Ticket", id="account.ticket", tooltip="Open the ticket that a movement belongs to."),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session, COLUMNS, "Nothing has moved yet: {p} adds a payment, {x} an expense.")
        self._client = client
        self._head = Words(id="head")
        self._detail = Words(id="detail")
        self._account: AccountView | None = None
        self._currency = ""
        """The currency of the account that is shown; empty for the provider's."""
        self._currencies: tuple[str, ...] = ()
        self._months: tuple[MonthView, ...] = ()

    def compose(self) -> ComposeResult:
        """A hairline, the account, its movements, more about one, the keys."""
        yield Rule("Account")
        yield self._head
        yield self.list
        yield self._detail
        yield self.foot

    async def load(self) -> None:
        """Read account, year and movements."""
        head = (await self.session.read(ReadClient(self._client))).head
        accounts = await self.session.read(ReadAccounts(self._client))
        self._currencies = tuple(one.currency for one in accounts)
        self._account = next((one for one in accounts if one.currency == self._currency), accounts[0])
        self._currency = self._account.currency
        self._months = await self.session.read(ReadMonths(self._client, currency=self._currency))
        await self.load_part()
        headed(self, "Account", head.name or head.email)
        self._show_head()
        self.set_focus(self.list)

    async def read_part(self, part: Slice) -> Part[MoneyLine]:
        """A part of the statement."""
        return await self.session.read(ReadStatement(self._client, part, self._currency))

    def record(self, row: MoneyLine) -> Record:
        """A movement."""
        return Record(
            row.id, (moment(row.at, self.session.now()), KINDS[row.kind], amount(row.amount, row.currency),
                     amount(row.balance, row.currency), str(row.ticket or ""), row.who or "system",
                     row.text or KINDS[row.kind]),
            alarm=row.balance < 0,
        )  # fmt: skip

    def keys(self) -> tuple[Key, ...]:
        """Where it goes on from here."""
        others = (Key("c", "other currency"),) if len(self._currencies) > 1 else ()
        return (Key("p", "payments"), Key("x", "expenses"), Key("i", "incidents"), Key("v", "chart"),
                self.key_for("e", "edit", EditAccount), Key("?", "keys"), Key("q", "back"), *others,
                self.key_for("w", "withdraw", AddWithdrawal), Key("h", "changes"), Key("y", "payers"),
                Key("d", "discounts"), Key("a", "taxes"), Key("r", "rates"))  # fmt: skip

    def shown_part(self) -> None:
        """What the list has no room for."""
        row = self.row
        self._detail.show([] if row is None else _movement(row, self.app.size.width))

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another movement."""
        self.shown_part()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self._show_head()
        self.shown_part()

    def _show_head(self) -> None:
        if self._account is not None:
            lines = account_lines(self._account, self._months, self.app.size.width)
            words = text_lines(terms_words(self._account, self.session.now()), self.app.size.width, look="dim")
            self._head.show([*lines, *words])

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Show the document of a movement among its like."""
        row = self.row
        name, _, number = row.document.partition(":") if row is not None else ("", "", "")
        if name == "payment":
            self._payments(int(number))
        elif name == "expense":
            self._expenses(int(number))
        elif name == "withdrawal":
            self._withdrawals(int(number))
        elif row is not None:
            self.say("There is no more to this movement.", alarm=False)

    def action_payments(self) -> None:
        """The payments."""
        self._payments(None)

    def action_expenses(self) -> None:
        """The expenses."""
        self._expenses(None)

    def _payments(self, number: int | None) -> None:
        from helpdesk_tui.screens.payments import PaymentsScreen

        self.app.push_screen(PaymentsScreen(self.session, self._client, number))

    def _expenses(self, number: int | None) -> None:
        from helpdesk_tui.screens.expenses import ExpensesScreen

        self.app.push_screen(ExpensesScreen(self.session, self._client, number))

    def _withdrawals(self, number: int) -> None:
        from helpdesk_tui.screens.withdrawals import WithdrawalsScreen

        self.app.push_screen(WithdrawalsScreen(self.session, self._client, number))

    def action_incidents(self) -> None:
        """The incidents."""
        from helpdesk_tui.screens.incidents import IncidentsScreen

        self.app.push_screen(IncidentsScreen(self.session, self._client))

    def action_chart(self) -> None:
        """The year."""
        from helpdesk_tui.screens.account_more import ChartScreen

        self.app.push_screen(ChartScreen(self.session, self._client, self._currency))

    def action_changes(self) -> None:
        """What was changed on the account."""
        from helpdesk_tui.screens.account_more import AccountChangesScreen

        self.app.push_screen(AccountChangesScreen(self.session, self._client))

    def action_payers(self) -> None:
        """Who pays."""
        from helpdesk_tui.screens.payers import PayersScreen

        self.app.push_screen(PayersScreen(self.session, self._client))

    def action_discounts(self) -> None:
        """What the client gets cheaper."""
        from helpdesk_tui.screens.discounts import DiscountsScreen

        self.app.push_screen(DiscountsScreen(self.session, self._client))

    def action_taxes(self) -> None:
        """What comes on top for the client."""
        from helpdesk_tui.screens.taxes import TaxesScreen

        self.app.push_screen(TaxesScreen(self.session, self._client))

    def action_edit(self) -> None:
        """Change the terms."""
        if self._may_book():
            self.begin(edit_account(self, self._client))

    def action_withdraw(self) -> None:
        """Money leaves the account."""
        if self._may_book():
            self.begin(withdraw(self, self._client))

    def _may_book(self) -> bool:
        """Whether the account that is shown is the client's; one that can only be read says so."""
        if self._account is not None and self._account.old:
            self.say(
                f"The account in {self._currency} can only be read; {self.keyed('{c}')} shows the client's others."
            )
            return False
        return True

    def action_currency(self) -> None:
        """The next account of the client."""
        if len(self._currencies) < 2:
            self.say("The client has no account in another currency.")
            return
        place = self._currencies.index(self._currency)
        self._currency = self._currencies[(place + 1) % len(self._currencies)]
        self.start_anew()

    def action_rates(self) -> None:
        """The exchange rates."""
        from helpdesk_tui.screens.rates import RatesScreen

        self.app.push_screen(RatesScreen(self.session, self._client))

    def action_ticket(self) -> None:
        """Open the ticket of a movement."""
        open_ticket_of(self, None if self.row is None else self.row.ticket)


def account_lines(account: AccountView, months: tuple[MonthView, ...], width: int) -> Lines:
    """The balance, whether anything speaks against using the account, and the course of the year."""
    look = "alarm" if account.balance < 0 else "strong"
    first: list[Piece] = [(" Balance ", "dim"), (sum_words(account.balance, account.currency), look)]
    if account.old:
        first.append(("   can only be read: the provider has another currency now", "alarm"))
    elif not account.active:
        first.append(("   switched off: nothing is booked by hand", "alarm"))
    if account.blocked_since is not None:
        first.append(("   ordering is blocked: a payment is unpaid", "alarm"))
    turnover = sum(month.paid for month in months)
    if turnover:
        first.append((f"   turnover of twelve months {amount(turnover, account.currency)}", "dim"))
    balances = [month.balance for month in months]
    if not any(balances):
        return [first]
    low, high = (min(months, key=lambda m: m.balance), max(months, key=lambda m: m.balance))
    said = f"  lowest {amount(low.balance, account.currency)} in {low.first:%b}"
    said += f", highest {amount(high.balance, account.currency)} in {high.first:%b}"
    return [first, [(" Twelve months ", "dim"), (spark(balances), "accent"), (said, "dim")]]


def _movement(row: MoneyLine, width: int) -> Lines:
    document = f" {row.document.replace(':', ' ')}: " if row.document else " "
    ticket = f" (ticket {row.ticket})" if row.ticket is not None else ""
    words = f"{row.text or KINDS[row.kind]}{ticket}, by {row.who or 'the program itself'}"
    return [[(document, "dim"), (shown(words), "plain")]]
