"""Money of an account: payments, expenses, withdrawals (CL12, CL13, SF1, SF2). Amounts are minor units, above zero.

The balance is the sum of the entries. A payment counts while it is Paid. An expense, such as a support fee, may make
the balance negative; editing or deleting it posts the difference, and what is left of it is never above zero.
"""

from __future__ import annotations

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.ledger import Movement
from helpdesk_tui.vocab import EntryKind, Unit

MOST_TEXT = 500
"""Characters of what a document says."""


def paid(amount: int) -> Movement:
    """The entry for a payment that became Paid."""
    return Movement(Unit.MONEY, amount, EntryKind.PAYMENT)


def put_back(seq: int, amount: int) -> Movement:
    """The entry for a payment, Paid by entry `seq`, that is New again."""
    return Movement(Unit.MONEY, -amount, EntryKind.PAYMENT_BACK, None, seq)


def charged(amount: int) -> Movement:
    """The entry for an expense: the full amount, whatever the balance is (SF1)."""
    return Movement(Unit.MONEY, -amount, EntryKind.EXPENSE)


def changed(seq: int, before: int, after: int) -> Movement | None:
    """The entry for an expense, charged by entry `seq`, that is `after` now (0: deleted); None for no change (SF2)."""
    return Movement(Unit.MONEY, before - after, EntryKind.EXPENSE_CHANGE, None, seq) if before != after else None


def withdrawn(balance: int, amount: int) -> Movement:
    """The entry for money that is withdrawn; Refused `not_enough` for more than there is."""
    if amount > balance:
        raise Refused("A withdrawal cannot be more than the balance.", code="not_enough")
    return Movement(Unit.MONEY, -amount, EntryKind.WITHDRAWAL)


def checked_text(text: str) -> str:
    """What a document says, in one line; Refused `text_missing` without words, `too_long` for too many."""
    words = short_text(text)
    if not words:
        raise Refused("Say what it is for.", code="text_missing")
    return words


def short_text(text: str) -> str:
    """The same where nothing has to be said; Refused `too_long`."""
    words = " ".join(text.split())
    if len(words) > MOST_TEXT:
        raise Refused(f"A text has at most {MOST_TEXT:,} characters.", code="too_long")
    return words


def missing(price: int, balance: int, credit_limit: int, *, postpaid: bool) -> int:
    """What has to be paid before a price can be charged; 0 where balance and credit limit are enough (SPEC: Orders).

    Nothing is missing for a price of 0, and nothing on an account that is paid for afterwards.
    """
    return 0 if postpaid or not price else max(price - balance - credit_limit, 0)
