"""A violation of a client (TF5): what it has to say, how it ends, and what its scores lead to.

Every function takes the facts and the moment and returns new facts; nothing here stores, suspends or mails. A violation
is open until the client answers, its date comes, or staff withdraw it; of several that happen, the first one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.moments import say_date
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import AbuseAction, AbuseState

MOST_SCORES = 99_999
MAX_COMMENT = 2_000
"""Characters of a comment, and of the reason why a violation is withdrawn."""
NOTHING_ACTIVE = "no service was active any more"
_LONGEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Abuse:
    """The facts of a violation.

    `service` is the selected one. `until` is when it has to be put right, `ended` when it was answered, carried out or
    withdrawn; `reason` is why it was withdrawn. `id` is 0 until it is stored.
    """

    id: int
    ticket: int
    client: int
    service: int | None
    scores: int
    action: AbuseAction
    until: datetime
    comment: str = ""
    state: AbuseState = AbuseState.OPEN
    ended: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """What staff register, on a ticket that is there or with a new one: it becomes an `Abuse`.

    `service` is the name of the selected one, the ticket's where it is empty.
    """

    scores: int
    action: AbuseAction
    until: datetime
    comment: str = ""
    service: str = ""


def registered(abuse: Abuse, now: datetime) -> Abuse:
    """A new violation, if it can be one; raises Refused."""
    if not 1 <= abuse.scores <= MOST_SCORES:
        raise Refused(f"The number of scores is from 1 to {MOST_SCORES:,}.", code="bad_scores")
    if abuse.until <= now:
        raise Refused("The date by which a violation is put right has to lie ahead.", code="not_ahead")
    if abuse.until > now + _LONGEST:
        raise Refused("A violation is put right within ten years.", code="too_far")
    if abuse.action is AbuseAction.SUSPEND_SERVICE and abuse.service is None:
        raise Refused("Name the service that would be suspended; the ticket has none.", code="no_service")
    return replace(abuse, comment=_checked(abuse.comment, "comment"))


def answered(abuse: Abuse, now: datetime) -> Abuse:
    """The client wrote: whatever would have been done is not done any more."""
    return _ended(abuse, AbuseState.ANSWERED, now) if abuse.state is AbuseState.OPEN else abuse


def is_due(abuse: Abuse, now: datetime) -> bool:
    """Whether its date has come and nobody answered or withdrew it."""
    return abuse.state is AbuseState.OPEN and abuse.until <= now


def carried_out(abuse: Abuse, now: datetime) -> Abuse:
    """Its date has come: its action is done, once; one that is not due stays as it is."""
    return _ended(abuse, AbuseState.DONE, now) if is_due(abuse, now) else abuse


def withdrawn(abuse: Abuse, reason: str, now: datetime) -> Abuse:
    """It was none after all: nothing more is done about it, and its scores do not count. Raises Refused."""
    words = " ".join(_checked(reason, "reason").split())
    if not words:
        raise Refused("Withdrawing a violation needs a reason.", code="reason_missing")
    if abuse.state is AbuseState.WITHDRAWN:
        raise Refused("This violation is withdrawn already.", code="withdrawn")
    return replace(_ended(abuse, AbuseState.WITHDRAWN, now), reason=words)


def reaches(scores: int, limit: int) -> bool:
    """Whether so many scores have services suspended at once; a limit of 0 is none."""
    return 0 < limit <= scores


def _ended(abuse: Abuse, state: AbuseState, now: datetime) -> Abuse:
    return replace(abuse, state=state, ended=now)


def _checked(text: str, what: str) -> str:
    if len(text) > MAX_COMMENT:
        raise Refused(f"The {what} has at most {MAX_COMMENT:,} characters.", code="too_long")
    return text.strip()


# ---------------------------------------------------------------- in words


def counted(scores: int) -> str:
    """`1 score`, `12 scores`."""
    return f"{scores:,} score{'s' * (scores != 1)}"


def suspended(services: Sequence[str], *, will: bool = False) -> str:
    """That services are suspended, or `will` be: `vps-31 is suspended`, `vps-31 and dns are suspended`."""
    if not services:
        return NOTHING_ACTIVE
    named = [clipped(name, 40) for name in services]
    names = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return f"{names} {'will be' if will else 'is' if len(named) == 1 else 'are'} suspended"


def outcome(action: AbuseAction, service: str) -> str:
    """What will be done without an answer, as a clause."""
    return {
        AbuseAction.SUPPORT: "the ticket comes back to the support queue",
        AbuseAction.SUSPEND_SERVICE: suspended((service,), will=True),
        AbuseAction.SUSPEND_ALL: "all services of the client will be suspended",
    }[action]


def announced(abuse: Abuse, service: str, zone: tzinfo) -> str:
    """What a violation means for the client, in one sentence; `service` is the selected one's name."""
    until = say_date(abuse.until, zone)
    return f"{counted(abuse.scores)}; without an answer by {until} {outcome(abuse.action, service)}."


def at_once(scores: int, limit: int, services: Sequence[str]) -> str:
    """What the limit leads to, in one sentence; empty while it is not reached. `services` are the active ones."""
    if not reaches(scores, limit):
        return ""
    what = f"{suspended(services)} at once" if services else NOTHING_ACTIVE
    return f"The client has {counted(scores)}, the limit is {limit:,}: {what}."
