"""Who may do and see what of accounts, for the table of `test_rights`: all staff; clients what is theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import (
    accounts,
    currencies,
    discounts,
    expenses,
    exports,
    incidents,
    invoices,
    mass_messages,
    orders,
    payers,
    payments,
    plans,
    rates,
    taxes,
)
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.vocab import PaymentStatus, WithdrawalReason
from tests.desks import HANS, MadeDesk

Made = Callable[[MadeDesk, int], Any]
MEMBERS = "ok ok not_found not_allowed not_allowed not_allowed"
STAFF = "ok ok ok not_allowed not_allowed not_allowed"


def expense(desk: MadeDesk, number: int = 0) -> int:
    """An expense of Hans's."""
    return desk.gary.perform(expenses.AddExpense(HANS, 12_50, f"Backup {number}"))


def payment(desk: MadeDesk, number: int = 0) -> int:
    """A payment of Hans's that is New."""
    return desk.gary.perform(payments.AddPayment(HANS, 50_00, text=f"Invoice {number}"))


def plan(desk: MadeDesk, number: int = 0) -> str:
    """A plan that costs nothing; its name."""
    desk.gary.perform(plans.AddPlan(f"Care {number}", 10, {0: 0}, {20 + number: 0}))
    return f"Care {number}"


def order(desk: MadeDesk, number: int = 0, price: int = 0) -> int:
    """An order of Hans's; with a price it waits for its payment."""
    desk.gary.perform(plans.AddPlan(f"Paid {number}", 10, {0: price}, {20: 0}))
    return desk.gary.perform(orders.PlaceOrder(HANS, f"Paid {number}", 0))


OWN = "ok ok ok ok not_found not_allowed"
ADMIN = "ok not_allowed not_allowed not_allowed not_allowed not_allowed"


def payer(desk: MadeDesk, number: int) -> int:
    """Who pays for Hans."""
    return desk.gary.perform(payers.AddPayer(HANS, f"Acme {number}"))


def discount(desk: MadeDesk, number: int) -> int:
    """A discount of Hans's."""
    return desk.gary.perform(discounts.AddDiscount(HANS, 10_00, comment=f"{number}"))


def tax_rule(desk: MadeDesk, number: int) -> int:
    """A tax rule of Hans's."""
    return desk.gary.perform(taxes.AddTaxRule(HANS, 20_000, "UTC", "2026-01-01 00:00", comment=f"{number}"))


def withdrawal(desk: MadeDesk, number: int) -> accounts.AddWithdrawal:
    """Taking out what was just paid in."""
    desk.gary.perform(payments.AddPayment(HANS, 1_00, PaymentStatus.PAID, f"{number}"))
    return accounts.AddWithdrawal(HANS, 1_00, WithdrawalReason.RETURN)


def currency(desk: MadeDesk, number: int) -> str:
    """A currency that the desk knows; its code."""
    code = ("USD", "GBP", "CHF", "PLN", "SEK", "CZK")[number]
    if not any(one.code == code for one in desk.gary.read(q.ReadCurrencies())):
        desk.gary.perform(currencies.AddCurrency(code))
    return code


def rate(desk: MadeDesk, number: int) -> int:
    """An exchange rate of Hans's."""
    return desk.gary.perform(rates.AddRate(HANS, currency(desk, number), "EUR", "1"))


ACCOUNTS: dict[type[Act[Any]], tuple[str, Made]] = {
    incidents.AdjustIncidents: (STAFF, lambda d, n: incidents.AdjustIncidents(HANS, 1 + n, "test")),
    expenses.AddExpense: (STAFF, lambda d, n: expenses.AddExpense(HANS, 5_00, f"test {n}")),
    expenses.EditExpense: (STAFF, lambda d, n: expenses.EditExpense(expense(d, n), 5_00)),
    payments.AddPayment: (STAFF, lambda d, n: payments.AddPayment(HANS, 5_00, text=f"{n}")),
    payments.SetPayment: (STAFF, lambda d, n: payments.SetPayment(payment(d, n), PaymentStatus.PAID)),
    payments.DeletePayment: (STAFF, lambda d, n: payments.DeletePayment(payment(d, n))),
    plans.AddPlan: (ADMIN, lambda d, n: plans.AddPlan(f"Other {n}", 10, {0: 0})),
    plans.EditPlan: (ADMIN, lambda d, n: plans.EditPlan(plan(d, n), incidents=1)),
    plans.DeletePlan: (ADMIN, lambda d, n: plans.DeletePlan(plan(d, n))),
    orders.PlaceOrder: (OWN, lambda d, n: orders.PlaceOrder(HANS, plan(d, n), 0)),
    orders.RenewOrder: (OWN, lambda d, n: orders.RenewOrder(order(d, n))),
    orders.UpgradeOrder: (OWN, lambda d, n: orders.UpgradeOrder(order(d, n), 20)),
    orders.CancelOrder: (STAFF, lambda d, n: orders.CancelOrder(order(d, n, 5_00))),
    payments.EditPayment: (STAFF, lambda d, n: payments.EditPayment(payment(d, n), 6_00)),
    payers.AddPayer: (OWN, lambda d, n: payers.AddPayer(HANS, f"Payer {n}")),
    payers.EditPayer: (OWN, lambda d, n: payers.EditPayer(payer(d, n), tax_number=f"{n}")),
    payers.DeletePayer: (OWN, lambda d, n: payers.DeletePayer(payer(d, n))),
    discounts.AddDiscount: (STAFF, lambda d, n: discounts.AddDiscount(HANS, 1 + n)),
    discounts.EditDiscount: (STAFF, lambda d, n: discounts.EditDiscount(discount(d, n), 1 + n)),
    discounts.DeleteDiscount: (STAFF, lambda d, n: discounts.DeleteDiscount(discount(d, n))),
    taxes.AddTaxRule: (STAFF, lambda d, n: taxes.AddTaxRule(HANS, n, "UTC", "2026-01-01 00:00")),
    taxes.EditTaxRule: (STAFF, lambda d, n: taxes.EditTaxRule(tax_rule(d, n), n)),
    taxes.DeleteTaxRule: (STAFF, lambda d, n: taxes.DeleteTaxRule(tax_rule(d, n))),
    mass_messages.SendMassMessage: (
        ADMIN,
        lambda d, n: mass_messages.SendMassMessage("Tech", f"News {n}", "Hello.", (1,)),
    ),
    invoices.SendInvoice: (MEMBERS, lambda d, n: invoices.SendInvoice(payment(d, n), "Tech")),
    accounts.EditAccount: (STAFF, lambda d, n: accounts.EditAccount(HANS, credit_limit=n)),
    accounts.AddWithdrawal: (STAFF, withdrawal),
    exports.NoteExport: (STAFF, lambda d, n: exports.NoteExport(HANS)),
    currencies.ChangeCurrency: (ADMIN, lambda d, n: currencies.ChangeCurrency(currency(d, n))),
    currencies.AddCurrency: (ADMIN, lambda d, n: currencies.AddCurrency(("NOK", "DKK", "HUF", "RON", "TRY", "UAH")[n])),
    currencies.EditCurrency: (ADMIN, lambda d, n: currencies.EditCurrency(currency(d, n), True)),
    rates.AddRate: (STAFF, lambda d, n: rates.AddRate(HANS, currency(d, n), "EUR", "0.9")),
    rates.EditRate: (STAFF, lambda d, n: rates.EditRate(rate(d, n), rate="0.8")),
    rates.DeleteRate: (STAFF, lambda d, n: rates.DeleteRate(rate(d, n))),
    expenses.DeleteExpense: (STAFF, lambda d, n: expenses.DeleteExpense(expense(d, n))),
}
FOR_ADMINISTRATORS: dict[type[q.Read[Any]], tuple[str, Made]] = {
    q.ReadMassMessage: (
        "ok not_found not_found not_found not_found not_found",
        lambda d, n: q.ReadMassMessage("Tech", "News", "Hello."),
    ),
}
OF_AN_ACCOUNT: dict[type[q.Read[Any]], Made] = {
    q.ReadAccount: lambda d, n: q.ReadAccount(HANS),
    q.ReadMoney: lambda d, n: q.ReadMoney(HANS),
    q.ReadIncidents: lambda d, n: q.ReadIncidents(HANS),
    q.ReadIncidentMoves: lambda d, n: q.ReadIncidentMoves(HANS),
    q.ReadExpenses: lambda d, n: q.ReadExpenses(HANS),
    q.ReadPayments: lambda d, n: q.ReadPayments(HANS),
    q.ReadPayment: lambda d, n: q.ReadPayment(payment(d)),
    q.ReadSetUp: lambda d, n: q.ReadSetUp(),
    q.ReadPlans: lambda d, n: q.ReadPlans(),
    q.ReadOrders: lambda d, n: q.ReadOrders(HANS),
    q.ReadOrder: lambda d, n: q.ReadOrder(order(d, n)),
    q.ReadOffer: lambda d, n: q.ReadOffer(HANS, plan(d, n)),
    q.ReadStatement: lambda d, n: q.ReadStatement(HANS),
    q.ReadIncidentStatement: lambda d, n: q.ReadIncidentStatement(HANS),
    q.ReadMonths: lambda d, n: q.ReadMonths(HANS),
    q.ReadEntries: lambda d, n: q.ReadEntries(),
    q.ReadTurnover: lambda d, n: q.ReadTurnover(),
    q.ReadPaymentPart: lambda d, n: q.ReadPaymentPart(),
    q.ReadExpensePart: lambda d, n: q.ReadExpensePart(),
    q.ReadShares: lambda d, n: q.ReadShares(f"payment:{payment(d)}"),
    q.ReadPayers: lambda d, n: q.ReadPayers(HANS),
    q.ReadDiscounts: lambda d, n: q.ReadDiscounts(HANS),
    q.ReadTaxRules: lambda d, n: q.ReadTaxRules(HANS),
    q.ReadPaidPrice: lambda d, n: q.ReadPaidPrice(payment(d)),
    q.ReadWithdrawals: lambda d, n: q.ReadWithdrawals(HANS),
    q.ReadInvoice: lambda d, n: q.ReadInvoice(payment(d)),
    q.ReadInvoicePart: lambda d, n: q.ReadInvoicePart(),
    q.ReadWithdrawalPart: lambda d, n: q.ReadWithdrawalPart(),
    q.ReadPaperHistory: lambda d, n: q.ReadPaperHistory(f"payment:{payment(d)}"),
    q.ReadAccountChanges: lambda d, n: q.ReadAccountChanges(HANS),
    q.ReadAccounts: lambda d, n: q.ReadAccounts(HANS),
    q.ReadCurrencies: lambda d, n: q.ReadCurrencies(),
    q.ReadRates: lambda d, n: q.ReadRates(HANS),
    q.ReadRate: lambda d, n: q.ReadRate(rate(d, n)),
    q.ReadExpense: lambda d, n: q.ReadExpense(expense(d)),
}
