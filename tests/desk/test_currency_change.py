"""The provider gets another currency (CL11; SPEC: Account): old accounts can only be read, incidents move on."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.accounts import AddWithdrawal, EditAccount
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddService
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency, EditCurrency
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.rates import AddRate
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import (
    ReadAccount,
    ReadAccounts,
    ReadCosts,
    ReadEntries,
    ReadExpenses,
    ReadIncidentMoves,
    ReadIncidents,
    ReadMoney,
    ReadMyOrders,
    ReadMyPayments,
    ReadMyStatement,
    ReadOrders,
    ReadPayments,
    ReadProvider,
    ReadStatement,
    ReadTurnover,
)
from helpdesk_tui.rules.currencies import CurrencyChange
from helpdesk_tui.rules.ledger import Movement, Why
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import EntryKind, Grace, PaymentStatus, Unit, WithdrawalReason
from tests.desk.charges import charge, held_ticket
from tests.desk.selling import PAID, at, lifetime, lots, order, sound
from tests.desks import HANS, NORD, OMAR, MadeDesk
from tests.race import Starter
from tests.store.transactions import writing


def to(desk: MadeDesk, code: str) -> CurrencyChange:
    """The provider has this currency from now on."""
    if code not in ("EUR",):
        known = desk.gary.read(ReadProvider())["currency"]
        if code != known and not desk.sql(f"SELECT 1 FROM currency WHERE code = '{code}'"):
            desk.gary.perform(AddCurrency(code))
    return desk.gary.perform(ChangeCurrency(code))


def total(desk: MadeDesk) -> int:
    return desk.anna.read(ReadIncidents(HANS)).total


def take(desk: MadeDesk, number: int, ticket: int | None = None) -> int:
    """A ticket of Hans, a new one or this one, has so many incidents."""
    ticket = held_ticket(desk) if ticket is None else ticket
    charge(desk.anna, ticket, incidents=number)
    return ticket


def refused(desk: MadeDesk, act: Act[object]) -> str:
    with pytest.raises(Refused) as refusal:
        desk.gary.perform(act)
    return refusal.value.code


def test_the_old_account_can_only_be_read(rich: MadeDesk) -> None:
    """SPEC, Account: nothing is booked on it any more; a new one is opened in the new currency at the first need."""
    paid = rich.anna.perform(AddPayment(HANS, 10_00, PAID))
    new = rich.anna.perform(AddPayment(HANS, 20_00))
    expense = rich.anna.perform(AddExpense(HANS, 5_00, "Backup"))
    dated = order(rich, 3)
    change = to(rich, "USD")
    assert (change.before, change.after, change.accounts, change.moved, change.orders, change.unpaid) == (
        "EUR", "USD", 1, 1, 0, 1)  # fmt: skip
    acts: list[Act[object]] = [
        EditPayment(new, 21_00), EditPayment(paid, text="x"), SetPayment(new, PAID),
        SetPayment(paid, PaymentStatus.NEW), DeletePayment(new), SendInvoice(new, "Tech"), EditExpense(expense, 4_00),
        DeleteExpense(expense), RenewOrder(dated), UpgradeOrder(dated, 20), CancelOrder(dated),
    ]  # fmt: skip
    before = rich.sql("SELECT count(*) FROM entry")
    assert {refused(rich, act) for act in acts} == {"account_old_currency"}
    assert rich.sql("SELECT count(*) FROM entry") == before
    with pytest.raises(Refused, match="The account in EUR can only be read: the provider's currency is USD"):
        rich.gary.perform(SetPayment(new, PAID))
    assert refused(rich, AddWithdrawal(HANS, 1_00, WithdrawalReason.RETURN)) == "not_enough"  # of USD there is none
    assert rich.anna.read(ReadAccount(HANS)).balance == 0
    rich.anna.perform(AddPayment(HANS, 7_00, PAID))
    found = rich.anna.read(ReadAccounts(HANS))
    assert [(one.currency, one.balance, one.old) for one in found] == [("USD", 7_00, False), ("EUR", 980_00, True)]
    assert sound(rich)


def test_staff_still_see_the_old_one(rich: MadeDesk) -> None:
    """CL11: account, statement, lists and the accountant's file have both; sums are of one currency each."""
    rich.anna.perform(AddExpense(HANS, 5_00, "Backup"))
    to(rich, "JPY")
    rich.anna.perform(AddPayment(HANS, 7_000, PAID))
    assert rich.anna.read(ReadAccount(HANS, "EUR")).balance == 995_00
    assert [one.amount for one in rich.anna.read(ReadMoney(HANS, "eur"))] == [1000_00, -5_00]
    assert [one.amount for one in rich.anna.read(ReadMoney(HANS))] == [7_000]
    assert [one.amount for one in rich.anna.read(ReadStatement(HANS, currency="EUR")).rows] == [-5_00, 1000_00]
    assert [(one.amount, one.currency) for one in rich.anna.read(ReadPayments(HANS))] == [
        (1000_00, "EUR"), (7_000, "JPY"),
    ]  # fmt: skip
    assert [one.currency for one in rich.anna.read(ReadExpenses(HANS))] == ["EUR"]
    money = [one for one in rich.anna.read(ReadEntries()) if one.unit is Unit.MONEY]
    assert [(one.currency, one.amount) for one in money] == [("EUR", 1000_00), ("EUR", -5_00), ("JPY", 7_000)]
    sums = rich.anna.read(ReadTurnover(HANS))
    assert [(one.currency, one.after) for one in sums] == [("EUR", 995_00), ("JPY", 7_000)]
    with pytest.raises(NotFound):
        rich.anna.read(ReadAccount(HANS, "GBP"))


def test_it_is_out_of_the_client_s_reach(rich: MadeDesk) -> None:
    """CL11: to the client an order of an account in an old currency is not there."""
    made = order(rich, 3)
    to(rich, "USD")
    for act in (RenewOrder(made), UpgradeOrder(made, 20)):
        with pytest.raises(NotFound):
            rich.hans.perform(act)


@pytest.mark.parametrize("who", ["client", "staff"])
def test_the_client_area_lists_nothing_of_it(rich: MadeDesk, who: str) -> None:
    """CL11, CL16: orders, payments and movements of money are those in the provider's currency, the rest is staff's."""
    order(rich, 3)
    to(rich, "USD")
    client = rich.hans if who == "client" else rich.anna.as_client(HANS)
    assert client.read(ReadMyOrders()) == ()
    assert (client.read(ReadMyPayments()).rows, client.read(ReadMyStatement()).rows) == ((), ())
    payment = rich.anna.perform(AddPayment(HANS, 7_00, PAID))
    rich.gary.perform(AddPlan("Local", 1, {0: 5_00}))
    made = rich.anna.perform(PlaceOrder(HANS, "Local", 0))
    assert [(one.id, one.currency) for one in client.read(ReadMyOrders())] == [(made, "USD")]
    assert [(one.id, one.currency) for one in client.read(ReadMyPayments()).rows] == [(payment, "USD")]
    assert len(rich.anna.read(ReadOrders(HANS))) == 2
    to(rich, "EUR")
    assert [one.currency for one in client.read(ReadMyOrders())] == ["EUR"]
    assert [one.amount for one in client.read(ReadMyPayments()).rows] == [1000_00]


def test_incidents_move_with_the_client(rich: MadeDesk) -> None:
    """Nobody loses what was paid for: lifetime and dated incidents are on the new account, by pairs of entries."""
    order(rich, 3)
    rich.anna.perform(AdjustIncidents(HANS, 7, "a present"))
    take(rich, 4)
    was = (lots(rich), lifetime(rich), total(rich))
    assert was[1:] == (7, 13)
    assert to(rich, "USD").moved == 1
    assert (lots(rich), lifetime(rich), total(rich)) == was
    old, new = (
        [one for one in rich.anna.read(ReadIncidentMoves(HANS, code)) if one.kind is EntryKind.MOVED]
        for code in ("EUR", "USD")
    )
    assert sorted(one.amount for one in old) == [-10, -10, -7, -6]
    assert sorted(one.amount for one in new) == [6, 7, 10, 10]
    assert sound(rich)
    take(rich, 13)
    assert total(rich) == 0


def test_the_past_stays_what_it_was(rich: MadeDesk) -> None:
    """IN13: the balance at a moment before the change is the one that there was."""
    rich.anna.perform(AdjustIncidents(HANS, 7, "a present"))
    moment = rich.clock.now()
    at(rich, "2026-05-01")
    to(rich, "USD")
    at(rich, "2026-05-02")
    take(rich, 2)
    assert rich.anna.read(ReadIncidents(HANS, moment)).lifetime == 7
    assert lifetime(rich) == 5


def test_credit_moves_too(rich: MadeDesk) -> None:
    """SPEC, Credit: what was taken on credit is owed on the new account; giving back repays it first."""
    rich.gary.perform(SetProvider("extra_tickets", "on"))
    rich.gary.perform(SetProvider("extra_tickets_limit", "5"))
    ticket = take(rich, 3)
    to(rich, "USD")
    assert rich.anna.read(ReadIncidents(HANS)).credit_used == 3
    take(rich, 1, ticket)
    assert rich.anna.read(ReadIncidents(HANS)).credit_used == 1
    assert rich.sql("SELECT currency, pool FROM account ORDER BY id") == [("EUR", 0), ("USD", -1)]
    assert sound(rich)


def test_what_was_taken_on_the_old_account_comes_back_to_the_new_one(rich: MadeDesk) -> None:
    """SPEC, Giving back: the last taken first, whatever account it is on; a lot to its dates, a lapsed one for life."""
    order(rich, 3)
    rich.anna.perform(AdjustIncidents(HANS, 1, "a present"))
    ticket = take(rich, 11)  # the ten of April and the one for life
    to(rich, "USD")
    take(rich, 0, ticket)
    assert (lots(rich)[0], lifetime(rich)) == ((10, "2026-04-11", "2026-05-10"), 1)
    again = take(rich, 11)
    at(rich, "2026-05-20")
    to(rich, "GBP")
    costs = rich.anna.read(ReadCosts(again, incidents=0))
    take(rich, 0, again)
    assert costs.incidents == "gives back 11 support incidents: 1 lifetime, 10 lifetime instead of lapsed ones"
    assert (lots(rich)[0], lifetime(rich)) == ((10, "2026-05-11", "2026-06-10"), 11)
    assert rich.sql("SELECT currency, pool FROM account ORDER BY id") == [("EUR", 0), ("USD", 0), ("GBP", 11)]
    assert sound(rich)


def test_last_taken_first_over_three_currencies(rich: MadeDesk) -> None:
    """SPEC, Giving back: in the order of time, when the provider goes back to a currency it had."""
    ticket = held_ticket(rich)
    rich.anna.perform(AdjustIncidents(HANS, 2, "two"))
    take(rich, 2, ticket)
    to(rich, "USD")
    rich.anna.perform(AdjustIncidents(HANS, 3, "three"))
    take(rich, 5, ticket)
    to(rich, "EUR")
    rich.anna.perform(AdjustIncidents(HANS, 4, "four"))
    take(rich, 9, ticket)
    backs = []
    for number in (6, 3, 0):
        take(rich, number, ticket)
        rows = rich.sql(
            "SELECT account.currency, entry.amount FROM entry JOIN account ON account.id = entry.account "
            "WHERE entry.kind = 'ticket_back' ORDER BY entry.id"
        )
        backs.append([tuple(row) for row in rows])
    assert backs[-1] == [("EUR", 3), ("EUR", 1), ("USD", 2), ("USD", 1), ("EUR", 2)]
    assert lifetime(rich) == 9
    assert rich.sql("SELECT currency, pool FROM account ORDER BY id") == [("EUR", 9), ("USD", 0)]
    assert sound(rich)


def test_going_back_to_an_earlier_currency(rich: MadeDesk) -> None:
    """CL11: the account that the client had in it is theirs again, with its balance."""
    to(rich, "USD")
    rich.anna.perform(AddPayment(HANS, 7_00, PAID))
    to(rich, "EUR")
    assert rich.anna.read(ReadAccount(HANS)).balance == 1000_00
    assert [one.currency for one in rich.anna.read(ReadAccounts(HANS))] == ["EUR", "USD"]
    rich.anna.perform(AddExpense(HANS, 1_00, "Backup"))
    assert sound(rich)


def test_what_waits_is_cancelled(selling: MadeDesk) -> None:
    """SPEC, Orders: a payment in the old currency can never be Paid; what waits for one is given up with it."""
    made = order(selling, 3)
    other = selling.anna.perform(AddPayment(HANS, 3_00))
    change = to(selling, "USD")
    assert (change.orders, change.unpaid) == (1, 1)
    assert selling.sql(f"SELECT state FROM incidentorder WHERE id = {made}") == [("cancelled",)]
    assert [one.id for one in selling.anna.read(ReadPayments(HANS))] == [other]
    assert sound(selling)


def test_terms_stay_but_for_the_limit(rich: MadeDesk) -> None:
    """CL11: a client who was switched off or may pay late stays so; a limit was a sum of the old one."""
    rich.anna.perform(EditAccount(HANS, credit_limit=50_00, grace=Grace.DUE, respite=3, block=14))
    rich.anna.perform(EditAccount(HANS, active=False))
    to(rich, "USD")
    assert refused(rich, AddPayment(HANS, 1_00)) == "account_inactive"
    rich.anna.perform(EditAccount(HANS, active=True))
    found = rich.anna.read(ReadAccount(HANS))
    assert (found.credit_limit, found.grace, found.respite, found.block) == (0, "due", 3, 14)


def test_an_old_unpaid_payment_does_not_block(selling: MadeDesk) -> None:
    """SPEC, Account: blocking goes by unpaid payments that can still be paid."""
    selling.anna.perform(EditAccount(HANS, grace=Grace.DUE, respite=3, block=14))
    selling.anna.perform(AddPayment(HANS, 3_00))
    to(selling, "USD")
    at(selling, "2026-06-01")
    assert selling.anna.read(ReadAccount(HANS)).blocked_since is None


def test_once_in_a_life(desk: MadeDesk) -> None:
    """SPEC, Automatic incidents: first payment and first charge are the client's first ones in any currency."""
    for name in ("incidents_first_payment", "incidents_first_charge"):
        desk.gary.perform(SetProvider(name, "5"))
    desk.anna.perform(AddPayment(HANS, 3_00, PAID))
    desk.anna.perform(AddExpense(HANS, 3_00, "Backup"))
    to(desk, "USD")
    desk.anna.perform(AddPayment(HANS, 3_00, PAID))
    desk.anna.perform(AddExpense(HANS, 3_00, "Backup"))
    assert lifetime(desk) == 10


def test_the_amount_of_funds(desk: MadeDesk) -> None:
    """A setting that is a sum is converted; without a rate the change is refused, and the rate is named."""
    desk.gary.perform(SetProvider("incidents_per_funds", "1"))
    desk.gary.perform(SetProvider("incidents_funds_amount", "100"))
    desk.gary.perform(AddCurrency("USD"))
    with pytest.raises(Refused, match=r"100\.00 EUR\. There is no exchange rate from EUR to USD") as refusal:
        desk.gary.perform(ChangeCurrency("USD"))
    assert refusal.value.code == "no_rate"
    assert desk.gary.read(ReadProvider())["currency"] == "EUR"
    desk.gary.perform(AddRate("", "EUR", "USD", "1.105"))
    assert desk.gary.perform(ChangeCurrency("usd")).funds == ("100.00 EUR", "110.50 USD")
    assert desk.gary.read(ReadProvider())["incidents_funds_amount"] == "110.50"


def test_no_amount_of_funds_is_none_in_any_currency(desk: MadeDesk) -> None:
    """CL11, IN6: `0.00` is a sum of EUR and none of JPY, where payments and expenses go on being booked."""
    desk.gary.perform(SetProvider("incidents_funds_amount", "0"))
    assert desk.gary.read(ReadProvider())["incidents_funds_amount"] == "0.00"
    assert to(desk, "JPY").funds == ("", "")
    assert desk.gary.read(ReadProvider())["incidents_funds_amount"] == "0"
    desk.anna.perform(AddPayment(HANS, 7_000, PAID))
    desk.anna.perform(AddExpense(HANS, 2_000, "Backup"))
    assert desk.anna.read(ReadAccount(HANS)).balance == 5_000
    to(desk, "KWD")
    desk.anna.perform(AddPayment(HANS, 7_000, PAID))
    assert desk.gary.read(ReadProvider())["incidents_funds_amount"] == "0.000"


def test_only_an_active_currency_and_only_an_administrator(desk: MadeDesk) -> None:
    """SPEC, Currencies: code, places, active."""
    assert refused(desk, ChangeCurrency("XYZ")) == "bad_currency"
    assert refused(desk, ChangeCurrency("USD")) == "currency_inactive"
    desk.gary.perform(AddCurrency("USD"))
    desk.gary.perform(EditCurrency("USD", active=False))
    assert refused(desk, ChangeCurrency("USD")) == "currency_inactive"
    desk.gary.perform(EditCurrency("USD", active=True))
    with pytest.raises(Refused, match="Only an administrator can change the provider's currency"):
        desk.anna.perform(ChangeCurrency("USD"))
    assert desk.gary.perform(ChangeCurrency("EUR")) == CurrencyChange("EUR", "EUR")


def test_the_directory(desk: MadeDesk) -> None:
    """SPEC, Currencies: the provider's one stays active; places are those of ISO 4217 and nobody changes them."""
    assert refused(desk, EditCurrency("EUR", active=False)) == "in_use"
    assert refused(desk, AddCurrency("EUR")) == "exists"
    assert refused(desk, AddCurrency("EURO")) == "bad_currency"
    assert refused(desk, AddCurrency("JPY", 2)) == "bad_places"
    assert desk.gary.perform(AddCurrency("jpy", 0)) == "JPY"
    assert refused(desk, EditCurrency("JPY", places=2)) == "bad_places"
    with pytest.raises(NotFound):
        desk.gary.perform(EditCurrency("USD", active=True))


def test_each_client_has_their_own(rich: MadeDesk) -> None:
    """Those with incidents get an account with the change; others when they need one."""
    rich.anna.perform(AdjustIncidents(NORD, 2, "two"))
    change = to(rich, "USD")
    assert (change.accounts, change.moved) == (2, 1)
    assert rich.sql("SELECT count(*) FROM account WHERE currency = 'USD'") == [(1,)]
    assert rich.anna.read(ReadIncidents(NORD)).lifetime == 2
    assert len(rich.anna.read(ReadAccounts(OMAR))) == 1


def test_many_book_while_it_is_changed(rich: MadeDesk, race: Starter) -> None:
    """CL11, rules 24 and 25: nothing is booked on an account that can only be read, and no incident is lost."""
    for code in ("USD", "GBP"):
        rich.gary.perform(AddCurrency(code))
    tickets = [held_ticket(rich) for _ in range(3)]
    rich.gary.perform(AdjustIncidents(HANS, 6, "six"))
    runners = [{"login": "anna", "number": tickets[turn % 3], "code": "", "key": f"key-{turn}"} for turn in range(12)]
    for turn, code in ((3, "USD"), (8, "GBP")):
        runners[turn] = {"login": "gary", "number": 0, "code": code, "key": ""}
    answers = race(rich.where, "in_any_currency", runners)
    assert answers == [{"done": True}] * 12
    assert total(rich) == 6 + 10 - 2 * 3
    fees = [one.amount for one in rich.anna.read(ReadEntries()) if one.kind is EntryKind.EXPENSE]
    assert fees == [-1_00] * 10
    assert sound(rich)


@pytest.mark.parametrize(("currency", "said"), [("USD", "to or from no other account"), ("EUR", "earlier currency")])
def test_doctor_sees_what_did_not_arrive(rich: MadeDesk, store: Store, currency: str, said: str) -> None:
    """Rule 25: what moves is there twice, and an account that can only be read has no incidents."""
    rich.anna.perform(AdjustIncidents(HANS, 2, "two"))
    to(rich, "USD")
    assert sound(rich)
    kind = EntryKind.MOVED if currency == "USD" else EntryKind.LIMIT
    ((number,),) = rich.sql(f"SELECT id FROM account WHERE currency = '{currency}'")
    with writing(store, clock=rich.clock) as tx:
        tx.accounts.post(number, [Movement(Unit.INCIDENT, 3, kind)], Why("moved:9:9:9:1"), old=True)
    found = next(one for one in diagnose(rich.where, clock=rich.clock) if one.name == "ledger")
    assert (found.ok, said in found.sentence) == (False, True)
    with writing(store, clock=rich.clock) as tx, pytest.raises(Refused) as refusal:
        tx.accounts.post(1, [Movement(Unit.INCIDENT, 3, EntryKind.LIMIT)], Why("x"))
    assert refusal.value.code == "account_old_currency"


def test_who_is_switched_off_stays_so(rich: MadeDesk) -> None:
    """CL11: with nothing on the account too, nothing can be ordered until staff switch the new one on."""
    rich.anna.perform(EditAccount(OMAR, active=False))
    to(rich, "USD")
    assert not rich.anna.read(ReadAccount(OMAR)).active
    assert refused(rich, AddService(OMAR, "vps")) == "account_inactive"
