"""What a client sees of their own tickets (TQ4, TR2): built from the columns that are theirs to see, nothing else.

No answer of staff's questions passes here: an internal comment, a system message, a holder or a note is never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, type_coerce

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadMyTicket, ReadMyTickets
from helpdesk_tui.rules.ticket import client_status
from helpdesk_tui.store import shelves
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.charges import cost_of, setting_of
from helpdesk_tui.store.reads.clients import currency_of
from helpdesk_tui.store.reads.walk import reach
from helpdesk_tui.store.tables import clients, mail, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import AttachmentView, ClientMessage, ClientTicket, ClientTicketRow
from helpdesk_tui.vocab import MessageKind, OutboxState, Priority

_ticket = table(tickets.Ticket)
_message = table(tickets.Message)
_attachment = table(tickets.Attachment)
_outbox = table(mail.Outbox)
_held = _outbox.alias("held")
_service = table(clients.Service)
_department = table(people.Department)
_staff = table(people.Staff)


def _wrote(asking: Asking) -> ColumnElement[Any]:
    """When staff wrote last, as the client knows it: where an answer is held back, what is before it counts (TR7)."""
    shown = select(func.max(_message.c.at)).where(
        _message.c.ticket == _ticket.c.id, _message.c.kind == MessageKind.STAFF.value, shown_to_client(asking)
    )
    held = select(_held.c.id).where(_held.c.ticket == _ticket.c.id, *_is_held(_held, asking))
    wrote = case((held.exists(), shown.scalar_subquery()), else_=_ticket.c.staff_wrote)
    return type_coerce(wrote, _ticket.c.staff_wrote.type)


def is_unread(asking: Asking) -> ColumnElement[bool]:
    """The condition under which a ticket has messages that its client has not read (TQ4)."""
    wrote = _wrote(asking)
    return and_(wrote.is_not(None), or_(_ticket.c.client_read.is_(None), _ticket.c.client_read < wrote))


def _rows(asking: Asking) -> Select[Any]:
    """The client's rows."""
    asked = select(
        _ticket.c.id, _ticket.c.subject, _ticket.c.shelf, _ticket.c.created, _ticket.c.client_wrote,
        _ticket.c.priority, _wrote(asking).label("staff_wrote"), _ticket.c.client_read,
        _department.c.name.label("department_name"), _service.c.name.label("service_name"),
    )  # fmt: skip
    return asked.join(_department, _department.c.id == _ticket.c.department).outerjoin(
        _service, _service.c.id == _ticket.c.service
    )


def my_tickets(asking: Asking, question: ReadMyTickets) -> tuple[ClientTicketRow, ...]:
    """The client's tickets, the newest first, below a number where one is given."""
    asked = _rows(asking).where(*my_tickets_where(asking)).order_by(_ticket.c.id.desc()).limit(question.limit)
    if question.before is not None:
        asked = asked.where(_ticket.c.id < question.before)
    if question.archived is not None:
        asked = asked.where((_ticket.c.shelf == shelves.ARCHIVED) == question.archived)
    if question.unread is not None:
        asked = asked.where(is_unread(asking) if question.unread else not_(is_unread(asking)))
    sets = may_set_priority(asking)
    return tuple(_row(row, sets) for row in asking.connection.execute(asked))


def my_ticket(asking: Asking, question: ReadMyTicket) -> ClientTicket:
    """One of the client's tickets with its conversation; raises NotFound."""
    mine = _rows(asking).where(_ticket.c.id == question.number, *my_tickets_where(asking))
    row = asking.connection.execute(mine).first()
    if row is None:
        raise NotFound(f"Ticket {question.number}")
    asked = (
        select(_message, _staff.c.name.label("staff_name"))
        .outerjoin(_staff, _staff.c.id == _message.c.staff)
        .where(_message.c.ticket == question.number, shown_to_client(asking))
        .order_by(_message.c.at, _message.c.id)
    )
    messages = asking.connection.execute(asked).all()
    attached = attachments_of(asking, [message.id for message in messages])
    said = tuple(_said(m, row.department_name, tuple(attached[m.id])) for m in messages)
    return ClientTicket(
        _row(row, may_set_priority(asking)), said, *cost_of(asking, question.number, currency_of(asking))
    )


def shown_to_client(asking: Asking) -> ColumnElement[bool]:
    """The condition under which a client sees a message: said by them or to them, past its undo window, and not taken
    back within it (TR7).
    """
    said = _message.c.kind.in_((MessageKind.CLIENT.value, MessageKind.STAFF.value))
    held = select(_outbox.c.message).where(_outbox.c.message == _message.c.id, *_is_held(_outbox, asking))
    return and_(said, _message.c.taken_back.is_(None), not_(held.exists()))


def _is_held(outbox: Any, asking: Asking) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.state == OutboxState.HELD.value, outbox.c.next_try > asking.now


def attachments_of(asking: Asking, messages: Sequence[int]) -> dict[int, list[AttachmentView]]:
    """The attachments of each of these messages."""
    found: dict[int, list[AttachmentView]] = defaultdict(list)
    if messages:
        asked = select(_attachment).where(_attachment.c.message.in_(messages)).order_by(_attachment.c.id)
        for row in asking.connection.execute(asked):
            found[row.message].append(AttachmentView(row.id, row.name, row.content_type, row.size))
    return found


def my_tickets_where(asking: Asking) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a ticket is among the client's: theirs, and neither spam nor merged away."""
    return *reach(asking), _ticket.c.shelf < shelves.SPAM


def may_set_priority(asking: Asking) -> bool:
    """Whether clients set the priority of their tickets (TR2); where staff do, it is theirs to know."""
    return setting_of(asking, "use_priority") == "on" and setting_of(asking, "staff_sets_priority") != "on"


def _row(row: Any, sets_priority: bool) -> ClientTicketRow:
    opened = row.shelf in (shelves.WANTS_STAFF, shelves.DELAYED)
    written = max(moment for moment in (row.created, row.client_wrote, row.staff_wrote) if moment is not None)
    return ClientTicketRow(
        row.id, row.subject, row.department_name, row.service_name,
        client_status(row.staff_wrote, row.client_read, opened), row.shelf == shelves.ARCHIVED, row.created, written,
        Priority(row.priority) if sets_priority else None,
    )  # fmt: skip


def _said(message: Any, department: str, attached: tuple[AttachmentView, ...]) -> ClientMessage:
    """A message in the client's words for who speaks: a person's name or the department, never a login."""
    by_staff = message.kind == MessageKind.STAFF.value
    author = (message.staff_name or department) if by_staff else message.author
    return ClientMessage(
        message.id,
        MessageKind(message.kind),
        author,
        message.at,
        message.text,
        message.own_lines,
        attached,
        message.edited,
    )
