"""The terms of an account (CL11; SPEC: Account): whether it is active, what may be owed, and for how long.

Sums are minor units of the account's currency; moments are aware.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.money import checked as checked_sum
from helpdesk_tui.vocab import Grace

MOST_DAYS = 3650
"""Days that a client may have, at most."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What staff set for an account; `referred_by` is the number of the client who brought this one."""

    active: bool = True
    postpaid: bool = False
    credit_limit: int = 0
    grace: Grace = Grace.NONE
    respite: int = 0
    """Days from the date of the due payment in which it is to be paid."""
    block: int = 0
    """Days after which a client who has not paid can order nothing; 0 is never."""
    referred_by: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to change; None stays as it is. `referred_by` 0 is nobody."""

    active: bool | None = None
    postpaid: bool | None = None
    credit_limit: int | None = None
    grace: Grace | None = None
    respite: int | None = None
    block: int | None = None
    referred_by: int | None = None


def edited(before: Terms, edit: Edit, currency: str) -> Terms:
    """The terms with what was changed; without a date of a due payment there are no days from it.

    Raises Refused `postpaid`, `no_due_date`, `bad_days` or `bad_sum`.
    """
    changes = {
        name: value for name in ("active", "postpaid", "credit_limit", "grace", "respite", "block")
        if (value := getattr(edit, name)) is not None
    }  # fmt: skip
    if edit.referred_by is not None:
        changes["referred_by"] = edit.referred_by or None
    after = replace(before, **changes)
    if edit.credit_limit is not None:
        checked_sum(edit.credit_limit, currency, zero=True)
        if after.postpaid and edit.credit_limit != before.credit_limit:
            raise Refused("An account that is paid for afterwards has no credit limit.", code="postpaid")
    if after.grace is not Grace.DUE:
        if edit.respite or edit.block:
            raise Refused("Days are counted from the date of the due payment: choose the grace period due first.",
                          code="no_due_date")  # fmt: skip
        return replace(after, respite=0, block=0)
    for days in (after.respite, after.block):
        if not 0 <= days <= MOST_DAYS:
            raise Refused(f"A number of days is from 0 to {MOST_DAYS:,}.", code="bad_days")
    if 0 < after.block < after.respite:
        raise Refused("A client is not blocked before the days till respite are over.", code="bad_days")
    return after


def blocked_since(terms: Terms, unpaid: datetime | None, now: datetime) -> datetime | None:
    """Since when a client can order nothing; None while they can. `unpaid` is when their oldest New payment was made.

    It is so many days after that, to the moment, where the grace period is one from the date of the due payment.
    """
    if terms.grace is not Grace.DUE or not terms.block or unpaid is None:
        return None
    since = unpaid + timedelta(days=terms.block)
    return since if since <= now else None


def check_ordering(terms: Terms, unpaid: datetime | None, now: datetime) -> None:
    """Raise Refused `ordering_blocked` where ordering, renewing, changing tariff and editing services are refused."""
    if blocked_since(terms, unpaid, now) is not None:
        raise Refused(
            f"A payment is unpaid for {terms.block:,} day{'s' * (terms.block != 1)} or more; until it is Paid nothing "
            "can be ordered, renewed or changed.", code="ordering_blocked",
        )  # fmt: skip


def check_active(active: bool) -> None:
    """Raise Refused `account_inactive` for what is booked by hand on an account that is switched off."""
    if not active:
        raise Refused("The client's account is switched off; account edit switches it on.", code="account_inactive")
