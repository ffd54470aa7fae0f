"""What was seen, and is otherwise by now: money is not moved by a form that is out of date (rule 26)."""

from __future__ import annotations

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.money import amount


def check_amount(seen: int | None, now: int, currency: str) -> None:
    """Raise Refused `stale` where an amount, in minor units, is another one than was seen; None was not looked at."""
    if seen is not None and seen != now:
        raise Refused(f"Somebody else changed the amount meanwhile: it is {amount(now, currency)} {currency} now. Look "
                      "at it again.", code="stale", amount=amount(now, currency))  # fmt: skip


def check_currency(typed: str, now: str) -> None:
    """Raise Refused `stale` where a sum was typed in another currency than the account has; empty was not asked."""
    if typed and typed != now:
        raise Refused(f"The sum was entered in {typed}, and the account is in {now} now. Look at it again.",
                      code="stale", currency=now)  # fmt: skip


def check_price(told: str, now: str) -> None:
    """Raise Refused `stale` where a price, `54.00 EUR`, is another one than was told; empty was not told."""
    if told and told != now:
        raise Refused(f"The price changed meanwhile: it is {now} now. Look at it again.", code="stale", price=now)


def check_purchases(seen: int | None, now: int) -> None:
    """Raise Refused `stale` where something was bought under an order since `seen` purchases were there."""
    if seen is not None and seen != now:
        raise Refused("Somebody else bought something under this order meanwhile. Look at it again.", code="stale")
