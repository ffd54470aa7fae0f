"""What was seen, and is otherwise by now: nothing is changed by a form that is out of date (rules 26, 33).

Every act that has such a form asks here, and every refusal is made here. What was seen is None, or empty, where nobody
looked. A sentence ends with where to look, `LOOK` unless a screen knows better.
"""

from __future__ import annotations

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.incident_words import counted
from helpdesk_tui.rules.money import amount
from helpdesk_tui.views import Foreseen
from helpdesk_tui.vocab import Priority

LOOK = "Look at it again."


def check_amount(seen: int | None, now: int, currency: str) -> None:
    """Raise Refused `stale` where an amount, in minor units, is another one than was seen."""
    if seen not in (None, now):
        said = amount(now, currency)
        raise _otherwise("changed the amount", f"it is {said} {currency} now", amount=said)


def check_currency(typed: str, now: str) -> None:
    """Raise Refused `stale` where a sum was typed in another currency than the account has; empty was not asked."""
    if typed not in ("", now):
        raise Refused(
            f"The sum was entered in {typed}, and the account is in {now} now. {LOOK}", code="stale", currency=now
        )


def check_price(told: str, now: str) -> None:
    """Raise Refused `stale` where a price, `54.00 EUR`, is another one than was told; empty was not told."""
    if told not in ("", now):
        raise Refused(f"The price changed meanwhile: it is {now} now. {LOOK}", code="stale", price=now)


def check_taken(foreseen: Foreseen | None, takes: str, left: int, there: str) -> None:
    """Raise Refused `stale` where a ticket takes incidents from elsewhere than was told, or leaves fewer.

    `takes` is what it does now, `left` how many are left then, and `there` says them. More than was told is no harm.
    """
    if foreseen is not None and takes and (takes != foreseen.takes or left < foreseen.left):
        said = f"The client's support incidents changed meanwhile: it {takes}; left: {there}. {LOOK}"
        raise Refused(said, code="stale", takes=takes, left=left)


def check_debt(foreseen: Foreseen | None, after: int, limit: int | None, currency: str) -> None:
    """Raise Refused `stale` where what is charged makes a debt that was not told, or a deeper one.

    `after` is the balance then, and `limit` what may be owed, both in minor units, None for any sum. A balance that is
    not below zero is no debt, however much lower it is.
    """
    told = None if foreseen is None else foreseen.balance
    if foreseen is None or told is None or after >= 0:
        return
    passes = limit is not None and after < -limit
    if after < told or (passes and told >= -foreseen.credit_limit):
        said = f"{amount(after, currency)} {currency}"
        limited = f", the credit limit {amount(limit, currency)} {currency}" if passes and limit is not None else ""
        sentence = f"The account changed meanwhile: the balance is {said} afterwards{limited}. {LOOK}"
        raise Refused(sentence, code="stale", balance=said)


def check_missing(foreseen: Foreseen | None, now: int, currency: str) -> None:
    """Raise Refused `stale` where another sum, in minor units, has to be paid before than was told."""
    if foreseen is None or foreseen.missing == now:
        return
    said = f"{amount(now, currency)} {currency}"
    what = f"it waits for a payment over {said}" if now else "nothing has to be paid before"
    raise Refused(f"The account changed meanwhile: {what}. {LOOK}", code="stale", missing=said)


def check_given(foreseen: Foreseen | None, now: int) -> None:
    """Raise Refused `stale` where an order has another number of incidents than was told."""
    if foreseen is not None and foreseen.number not in (None, now):
        raise Refused(f"The plan changed meanwhile: it has {counted(now)} now. {LOOK}", code="stale", number=now)


def is_told_otherwise(refused: Refused) -> bool:
    """Whether it is one of `check_taken` and `check_debt`: what is told is shown anew, and can be sent then."""
    return refused.code == "stale" and not refused.details.keys().isdisjoint(("takes", "balance"))


def check_purchases(seen: int | None, now: int) -> None:
    """Raise Refused `stale` where something was bought under an order since `seen` purchases were there."""
    if seen not in (None, now):
        raise Refused(f"Somebody else bought something under this order meanwhile. {LOOK}", code="stale")


def check_fee(seen: int | None, charged: int, left: int, currency: str, look: str = LOOK) -> None:
    """Raise Refused `stale` where more was charged on a ticket than was seen, in minor units; `left` of it stands."""
    if seen not in (None, charged):
        said = amount(left, currency)
        raise _otherwise("charged a support fee", f"it is {said} {currency} now", look, fee=said)


def check_incidents(seen: int | None, now: int, wanted: int, look: str = LOOK) -> None:
    """Raise Refused `stale` where a ticket has other support incidents than was seen, and than it is to have."""
    if now not in (seen, wanted) and seen is not None:
        raise _otherwise("changed the support incidents", f"the ticket has {now:,} now", look, incidents=now)


def check_lots(seen: int | None, now: int, given: int, used: int) -> None:
    """Raise Refused `changed` where an account has a later entry than the last one that was seen (IN9)."""
    if seen not in (None, now):
        raise Refused(f"Meanwhile the client has other incidents: limit {given:,}, usage {used:,}.", code="changed")


def check_parameter(name: str, seen: object, now: object, wanted: object) -> None:
    """Raise Refused `stale` where a ticket's parameter is neither as it was seen nor as it is to be."""
    if now not in (seen, wanted):
        raise _otherwise(f"changed the {name}", _in_words(name, now))


def check_ticket(seen: int | None, version: int, number: int) -> None:
    """Raise Refused `stale` where a ticket has another version than was seen."""
    if seen not in (None, version):
        raise Refused(f"Ticket {number} was changed by somebody else meanwhile; look at it again.", code="stale")


def check_text(seen: str | None, now: str) -> None:
    """Raise Refused `stale` where a message says something else than was seen."""
    if seen not in (None, now):
        raise Refused("Somebody else edited this message meanwhile; look at it again.", code="stale")


def _otherwise(did: str, now: str, look: str = LOOK, **details: str | int) -> Refused:
    return Refused(f"Somebody else {did} meanwhile: {now}. {look}", code="stale", **details)


def _in_words(name: str, value: object) -> str:
    if isinstance(value, Priority):
        return f"it is {value.word} now"
    if name == "front":
        return f"the ticket is {'' if value else 'not '}at the beginning of the queue now"
    return f"it is “{value}” now" if name == "subject" else "it is another one now"
