"""A new ticket: written to a client, or entered as theirs (CL15)."""

from __future__ import annotations

import secrets

from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.questions import ReadDepartments
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.forms import Field, fill
from helpdesk_tui.screens.ticket import open_ticket

_TO_CLIENT = "to the client, by email"
_OF_CLIENT = "of the client, e.g. by telephone"


async def new_ticket(screen: DeskScreen[None], client: str, department: str = "") -> None:
    """Ask for client, department, subject and the first message, then open the ticket.

    The department is the one of the ticket one comes from, where that is one's own.
    """
    departments = [d for d in await screen.session.read(ReadDepartments()) if screen.session.scope.covers(d.id)]
    if not departments:
        screen.say("You belong to no department yet.")
        return
    names = tuple(d.name for d in departments)
    first = department if department in names else names[0]
    fields = (
        Field("client", "Client (address)", client), Field("department", "Department", first, names),
        Field("subject", "Subject"), Field("kind", "Written", _TO_CLIENT, (_TO_CLIENT, _OF_CLIENT)),
        Field("message", "Message", lines=7),
    )  # fmt: skip
    key = secrets.token_hex(12)
    number = await fill(screen, "New ticket", fields, lambda given: NewTicket(
        given.get("client", client), given.get("department", first), given.get("subject", ""),
        given.get("message", ""), by_staff=given.get("kind", _TO_CLIENT) == _TO_CLIENT, key=key,
    ), begin="subject" if client else "")  # fmt: skip
    if number is not None:
        open_ticket(screen, number)
