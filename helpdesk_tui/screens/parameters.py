"""The parameters of a ticket as a form: subject, service, priority, place in the queue, fee, incidents (TF2, TR2)."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.desk.actions.setup import NOT_SET_UP
from helpdesk_tui.errors import DeskError
from helpdesk_tui.rules.incidents import whole_number
from helpdesk_tui.rules.money import amount, positive_units
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import Form
from helpdesk_tui.views import TicketView
from helpdesk_tui.vocab import Priority

_NO_SERVICE = "no service"
_PRIORITIES = tuple(priority.word for priority in Priority)


def parameter_fields(ticket: TicketView, values: Parameters, use_priority: bool) -> tuple[Field, ...]:
    """The fields, with what was changed before and not saved yet."""
    service = values.service if values.service is not None else (ticket.row.service or "")
    priority = values.priority or ticket.row.priority
    costs = ticket.charges
    fee = "" if values.fee is None else amount(values.fee, costs.currency)
    incidents = costs.incidents if values.incidents is None else values.incidents
    now = f" (now {costs.incidents:,})" if incidents != costs.incidents else ""
    return (
        Field("subject", "Subject", values.subject if values.subject is not None else ticket.row.subject),
        Field("service", "Service", service or _NO_SERVICE, (_NO_SERVICE, *(s.name for s in ticket.client.services))),
        Field("priority", "Priority", priority.word, _PRIORITIES,
              "" if use_priority else "this desk does not use priorities"),
        Field("front", "Place at the beginning of the queue",
              ticket.row.front if values.front is None else values.front),
        Field("fee", f"Support fee to charge, {costs.currency}", fee),
        Field("incidents", f"Support incidents{now}", str(incidents), locked="" if costs.settable else NOT_SET_UP),
    )  # fmt: skip


async def ask_parameters(
    screen: DeskScreen[None], ticket: TicketView, values: Parameters, use_priority: bool, begin: str = ""
) -> Parameters | None:
    """Ask for parameters; the changes against the stored ticket, None when the form was left.

    A sum or number that is none is told in the form, which stays. `begin` names the field to begin with.
    """

    async def check(changed: dict[str, Any]) -> str:
        try:
            _entered(ticket, values, changed)
        except DeskError as refused:
            return refused.sentence
        return ""

    fields = parameter_fields(ticket, values, use_priority)
    changed = await screen.ask(Form("Parameters", fields, check, begin))
    return None if changed is None else _entered(ticket, values, changed)


def _entered(ticket: TicketView, values: Parameters, changed: dict[str, Any]) -> Parameters:
    """What is to be changed of a ticket; raises DeskError."""
    subject, service = changed.get("subject", values.subject), changed.get("service", values.service)
    priority = Priority[changed["priority"].upper()] if "priority" in changed else values.priority
    front = changed.get("front", values.front)
    if service == _NO_SERVICE:
        service = ""
    row, costs = ticket.row, ticket.charges
    fee, incidents = values.fee, values.incidents
    if "fee" in changed:
        fee = positive_units(changed["fee"].strip(), costs.currency) if changed["fee"].strip() else None
    if "incidents" in changed:
        incidents = whole_number(changed["incidents"]) if changed["incidents"].strip() else None
    return Parameters(
        None if subject == row.subject else subject,
        None if service == (row.service or "") else service,
        None if priority is row.priority else priority,
        None if front == row.front else front,
        Parameters(
            row.subject,
            row.service or "",
            row.priority,
            row.front,
            None,
            costs.charged,
            costs.incidents,
            costs.currency,
        ),
        fee,
        None if incidents == costs.incidents else incidents,
    )
