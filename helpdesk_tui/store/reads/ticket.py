"""A ticket as its form shows it (TF1, TF11), its history and its attachments."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadAttachment, ReadDraft, ReadHistory, ReadRow, ReadSince, ReadTicket
from helpdesk_tui.rules import letters
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.charges import charges_of
from helpdesk_tui.store.reads.clients import client_head
from helpdesk_tui.store.reads.history import events, since
from helpdesk_tui.store.reads.my import attachments_of, shown_to_client
from helpdesk_tui.store.reads.queue import one_row
from helpdesk_tui.store.reads.walk import reach
from helpdesk_tui.store.rooms.mail import switched_on
from helpdesk_tui.store.tables import clients, desk, mail, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import AttachmentView, DraftView, EventView, MessageView, OtherDraft, TaskView, TicketView
from helpdesk_tui.vocab import MessageKind, OutboxState, TaskState

_ticket = table(tickets.Ticket)
_task = table(tickets.Task)
_message = table(tickets.Message)
_attachment = table(tickets.Attachment)
_blob = table(tickets.Blob)
_outbox = table(mail.Outbox)
_department = table(people.Department)
_staff = table(people.Staff)
_former = table(people.Staff).alias("former")
_draft = table(people.Draft)
_other = table(people.OtherDraft)
_favourite = table(people.Favourite)
_user = table(clients.ClientUser)
_event = table(desk.Event)
_desk = table(desk.Desk)


def ticket_form(asking: Asking, question: ReadTicket) -> TicketView:
    """Everything the form shows, as of one moment; raises NotFound."""
    row = one_row(asking, ReadRow(question.number))
    run = asking.connection.execute
    facts = run(select(_ticket).where(_ticket.c.id == question.number)).one()
    tasks = _tasks(asking, question.number)
    messages = _messages(asking, question.number)
    sender = _sender(asking, facts.department)
    head = client_head(asking, facts.client)
    return TicketView(
        row=row, summary=facts.summary, tasks=tasks, messages=messages, client=head,
        service_id=facts.service, draft=my_draft(asking, ReadDraft(question.number)),
        reply_to=_recipients(asking, facts.client, messages), reply_from=sender.address,
        answers_arrive=sender.answers_arrive,
        holders=tuple(dict.fromkeys(t.staff for t in tasks if t.staff and t.state is TaskState.OPEN)),
        merged_into=facts.merged_into, change=run(select(_desk.c.change)).scalar_one(),
        charges=charges_of(asking, question.number, head.currency, head.support),
        others=_other_drafts(asking, question.number),
    )  # fmt: skip


def my_draft(asking: Asking, question: ReadDraft) -> DraftView | None:
    """What I typed and did not send (TR5)."""
    asked = select(_draft).where(_draft.c.ticket == question.number, _draft.c.staff == asking.scope.staff_id)
    row = asking.connection.execute(asked).first()
    return None if row is None else DraftView(row.text, row.comment, row.saved, row.seen)


def _other_drafts(asking: Asking, number: int) -> tuple[OtherDraft, ...]:
    """What lies beside my draft, oldest first."""
    asked = select(_other, _former.c.login).outerjoin(_former, _former.c.id == _other.c.former)
    mine = (_other.c.ticket == number, _other.c.staff == asking.scope.staff_id)
    rows = asking.connection.execute(asked.where(*mine).order_by(_other.c.id))
    return tuple(OtherDraft(row.id, row.login, row.text, row.comment, row.saved) for row in rows)


def history(asking: Asking, question: ReadHistory) -> tuple[EventView, ...]:
    """What was changed on a ticket, newest first; raises NotFound."""
    one_row(asking, ReadRow(question.number))
    asked = select(_event).where(_event.c.ticket == question.number)
    return events(asking, asked.order_by(_event.c.id.desc()).limit(question.limit))


def since_looked(asking: Asking, question: ReadSince) -> tuple[EventView, ...]:
    """What others changed on a favourite since who asks looked at it, oldest first; raises NotFound."""
    one_row(asking, ReadRow(question.number))
    mine = _favourite.c.staff == asking.scope.staff_id
    asked = select(_event).join(_favourite, since(asking, _favourite, _event))
    asked = asked.where(mine, _favourite.c.ticket == question.number, _event.c.ticket == question.number)
    return events(asking, asked.order_by(_event.c.id).limit(question.limit))


def attachment(asking: Asking, question: ReadAttachment) -> tuple[str, bytes]:
    """An attachment's safe name and bytes; raises NotFound when it or its ticket is not in the asker's scope."""
    asked = (
        select(_attachment.c.name, _blob.c.packed)
        .join(_message, _message.c.id == _attachment.c.message)
        .join(_ticket, _ticket.c.id == _message.c.ticket)
        .join(_blob, _blob.c.id == _attachment.c.blob)
        .where(_attachment.c.id == question.attachment, _message.c.taken_back.is_(None), *reach(asking))
    )
    if asking.scope.client_id is not None:
        asked = asked.where(shown_to_client(asking))
    row = asking.connection.execute(asked).first()
    if row is None:
        raise NotFound(f"Attachment {question.attachment}")
    return row.name, zlib.decompress(row.packed)


def _tasks(asking: Asking, number: int) -> tuple[TaskView, ...]:
    asked = (
        select(_task, _department.c.name, _staff.c.login, _former.c.login.label("former_login"))
        .join(_department, _department.c.id == _task.c.department)
        .outerjoin(_staff, _staff.c.id == _task.c.holder)
        .outerjoin(_former, _former.c.id == _task.c.former)
        .where(_task.c.ticket == number)
        .order_by(_task.c.opened, _task.c.id)
    )
    return tuple(
        TaskView(r.id, r.name, r.login, TaskState.OPEN if r.open else TaskState.CLOSED,
                 r.holder is not None and r.holder == asking.scope.staff_id, r.former_login)
        for r in asking.connection.execute(asked)
    )  # fmt: skip


def _messages(asking: Asking, number: int) -> tuple[MessageView, ...]:
    shown = (_message.c.ticket == number, _message.c.taken_back.is_(None))
    asked = select(_message).where(*shown).order_by(_message.c.at, _message.c.id)
    rows = asking.connection.execute(asked).all()
    attached = attachments_of(asking, [row.id for row in rows])
    sent = _deliveries(asking, number)
    named = _names(asking, number)
    return tuple(_message_view(row, tuple(attached[row.id]), sent.get(row.id), named) for row in rows)


def _names(asking: Asking, number: int) -> dict[str, str]:
    """What the people of the ticket's client are called, by their compared addresses."""
    asked = select(_user.c.address, _user.c.name).join(_ticket, _ticket.c.client == _user.c.client)
    return {row.address: row.name for row in asking.connection.execute(asked.where(_ticket.c.id == number))}


def _message_view(
    row: Any, attached: tuple[AttachmentView, ...], sent: Any | None, named: dict[str, str]
) -> MessageView:
    state = OutboxState(sent.state) if sent is not None else None
    failed = sent is not None and state in (OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.RETRY)
    return MessageView(
        row.id, MessageKind(row.kind), row.author, row.at, row.text, row.own_lines, attached, row.mail, state,
        sent.error if failed and sent is not None else "", row.mail is not None, row.note,
        named.get(row.author.lower(), "") if row.kind == MessageKind.CLIENT.value else "", row.edited,
    )  # fmt: skip


def _deliveries(asking: Asking, number: int) -> dict[int, Any]:
    asked = select(_outbox.c.message, _outbox.c.state, _outbox.c.error).where(_outbox.c.ticket == number)
    return {row.message: row for row in asking.connection.execute(asked) if row.message is not None}


def _recipients(asking: Asking, client: int, messages: Sequence[MessageView]) -> tuple[str, ...]:
    """Whom an answer would go to."""
    asked = select(_user).where(_user.c.client == client, _user.c.active).order_by(_user.c.main.desc(), _user.c.id)
    users = [(row.address, row.email) for row in asking.connection.execute(asked)]
    last = next((m.author.lower() for m in reversed(messages) if m.kind is MessageKind.CLIENT), "")
    return letters.recipients(users, last)


def _sender(asking: Asking, department: int) -> letters.Sender:
    """From whom an answer would come."""
    asked = select(_department.c.address).where(_department.c.id == department)
    address = asking.connection.execute(asked).scalar() or ""
    return letters.sender_of(department, address, switched_on(asking.connection), asking.sender)
