"""What a new ticket may come with besides its message: a comment for staff, and a violation (CL15, TF5)."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadProvider
from helpdesk_tui.rules import provider
from helpdesk_tui.rules.abuse import Violation
from helpdesk_tui.screens.abuse_form import NOT_TOLD, TOLD, abuse_fields, abuse_title, violation_of, what_follows
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import Form
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import ClientCard
from helpdesk_tui.widgets.pieces import Piece


async def ask_comment(screen: DeskScreen[None], before: str) -> str | None:
    """A comment for staff, as it is to be now; None where the form was left."""
    form = Form("Internal comment: the client never sees it", (Field("comment", "", before, lines=5),), verb="keep")
    changed = await screen.ask(form)
    return None if changed is None else str(changed.get("comment", before)).strip()


async def ask_violation(
    screen: DeskScreen[None], card: ClientCard, own: int | None, before: Violation | None
) -> Violation | None:
    """A violation to be registered with the ticket, None for none; `own` is the service that the ticket is about.

    Leaving the form keeps what was given before; so many scores as 0 take it away. Raises DeskError.
    """
    session, head = screen.session, card.head
    limit = _limit(await session.read(ReadProvider()))
    fields = abuse_fields(head.services, own, before, session.zone)
    found = [before]

    async def submit(changed: dict[str, Any]) -> str | None:
        if changed.get("scores", "").strip() == "0":
            found[:] = [None]
            return ""
        try:
            violation = await violation_of(session, fields, changed)
            what_follows(violation, head, own, limit, session)
        except DeskError as refused:
            return refused.sentence
        found[:] = [violation]
        return ""

    away = "" if before is None else "; 0 takes this one away"
    form = Form(f"{abuse_title(head, limit)}{away}", fields, submit, verb="keep")
    form.busy = session.busy
    await screen.ask(form)
    return found[0]


async def violation_lines(
    session: Session, card: ClientCard, own: int | None, violation: Violation | None
) -> list[list[Piece]]:
    """What the look before sending says of it; nothing without one. Raises DeskError."""
    if violation is None:
        return []
    settings = await session.read(ReadProvider())
    said = what_follows(violation, card.head, own, _limit(settings), session).splitlines()
    told = settings.get("mail_abuse", provider.default("mail_abuse")) == "on"
    return [[(" Abuse " if at == 0 else "       ", "dim"), (line, "strong")]
            for at, line in enumerate([*said, TOLD if told else NOT_TOLD])]  # fmt: skip


def _limit(settings: dict[str, str]) -> int:
    return int(settings.get("abuse_score_limit", "0"))
