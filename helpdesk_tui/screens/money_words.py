"""Sums, kinds of movements and terms of accounts in the words of the screens (pure)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from helpdesk_tui.rules.money import amount, places
from helpdesk_tui.screens.times import day
from helpdesk_tui.views import AccountView
from helpdesk_tui.vocab import EntryKind, Grace

KINDS = {
    EntryKind.PAYMENT: "payment", EntryKind.PAYMENT_BACK: "payment put back", EntryKind.EXPENSE: "expense",
    EntryKind.EXPENSE_CHANGE: "expense changed", EntryKind.WITHDRAWAL: "withdrawal", EntryKind.PURCHASE: "purchase",
    EntryKind.REGISTRATION: "registration", EntryKind.FIRST_PAYMENT: "first payment",
    EntryKind.FIRST_CHARGE: "first charge", EntryKind.FUNDS: "funds added", EntryKind.TICKET: "ticket",
    EntryKind.TICKET_BACK: "ticket, back", EntryKind.LAPSED_BACK: "lapsed, back", EntryKind.LIMIT: "limit by hand",
    EntryKind.MOVED: "moved, currency",
    EntryKind.USAGE: "usage by hand", EntryKind.LAPSED: "lapsed",
}  # fmt: skip
"""What moved, in the words of a list."""


def sum_words(minor: int, currency: str) -> str:
    """A sum with its currency."""
    return f"{amount(minor, currency)} {currency}"


def afterwards(account: AccountView, change: int) -> str:
    """What the balance is now and will be: what stands before `y` where money moves."""
    now, then = (amount(one, account.currency) for one in (account.balance, account.balance + change))
    said = f"Balance {now} -> {then} {account.currency}"
    if account.credit_limit and not account.postpaid:
        said += f", credit limit {amount(account.credit_limit, account.currency)}"
    return said + ("; that is a debt." if account.balance + change < 0 else ".")


def terms_words(account: AccountView, now: datetime) -> str:
    """What the client may owe and for how long, and whether they can order."""
    owed = "post-paid" if account.postpaid else f"credit limit {sum_words(account.credit_limit, account.currency)}"
    parts = [owed, *_grace(account)]
    if account.referred_by:
        parts.append(f"referred by {account.referred_by}")
    if account.unpaid_since is not None:
        parts.append(f"a payment is unpaid since {day(account.unpaid_since, now)}")
    return ", ".join(parts)


def _grace(account: AccountView) -> list[str]:
    if account.grace == Grace.UNLIMITED:
        return ["grace period unlimited"]
    if account.grace != Grace.DUE:
        return []
    block = f", blocked after {account.block:,}" if account.block else ""
    return [f"grace {account.respite:,} days from the due payment{block}"]


def short_sum(minor: int, currency: str, cells: int) -> str:
    """A sum in so many cells: rounded to one place, to none, to thousands or millions where it does not fit whole."""
    exact = Decimal(minor).scaleb(-places(currency))
    rounded = (f"{exact:.1f}", f"{exact:.0f}", f"{exact / 1000:.0f}k", f"{exact / 1_000_000:.0f}M")
    return next((one for one in (amount(minor, currency), *rounded) if len(one) <= cells), rounded[-1])
