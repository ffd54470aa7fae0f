"""The parameters of a ticket as a form: subject, service, priority, place in the queue (TF2, TR2)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.forms import Field, Form
from helpdesk_tui.views import TicketView
from helpdesk_tui.vocab import Priority

_NO_SERVICE = "no service"
_PRIORITIES = tuple(priority.word for priority in Priority)


def parameters_form(ticket: TicketView, values: Parameters, use_priority: bool) -> Form:
    """The form, with what was changed before and not saved yet."""
    service = values.service if values.service is not None else (ticket.row.service or "")
    priority = values.priority or ticket.row.priority
    return Form("Parameters", (
        Field("subject", "Subject", values.subject if values.subject is not None else ticket.row.subject),
        Field("service", "Service", service or _NO_SERVICE, (_NO_SERVICE, *(s.name for s in ticket.client.services))),
        Field("priority", "Priority", priority.word, _PRIORITIES,
              "" if use_priority else "this desk does not use priorities"),
        Field("front", "Place at the beginning of the queue",
              ticket.row.front if values.front is None else values.front),
    ))  # fmt: skip


async def ask_parameters(
    screen: DeskScreen[None], ticket: TicketView, values: Parameters, use_priority: bool
) -> Parameters | None:
    """Ask for parameters; the changes against the stored ticket, None when the form was left."""
    changed = await screen.ask(parameters_form(ticket, values, use_priority))
    if changed is None:
        return None
    subject, service = changed.get("subject", values.subject), changed.get("service", values.service)
    priority = Priority[changed["priority"].upper()] if "priority" in changed else values.priority
    front = changed.get("front", values.front)
    if service == _NO_SERVICE:
        service = ""
    row = ticket.row
    return Parameters(
        None if subject == row.subject else subject,
        None if service == (row.service or "") else service,
        None if priority is row.priority else priority,
        None if front == row.front else front,
        seen=Parameters(row.subject, row.service or "", row.priority, row.front),
    )
