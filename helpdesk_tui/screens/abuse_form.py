"""Registering a violation on a ticket (TF5): a form, then what will happen in a sentence, then `y`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, tzinfo
from typing import Any

from helpdesk_tui.desk.actions.abuse import AddAbuse
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadProvider, ReadTicket
from helpdesk_tui.rules import abuse as rules
from helpdesk_tui.rules import provider
from helpdesk_tui.rules.abuse import Abuse, Violation
from helpdesk_tui.rules.when import EXAMPLES, parse_when
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import ClientHead, ServiceView
from helpdesk_tui.vocab import AbuseAction, ServiceStatus

ACTIONS = {
    AbuseAction.SUPPORT: "back to the support queue",
    AbuseAction.SUSPEND_SERVICE: "suspend the service",
    AbuseAction.SUSPEND_ALL: "suspend all services of the client",
}
"""What may be done without an answer, in the words of the form and the list."""
_DATE = "3d"
"""By when it is put right, unless somebody says otherwise."""


async def register(screen: DeskScreen[None], number: int) -> None:
    """Ask what it is, show what follows from it, and register it."""
    try:
        ticket = await screen.session.read(ReadTicket(number))
        settings = await screen.session.read(ReadProvider())
    except DeskError as failure:
        screen.say(failure.sentence)
        return

    limit = int(settings.get("abuse_score_limit", "0"))
    told = settings.get("mail_abuse", provider.default("mail_abuse")) == "on"
    head, own = ticket.client, ticket.service_id
    fields = abuse_fields(head.services, own)

    async def review(changed: dict[str, Any]) -> dict[str, Any] | None:
        violation = await violation_of(screen.session, fields, changed)
        said = what_follows(violation, head, own, limit, screen.session)
        said += f"\n{TOLD if told else NOT_TOLD}"
        if not await screen.ask(Confirm(f"Register the abuse of {head.name or head.email}?", said)):
            return None
        return {"act": AddAbuse(number, **asdict(violation))}

    await fill(
        screen, abuse_title(head, limit), fields, lambda looked: looked["act"],
        f"The abuse stands on ticket {number}.", verb="register ...", review=review,
    )  # fmt: skip


def abuse_title(head: ClientHead, limit: int) -> str:
    """Whose violation it is, and how many scores they have of how many."""
    return f"Abuse: {head.name or head.email} has {rules.counted(head.scores)}" + (f" of {limit:,}" if limit else "")


def what_follows(violation: Violation, head: ClientHead, own: int | None, limit: int, session: Session) -> str:
    """What registering it leads to, at its date and, where the limit is reached, now; a line each.

    `own` is the service of the ticket. Raises Refused for what cannot be registered.
    """
    service = next((one for one in head.services if one.name == violation.service), None)
    made = Abuse(0, 0, head.id, service.id if service else own, violation.scores, violation.action, violation.until,
                 violation.comment)  # fmt: skip
    rules.registered(made, session.clock.now())
    active = [one.name for one in head.services if one.status is ServiceStatus.ACTIVE]
    now = rules.at_once(head.scores + violation.scores, limit, active)
    return "\n".join(filter(None, (rules.announced(made, violation.service, session.zone), now)))


def abuse_fields(
    services: Sequence[ServiceView], own: int | None, given: Violation | None = None, zone: tzinfo = UTC
) -> tuple[Field, ...]:
    """The fields of the form, `own` being the ticket's service; with what was given before."""
    there = [one for one in services if one.status is not ServiceStatus.DELETED]
    named = given.service if given is not None else next((one.name for one in there if one.id == own), "")
    names = tuple(dict.fromkeys(one.name for one in there))
    offered = names if any(one.id == own for one in there) else (_NONE, *names)
    return (
        Field("scores", "Scores", "1" if given is None else str(given.scores)),
        Field("until", "Answer by", _DATE if given is None else f"{given.until.astimezone(zone):%Y-%m-%d %H:%M}"),
        Field("action", "Without an answer", ACTIONS[AbuseAction.SUPPORT if given is None else given.action],
              tuple(ACTIONS.values())),
        Field("service", "Service", named or _NONE, offered) if names else _NO_SERVICE,
        Field("comment", "Comment", "" if given is None else given.comment, lines=3),
    )  # fmt: skip


TOLD = "The client is told by email that there is one, and by when to answer."
NOT_TOLD = "The client is not told by the desk (provider setting mail_abuse); write to them."
_NONE = "(none)"
_NO_SERVICE = Field("service", "Service", "none", locked="the client has no service")


async def violation_of(session: Session, fields: Sequence[Field], changed: dict[str, Any]) -> Violation:
    """What the form asks for; raises WrongUsage and Refused."""
    given = {field.name: field.value for field in fields if not field.locked} | changed
    scores = str(given["scores"]).strip()
    if not (scores.isascii() and scores.isdecimal() and len(scores) <= 6):
        raise WrongUsage(f"The number of scores is from 1 to {rules.MOST_SCORES:,}.")
    if not str(given["until"]).strip():
        raise WrongUsage(f"By when does the client have to answer? Try {EXAMPLES}.")
    until = await asyncio.to_thread(parse_when, str(given["until"]), now=session.clock.now(), zone=session.zone)
    action = next(action for action, words in ACTIONS.items() if words == given["action"])
    service = str(given.get("service", _NONE))
    return Violation(int(scores), action, until, str(given["comment"]), "" if service == _NONE else service)
