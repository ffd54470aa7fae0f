"""Lifetime incidents by hand (IN9; SPEC: Manual): the incident limit, the usage, and adjustments.

The incident limit is how many lifetime incidents were ever given, the usage how many were ever used; what is left is
the difference. An edit is refused if it would itself make that negative, or more negative than it is.
"""

from __future__ import annotations

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.incidents import MOST_INCIDENTS
from helpdesk_tui.rules.ledger import Movement, Standing
from helpdesk_tui.vocab import EntryKind, Unit

MOST_REASON = 500
"""Characters of a reason."""
_MOST = 9_999_999


def edited(standing: Standing, limit: int | None = None, usage: int | None = None) -> tuple[Movement, ...]:
    """The adjusting entries that make the incident limit, the usage or both so: one each, none for what is so already.

    Raises Refused `bad_number` or `below_zero`.
    """
    for number in (limit, usage):
        if number is not None and not 0 <= number <= _MOST:
            raise Refused(f"A number of lifetime incidents is from 0 to {_MOST:,}.", code="bad_number")
    more = 0 if limit is None else limit - standing.given
    unused = 0 if usage is None else standing.used - usage
    _check(standing.pool, more + unused)
    moves = ((more, EntryKind.LIMIT), (unused, EntryKind.USAGE))
    return tuple(Movement(Unit.INCIDENT, amount, kind) for amount, kind in moves if amount)


def adjusted(standing: Standing, number: int) -> Movement:
    """The entry that raises (above zero) or lowers (below zero) the incident limit; raises Refused as `edited`."""
    if not 1 <= abs(number) <= MOST_INCIDENTS:
        raise Refused(f"An adjustment is from 1 to {MOST_INCIDENTS:,} or from -1 to -{MOST_INCIDENTS:,}.",
                      code="bad_number")  # fmt: skip
    _check(standing.pool, number)
    return Movement(Unit.INCIDENT, number, EntryKind.LIMIT)


def checked_reason(text: str) -> str:
    """Why something is changed by hand, in one line; Refused `reason_missing` or `too_long`."""
    words = " ".join(text.split())
    if not words:
        raise Refused("An adjustment needs a reason.", code="reason_missing")
    if len(words) > MOST_REASON:
        raise Refused(f"A reason has at most {MOST_REASON:,} characters.", code="too_long")
    return words


def _check(pool: int, amount: int) -> None:
    if amount < 0 and pool + amount < 0:
        left = f"{pool:,} lifetime {'incident is' if pool == 1 else 'incidents are'} left"
        raise Refused(f"{left}; this would make it {pool + amount:,}.", code="below_zero")
