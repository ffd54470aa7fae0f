"""Registering a violation on a ticket (TF5): a form, then what will happen in a sentence, then `y`."""

from __future__ import annotations

import asyncio
from typing import Any

from helpdesk_tui.desk.actions.abuse import AddAbuse
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadProvider, ReadTicket
from helpdesk_tui.rules import abuse as rules
from helpdesk_tui.rules import provider
from helpdesk_tui.rules.abuse import Abuse
from helpdesk_tui.rules.when import EXAMPLES, parse_when
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.forms import Field, fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import TicketView
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

    async def review(changed: dict[str, Any]) -> dict[str, Any] | None:
        act = await _act_of(screen.session, ticket, changed)
        said = what_follows(act, ticket, limit, screen.session)
        said += f"\n{_TOLD if told else _NOT_TOLD}"
        question = f"Register the abuse of {ticket.client.name or ticket.client.email}?"
        return {"act": act} if await screen.ask(Confirm(question, said)) else None

    head = ticket.client
    title = f"Abuse: {head.name or head.email} has {rules.counted(head.scores)}" + (f" of {limit:,}" if limit else "")
    await fill(
        screen, title, _fields(ticket), lambda looked: looked["act"], f"The abuse stands on ticket {number}.",
        verb="register ...", review=review,
    )  # fmt: skip


def what_follows(act: AddAbuse, ticket: TicketView, limit: int, session: Session) -> str:
    """What registering it leads to, at its date and, where the limit is reached, now; a line each.

    Raises Refused for what cannot be registered.
    """
    service = next((one for one in ticket.client.services if one.name == act.service), None)
    made = Abuse(0, act.number, ticket.client.id, service.id if service else ticket.service_id, act.scores, act.action,
                 act.until, act.comment)  # fmt: skip
    rules.registered(made, session.clock.now())
    active = [one.name for one in ticket.client.services if one.status is ServiceStatus.ACTIVE]
    now = rules.at_once(ticket.client.scores + act.scores, limit, active)
    return "\n".join(filter(None, (rules.announced(made, act.service, session.zone), now)))


def _fields(ticket: TicketView) -> tuple[Field, ...]:
    services = [one for one in ticket.client.services if one.status is not ServiceStatus.DELETED]
    own = next((one.name for one in services if one.id == ticket.service_id), "")
    names = tuple(dict.fromkeys(one.name for one in services))
    what = Field("service", "Service", own or _NONE, names if own else (_NONE, *names)) if names else _NO_SERVICE
    return (
        Field("scores", "Scores", "1"), Field("until", "Answer by", _DATE),
        Field("action", "Without an answer", ACTIONS[AbuseAction.SUPPORT], tuple(ACTIONS.values())), what,
        Field("comment", "Comment", lines=3),
    )  # fmt: skip


_TOLD = "The client is told by email that there is one, and by when to answer."
_NOT_TOLD = "The client is not told by the desk (provider setting mail_abuse); write to them."
_NONE = "(none)"
_NO_SERVICE = Field("service", "Service", "none", locked="the client has no service")


async def _act_of(session: Session, ticket: TicketView, changed: dict[str, Any]) -> AddAbuse:
    """The act that the form asks for; raises WrongUsage and Refused."""
    given = {field.name: field.value for field in _fields(ticket) if not field.locked} | changed
    scores = str(given["scores"]).strip()
    if not (scores.isascii() and scores.isdecimal() and len(scores) <= 6):
        raise WrongUsage(f"The number of scores is from 1 to {rules.MOST_SCORES:,}.")
    if not str(given["until"]).strip():
        raise WrongUsage(f"By when does the client have to answer? Try {EXAMPLES}.")
    until = await asyncio.to_thread(parse_when, str(given["until"]), now=session.clock.now(), zone=session.zone)
    action = next(action for action, words in ACTIONS.items() if words == given["action"])
    service = str(given.get("service", _NONE))
    return AddAbuse(
        ticket.row.number, int(scores), action, until, str(given["comment"]), "" if service == _NONE else service
    )  # fmt: skip
